"""What a move will bring about, told before it is made: clocks, what follows, who is reminded."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import access, moves
from tracker.domain import deadlines as rules
from tracker.domain.access import Actor, Permission
from tracker.domain.deadlines import DeadlineRule, DueDate
from tracker.domain.errors import NotFound, Refusal
from tracker.domain.process import BY_SLUG, Stage
from tracker.domain.state import Move, Request, State
from tracker.domain.workdays import WorkCalendar
from tracker.services import calendars, deadlines, states
from tracker.services.reminders import rules as reminder_rules
from tracker.services.reminders.recipients import concerns
from tracker.storage.models import Raperda

_ENTERS = {Move.START: "started", Move.COMPLETE: "completed"}


@dataclass(frozen=True, slots=True)
class Consequences:
    """What one move on one stage brings about.

    `starting` are clocks that begin to run, `met` those that are stopped, `void` those that no longer hold.
    `following` is the stage that may then start; `headline` the new headline stage where it changes.
    `told` are the recipients (`reminders.RECIPIENTS`) of reminders of the dates concerned.
    """

    starting: tuple[DueDate, ...] = ()
    met: tuple[DeadlineRule, ...] = ()
    void: tuple[DeadlineRule, ...] = ()
    following: Stage | None = None
    headline: Stage | None = None
    told: tuple[str, ...] = ()
    is_public: bool = False


def of(session: Session, actor: Actor, slug: str, request: Request, *, today: date) -> Consequences:
    """Return what `request` would bring about if it were made now; raises IllegalMove where it cannot be."""
    access.require(actor, Permission.READ_INTERNAL)
    raperda = session.scalar(select(Raperda).where(Raperda.slug == slug))
    if raperda is None:
        raise NotFound("raperda", slug)
    access.require_on(actor, Permission.READ_INTERNAL, raperda.pansus_id)
    state = states.load(session, raperda)
    moves.refuse_if_impossible(state, request.move, request.stage)
    found = _clocks(state, request, calendars.load(session))
    after = _after(state, request, today)
    step = moves.next_step(after) if after is not None and not after.open() else None
    return replace(
        found,
        following=BY_SLUG[step[1]] if step else None,
        headline=BY_SLUG[after.headline] if after is not None and after.headline != state.headline else None,
        told=_told(session, request, found),
        is_public=raperda.is_public,
    )


def _clocks(state: State, request: Request, calendar: WorkCalendar) -> Consequences:
    if request.move in _ENTERS:
        what = _ENTERS[request.move]
        started = rules.triggered_by(request.stage, what, kind=state.kind)
        return Consequences(
            starting=tuple(rules.compute(rule, request.occurred_on, calendar) for rule in started),
            met=_stopped_by(state, request.stage, what),
        )
    if request.move is Move.REOPEN:
        return Consequences(void=rules.triggered_by(request.stage, "completed", kind=state.kind))
    return Consequences()


def _stopped_by(state: State, stage: str, what: str) -> tuple[DeadlineRule, ...]:
    return tuple(rule for rule in rules.satisfied_by(stage, what) if state.kind in rule.kinds)


def _after(state: State, request: Request, today: date) -> State | None:
    """The state after the move, or None while what was given does not suffice to make it."""
    reason = request.reason or "-"
    try:
        return moves.move(state, replace(request, reason=reason), today=today)
    except Refusal:
        return None


def _told(session: Session, request: Request, found: Consequences) -> tuple[str, ...]:
    """Who is reminded: of the clocks that start, or of the plan that is made."""
    wanted = [(deadlines.LAW, due.rule.holder, due.rule.trigger.stage) for due in found.starting]
    if request.move is Move.RESCHEDULE:
        wanted.append((deadlines.PLAN, BY_SLUG[request.stage].holder, request.stage))
    names = {
        rule.recipient: None
        for rule in reminder_rules.in_force(session)
        for kind, holder, stage in wanted
        if concerns(rule, kind=kind, phase=BY_SLUG[stage].phase, holder=holder)
    }
    return tuple(names)
