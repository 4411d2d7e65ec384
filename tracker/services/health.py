"""Whether the parts that must not stop are alive; says nothing that a stranger may not know."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.services import deadlines
from tracker.services.reminders.pulse import Pulse, pulses
from tracker.storage.models import Deadline, ReminderMessage

UNSENT = ("antre", "dikirim")


@dataclass(frozen=True, slots=True)
class Health:
    """How long ago, in whole seconds, a scheduler last ran (None if none ever has), and what waits.

    `lag_seconds` is how late the last round began.
    """

    scheduler_seconds_ago: int | None
    lag_seconds: int | None
    queue: int
    failed: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What monitoring draws: every scheduler, messages by status, unsent ones by server, open deadlines."""

    pulses: tuple[Pulse, ...]
    by_status: dict[str, int]
    unsent: dict[tuple[str, str], int]
    open_deadlines: int
    overdue: int


def check(session: Session, *, now: datetime) -> Health:
    """Ask the database; raises what the database raises if it does not answer."""
    last = next(iter(pulses(session)), None)
    counted = select(ReminderMessage.status, func.count()).group_by(ReminderMessage.status)
    rows = session.execute(counted.where(ReminderMessage.status.in_((*UNSENT, "gagal"))))
    waiting = {row[0]: row[1] for row in rows}
    return Health(
        scheduler_seconds_ago=int((now - last.beat_at).total_seconds()) if last else None,
        lag_seconds=last.lag_seconds if last else None,
        queue=sum(waiting.get(status, 0) for status in UNSENT),
        failed=waiting.get("gagal", 0),
    )


def figures(session: Session, *, today: date) -> Figures:
    """Count what monitoring draws, by indexes alone."""
    by_status = select(ReminderMessage.status, func.count()).group_by(ReminderMessage.status)
    unsent = (
        select(ReminderMessage.server, ReminderMessage.status, func.count())
        .where(ReminderMessage.status.in_((*UNSENT, "gagal")))
        .group_by(ReminderMessage.server, ReminderMessage.status)
    )
    still_open = select(func.count()).where(Deadline.status == deadlines.OPEN)
    return Figures(
        pulses=pulses(session),
        by_status={row[0]: row[1] for row in session.execute(by_status)},
        unsent={(row[0], row[1]): row[2] for row in session.execute(unsent)},
        open_deadlines=session.scalar(still_open) or 0,
        overdue=session.scalar(still_open.where(Deadline.due_on < today)) or 0,
    )
