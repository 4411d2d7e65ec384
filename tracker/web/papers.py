"""Supporting papers at work: attaching one, handing it out, and who may see it."""

from flask import Blueprint, flash, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker.adapters import pdf_guard
from tracker.adapters.word import docx_guard
from tracker.domain.access import Permission
from tracker.domain.errors import InvalidValue, NotFound, UnreadableDraft
from tracker.services import papers, workspace
from tracker.services.records import DOCX, PDF
from tracker.services.visibility import PUBLIC
from tracker.services.workspace import Workspace
from tracker.web import files, uploads
from tracker.web.desk import opened
from tracker.web.door import answer_to, once, tracker
from tracker.web.forms.drafts import WithdrawForm
from tracker.web.forms.papers import PaperForm
from tracker.web.login import actor

blueprint = Blueprint("papers", __name__, url_prefix="/kerja/raperda/<slug>/dokumen")

Answer = Response | tuple[str, int]


@blueprint.route("/unggah", methods=["GET", "POST"])
def attach(slug: str) -> Answer:
    """Attach a paper to a stage or a meeting; one that is refused leaves no trace."""
    page = opened(slug, Permission.MANAGE_PAPERS)
    form = PaperForm(page, wanted=request.args.get("untuk", ""))
    if not form.validate_on_submit():
        return _attach_page(page, form)
    try:
        answer = _keep(slug, form)
    except UnreadableDraft as refusal:
        form.file.errors = [uploads.sentence(refusal, paper=True)]
        return _attach_page(page, form)
    except InvalidValue as refusal:
        form.refuse(refusal)
        return _attach_page(page, form)
    flash(_("Dokumen disimpan. Jika keliru, tarik di halaman ini."), "success")
    return answer


@blueprint.get("/<int:paper_id>")
def paper(slug: str, paper_id: int) -> Answer:
    """Show what a paper is, and who may see it."""
    return _paper_page(slug, paper_id, WithdrawForm())


@blueprint.get("/<int:paper_id>/berkas")
def file(slug: str, paper_id: int) -> Response:
    """Hand out the bytes of a paper, internal and withdrawn ones too."""
    with tracker().reading() as session:
        found = workspace.paper_file(session, actor(), slug, paper_id)
    return files.attachment(found, public=False)


@blueprint.post("/<int:paper_id>/keterbukaan")
def visibility(slug: str, paper_id: int) -> Answer:
    """Show a paper to the public, or keep it internal."""
    is_public = request.form.get("visibility") == PUBLIC

    def change(session: Session) -> str:
        papers.set_visibility(session, actor(), slug, paper_id, is_public=is_public, now=tracker().now())
        return url_for("papers.paper", slug=slug, paper_id=paper_id)

    try:
        answer = once(actor(), "", change)
    except InvalidValue as refusal:
        form = WithdrawForm()
        form.refuse(refusal)
        return _paper_page(slug, paper_id, form)
    if is_public:
        flash(_("Dokumen ini sekarang terbuka untuk umum."), "success")
    else:
        flash(_("Dokumen ini sekarang hanya terlihat di dalam."), "success")
    return answer


@blueprint.post("/<int:paper_id>/tarik")
def withdraw(slug: str, paper_id: int) -> Answer:
    """Withdraw a paper for a reason; nothing is deleted."""
    form = WithdrawForm()

    def change(session: Session) -> str:
        reason = form.reason.data or ""
        papers.withdraw(session, actor(), slug, paper_id, reason, now=tracker().now())
        return url_for("papers.paper", slug=slug, paper_id=paper_id)

    answer = answer_to(form, actor(), change)
    if answer is None:
        return _paper_page(slug, paper_id, form, to_change=True)
    flash(_("Dokumen ditarik. Berkasnya tetap tersimpan untuk petugas."), "success")
    return answer


def _keep(slug: str, form: PaperForm) -> Response:
    data = form.file.data.read()
    media_type = _inspect(data, max_bytes=tracker().settings.max_upload_bytes)
    sha256 = tracker().drafts.put(data)
    command = form.command(media_type, size=len(data), sha256=sha256)

    def add(session: Session) -> str:
        made = papers.attach(session, actor(), slug, command, now=tracker().now())
        return url_for("papers.paper", slug=slug, paper_id=made.id)

    return once(actor(), uploads.same_form(form.key.data, sha256, command.kind), add)


def _inspect(data: bytes, *, max_bytes: int) -> str:
    """Return the media type of a PDF or a Word file; raises UnreadableDraft for anything else."""
    if pdf_guard.is_pdf(data):
        pdf_guard.inspect(data, max_bytes=max_bytes)
        return PDF
    docx_guard.inspect(data, max_bytes=max_bytes)
    return DOCX


def _attach_page(page: Workspace, form: PaperForm) -> tuple[str, int]:
    body = render_template(
        "papers/attach.html",
        page=page,
        form=form,
        file_help=uploads.choose_again() if form.is_submitted() else "",
        limit=uploads.limit(tracker().settings.max_upload_bytes),
    )
    return body, form.http_status


def _paper_page(slug: str, paper_id: int, form: WithdrawForm, *, to_change: bool = False) -> tuple[str, int]:
    page = opened(slug, Permission.MANAGE_PAPERS if to_change else Permission.READ_INTERNAL)
    found = next((line for line in page.papers if line.id == paper_id), None)
    if found is None:
        raise NotFound("paper", paper_id)
    body = render_template(
        "papers/paper.html",
        page=page,
        paper=found,
        meeting=next((one for one in page.meetings if one.id == found.meeting_id), None),
        form=form,
        may_change=Permission.MANAGE_PAPERS in page.may,
    )
    return body, form.http_status
