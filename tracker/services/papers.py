"""Supporting papers: attaching them to a stage or a meeting, showing or hiding them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import InvalidValue, NotFound
from tracker.domain.process import stages_of
from tracker.services import journal, states, visibility
from tracker.storage.models import Meeting, Paper, Raperda

KINDS = (
    "undangan",
    "daftar-hadir",
    "notulen",
    "risalah",
    "berita-acara",
    "naskah-akademik",
    "surat",
    "laporan",
    "lainnya",
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that has been inspected and kept, and what it is. With a meeting, its stage is the meeting's."""

    stage: str
    meeting_id: int | None
    kind: str
    title: str
    is_public: bool
    filename: str
    size: int
    sha256: str
    media_type: str


def attach(session: Session, actor: Actor, slug: str, command: Attachment, *, now: datetime) -> Paper:
    """Attach a paper; raises InvalidValue where the stage, the meeting or the same paper says no."""
    access.require(actor, Permission.MANAGE_PAPERS)
    raperda = states.lock(session, slug)
    access.require_on(actor, Permission.MANAGE_PAPERS, raperda.pansus_id)
    stage = _stage(session, raperda, command)
    same = select(Paper.id).where(
        Paper.raperda_id == raperda.id, Paper.kind == command.kind, Paper.sha256 == command.sha256
    )
    if session.scalar(same) is not None:
        raise InvalidValue("file", "already-there")
    paper = Paper(
        raperda_id=raperda.id,
        stage=stage,
        meeting_id=command.meeting_id,
        kind=command.kind,
        title=command.title,
        visibility=visibility.word(is_public=command.is_public),
        sha256=command.sha256,
        size=command.size,
        filename=command.filename,
        media_type=command.media_type,
        uploaded_by_id=actor.id,
        uploaded_at=now,
    )
    session.add(paper)
    session.flush()
    _after(session, actor, raperda, paper, verb="attach", now=now)
    return paper


def set_visibility(
    session: Session, actor: Actor, slug: str, paper_id: int, *, is_public: bool, now: datetime
) -> None:
    """Show a paper to the public or keep it internal; doing so twice writes nothing."""
    access.require(actor, Permission.MANAGE_PAPERS)
    raperda, paper = _paper(session, actor, slug, paper_id)
    if visibility.change(paper, is_public=is_public):
        _after(session, actor, raperda, paper, verb=paper.visibility, now=now)


def withdraw(session: Session, actor: Actor, slug: str, paper_id: int, reason: str, *, now: datetime) -> None:
    """Hide a paper from the public for a reason; its bytes and its row stay."""
    access.require(actor, Permission.MANAGE_PAPERS)
    raperda, paper = _paper(session, actor, slug, paper_id)
    if visibility.withdraw(paper, reason, now=now):
        _after(session, actor, raperda, paper, verb="withdraw", now=now)


def _stage(session: Session, raperda: Raperda, command: Attachment) -> str:
    if command.kind not in KINDS:
        raise InvalidValue("kind", "not-a-choice")
    if command.meeting_id is not None:
        meeting = session.get(Meeting, command.meeting_id)
        if meeting is None or meeting.raperda_id != raperda.id:
            raise InvalidValue("meeting_id", "not-a-choice")
        return meeting.stage
    if command.stage not in {stage.slug for stage in stages_of(raperda.kind)}:
        raise InvalidValue("stage", "not-a-choice")
    return command.stage


def _paper(session: Session, actor: Actor, slug: str, paper_id: int) -> tuple[Raperda, Paper]:
    raperda = states.lock(session, slug)
    access.require_on(actor, Permission.MANAGE_PAPERS, raperda.pansus_id)
    paper = session.get(Paper, paper_id)
    if paper is None or paper.raperda_id != raperda.id:
        raise NotFound("paper", paper_id)
    return raperda, paper


def _after(
    session: Session, actor: Actor, raperda: Raperda, paper: Paper, *, verb: str, now: datetime
) -> None:
    facts = {"kind": paper.kind, "sha256": paper.sha256, "visibility": paper.visibility}
    journal.record(session, actor, now, noun="paper", noun_id=paper.id, verb=verb, after=facts)
    journal.touch(raperda, now)
