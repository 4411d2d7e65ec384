"""The second process: once a minute it queues the reminders that are owed and sends what is due."""

import logging
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor as Threads
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.blocking import BlockingScheduler

from tracker.adapters.delivery import DeliveryFailure
from tracker.bootstrap import Tracker
from tracker.domain.channels import EMAIL
from tracker.services import reminders
from tracker.services.reminders import Beat, Claimed

EVERY_SECONDS = 60
_BATCH = 20
_BEAT_EVERY = timedelta(seconds=20)
_LANES = 8

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
    rounds = Rounds(tracker.now(), timedelta(seconds=every_seconds))
    clock.add_job(
        _guarded_tick,
        "interval",
        args=(tracker, rounds, stopping.is_set),
        seconds=every_seconds,
        next_run_time=rounds.due_at,
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


class Rounds:
    """When the next round is due, so that each can say how late it began."""

    def __init__(self, due_at: datetime, every: timedelta) -> None:
        self.due_at = due_at
        self.every = every

    def start(self, now: datetime) -> timedelta:
        """Return how late a round that begins now is; the next one is due on the beat after it."""
        late = max(now - self.due_at, timedelta())
        self.due_at += (late // self.every + 1) * self.every
        return late


def tick(
    tracker: Tracker, stopping: Callable[[], bool] = lambda: False, *, rounds: Rounds | None = None
) -> int:
    """Queue what is owed, send what is due, say that we are alive; return how many messages were sent."""
    rounds = rounds or Rounds(tracker.now(), timedelta(seconds=EVERY_SECONDS))
    return _Tick(tracker, rounds, stopping).run()


def _guarded_tick(tracker: Tracker, rounds: Rounds, stopping: Callable[[], bool]) -> None:
    try:
        tick(tracker, stopping, rounds=rounds)
    except Exception:
        log.exception("this tick failed; the next one tries again")


class _Tick:
    """One round of work: what is owed is queued, then each server is served beside the others."""

    def __init__(self, tracker: Tracker, rounds: Rounds, stopping: Callable[[], bool]) -> None:
        self.tracker = tracker
        self.stopping = stopping
        self.began_at = tracker.now()
        # A round makes room for the next one, so that a slow server holds up nobody's planning.
        self.lag = rounds.start(self.began_at)
        self.ends_at = self.began_at + rounds.every * 4 / 5
        self._lanes: list[_Lane] = []
        self._beaten_at: datetime | None = None
        self._given_up_said = 0
        self._beating = threading.Lock()

    def run(self) -> int:
        self.beat()
        tracker = self.tracker
        with tracker.transaction() as session:
            queued = reminders.plan(session, tracker.settings, now=tracker.now(), today=tracker.today())
        if queued:
            log.info("%d reminders queued", queued)
        with tracker.reading() as session:
            servers = reminders.servers_waited_for(session, now=tracker.now())
        self._lanes = [_Lane(self, server) for server in servers]
        with Threads(_LANES, thread_name_prefix="lane") as threads:
            for done in [threads.submit(lane.run) for lane in self._lanes]:
                done.result()
        self.beat()
        if servers:
            log.info("%s", self._summary())
        return sum(lane.sent for lane in self._lanes)

    def beat(self, *, at_most_every: timedelta = timedelta()) -> None:
        """Say that we are alive, unless that was said a moment ago."""
        with self._beating:
            now = self.tracker.now()
            if self._beaten_at is not None and now - self._beaten_at < at_most_every:
                return
            given_up = sum(lane.given_up for lane in self._lanes)
            said = Beat(
                name=self.tracker.settings.scheduler_name,
                ran_at=self.began_at,
                lag_seconds=int(self.lag.total_seconds()),
                given_up=given_up - self._given_up_said,
                detail=self._silent(),
            )
            with self.tracker.transaction() as session:
                reminders.beat(session, said, now=now)
            self._given_up_said, self._beaten_at = given_up, now

    def _summary(self) -> str:
        sent, failed = (sum(getattr(lane, name) for lane in self._lanes) for name in ("sent", "failed"))
        return "; ".join(filter(None, (f"sent {sent}, failed {failed}", self._silent())))

    def _silent(self) -> str:
        """The servers that do not answer, with what was heard last."""
        return "; ".join(f"{lane.server}: {lane.down}" for lane in self._lanes if lane.down)


class _Lane:
    """What goes to one server, one message after the other. None of it holds up another lane.

    No transaction is open while a message is on its way.
    """

    def __init__(self, whole: _Tick, server: str) -> None:
        self._whole = whole
        self._tracker = whole.tracker
        self._lease = whole.tracker.settings.reminder_lease
        self.server = server
        self.sent = 0
        self.failed = 0
        self.given_up = 0
        self.down = ""

    def run(self) -> None:
        """Send until nothing is due, the server is down, or the round is over."""
        with self._open() as connection:
            while not self._done() and self._batch(connection):
                pass

    def _open(self) -> AbstractContextManager[Any]:
        mail = self.server == EMAIL
        return self._tracker.mailer.open() if mail else self._tracker.notifier.open()

    def _done(self) -> bool:
        return self._whole.stopping() or bool(self.down) or self._tracker.now() >= self._whole.ends_at

    def _batch(self, connection: Any) -> bool:
        """Claim some messages and send them; False if there were none."""
        now = self._tracker.now()
        with self._tracker.transaction() as session:
            claims = reminders.claim(
                session, server=self.server, now=now, limit=_BATCH, lease_seconds=self._lease
            )
        # What starts in the first half of the lease has the second half to come to an end.
        last_start = now + timedelta(seconds=self._lease) / 2
        for place, claimed in enumerate(claims):
            if self._done() or self._tracker.now() > last_start:
                self._give_back(claims[place:])
                break
            self._deliver(connection, claimed)
            self._whole.beat(at_most_every=_BEAT_EVERY)
        return bool(claims)

    def _deliver(self, connection: Any, claimed: Claimed) -> None:
        try:
            sent = self._send(connection, claimed)
        except DeliveryFailure as failure:
            self._note(claimed, failure)
        except Exception as problem:  # one message that cannot be written must not hold up the others
            log.exception("message %s could not be written", claimed.message_id)
            self._note(
                claimed, DeliveryFailure(permanent=isinstance(problem, ValueError), detail=str(problem))
            )
        else:
            if sent:
                self._settle(claimed, None)
                self.sent += 1

    def _send(self, connection: Any, claimed: Claimed) -> bool:
        tracker = self._tracker
        with tracker.transaction() as session:
            message = reminders.compose(
                session, tracker.settings, claimed, now=tracker.now(), today=tracker.today()
            )
        if message is not None:
            connection.send(message)
        return message is not None

    def _note(self, claimed: Claimed, failure: DeliveryFailure) -> None:
        log.warning("message %s was not taken: %s", claimed.message_id, failure.detail)
        self.given_up += self._settle(claimed, failure)
        if failure.server:
            self.down = failure.detail
        else:
            self.failed += 1

    def _settle(self, claimed: Claimed, failure: DeliveryFailure | None) -> bool:
        """Write down how it went; True if it was given up."""
        with self._tracker.transaction() as session:
            return reminders.settle(session, claimed, failure, now=self._tracker.now())

    def _give_back(self, claims: tuple[Claimed, ...]) -> None:
        with self._tracker.transaction() as session:
            reminders.release(session, claims, why=self.down)
