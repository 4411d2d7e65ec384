"""Moving a Raperda: one use case for every move, one for a whole schedule."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain import access, moves
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import InvalidValue, Stale
from tracker.domain.state import OF_THE_WHOLE, Move, Request, StageRound, State
from tracker.services import deadlines, journal, states
from tracker.services import law as laws
from tracker.services.deadlines import Because
from tracker.storage.models import Raperda, StageEvent, StageSetting


@dataclass(frozen=True, slots=True)
class MoveStage:
    """What someone asks for, and the revision of the page they asked it on."""

    slug: str
    seen_revision: int
    request: Request


@dataclass(frozen=True, slots=True)
class Plan:
    """Planned dates for one stage."""

    stage: str
    start_on: date | None
    end_on: date | None


@dataclass(frozen=True, slots=True)
class PlanSchedule:
    """Planned dates for several stages at once, with one reason for all that changes."""

    slug: str
    seen_revision: int
    plans: tuple[Plan, ...]
    reason: str


def permission_for(move: Move) -> Permission:
    """Return what someone needs to make this move."""
    return Permission.CLOSE_RAPERDA if move in OF_THE_WHOLE else Permission.MOVE_STAGE


def move(session: Session, actor: Actor, command: MoveStage, *, now: datetime, today: date) -> None:
    """Make one move; raises Stale, IllegalMove, InvalidValue or NotAllowed and then leaves no trace."""
    access.require(actor, Permission.MOVE_STAGE)
    raperda = _load(session, actor, command.slug, command.seen_revision, permission_for(command.request.move))
    _apply(session, actor, raperda, (command.request,), now=now, today=today)


def plan(session: Session, actor: Actor, command: PlanSchedule, *, now: datetime, today: date) -> int:
    """Set planned dates of several stages and return how many changed; unchanged ones write nothing."""
    access.require(actor, Permission.MOVE_STAGE)
    raperda = _load(session, actor, command.slug, command.seen_revision, Permission.MOVE_STAGE)
    state = states.load(session, raperda)
    requests = []
    for wanted in command.plans:
        current = state.current(wanted.stage)
        if (current.planned_start_on, current.planned_end_on) != (wanted.start_on, wanted.end_on):
            requests.append(_reschedule(wanted, command.reason, today))
    if not requests:
        raise InvalidValue("plans", "nothing-changes")
    _apply(session, actor, raperda, tuple(requests), now=now, today=today)
    return len(requests)


def record_earlier(
    session: Session, actor: Actor, raperda: Raperda, through: str, *, reason: str, now: datetime, today: date
) -> None:
    """Record every stage up to and including `through` as done before the Raperda was entered here."""
    access.require(actor, Permission.EDIT_RAPERDA)
    order = [one.stage for one in states.load(session, raperda).latest()]
    if through not in order:
        raise InvalidValue("done_through", "not-a-choice")
    behind = order[: order.index(through) + 1]
    requests = (Request(Move.RECORD_EARLIER, stage, occurred_on=today, reason=reason) for stage in behind)
    _apply(session, actor, raperda, tuple(requests), now=now, today=today)


def _load(session: Session, actor: Actor, slug: str, seen: int, permission: Permission) -> Raperda:
    raperda = states.lock(session, slug)
    access.require_on(actor, permission, raperda.pansus_id)
    if raperda.revision != seen:
        raise Stale(seen=seen, current=raperda.revision)
    return raperda


def _apply(
    session: Session,
    actor: Actor,
    raperda: Raperda,
    requests: tuple[Request, ...],
    *,
    now: datetime,
    today: date,
) -> None:
    before = states.load(session, raperda)
    after = before
    sequence = _last_sequence(session, raperda)
    for place, asked in enumerate(requests, start=1):
        request = _with_holder(session, asked)
        after = moves.move(before, request, today=today)
        session.add(
            _event(actor, raperda, request, before=before, after=after, sequence=sequence + place, now=now)
        )
        before = after
    states.store(session, raperda, after)
    raperda.revision += 1
    journal.touch(raperda, now)
    session.flush()
    planned = all(request.move is Move.RESCHEDULE for request in requests)
    because = Because("rencana" if planned else "tahap", now, actor.id, requests[-1].reason.strip())
    deadlines.refresh(session, raperda, law=laws.load(session), because=because)


def _last_sequence(session: Session, raperda: Raperda) -> int:
    last = select(func.max(StageEvent.sequence)).where(StageEvent.raperda_id == raperda.id)
    return session.scalar(last) or 0


def _with_holder(session: Session, request: Request) -> Request:
    """A stage that starts is in the hands its setting names."""
    if request.move is not Move.START or request.target:
        return request
    setting = session.get(StageSetting, request.stage)
    return Request(
        Move.START, request.stage, request.occurred_on, request.reason, setting.holder if setting else ""
    )


def _reschedule(wanted: Plan, reason: str, today: date) -> Request:
    return Request(
        Move.RESCHEDULE,
        wanted.stage,
        occurred_on=today,
        reason=reason,
        planned_start_on=wanted.start_on,
        planned_end_on=wanted.end_on,
    )


def _event(
    actor: Actor,
    raperda: Raperda,
    request: Request,
    *,
    before: State,
    after: State,
    sequence: int,
    now: datetime,
) -> StageEvent:
    old = before.current(request.stage)
    new = _same_round(after, old)
    return StageEvent(
        raperda_id=raperda.id,
        sequence=sequence,
        move=request.move,
        stage=old.stage,
        round=old.round,
        target=request.target,
        from_status=old.status,
        to_status=new.status,
        from_condition=before.condition,
        to_condition=after.condition,
        from_headline=before.headline,
        to_headline=after.headline,
        from_holder=old.holder,
        to_holder=new.holder,
        old_planned_start_on=old.planned_start_on,
        old_planned_end_on=old.planned_end_on,
        planned_start_on=new.planned_start_on,
        planned_end_on=new.planned_end_on,
        old_started_on=old.started_on,
        old_ended_on=old.ended_on,
        started_on=new.started_on,
        ended_on=new.ended_on,
        occurred_on=request.occurred_on,
        recorded_at=now,
        actor_id=actor.id,
        reason=request.reason.strip(),
    )


def _same_round(state: State, one: StageRound) -> StageRound:
    return next(other for other in state.rounds if (other.stage, other.round) == (one.stage, one.round))
