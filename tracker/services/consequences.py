"""What a move will bring about, told before it is made: clocks, what follows, who is reminded."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import access, moves
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import NotFound, Refusal
from tracker.domain.law.deadline_rules import DeadlineRule, Matter
from tracker.domain.law.deadlines import DueDate, compute
from tracker.domain.law.legal_events import Happening, StageEvent
from tracker.domain.process import BY_SLUG, Stage
from tracker.domain.state import Move, Request, State
from tracker.services import deadlines, states
from tracker.services import law as laws
from tracker.services.law import Law
from tracker.services.reminders import rules as reminder_rules
from tracker.services.reminders.recipients import concerns
from tracker.storage.models import Raperda

_ENTERS: dict[Move, Happening] = {
    Move.START: "started",
    Move.COMPLETE: "completed",
    Move.SEND_BACK: "sent-back",
}


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
    found = _clocks(laws.matter(raperda), request, laws.load(session))
    after = _after(state, request, today)
    step = moves.next_step(after) if after is not None and not after.open() else None
    return replace(
        found,
        following=BY_SLUG[step[1]] if step else None,
        headline=BY_SLUG[after.headline] if after is not None and after.headline != state.headline else None,
        told=_told(session, request, found),
        is_public=raperda.is_public,
    )


def _clocks(matter: Matter, request: Request, law: Law) -> Consequences:
    on, book = request.occurred_on, law.book
    if request.move in _ENTERS:
        event = StageEvent(request.stage, _ENTERS[request.move])
        started = book.triggered_by(event, matter, on)
        return Consequences(
            starting=tuple(compute(rule, on, law.calendar) for rule in started),
            met=book.stopped_by(event, matter),
        )
    if request.move is Move.REOPEN:
        return Consequences(void=book.triggered_by(StageEvent(request.stage, "completed"), matter, on))
    return Consequences()


def _after(state: State, request: Request, today: date) -> State | None:
    """The state after the move, or None while what was given does not suffice to make it."""
    reason = request.reason or "-"
    try:
        return moves.move(state, replace(request, reason=reason), today=today)
    except Refusal:
        return None


def _told(session: Session, request: Request, found: Consequences) -> tuple[str, ...]:
    """Who is reminded: of the clocks that start, or of the plan that is made."""
    wanted = [(deadlines.LAW, due.rule.holder, request.stage) for due in found.starting]
    if request.move is Move.RESCHEDULE:
        wanted.append((deadlines.PLAN, BY_SLUG[request.stage].holder, request.stage))
    names = {
        rule.recipient: None
        for rule in reminder_rules.in_force(session)
        for kind, holder, stage in wanted
        if concerns(rule, kind=kind, phase=BY_SLUG[stage].phase, holder=holder)
    }
    return tuple(names)
