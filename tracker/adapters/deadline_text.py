"""A chain of deadlines as plain text, Indonesian or English."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from tracker.domain.law.chain import Link
from tracker.domain.law.deadlines import DueDate, Run

_TEXTS = Path(__file__).resolve().parents[2] / "templates" / "text"
LANGUAGES = ("id", "en")
_JOINT = {"id": "cuti bersama", "en": "collective leave"}


def deadline_text(
    links: Sequence[Link], dates: Sequence[DueDate], *, event: str, on: date, kind: str, language: str
) -> str:
    """Return the chain with its reasoning, and the dates that the year itself sets."""

    def day(value: date) -> str:
        return format_date(value, "EEEE, d MMMM y", locale=language)

    def short(value: date) -> str:
        return format_date(value, "d MMM", locale=language)

    def run(one: Run) -> str:
        same = one.first_on.month == one.last_on.month
        first = str(one.first_on.day) if same else short(one.first_on)
        span = short(one.last_on) if one.first_on == one.last_on else f"{first}-{short(one.last_on)}"
        names = [*one.names, *([_JOINT[language]] if one.cuti_bersama else [])]
        return f"{span} ({', '.join(names)})" if names else span

    template = _TEMPLATES.get_template(f"deadlines.{language}.txt")
    facts = {"links": links, "dates": dates, "event": event, "on": on, "kind": kind}
    return template.render(**facts, day=day, run=run)


_TEMPLATES = Environment(
    loader=FileSystemLoader(_TEXTS),
    autoescape=select_autoescape(),  # not in .txt
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
