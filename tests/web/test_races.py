"""Eight people move one Raperda at once, over HTTP, on real workers: history is what was answered 303."""

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from socket import create_server
from urllib.parse import urlencode

import pytest

from tests.conftest import MakeSettings
from tests.web.council import SPBE, Council, fields_of
from tracker.bootstrap import Tracker
from tracker.domain.access import Role
from tracker.services import accounts, integrity
from tracker.settings import ROOT, secret_key

PEOPLE = 8
PATIENCE_SECONDS = 20
STEPS = (
    ("rapat-pansus", "mulai"),
    ("rapat-komprehensif", "mulai"),
    ("rapat-pansus", "serahkan"),
    ("rapat-pansus", "selesaikan"),
    ("kunjungan-kerja", "lewati"),
    ("rapat-komprehensif", "selesaikan"),
)


class Person:
    """A browser that keeps its cookies and follows no redirect."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> str:
        return self._ask("GET", path, None)[1]

    def post(self, path: str, fields: dict[str, str]) -> int:
        return self._ask("POST", path, urlencode(fields))[0]

    def log_in(self, email: str, password: str) -> None:
        held = fields_of(self.get("/masuk")) | {"email": email, "password": password}
        assert self.post("/masuk", held) == 303

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.split(";")[0].partition("=")
            self._cookies[name] = value
        text = answer.read().decode()
        connection.close()
        return answer.status, text


@pytest.fixture
def council(tracker: Tracker) -> Council:
    return Council(tracker)


@pytest.fixture
def port(council: Council, database_url: str, tmp_path: Path, make_settings: MakeSettings) -> Iterator[int]:
    """`tracker web` as it runs in production: several processes with several threads each."""
    secret_key(make_settings(database_url))
    with create_server(("127.0.0.1", 0)) as probe:
        free = int(probe.getsockname()[1])
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")},
        "TRACKER_DATABASE_URL": database_url,
        "TRACKER_DATA_DIR": str(tmp_path / "data"),
        "TRACKER_PORT": str(free),
    }
    web = subprocess.Popen([sys.executable, "-m", "tracker.cli", "web"], cwd=ROOT, env=environment)
    try:
        _wait_for(free)
        yield free
    finally:
        web.terminate()
        web.wait(timeout=PATIENCE_SECONDS)


def _wait_for(port: int) -> None:
    for _ in range(PATIENCE_SECONDS * 20):
        try:
            Person(port).get("/healthz")
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the web did not start")


def _people(council: Council, port: int) -> list[Person]:
    people = []
    for number in range(PEOPLE):
        email = f"staf{number}@example.test"
        with council.tracker.transaction() as session:
            account = accounts.NewAccount(email, f"Staf {number}", Role.SEKRETARIAT)
            _, password = accounts.open_account(
                session, account, must_change=False, now=council.tracker.now()
            )
        person = Person(port)
        person.log_in(email, password)
        people.append(person)
    return people


def _race(people: list[Person], path: str, fields: list[dict[str, str]]) -> Counter[int]:
    start = threading.Barrier(len(people))

    def run(person: Person, held: dict[str, str]) -> int:
        start.wait()
        return person.post(path, held)

    with ThreadPoolExecutor(len(people)) as pool:
        return Counter(pool.map(run, people, fields))


def _form(person: Person, path: str, name: str) -> dict[str, str]:
    held = fields_of(person.get(path))
    return held | {"reason": f"Alasan {name}", **({"target": "opd"} if "serahkan" in path else {})}


def test_history_is_exactly_what_was_answered_303(council: Council, port: int) -> None:
    people = _people(council, port)
    answered: Counter[int] = Counter()
    for stage, move in STEPS:
        path = f"{SPBE}/tahap/{stage}/{move}"
        fields = [_form(person, path, str(number)) for number, person in enumerate(people)]
        answered += _race(people, path, fields)
    assert answered == {303: len(STEPS), 409: len(STEPS) * (PEOPLE - 1)}
    assert council.moves() == list(STEPS)
    with council.tracker.reading() as session:
        assert integrity.check(session, council.tracker.drafts).is_sound


def test_one_form_sent_eight_times_at_once_is_recorded_once(council: Council, port: int) -> None:
    person = _people(council, port)[0]
    path = f"{SPBE}/tahap/rapat-pansus/mulai"
    held = _form(person, path, "sekali")
    answered = _race([person] * PEOPLE, path, [held] * PEOPLE)
    assert answered == {303: PEOPLE}
    assert council.moves() == [("rapat-pansus", "mulai")]
