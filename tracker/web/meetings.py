"""Meetings: scheduling one, changing it, writing down what came of it."""

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker.domain.access import Permission
from tracker.domain.errors import InvalidValue, Stale
from tracker.services import meetings, workspace
from tracker.services.workspace import Workspace
from tracker.web import desk
from tracker.web.door import answer_to, once, tracker
from tracker.web.forms.meetings import MeetingForm, differences, meeting_form, recorded
from tracker.web.login import actor
from tracker.web.recesses import warn_of_meeting

blueprint = Blueprint("meetings", __name__, url_prefix="/kerja/raperda/<slug>/rapat")


@blueprint.route("/baru", methods=["GET", "POST"])
def new(slug: str) -> Response | tuple[str, int]:
    """Schedule a meeting."""
    work = desk.opened(slug, Permission.MANAGE_MEETINGS)
    start = {"stage": request.args.get("tahap") or work.where.stage.slug, "is_public": work.header.is_public}
    form = meeting_form(work.header.kind, {**start, "status": "dijadwalkan"})

    def action(session: Session) -> str:
        row = meetings.schedule(session, actor(), slug, form.command(), now=tracker().now())
        return url_for("meetings.edit", slug=slug, meeting_id=row.id)

    answer = answer_to(form, actor(), action)
    if answer is None:
        return _page(work, form, form.http_status)
    way_back = Markup('<a href="{}">{}</a>').format(answer.location, _("Ubah atau batalkan"))
    flash(Markup("{} {}").format(_("Rapat sudah dijadwalkan."), way_back), "success")
    warn_of_meeting(form.command())
    answer.location = desk.home(slug, "rapat")
    return answer


@blueprint.route("/<int:meeting_id>", methods=["GET", "POST"])
def edit(slug: str, meeting_id: int) -> Response | tuple[str, int]:
    """Change a meeting, or write down what came of it."""
    work = desk.opened(slug, Permission.MANAGE_MEETINGS)
    stored = _stored(slug, meeting_id)
    form = meeting_form(work.header.kind, stored)
    if not form.is_submitted():
        return _page(work, form, 200, meeting_id)
    if not form.validate():
        return _page(work, form, 422, meeting_id)
    details, seen = form.command(), form.seen_revision.data or 0

    def action(session: Session) -> str:
        meetings.change(session, actor(), slug, meeting_id, details, seen_revision=seen, now=tracker().now())
        return desk.home(slug, "rapat")

    try:
        answer = once(actor(), form.key.data or "", action)
    except InvalidValue as refusal:
        form.refuse(refusal)
        return _page(work, form, 422, meeting_id)
    except Stale:
        now = _stored(slug, meeting_id)
        form.see(now["seen_revision"])
        return _page(work, form, 409, meeting_id, differences(form, now))
    again = Markup('<a href="{}">{}</a>').format(request.path, _("Ubah lagi"))
    flash(Markup("{} {}").format(_("Rapat sudah diperbarui."), again), "success")
    warn_of_meeting(details)
    return answer


def _stored(slug: str, meeting_id: int) -> dict[str, Any]:
    with tracker().reading() as session:
        _header, row = workspace.meeting(session, actor(), slug, meeting_id)
        return recorded(row)


def _page(
    work: Workspace,
    form: MeetingForm,
    status: int,
    meeting_id: int | None = None,
    changed: list[tuple[str, str]] | None = None,
) -> tuple[str, int]:
    body = render_template("meetings/form.html", work=work, form=form, meeting_id=meeting_id, changed=changed)
    return body, status
