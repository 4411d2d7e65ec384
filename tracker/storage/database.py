"""The way to the tables: one engine, `transaction()` for writing, `reading()` for looking."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
_BUSY_SECONDS = 30


class Database:
    """An engine, and the only two ways to a session.

    On SQLite a writer takes the write lock when it begins, so that nothing it has read can change under it;
    on PostgreSQL use cases lock the row they judge by. A reader sees one snapshot and changes nothing.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._writer = create_engine(url, **_options(url))
        if self._writer.dialect.name == "sqlite":
            _tame_sqlite(self._writer)
            self._reader = self._writer.execution_options(tracker_reading=True)
        else:
            self._reader = self._writer.execution_options(
                tracker_reading=True, isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Yield a session that commits once when the block ends, or leaves no trace if it raises."""
        with Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session for looking at one snapshot; nothing done in it is kept."""
        with Session(self._reader, autoflush=False) as session:
            yield session

    def close(self) -> None:
        """Close every pooled connection."""
        self._writer.dispose()


def migrate(url: str) -> None:
    """Bring the database at `url` to the newest revision."""
    command.upgrade(alembic_config(url), "head")


def alembic_config(url: str) -> Config:
    """Return an alembic configuration for `url`, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def _options(url: str) -> dict[str, Any]:
    # What a statement carries may be a secret, and what goes wrong with it lands in the log.
    options: dict[str, Any] = {"hide_parameters": True}
    if url.startswith("sqlite"):
        return {**options, "connect_args": {"timeout": _BUSY_SECONDS}}
    return {**options, "pool_pre_ping": True}


def _tame_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("tracker_reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
