"""Messages to pass on: a status, a meeting or a deadline as plain text that WhatsApp understands."""

from flask import Blueprint, render_template, url_for

from tracker.domain.chat_text import chat_text, share_address
from tracker.domain.errors import NotFound
from tracker.services import agenda
from tracker.services.views import Header
from tracker.web import saying
from tracker.web.desk import opened
from tracker.web.door import tracker
from tracker.web.login import actor
from tracker.web.saying import Said

blueprint = Blueprint("messages", __name__, url_prefix="/kerja/raperda/<slug>/pesan")


@blueprint.get("")
def status(slug: str) -> str:
    """Show where a Raperda is as a message."""
    page = opened(slug)
    return _page(page.header, saying.of_status(page.header, page.where))


@blueprint.get("/rapat/<int:meeting_id>")
def meeting(slug: str, meeting_id: int) -> str:
    """Show a meeting as a message."""
    page = opened(slug)
    with tracker().reading() as session:
        found = agenda.sitting(session, actor(), slug, meeting_id, now=tracker().now())
    if found is None:
        raise NotFound("meeting", meeting_id)
    return _page(page.header, saying.of_meeting(found))


@blueprint.get("/tenggat/<int:deadline_id>")
def deadline(slug: str, deadline_id: int) -> str:
    """Show a deadline as a message."""
    page = opened(slug)
    with tracker().reading() as session:
        found = agenda.due(session, actor(), slug, deadline_id, today=tracker().today())
    if found is None:
        raise NotFound("deadline", deadline_id)
    return _page(page.header, saying.of_deadline(found))


def _page(header: Header, said: Said) -> str:
    """The address in a message is the public one where there is one: whoever is sent it may open it."""
    endpoint = "public.raperda" if header.is_public else "raperda.workspace"
    link = tracker().settings.base_url + url_for(endpoint, slug=header.slug)
    text = chat_text(said.title, (said.when, *said.lines), link)
    return render_template("messages/message.html", header=header, text=text, share=share_address(text))
