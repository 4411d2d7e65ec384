"""News of meetings, noticed by the use case that makes it: scheduled, changed, off."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import thresholds
from tracker.domain.local_time import local
from tracker.services.reminders import rules
from tracker.services.reminders.planning import write
from tracker.services.reminders.recipients import Rule, told
from tracker.storage.models import Deadline, Meeting, Notice, User

SCHEDULED = "dijadwalkan"
TOLD = ("starts_at", "ends_at", "place", "link", "agenda", "status")
"""What an invitation says of a meeting: a change of anything else is no news."""

_OFF = ("ditunda", "dibatalkan")


def meeting(session: Session, row: Meeting, *, was_at: datetime | None, was: str, now: datetime) -> None:
    """Notice what has become of a meeting that is still to come, for those who come or would have come.

    `was` is the status it had, "" for a new one; `was_at` when it was to begin. Its deadline follows it
    already.
    """
    event = _event(row.status, was)
    if not event or max(row.starts_at, was_at or row.starts_at) <= now:
        return
    deadline = session.scalar(select(Deadline).where(Deadline.meeting_id == row.id))
    if deadline is None:
        return
    in_force = rules.in_force(session)
    people = (
        _told_before(session, deadline) if event == "rapat-batal" else _named(session, in_force, deadline)
    )
    before = local(was_at).date() if was_at is not None and event == "rapat-berubah" else None
    notice = {
        "deadline_id": deadline.id,
        "event": event,
        "due_on": deadline.due_on,
        "was_on": before if before != deadline.due_on else None,
        "offset_days": _reached(in_force, deadline.due_on, local(now).date()),
        "edition": row.revision,
    }
    write(session, [{**notice, "user_id": user_id} for user_id in sorted(people)], now=now)


def _event(status: str, was: str) -> str:
    if status == SCHEDULED:
        return "rapat-berubah" if was == SCHEDULED else "rapat-baru"
    return "rapat-batal" if status in _OFF and was == SCHEDULED else ""


def _named(session: Session, in_force: Iterable[Rule], deadline: Deadline) -> set[int]:
    return {
        user_id
        for rule in in_force
        if not rule.is_escalation
        for user_id in session.scalars(told(rule, User.id).where(Deadline.id == deadline.id))
    }


def _told_before(session: Session, deadline: Deadline) -> set[int]:
    return set(session.scalars(select(Notice.user_id).where(Notice.deadline_id == deadline.id)))


def _reached(in_force: Iterable[Rule], due_on: date, today: date) -> int:
    """News reminds of what it tells: whoever is invited three days before is not reminded of that, too."""
    offset = thresholds.reached([days for rule in in_force for days in rule.offsets], due_on, today)
    return offset if offset is not None else (today - due_on).days
