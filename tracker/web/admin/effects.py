"""Carrying out a change of the law that was looked at before, and saying what it moved."""

from collections.abc import Callable, Sequence

from flask import flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker.services.recounting import Effect
from tracker.web.door import once
from tracker.web.forms.deadline_rules import ConfirmForm
from tracker.web.login import actor

_NAMED = 12


def carry_out(
    form: ConfirmForm, change: Callable[[Session], Sequence[Effect]], *, address: str, done: str
) -> Response:
    """Make the change once, go to the address, and say what was done and which deadlines moved."""
    effects: list[Effect] = []

    def action(session: Session) -> str:
        effects.extend(change(session))
        return address

    answer = once(actor(), (form.key.data or "")[:40], action)
    flash(_said(done, effects), "success")
    return answer


def _said(done: str, effects: Sequence[Effect]) -> Markup:
    if not effects:
        return Markup("{} {}").format(done, _("Tidak ada tenggat terbuka yang bergeser."))
    told = ngettext("%(num)s tenggat terbuka berubah:", "%(num)s tenggat terbuka berubah:", len(effects))
    names = list(dict.fromkeys(effect.short_name for effect in effects))
    shown = ", ".join(names[:_NAMED]) + (", ..." if len(names) > _NAMED else "")
    link = Markup('<a href="{}">{}</a>').format(url_for("admin.deadline_changes"), _("Lihat perubahannya"))
    return Markup("{} {} {}. {}").format(done, told, shown, link)
