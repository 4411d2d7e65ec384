"""The Raperda someone works on: its workspace, its address, and the line that says what was done to it."""

from flask import flash, url_for
from markupsafe import Markup

from tracker.domain.access import Permission
from tracker.domain.errors import NotAllowed
from tracker.services import workspace
from tracker.services.workspace import Workspace
from tracker.web.door import tracker
from tracker.web.login import actor


def opened(slug: str, needed: Permission = Permission.READ_INTERNAL) -> Workspace:
    """Return the workspace of a Raperda; raises NotFound, or NotAllowed without what the page needs."""
    with tracker().reading() as session:
        found = workspace.open_workspace(session, actor(), slug, now=tracker().now(), today=tracker().today())
    if needed not in found.may:
        raise NotAllowed(needed)
    return found


def home(slug: str, anchor: str = "") -> str:
    """Return the address of the workspace of a Raperda."""
    return url_for("raperda.workspace", slug=slug, _anchor=anchor or None)


def say(sentence: str, to: str, words: str) -> None:
    """One line of success, and in these words the way back if it was a mistake."""
    flash(Markup('{} <a href="{}">{}</a>').format(sentence, to, words), "success")
