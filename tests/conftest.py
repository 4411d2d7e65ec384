"""The test bed: real databases, a real SMTP server, and the whole tracker on a clock that stands still."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import databases, mailbox

if TYPE_CHECKING:
    from tracker.adapters.clock import FixedClock
    from tracker.bootstrap import Tracker
    from tracker.settings import Settings

# Thursday, 15 June 2023, 09.00 WIB: the pansus meets about the Raperda on SPBE.
NOW = datetime(2023, 6, 15, 2, 0, tzinfo=UTC)
DATABASES = ("sqlite", "postgresql")

MakeSettings = Callable[..., "Settings"]


def _migrate(url: str) -> None:
    from tracker.storage.database import migrate

    migrate(url)


@pytest.fixture(scope="session")
def sqlite_server(tmp_path_factory: pytest.TempPathFactory) -> databases.SqliteServer:
    return databases.SqliteServer(tmp_path_factory.mktemp("sqlite"), _migrate)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[databases.PostgresServer]:
    try:
        with databases.postgresql(_migrate) as server:
            yield server
    except LookupError as problem:
        pytest.fail(str(problem), pytrace=False)


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated database of its own for this test, once on SQLite and once on PostgreSQL."""
    server = request.getfixturevalue(f"{request.param}_server")
    with server.database() as url:
        yield url


@pytest.fixture(params=DATABASES)
def empty_database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database that no migration has seen, once on SQLite and once on PostgreSQL."""
    server = request.getfixturevalue(f"{request.param}_server")
    with server.empty() as url:
        yield url


@pytest.fixture
def sqlite_url(sqlite_server: databases.SqliteServer) -> Iterator[str]:
    """A migrated SQLite database, for tests to which the kind of database is all one."""
    with sqlite_server.database() as url:
        yield url


@pytest.fixture
def postgresql_url(postgresql_server: databases.PostgresServer) -> Iterator[str]:
    """A migrated PostgreSQL database."""
    with postgresql_server.database() as url:
        yield url


@pytest.fixture
def clock() -> "FixedClock":
    """Stands at NOW until a test sets `clock.at`."""
    from tracker.adapters.clock import FixedClock

    return FixedClock(NOW)


@pytest.fixture
def make_settings(tmp_path: Path) -> MakeSettings:
    """Settings with all folders in this test's own; further ones by name: make_settings(url, PORT="81")."""

    def make(database_url: str, **more: str) -> "Settings":
        from tracker.settings import Settings

        environment = {"TRACKER_DATA_DIR": str(tmp_path / "data"), "TRACKER_DATABASE_URL": database_url}
        environment["TRACKER_SOFFICE"] = ""  # starts slowly; who needs it says so
        environment |= {f"TRACKER_{name}": value for name, value in more.items()}
        return Settings.from_environment(environment)

    return make


@pytest.fixture
def tracker(database_url: str, make_settings: MakeSettings, clock: "FixedClock") -> Iterator["Tracker"]:
    """The whole tracker without its doors, once on SQLite and once on PostgreSQL."""
    from tracker.bootstrap import build

    built = build(make_settings(database_url), clock=clock)
    yield built
    built.close()


@pytest.fixture
def sqlite_tracker(sqlite_url: str, make_settings: MakeSettings, clock: "FixedClock") -> Iterator["Tracker"]:
    """The whole tracker on SQLite only, for the doors: pages and commands."""
    from tracker.bootstrap import build

    built = build(make_settings(sqlite_url), clock=clock)
    yield built
    built.close()


@pytest.fixture
def smtp_server() -> Iterator[mailbox.Mailbox]:
    """A real SMTP server; its `url` is for TRACKER_SMTP_URL."""
    with mailbox.smtp_server() as box:
        yield box
