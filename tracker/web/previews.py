"""Between uploading and accepting: what was read in a file, both readings, and the form that accepts it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker.domain.access import Permission
from tracker.domain.drafts.legaltext import DraftReading
from tracker.domain.errors import DuplicateDraft, InvalidValue, NotFound, Refusal, Stale
from tracker.services import drafts, previews
from tracker.services.previews import Preview
from tracker.services.views import DraftLine
from tracker.services.workspace import Workspace
from tracker.web import pasal_lines, pasal_view, readings, uploads
from tracker.web.copies import read_version
from tracker.web.desk import opened
from tracker.web.door import once, tracker
from tracker.web.drafts import blueprint
from tracker.web.forms.drafts import AcceptForm
from tracker.web.kept_files import ANSWER_WITHIN, OPEN_FOR, KeptFile, kept_file
from tracker.web.login import actor

Answer = Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """One reading as the page shows it: what was read, and what it changes (nothing for a first version)."""

    choice: str
    read: readings.ReadingView
    changes: dict[str, Any] | None


@blueprint.get("/unggah/<string:kept>")
def preview(slug: str, kept: str) -> Answer:
    """Show what was read in a file that is no version yet; nothing is stored by looking."""
    page = opened(slug, Permission.UPLOAD_DRAFTS)
    file = _kept(page, kept, OPEN_FOR)
    if file is None:
        return _too_late(slug)
    known = page.version_of(file.uploaded_sha256)
    if known is not None:
        flash(_("Berkas ini sudah menjadi versi %(number)s.", number=known), "info")
        return redirect(url_for("drafts.version", slug=slug, number=known), 303)
    return _preview_page(page, file, AcceptForm(page), _read(file), None)


@blueprint.post("/unggah/<string:kept>", endpoint="accept")
def accept(slug: str, kept: str) -> Answer:
    """Make a version of a file in the reading that was chosen."""
    page = opened(slug, Permission.UPLOAD_DRAFTS)
    file = _kept(page, kept, ANSWER_WITHIN)
    if file is None:
        return _too_late(slug)
    form, said = AcceptForm(page), _read(file)
    if not form.validate_on_submit():
        return _preview_page(page, file, form, said, None)
    try:
        answer = _accept(slug, file, form, said)
    except InvalidValue as refusal:
        form.refuse(refusal)
        return _preview_page(page, file, form, said, refusal)
    except (Stale, DuplicateDraft) as refusal:
        return _preview_page(opened(slug, Permission.UPLOAD_DRAFTS), file, form, said, refusal)
    flash(_("Naskah sudah diterima dan disimpan."), "success")
    return answer


def _kept(page: Workspace, kept: str, within: timedelta) -> KeptFile | None:
    file = kept_file(kept, page.header.id, actor(), tracker().now(), within)
    if file is not None and not tracker().drafts.path(file.sha256).exists():
        raise NotFound("file", file.sha256)
    return file


def _too_late(slug: str) -> Response:
    flash(_("Pratinjau ini sudah terlalu lama. Pilih berkasnya sekali lagi."), "warning")
    return redirect(url_for("drafts.upload", slug=slug), 303)


def _read(file: KeptFile) -> DraftReading:
    limit = tracker().settings.max_upload_bytes
    return drafts.read_kept(tracker().drafts, file.sha256, max_bytes=limit)


def _accept(slug: str, file: KeptFile, form: AcceptForm, said: DraftReading) -> Response:
    command = form.command(file, said, number=request.form.get("number", 0, type=int))

    def add(session: Session) -> str:
        made = drafts.upload(session, actor(), slug, command, now=tracker().now())
        return url_for("drafts.version", slug=slug, number=made.number)

    return once(actor(), uploads.same_form(form.key.data, file.sha256), add)


def _preview_page(
    page: Workspace, file: KeptFile, form: AcceptForm, said: DraftReading, refusal: Refusal | None
) -> tuple[str, int]:
    before = next((line for line in page.drafts if line.withdrawn_reason is None), None)
    found = previews.preview(tracker().results, said, read_version(before) if before else None)
    body = render_template(
        "drafts/preview.html",
        page=page,
        file=file,
        form=form,
        number=page.next_version,
        duplicate=refusal.number if isinstance(refusal, DuplicateDraft) else None,
        stale=isinstance(refusal, Stale),
        comments=said.comments,
        **_shown(found, before),
    )
    if isinstance(refusal, Stale):
        return body, 409
    return body, form.http_status


def _shown(found: Preview, before: DraftLine | None) -> dict[str, object]:
    proposals = tuple(
        Shown(
            one.choice,
            readings.view(one.reading),
            pasal_view.shown(one.changes, prefix=f"{one.choice}-") if one.changes else None,
        )
        for one in found.proposals
    )
    return {
        "before": before,
        "proposals": proposals,
        "read": proposals[0].read,
        "differences": tuple(map(pasal_lines.changed_line, found.differences)),
    }
