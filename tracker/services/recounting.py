"""What a change of the law does to every deadline: told before it is made, done by the same count."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import Stale
from tracker.domain.law.deadline_rules import DeadlineRule
from tracker.domain.process import CLOCKS_RUN
from tracker.services import deadlines, journal, states
from tracker.services import law as laws
from tracker.services.deadlines import LAW, OPEN, Because, Shift
from tracker.services.law import Law
from tracker.storage.models import Deadline, DeadlineChange, Raperda, StageRow, User

PAGE_SIZE = 50
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Effect:
    """What happens to one open deadline of one Raperda: it moves, appears (no old date) or goes."""

    slug: str
    short_name: str
    rule: DeadlineRule
    old_due_on: date | None
    new_due_on: date | None
    old_prudent_on: date | None
    new_prudent_on: date | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change of the law would do, and the law it was told of."""

    effects: tuple[Effect, ...]
    seen: int


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One date that moved, appeared or went. `actor` is empty where no person did it."""

    slug: str
    short_name: str
    rule: DeadlineRule | None
    stage: str
    at: datetime
    actor: str
    cause: str
    detail: str
    old_due_on: date | None
    new_due_on: date | None
    old_prudent_on: date | None
    new_prudent_on: date | None
    old_calendar: str
    new_calendar: str


@dataclass(frozen=True, slots=True)
class ChangeLog:
    """One page of what moved, newest first. `pages` is at least 1."""

    lines: tuple[ChangeLine, ...]
    page: int
    pages: int


def preview(session: Session, law: Law) -> Preview:
    """Tell what would happen to open deadlines if the law were this one."""
    effects = tuple(effect for raperda, shifts in _each(session, law) for effect in _effects(raperda, shifts))
    return Preview(effects, laws.load(session).fingerprint)


def check(session: Session, seen: int | None) -> None:
    """Raise Stale unless the law is still the one that a preview was told of (None: there was none).

    Whoever changes the law at the same time has waited here, and is judged by what was saved meanwhile.
    """
    _lock(session)
    if seen is not None:
        current = laws.load(session).fingerprint
        if current != seen:
            raise Stale(seen=seen, current=current)


def recount(session: Session, because: Because) -> tuple[Effect, ...]:
    """Count every deadline of the law again with the law as it now stands; return what moved."""
    _lock(session)
    law = laws.load(session)
    works = laws.works_on_cuti_bersama(session)
    laws.keep_version(session, law.calendar, laws.days(session), works=works)
    effects: list[Effect] = []
    for raperda, shifts in _each(session, law):
        effects += _effects(raperda, shifts)
        deadlines.store(session, raperda.id, shifts, because)
    journal.touch_all(session)
    return tuple(effects)


def latest(session: Session, actor: Actor, *, page: int = 1) -> ChangeLog:
    """Return one page of what moved deadlines, newest first."""
    access.require(actor, Permission.ADMINISTER)
    total = session.scalar(select(func.count()).select_from(DeadlineChange)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    rows = session.execute(
        select(DeadlineChange, Deadline, Raperda.slug, Raperda.short_name, User.name)
        .join(Deadline, Deadline.id == DeadlineChange.deadline_id)
        .join(Raperda, Raperda.id == Deadline.raperda_id)
        .outerjoin(User, User.id == DeadlineChange.actor_id)
        .order_by(DeadlineChange.at.desc(), DeadlineChange.id.desc())
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    return ChangeLog(tuple(_line(*row) for row in rows), page, pages)


def _lock(session: Session) -> None:
    """Hold every Raperda that goes on, in one order, so that none moves while the law does."""
    going_on = select(Raperda.id).where(Raperda.condition.in_(CLOCKS_RUN)).order_by(Raperda.id)
    session.execute(going_on.with_for_update()).all()


def _each(session: Session, law: Law) -> Iterator[tuple[Raperda, tuple[Shift, ...]]]:
    """Yield each Raperda that goes on with what differs, in a bounded number of queries for many at once."""
    going_on = select(Raperda).where(Raperda.condition.in_(CLOCKS_RUN)).order_by(Raperda.id)
    every = session.scalars(going_on).all()
    for first in range(0, len(every), _AT_ONCE):
        some = every[first : first + _AT_ONCE]
        ids = [raperda.id for raperda in some]
        stages: defaultdict[int, list[StageRow]] = defaultdict(list)
        for stage in session.execute(select(*_STAGE_COLUMNS).where(StageRow.raperda_id.in_(ids))):
            stages[stage.raperda_id].append(stage)  # type: ignore[arg-type]
        rows: defaultdict[int, list[Deadline]] = defaultdict(list)
        of_the_law = select(Deadline).where(Deadline.raperda_id.in_(ids), Deadline.kind == LAW)
        for row in session.scalars(of_the_law):
            rows[row.raperda_id].append(row)
        for raperda in some:
            yield raperda, _shifts(raperda, stages[raperda.id], rows[raperda.id], law)


_STAGE_COLUMNS = (
    StageRow.raperda_id,
    StageRow.stage,
    StageRow.round,
    StageRow.status,
    StageRow.holder,
    StageRow.planned_start_on,
    StageRow.planned_end_on,
    StageRow.started_on,
    StageRow.ended_on,
)


def _shifts(
    raperda: Raperda, stages: Sequence[StageRow], rows: Sequence[Deadline], law: Law
) -> tuple[Shift, ...]:
    state = states.of_rows(raperda.kind, raperda.condition, raperda.headline, stages)
    return tuple(deadlines.differences(rows, deadlines.statutory(state, raperda, law)))


def _effects(raperda: Raperda, shifts: Sequence[Shift]) -> Iterator[Effect]:
    for shift in shifts:
        was_open = shift.row is not None and shift.row.status == OPEN
        stays_open = shift.due is not None and shift.due.status == OPEN
        if shift.rule is not None and shift.is_move and (was_open or stays_open):
            yield Effect(
                raperda.slug,
                raperda.short_name,
                shift.rule,
                shift.old_due_on,
                shift.new_due_on,
                shift.old_prudent_on,
                shift.new_prudent_on,
            )


def _line(
    row: DeadlineChange, deadline: Deadline, slug: str, short_name: str, actor: str | None
) -> ChangeLine:
    return ChangeLine(
        slug=slug,
        short_name=short_name,
        rule=deadlines.rule_of(deadline),
        stage=deadline.stage,
        at=row.at,
        actor=actor or "",
        cause=row.cause,
        detail=row.detail,
        old_due_on=row.old_due_on,
        new_due_on=row.new_due_on,
        old_prudent_on=row.old_prudent_on,
        new_prudent_on=row.new_prudent_on,
        old_calendar=row.old_calendar,
        new_calendar=row.new_calendar,
    )
