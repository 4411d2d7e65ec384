"""Raperda at work: the list, entering one, its workspace, its description, its numbers, notes about it."""

from collections.abc import Sequence

from flask import Blueprint, flash, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker.domain import access
from tracker.domain.access import Permission
from tracker.domain.errors import InvalidValue, Stale
from tracker.services import committees, plans, raperda, workspace
from tracker.services.committees import CommitteeLine
from tracker.services.workspace import Workspace
from tracker.web import desk
from tracker.web.door import answer_to, once, tracker
from tracker.web.forms.base import Form
from tracker.web.forms.raperda import DescriptionForm, NoteForm, NumbersForm, new_form, stored_description
from tracker.web.login import actor
from tracker.web.public import shown_filters, wanted_filters

blueprint = Blueprint("raperda", __name__, url_prefix="/kerja/raperda")


@blueprint.get("")
def index() -> str:
    """Show the Raperda this person may read internally."""
    filters = wanted_filters()
    with tracker().reading() as session:
        found = workspace.listing(session, actor(), filters, today=tracker().today())
    return render_template("raperda/index.html", listing=found, filters=shown_filters(filters))


@blueprint.route("/baru", methods=["GET", "POST"])
def new() -> Response | tuple[str, int]:
    """Enter a Raperda."""
    access.require(actor(), Permission.EDIT_RAPERDA)
    form = new_form(_committees(), tracker().today().year)

    def action(session: Session) -> str:
        created = raperda.create(
            session,
            actor(),
            form.description(),
            done_through=form.done_through.data or None,
            plans=form.plans(),
            now=tracker().now(),
            today=tracker().today(),
        )
        return desk.home(created.slug)

    answer = answer_to(form, actor(), action)
    if answer is None:
        return render_template("raperda/new.html", form=form), form.http_status
    flash(_("Raperda sudah dicatat. Berikutnya: unggah naskahnya atau mulai tahap pertamanya."), "success")
    return answer


@blueprint.get("/<slug>", endpoint="workspace")
def show(slug: str) -> tuple[str, int]:
    """Show everything about one Raperda to those who work on it."""
    return _workspace_page(desk.opened(slug), NoteForm())


@blueprint.route("/<slug>/ubah", methods=["GET", "POST"])
def edit(slug: str) -> Response | tuple[str, int]:
    """Change what a Raperda is."""
    work = desk.opened(slug, Permission.EDIT_RAPERDA)
    form = DescriptionForm(obj=work.header, data={"pansus_id": work.pansus_id})
    form.offer(_committees())
    if not form.is_submitted():
        form.seen.data = str(stored_description(work).fingerprint)
        return _edit_page(work, form, 200)
    if not form.validate():
        return _edit_page(work, form, 422)

    def action(session: Session) -> str:
        seen = form.seen_fingerprint()
        raperda.describe(session, actor(), slug, form.description(), seen=seen, now=tracker().now())
        return desk.home(slug)

    try:
        answer = once(actor(), form.key.data or "", action)
    except InvalidValue as refusal:
        form.refuse(refusal)
        return _edit_page(work, form, 422)
    except Stale:
        work = desk.opened(slug, Permission.EDIT_RAPERDA)
        return _edit_page(work, form, 409, overtaken=form.overtaken(work))
    _say(_("Keterangan Raperda sudah diperbarui."), url_for("raperda.edit", slug=slug))
    return answer


@blueprint.route("/<slug>/nomor", methods=["GET", "POST"])
def numbers(slug: str) -> Response | tuple[str, int]:
    """Write down the register number and the number of the Perda."""
    work = desk.opened(slug, Permission.EDIT_RAPERDA)
    form = NumbersForm(obj=work.header)

    def action(session: Session) -> str:
        raperda.publish(session, actor(), slug, form.command(), now=tracker().now())
        return desk.home(slug)

    answer = answer_to(form, actor(), action)
    if answer is None:
        return render_template("raperda/numbers.html", work=work, form=form), form.http_status
    _say(_("Nomor sudah dicatat."), url_for("raperda.numbers", slug=slug))
    return answer


@blueprint.post("/<slug>/catatan")
def note(slug: str) -> Response | tuple[str, int]:
    """Add an internal note."""
    work = desk.opened(slug, Permission.WRITE_NOTES)
    form = NoteForm()

    def action(session: Session) -> str:
        raperda.write_note(session, actor(), slug, form.text.data or "", now=tracker().now())
        return desk.home(slug, "catatan")

    answer = answer_to(form, actor(), action)
    if answer is None:
        return _workspace_page(work, form)
    flash(_("Catatan sudah ditambahkan."), "success")
    return answer


def _committees() -> tuple[CommitteeLine, ...]:
    with tracker().reading() as session:
        return committees.committees(session, actor())


def _edit_page(
    work: Workspace, form: Form, status: int, overtaken: Sequence[tuple[str, str]] = ()
) -> tuple[str, int]:
    return render_template("raperda/edit.html", work=work, form=form, overtaken=overtaken), status


def _workspace_page(work: Workspace, form: NoteForm) -> tuple[str, int]:
    with tracker().reading() as session:
        outlook = plans.outlook(session, work.header, work.state, today=tracker().today())
    body = render_template(
        "raperda/workspace.html",
        work=work,
        outlook=outlook,
        header=work.header,
        note_form=form,
        moves={line.stage.slug: line.moves for line in work.stages},
        phases=(
            ("persiapan", work.strip.before),
            ("pansus", work.strip.numbered),
            ("menuju-berlaku", work.strip.after),
        ),
    )
    return body, form.http_status


def _say(sentence: str, back_to: str) -> None:
    """One line of success, and the way back if it was a mistake."""
    way_back = Markup('<a href="{}">{}</a>').format(back_to, _("Keliru? Ubah lagi"))
    flash(Markup("{} {}").format(sentence, way_back), "success")
