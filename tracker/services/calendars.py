"""The working-day calendar: a table, filled from the package, corrected by an administrator."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, extract, select, update
from sqlalchemy.orm import Session

from tracker.adapters import holidays
from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import InvalidValue, NotFound
from tracker.domain.process import CLOCKS_RUN
from tracker.domain.workdays import DayOff, WorkCalendar
from tracker.services import deadlines, journal
from tracker.storage.models import Holiday, Raperda

_FROM_PACKAGE = ("libur-nasional", "cuti-bersama")


@dataclass(frozen=True, slots=True)
class HolidayLine:
    """One row of the calendar as the administrator sees it."""

    id: int
    day: DayOff


@dataclass(frozen=True, slots=True)
class AddHoliday:
    """What the administrator gives for a day of their own: a local day off, or a day that is worked."""

    on: date
    name: str
    kind: str
    source: str
    status: str


def load(session: Session) -> WorkCalendar:
    """Return the calendar as the table has it."""
    return WorkCalendar.of(_day(row) for row in session.scalars(select(Holiday).order_by(Holiday.on_date)))


def fill(session: Session, years: range) -> int:
    """Add the package's days of the years that have none of them yet, and return how many days.

    A year once filled is the administrator's: what they took out stays out until they refresh it.
    """
    filled = select(extract("year", Holiday.on_date)).where(Holiday.kind.in_(_FROM_PACKAGE)).distinct()
    known = {int(year) for year in session.scalars(filled)}
    count = _add(session, [year for year in years if year not in known])
    if count:
        _recompute(session)
    return count


def of_year(session: Session, actor: Actor, year: int) -> tuple[HolidayLine, ...]:
    """Return the days of one year, for the administrator."""
    access.require(actor, Permission.ADMINISTER)
    rows = session.scalars(
        select(Holiday).where(extract("year", Holiday.on_date) == year).order_by(Holiday.on_date)
    )
    return tuple(HolidayLine(id=row.id, day=_day(row)) for row in rows)


def add(session: Session, actor: Actor, command: AddHoliday, *, now: datetime) -> None:
    """Add a day and recompute what is open; raises InvalidValue if the day is there already."""
    access.require(actor, Permission.ADMINISTER)
    same = select(Holiday.id).where(Holiday.on_date == command.on, Holiday.kind == command.kind)
    if session.scalar(same) is not None:
        raise InvalidValue("on", "already-there")
    row = Holiday(
        on_date=command.on,
        name=command.name,
        kind=command.kind,
        source=command.source,
        status=command.status,
    )
    session.add(row)
    session.flush()
    _changed(session, actor, "add", row, now)


def remove(session: Session, actor: Actor, holiday_id: int, *, now: datetime) -> None:
    """Take a day out of the calendar and recompute what is open; the journal keeps what it was."""
    access.require(actor, Permission.ADMINISTER)
    row = session.get(Holiday, holiday_id)
    if row is None:
        raise NotFound("holiday", holiday_id)
    session.execute(delete(Holiday).where(Holiday.id == holiday_id))
    _changed(session, actor, "remove", row, now)


def refresh(session: Session, actor: Actor, year: int, *, now: datetime) -> int:
    """Replace the package's days of one year by what the installed package now says; return how many.

    Rows an administrator added (lokal, hari-kerja) stay.
    """
    access.require(actor, Permission.ADMINISTER)
    in_year = extract("year", Holiday.on_date) == year
    session.execute(delete(Holiday).where(in_year, Holiday.kind.in_(_FROM_PACKAGE)))
    count = _add(session, [year])
    journal.record(session, actor, now, noun="calendar", noun_id=year, verb="refresh", after={"days": count})
    _recompute(session)
    return count


def _add(session: Session, years: list[int]) -> int:
    days = holidays.rows_for(years)
    session.add_all(
        Holiday(on_date=day.on, name=day.name, kind=day.kind, source=day.source, status=day.status)
        for day in days
    )
    session.flush()
    return len(days)


def _changed(session: Session, actor: Actor, verb: str, row: Holiday, now: datetime) -> None:
    facts = {"on": row.on_date.isoformat(), "name": row.name, "kind": row.kind, "source": row.source}
    journal.record(session, actor, now, noun="holiday", noun_id=row.id, verb=verb, after=facts)
    _recompute(session)


def _recompute(session: Session) -> None:
    calendar = load(session)
    going_on = select(Raperda).where(Raperda.condition.in_(CLOCKS_RUN)).order_by(Raperda.id)
    for raperda in session.scalars(going_on.with_for_update()):
        deadlines.refresh(session, raperda, calendar=calendar)
    session.execute(update(Raperda).values(stamp=Raperda.stamp + 1))


def _day(row: Holiday) -> DayOff:
    return DayOff(on=row.on_date, name=row.name, kind=row.kind, source=row.source, status=row.status)  # type: ignore[arg-type]
