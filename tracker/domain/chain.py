"""The chain of clocks that one event sets going, each link assuming that the one before took all its time."""

from collections import deque
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker.domain.deadline_rules import DeadlineRule, Matter, RuleBook
from tracker.domain.deadlines import DueDate, compute
from tracker.domain.legal_events import EVENTS
from tracker.domain.process import Kind
from tracker.domain.workdays import WorkCalendar

_LEADS_TO: Final = {"hasil-evaluasi": ("evaluasi-selesai", "harus-disempurnakan")}
"""What an answer may turn out to be: both ways are followed."""

MATTERS: Final[dict[str, Matter]] = {
    "ordinary": Matter(Kind.ORDINARY),
    "biasa": Matter(Kind.ORDINARY),
    "rpjpd": Matter(Kind.EVALUATED, "rpjpd-rpjmd"),
    "rpjmd": Matter(Kind.EVALUATED, "rpjpd-rpjmd"),
    "apbd": Matter(Kind.EVALUATED, "apbd"),
    "perubahan-apbd": Matter(Kind.EVALUATED, "perubahan-apbd"),
    "pertanggungjawaban": Matter(Kind.EVALUATED, "pertanggungjawaban-apbd"),
    "pajak-retribusi": Matter(Kind.EVALUATED, "pajak-retribusi"),
    "tata-ruang": Matter(Kind.EVALUATED, "tata-ruang"),
}
"""Kinds of Raperda by the names a person types."""


@dataclass(frozen=True, slots=True)
class Link:
    """One clock of the chain. `after` is the rule whose last day is assumed to be its trigger."""

    due: DueDate
    after: DeadlineRule | None = None


def chain(
    event: str, on: date, *, matter: Matter, book: RuleBook, calendar: WorkCalendar
) -> tuple[Link, ...]:
    """Return every clock that follows when `event` (a slug of EVENTS) happens on this day, by date."""
    links: list[Link] = []
    seen = {event}
    waiting: deque[tuple[str, date, DeadlineRule | None]] = deque([(event, on, None)])
    while waiting:
        happened, day, after = waiting.popleft()
        for rule in book.triggered_by(EVENTS[happened], matter, day):
            due = compute(rule, day, calendar)
            links.append(Link(due, after))
            following = [slug for slug in leads_to(rule) if slug not in seen]
            seen.update(following)
            waiting.extend((slug, due.due_on, rule) for slug in following)
    return tuple(sorted(links, key=lambda link: (link.due.triggered_on, link.due.due_on)))


def of_the_year(year: int, *, matter: Matter, book: RuleBook, calendar: WorkCalendar) -> tuple[DueDate, ...]:
    """Return the dates that the year itself sets for a Raperda like this, in order."""
    rules = (rule for rule in book.rules_for(matter) if not rule.event)
    dates = (compute(rule, date(year, 1, 1), calendar) for rule in rules)
    return tuple(sorted(dates, key=lambda due: due.due_on))


def leads_to(rule: DeadlineRule) -> tuple[str, ...]:
    """Return the events that meeting this clock may turn out to be."""
    if not rule.satisfied_by or rule.direction == "mundur":
        return ()
    return _LEADS_TO.get(rule.satisfied_by, (rule.satisfied_by,))
