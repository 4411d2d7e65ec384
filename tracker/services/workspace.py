"""The read model of those who work here: one Raperda with everything internal."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import Session

from tracker.domain import access, moves
from tracker.domain.access import Actor, Permission, Scope
from tracker.domain.errors import NotFound
from tracker.domain.process import BY_SLUG, Stage
from tracker.domain.state import Move, StageRound, State
from tracker.services import deadlines, progress, records, states, whereabouts
from tracker.services.deadline_lines import DeadlineLine, Moved
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
from tracker.storage.models import Deadline, DeadlineChange, Meeting, Note, Raperda, User

SOON = timedelta(days=7)


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

    @property
    def next_version(self) -> int:
        """The number that the next draft version will have."""
        return 1 + max((line.number for line in self.drafts), default=0)

    def version_of(self, sha256: str) -> int | None:
        """Return the number of the version that these bytes are or became, None if there is none."""
        for line in self.drafts:
            if sha256 in (line.sha256, line.original and line.original.sha256):
                return line.number
        return None


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
    return progress.list_raperda(session, filters, visible_to(actor), today=today)


def drafts(session: Session, actor: Actor, slug: str) -> tuple[Header, tuple[DraftLine, ...]]:
    """Return what a Raperda is and all its versions, newest first."""
    access.require(actor, Permission.READ_INTERNAL)
    raperda = _internal(session, actor, slug)
    return records.header(session, raperda), records.drafts(session, raperda.id, only_public=False)


def draft_file(
    session: Session, actor: Actor, slug: str, number: int, *, original: bool = False
) -> StoredFile:
    """Return where a version's bytes are, internal and withdrawn ones too."""
    access.require(actor, Permission.READ_INTERNAL)
    raperda = _internal(session, actor, slug)
    lines = records.drafts(session, raperda.id, only_public=False)
    return records.draft_file(lines, number, original=original)


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


def visible_to(reader: Actor) -> ColumnElement[bool]:
    """Return the condition under which this person may read a Raperda internally."""
    scope = access.scope_of(reader, Permission.READ_INTERNAL)
    if scope is Scope.ALL:
        return true()
    return Raperda.pansus_id.in_(reader.pansus) if scope is Scope.OWN_PANSUS else false()


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
    lines = [records.deadline_line(row, today) for row in rows]
    moved = _moved(session, raperda)
    return tuple(replace(line, moved=moved.get(line.id)) for line in lines)


def _moved(session: Session, raperda: Raperda) -> dict[int, Moved]:
    """The last change of each deadline whose date has moved."""
    query = (
        select(DeadlineChange)
        .join(Deadline, Deadline.id == DeadlineChange.deadline_id)
        .where(Deadline.raperda_id == raperda.id)
        .where(DeadlineChange.old_due_on != DeadlineChange.new_due_on)
        .order_by(DeadlineChange.id)
    )
    return {
        row.deadline_id: Moved(row.old_due_on, row.new_due_on, row.cause, row.detail, row.at)
        for row in session.scalars(query)
    }


def _notes(session: Session, raperda_id: int) -> tuple[NoteLine, ...]:
    query = (
        select(User.name, Note.written_at, Note.text)
        .join(User, User.id == Note.author_id)
        .where(Note.raperda_id == raperda_id)
        .order_by(Note.id.desc())
    )
    return tuple(NoteLine(*row) for row in session.execute(query))
