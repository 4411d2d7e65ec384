"""Queueing reminders: for each deadline, each threshold reached and each person once."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, exists, select, union, update
from sqlalchemy.orm import Session

from tracker.domain.thresholds import THRESHOLDS
from tracker.services.reminders.recipients import RECIPIENTS, told
from tracker.services.reminders.sending import untouched
from tracker.settings import Settings
from tracker.storage.models import Deadline, ReminderItem, ReminderMessage, User
from tracker.storage.once import insert_once


class _Owed(NamedTuple):
    deadline_id: int
    due_on: date
    threshold: str
    user_id: int


def plan(session: Session, settings: Settings, *, now: datetime, today: date) -> int:
    """Queue what is owed and not queued yet; return how many reminders that is.

    Nothing before the reminder hour. Who has today's message already, or whose message was tried, hears the
    rest tomorrow: one message a person a day, and a repeat of it says the same.
    """
    if now.astimezone(settings.timezone).hour < settings.reminder_hour:
        return 0
    owed = _owed(session, today)
    if not owed:
        return 0
    users = sorted(
        {one.user_id for one in owed}
    )  # in one order everywhere, so that two planners never deadlock
    _open_messages(session, users, host=_host(settings.mail_from), now=now, today=today)
    messages = _lock_messages(session, users, now=now, today=today)
    rows = [{**one._asdict(), "message_id": messages[one.user_id]} for one in owed if one.user_id in messages]
    if rows:
        session.execute(insert_once(session, ReminderItem), rows)
    return len(rows)


def threshold_in_sql(today: date) -> ColumnElement[str]:
    """Return `threshold_reached(due_on, today)` as SQL, from the same table."""
    return case(
        *(
            (Deadline.due_on <= today - timedelta(days=threshold.days), threshold.slug)
            for threshold in reversed(THRESHOLDS)
        )
    )


def _owed(session: Session, today: date) -> list[_Owed]:
    """One query whose cost follows what is due: the index on (status, due_on) never shows it the others."""
    threshold = threshold_in_sql(today)
    queued = exists().where(
        ReminderItem.deadline_id == Deadline.id,
        ReminderItem.due_on == Deadline.due_on,
        ReminderItem.threshold == threshold,
        ReminderItem.user_id == User.id,
    )
    told_today = exists().where(
        ReminderMessage.user_id == User.id, ReminderMessage.for_day == today, ~untouched()
    )
    horizon = today - timedelta(days=THRESHOLDS[0].days)
    columns = (Deadline.id, Deadline.due_on, threshold.label("threshold"), User.id.label("user_id"))
    query = union(
        *(
            told(recipients, *columns).where(Deadline.due_on <= horizon, ~queued, ~told_today)
            for recipients in RECIPIENTS
        )
    )
    return [_Owed(*row) for row in session.execute(query).all()]


def _open_messages(session: Session, users: Iterable[int], *, host: str, now: datetime, today: date) -> None:
    rows = [
        {
            "user_id": user_id,
            "for_day": today,
            "message_id": f"reminder-{user_id}-{today.isoformat()}@{host}",
            "status": "antre",
            "attempts": 0,
            "next_attempt_at": now,
            "last_error": "",
        }
        for user_id in users
    ]
    session.execute(insert_once(session, ReminderMessage), rows)


def _lock_messages(session: Session, users: list[int], *, now: datetime, today: date) -> dict[int, int]:
    """Return today's messages that can still grow, by person, held against being claimed meanwhile."""
    found = session.execute(
        select(ReminderMessage.user_id, ReminderMessage.id)
        .where(ReminderMessage.user_id.in_(users), ReminderMessage.for_day == today, untouched())
        .order_by(ReminderMessage.user_id)
        .with_for_update()
    ).all()
    messages = {row.user_id: row.id for row in found}
    session.execute(
        update(ReminderMessage)
        .where(ReminderMessage.id.in_(messages.values()), ReminderMessage.status == "batal")
        .values(status="antre", next_attempt_at=now)
        .execution_options(synchronize_session=False)
    )
    return messages


def _host(mail_from: str) -> str:
    return parseaddr(mail_from)[1].rpartition("@")[2] or "localhost"
