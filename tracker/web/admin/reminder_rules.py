"""Who is reminded of what and when, and over which channels."""

from collections.abc import Callable

from flask import flash, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker.domain.errors import NotFound
from tracker.services import channels
from tracker.services.reminders import rules
from tracker.services.reminders.rules import RuleLine
from tracker.web.admin.frame import blueprint
from tracker.web.door import answer_to, once, tracker
from tracker.web.forms.admin import KeyForm
from tracker.web.forms.reminder_rules import RuleForm
from tracker.web.login import actor

Answer = Response | tuple[str, int]


@blueprint.get("/pengingat/aturan")
def reminder_rules() -> str:
    """Show every rule."""
    with tracker().reading() as session:
        lines = rules.every_rule(session, actor())
    return render_template("admin/reminder_rules.html", lines=lines, form=KeyForm())


@blueprint.route("/pengingat/aturan/baru", methods=["GET", "POST"])
def reminder_rule_new() -> Answer:
    """Add a rule."""
    form = RuleForm()

    def add(session: Session) -> None:
        rules.add(session, actor(), form.command(), now=tracker().now())

    return _answered(form, add, _("Aturan ditambahkan. Berlaku mulai putaran berikutnya."))


@blueprint.route("/pengingat/aturan/<int:rule_id>", methods=["GET", "POST"])
def reminder_rule(rule_id: int) -> Answer:
    """Correct a rule."""
    line = _line(rule_id)
    form = RuleForm(data=RuleForm.filled(line.rule))

    def change(session: Session) -> None:
        rules.change(session, actor(), form.command(rule_id), now=tracker().now())

    return _answered(form, change, _("Aturan disimpan. Yang sudah diingatkan tidak diingatkan lagi."), line)


@blueprint.post("/pengingat/aturan/<int:rule_id>/pakai")
def reminder_rule_switch(rule_id: int) -> Response:
    """Switch a rule on or off."""
    on = bool(request.form.get("pakai"))

    def switch(session: Session) -> str:
        rules.switch(session, actor(), rule_id, on=on, now=tracker().now())
        return url_for("admin.reminder_rules")

    answer = once(actor(), "", switch)
    flash(_("Aturan dipakai lagi.") if on else _("Aturan tidak dipakai lagi."), "success")
    return answer


@blueprint.get("/pengingat/saluran", endpoint="channels")
def every_channel() -> str:
    """Show how everybody is reached; the secrets of their addresses are never shown."""
    with tracker().reading() as session:
        lines = channels.everyones(session, actor())
    return render_template("admin/channels.html", lines=lines)


@blueprint.post("/pengingat/saluran/<int:channel_id>/pakai")
def channel_switch(channel_id: int) -> Response:
    """Pause somebody's channel, or let it go on."""
    on = bool(request.form.get("pakai"))

    def switch(session: Session) -> str:
        channels.switch_any(session, actor(), channel_id, on=on, now=tracker().now())
        return url_for("admin.channels")

    answer = once(actor(), "", switch)
    flash(_("Saluran dipakai lagi.") if on else _("Saluran dijeda."), "success")
    return answer


def _line(rule_id: int) -> RuleLine:
    with tracker().reading() as session:
        for line in rules.every_rule(session, actor()):
            if line.rule.id == rule_id:
                return line
    raise NotFound("reminder-rule", rule_id)


def _answered(
    form: RuleForm, action: Callable[[Session], None], words: str, line: RuleLine | None = None
) -> Answer:
    def acted(session: Session) -> str:
        action(session)
        return url_for("admin.reminder_rules")

    answer = answer_to(form, actor(), acted)
    if answer is None:
        return _form_page(form, line)
    flash(words, "success")
    return answer


def _form_page(form: RuleForm, line: RuleLine | None) -> tuple[str, int]:
    body = render_template("admin/reminder_rule.html", form=form, line=line)
    return body, form.http_status
