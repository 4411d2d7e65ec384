"""The settings of the stages: whose hands each starts in, and its goal."""

from flask import flash, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker.services import committees
from tracker.web.admin.frame import blueprint
from tracker.web.door import answer_to, tracker
from tracker.web.forms.admin import stages_form
from tracker.web.login import actor


@blueprint.route("/tahap", methods=["GET", "POST"])
def stages() -> Response | tuple[str, int]:
    """Set holder and goal of every stage; the stages themselves and their legal basis are the law's."""
    with tracker().reading() as session:
        lines = committees.stage_lines(session, actor())
    form = stages_form(lines, tracker().settings.province)

    def change(session: Session) -> str:
        for slug, holder, goal_days in form.command():
            committees.set_stage(
                session, actor(), slug, holder=holder, goal_days=goal_days, now=tracker().now()
            )
        return url_for("admin.stages")

    answer = answer_to(form, actor(), change)
    if answer is None:
        return render_template("admin/stages.html", lines=lines, form=form), form.http_status
    flash(_("Pengaturan tahap disimpan. Berlaku untuk tahap yang dimulai sesudah ini."), "success")
    return answer
