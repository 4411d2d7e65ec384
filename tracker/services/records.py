"""What is on record about one Raperda, read as lines; who may see them is for the callers to say."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.errors import NotFound
from tracker.domain.process import BY_SLUG
from tracker.services import deadlines
from tracker.services.deadline_lines import DeadlineLine
from tracker.services.views import DraftLine, Header, MeetingLine, Member, Original, PaperLine
from tracker.services.visibility import PUBLIC
from tracker.services.whereabouts import Event
from tracker.storage.models import (
    Deadline,
    DraftVersion,
    Meeting,
    Pansus,
    PansusMember,
    Paper,
    Raperda,
    StageEvent,
    User,
)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
PDF = "application/pdf"

_EVENT = (
    StageEvent.sequence,
    StageEvent.move,
    StageEvent.stage,
    StageEvent.round,
    StageEvent.target,
    StageEvent.from_status,
    StageEvent.to_status,
    StageEvent.to_holder,
    StageEvent.occurred_on,
    StageEvent.recorded_at,
    StageEvent.reason,
    User.name.label("actor"),
    StageEvent.old_planned_start_on,
    StageEvent.old_planned_end_on,
    StageEvent.planned_start_on,
    StageEvent.planned_end_on,
)


class StoredFile(NamedTuple):
    """Where the bytes of a file are, what it is called, and its media type."""

    sha256: str
    filename: str
    media_type: str


def header(session: Session, raperda: Raperda) -> Header:
    """Return what a Raperda is, with the pansus it belongs to."""
    pansus = session.get(Pansus, raperda.pansus_id) if raperda.pansus_id else None
    return Header(
        id=raperda.id,
        slug=raperda.slug,
        title=raperda.title,
        short_name=raperda.short_name,
        summary=raperda.summary,
        year=raperda.year,
        propemperda_number=raperda.propemperda_number,
        initiator=raperda.initiator,
        leading_opd=raperda.leading_opd,
        kind=raperda.kind,
        subject=raperda.subject,
        is_public=raperda.is_public,
        pansus=pansus.name if pansus else "",
        members=_members(session, raperda.pansus_id) if pansus else (),
        register_number=raperda.register_number,
        regulation_number=raperda.regulation_number,
        effective_on=raperda.effective_on,
        needs_budget=raperda.needs_budget,
    )


def events(session: Session, raperda_id: int) -> tuple[Event, ...]:
    """Return the history of a Raperda in the order it was recorded."""
    query = select(*_EVENT).join(User, User.id == StageEvent.actor_id)
    rows = session.execute(query.where(StageEvent.raperda_id == raperda_id).order_by(StageEvent.sequence))
    return tuple(Event(**row) for row in rows.mappings())


def events_of(session: Session, raperda_ids: Iterable[int], moves: Iterable[str]) -> dict[int, list[Event]]:
    """Return the events of some moves of several Raperda, by Raperda."""
    found: dict[int, list[Event]] = {}
    query = select(StageEvent.raperda_id, *_EVENT).join(User, User.id == StageEvent.actor_id)
    wanted = (StageEvent.raperda_id.in_(raperda_ids), StageEvent.move.in_(moves))
    for row in session.execute(query.where(*wanted).order_by(StageEvent.sequence)).mappings():
        facts = dict(row)
        found.setdefault(facts.pop("raperda_id"), []).append(Event(**facts))
    return found


def meetings(session: Session, raperda_id: int, *, now: datetime) -> tuple[MeetingLine, ...]:
    """Return the meetings of a Raperda, newest first."""
    rows = session.scalars(
        select(Meeting).where(Meeting.raperda_id == raperda_id).order_by(Meeting.starts_at.desc(), Meeting.id)
    )
    return tuple(meeting_line(row, now=now) for row in rows)


def meeting_line(row: Meeting, *, now: datetime) -> MeetingLine:
    """Return a meeting as a line."""
    return MeetingLine(
        id=row.id,
        revision=row.revision,
        kind=row.kind,
        stage=BY_SLUG.get(row.stage),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        link=row.link,
        agenda=row.agenda,
        invitees=row.invitees,
        status=row.status,
        outcome=row.outcome,
        is_public=row.is_public,
        is_past=row.starts_at < now,
    )


def drafts(session: Session, raperda_id: int, *, only_public: bool) -> tuple[DraftLine, ...]:
    """Return the versions of a Raperda, newest first, each with the visible version to compare it with."""
    query = (
        select(DraftVersion, User.name)
        .join(User, User.id == DraftVersion.uploaded_by_id)
        .where(DraftVersion.raperda_id == raperda_id)
        .order_by(DraftVersion.number)
    )
    if only_public:
        query = query.where(DraftVersion.visibility == PUBLIC, DraftVersion.withdrawn_at.is_(None))
    lines: list[DraftLine] = []
    for row, uploader in session.execute(query):
        previous = next((one.number for one in reversed(lines) if one.withdrawn_reason is None), None)
        lines.append(_draft_line(row, "" if only_public else uploader, previous))
    return tuple(reversed(lines))


def draft_file(lines: tuple[DraftLine, ...], number: int, *, original: bool) -> StoredFile:
    """Return where a version's bytes are, or those it was converted from; raises NotFound."""
    for line in lines:
        if line.number == number and not original:
            return StoredFile(line.sha256, line.filename, DOCX)
        if line.number == number and line.original is not None:
            return StoredFile(line.original.sha256, line.original.filename, DOC)
    raise NotFound("original" if original else "draft", number)


def papers(session: Session, raperda_id: int) -> tuple[PaperLine, ...]:
    """Return the papers of a Raperda, newest first."""
    rows = session.scalars(
        select(Paper)
        .where(Paper.raperda_id == raperda_id)
        .order_by(Paper.uploaded_at.desc(), Paper.id.desc())
    )
    return tuple(
        PaperLine(
            id=row.id,
            kind=row.kind,
            title=row.title,
            filename=row.filename,
            size=row.size,
            stage=BY_SLUG.get(row.stage),
            meeting_id=row.meeting_id,
            uploaded_at=row.uploaded_at,
            is_public=row.visibility == PUBLIC,
            withdrawn_reason=row.withdrawn_reason if row.withdrawn_at else None,
        )
        for row in rows
    )


def paper_file(session: Session, paper_id: int) -> StoredFile:
    """Return where a paper's bytes are; raises NotFound."""
    columns = (Paper.sha256, Paper.filename, Paper.media_type)
    row = session.execute(select(*columns).where(Paper.id == paper_id)).first()
    if row is None:
        raise NotFound("paper", paper_id)
    return StoredFile(*row)


def deadline_line(row: Deadline, today: date) -> DeadlineLine:
    """Return a deadline as a line."""
    due = deadlines.due_of(row)
    return DeadlineLine(
        id=row.id,
        kind=row.kind,
        stage=BY_SLUG[row.stage],
        rule=due.rule if due else None,
        meeting_id=row.meeting_id,
        holder=row.holder,
        due_on=row.due_on,
        prudent_on=row.prudent_on,
        triggered_on=row.triggered_on,
        due=due,
        is_open=row.status == deadlines.OPEN,
        by_hand=due is not None and due.rule.by_hand,
        days_left=(row.due_on - today).days,
    )


def _members(session: Session, pansus_id: int | None) -> tuple[Member, ...]:
    query = (
        select(User.name, PansusMember.position, PansusMember.fraksi)
        .join(PansusMember, PansusMember.user_id == User.id)
        .where(PansusMember.pansus_id == pansus_id)
        .order_by(PansusMember.id)
    )
    return tuple(Member(*row) for row in session.execute(query))


def _original(row: DraftVersion) -> Original | None:
    if row.original_sha256 is None:
        return None
    return Original(row.original_sha256, row.original_size or 0, row.original_filename)


def _draft_line(row: DraftVersion, uploader: str, previous: int | None) -> DraftLine:
    return DraftLine(
        number=row.number,
        stage=BY_SLUG[row.stage],
        source=row.source,
        note=row.note,
        filename=row.filename,
        size=row.size,
        sha256=row.sha256,
        original=_original(row),
        reading=row.reading,
        title=row.title,
        bab_count=row.bab_count,
        pasal_count=row.pasal_count,
        uploaded_at=row.uploaded_at,
        uploaded_by=uploader,
        is_public=row.visibility == PUBLIC,
        withdrawn_reason=row.withdrawn_reason if row.withdrawn_at else None,
        compare_with=previous,
    )
