"""Draft versions: uploading, showing or hiding them, and what changed between two."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.adapters import docx_reader
from tracker.adapters.docx_process import read_in_child
from tracker.adapters.draft_store import DraftStore
from tracker.domain import access, clean, legaltext
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import DuplicateDraft, InvalidValue, NotFound, Stale
from tracker.domain.legaltext import DraftReading
from tracker.domain.process import stages_of
from tracker.services import journal, states
from tracker.services.views import DraftLine
from tracker.storage.models import DraftReadingRow, DraftVersion, Raperda

SOURCES = ("opd", "pansus", "bagian-hukum", "kanwil", "provinsi", "fraksi", "dprd")
PUBLIC, INTERNAL = "publik", "internal"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has been read and kept, and what its uploader says of it.

    `accepted` is one of `clean.READINGS`. `number` is the one it was shown with, None for whichever is next.
    """

    stage: str
    source: str
    note: str
    is_public: bool
    filename: str
    size: int
    sha256: str
    reading: DraftReading
    accepted: str = clean.CLEAN
    number: int | None = None


def read(data: bytes, *, max_bytes: int) -> DraftReading:
    """Read a Word file in a process of its own, outside any transaction; raises UnreadableDraft."""
    return read_in_child(data, max_bytes=max_bytes)


def upload(session: Session, actor: Actor, slug: str, command: Upload, *, now: datetime) -> DraftVersion:
    """Add the next version.

    Raises DuplicateDraft (with its number) if the same bytes are there, Stale if its number is taken.
    """
    access.require(actor, Permission.UPLOAD_DRAFTS)
    raperda = states.lock(session, slug)
    access.require_on(actor, Permission.UPLOAD_DRAFTS, raperda.pansus_id)
    _check(raperda, command)
    _refuse_duplicate(session, raperda, command.sha256)
    number = _next_number(session, raperda, command)
    outline = clean.accepted(command.reading, command.accepted).outline
    version = DraftVersion(
        raperda_id=raperda.id,
        number=number,
        sha256=command.sha256,
        size=command.size,
        filename=command.filename,
        reading=command.accepted,
        stage=command.stage,
        source=command.source,
        note=command.note,
        visibility=PUBLIC if command.is_public else INTERNAL,
        title=outline.title,
        bab_count=outline.bab_count,
        pasal_count=outline.pasal_count,
        uploaded_by_id=actor.id,
        uploaded_at=now,
    )
    session.add(version)
    session.flush()
    keep_reading(session, command.sha256, command.reading)
    _after(session, actor, raperda, version, verb="upload", now=now)
    return version


def keep_reading(session: Session, sha256: str, reading: DraftReading) -> None:
    """Keep what was read in these bytes, in place of what an older reader found."""
    row = session.get(DraftReadingRow, sha256) or DraftReadingRow(sha256=sha256)
    row.reader_version = docx_reader.READER_VERSION
    row.content = legaltext.reading_to_json(reading)
    session.add(row)


def set_visibility(
    session: Session, actor: Actor, slug: str, number: int, *, is_public: bool, now: datetime
) -> None:
    """Show a version to the public or keep it internal; doing so twice writes nothing."""
    access.require(actor, Permission.UPLOAD_DRAFTS)
    raperda, version = _version(session, actor, slug, number)
    wanted = PUBLIC if is_public else INTERNAL
    if version.withdrawn_at is not None:
        raise InvalidValue("visibility", "withdrawn")
    if version.visibility != wanted:
        version.visibility = wanted
        _after(session, actor, raperda, version, verb=wanted, now=now)


def withdraw(session: Session, actor: Actor, slug: str, number: int, reason: str, *, now: datetime) -> None:
    """Hide a version from the public for a reason; its bytes and its row stay."""
    access.require(actor, Permission.UPLOAD_DRAFTS)
    raperda, version = _version(session, actor, slug, number)
    if not reason.strip():
        raise InvalidValue("reason", "required")
    if version.withdrawn_at is None:
        version.withdrawn_at = now
        version.withdrawn_reason = reason.strip()
        _after(session, actor, raperda, version, verb="withdraw", now=now)


def reading_of(session: Session, store: DraftStore, draft: DraftLine, *, max_bytes: int) -> DraftReading:
    """Return what a version says in the reading that was accepted.

    Its file is read again where an older reader had read it.
    """
    row = session.get(DraftReadingRow, draft.sha256)
    if row is not None and row.reader_version == docx_reader.READER_VERSION:
        found = legaltext.reading_from_json(row.content)
    else:
        found = read(store.read(draft.sha256), max_bytes=max_bytes)
    return clean.accepted(found, draft.reading)


def _check(raperda: Raperda, command: Upload) -> None:
    if command.stage not in {stage.slug for stage in stages_of(raperda.kind)}:
        raise InvalidValue("stage", "not-a-choice")
    if command.source not in SOURCES:
        raise InvalidValue("source", "not-a-choice")
    if command.accepted not in clean.READINGS:
        raise InvalidValue("accepted", "not-a-choice")


def _next_number(session: Session, raperda: Raperda, command: Upload) -> int:
    last = session.scalar(select(func.max(DraftVersion.number)).where(DraftVersion.raperda_id == raperda.id))
    number = (last or 0) + 1
    if command.number not in (None, number):
        raise Stale(seen=command.number, current=number)
    return number


def _refuse_duplicate(session: Session, raperda: Raperda, sha256: str) -> None:
    number = session.scalar(
        select(DraftVersion.number).where(
            DraftVersion.raperda_id == raperda.id, DraftVersion.sha256 == sha256
        )
    )
    if number is not None:
        raise DuplicateDraft(number)


def _version(session: Session, actor: Actor, slug: str, number: int) -> tuple[Raperda, DraftVersion]:
    raperda = states.lock(session, slug)
    access.require_on(actor, Permission.UPLOAD_DRAFTS, raperda.pansus_id)
    version = session.scalar(
        select(DraftVersion).where(DraftVersion.raperda_id == raperda.id, DraftVersion.number == number)
    )
    if version is None:
        raise NotFound("draft", number)
    return raperda, version


def _after(
    session: Session, actor: Actor, raperda: Raperda, version: DraftVersion, *, verb: str, now: datetime
) -> None:
    facts = {
        "number": version.number,
        "sha256": version.sha256,
        "reading": version.reading,
        "visibility": version.visibility,
    }
    journal.record(session, actor, now, noun="draft", noun_id=version.id, verb=verb, after=facts)
    journal.touch(raperda, now)
