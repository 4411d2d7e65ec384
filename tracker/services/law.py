"""The law as the tables have it: the working-day calendar and the rules, loaded once and passed on."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker.domain.law.deadline_rules import DeadlineRule, Matter, OtherReading, RuleBook
from tracker.domain.law.workdays import DayOff, WorkCalendar
from tracker.storage.models import CalendarVersion, DeadlineRuleRow, Holiday, LawSetting, Raperda
from tracker.storage.once import insert_once

WORKS_ON_CUTI_BERSAMA: Final = "works-on-cuti-bersama"


@dataclass(frozen=True, slots=True)
class Law:
    """What every deadline is counted with."""

    calendar: WorkCalendar
    book: RuleBook

    @property
    def fingerprint(self) -> int:
        """A number that differs where any day or rule does; judges whether a preview has been overtaken."""
        return int(sha256(f"{self.calendar.version} {self.book.version}".encode()).hexdigest()[:12], 16)


def load(session: Session) -> Law:
    """Return the law as the tables have it."""
    return Law(calendar(session), book(session))


def calendar(session: Session) -> WorkCalendar:
    """Return the working days as the table has them."""
    return WorkCalendar.of(days(session), works_on_cuti_bersama=works_on_cuti_bersama(session))


def days(session: Session) -> list[DayOff]:
    """Return every row of the calendar."""
    return [day(row) for row in session.scalars(select(Holiday).order_by(Holiday.on_date))]


def day(row: Holiday) -> DayOff:
    """Return one row of the calendar as the rules see it."""
    return DayOff(on=row.on_date, name=row.name, kind=row.kind, source=row.source, status=row.status)  # type: ignore[arg-type]


def works_on_cuti_bersama(session: Session) -> bool:
    """Say whether cuti bersama counts as a working day here; it does not unless an administrator says so."""
    row = session.get(LawSetting, WORKS_ON_CUTI_BERSAMA)
    return row is not None and row.value == "ya"


def book(session: Session) -> RuleBook:
    """Return the rules as the table has them."""
    return RuleBook.of(rule(row) for row in session.scalars(rows()))


def rows() -> Select[DeadlineRuleRow]:
    """Select the rules in the order in which they stand."""
    return select(DeadlineRuleRow).order_by(DeadlineRuleRow.number, DeadlineRuleRow.id)


def rule(row: DeadlineRuleRow) -> DeadlineRule:
    """Return one row of the table as the rules see it."""
    values = {field.name: getattr(row, field.name) for field in fields(DeadlineRule)}
    values["kinds"], values["subjects"] = frozenset(row.kinds), frozenset(row.subjects)
    values["other_reading"] = OtherReading(**row.other_reading) if row.other_reading else None
    return DeadlineRule(**values)


def matter(raperda: Raperda) -> Matter:
    """Return what the rules look at in a Raperda."""
    return Matter(raperda.kind, raperda.subject, raperda.initiator, raperda.year)


def keep_version(session: Session, of: WorkCalendar, rows: Iterable[DayOff], *, works: bool) -> None:
    """Keep a calendar that deadlines are counted with; one that is kept already is left alone."""
    content = {
        "works_on_cuti_bersama": works,
        "rows": [[row.on.isoformat(), row.name, row.kind, row.source, row.status] for row in rows],
    }
    session.execute(insert_once(session, CalendarVersion).values(version=of.version, content=content))
