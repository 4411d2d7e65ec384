"""The form of a reminder rule: who, of which deadlines, and how many days before and after."""

import re
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from tracker.domain.process import Holder, Phase
from tracker.services.reminders import RECIPIENTS, Rule
from tracker.services.reminders.rules import KINDS
from tracker.web.door import tracker
from tracker.web.forms import choices
from tracker.web.forms.base import Form

_DAYS = re.compile(r"\s*(?:\d{1,2}(?:\s*[,;\s]\s*\d{1,2})*)?\s*")
_ANY = "semua"


class RuleForm(Form):
    """Days are typed as people say them: "7, 3, 1"."""

    recipient = SelectField(_("Siapa"), [InputRequired()])
    kind = SelectField(_("Jenis tenggat"), [InputRequired()])
    phase = SelectField(_("Bagian proses"), [InputRequired()])
    holder = SelectField(_("Di tangan"), [InputRequired()])
    before = StringField(_("Hari sebelum tenggat"), [Length(max=60)], render_kw={"inputmode": "numeric"})
    on_the_day = BooleanField(_("Pada hari tenggat"))
    after = StringField(_("Hari sesudah tenggat"), [Length(max=60)], render_kw={"inputmode": "numeric"})

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        every = choices.SelectChoice(_ANY, str(_("semua")))
        self.recipient.choices = choices.of_slugs("recipient", RECIPIENTS)
        self.kind.choices = [every, *choices.of_slugs("deadline_kind", KINDS)]
        self.phase.choices = [every, *choices.of_slugs("phase", Phase)]
        self.holder.choices = [every, *choices.of_holders(Holder, tracker().settings.province)]

    def validate_before(self, field: StringField) -> None:
        """Only whole numbers, apart from each other."""
        _refuse_words(field)

    def validate_after(self, field: StringField) -> None:
        """Only whole numbers, apart from each other."""
        _refuse_words(field)

    @staticmethod
    def filled(rule: Rule) -> dict[str, Any]:
        """Return a rule as the fields say it."""
        return {
            "recipient": rule.recipient,
            "kind": rule.kind or _ANY,
            "phase": rule.phase or _ANY,
            "holder": rule.holder or _ANY,
            "before": ", ".join(str(-days) for days in rule.offsets if days < 0),
            "on_the_day": 0 in rule.offsets,
            "after": ", ".join(str(days) for days in rule.offsets if days > 0),
        }

    def command(self, rule_id: int = 0) -> Rule:
        """Return the rule."""
        today = [0] if self.on_the_day.data else []
        offsets = [-days for days in _days(self.before)] + today + _days(self.after)
        return Rule(
            recipient=self.recipient.data,
            offsets=tuple(offsets),
            kind=_chosen(self.kind),
            phase=_chosen(self.phase),
            holder=_chosen(self.holder),
            id=rule_id,
        )


def _chosen(field: SelectField) -> str:
    return "" if field.data == _ANY else str(field.data)


def _days(field: StringField) -> list[int]:
    return [days for days in map(int, re.findall(r"\d+", field.data or "")) if days]


def _refuse_words(field: StringField) -> None:
    if not _DAYS.fullmatch(field.data or ""):
        raise ValidationError(_("Tulis angka dengan koma, misalnya 7, 3, 1."))
