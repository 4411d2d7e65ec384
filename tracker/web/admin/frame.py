"""The door of the administrator's pages: whoever may not administer meets it closed."""

from flask import Blueprint

from tracker.domain import access
from tracker.domain.access import Permission
from tracker.web.login import actor

blueprint = Blueprint("admin", __name__, url_prefix="/admin")


@blueprint.before_request
def _refuse_others() -> None:
    """The use cases ask as well; this also closes the pages that only show an empty form."""
    access.require(actor(), Permission.ADMINISTER)
