"""The recess of the council: kept so that no meeting is planned into it by mistake."""

from collections.abc import Iterator

from flask import flash, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker.services import recesses as services
from tracker.services.recesses import RecessLine
from tracker.web.admin.frame import blueprint
from tracker.web.door import answer_to, once, tracker
from tracker.web.forms.recesses import RecessForm
from tracker.web.login import actor

Answer = Response | tuple[str, int]


@blueprint.route("/reses", methods=["GET", "POST"])
def recesses() -> Answer:
    """Show every recess and add one."""
    form = RecessForm()
    made: list[RecessLine] = []

    def add(session: Session) -> str:
        made.append(services.add(session, actor(), form.command(), now=tracker().now()))
        return url_for("admin.recesses")

    answer = answer_to(form, actor(), add)
    if answer is None:
        return _page(form)
    flash(_("Reses disimpan."), "success")
    for sentence in (sentence for line in made for sentence in _beyond(line)):
        flash(sentence, "warning")
    return answer


@blueprint.post("/reses/<int:recess_id>/hapus")
def recess_remove(recess_id: int) -> Response:
    """Take a recess out."""

    def remove(session: Session) -> str:
        services.remove(session, actor(), recess_id, now=tracker().now())
        return url_for("admin.recesses")

    answer = once(actor(), request.form.get("key", "")[:40], remove)
    flash(_("Reses dikeluarkan."), "success")
    return answer


def _beyond(line: RecessLine) -> Iterator[str]:
    """What of it goes beyond D26."""
    if line.too_long:
        yield _(
            "Lebih dari %(days)s hari kerja (%(basis)s; belum diverifikasi).",
            days=services.MOST_DAYS,
            basis=services.BASIS,
        )
    if line.too_many:
        yield _(
            "Lebih dari %(times)s kali setahun (%(basis)s; belum diverifikasi).",
            times=services.MOST_A_YEAR,
            basis=services.BASIS,
        )


def _page(form: RecessForm) -> tuple[str, int]:
    with tracker().reading() as session:
        lines = services.lines(session, actor())
    body = render_template("admin/recesses.html", form=form, lines=lines, beyond=_beyond)
    return body, form.http_status
