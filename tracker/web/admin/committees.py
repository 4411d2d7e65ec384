"""Pansus: forming them, and who sits in them."""

from flask import flash, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker.domain.access import Role
from tracker.domain.errors import NotFound
from tracker.services import accounts
from tracker.services import committees as services
from tracker.services.committees import CommitteeLine
from tracker.web.admin.frame import blueprint
from tracker.web.door import answer_to, tracker
from tracker.web.forms.admin import CommitteeForm
from tracker.web.login import actor

Answer = Response | tuple[str, int]


@blueprint.get("/pansus")
def committees() -> str:
    """Show every pansus with its seats."""
    with tracker().reading() as session:
        lines = services.committees(session, actor())
    return render_template("admin/committees.html", committees=lines)


@blueprint.route("/pansus/baru", methods=["GET", "POST"])
def committee_new() -> Answer:
    """Form a pansus."""
    form = CommitteeForm(_people())

    def add(session: Session) -> str:
        services.form(session, actor(), form.command(), now=tracker().now())
        return url_for("admin.committees")

    answer = answer_to(form, actor(), add)
    if answer is None:
        return _form_page(form)
    flash(_("%(name)s disimpan.", name=form.name.data), "success")
    return answer


@blueprint.route("/pansus/<int:pansus_id>", methods=["GET", "POST"])
def committee(pansus_id: int) -> Answer:
    """Change a pansus."""
    line = _committee(pansus_id)
    form = CommitteeForm(_people(), data=_filled(line))

    def change(session: Session) -> str:
        services.reform(session, actor(), pansus_id, form.command(), now=tracker().now())
        return url_for("admin.committees")

    answer = answer_to(form, actor(), change)
    if answer is None:
        return _form_page(form, line)
    flash(_("%(name)s disimpan.", name=form.name.data), "success")
    return answer


def _people() -> list[tuple[int, str]]:
    """Return who may sit in a pansus; closed accounts stay, because they may sit there already."""
    with tracker().reading() as session:
        lines = accounts.accounts(session, actor())
    return [
        (line.id, _("%(name)s (akun ditutup)", name=line.name) if line.is_disabled else line.name)
        for line in lines
        if line.role is Role.PANSUS
    ]


def _committee(pansus_id: int) -> CommitteeLine:
    with tracker().reading() as session:
        for line in services.committees(session, actor()):
            if line.id == pansus_id:
                return line
    raise NotFound("pansus", pansus_id)


def _filled(line: CommitteeLine) -> dict[str, object]:
    now = line.composition
    return {
        "name": now.name,
        "decree": now.decree,
        "formed_on": now.formed_on,
        "closed_on": now.closed_on,
        "seats": [
            {"user_id": str(seat.user_id), "position": seat.position, "fraksi": seat.fraksi}
            for seat in now.seats
        ],
    }


def _form_page(form: CommitteeForm, line: CommitteeLine | None = None) -> tuple[str, int]:
    shown, waiting = form.shown()
    body = render_template(
        "admin/committee.html",
        form=form,
        committee=line,
        shown=shown,
        waiting=waiting,
        has_people=bool(_people()),
    )
    return body, form.http_status
