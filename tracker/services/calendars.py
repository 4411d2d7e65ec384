"""The working-day calendar: a table, filled from the package, corrected by an administrator."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import delete, extract, select
from sqlalchemy.orm import Session

from tracker.adapters import holidays
from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import InvalidValue, NotFound
from tracker.domain.law.workdays import DayOff, WorkCalendar
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
    """A day the administrator adds: local, worked after all, or of a decree the package does not have."""

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
class RecordDecree:
    """Give the number of a year's joint decree to the package's days that have none; it settles them."""

    year: int
    number: str


@dataclass(frozen=True, slots=True)
class CountCutiBersama:
    """Let cuti bersama count as a working day, or not."""

    works: bool


Change = AddHoliday | RemoveHoliday | RefreshYear | RecordDecree | CountCutiBersama


@dataclass(frozen=True, slots=True)
class CalendarPreview(Preview):
    """What a change of the calendar would do, and which of its days come and go."""

    come: tuple[DayOff, ...]
    go: tuple[DayOff, ...]


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


def takes_a_decree(year: int) -> bool:
    """Say whether the package has days of this year without the number of their decree."""
    return any(not day.source for day in holidays.rows_for([year]))


def preview(session: Session, actor: Actor, change: Change) -> CalendarPreview:
    """Tell what a change would do to open deadlines; raises InvalidValue or NotFound as the change would."""
    access.require(actor, Permission.ADMINISTER)
    works = laws.works_on_cuti_bersama(session)
    if isinstance(change, CountCutiBersama):
        works = change.works
    before, after = laws.days(session), _days_after(session, change)
    calendar = WorkCalendar.of(after, works_on_cuti_bersama=works)
    told = recounting.preview(session, Law(calendar, laws.book(session)))
    return CalendarPreview(told.effects, told.seen, _only(after, before), _only(before, after))


def add(
    session: Session, actor: Actor, command: AddHoliday, *, now: datetime, seen: int | None = None
) -> tuple[Effect, ...]:
    """Add a day and recompute what is open; raises InvalidValue for one that is there or lacks its decree."""
    access.require(actor, Permission.ADMINISTER)
    recounting.check(session, seen)
    _check(session, command)
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

    Rows an administrator added (lokal, hari-kerja) stay; where nothing differs, nothing is written.
    """
    access.require(actor, Permission.ADMINISTER)
    recounting.check(session, seen)
    return _put(session, actor, RefreshYear(year), now)


def record_decree(
    session: Session, actor: Actor, command: RecordDecree, *, now: datetime, seen: int | None = None
) -> tuple[Effect, ...]:
    """Write down the number of a year's joint decree, which settles what was an estimate."""
    access.require(actor, Permission.ADMINISTER)
    recounting.check(session, seen)
    return _put(session, actor, command, now)


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
            _check(session, change)
            added = DayOff(change.on, change.name, change.kind, change.source, change.status)  # type: ignore[arg-type]
            return [*days, added]
        case RemoveHoliday():
            gone = laws.day(_row(session, change.holiday_id))
            return [day for day in days if day != gone]
        case RefreshYear():
            kept = [day for day in days if day.on.year != change.year or day.kind not in _FROM_PACKAGE]
            return [*kept, *_refreshed(days, change.year)]
        case RecordDecree():
            open_days = {(day.on, day.kind) for day in holidays.rows_for([change.year]) if not day.source}
            settled = {"source": change.number, "status": "tetap"}
            return [replace(day, **settled) if (day.on, day.kind) in open_days else day for day in days]  # type: ignore[arg-type]
        case CountCutiBersama():
            return days


def _refreshed(days: Iterable[DayOff], year: int) -> Iterator[DayOff]:
    """The package's days of a year; what was recorded of a decree that it does not know stays."""
    known = {(day.on, day.kind): day for day in days}
    for day in holidays.rows_for([year]):
        old = known.get((day.on, day.kind), day)
        settled = "tetap" if old.status == "tetap" else day.status
        yield replace(day, source=day.source or old.source, status=settled)


def _put(
    session: Session, actor: Actor, change: RefreshYear | RecordDecree, now: datetime
) -> tuple[Effect, ...]:
    """Make the package's days of a year what they are after this change, and recompute what is open."""
    before, after = set(laws.days(session)), set(_days_after(session, change))
    if before == after:
        return ()
    for day in before - after:
        session.execute(delete(Holiday).where(Holiday.on_date == day.on, Holiday.kind == day.kind))
    _insert(session, sorted(after - before, key=lambda day: (day.on, day.kind)))
    verb, detail = "refresh", f"{change.year}"
    if isinstance(change, RecordDecree):
        verb, detail = "record-decree", change.number
    facts = {"detail": detail, "days": sum(day.on.year == change.year for day in after)}
    journal.record(session, actor, now, noun="calendar", noun_id=change.year, verb=verb, after=facts)
    return recounting.recount(session, Because("kalender", now, actor.id, detail))


def _only(these: Iterable[DayOff], others: Iterable[DayOff]) -> tuple[DayOff, ...]:
    """The days that are in these and not in the others, whatever is known of them."""
    there = {(day.on, day.kind) for day in others}
    return tuple(sorted((day for day in these if (day.on, day.kind) not in there), key=lambda day: day.on))


def _row(session: Session, holiday_id: int) -> Holiday:
    row = session.get(Holiday, holiday_id)
    if row is None:
        raise NotFound("holiday", holiday_id)
    return row


def _check(session: Session, command: AddHoliday) -> None:
    same = select(Holiday.id).where(Holiday.on_date == command.on, Holiday.kind == command.kind)
    if session.scalar(same) is not None:
        raise InvalidValue("on", "already-there")
    if command.kind not in _FROM_PACKAGE:
        return
    if not command.source:
        raise InvalidValue("source", "needs-decree")
    in_year = extract("year", Holiday.on_date) == command.on.year
    if session.scalar(select(Holiday.id).where(in_year, Holiday.kind.in_(_FROM_PACKAGE)).limit(1)) is None:
        raise InvalidValue("on", "year-not-filled")


def _add(session: Session, years: list[int]) -> int:
    days = holidays.rows_for(years)
    _insert(session, days)
    return len(days)


def _insert(session: Session, days: Iterable[DayOff]) -> None:
    session.add_all(
        Holiday(on_date=day.on, name=day.name, kind=day.kind, source=day.source, status=day.status)
        for day in days
    )
    session.flush()


def _changed(session: Session, actor: Actor, verb: str, row: Holiday, now: datetime) -> tuple[Effect, ...]:
    facts = {"on": row.on_date.isoformat(), "name": row.name, "kind": row.kind, "source": row.source}
    journal.record(session, actor, now, noun="holiday", noun_id=row.id, verb=verb, after=facts)
    return recounting.recount(session, Because("kalender", now, actor.id, row.name))
