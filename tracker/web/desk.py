"""The Raperda someone works on, for the pages of its stages, meetings and description."""

from flask import url_for

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
