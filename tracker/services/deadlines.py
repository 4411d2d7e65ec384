"""Deadlines follow from stages, meetings and the law: after each change, made to say what is due now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import NotFound
from tracker.domain.law import deadlines as reckoning
from tracker.domain.law.deadline_rules import DeadlineRule
from tracker.domain.law.deadlines import DueDate
from tracker.domain.local_time import local
from tracker.domain.process import BY_SLUG, CLOCKS_RUN, FIRST, Condition, Status
from tracker.domain.state import State
from tracker.services import journal, states
from tracker.services import law as laws
from tracker.services.law import Law
from tracker.storage.models import Deadline, DeadlineChange, Meeting, Raperda

PLAN, MEETING, LAW = "rencana", "rapat", "hukum"
OPEN, DONE, VOID = "terbuka", "selesai", "gugur"
OF_THE_LAW = ("kalender", "aturan")


@dataclass(frozen=True, slots=True)
class Because:
    """What a deadline moves for. `cause` is kalender, aturan, tahap, rencana or rapat."""

    cause: str
    at: datetime
    actor_id: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """What is due of a Raperda, not yet compared with what is stored."""

    kind: str
    subject: str
    stage: str
    holder: str
    due_on: date
    status: str
    meeting_id: int | None = None
    law: DueDate | None = None

    @property
    def prudent_on(self) -> date | None:
        """The prudent date of a clock of the law."""
        return self.law.prudent_on if self.law else None


@dataclass(frozen=True, slots=True)
class Shift:
    """A date of the law that moves, appears (no old date) or goes (no new date)."""

    row: Deadline | None
    due: Due | None
    rule: DeadlineRule | None
    old_due_on: date | None
    new_due_on: date | None
    old_prudent_on: date | None
    new_prudent_on: date | None

    @property
    def is_move(self) -> bool:
        """Say whether a date differs, and not only the words it is explained with."""
        return (self.old_due_on, self.old_prudent_on) != (self.new_due_on, self.new_prudent_on)


def refresh(session: Session, raperda: Raperda, *, law: Law, because: Because) -> None:
    """Make the deadlines of this Raperda follow its stages, its meetings and the law.

    A deadline that no longer follows from anything is void, never deleted: reminders point to it.
    """
    state = states.load(session, raperda)
    rows = session.scalars(select(Deadline).where(Deadline.raperda_id == raperda.id)).all()
    wanted: list[Due] = []
    if state.condition in CLOCKS_RUN:
        wanted = [*_planned(state), *_meetings(session, raperda), *statutory(state, raperda, law)]
    store(session, raperda.id, tuple(differences(rows, wanted)), because)


def statutory(state: State, raperda: Raperda, law: Law) -> Iterator[Due]:
    """Yield what the law asks of a Raperda that stands here."""
    if state.condition not in CLOCKS_RUN:
        return
    for clock in reckoning.clocks(state, laws.matter(raperda), law.book, law.calendar):
        event = clock.due.rule.trigger or clock.due.rule.stopped_by
        yield Due(
            kind=LAW,
            subject=clock.due.rule.slug,
            stage=event.stage if event else FIRST,
            holder=clock.due.rule.holder,
            due_on=clock.due.due_on,
            status=DONE if clock.met else OPEN,
            law=clock.due,
        )


def differences(rows: Iterable[Deadline], wanted: Iterable[Due]) -> Iterator[Shift]:
    """Compare what is stored with what is due and yield what differs; what was met keeps its date."""
    known = {(row.kind, row.subject): row for row in rows}
    due_now = {(due.kind, due.subject): due for due in wanted}
    for key, row in known.items():
        if key not in due_now and row.status == OPEN:
            yield Shift(row, None, rule_of(row), row.due_on, None, row.prudent_on, None)
    for key, due in due_now.items():
        old = known.get(key)
        if not _is_kept(old, due):
            stood = old is not None and old.status != VOID
            yield Shift(
                old,
                due,
                due.law.rule if due.law else None,
                old.due_on if old and stood else None,
                due.due_on,
                old.prudent_on if old and stood else None,
                due.prudent_on,
            )


def store(session: Session, raperda_id: int, shifts: tuple[Shift, ...], because: Because) -> None:
    """Write down what differs, and each date that moved with its reason."""
    rows = []
    for shift in shifts:
        row = shift.row
        if row is None and shift.due is not None:
            row = Deadline(raperda_id=raperda_id, kind=shift.due.kind, subject=shift.due.subject)
            session.add(row)
        if row is not None:
            rows.append((row, shift, row.calendar_version or ""))
            _write(row, shift.due)
    session.flush()
    changes = [_change(row, shift, old, because) for row, shift, old in rows if _is_told(shift, because)]
    session.add_all(changes)


def settle(session: Session, actor: Actor, slug: str, deadline_id: int, *, now: datetime) -> None:
    """Record by hand that what a clock asks has been done, where no stage can tell; twice writes nothing."""
    access.require(actor, Permission.EDIT_RAPERDA)
    raperda = states.lock(session, slug)
    access.require_on(actor, Permission.EDIT_RAPERDA, raperda.pansus_id)
    row = session.get(Deadline, deadline_id)
    mine = row is not None and row.raperda_id == raperda.id and row.status != VOID
    if row is None or not mine or not by_hand(row):
        raise NotFound("deadline", deadline_id)
    if row.status == DONE:
        return
    row.status = DONE
    journal.record(session, actor, now, noun="deadline", noun_id=row.id, verb="settle")
    journal.touch(raperda, now)


def due_of(row: Deadline) -> DueDate | None:
    """Return how a clock of the law was computed, from what was stored with it."""
    if row.kind != LAW or not row.explanation or "rule" not in row.explanation:
        return None
    return reckoning.due_from_json(row.explanation)


def rule_of(row: Deadline) -> DeadlineRule | None:
    """Return the rule a clock of the law was computed by."""
    due = due_of(row)
    return due.rule if due else None


def by_hand(row: Deadline) -> bool:
    """Say whether a person may tell that this deadline has been met."""
    rule = rule_of(row)
    return rule is not None and rule.by_hand


def _is_kept(row: Deadline | None, due: Due) -> bool:
    """Say whether the stored row stands as it is."""
    if row is None:
        # A date of the year that was met before anyone asked for it is not worth a row.
        return due.status == DONE and due.law is not None and due.law.rule.trigger is None
    if due.law is None:
        return _facts(row) == _facts_of(due)
    stored = due_of(row)
    if stored is None or row.status == VOID or stored.triggered_on != due.law.triggered_on:
        return False
    if row.status == DONE and (due.status == DONE or stored.rule.by_hand):
        return True
    # The version of the calendar alone makes no difference: the date was computed with the one it names.
    same = _but_calendar(row.explanation or {}) == _but_calendar(reckoning.due_to_json(due.law))
    return row.status == due.status and same


def _but_calendar(explanation: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in explanation.items() if name != "calendar_version"}


def _facts(row: Deadline) -> tuple[object, ...]:
    return (row.stage, row.meeting_id, row.holder, row.due_on, row.status)


def _facts_of(due: Due) -> tuple[object, ...]:
    return (due.stage, due.meeting_id, due.holder, due.due_on, due.status)


def _write(row: Deadline, due: Due | None) -> None:
    if due is None:
        row.status = VOID
        return
    if due.kind == LAW and row.due_on not in (None, due.due_on):
        row.moved_from = row.moved_from or row.due_on
    row.stage, row.meeting_id, row.holder, row.due_on, row.status = _facts_of(due)  # type: ignore[assignment]
    row.prudent_on = due.prudent_on
    row.triggered_on = due.law.triggered_on if due.law and due.law.rule.trigger else None
    row.calendar_version = due.law.calendar_version if due.law else ""
    row.explanation = reckoning.due_to_json(due.law) if due.law else None


def _is_told(shift: Shift, because: Because) -> bool:
    """What appears or goes with a move is told by the history; what the law moves, by this alone.

    What appears as met already is no news.
    """
    if shift.old_due_on is None and shift.due is not None and shift.due.status == DONE:
        return False
    return shift.is_move and (because.cause in OF_THE_LAW or None not in (shift.old_due_on, shift.new_due_on))


def _change(row: Deadline, shift: Shift, old_calendar: str, because: Because) -> DeadlineChange:
    return DeadlineChange(
        deadline_id=row.id,
        at=because.at,
        actor_id=because.actor_id,
        cause=because.cause,
        detail=because.detail[:300],
        old_due_on=shift.old_due_on,
        new_due_on=shift.new_due_on,
        old_prudent_on=shift.old_prudent_on,
        new_prudent_on=shift.new_prudent_on,
        old_calendar=old_calendar if shift.old_due_on else "",
        new_calendar=row.calendar_version if shift.new_due_on else "",
    )


def _planned(state: State) -> Iterator[Due]:
    for one in state.latest():
        # Nothing begins any more in a Perda in force: what was planned and never held is not late.
        over = state.condition is Condition.BERLAKU and one.status is Status.BELUM
        if one.planned_end_on is not None and not over:
            status = OPEN if one.status in (Status.BELUM, Status.BERLANGSUNG) else DONE
            yield Due(PLAN, f"{one.stage}:{one.round}", one.stage, one.holder, one.planned_end_on, status)


def _meetings(session: Session, raperda: Raperda) -> Iterator[Due]:
    status = {"dijadwalkan": OPEN, "selesai": DONE}
    for row in session.scalars(select(Meeting).where(Meeting.raperda_id == raperda.id)):
        yield Due(
            kind=MEETING,
            subject=str(row.id),
            stage=row.stage,
            holder=BY_SLUG[row.stage].holder,
            due_on=local(row.starts_at).date(),
            status=status.get(row.status, VOID),
            meeting_id=row.id,
        )
