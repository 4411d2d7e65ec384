"""The rules of deadlines: what the law asks, added, corrected and retired with a look at what that moves."""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidValue, Stale
from tracker.domain.law.deadline_rules import DeadlineRule
from tracker.services import deadline_rules as services
from tracker.services import recounting
from tracker.services.deadline_rules import RuleLine
from tracker.services.recounting import Preview
from tracker.web.addresses import page_asked
from tracker.web.admin.effects import carry_out
from tracker.web.admin.frame import blueprint
from tracker.web.door import tracker
from tracker.web.forms.deadline_rules import RuleForm, rule_form
from tracker.web.login import actor

Answer = Response | tuple[str, int]


@blueprint.get("/tenggat")
def deadline_rules() -> str:
    """Show every rule: law, not verified, target, not active."""
    with tracker().reading() as session:
        lines = services.lines(session, actor())
    return render_template("admin/deadline_rules.html", lines=lines)


@blueprint.route("/tenggat/baru", methods=["GET", "POST"])
def deadline_rule_new() -> Answer:
    """Add a rule; `dari` names one to begin with, for a law that has changed."""
    asked = request.args.get("dari", "")
    like = _stored(int(asked)).rule if asked.isdecimal() and len(asked) <= 9 else None
    form = rule_form(like, tracker().settings.province)
    with tracker().reading() as session:
        slug = like.slug if like else services.free_slug(session, form.number.data or "")
    return _answer(form, None, slug)


@blueprint.route("/tenggat/<int:rule_id>", methods=["GET", "POST"])
def deadline_rule(rule_id: int) -> Answer:
    """Correct or retire a rule."""
    stored = _stored(rule_id)
    return _answer(rule_form(stored.rule, tracker().settings.province), stored, stored.rule.slug)


@blueprint.get("/tenggat/perubahan")
def deadline_changes() -> str:
    """Show which dates moved lately, and why."""
    with tracker().reading() as session:
        log = recounting.latest(session, actor(), page=page_asked())
    return render_template("admin/deadline_changes.html", log=log)


def _answer(form: RuleForm, stored: RuleLine | None, slug: str) -> Answer:
    """Show the form; what it would move, once it is filled; save it once exactly that was seen."""
    if not form.validate_on_submit():
        return _page(form, stored, form.http_status)
    rule_id, rule = stored.id if stored else None, form.rule(slug)
    try:
        return _saved_or_told(form, stored, rule_id, rule)
    except InvalidValue as refusal:
        form.refuse(refusal)
        return _page(form, stored, 422)


def _saved_or_told(
    form: RuleForm, stored: RuleLine | None, rule_id: int | None, rule: DeadlineRule
) -> Answer:
    status = 200
    if "simpan" in request.form and form.was_shown(rule):
        try:
            return _save(form, rule_id, rule)
        except Stale:
            status = 409
    told = _preview(rule_id, rule)
    form.see(told.seen)
    form.show(rule)
    return _page(form, stored, status, told)


def _save(form: RuleForm, rule_id: int | None, rule: DeadlineRule) -> Response:
    seen, now = form.seen_law(), tracker().now()
    return carry_out(
        form,
        lambda session: services.save(session, actor(), rule_id, rule, now=now, seen=seen),
        address=url_for("admin.deadline_rules"),
        done=_("Aturan %(number)s disimpan.", number=rule.number),
    )


def _preview(rule_id: int | None, rule: DeadlineRule) -> Preview:
    with tracker().reading() as session:
        return services.preview(session, actor(), rule_id, rule)


def _stored(rule_id: int) -> RuleLine:
    with tracker().reading() as session:
        return services.line(session, actor(), rule_id)


def _page(
    form: RuleForm, stored: RuleLine | None, status: int, told: Preview | None = None
) -> tuple[str, int]:
    body = render_template(
        "admin/deadline_rule.html", form=form, stored=stored, told=told, overtaken=status == 409
    )
    return body, status
