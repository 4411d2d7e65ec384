""" "Pemberitahuan": what one has been told, and saying that one knows."""

from flask import Blueprint, flash, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker.services import notices
from tracker.web.addresses import page_asked
from tracker.web.door import once, tracker
from tracker.web.login import actor

blueprint = Blueprint("notices", __name__)


@blueprint.get("/pemberitahuan")
def index() -> str:
    """Show what one has been told, unread first."""
    with tracker().reading() as session:
        found = notices.notices(session, actor(), today=tracker().today(), page=page_asked())
    return render_template("notices/index.html", found=found)


@blueprint.post("/pemberitahuan/<int:notice_id>/tahu")
def acknowledge(notice_id: int) -> Response:
    """Say that one knows of one thing; saying it twice changes nothing."""

    def action(session: Session) -> str:
        notices.acknowledge(session, actor(), notice_id, now=tracker().now(), today=tracker().today())
        return url_for("notices.index")

    answer = once(actor(), "", action)
    flash(_("Dicatat. Anda tidak diingatkan lagi tentang hal itu sampai ada yang baru."), "success")
    return answer


@blueprint.post("/pemberitahuan/tahu")
def acknowledge_all() -> Response:
    """Say that one knows of everything."""

    def action(session: Session) -> str:
        notices.acknowledge_all(session, actor(), now=tracker().now(), today=tracker().today())
        return url_for("notices.index")

    answer = once(actor(), "", action)
    flash(_("Semua dicatat sudah Anda ketahui."), "success")
    return answer


@blueprint.post("/kerja/tenggat/<int:deadline_id>/tahu")
def acknowledge_deadline(deadline_id: int) -> Response:
    """Say that one knows of a deadline, from "Hari ini"."""

    def action(session: Session) -> str:
        notices.acknowledge_deadline(
            session, actor(), deadline_id, now=tracker().now(), today=tracker().today()
        )
        return url_for("work.today")

    answer = once(actor(), "", action)
    flash(_("Dicatat. Anda tidak diingatkan lagi tentang hal itu sampai ada yang baru."), "success")
    return answer
