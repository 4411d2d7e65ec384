"""A real Chromium, and the real application with a demonstration council for it to visit."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize, sync_playwright
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from tests.databases import SqliteServer
    from tracker.bootstrap import Tracker

HERE = Path(__file__).parent
SHOTS = HERE / "shots"
PHONE, DESK = (360, 740), (1280, 900)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_CHROMIUM = (
    "No Chromium to test with. Install one (Debian: apt install chromium), or name one with "
    "TRACKER_TEST_CHROMIUM=/path/to/chromium, or run `.venv/bin/playwright install --with-deps chromium`. "
    "TRACKER_TEST_NO_BROWSER=1 leaves the browser tests out."
)
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("TRACKER_TEST_NO_BROWSER") == "1":
        for item in items:
            if HERE in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="TRACKER_TEST_NO_BROWSER=1"))


@dataclass(frozen=True, slots=True)
class LiveServer:
    """The application at `url`; `passwords` has those of the demonstration accounts, by e-mail address."""

    url: str
    tracker: "Tracker"
    passwords: Mapping[str, str]


@pytest.fixture(scope="module")
def server(sqlite_server: "SqliteServer", tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The whole application with the demonstration council, one for each module of tests."""
    from tracker import bootstrap, demo, web
    from tracker.settings import Settings

    with sqlite_server.database() as url:
        folder = tmp_path_factory.mktemp("data")
        environment = {"TRACKER_DATABASE_URL": url, "TRACKER_DATA_DIR": str(folder)}
        tracker = bootstrap.build(Settings.from_environment(environment))
        bootstrap.prepare(tracker)
        passwords = demo.load(tracker)
        wsgi = make_server("127.0.0.1", 0, web.create_app(tracker), threaded=True)
        thread = threading.Thread(target=wsgi.serve_forever, daemon=True)
        thread.start()
        yield LiveServer(f"http://127.0.0.1:{wsgi.server_port}", tracker, passwords)
        wsgi.shutdown()
        thread.join()
        wsgi.server_close()
        tracker.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=_chromium(playwright), args=QUIET)
        yield launched
        launched.close()


def _chromium(playwright: Playwright) -> str:
    named = os.environ.get("TRACKER_TEST_CHROMIUM")
    on_path = (shutil.which(name) for name in NAMES)
    downloaded = playwright.chromium.executable_path
    for candidate in (named, *on_path, downloaded):
        if candidate and Path(candidate).exists():
            return candidate
    pytest.fail(NO_CHROMIUM, pytrace=False)


@dataclass(frozen=True, slots=True)
class Complaints:
    """What the browser held against our pages: errors on its console, and requests that leave the server."""

    found: list[str]

    def listen(self, page: Page, home: str) -> None:
        page.on("console", lambda message: self._add(message.type == "error", message.text))
        page.on("pageerror", lambda error: self._add(True, str(error)))
        page.on("request", lambda request: self._add(not _at_home(request.url, home), request.url))

    def _add(self, condition: bool, text: str) -> None:
        # A refused form and a missing page are answers that tests ask for; Chromium notes each as an error.
        if condition and not text.startswith(
            "Failed to load resource: the server responded with a status of 4"
        ):
            self.found.append(text)


def _at_home(url: str, home: str) -> bool:
    return url.startswith((home, "data:", "blob:", "about:"))


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, server: LiveServer) -> Iterator[Visit]:
    """Open a page for a new person: visit("/", PHONE, locale="en"). The test fails on any complaint."""
    complaints = Complaints([])
    contexts: list[BrowserContext] = []

    def opened(path: str = "/", size: tuple[int, int] = DESK, **context: Any) -> Page:
        options = {"locale": "id-ID", "timezone_id": "Asia/Jakarta", **context}
        viewport = ViewportSize(width=size[0], height=size[1])
        contexts.append(browser.new_context(base_url=server.url, viewport=viewport, **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        complaints.listen(page, server.url)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints.found == []


@pytest.fixture
def page(visit: Visit) -> Page:
    """The front page on a desk."""
    return visit("/")


@pytest.fixture
def phone(visit: Visit) -> Page:
    """The front page on a phone 360 px wide."""
    return visit("/", PHONE, has_touch=True, is_mobile=True)


@pytest.fixture(scope="session")
def violations() -> Callable[..., list[str]]:
    """What axe-core finds on a page by all its rules or those named: of each its name and the places."""
    axe = Axe()

    def found(page: Page, *rules: str) -> list[str]:
        response = axe.run(page, options={"runOnly": list(rules)} if rules else None).response
        return [
            f"{rule['id']}: {[node['target'] for node in rule['nodes']]}" for rule in response["violations"]
        ]

    return found


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Keep a picture of the whole page for people to look at, if TRACKER_TEST_SHOTS=1."""

    def kept(page: Page, name: str) -> None:
        if os.environ.get("TRACKER_TEST_SHOTS") == "1":
            SHOTS.mkdir(exist_ok=True)
            page.screenshot(path=SHOTS / f"{request.node.name}-{name}.png", full_page=True)

    return kept
