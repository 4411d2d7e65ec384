"""Settings -> Tracker: everything a process needs, put together once."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from dotenv import dotenv_values
from sqlalchemy.orm import Session

from tracker.adapters.clock import Clock, SystemClock
from tracker.adapters.draft_store import DraftStore
from tracker.adapters.mailer import Mailer, mailer_for
from tracker.adapters.notifier import Notifier
from tracker.adapters.result_cache import ResultCache
from tracker.domain.comparing.comparison import ENGINE_VERSION
from tracker.services import calendars, deadline_rules, recounting
from tracker.services.deadlines import Because
from tracker.services.reminders import rules as reminder_rules
from tracker.settings import ROOT, Settings
from tracker.storage.database import Database, migrate

CALENDAR_FROM = 2023
"""The first year whose working days are known here."""


@dataclass(frozen=True, slots=True)
class Tracker:
    """The application without its doors: web, scheduler and command line each hold one."""

    settings: Settings
    database: Database
    drafts: DraftStore
    results: ResultCache
    mailer: Mailer
    notifier: Notifier
    clock: Clock

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Yield a session that commits once, or leaves no trace."""
        with self.database.transaction() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session for looking at one snapshot."""
        with self.database.reading() as session:
            yield session

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        return self.clock.now()

    def today(self) -> date:
        """Return the present date where the council sits."""
        return self.now().astimezone(self.settings.timezone).date()

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()


def environment(process: Mapping[str, str], *, folder: Path = ROOT) -> dict[str, str]:
    """Return the environment with what the `.env` file of `folder` adds; the process's own values win."""
    from_file = {name: value for name, value in dotenv_values(folder / ".env").items() if value is not None}
    return {**from_file, **process}


def build(settings: Settings, *, clock: Clock | None = None) -> Tracker:
    """Put a Tracker together. It opens no connection yet and writes nothing but its folders."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return Tracker(
        settings=settings,
        database=Database(settings.database_url),
        drafts=DraftStore(settings.drafts_dir),
        results=ResultCache(settings.cache_dir, ENGINE_VERSION),
        mailer=mailer_for(settings.smtp_url, settings.mail_dir),
        notifier=Notifier(frozenset(settings.notify_schemes)),
        clock=clock or SystemClock(),
    )


def prepare(tracker: Tracker) -> None:
    """Bring database, calendar and the rules up to this release; harmless when repeated."""
    migrate(tracker.settings.database_url)
    with tracker.transaction() as session:
        days = calendars.fill(session, range(CALENDAR_FROM, tracker.today().year + 2))
        rules = deadline_rules.fill(session)
        reminder_rules.seed(session)
        if days or rules:
            recounting.recount(session, Because("aturan" if rules else "kalender", tracker.now()))
