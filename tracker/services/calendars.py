"""The working-day calendar: a table, filled from the package, corrected by an administrator."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, extract, select
from sqlalchemy.orm import Session

from tracker.adapters import holidays
from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import InvalidValue, NotFound
from tracker.domain.workdays import DayOff, WorkCalendar
from tracker.services import journal, recounting
from tracker.services import law as laws
from tracker.services.deadlines import Because
from tracker.services.law import Law
from tracker.services.recounting import Effect, Preview
from tracker.storage.models import Holiday, LawSetting

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


@dataclass(frozen=True, slots=True)
class RemoveHoliday:
    """Take one day out."""

    holiday_id: int


@dataclass(frozen=True, slots=True)
class RefreshYear:
    """Replace the package's days of one year by what the installed package now says."""

    year: int


@dataclass(frozen=True, slots=True)
class CountCutiBersama:
    """Let cuti bersama count as a working day, or not."""

    works: bool


Change = AddHoliday | RemoveHoliday | RefreshYear | CountCutiBersama


def fill(session: Session, years: range) -> int:
    """Add the package's days of the years that have none of them yet, and return how many days.

    A year once filled is the administrator's: what they took out stays out until they refresh it. Whoever
    fills a calendar with deadlines in it counts them again.
    """
    filled = select(extract("year", Holiday.on_date)).where(Holiday.kind.in_(_FROM_PACKAGE)).distinct()
    known = {int(year) for year in session.scalars(filled)}
    return _add(session, [year for year in years if year not in known])


def of_year(session: Session, actor: Actor, year: int) -> tuple[HolidayLine, ...]:
    """Return the days of one year, for the administrator."""
    access.require(actor, Permission.ADMINISTER)
    rows = session.scalars(
        select(Holiday).where(extract("year", Holiday.on_date) == year).order_by(Holiday.on_date)
    )
    return tuple(HolidayLine(id=row.id, day=laws.day(row)) for row in rows)


def line(session: Session, actor: Actor, holiday_id: int) -> HolidayLine:
    """Return one day; raises NotFound."""
    access.require(actor, Permission.ADMINISTER)
    row = _row(session, holiday_id)
    return HolidayLine(id=row.id, day=laws.day(row))


def preview(session: Session, actor: Actor, change: Change) -> Preview:
    """Tell what a change would do to open deadlines; raises InvalidValue or NotFound as the change would."""
    access.require(actor, Permission.ADMINISTER)
    works = laws.works_on_cuti_bersama(session)
    if isinstance(change, CountCutiBersama):
        works = change.works
    days = _days_after(session, change)
    calendar = WorkCalendar.of(days, works_on_cuti_bersama=works)
    return recounting.preview(session, Law(calendar, laws.book(session)))


def add(
    session: Session, actor: Actor, command: AddHoliday, *, now: datetime, seen: int | None = None
) -> tuple[Effect, ...]:
    """Add a day and recompute what is open; raises InvalidValue if the day is there already."""
    access.require(actor, Permission.ADMINISTER)
    recounting.check(session, seen)
    _refuse_twice(session, command)
    row = Holiday(
        on_date=command.on,
        name=command.name,
        kind=command.kind,
        source=command.source,
        status=command.status,
    )
    session.add(row)
    session.flush()
    return _changed(session, actor, "add", row, now)


def remove(
    session: Session, actor: Actor, holiday_id: int, *, now: datetime, seen: int | None = None
) -> tuple[Effect, ...]:
    """Take a day out of the calendar and recompute what is open; the journal keeps what it was."""
    access.require(actor, Permission.ADMINISTER)
    row = _row(session, holiday_id)
    recounting.check(session, seen)
    session.execute(delete(Holiday).where(Holiday.id == holiday_id))
    return _changed(session, actor, "remove", row, now)


def refresh(
    session: Session, actor: Actor, year: int, *, now: datetime, seen: int | None = None
) -> tuple[Effect, ...]:
    """Replace the package's days of one year by what the installed package now says.

    Rows an administrator added (lokal, hari-kerja) stay.
    """
    access.require(actor, Permission.ADMINISTER)
    recounting.check(session, seen)
    in_year = extract("year", Holiday.on_date) == year
    session.execute(delete(Holiday).where(in_year, Holiday.kind.in_(_FROM_PACKAGE)))
    count = _add(session, [year])
    journal.record(session, actor, now, noun="calendar", noun_id=year, verb="refresh", after={"days": count})
    return recounting.recount(session, Because("kalender", now, actor.id, f"{year}"))


def count_cuti_bersama(
    session: Session, actor: Actor, *, works: bool, now: datetime, seen: int | None = None
) -> tuple[Effect, ...]:
    """Let cuti bersama count as a working day, or not; what is so already writes nothing."""
    access.require(actor, Permission.ADMINISTER)
    recounting.check(session, seen)
    before = laws.works_on_cuti_bersama(session)
    if before == works:
        return ()
    session.merge(LawSetting(name=laws.WORKS_ON_CUTI_BERSAMA, value="ya" if works else "tidak"))
    session.flush()
    journal.record(
        session,
        actor,
        now,
        noun="calendar",
        noun_id=laws.WORKS_ON_CUTI_BERSAMA,
        verb="edit",
        before={"works": before},
        after={"works": works},
    )
    return recounting.recount(session, Because("kalender", now, actor.id, "cuti bersama"))


def _days_after(session: Session, change: Change) -> list[DayOff]:
    days = laws.days(session)
    match change:
        case AddHoliday():
            _refuse_twice(session, change)
            added = DayOff(change.on, change.name, change.kind, change.source, change.status)  # type: ignore[arg-type]
            return [*days, added]
        case RemoveHoliday():
            gone = laws.day(_row(session, change.holiday_id))
            return [day for day in days if day != gone]
        case RefreshYear():
            kept = [day for day in days if day.on.year != change.year or day.kind not in _FROM_PACKAGE]
            return [*kept, *holidays.rows_for([change.year])]
        case CountCutiBersama():
            return days


def _row(session: Session, holiday_id: int) -> Holiday:
    row = session.get(Holiday, holiday_id)
    if row is None:
        raise NotFound("holiday", holiday_id)
    return row


def _refuse_twice(session: Session, command: AddHoliday) -> None:
    same = select(Holiday.id).where(Holiday.on_date == command.on, Holiday.kind == command.kind)
    if session.scalar(same) is not None:
        raise InvalidValue("on", "already-there")


def _add(session: Session, years: list[int]) -> int:
    days = holidays.rows_for(years)
    session.add_all(
        Holiday(on_date=day.on, name=day.name, kind=day.kind, source=day.source, status=day.status)
        for day in days
    )
    session.flush()
    return len(days)


def _changed(session: Session, actor: Actor, verb: str, row: Holiday, now: datetime) -> tuple[Effect, ...]:
    facts = {"on": row.on_date.isoformat(), "name": row.name, "kind": row.kind, "source": row.source}
    journal.record(session, actor, now, noun="holiday", noun_id=row.id, verb=verb, after=facts)
    return recounting.recount(session, Because("kalender", now, actor.id, row.name))
