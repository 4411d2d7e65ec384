"""Draft versions at work: uploading one, what was read in it, what changed, and who may see it."""

import hashlib
from pathlib import PurePath

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from tracker.domain.access import Permission
from tracker.domain.drafts.legaltext import DraftReading
from tracker.domain.errors import InvalidValue, NotFound, UnreadableDraft
from tracker.services import comparisons, drafts, workspace
from tracker.services.drafts import Received
from tracker.services.views import DraftLine, Original
from tracker.services.visibility import PUBLIC
from tracker.services.workspace import Workspace
from tracker.web import change_sentence, files, pasal_view, readings, uploads
from tracker.web.desk import opened
from tracker.web.door import answer_to, once, tracker
from tracker.web.forms.drafts import DraftForm, WithdrawForm
from tracker.web.kept_files import KeptFile, address_part
from tracker.web.login import actor

blueprint = Blueprint("drafts", __name__, url_prefix="/kerja/raperda/<slug>/naskah")

Answer = Response | tuple[str, int]


@blueprint.route("/unggah", methods=["GET", "POST"])
def upload(slug: str) -> Answer:
    """Choose a file. It is read before its bytes are kept; what cannot be read leaves no trace."""
    page = opened(slug, Permission.UPLOAD_DRAFTS)
    form = DraftForm()
    if not form.validate_on_submit():
        return _upload_page(page, form)
    data = form.file.data.read()
    known = page.version_of(hashlib.sha256(data).hexdigest())
    if known is not None:
        return _upload_page(page, form, duplicate=known)
    try:
        settings = tracker().settings
        received = drafts.receive(data, soffice=settings.soffice, max_bytes=settings.max_upload_bytes)
    except UnreadableDraft as refusal:
        form.file.errors = [uploads.sentence(refusal)]
        return _upload_page(page, form)
    part = address_part(_keep(form.file.data, received), page.header.id, actor(), tracker().now())
    return redirect(url_for("drafts.preview", slug=slug, kept=part), 303)


@blueprint.get("/<int:number>")
def version(slug: str, number: int) -> Answer:
    """Show what was read in a version and what changed since the one before."""
    return _version_page(slug, number, WithdrawForm())


@blueprint.post("/<int:number>/keterbukaan")
def visibility(slug: str, number: int) -> Answer:
    """Show a version to the public, or keep it internal."""
    is_public = request.form.get("visibility") == PUBLIC

    def change(session: Session) -> str:
        drafts.set_visibility(session, actor(), slug, number, is_public=is_public, now=tracker().now())
        return url_for("drafts.version", slug=slug, number=number)

    try:
        answer = once(actor(), "", change)
    except InvalidValue as refusal:
        form = WithdrawForm()
        form.refuse(refusal)
        return _version_page(slug, number, form)
    if is_public:
        flash(_("Versi %(number)s sekarang terbuka untuk umum.", number=number), "success")
    else:
        flash(_("Versi %(number)s sekarang hanya terlihat di dalam.", number=number), "success")
    return answer


@blueprint.post("/<int:number>/tarik")
def withdraw(slug: str, number: int) -> Answer:
    """Withdraw a version for a reason; nothing is deleted."""
    form = WithdrawForm()

    def change(session: Session) -> str:
        reason = form.reason.data or ""
        drafts.withdraw(session, actor(), slug, number, reason, now=tracker().now())
        return url_for("drafts.version", slug=slug, number=number)

    answer = answer_to(form, actor(), change)
    if answer is None:
        return _version_page(slug, number, form, to_change=True)
    flash(_("Versi %(number)s ditarik. Berkasnya tetap tersimpan untuk petugas.", number=number), "success")
    return answer


@blueprint.get("/<int:number>/berkas")
def file(slug: str, number: int) -> Response:
    """Hand out the bytes of a version, internal and withdrawn ones too."""
    with tracker().reading() as session:
        found = workspace.draft_file(session, actor(), slug, number)
    return files.attachment(found, public=False)


@blueprint.get("/<int:number>/berkas-asal")
def original(slug: str, number: int) -> Response:
    """Hand out the old Word file that a version was converted from."""
    with tracker().reading() as session:
        found = workspace.draft_file(session, actor(), slug, number, original=True)
    return files.attachment(found, public=False)


@blueprint.get("/<int:old>/<int:new>")
def compare(slug: str, old: int, new: int) -> str:
    """Show what changed between any two versions."""
    with tracker().reading() as session:
        header, versions = workspace.drafts(session, actor(), slug)
        before, after = _line(versions, old), _line(versions, new)
        changed = pasal_view.page(_reading(session, before), _reading(session, after))
    return render_template(
        "drafts/compare.html",
        header=header,
        old=before,
        new=after,
        versions=versions,
        **changed,
    )


@blueprint.get("/banding")
def choose(slug: str) -> Response:
    """Go to the comparison of the two versions that were picked."""
    picked = [request.args.get(name, "") for name in ("lama", "baru")]
    if not all(one.isdecimal() and len(one) <= 6 for one in picked):
        raise NotFound("draft", " and ".join(picked))
    old, new = sorted(int(one) for one in picked)
    return redirect(url_for("drafts.compare", slug=slug, old=old, new=new), 303)


def _keep(file: FileStorage, received: Received) -> KeptFile:
    put, data = tracker().drafts.put, received.data
    if received.original is None:
        return KeptFile(put(data), len(data), uploads.name_of(file, "docx"))
    name = uploads.name_of(file, "doc")
    original = Original(put(received.original), len(received.original), name)
    return KeptFile(put(data), len(data), f"{PurePath(name).stem}.docx", original)


def _upload_page(page: Workspace, form: DraftForm, *, duplicate: int | None = None) -> tuple[str, int]:
    body = render_template(
        "drafts/upload.html",
        page=page,
        form=form,
        duplicate=duplicate,
        file_help=uploads.choose_again() if form.is_submitted() else "",
        converts=tracker().settings.soffice is not None,
        limit=uploads.limit(tracker().settings.max_upload_bytes),
    )
    return body, form.http_status


def _version_page(slug: str, number: int, form: WithdrawForm, *, to_change: bool = False) -> tuple[str, int]:
    page = opened(slug, Permission.UPLOAD_DRAFTS if to_change else Permission.READ_INTERNAL)
    draft = _line(page.drafts, number)
    with tracker().reading() as session:
        reading = _reading(session, draft)
        summary = None
        if draft.compare_with is not None:
            before = _reading(session, _line(page.drafts, draft.compare_with))
            summary = change_sentence.sentence(comparisons.compare(tracker().results, before, reading))
    body = render_template(
        "drafts/version.html",
        page=page,
        draft=draft,
        read=readings.view(reading),
        comments=reading.comments,
        summary=summary,
        form=form,
        may_change=Permission.UPLOAD_DRAFTS in page.may,
    )
    return body, form.http_status


def _line(versions: tuple[DraftLine, ...], number: int) -> DraftLine:
    for line in versions:
        if line.number == number:
            return line
    raise NotFound("draft", number)


def _reading(session: Session, draft: DraftLine) -> DraftReading:
    limit = tracker().settings.max_upload_bytes
    return drafts.reading_of(session, tracker().drafts, draft, max_bytes=limit)
