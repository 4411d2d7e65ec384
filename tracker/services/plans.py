"""Planned against actual: each stage as first planned, as planned now and as it went, and every slip."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import NotFound
from tracker.domain.process import BY_SLUG, Status, stages_of
from tracker.domain.state import Move, State
from tracker.services import durations, forecasts, records, states
from tracker.services.timing import Outlook, PlanLine, PlanTable, Schedule, Slip
from tracker.services.views import Header
from tracker.services.whereabouts import Event
from tracker.storage.models import Raperda


def open_schedule(session: Session, actor: Actor, slug: str, *, today: date) -> tuple[Header, Schedule]:
    """Return the time of one Raperda with everything internal; raises NotFound or NotAllowed."""
    access.require(actor, Permission.READ_INTERNAL)
    raperda = session.scalar(select(Raperda).where(Raperda.slug == slug))
    if raperda is None:
        raise NotFound("raperda", slug)
    access.require_on(actor, Permission.READ_INTERNAL, raperda.pansus_id)
    header, state = records.header(session, raperda), states.load(session, raperda)
    events = records.events(session, raperda.id)
    return header, schedule(session, header, state, events, today=today, with_actor=True)


def schedule(
    session: Session,
    header: Header,
    state: State,
    events: Iterable[Event],
    *,
    today: date,
    with_actor: bool,
) -> Schedule:
    """Return the time of one Raperda; who changed a plan only for those who may see that."""
    events = tuple(events)
    known = durations.experience(session)
    return Schedule(
        outlook=forecasts.outlook(session, header, state, known, today=today),
        plan=plan_table(state, events, with_actor=with_actor),
        stages=durations.by_stage(state, known, today),
        holders=durations.by_holder(state, events, known, today),
    )


def outlook(session: Session, header: Header, state: State, *, today: date) -> Outlook:
    """Return what can be said of the days to come of a Raperda that was loaded already."""
    return forecasts.outlook(session, header, state, durations.experience(session), today=today)


def plan_table(state: State, events: Iterable[Event], *, with_actor: bool) -> PlanTable:
    """Return what was planned and what happened of every stage that was ever planned, and every slip."""
    plans = [event for event in events if event.move == Move.RESCHEDULE]
    lines = (_line(state, stage.slug, plans) for stage in stages_of(state.kind))
    slips = tuple(_slips(plans, with_actor))
    return PlanTable(tuple(line for line in lines if line is not None), slips[::-1])


def _line(state: State, stage: str, plans: Iterable[Event]) -> PlanLine | None:
    ends = [event.planned_end_on for event in plans if event.stage == stage and event.planned_end_on]
    if not ends:
        return None
    one = state.current(stage)
    is_done = one.status in (Status.SELESAI, Status.DILEWATI)
    compared = one.ended_on if is_done else one.planned_end_on
    return PlanLine(
        stage=BY_SLUG[stage],
        first_end_on=ends[0],
        planned_end_on=one.planned_end_on,
        round=one.round,
        started_on=one.started_on,
        ended_on=one.ended_on if is_done else None,
        is_done=is_done,
        days=(compared - ends[0]).days if compared else None,
    )


def _slips(plans: Iterable[Event], with_actor: bool) -> Iterator[Slip]:
    """Every change of a plan once made, in order; a new round is measured against what was planned before."""
    last: dict[str, tuple[date | None, date | None]] = {}
    for event in plans:
        was_start, was_end = last.get(event.stage, (None, None))
        old_start, old_end = event.old_planned_start_on or was_start, event.old_planned_end_on or was_end
        start, end = last[event.stage] = event.planned_start_on, event.planned_end_on
        if (old_start, old_end) in ((None, None), (start, end)):
            continue
        yield Slip(
            stage=BY_SLUG[event.stage],
            old_start_on=old_start,
            old_end_on=old_end,
            start_on=start,
            end_on=end,
            days=(end - old_end).days if end and old_end else None,
            reason=event.reason,
            recorded_at=event.recorded_at,
            actor=event.actor if with_actor else "",
        )
