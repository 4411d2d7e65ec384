"""What every template has at hand: filters for dates and terms, and who is asking."""

from datetime import date, datetime
from typing import Any

from flask import Flask
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from markupsafe import Markup

from tracker.domain.access import Permission, scope_of
from tracker.domain.local_time import local
from tracker.services import notices
from tracker.web import formats, language, login
from tracker.web.door import tracker


def init_app(app: Flask) -> None:
    """Give templates their filters and globals."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        capitalize_first=formats.capitalize_first,
        clock=formats.clock,
        day=formats.day,
        day_full=formats.day_full,
        day_month=formats.day_month,
        day_short=formats.day_short,
        holder_name=_holder_name,
        moment=formats.moment,
        month=formats.month,
        size=formats.size,
        term=formats.term,
        weekday=formats.weekday,
    )
    app.jinja_env.globals.update(
        csrf_field=_csrf_field,
        days_from_today=_days_from_today,
        url=language.url,
        user=None,
    )
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    settings = tracker().settings
    person = login.known()
    return {
        "locale": language.current(),
        "other_language_url": language.other_language_url(),
        "user": person,
        "may_administer": bool(person and scope_of(person.actor, Permission.ADMINISTER)),
        "count_unread": _count_unread,
        "may_enter_raperda": bool(person and scope_of(person.actor, Permission.EDIT_RAPERDA)),
        "today": tracker().today(),
        "council": settings.council,
        "region": settings.region,
        "province": settings.province,
    }


def _count_unread() -> int:
    """Asked by the pages of those who work here, when they are drawn."""
    with tracker().reading() as session:
        return notices.count_unread(session, login.actor())


def _csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def _days_from_today(value: date) -> int:
    on = local(value).date() if isinstance(value, datetime) else value
    return (on - tracker().today()).days


def _holder_name(slug: str) -> str:
    return formats.holder_name(slug, tracker().settings.province)
