"""Texts that are no pages, for mail and calendars: a template for each language, filled with facts."""

from datetime import date

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from tracker.settings import ROOT

_LANGUAGES = ("id", "en")


def plain_text(template: str, language: str, **facts: object) -> tuple[str, str]:
    """Return the first line of this template in this language (a subject, a title), and the rest."""
    language = language if language in _LANGUAGES else _LANGUAGES[0]

    def day(value: date) -> str:
        return format_date(value, "EEEE, d MMMM y", locale=language)

    text = _TEMPLATES.get_template(f"{template}.{language}.txt").render(**facts, day=day)
    first, _, rest = text.partition("\n")
    return first, rest.strip()


_TEMPLATES = Environment(
    loader=FileSystemLoader(ROOT / "templates" / "email"),
    autoescape=select_autoescape(),  # not in .txt
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
