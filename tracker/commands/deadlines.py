"""`tracker deadlines`: the chain of clocks after an event, with its reasoning; no database, no settings."""

import json
from datetime import date
from typing import Any, Final

import click

from tracker.adapters.deadline_text import LANGUAGES, deadline_text
from tracker.adapters.holidays import rows_for
from tracker.commands.refusal import BadInput
from tracker.domain.law.chain import MATTERS, Link, chain, of_the_year
from tracker.domain.law.deadline_rules import RuleBook
from tracker.domain.law.deadlines import DEADLINE_RULES, DueDate, due_to_json
from tracker.domain.law.legal_events import EVENTS
from tracker.domain.law.workdays import WorkCalendar

_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2100
_YEARS_AHEAD: Final = 3
_STARTING: Final = tuple(slug for slug in EVENTS if any(rule.event == slug for rule in DEADLINE_RULES))


@click.command("deadlines", epilog=f"Events: {', '.join(_STARTING)}. Kinds: {', '.join(MATTERS)}.")
@click.option("--event", default="persetujuan-bersama", help="What happened, as statutes name it.")
@click.option("--on", "on_text", default="", help="The day it happened: 2026-06-20.")
@click.option("--kind", default="ordinary", help="What sort of Raperda it is.")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
@click.option("--lang", "language", default="id", help="id or en.")
def show_deadlines(event: str, on_text: str, *, kind: str, as_json: bool, language: str) -> None:
    """Print the deadlines that follow from one event, by the working days of the installed package."""
    on = _day(on_text)
    _one_of("--event", event, _STARTING)
    _one_of("--kind", kind, MATTERS)
    _one_of("--lang", language, LANGUAGES)
    law: dict[str, Any] = {
        "matter": MATTERS[kind],
        "book": RuleBook.of(DEADLINE_RULES),
        "calendar": WorkCalendar.of(rows_for(range(on.year - 1, on.year + _YEARS_AHEAD))),
    }
    links, dates = chain(event, on, **law), of_the_year(on.year, **law)
    if as_json:
        click.echo(json.dumps(_as_json(event, on, kind, links, dates), ensure_ascii=False, indent=2))
    else:
        text = deadline_text(links, dates, event=event, on=on, kind=kind, language=language)
        click.echo(text.rstrip())


def _day(text: str) -> date:
    if not text:
        raise BadInput("--on", "give the day it happened, like 2026-06-20")
    try:
        on = date.fromisoformat(text)
    except ValueError as problem:
        raise BadInput("--on", f"{text!r} is not a date like 2026-06-20") from problem
    if not _FIRST_YEAR <= on.year <= _LAST_YEAR:
        raise BadInput("--on", f"{on.year} is not a year from {_FIRST_YEAR} to {_LAST_YEAR}")
    return on


def _one_of(option: str, given: str, known: Any) -> None:
    if given not in known:
        raise BadInput(option, f"{given!r} is none of {', '.join(known)}")


def _as_json(
    event: str, on: date, kind: str, links: tuple[Link, ...], dates: tuple[DueDate, ...]
) -> dict[str, Any]:
    return {
        "event": event,
        "on": on.isoformat(),
        "kind": kind,
        "chain": [{"assumes": link.after.slug if link.after else None, **_due(link.due)} for link in links],
        "dates_of_the_year": [_due(due) for due in dates],
    }


def _due(due: DueDate) -> dict[str, Any]:
    counted = {"counted": due.counted.n, "span": due.counted.span, "standing": due.rule.standing}
    return {**due_to_json(due), **counted}
