"""Copies of public versions: to read, clean in Word, as Akoma Ntoso, and two as a matriks persandingan."""

from flask import render_template
from werkzeug.wrappers import Response

from tracker.domain.drafts.clean import has_struck_text
from tracker.services import copies, progress, records
from tracker.web import files, language, readings
from tracker.web.copies import clean_copy, numbered, only_changes, read_version
from tracker.web.door import tracker
from tracker.web.pages import respond
from tracker.web.public import blueprint
from tracker.web.reading_copy import reading_copy


@blueprint.get("/raperda/<slug>/naskah/<int:number>/baca")
def reading(slug: str, number: int) -> Response:
    """Show a public version as a page to be read."""
    with tracker().reading() as session:
        stamp = progress.page_stamp(session, slug)
        header = progress.public_header(session, slug)
        draft = numbered(progress.public_drafts(session, slug), number)

    def render() -> str:
        said = read_version(draft)
        copy = reading_copy(copies.tree(said))
        return render_template(
            "public/reading.html",
            header=header,
            draft=draft,
            copy=copy,
            struck=has_struck_text(said),
            marked=readings.has_marks(said),
        )

    return respond((stamp, language.current()), render)


@blueprint.get("/raperda/<slug>/naskah/<int:number>/akn.xml")
def akoma_ntoso(slug: str, number: int) -> Response:
    """Hand out a public version as Akoma Ntoso; its metadata tells of public versions only."""
    today, settings = tracker().today(), tracker().settings
    with tracker().reading() as session:
        page = progress.public_page(session, slug, now=tracker().now(), today=today)
        versions = progress.public_drafts(session, slug)
    draft = numbered(versions, number)
    bill = copies.bill_of(
        page.header,
        versions,
        number,
        page.strip,
        council=settings.council,
        region=settings.region,
        today=today,
    )
    made = copies.akoma_ntoso(read_version(draft), bill)
    return files.made(made, f"{slug}-versi-{number}.akn.xml", copies.AKN_TYPE, public=True)


@blueprint.get("/raperda/<slug>/naskah/<int:number>/bersih.docx")
def clean(slug: str, number: int) -> Response:
    """Hand out the clean version of a public file, where it was accepted so."""
    with tracker().reading() as session:
        versions = progress.public_drafts(session, slug)
    return clean_copy(slug, numbered(versions, number), public=True)


@blueprint.get("/raperda/<slug>/perbandingan/<int:old>/<int:new>/matriks.docx")
def matrix(slug: str, old: int, new: int) -> Response:
    """Hand out two public versions side by side as a Word file; ?isi=berubah leaves out what stayed."""
    with tracker().reading() as session:
        header = progress.public_header(session, slug)
        versions = progress.public_drafts(session, slug)
    before, after = numbered(versions, old), numbered(versions, new)
    made = copies.matrix_of(
        tracker().results,
        header,
        (before, read_version(before)),
        (after, read_version(after)),
        changed_only=only_changes(),
    )
    return files.made(made, f"matriks-{slug}-{old}-{new}.docx", records.DOCX, public=True)
