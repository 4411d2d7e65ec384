"""The read model of those who work here: one Raperda with everything internal, and "Hari ini"."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import Session

from tracker.domain import access, moves
from tracker.domain import deadlines as rules
from tracker.domain.access import Actor, Permission, Scope
from tracker.domain.deadlines import DeadlineRule
from tracker.domain.errors import NotFound
from tracker.domain.local_time import WIB
from tracker.domain.process import BY_SLUG, Stage, Status
from tracker.domain.state import Move, StageRound, State
from tracker.services import deadlines, progress, records, states, whereabouts
from tracker.services.progress import Filters
from tracker.services.records import StoredFile
from tracker.services.views import (
    DraftLine,
    Header,
    HistoryLine,
    HolderDays,
    Listing,
    MeetingLine,
    PaperLine,
    Strip,
    Where,
)
from tracker.storage.models import Deadline, Meeting, Note, Raperda, StageRow, StageSetting, User

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """A deadline with the reasoning behind it. `days_left` is negative once it is overdue."""

    id: int
    kind: str
    stage: Stage
    rule: DeadlineRule | None
    meeting_id: int | None
    holder: str
    due_on: date
    prudent_on: date | None
    triggered_on: date | None
    explanation: dict[str, Any] | None
    is_open: bool
    by_hand: bool
    days_left: int


@dataclass(frozen=True, slots=True)
class NoteLine:
    """An internal note."""

    author: str
    written_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage and the moves this person can make on it now."""

    round: StageRound
    stage: Stage
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything the workspace of one Raperda shows to one person."""

    header: Header
    pansus_id: int | None
    revision: int
    where: Where
    strip: Strip
    state: State
    stages: tuple[StageLine, ...]
    next_step: tuple[Move, Stage] | None
    whole_moves: tuple[Move, ...]
    deadlines: tuple[DeadlineLine, ...]
    meetings: tuple[MeetingLine, ...]
    drafts: tuple[DraftLine, ...]
    papers: tuple[PaperLine, ...]
    notes: tuple[NoteLine, ...]
    history: tuple[HistoryLine, ...]
    holders: tuple[HolderDays, ...]
    may: frozenset[Permission]
    changed_at: datetime


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


def open_workspace(session: Session, actor: Actor, slug: str, *, now: datetime, today: date) -> Workspace:
    """Return the workspace of one Raperda; raises NotFound, or NotAllowed for another pansus's."""
    access.require(actor, Permission.READ_INTERNAL)
    raperda = _internal(session, actor, slug)
    state = states.load(session, raperda)
    events = records.events(session, raperda.id)
    meetings = records.meetings(session, raperda.id, now=now)
    may = frozenset(one for one in Permission if access.allows(actor, one, pansus_id=raperda.pansus_id))
    step = moves.next_step(state) if Permission.MOVE_STAGE in may else None
    return Workspace(
        header=records.header(session, raperda),
        pansus_id=raperda.pansus_id,
        revision=raperda.revision,
        where=whereabouts.where(state, today),
        strip=whereabouts.strip(state, events, meetings, today),
        state=state,
        stages=tuple(_stage_line(state, one, may) for one in state.latest()),
        next_step=(step[0], BY_SLUG[step[1]]) if step else None,
        whole_moves=moves.possible_of_the_whole(state) if Permission.CLOSE_RAPERDA in may else (),
        deadlines=_deadlines(session, raperda, today),
        meetings=meetings,
        drafts=records.drafts(session, raperda.id, only_public=False),
        papers=records.papers(session, raperda.id),
        notes=_notes(session, raperda.id),
        history=whereabouts.history(events, with_actor=True),
        holders=whereabouts.holder_days(state, events, today),
        may=may,
        changed_at=raperda.changed_at,
    )


def listing(session: Session, actor: Actor, filters: Filters, *, today: date) -> Listing:
    """Return one page of the Raperda this person may read internally."""
    access.require(actor, Permission.READ_INTERNAL)
    return progress.list_raperda(session, filters, _visible(actor), today=today)


def drafts(session: Session, actor: Actor, slug: str) -> tuple[Header, tuple[DraftLine, ...]]:
    """Return what a Raperda is and all its versions, newest first."""
    access.require(actor, Permission.READ_INTERNAL)
    raperda = _internal(session, actor, slug)
    return records.header(session, raperda), records.drafts(session, raperda.id, only_public=False)


def draft_file(session: Session, actor: Actor, slug: str, number: int) -> StoredFile:
    """Return where a version's bytes are, internal and withdrawn ones too."""
    access.require(actor, Permission.READ_INTERNAL)
    raperda = _internal(session, actor, slug)
    for line in records.drafts(session, raperda.id, only_public=False):
        if line.number == number:
            return StoredFile(line.sha256, line.filename, records.DOCX)
    raise NotFound("draft", number)


def paper_file(session: Session, actor: Actor, slug: str, paper_id: int) -> StoredFile:
    """Return where a paper's bytes are, internal and withdrawn ones too."""
    access.require(actor, Permission.READ_INTERNAL)
    raperda = _internal(session, actor, slug)
    if paper_id not in {line.id for line in records.papers(session, raperda.id)}:
        raise NotFound("paper", paper_id)
    return records.paper_file(session, paper_id)


def meeting(session: Session, actor: Actor, slug: str, meeting_id: int) -> tuple[Header, Meeting]:
    """Return a meeting to be changed, with what its Raperda is."""
    access.require(actor, Permission.READ_INTERNAL)
    raperda = _internal(session, actor, slug)
    row = session.get(Meeting, meeting_id)
    if row is None or row.raperda_id != raperda.id:
        raise NotFound("meeting", meeting_id)
    return records.header(session, raperda), row


def today_of(session: Session, actor: Actor, *, now: datetime, today: date) -> Today:
    """Return what this person should see first today."""
    access.require(actor, Permission.READ_INTERNAL)
    lines = tuple(_due_lines(session, actor, today))
    waiting = tuple(_open_headlines(session, actor, today))
    return Today(
        late=tuple(line for line in lines if line.deadline.days_left < 0),
        soon=tuple(line for line in lines if line.deadline.days_left >= 0),
        waiting=tuple(line for line in waiting if line.where.holder in whereabouts.OTHERS),
        stuck=tuple(line for line in waiting if _is_stuck(line)),
        meetings=_meetings_of(session, actor, now=now, today=today),
    )


def _visible(actor: Actor) -> ColumnElement[bool]:
    scope = access.scope_of(actor, Permission.READ_INTERNAL)
    if scope is Scope.ALL:
        return true()
    return Raperda.pansus_id.in_(actor.pansus) if scope is Scope.OWN_PANSUS else false()


def _internal(session: Session, actor: Actor, slug: str) -> Raperda:
    found = session.scalar(select(Raperda).where(Raperda.slug == slug))
    if found is None:
        raise NotFound("raperda", slug)
    access.require_on(actor, Permission.READ_INTERNAL, found.pansus_id)
    return found


def _stage_line(state: State, one: StageRound, may: frozenset[Permission]) -> StageLine:
    found = moves.possible(state, one.stage) if Permission.MOVE_STAGE in may else ()
    hidden = (Move.RECORD_EARLIER,)
    return StageLine(one, BY_SLUG[one.stage], tuple(each for each in found if each not in hidden))


def _deadlines(session: Session, raperda: Raperda, today: date) -> tuple[DeadlineLine, ...]:
    rows = session.scalars(
        select(Deadline)
        .where(Deadline.raperda_id == raperda.id, Deadline.status != deadlines.VOID)
        .order_by(Deadline.due_on, Deadline.id)
    )
    return tuple(_deadline_line(row, today) for row in rows)


def _deadline_line(row: Deadline, today: date) -> DeadlineLine:
    return DeadlineLine(
        id=row.id,
        kind=row.kind,
        stage=BY_SLUG[row.stage],
        rule=rules.BY_SLUG.get(row.subject) if row.kind == deadlines.LAW else None,
        meeting_id=row.meeting_id,
        holder=row.holder,
        due_on=row.due_on,
        prudent_on=row.prudent_on,
        triggered_on=row.triggered_on,
        explanation=row.explanation,
        is_open=row.status == deadlines.OPEN,
        by_hand=deadlines.by_hand(row.kind, row.subject),
        days_left=(row.due_on - today).days,
    )


def _notes(session: Session, raperda_id: int) -> tuple[NoteLine, ...]:
    query = (
        select(User.name, Note.written_at, Note.text)
        .join(User, User.id == Note.author_id)
        .where(Note.raperda_id == raperda_id)
        .order_by(Note.id.desc())
    )
    return tuple(NoteLine(*row) for row in session.execute(query))


def _due_lines(session: Session, actor: Actor, today: date) -> list[TodayLine]:
    query = (
        select(Deadline, Raperda.slug, Raperda.short_name)
        .join(Raperda, Raperda.id == Deadline.raperda_id)
        .where(
            Deadline.status == deadlines.OPEN,
            Deadline.due_on <= today + SOON,
            or_(Deadline.kind != deadlines.MEETING, Deadline.due_on != today),
            _visible(actor),
        )
        .order_by(Deadline.due_on, Raperda.short_name)
    )
    rows = session.execute(query).tuples()
    return [TodayLine(slug, name, _deadline_line(row, today)) for row, slug, name in rows]


def _open_headlines(session: Session, actor: Actor, today: date) -> list[WaitingLine]:
    headline = and_(StageRow.raperda_id == Raperda.id, StageRow.stage == Raperda.headline)
    query = (
        select(Raperda.slug, Raperda.short_name, StageRow, StageSetting.goal_days)
        .join(StageRow, headline)
        .outerjoin(StageSetting, StageSetting.stage == Raperda.headline)
        .where(StageRow.status == Status.BERLANGSUNG, Raperda.condition == "aktif", _visible(actor))
        .order_by(StageRow.started_on, Raperda.short_name)
    )
    found = []
    for slug, name, row, goal in session.execute(query).tuples():
        one = states.round_of(row)
        found.append(WaitingLine(slug, name, whereabouts.where_of(one, today), goal))
    return found


def _is_stuck(line: WaitingLine) -> bool:
    return line.goal_days is not None and line.where.day is not None and line.where.day > line.goal_days


def _meetings_of(session: Session, actor: Actor, *, now: datetime, today: date) -> tuple[TodayMeeting, ...]:
    midnight = datetime(today.year, today.month, today.day, tzinfo=WIB)
    query = (
        select(Meeting, Raperda.slug, Raperda.short_name)
        .join(Raperda, Raperda.id == Meeting.raperda_id)
        .where(
            Meeting.starts_at >= midnight,
            Meeting.starts_at < midnight + timedelta(days=1),
            Meeting.status != "dibatalkan",
            _visible(actor),
        )
        .order_by(Meeting.starts_at)
    )
    rows = session.execute(query).tuples()
    return tuple(TodayMeeting(slug, name, records.meeting_line(row, now=now)) for row, slug, name in rows)
