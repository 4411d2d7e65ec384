"""Deadlines follow from stages, meetings and the law: after each change, made to say what is due now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import access
from tracker.domain import deadlines as rules
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import NotFound
from tracker.domain.local_time import local
from tracker.domain.process import BY_SLUG, CLOCKS_RUN, Condition, Holder, Status
from tracker.domain.state import State
from tracker.domain.workdays import WorkCalendar
from tracker.services import journal, states
from tracker.storage.models import Deadline, Meeting, Raperda

PLAN, MEETING, LAW = "rencana", "rapat", "hukum"
OPEN, DONE, VOID = "terbuka", "selesai", "gugur"


@dataclass(frozen=True, slots=True)
class _Due:
    kind: str
    subject: str
    stage: str
    holder: str
    due_on: date
    status: str
    meeting_id: int | None = None
    prudent_on: date | None = None
    triggered_on: date | None = None
    calendar_version: str = ""
    explanation: dict[str, Any] | None = None


def refresh(session: Session, raperda: Raperda, *, calendar: WorkCalendar) -> None:
    """Make the deadlines of this Raperda follow its stages, its meetings and the calendar.

    A deadline that no longer follows from anything is void, never deleted: reminders point to it.
    """
    state = states.load(session, raperda)
    wanted = {(due.kind, due.subject): due for due in _wanted(session, raperda, state, calendar)}
    rows = session.scalars(select(Deadline).where(Deadline.raperda_id == raperda.id)).all()
    known = {(row.kind, row.subject): row for row in rows}
    for key, row in known.items():
        if key not in wanted and row.status == OPEN:
            row.status = VOID
    for key, due in wanted.items():
        if key not in known:
            known[key] = Deadline(raperda_id=raperda.id, kind=due.kind, subject=due.subject)
            session.add(known[key])
        _write(known[key], due)
    session.flush()


def settle(session: Session, actor: Actor, slug: str, deadline_id: int, *, now: datetime) -> None:
    """Record by hand that what a clock asks has been done, where no stage can tell; twice writes nothing."""
    access.require(actor, Permission.EDIT_RAPERDA)
    raperda = states.lock(session, slug)
    access.require_on(actor, Permission.EDIT_RAPERDA, raperda.pansus_id)
    row = session.get(Deadline, deadline_id)
    mine = row is not None and row.raperda_id == raperda.id and row.status != VOID
    if row is None or not mine or not by_hand(row.kind, row.subject):
        raise NotFound("deadline", deadline_id)
    if row.status == DONE:
        return
    row.status = DONE
    journal.record(session, actor, now, noun="deadline", noun_id=row.id, verb="settle")
    journal.touch(raperda, now)


def by_hand(kind: str, subject: str) -> bool:
    """Say whether only a person can tell that this deadline has been met."""
    return kind == LAW and subject in rules.BY_SLUG and rules.BY_SLUG[subject].satisfied_by is None


def _write(row: Deadline, due: _Due) -> None:
    settled = row.status == DONE and by_hand(due.kind, due.subject) and row.triggered_on == due.triggered_on
    row.stage = due.stage
    row.meeting_id = due.meeting_id
    row.holder = due.holder
    if due.kind == LAW and row.due_on not in (None, due.due_on):
        row.moved_from = row.moved_from or row.due_on
    row.due_on = due.due_on
    row.prudent_on = due.prudent_on
    row.triggered_on = due.triggered_on
    row.calendar_version = due.calendar_version
    row.explanation = due.explanation
    row.status = DONE if settled else due.status


def _wanted(session: Session, raperda: Raperda, state: State, calendar: WorkCalendar) -> Iterator[_Due]:
    if state.condition not in CLOCKS_RUN:
        return
    yield from _planned(state)
    yield from _meetings(session, raperda)
    yield from _statutory(state, calendar)


def _planned(state: State) -> Iterator[_Due]:
    for one in state.latest():
        # Nothing begins any more in a Perda in force: what was planned and never held is not late.
        over = state.condition is Condition.BERLAKU and one.status is Status.BELUM
        if one.planned_end_on is not None and not over:
            status = OPEN if one.status in (Status.BELUM, Status.BERLANGSUNG) else DONE
            yield _Due(PLAN, f"{one.stage}:{one.round}", one.stage, one.holder, one.planned_end_on, status)


def _meetings(session: Session, raperda: Raperda) -> Iterator[_Due]:
    status = {"dijadwalkan": OPEN, "selesai": DONE}
    for row in session.scalars(select(Meeting).where(Meeting.raperda_id == raperda.id)):
        yield _Due(
            kind=MEETING,
            subject=str(row.id),
            stage=row.stage,
            holder=BY_SLUG[row.stage].holder,
            due_on=local(row.starts_at).date(),
            status=status.get(row.status, VOID),
            meeting_id=row.id,
        )


def _statutory(state: State, calendar: WorkCalendar) -> Iterator[_Due]:
    for rule in rules.rules_for(state.kind):
        triggered_on = _when(state, rule.trigger)
        if triggered_on is None:
            continue
        due = rules.compute(rule, triggered_on, calendar)
        met = rule.satisfied_by is not None and _when(state, rule.satisfied_by) is not None
        yield _Due(
            kind=LAW,
            subject=rule.slug,
            stage=rule.trigger.stage,
            holder=Holder(rule.holder),
            due_on=due.due_on,
            status=DONE if met else OPEN,
            prudent_on=due.prudent_on,
            triggered_on=triggered_on,
            calendar_version=due.calendar_version,
            explanation={
                "count": rule.count,
                "unit": rule.unit,
                "prudent_reason": due.prudent_reason,
                "provisional": due.provisional,
                "skipped": [[off.on.isoformat(), off.name] for off in due.counted.days_off],
            },
        )


def _when(state: State, event: rules.StageEvent) -> date | None:
    if all(one.stage != event.stage for one in state.rounds):
        return None
    one = state.current(event.stage)
    if event.what == "started":
        return one.started_on
    return one.ended_on if one.status is Status.SELESAI else None
