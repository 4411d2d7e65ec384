"""The recess of the council (reses): kept so that meetings are not planned into it; no clock stops for it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import InvalidValue, NotFound
from tracker.services import journal
from tracker.services import law as laws
from tracker.storage.models import Recess as RecessRow

MOST_DAYS: Final = 6
MOST_A_YEAR: Final = 3
BASIS: Final = "PP 16/2010 Pasal 64, sudah diganti PP 12/2018"
"""D26 was read in a regulation since replaced: beyond it a warning is given, nothing is refused."""


@dataclass(frozen=True, slots=True)
class Recess:
    """A recess, its first and last day included."""

    name: str
    start_on: date
    end_on: date
    basis: str = ""


@dataclass(frozen=True, slots=True)
class RecessLine:
    """A recess in the list. `too_long` and `too_many` say that it goes beyond what D26 knew."""

    id: int
    recess: Recess
    working_days: int
    too_long: bool
    too_many: bool


def lines(session: Session, actor: Actor) -> tuple[RecessLine, ...]:
    """Return every recess, newest first."""
    access.require(actor, Permission.ADMINISTER)
    calendar = laws.calendar(session)
    found = []
    in_year: dict[int, int] = {}
    for row in session.scalars(select(RecessRow).order_by(RecessRow.start_on)):
        days = calendar.working_days_between(row.start_on, row.end_on) + calendar.is_working(row.start_on)
        in_year[row.start_on.year] = in_year.get(row.start_on.year, 0) + 1
        found.append(
            RecessLine(
                id=row.id,
                recess=_recess(row),
                working_days=days,
                too_long=days > MOST_DAYS,
                too_many=in_year[row.start_on.year] > MOST_A_YEAR,
            )
        )
    return tuple(reversed(found))


def add(session: Session, actor: Actor, recess: Recess, *, now: datetime) -> RecessLine:
    """Add a recess; raises InvalidValue if it ends before it starts or meets another."""
    access.require(actor, Permission.ADMINISTER)
    if recess.end_on < recess.start_on:
        raise InvalidValue("end_on", "before-start")
    meets = select(RecessRow.id).where(
        RecessRow.start_on <= recess.end_on, RecessRow.end_on >= recess.start_on
    )
    if session.scalar(meets.limit(1)) is not None:
        raise InvalidValue("start_on", "meets-another")
    row = RecessRow(**asdict(recess))
    session.add(row)
    session.flush()
    _record(session, actor, row, "add", now)
    return next(line for line in lines(session, actor) if line.id == row.id)


def remove(session: Session, actor: Actor, recess_id: int, *, now: datetime) -> None:
    """Take a recess out; the journal keeps what it was."""
    access.require(actor, Permission.ADMINISTER)
    row = session.get(RecessRow, recess_id)
    if row is None:
        raise NotFound("recess", recess_id)
    session.execute(delete(RecessRow).where(RecessRow.id == recess_id))
    _record(session, actor, row, "remove", now)


def on(session: Session, day: date) -> Recess | None:
    """Return the recess this day falls into."""
    row = session.scalar(select(RecessRow).where(RecessRow.start_on <= day, RecessRow.end_on >= day))
    return _recess(row) if row else None


def between(session: Session, first: date, last: date) -> tuple[Recess, ...]:
    """Return every recess that touches these days."""
    touching = select(RecessRow).where(RecessRow.start_on <= last, RecessRow.end_on >= first)
    return tuple(_recess(row) for row in session.scalars(touching.order_by(RecessRow.start_on)))


def _recess(row: RecessRow) -> Recess:
    return Recess(row.name, row.start_on, row.end_on, row.basis)


def _record(session: Session, actor: Actor, row: RecessRow, verb: str, now: datetime) -> None:
    facts = {"name": row.name, "start_on": row.start_on.isoformat(), "end_on": row.end_on.isoformat()}
    journal.touch_all(session)
    journal.record(session, actor, now, noun="recess", noun_id=row.id, verb=verb, after=facts)
