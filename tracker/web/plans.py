"""Planned against actual, and the days to come, of one Raperda at work."""

from flask import Blueprint, render_template

from tracker.services import plans
from tracker.web.door import tracker
from tracker.web.login import actor

blueprint = Blueprint("plans", __name__, url_prefix="/kerja/raperda/<slug>")


@blueprint.get("/rencana")
def schedule(slug: str) -> str:
    """Show what was planned and what happened, who changed a plan, and where the days went."""
    with tracker().reading() as session:
        header, found = plans.open_schedule(session, actor(), slug, today=tracker().today())
    return render_template("plans/schedule.html", header=header, schedule=found)
