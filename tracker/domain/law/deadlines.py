"""A due date and everything it follows from: one computation, which explains itself."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from tracker.domain.law import law_of_budget, law_of_enactment, law_of_evaluation
from tracker.domain.law.deadline_rules import (
    FIXED,
    DeadlineRule,
    Matter,
    OtherReading,
    RuleBook,
    Unit,
    rule_from_json,
    rule_to_json,
)
from tracker.domain.law.legal_events import answers, occurred
from tracker.domain.law.workdays import Count, DayOff, SkippedDay, Unsettled, WorkCalendar
from tracker.domain.state import State

PrudentReason = Literal["hari-pemicu", "bacaan-lain", "minggu-kalender", "hari-bersih"]

DEADLINE_RULES: tuple[DeadlineRule, ...] = (
    *law_of_budget.RULES[:1],
    *law_of_enactment.RULES,
    *law_of_evaluation.RULES,
    *law_of_budget.RULES[1:],
)
"""The rules as this release knows them; an administrator's table begins with them."""

_ONE_DAY = timedelta(days=1)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row that were not counted: a weekend (no names), or days off.

    `names` are those of national and local days off; of cuti bersama alone where there are no others.
    """

    first_on: date
    last_on: date
    names: tuple[str, ...] = ()
    cuti_bersama: bool = False


@dataclass(frozen=True, slots=True)
class DueDate:
    """A computed deadline and the reasoning behind it, complete: nothing has to be looked up to explain it.

    `due_on` is the legal date; `prudent_on` is never later and says in `prudent_reason` what makes it so: the
    trigger day counted as well ("hari-pemicu"), the rule's other reading ("bacaan-lain"), the week as the
    calendar has it ("minggu-kalender"), or that many days kept free in between ("hari-bersih").
    """

    rule: DeadlineRule
    triggered_on: date
    due_on: date
    prudent_on: date
    prudent_reason: PrudentReason
    counted: Count
    other_on: date | None
    unsettled: tuple[Unsettled, ...]
    calendar_version: str

    @property
    def provisional(self) -> bool:
        """Say whether the date may still change with the decree of a year it runs through."""
        return bool(self.unsettled)

    @property
    def runs(self) -> tuple[Run, ...]:
        """The days that were not counted, grouped."""
        return tuple(_runs(self.counted.skipped))


def compute(rule: DeadlineRule, triggered_on: date, calendar: WorkCalendar) -> DueDate:
    """Count a rule from the day its trigger happened; of a date of the year, any day of that year.

    The Acts do not say whether that day counts. The legal date counts from the day after it; the prudent date
    counts it as the first day, or follows the rule's other reading where that is earlier still.
    """
    if rule.unit in FIXED:
        triggered_on = triggered_on.replace(month=1, day=1)
    counted = _count(rule, rule.count, triggered_on, calendar)
    prudent_on, reason = _prudent(rule, triggered_on, counted, calendar)
    other_on = _other(rule.other_reading, triggered_on, calendar)
    if other_on is not None and other_on < prudent_on:
        prudent_on, reason = other_on, "bacaan-lain"
    in_working_days = rule.unit == "hari-kerja"
    first, last = sorted((triggered_on, counted.due))
    return DueDate(
        rule=rule,
        triggered_on=triggered_on,
        due_on=counted.due,
        prudent_on=prudent_on,
        prudent_reason=reason,
        counted=counted,
        other_on=other_on,
        unsettled=calendar.unsettled(first, last) if in_working_days else (),
        calendar_version=calendar.version if in_working_days else "",
    )


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline that follows from where a Raperda stands, and whether its stage has met it."""

    due: DueDate
    met: bool


def clocks(state: State, matter: Matter, book: RuleBook, calendar: WorkCalendar) -> Iterator[Clock]:
    """Yield what the rules ask of a Raperda that stands here, at most one clock a slug."""
    for rule in book.rules_for(matter):
        if rule.trigger is None:
            yield from _of_the_year(rule, state, matter, book, calendar)
            continue
        triggered = occurred(state, rule.trigger)
        if triggered is None or triggered.on is None or not book.chosen(rule, matter, triggered.on):
            continue
        stop = rule.stopped_by
        found = occurred(state, stop) if stop else None
        met = bool(stop and found and answers(stop, found, rule.trigger, triggered))
        yield Clock(compute(rule, triggered.on, calendar), met)


def _of_the_year(
    rule: DeadlineRule, state: State, matter: Matter, book: RuleBook, calendar: WorkCalendar
) -> Iterator[Clock]:
    if not matter.year:
        return
    due = compute(rule, date(matter.year, 1, 1), calendar)
    if book.chosen(rule, matter, due.due_on):
        yield Clock(due, bool(rule.stopped_by and occurred(state, rule.stopped_by)))


def due_to_json(due: DueDate) -> dict[str, Any]:
    """Return a due date with its rule and every day it left out, as JSON has it."""
    return {
        "rule": rule_to_json(due.rule),
        "triggered_on": due.triggered_on.isoformat(),
        "due_on": due.due_on.isoformat(),
        "prudent_on": due.prudent_on.isoformat(),
        "prudent_reason": due.prudent_reason,
        "other_on": due.other_on.isoformat() if due.other_on else None,
        "skipped": [_skipped_to_json(day) for day in due.counted.skipped],
        "unsettled": [[one.year, one.reason] for one in due.unsettled],
        "calendar_version": due.calendar_version,
    }


def due_from_json(stored: dict[str, Any]) -> DueDate:
    """Return the due date that `due_to_json` wrote; raises KeyError or TypeError for anything else."""
    rule = rule_from_json(stored["rule"])
    triggered_on, due_on = (date.fromisoformat(stored[name]) for name in ("triggered_on", "due_on"))
    skipped = tuple(_skipped_from_json(row) for row in stored["skipped"])
    n = abs((due_on - triggered_on).days) - len(skipped)
    return DueDate(
        rule=rule,
        triggered_on=triggered_on,
        due_on=due_on,
        prudent_on=date.fromisoformat(stored["prudent_on"]),
        prudent_reason=stored["prudent_reason"],
        counted=Count(triggered_on, n, due_on, skipped),
        other_on=date.fromisoformat(stored["other_on"]) if stored["other_on"] else None,
        unsettled=tuple(Unsettled(year, reason) for year, reason in stored["unsettled"]),
        calendar_version=stored["calendar_version"],
    )


def _count(rule: DeadlineRule, count: int, start: date, calendar: WorkCalendar) -> Count:
    if rule.unit in FIXED:
        due = _of_month(rule, start.year)
        return Count(start, (due - start).days, due)
    if rule.unit == "hari-kerja":
        back = rule.direction == "mundur"
        return calendar.counted_back(start, count) if back else calendar.counted(start, count)
    sign = -1 if rule.direction == "mundur" else 1
    due = _plain(rule.unit, sign * count, start)
    return Count(start, abs((due - start).days), due)


def _plain(unit: Unit, count: int, start: date) -> date:
    return start + timedelta(days=count) if unit == "hari-kalender" else _months_after(start, count)


def _prudent(
    rule: DeadlineRule, triggered_on: date, counted: Count, calendar: WorkCalendar
) -> tuple[date, PrudentReason]:
    if rule.unit == "minggu":
        return _end_of_calendar_week(counted.due.replace(day=1), rule.count), "minggu-kalender"
    if rule.unit in FIXED:
        return counted.due, "hari-pemicu"
    if rule.direction == "mundur":
        return _count(rule, rule.count + 1, triggered_on, calendar).due, "hari-bersih"
    return _count(rule, rule.count, triggered_on - _ONE_DAY, calendar).due, "hari-pemicu"


def _other(other: OtherReading | None, triggered_on: date, calendar: WorkCalendar) -> date | None:
    if other is None:
        return None
    if other.unit == "hari-kerja":
        return calendar.add_working_days(triggered_on, other.count)
    return _plain(other.unit, other.count, triggered_on)


def _of_month(rule: DeadlineRule, year: int) -> date:
    """The day of the month, or the last day of its week: the second week ends on the 14th."""
    day = rule.count if rule.unit == "tanggal" else rule.count * _WEEK
    return date(year, rule.month, min(day, monthrange(year, rule.month)[1]))


def _end_of_calendar_week(first: date, week: int) -> date:
    """The Sunday of the month's nth week from Monday to Sunday, the first being that of its first day."""
    return first + timedelta(days=6 - first.weekday() + (week - 1) * _WEEK)


def _months_after(start: date, months: int) -> date:
    """The same day `months` later, or the last day of a month that is too short for it."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _runs(skipped: tuple[SkippedDay, ...]) -> Iterator[Run]:
    group: list[SkippedDay] = []
    for day in sorted(skipped, key=lambda one: one.on):
        if group and (
            day.on - group[-1].on != _ONE_DAY or (day.day_off is None) != (group[-1].day_off is None)
        ):
            yield _run(group)
            group = []
        group.append(day)
    if group:
        yield _run(group)


def _run(days: list[SkippedDay]) -> Run:
    offs = [day.day_off for day in days if day.day_off]
    named = [off for off in offs if off.kind != "cuti-bersama"]
    names = tuple(dict.fromkeys(off.name for off in named or offs))
    return Run(days[0].on, days[-1].on, names, bool(named) and len(named) < len(offs))


def _skipped_to_json(day: SkippedDay) -> list[str]:
    off = day.day_off
    return [day.on.isoformat(), *([off.name, off.kind, off.source, off.status] if off else [])]


def _skipped_from_json(row: list[Any]) -> SkippedDay:
    on = date.fromisoformat(row[0])
    return SkippedDay(on, DayOff(on, *row[1:]) if len(row) > 1 else None)
