"""Where HTTP meets the use cases: the tracker at hand, and one transaction for one answered form."""

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from flask import current_app, redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker.domain.access import Actor
from tracker.domain.errors import InvalidValue
from tracker.services import journal
from tracker.web.forms.base import Form

if TYPE_CHECKING:
    from tracker.bootstrap import Tracker


def tracker() -> "Tracker":
    """Return the tracker this application serves."""
    return cast("Tracker", current_app.extensions["tracker"])


def once(actor: Actor, key: str, action: Callable[[Session], str]) -> Response:
    """Run a use case in one transaction and go (303) to the address it returns.

    The same form sent again over a bad line does nothing and goes to where the first answer led. One that
    was gone back to and changed is another form, or what was typed would be lost without a word.
    """
    now = tracker().now()
    key = _with_what_was_typed(key)
    with tracker().transaction() as session:
        led_to = journal.answered(session, actor, key, now) if key else None
        if led_to is None:
            led_to = action(session)
            if key:
                journal.answer(session, actor, key, led_to)
    return redirect(led_to or request.path, 303)


def answer_to(form: Form, actor: Actor, action: Callable[[Session], str]) -> Response | None:
    """Run a use case `once` with a form that was sent; None where the form is to be shown.

    That is when nothing was sent yet, and when a field or a rule says no, which the form then shows.
    """
    if not form.validate_on_submit():
        return None
    try:
        return once(actor, form.key.data or "", action)
    except InvalidValue as refusal:
        form.refuse(refusal)
        return None


def _with_what_was_typed(key: str) -> str:
    if not key:
        return ""
    typed = sorted(pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token")
    return hashlib.sha256(repr((key, request.path, typed)).encode()).hexdigest()[:40]
