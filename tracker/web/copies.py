"""Copies of versions at work: to read, clean in Word, as Akoma Ntoso, and two as a matriks persandingan."""

from flask import render_template, request
from werkzeug.wrappers import Response

from tracker.domain.access import Permission
from tracker.domain.drafts.clean import has_struck_text
from tracker.domain.drafts.legaltext import DraftReading
from tracker.domain.errors import NotFound
from tracker.services import copies, drafts, records, workspace
from tracker.services.views import DraftLine
from tracker.web import files, readings
from tracker.web.desk import opened
from tracker.web.door import tracker
from tracker.web.drafts import blueprint
from tracker.web.login import actor
from tracker.web.reading_copy import reading_copy


@blueprint.get("/<int:number>/baca")
def reading(slug: str, number: int) -> str:
    """Show a version as a page to be read."""
    with tracker().reading() as session:
        header, versions = workspace.drafts(session, actor(), slug)
    draft = numbered(versions, number)
    said = read_version(draft)
    copy = reading_copy(copies.tree(said))
    return render_template(
        "drafts/reading.html",
        header=header,
        draft=draft,
        copy=copy,
        struck=has_struck_text(said),
        marked=readings.has_marks(said),
    )


@blueprint.get("/<int:number>/akn.xml")
def akoma_ntoso(slug: str, number: int) -> Response:
    """Hand out a version as Akoma Ntoso."""
    page = opened(slug, Permission.READ_INTERNAL)
    draft = numbered(page.drafts, number)
    settings = tracker().settings
    bill = copies.bill_of(
        page.header,
        page.drafts,
        number,
        page.strip,
        council=settings.council,
        region=settings.region,
        today=tracker().today(),
    )
    made = copies.akoma_ntoso(read_version(draft), bill)
    return files.made(made, f"{slug}-versi-{number}.akn.xml", copies.AKN_TYPE, public=False)


@blueprint.get("/<int:number>/bersih.docx")
def clean(slug: str, number: int) -> Response:
    """Hand out the clean version of a file, where it was accepted so."""
    with tracker().reading() as session:
        _header, versions = workspace.drafts(session, actor(), slug)
    return clean_copy(slug, numbered(versions, number), public=False)


@blueprint.get("/<int:old>/<int:new>/matriks.docx")
def matrix(slug: str, old: int, new: int) -> Response:
    """Hand out two versions side by side as a Word file; ?isi=berubah leaves out what stayed."""
    with tracker().reading() as session:
        header, versions = workspace.drafts(session, actor(), slug)
    before, after = numbered(versions, old), numbered(versions, new)
    made = copies.matrix_of(
        tracker().results,
        header,
        (before, read_version(before)),
        (after, read_version(after)),
        changed_only=only_changes(),
    )
    return files.made(made, f"matriks-{slug}-{old}-{new}.docx", records.DOCX, public=False)


def numbered(versions: tuple[DraftLine, ...], number: int) -> DraftLine:
    """Return the version with this number; raises NotFound."""
    for line in versions:
        if line.number == number:
            return line
    raise NotFound("draft", number)


def clean_copy(slug: str, draft: DraftLine, *, public: bool) -> Response:
    """Answer with the clean version of a file; raises NotFound where it was not accepted so."""
    made = copies.clean_copy(tracker().drafts, draft, max_bytes=tracker().settings.max_upload_bytes)
    return files.made(made, f"{slug}-versi-{draft.number}-bersih.docx", records.DOCX, public=public)


def read_version(draft: DraftLine) -> DraftReading:
    """Return what a version says."""
    limit = tracker().settings.max_upload_bytes
    with tracker().reading() as session:
        return drafts.reading_of(session, tracker().drafts, draft, max_bytes=limit)


def only_changes() -> bool:
    """Return whether the address asks for what changed only."""
    return request.args.get("isi") == "berubah"
