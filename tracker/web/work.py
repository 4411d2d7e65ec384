""" "Hari ini": what one person should see first."""

from flask import Blueprint, render_template

from tracker.domain.access import Permission, scope_of
from tracker.services import notices, work
from tracker.web.door import tracker
from tracker.web.login import actor

blueprint = Blueprint("work", __name__)


@blueprint.get("/kerja")
def today() -> str:
    """Show what is overdue, due, stuck, waiting, and today's meetings."""
    who = actor()
    with tracker().reading() as session:
        found = work.today_of(session, who, now=tracker().now(), today=tracker().today())
        due = [line.deadline.id for line in (*found.late, *found.soon)]
        known = notices.known_of(session, who, due, today=tracker().today())
    return render_template(
        "work/today.html",
        found=found,
        known=known,
        may_move=scope_of(who, Permission.MOVE_STAGE) is not None,
        may_meet=scope_of(who, Permission.MANAGE_MEETINGS) is not None,
    )
