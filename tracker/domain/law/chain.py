"""The chain of clocks that one event sets going, each link assuming that the one before took all its time."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from tracker.domain.law.deadline_rules import DeadlineRule, Matter, RuleBook
from tracker.domain.law.deadlines import DueDate, compute
from tracker.domain.law.legal_events import EVENTS
from tracker.domain.law.workdays import WorkCalendar
from tracker.domain.process import Kind

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
    event: str,
    on: date,
    *,
    matter: Matter,
    book: RuleBook,
    calendar: WorkCalendar,
    happened: Mapping[str, date | None] = MappingProxyType({}),
) -> tuple[Link, ...]:
    """Return every clock that follows when `event` (a slug of EVENTS) happens on this day, by date.

    Events that `happened` already keep their day, and what was answered goes no other way any more; from an
    event whose day is not known nothing follows.
    """
    links: list[Link] = []
    seen = {event}
    waiting: deque[tuple[str, date, DeadlineRule | None]] = deque([(event, on, None)])
    while waiting:
        slug, day, after = waiting.popleft()
        for rule in book.triggered_by(EVENTS[slug], matter, day):
            due = compute(rule, day, calendar)
            links.append(Link(due, after))
            following = _following(rule, due.due_on, happened)
            waiting.extend((one, then, rule) for one, then in following.items() if one not in seen)
            seen.update(following)
    return tuple(sorted(links, key=lambda link: (link.due.triggered_on, link.due.due_on)))


def _following(rule: DeadlineRule, due_on: date, happened: Mapping[str, date | None]) -> dict[str, date]:
    """The events that meeting this clock brings about, on the days they happened or else on its last day."""
    if not rule.satisfied_by or rule.direction == "mundur":
        return {}
    events = _LEADS_TO.get(rule.satisfied_by, (rule.satisfied_by,))
    if rule.satisfied_by not in happened:
        return dict.fromkeys(events, due_on)
    return {slug: on for slug in events if (on := happened.get(slug)) is not None}


def of_the_year(year: int, *, matter: Matter, book: RuleBook, calendar: WorkCalendar) -> tuple[DueDate, ...]:
    """Return the dates that the year itself sets for a Raperda like this, in order."""
    rules = (rule for rule in book.rules_for(matter) if not rule.event)
    dates = (compute(rule, date(year, 1, 1), calendar) for rule in rules)
    return tuple(sorted(dates, key=lambda due: due.due_on))
