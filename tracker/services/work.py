"""The read model of "Hari ini": what one person should see first."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.domain.local_time import midnight
from tracker.domain.process import Status
from tracker.services import deadlines, records, states, whereabouts
from tracker.services.deadline_lines import DeadlineLine
from tracker.services.views import MeetingLine, Where
from tracker.services.workspace import visible_to
from tracker.storage.models import Deadline, Meeting, Raperda, StageRow, StageSetting

SOON = timedelta(days=7)
MOST_LINES = 15
"""How many lines a heading of "Hari ini" shows; the list of everything due has the rest."""


@dataclass(frozen=True, slots=True)
class TodayLine:
    """One Raperda and one thing about it on "Hari ini"."""

    slug: str
    short_name: str
    deadline: DeadlineLine


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A Raperda whose headline stage is open: with whom, for how long, and what its goal was."""

    slug: str
    short_name: str
    where: Where
    goal_days: int | None


@dataclass(frozen=True, slots=True)
class TodayMeeting:
    """A meeting of today."""

    slug: str
    short_name: str
    meeting: MeetingLine


@dataclass(frozen=True, slots=True)
class Today:
    """What one person should see first: overdue, due within a week, waiting for others, beyond its goal."""

    late: tuple[TodayLine, ...]
    soon: tuple[TodayLine, ...]
    waiting: tuple[WaitingLine, ...]
    stuck: tuple[WaitingLine, ...]
    meetings: tuple[TodayMeeting, ...]
    late_count: int
    soon_count: int


def today_of(session: Session, actor: Actor, *, now: datetime, today: date) -> Today:
    """Return what this person should see first today."""
    access.require(actor, Permission.READ_INTERNAL)
    lines = tuple(_due_lines(session, actor, today))
    waiting = tuple(_open_headlines(session, actor, today))
    late = tuple(line for line in lines if line.deadline.days_left < 0)
    soon = tuple(line for line in lines if line.deadline.days_left >= 0)
    return Today(
        late=late[:MOST_LINES],
        soon=soon[:MOST_LINES],
        late_count=len(late),
        soon_count=len(soon),
        waiting=tuple(line for line in waiting if line.where.holder in whereabouts.OTHERS),
        stuck=tuple(line for line in waiting if _is_stuck(line)),
        meetings=_meetings_of(session, actor, now=now, today=today),
    )


def _due_lines(session: Session, actor: Actor, today: date) -> list[TodayLine]:
    query = (
        select(Deadline, Raperda.slug, Raperda.short_name)
        .join(Raperda, Raperda.id == Deadline.raperda_id)
        .where(
            Deadline.status == deadlines.OPEN,
            Deadline.due_on <= today + SOON,
            or_(Deadline.kind != deadlines.MEETING, Deadline.due_on != today),
            visible_to(actor),
        )
        .order_by(Deadline.due_on, Raperda.short_name)
    )
    rows = session.execute(query)
    return [TodayLine(slug, name, records.deadline_line(row, today)) for row, slug, name in rows]


def _open_headlines(session: Session, actor: Actor, today: date) -> list[WaitingLine]:
    headline = and_(StageRow.raperda_id == Raperda.id, StageRow.stage == Raperda.headline)
    query = (
        select(Raperda.slug, Raperda.short_name, StageRow, StageSetting.goal_days)
        .join(StageRow, headline)
        .outerjoin(StageSetting, StageSetting.stage == Raperda.headline)
        .where(StageRow.status == Status.BERLANGSUNG, Raperda.condition == "aktif", visible_to(actor))
        .order_by(StageRow.started_on, Raperda.short_name)
    )
    found = []
    for slug, name, row, goal in session.execute(query):
        one = states.round_of(row)
        found.append(WaitingLine(slug, name, whereabouts.where_of(one, today), goal))
    return found


def _is_stuck(line: WaitingLine) -> bool:
    return line.goal_days is not None and line.where.day is not None and line.where.day > line.goal_days


def _meetings_of(session: Session, actor: Actor, *, now: datetime, today: date) -> tuple[TodayMeeting, ...]:
    query = (
        select(Meeting, Raperda.slug, Raperda.short_name)
        .join(Raperda, Raperda.id == Meeting.raperda_id)
        .where(
            Meeting.starts_at >= midnight(today),
            Meeting.starts_at < midnight(today + timedelta(days=1)),
            Meeting.status != "dibatalkan",
            visible_to(actor),
        )
        .order_by(Meeting.starts_at)
    )
    rows = session.execute(query)
    return tuple(TodayMeeting(slug, name, records.meeting_line(row, now=now)) for row, slug, name in rows)
