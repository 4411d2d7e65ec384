"""Noticing what people are owed: each deadline, each offset reached and each person once."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from tracker.services.deadlines import LAW
from tracker.services.reminders import rules
from tracker.services.reminders.posting import post
from tracker.services.reminders.recipients import Rule, told
from tracker.settings import Settings
from tracker.storage.models import Acknowledgement, Deadline, Notice, User
from tracker.storage.once import insert_once

_REMINDS = ("tenggat", "rapat-baru", "rapat-berubah")
"""News of a meeting that is to come reminds of it as well."""

_MOVED_AT_ONCE = 500
"""How many moved dates one round takes up."""


class Owed(NamedTuple):
    """One person is to be told of one deadline, because this rule's offset (in days) has been reached."""

    user_id: int
    deadline_id: int
    due_on: date
    offset_days: int
    rule_id: int


def plan(session: Session, settings: Settings, *, now: datetime, today: date) -> int:
    """Notice what is owed, and put every notice into the messages of its person's channels.

    Return how many notices were put there. Reminders wait for the reminder hour; news of meetings and moved
    dates does not.
    """
    in_force = rules.in_force(session)
    if is_hour(settings, now):
        write(session, [_reminder(one) for one in owed(session, in_force, today)], now=now)
    write(session, _take_up_moves(session, in_force), now=now)
    return post(session, settings, now=now, today=today)


def is_hour(settings: Settings, now: datetime) -> bool:
    """Say whether the reminder hour of this day has come."""
    return now.astimezone(settings.timezone).hour >= settings.reminder_hour


def owed(session: Session, in_force: Iterable[Rule], today: date) -> list[Owed]:
    """Return what has not been noticed yet: of several rules, for each person the latest offset reached.

    One query whose cost follows what is due: the index on (status, due_on) never shows it the others.
    """
    in_force = tuple(in_force)
    if not in_force:
        return []
    every = {offset for rule in in_force for offset in rule.offsets}
    parts = [_owed_by(rule, _reached(every, today), today) for rule in in_force]
    latest: dict[tuple[int, int], Owed] = {}
    for row in session.execute(union_all(*parts)):
        one = Owed(*row)
        known = latest.setdefault((one.user_id, one.deadline_id), one)
        if one.offset_days > known.offset_days:
            latest[one.user_id, one.deadline_id] = one
    return sorted(latest.values())  # in one order everywhere, so that two planners never deadlock


def moved() -> Select[int, date, date | None]:
    """Select the statutory dates that have moved since those concerned were told: id, date, date before."""
    return (
        select(Deadline.id, Deadline.due_on, Deadline.moved_from)
        .where(Deadline.moved_from.is_not(None))
        .order_by(Deadline.id)
        .limit(_MOVED_AT_ONCE)
    )


def news_of_moves(
    session: Session, in_force: Iterable[Rule], dates: Iterable[tuple[int, date, date | None]]
) -> list[dict[str, Any]]:
    """Return a notice of each date that has moved, for each one whom a rule names for it."""
    by_id = {deadline_id: (due_on, was_on) for deadline_id, due_on, was_on in dates if due_on != was_on}
    if not by_id:
        return []
    news = (Deadline.id.in_(by_id), Deadline.kind == LAW)
    people = {
        (user_id, deadline_id)
        for rule in in_force
        if not rule.is_escalation
        for user_id, deadline_id in session.execute(told(rule, User.id, Deadline.id).where(*news))
    }
    return [
        {
            "user_id": user_id,
            "deadline_id": deadline_id,
            "event": "tenggat-pindah",
            "due_on": by_id[deadline_id][0],
            "was_on": by_id[deadline_id][1],
        }
        for user_id, deadline_id in sorted(people)
    ]


def write(session: Session, notices: list[dict[str, Any]], *, now: datetime) -> None:
    """Add notices, each once: what another planner wrote meanwhile is written by it alone."""
    if notices:
        blank = {"rule_id": None, "was_on": None, "offset_days": 0, "edition": 0, "made_at": now}
        session.execute(insert_once(session, Notice), [{**blank, **notice} for notice in notices])


def _take_up_moves(session: Session, in_force: Iterable[Rule]) -> list[dict[str, Any]]:
    rows = session.execute(moved().with_for_update(skip_locked=True))
    dates = [(row[0], row[1], row[2]) for row in rows]
    if dates:
        taken = [deadline_id for deadline_id, *_ in dates]
        done = update(Deadline).where(Deadline.id.in_(taken)).values(moved_from=None)
        session.execute(done.execution_options(synchronize_session=False))
    return news_of_moves(session, in_force, dates)


def _reminder(one: Owed) -> dict[str, Any]:
    return {**one._asdict(), "event": "tenggat"}


def _reached(offsets: Iterable[int], today: date) -> ColumnElement[int]:
    """The latest of these offsets that Deadline has reached, as `thresholds.reached` says it."""
    return case(
        *((Deadline.due_on <= today - timedelta(days=days), days) for days in sorted(offsets, reverse=True)),
        else_=literal(None, Integer),
    )


def _owed_by(rule: Rule, latest: ColumnElement[int], today: date) -> Select[Any]:
    """What one rule owes: neither this offset nor a later one has been noticed, nor is the date known.

    A later one that has not come yet is a mistake of a clock that ran ahead, and counts for nothing.
    """
    offset = _reached(rule.offsets, today)
    columns = (User.id, Deadline.id, Deadline.due_on, offset.label("offset_days"))
    horizon = today - timedelta(days=rule.offsets[0])
    return told(rule, *columns, literal(rule.id, Integer).label("rule_id")).where(
        Deadline.due_on <= horizon,
        func.coalesce(_noticed(latest), rule.offsets[0] - 1) < offset,
        _known(offset).is_(None),
    )


# Both are asked row by row, by an index. As NOT EXISTS, PostgreSQL may join them as a whole, and does so
# badly while its statistics are older than the notices of a busy morning.


def _noticed(latest: ColumnElement[int]) -> ScalarSelect[int]:
    """The latest offset of Deadline that User has been told of."""
    return (
        select(func.max(Notice.offset_days))
        .where(
            Notice.deadline_id == Deadline.id,
            Notice.due_on == Deadline.due_on,
            Notice.user_id == User.id,
            Notice.event.in_(_REMINDS),
            Notice.offset_days <= latest,
        )
        .scalar_subquery()
    )


def _known(offset: ColumnElement[int]) -> ScalarSelect[bool]:
    """Whether User knows of the date of Deadline, on this side of it; NULL if not."""
    return (
        select(Acknowledgement.overdue)
        .where(
            Acknowledgement.user_id == User.id,
            Acknowledgement.deadline_id == Deadline.id,
            Acknowledgement.due_on == Deadline.due_on,
            or_(
                and_(Acknowledgement.overdue.is_(False), offset < 0),
                and_(Acknowledgement.overdue.is_(True), offset > 0),
            ),
        )
        .scalar_subquery()
    )
