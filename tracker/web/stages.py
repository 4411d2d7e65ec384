"""Moving a Raperda: each move says first what it will bring about; and the schedule of all stages."""

from dataclasses import dataclass

from flask import Blueprint, flash, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.wrappers import Response

from tracker.domain.access import Permission
from tracker.domain.errors import IllegalMove, InvalidValue, Stale
from tracker.domain.process import BY_SLUG, Stage, Status
from tracker.domain.state import MOVES, OF_THE_WHOLE, Move, StageRound
from tracker.services import consequences, stages, workspace
from tracker.services.stages import Plan
from tracker.services.views import HistoryLine
from tracker.services.workspace import Workspace
from tracker.web import desk
from tracker.web.door import once, tracker
from tracker.web.formats import term
from tracker.web.forms.choices import word
from tracker.web.forms.stages import FIELDS, MoveForm, SeenForm, move_form, plan_form
from tracker.web.login import actor
from tracker.web.recesses import warn_of_plans

blueprint = Blueprint("stages", __name__, url_prefix="/kerja/raperda/<slug>")

_WAY_BACK = {
    Move.START: Move.CORRECT,
    Move.COMPLETE: Move.REOPEN,
    Move.SKIP: Move.REOPEN,
    Move.REOPEN: Move.COMPLETE,
    Move.RESCHEDULE: Move.RESCHEDULE,
    Move.HAND_OVER: Move.HAND_OVER,
    Move.CORRECT: Move.CORRECT,
    Move.WITHDRAW: Move.RESUME,
    Move.REJECT: Move.RESUME,
}
"""The move that makes up for a mistaken one, offered as soon as it is made."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a form cannot be taken as it is: what others did since, and what no longer goes."""

    lines: tuple[HistoryLine, ...]
    why_not: str = ""
    blocking: tuple[Stage, ...] = ()


@blueprint.route("/tahap/<stage>/<move>", methods=["GET", "POST"], endpoint="move")
def make_move(slug: str, stage: str, move: str) -> Response | tuple[str, int]:
    """Say what a move will bring about, and make it."""
    asked = _known(stage, move)
    work = desk.opened(slug, stages.permission_for(asked))
    today = tracker().today()
    current = _round(work, stage)
    form = move_form(asked, current, today=today, province=tracker().settings.province)
    if not form.is_submitted():
        form.see(work.revision, _last(work))
        return _move_page(work, form, asked, stage, 200)
    valid = form.validate()
    if "hitung" in request.form:
        return _move_page(work, form, asked, stage, 200)
    if not valid:
        return _move_page(work, form, asked, stage, 422)
    command = form.command(slug, asked, stage, today)
    moved: list[Workspace] = []

    def action(session: Session) -> str:
        stages.move(session, actor(), command, now=tracker().now(), today=today)
        moved.append(workspace.open_workspace(session, actor(), slug, now=tracker().now(), today=today))
        return desk.home(slug)

    try:
        answer = once(actor(), form.key.data or "", action)
    except InvalidValue as refusal:
        form.refuse(refusal)
        return _move_page(work, form, asked, stage, 422)
    except (Stale, IllegalMove) as refusal:
        return _move_page(desk.opened(slug), form, asked, stage, 409, refusal=refusal)
    _say_done(asked, BY_SLUG[stage], moved)
    if asked is Move.RESCHEDULE:
        wanted = command.request
        warn_of_plans((Plan(stage, wanted.planned_start_on, wanted.planned_end_on),), (current,))
    return answer


@blueprint.route("/jadwal", methods=["GET", "POST"])
def plan(slug: str) -> Response | tuple[str, int]:
    """Set the planned dates of everything that is not done yet."""
    work = desk.opened(slug, Permission.MOVE_STAGE)
    ahead = [one for one in work.state.latest() if one.status in (Status.BELUM, Status.BERLANGSUNG)]
    form = plan_form(ahead)
    if not form.is_submitted():
        form.see(work.revision, _last(work))
        return _plan_page(work, form, 200)
    if not form.validate():
        return _plan_page(work, form, 422)
    command = form.command(slug)

    def action(session: Session) -> str:
        stages.plan(session, actor(), command, now=tracker().now(), today=tracker().today())
        return desk.home(slug)

    try:
        answer = once(actor(), form.key.data or "", action)
    except InvalidValue as refusal:
        form.refuse(refusal)
        return _plan_page(work, form, 422)
    except (Stale, IllegalMove) as refusal:
        return _plan_page(desk.opened(slug), form, 409, refusal)
    again = Markup('<a href="{}">{}</a>').format(url_for("stages.plan", slug=slug), _("Ubah lagi"))
    flash(Markup("{} {}").format(_("Jadwal sudah diperbarui."), again), "success")
    warn_of_plans(command.plans, ahead)
    return answer


def _known(stage: str, move: str) -> Move:
    """The move of an address. Earlier stages are recorded when a Raperda is entered, not on a page."""
    if stage not in BY_SLUG or move not in set(FIELDS):
        raise NoSuchPage
    return Move(move)


def _round(work: Workspace, stage: str) -> StageRound:
    """The latest round of a stage, where this Raperda's process has it."""
    for line in work.stages:
        if line.stage.slug == stage:
            return line.round
    raise NoSuchPage


def _last(work: Workspace) -> int:
    return work.history[0].sequence if work.history else 0


def _conflict(work: Workspace, form: SeenForm, refusal: Stale | IllegalMove | None) -> Conflict | None:
    """Say what changed since the form's page, and let the form carry on from what is shown now."""
    if refusal is None:
        return None
    seen = form.seen_sequence.data or 0
    lines = tuple(line for line in work.history if line.sequence > seen)
    form.see(work.revision, _last(work))
    if isinstance(refusal, IllegalMove):
        return Conflict(lines, refusal.reason, tuple(BY_SLUG[slug] for slug in refusal.blocking))
    return Conflict(lines)


def _move_page(
    work: Workspace,
    form: MoveForm,
    asked: Move,
    stage: str,
    status: int,
    *,
    refusal: Stale | IllegalMove | None = None,
) -> tuple[str, int]:
    slug, today = work.header.slug, tracker().today()
    told = None
    wanted = form.command(slug, asked, stage, today).request
    try:
        with tracker().reading() as session:
            told = consequences.of(session, actor(), slug, wanted, today=today)
    except IllegalMove as impossible:
        status, refusal = 409, impossible
    body = render_template(
        "stages/move.html",
        work=work,
        form=form,
        fields=FIELDS[asked],
        move=asked,
        title=_title(asked, BY_SLUG[stage]),
        stage=BY_SLUG[stage],
        current=_round(work, stage),
        basis=MOVES[asked].basis if asked in OF_THE_WHOLE else "",
        told=told,
        conflict=_conflict(work, form, refusal),
    )
    return body, status


def _plan_page(
    work: Workspace, form: SeenForm, status: int, refusal: Stale | IllegalMove | None = None
) -> tuple[str, int]:
    conflict = _conflict(work, form, refusal)
    return render_template("stages/plan.html", work=work, form=form, conflict=conflict), status


def _title(move: Move, stage: Stage) -> str:
    if move in OF_THE_WHOLE:
        return word("move", move)
    return str(_("%(move)s: %(stage)s", move=word("move", move), stage=term(stage)))


def _say_done(move: Move, stage: Stage, moved: list[Workspace]) -> None:
    """One line of success, and the way back if it was a mistake; for a form sent again, the line alone."""
    if not moved:
        flash(_("Sudah tercatat."), "success")
        return
    after = moved[0]
    done = word("happened", after.history[0])
    back = _WAY_BACK.get(move)
    possible = {line.stage.slug: line.moves for line in after.stages}.get(stage.slug, ())
    if back is None or back not in (*possible, *after.whole_moves):
        flash(done, "success")
        return
    address = url_for("stages.move", slug=after.header.slug, stage=stage.slug, move=back)
    words = _("Keliru? %(way_back)s", way_back=_title(back, stage))
    flash(Markup('{} <a href="{}">{}</a>').format(done, address, words), "success")
