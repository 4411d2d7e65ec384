"""Deadlines that only a person can tell to be met."""

from flask import Blueprint, flash
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker.services import deadlines
from tracker.web import desk
from tracker.web.door import once, tracker
from tracker.web.login import actor

blueprint = Blueprint("deadlines", __name__, url_prefix="/kerja/raperda/<slug>/tenggat")


@blueprint.post("/<int:deadline_id>/selesai")
def settle(slug: str, deadline_id: int) -> Response:
    """Record that what a clock asks has been done; doing it twice changes nothing."""

    def action(session: Session) -> str:
        deadlines.settle(session, actor(), slug, deadline_id, now=tracker().now())
        return desk.home(slug, "tenggat")

    answer = once(actor(), "", action)
    flash(_("Tenggat dicatat terpenuhi."), "success")
    return answer
