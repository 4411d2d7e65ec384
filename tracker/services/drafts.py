"""Draft versions: uploading, showing or hiding them, and what changed between two."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.adapters.draft_store import DraftStore
from tracker.adapters.word import docx_reader
from tracker.adapters.word.doc_conversion import as_docx
from tracker.adapters.word.docx_process import read_in_child
from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.domain.drafts import clean, legaltext
from tracker.domain.drafts.legaltext import DraftReading
from tracker.domain.errors import DuplicateDraft, InvalidValue, NotFound, Stale
from tracker.domain.process import stages_of
from tracker.services import journal, states, visibility
from tracker.services.views import DraftLine, Original
from tracker.storage.models import DraftReadingRow, DraftVersion, Raperda

SOURCES = ("opd", "pansus", "bagian-hukum", "kanwil", "provinsi", "fraksi", "dprd")


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
    original: Original | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it came: the Word file to keep, what it says, and the old one that it was made of, if any."""

    data: bytes
    reading: DraftReading
    original: bytes | None


def receive(data: bytes, *, soffice: Path | None, max_bytes: int) -> Received:
    """Convert what is an old .doc, and read it, both outside any transaction; raises UnreadableDraft."""
    docx = as_docx(data, soffice=soffice, max_bytes=max_bytes)
    return Received(docx, read(docx, max_bytes=max_bytes), original=None if docx is data else data)


def read(data: bytes, *, max_bytes: int) -> DraftReading:
    """Read a Word file in a process of its own, outside any transaction; raises UnreadableDraft."""
    return read_in_child(data, max_bytes=max_bytes)


def read_kept(store: DraftStore, sha256: str, *, max_bytes: int) -> DraftReading:
    """Read a file of the store; what it says never changes, so the last few are remembered."""
    return _read_path(store.path(sha256), max_bytes)


@lru_cache(maxsize=4)
def _read_path(path: Path, max_bytes: int) -> DraftReading:
    return read(path.read_bytes(), max_bytes=max_bytes)


def upload(session: Session, actor: Actor, slug: str, command: Upload, *, now: datetime) -> DraftVersion:
    """Add the next version.

    Raises DuplicateDraft (with its number) if the same bytes are there or were converted, Stale if its
    number is taken.
    """
    access.require(actor, Permission.UPLOAD_DRAFTS)
    raperda = states.lock(session, slug)
    access.require_on(actor, Permission.UPLOAD_DRAFTS, raperda.pansus_id)
    _check(raperda, command)
    _refuse_duplicate(session, raperda, command)
    number = _next_number(session, raperda, command)
    outline = clean.accepted(command.reading, command.accepted).outline
    original = command.original
    version = DraftVersion(
        raperda_id=raperda.id,
        number=number,
        sha256=command.sha256,
        size=command.size,
        filename=command.filename,
        original_sha256=original and original.sha256,
        original_size=original and original.size,
        original_filename=original.filename if original else "",
        reading=command.accepted,
        stage=command.stage,
        source=command.source,
        note=command.note,
        visibility=visibility.word(is_public=command.is_public),
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
    if visibility.change(version, is_public=is_public):
        _after(session, actor, raperda, version, verb=version.visibility, now=now)


def withdraw(session: Session, actor: Actor, slug: str, number: int, reason: str, *, now: datetime) -> None:
    """Hide a version from the public for a reason; its bytes and its row stay."""
    access.require(actor, Permission.UPLOAD_DRAFTS)
    raperda, version = _version(session, actor, slug, number)
    if visibility.withdraw(version, reason, now=now):
        _after(session, actor, raperda, version, verb="withdraw", now=now)


def reading_of(session: Session, store: DraftStore, draft: DraftLine, *, max_bytes: int) -> DraftReading:
    """Return what a version says in the reading that was accepted.

    Its file is read again where an older reader had read it.
    """
    row = session.get(DraftReadingRow, draft.sha256)
    if row is not None and row.reader_version == docx_reader.READER_VERSION:
        found = legaltext.reading_from_json(row.content)
    else:
        found = read_kept(store, draft.sha256, max_bytes=max_bytes)
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


def _refuse_duplicate(session: Session, raperda: Raperda, command: Upload) -> None:
    # A conversion has other bytes each time, so the old file is what tells that it was here before.
    same = DraftVersion.sha256 == command.sha256
    if command.original is not None:
        same = or_(same, DraftVersion.original_sha256 == command.original.sha256)
    number = session.scalar(select(DraftVersion.number).where(DraftVersion.raperda_id == raperda.id, same))
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
        **({"original_sha256": version.original_sha256} if version.original_sha256 else {}),
    }
    journal.record(session, actor, now, noun="draft", noun_id=version.id, verb=verb, after=facts)
    journal.touch(raperda, now)
