"""The quorum of a plenary, reckoned for whoever asks: a public page whose form is its address."""

from flask import render_template, request

from tracker.domain.errors import InvalidValue
from tracker.domain.law.quorum import QUORUM_RULES, quorum
from tracker.web.door import tracker
from tracker.web.forms.base import REASONS
from tracker.web.public import blueprint

_LARGEST_LENGTH = 4
_FIELDS = {"kursi": "seats", "hadir": "present", "setuju": "in_favour"}


@blueprint.get("/kuorum", endpoint="quorum")
def calculator() -> str:
    """Say whether a plenary may decide and whether it has, with the basis."""
    asked = request.args.get("jenis", "perda")
    kind = asked if asked in QUORUM_RULES else "perda"
    typed = {name: request.args.get(name, "").strip() for name in _FIELDS}
    typed["kursi"] = typed["kursi"] or str(tracker().settings.seats)
    wrong = {name: str(REASONS["not-a-number"]) for name in _FIELDS if not _is_number(typed[name])}
    found = None
    if not wrong:
        given = {field: int(typed[name]) if typed[name] else None for name, field in _FIELDS.items()}
        try:
            found = quorum(
                kind, seats=given["seats"] or 0, present=given["present"], in_favour=given["in_favour"]
            )
        except InvalidValue as refusal:
            name = next(name for name, field in _FIELDS.items() if field == refusal.field)
            wrong[name] = str(REASONS[refusal.reason]) % refusal.facts
    return render_template(
        "public/quorum.html", found=found, kind=kind, kinds=QUORUM_RULES, typed=typed, wrong=wrong
    )


def _is_number(text: str) -> bool:
    """An empty field is no wrong number: it was not given."""
    return not text or (text.isdecimal() and text.isascii() and len(text) <= _LARGEST_LENGTH)
