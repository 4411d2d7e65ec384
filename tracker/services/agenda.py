"""What is coming: meetings, deadlines and days off of many Raperda, for the public or for one person."""

from calendar import Calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnExpressionArgument, select
from sqlalchemy.orm import Session

from tracker.domain import access
from tracker.domain.access import Actor, Permission, Scope
from tracker.domain.law.workdays import DayOff
from tracker.domain.local_time import local, midnight
from tracker.services import law as laws
from tracker.services import recesses, records
from tracker.services.deadline_lines import DeadlineLine
from tracker.services.deadlines import MEETING, VOID
from tracker.services.views import MeetingLine
from tracker.services.workspace import visible_to
from tracker.storage.models import Deadline, Meeting, Pansus, Raperda

PUBLIC = (Meeting.is_public, Raperda.is_public)
"""The meetings anyone may know of."""

_MONDAY = 0


class About(NamedTuple):
    """The Raperda that something belongs to. `stamp` grows with every change to it."""

    slug: str
    short_name: str
    title: str
    pansus: str | None
    is_public: bool
    stamp: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting, and whose it is."""

    about: About
    meeting: MeetingLine


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline, and whose it is."""

    about: About
    deadline: DeadlineLine


class Committee(NamedTuple):
    """A pansus to choose."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar and all that is on it. `day_off` is its row in the working-day calendar.

    `recess` is the name of the council's recess, in which no clock of the law stops.
    """

    on: date
    in_month: bool
    is_working: bool
    day_off: DayOff | None
    sittings: tuple[Sitting, ...]
    dues: tuple[Due, ...]
    recess: str

    @property
    def is_bare(self) -> bool:
        """Say whether there is nothing to tell of this day."""
        return not (self.day_off or self.recess or self.sittings or self.dues)


@dataclass(frozen=True, slots=True)
class Month:
    """A month in whole weeks from Monday on. It `is_settled` once the decree on its days off is complete."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    is_settled: bool

    @property
    def is_bare(self) -> bool:
        """Say whether there is nothing to tell of this month."""
        return all(day.is_bare for week in self.weeks for day in week)


def month_of(
    session: Session, actor: Actor, first: date, *, pansus_id: int | None, now: datetime, today: date
) -> Month:
    """Return a month with all this person may see, of one pansus or of all."""
    access.require(actor, Permission.READ_INTERNAL)
    wanted: list[ColumnExpressionArgument[bool]] = [visible_to(actor)]
    if pansus_id is not None:
        wanted.append(Raperda.pansus_id == pansus_id)
    due = (
        Deadline.kind != MEETING,
        Deadline.status != VOID,
        Deadline.due_on >= first,
        Deadline.due_on < next_month(first),
    )
    return _month(
        session,
        first,
        sittings(session, *wanted, *_within(first), now=now),
        dues(session, *wanted, *due, today=today),
    )


def public_month(session: Session, first: date, *, now: datetime) -> Month:
    """Return a month with its public meetings and its days off."""
    return _month(session, first, sittings(session, *PUBLIC, *_within(first), now=now), ())


def committees_of(session: Session, actor: Actor) -> tuple[Committee, ...]:
    """Return the pansus this person may choose from: every one, or their own."""
    access.require(actor, Permission.READ_INTERNAL)
    query = select(Pansus.id, Pansus.name).order_by(Pansus.name)
    if access.scope_of(actor, Permission.READ_INTERNAL) is not Scope.ALL:
        query = query.where(Pansus.id.in_(actor.pansus))
    return tuple(Committee(*row) for row in session.execute(query))


def sittings(session: Session, *wanted: ColumnExpressionArgument[bool], now: datetime) -> tuple[Sitting, ...]:
    """Return the meetings that fit, the earliest first."""
    query = (
        select(Meeting, *_ABOUT)
        .join(Raperda, Raperda.id == Meeting.raperda_id)
        .outerjoin(Pansus, Pansus.id == Raperda.pansus_id)
        .where(*wanted)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return tuple(
        Sitting(About._make(about), records.meeting_line(row, now=now))
        for row, *about in session.execute(query)
    )


def dues(
    session: Session,
    *wanted: ColumnExpressionArgument[bool],
    today: date,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[Due, ...]:
    """Return the deadlines that fit, the earliest first."""
    query = (
        select(Deadline, *_ABOUT)
        .join(Raperda, Raperda.id == Deadline.raperda_id)
        .outerjoin(Pansus, Pansus.id == Raperda.pansus_id)
        .where(*wanted)
        .order_by(Deadline.due_on, Raperda.short_name, Deadline.id)
        .limit(limit)
        .offset(offset)
    )
    return tuple(
        Due(About._make(about), records.deadline_line(row, today)) for row, *about in session.execute(query)
    )


def sitting(session: Session, actor: Actor, slug: str, meeting_id: int, *, now: datetime) -> Sitting | None:
    """Return one meeting of a Raperda that this person may see."""
    access.require(actor, Permission.READ_INTERNAL)
    this = (Raperda.slug == slug, Meeting.id == meeting_id, visible_to(actor))
    return next(iter(sittings(session, *this, now=now)), None)


def due(session: Session, actor: Actor, slug: str, deadline_id: int, *, today: date) -> Due | None:
    """Return one deadline of a Raperda that this person may see and that still holds."""
    access.require(actor, Permission.READ_INTERNAL)
    this = (Raperda.slug == slug, Deadline.id == deadline_id, Deadline.status != VOID, visible_to(actor))
    return next(iter(dues(session, *this, today=today)), None)


def next_month(first: date) -> date:
    """Return the first day of the month after the one that begins on `first`."""
    return (first + timedelta(days=31)).replace(day=1)


def month_before(first: date) -> date:
    """Return the first day of the month before the one that begins on `first`."""
    return (first - timedelta(days=1)).replace(day=1)


_ABOUT = (
    Raperda.slug,
    Raperda.short_name,
    Raperda.title,
    Pansus.name,
    Raperda.is_public,
    Raperda.stamp,
    Raperda.changed_at,
)


def _within(first: date) -> tuple[ColumnExpressionArgument[bool], ColumnExpressionArgument[bool]]:
    return Meeting.starts_at >= midnight(first), Meeting.starts_at < midnight(next_month(first))


def _month(session: Session, first: date, held: tuple[Sitting, ...], due: tuple[Due, ...]) -> Month:
    calendar = laws.calendar(session)
    away = recesses.between(session, first, next_month(first) - timedelta(days=1))
    sittings_on: defaultdict[date, list[Sitting]] = defaultdict(list)
    for sitting in held:
        sittings_on[local(sitting.meeting.starts_at).date()].append(sitting)
    dues_on: defaultdict[date, list[Due]] = defaultdict(list)
    for one in due:
        dues_on[one.deadline.due_on].append(one)

    def day(on: date) -> Day:
        inside = on.month == first.month
        return Day(
            on=on,
            in_month=inside,
            is_working=calendar.is_working(on),
            day_off=calendar.days_off.get(on) if inside else None,
            sittings=tuple(sittings_on[on]),
            dues=tuple(dues_on[on]),
            recess=next((one.name for one in away if one.start_on <= on <= one.end_on and inside), ""),
        )

    weeks = Calendar(_MONDAY).monthdatescalendar(first.year, first.month)
    return Month(
        first=first,
        weeks=tuple(tuple(day(on) for on in week) for week in weeks),
        is_settled=first.year in calendar.settled_years,
    )
