"""The form of a rule of deadlines, and of the quorum of a plenary."""

from dataclasses import fields
from typing import Any, Final

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tracker.domain.law.deadline_rules import (
    CONFIDENCES,
    SUBJECTS,
    UNITS,
    DeadlineRule,
    OtherReading,
    RuleBook,
)
from tracker.domain.law.legal_events import EVENTS
from tracker.domain.process import Holder, Kind
from tracker.web.forms import choices
from tracker.web.forms.base import DayField, Form
from tracker.web.forms.choices import SelectChoice

MONTHS: Final = range(1, 13)
_NONE: Final = ""


def _number_or_zero(value: Any) -> int:
    return int(value) if value else 0


class ConfirmForm(Form):
    """A change of the law that was shown before it is made: `seen` is the law the preview was told of."""

    seen = HiddenField()

    def seen_law(self) -> int:
        """Return the fingerprint of the law the preview was told of."""
        seen = self.seen.data or ""
        return int(seen) if seen.isdecimal() else 0

    def see(self, fingerprint: int) -> None:
        """Carry the law as the preview shows it, whatever was sent."""
        self.seen.raw_data, self.seen.data = None, str(fingerprint)


class RuleForm(ConfirmForm):
    """One rule. What the law does not say stays empty. `shown` is the rule whose effects were told."""

    shown = HiddenField()
    number = StringField(_("Nomor aturan"), [InputRequired(), Length(max=20)])
    act = TextAreaField(_("Apa yang wajib dilakukan"), [InputRequired(), Length(max=500)])
    act_english = TextAreaField(_("Dalam bahasa Inggris"), [InputRequired(), Length(max=500)])
    holder = SelectField(_("Oleh siapa"), [InputRequired()])
    event = SelectField(_("Dihitung sejak"))
    satisfied_by = SelectField(_("Terpenuhi oleh"))
    count = IntegerField(
        _("Banyaknya"), [InputRequired(), NumberRange(0, 1000)], render_kw={"inputmode": "numeric"}
    )
    unit = SelectField(_("Satuan"), [InputRequired()])
    month = SelectField(_("Bulan"), coerce=_number_or_zero)
    direction = SelectField(_("Arah"), [InputRequired()])
    kinds = SelectMultipleField(_("Untuk jenis Raperda"))
    subjects = SelectMultipleField(_("Untuk Raperda tentang"))
    initiator = SelectField(_("Untuk prakarsa"))
    consequence = TextAreaField(_("Jika terlewat"), [Length(max=1000)])
    consequence_english = TextAreaField(_("Jika terlewat, dalam bahasa Inggris"), [Length(max=1000)])
    basis = TextAreaField(_("Dasar"), [InputRequired(), Length(max=500)])
    phrase = TextAreaField(_("Bunyi yang menentukan"), [Length(max=1000)])
    confidence = SelectField(_("Keyakinan"), [InputRequired()])
    other_count = IntegerField(_("Hitungan lain"), [Optional(), NumberRange(1, 1000)])
    other_unit = SelectField(_("Satuan hitungan lain"))
    other_basis = StringField(_("Dasar hitungan lain"), [Length(max=300)])
    in_force_from = DayField(_("Berlaku sejak"), [Optional()])
    in_force_until = DayField(_("Berlaku sampai"), [Optional()])
    active = BooleanField(_("Aktif"))

    def offer(self, province: str) -> None:
        """Fill the choices."""
        events = choices.of_slugs("event", EVENTS)
        months = (SelectChoice(str(number), choices.word("month", number)) for number in MONTHS)
        initiators = choices.of_slugs("initiator", ("bupati", "dprd"))
        self.holder.choices = choices.of_holders(Holder, province)
        self.event.choices = [SelectChoice(_NONE, _("tanggal tetap setiap tahun")), *events]
        self.satisfied_by.choices = [SelectChoice(_NONE, _("dicatat dengan tangan")), *events]
        self.unit.choices = choices.of_slugs("unit", UNITS)
        self.other_unit.choices = choices.of_slugs("unit", UNITS[:3])
        self.month.choices = [SelectChoice("0", "–"), *months]
        self.direction.choices = choices.of_slugs("direction", ("maju", "mundur"))
        self.kinds.choices = choices.of_slugs("kind", Kind)
        self.subjects.choices = choices.of_slugs("subject", ("", *SUBJECTS))
        self.initiator.choices = [SelectChoice(_NONE, _("Siapa pun")), *initiators]
        self.confidence.choices = choices.of_slugs("certainty", CONFIDENCES)

    def was_shown(self, rule: DeadlineRule) -> bool:
        """Say whether the effects that were told are those of this rule."""
        return bool(self.shown.data == RuleBook.of((rule,)).version)

    def show(self, rule: DeadlineRule) -> None:
        """Carry the rule whose effects the preview tells."""
        self.shown.raw_data, self.shown.data = None, RuleBook.of((rule,)).version

    def rule(self, slug: str) -> DeadlineRule:
        """Return what was given, under this slug."""
        count, unit = self.other_count.data, self.other_unit.data
        other = OtherReading(count, unit, _line(self.other_basis.data)) if count else None
        return DeadlineRule(
            number=(self.number.data or "").strip(),
            slug=slug,
            event=self.event.data or "",
            satisfied_by=self.satisfied_by.data or "",
            count=self.count.data or 0,
            unit=self.unit.data,
            month=self.month.data or 0,
            direction=self.direction.data,
            holder=self.holder.data,
            act=_line(self.act.data),
            act_english=_line(self.act_english.data),
            consequence=_line(self.consequence.data),
            consequence_english=_line(self.consequence_english.data),
            basis=_line(self.basis.data),
            phrase=_line(self.phrase.data),
            confidence=self.confidence.data,
            kinds=frozenset(self.kinds.data or ()),
            subjects=frozenset(self.subjects.data or ()),
            initiator=self.initiator.data or "",
            other_reading=other,
            active=bool(self.active.data),
            in_force_from=self.in_force_from.data,
            in_force_until=self.in_force_until.data,
        )


def rule_form(rule: DeadlineRule | None, province: str) -> RuleForm:
    """Return the form of a rule, filled with what is stored; of a new one where there is none."""
    data: dict[str, Any] = {"active": True, "unit": "hari-kerja", "direction": "maju", "confidence": "M"}
    if rule is not None:
        data = {field.name: getattr(rule, field.name) for field in fields(rule)}
        data |= {"kinds": sorted(rule.kinds), "subjects": sorted(rule.subjects)}
        other = rule.other_reading
        if other is not None:
            data |= {"other_count": other.count, "other_unit": other.unit, "other_basis": other.basis}
    form = RuleForm(data=data)
    form.offer(province)
    return form


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
