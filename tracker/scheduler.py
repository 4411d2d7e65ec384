"""The second process: once a minute it queues the reminders that are owed and sends what is due."""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.blocking import BlockingScheduler

from tracker.adapters.mailer import MailConnection, MailFailure
from tracker.bootstrap import Tracker
from tracker.services import reminders
from tracker.services.reminders import Claimed

EVERY_SECONDS = 60
_BATCH = 20
_BEAT_EVERY = timedelta(seconds=20)

log = logging.getLogger(__name__)


def run(tracker: Tracker, *, every_seconds: int = EVERY_SECONDS) -> None:
    """Tick at once and then every `every_seconds`, until SIGTERM or SIGINT.

    The message on its way is finished. APScheduler is only the clock. What has been done stands in the
    tables, so several of these may run on PostgreSQL, and one may die at any point.
    """
    stopping = threading.Event()
    clock = BlockingScheduler(
        jobstores={"default": MemoryJobStore()},
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        timezone=tracker.settings.timezone,
    )
    clock.add_job(
        _guarded_tick,
        "interval",
        args=(tracker, stopping.is_set),
        seconds=every_seconds,
        next_run_time=tracker.now(),
    )

    def stop(_signal: int, _frame: Any) -> None:
        if not stopping.is_set():
            stopping.set()
            clock.shutdown(wait=False)

    if threading.current_thread() is threading.main_thread():
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, stop)
    log.info("scheduler started, every %d seconds", every_seconds)
    clock.start()
    log.info("scheduler stopped")


def tick(tracker: Tracker, stopping: Callable[[], bool] = lambda: False) -> int:
    """Queue what is owed, send what is due, say that we are alive; return how many messages were sent."""
    return _Tick(tracker, stopping).run()


def _guarded_tick(tracker: Tracker, stopping: Callable[[], bool]) -> None:
    try:
        tick(tracker, stopping)
    except Exception:
        log.exception("this tick failed; the next one tries again")


class _Tick:
    """One round of work. No transaction is open while a message is on its way."""

    def __init__(self, tracker: Tracker, stopping: Callable[[], bool]) -> None:
        self._tracker = tracker
        self._stopping = stopping
        self._lease = tracker.settings.reminder_lease
        self._beaten_at: datetime | None = None
        self._sent = 0
        self._failed = 0
        self._server_down = ""

    def run(self) -> int:
        self._beat()
        with self._tracker.transaction() as session:
            planned = reminders.plan(
                session, self._tracker.settings, now=self._tracker.now(), today=self._tracker.today()
            )
        if planned:
            log.info("%d reminders queued", planned)
        with self._tracker.mailer.open() as connection:
            while not self._done() and self._batch(connection):
                pass
        self._beat()
        if self._sent or self._failed or self._server_down:
            log.info("%s", self._summary())
        return self._sent

    def _done(self) -> bool:
        return self._stopping() or bool(self._server_down)

    def _batch(self, connection: MailConnection) -> bool:
        """Claim some messages and send them; False if there were none."""
        now = self._tracker.now()
        with self._tracker.transaction() as session:
            claims = reminders.claim(session, now=now, limit=_BATCH, lease_seconds=self._lease)
        # What starts in the first half of the lease has the second half to come to an end.
        last_start = now + timedelta(seconds=self._lease) / 2
        for place, claimed in enumerate(claims):
            if self._done() or self._tracker.now() > last_start:
                self._give_back(claims[place:])
                break
            self._deliver(connection, claimed)
            self._beat(at_most_every=_BEAT_EVERY)
        return bool(claims)

    def _deliver(self, connection: MailConnection, claimed: Claimed) -> None:
        try:
            sent = self._send(connection, claimed)
        except MailFailure as failure:
            self._note(claimed, failure)
        except Exception as problem:  # one message that cannot be written must not hold up the others
            log.exception("message %s could not be written", claimed.message_id)
            self._note(claimed, MailFailure(permanent=isinstance(problem, ValueError), detail=str(problem)))
        else:
            if sent:
                self._settle(claimed, None)
                self._sent += 1

    def _send(self, connection: MailConnection, claimed: Claimed) -> bool:
        with self._tracker.transaction() as session:
            message = reminders.compose(
                session,
                self._tracker.settings,
                claimed,
                now=self._tracker.now(),
                today=self._tracker.today(),
            )
        if message is not None:
            connection.send(message)
        return message is not None

    def _note(self, claimed: Claimed, failure: MailFailure) -> None:
        log.warning("message %s was not taken: %s", claimed.message_id, failure.detail)
        self._settle(claimed, failure)
        if failure.server:
            self._server_down = failure.detail
        else:
            self._failed += 1

    def _settle(self, claimed: Claimed, failure: MailFailure | None) -> None:
        with self._tracker.transaction() as session:
            reminders.settle(session, claimed, failure, now=self._tracker.now())

    def _give_back(self, claims: tuple[Claimed, ...]) -> None:
        with self._tracker.transaction() as session:
            reminders.release(session, claims, why=self._server_down)

    def _beat(self, *, at_most_every: timedelta = timedelta()) -> None:
        now = self._tracker.now()
        if self._beaten_at is not None and now - self._beaten_at < at_most_every:
            return
        with self._tracker.transaction() as session:
            reminders.beat(session, now=now, detail=self._summary())
        self._beaten_at = now

    def _summary(self) -> str:
        down = f"; server: {self._server_down}" if self._server_down else ""
        return f"sent {self._sent}, failed {self._failed}{down}"
