"""How dates, sizes and stages read on a page, in the language of the page."""

from datetime import date, datetime

from babel.dates import format_date
from flask_babel import get_locale

from tracker.domain.local_time import local
from tracker.domain.process import Stage

_HOLDERS = {
    "id": {
        "bapemperda": "Bapemperda",
        "opd": "perangkat daerah",
        "kanwil": "Kanwil Kementerian Hukum",
        "pimpinan": "pimpinan DPRD",
        "pansus": "pansus",
        "provinsi": "{province}",
        "bupati": "bupati",
        "sekda": "sekretaris daerah",
    },
    "en": {
        "bapemperda": "Bapemperda",
        "opd": "the regional agency",
        "kanwil": "the Law Ministry office",
        "pimpinan": "the council leadership",
        "pansus": "the pansus",
        "provinsi": "{province}",
        "bupati": "the bupati",
        "sekda": "the regional secretary",
    },
}


def language() -> str:
    """Return the language of this page: id or en."""
    return "en" if str(get_locale()).startswith("en") else "id"


def day(value: date) -> str:
    """Return 15 Juni 2023."""
    return _format(value, "d MMMM y")


def day_full(value: date) -> str:
    """Return Kamis, 15 Juni 2023."""
    return _format(value, "EEEE, d MMMM y")


def day_short(value: date) -> str:
    """Return 15 Jun 2023."""
    return _format(value, "d MMM y")


def month(value: date) -> str:
    """Return Juni 2023."""
    return _format(value, "MMMM y")


def weekday(value: date) -> str:
    """Return Kamis."""
    return _format(value, "EEEE")


def day_month(value: date) -> str:
    """Return 15 Jun."""
    return _format(value, "d MMM")


def moment(value: datetime) -> str:
    """Return Kamis, 15 Juni 2023, pukul 09.00 WIB."""
    return f"{day_full(value)}, {'pukul ' if language() == 'id' else ''}{clock(value)} WIB"


def clock(value: datetime) -> str:
    """Return 09.00, as clocks are written in the page's language."""
    return local(value).strftime("%H.%M" if language() == "id" else "%H:%M")


def capitalize_first(text: str) -> str:
    """Return the text with a capital at its beginning and the rest as it is."""
    return text[:1].upper() + text[1:]


def size(value: int) -> str:
    """Return 120 KB or 1,2 MB."""
    if value < 1_000_000:
        return f"{max(1, round(value / 1000))} KB"
    text = f"{value / 1_000_000:.1f} MB"
    return text.replace(".", ",") if language() == "id" else text


def term(stage: Stage) -> str:
    """Return the name of a stage."""
    return stage.english if language() == "en" else stage.name


def holder_name(slug: str, province: str) -> str:
    """Return in whose hands something is."""
    return _HOLDERS[language()].get(slug, slug).format(province=province)


def _format(value: date, pattern: str) -> str:
    on = local(value).date() if isinstance(value, datetime) else value
    return format_date(on, pattern, locale=language())
