"""Forms of the administrator: accounts, pansus, days off, and the settings of the stages."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _
from wtforms import EmailField, FieldList, FormField, IntegerField, SelectField, StringField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from tracker.domain.access import Role
from tracker.domain.process import STAGES, Holder
from tracker.services.accounts import NewAccount
from tracker.services.calendars import AddHoliday, RecordDecree
from tracker.services.committees import POSITIONS, Composition, Seat, StageLine
from tracker.web.forms import choices
from tracker.web.forms.base import REASONS, DayField, Form
from tracker.web.forms.deadline_rules import ConfirmForm

SEATS: Final = 12
_SPARE_SEATS: Final = 3
_MOST_SEATS: Final = 60
_NOBODY: Final = "0"

DAY_KINDS: Final = {
    "libur-nasional": _("Libur nasional"),
    "cuti-bersama": _("Cuti bersama"),
    "lokal": _("Libur daerah"),
    "hari-kerja": _("Tetap hari kerja"),
}
"""The kinds of a row of the calendar."""


class KeyForm(Form):
    """No fields: a button that counts once however often it is sent."""


class AccountForm(Form):
    """Who someone is in the council's house."""

    name = StringField(_("Nama"), [InputRequired(), Length(max=200)])
    role = SelectField(_("Peran"), [InputRequired()])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.role.choices = choices.of_slugs("role", Role)


class NewAccountForm(AccountForm):
    """Someone new; the initial password is made, not typed."""

    email = EmailField(_("Alamat email"), [InputRequired(), Length(max=254)])

    def command(self) -> NewAccount:
        """Return the account to open."""
        return NewAccount(email=self.email.data or "", name=self.name.data or "", role=self.role.data)


class SeatForm(PlainForm):
    """One seat; without a person it is no seat."""

    user_id = SelectField(_("Anggota"))
    position = SelectField(_("Kedudukan"), default="anggota")
    fraksi = StringField(_("Fraksi"), [Length(max=100)])


class CommitteeForm(Form):
    """A pansus and who sits in it. Rows without a person are left out."""

    name = StringField(_("Nama pansus"), [InputRequired(), Length(max=200)])
    decree = StringField(_("Keputusan DPRD"), [Length(max=200)])
    formed_on = DayField(_("Dibentuk"), [Optional()])
    closed_on = DayField(_("Berakhir"), [Optional()])
    seats = FieldList(FormField(SeatForm), label=_("Susunan"), min_entries=SEATS, max_entries=_MOST_SEATS)

    def __init__(self, people: Iterable[tuple[int, str]], **given: Any) -> None:
        super().__init__(**given)
        offered = [
            choices.SelectChoice(_NOBODY, "–"),
            *(choices.SelectChoice(str(key), name) for key, name in people),
        ]
        positions = choices.of_slugs("position", POSITIONS)
        while len(self._taken()) > len(self.seats.entries) - _SPARE_SEATS and not self.is_submitted():
            self.seats.append_entry()
        for entry in self.seats.entries:
            entry.form.user_id.choices = offered
            entry.form.position.choices = positions

    def validate_closed_on(self, field: DayField) -> None:
        """A pansus ends no earlier than it began."""
        if field.data and self.formed_on.data and field.data < self.formed_on.data:
            raise ValidationError(REASONS["before-start"])

    def validate(self, extra_validators: Any = None) -> bool:
        """Say one sentence for all seats: their rows say nothing by themselves."""
        good: bool = super().validate(extra_validators)
        if self.seats.errors:
            self.seats.errors = [
                _("Ada baris susunan yang belum benar. Pilih lagi anggota dan kedudukannya.")
            ]
        return good

    def command(self) -> Composition:
        """Return the composition."""
        return Composition(
            name=(self.name.data or "").strip(),
            decree=(self.decree.data or "").strip(),
            formed_on=self.formed_on.data,
            closed_on=self.closed_on.data,
            seats=tuple(
                Seat(int(row.user_id.data), row.position.data, (row.fraksi.data or "").strip())
                for row in self._taken()
            ),
        )

    def shown(self) -> tuple[Sequence[SeatForm], Sequence[SeatForm]]:
        """Return the rows to show at once, with a few free ones, and those that can wait."""
        rows = [entry.form for entry in self.seats.entries]
        last = max((at for at, row in enumerate(rows, start=1) if _is_taken(row)), default=0)
        return rows[: last + _SPARE_SEATS], rows[last + _SPARE_SEATS :]

    def _taken(self) -> list[SeatForm]:
        return [entry.form for entry in self.seats.entries if _is_taken(entry.form)]


class HolidayForm(ConfirmForm):
    """A day of the council's own, or of a decree that the installed package does not have."""

    on = DayField(_("Tanggal"), [InputRequired()])
    kind = SelectField(_("Menjadi"), [InputRequired()])
    name = StringField(_("Keterangan"), [InputRequired(), Length(max=200)])
    source = StringField(_("Dasar"), [Length(max=200)])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        offered = ("lokal", "hari-kerja", "libur-nasional", "cuti-bersama")
        self.kind.choices = [choices.SelectChoice(slug, DAY_KINDS[slug]) for slug in offered]

    def command(self) -> AddHoliday:
        """Return the day to add."""
        if self.on.data is None:
            raise ValueError("a valid form has a day")
        return AddHoliday(
            on=self.on.data,
            name=(self.name.data or "").strip(),
            kind=self.kind.data,
            source=(self.source.data or "").strip(),
            status="tetap",
        )


class DecreeForm(ConfirmForm):
    """The number of the joint decree of a year."""

    number = StringField(_("Nomor SKB"), [InputRequired(), Length(max=200)])

    def command(self, year: int) -> RecordDecree:
        """Return the decree to record."""
        return RecordDecree(year, " ".join((self.number.data or "").split()))


class StagesForm(Form):
    """Two fields a stage, named after it: whose hands it starts in, and its goal in days."""

    def command(self) -> tuple[tuple[str, str, int | None], ...]:
        """Return stage, holder and goal of every stage."""
        return tuple(
            (stage.slug, self[f"holder-{stage.slug}"].data, self[f"goal-{stage.slug}"].data)
            for stage in STAGES
        )


def stages_form(lines: Iterable[StageLine], province: str) -> StagesForm:
    """Return the form of these stages, filled with what is set now."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {}
    for line in lines:
        slug = line.stage.slug
        fields[f"holder-{slug}"] = SelectField(
            _("Di tangan"), [InputRequired()], choices=choices.of_holders(Holder, province)
        )
        fields[f"goal-{slug}"] = IntegerField(
            _("Sasaran, hari"),
            [Optional(), NumberRange(1, 1000, _("Isi angka dari 1 sampai 1000, atau kosongkan."))],
            render_kw={"min": 1, "max": 1000, "inputmode": "numeric"},
        )
        data |= {f"holder-{slug}": line.holder, f"goal-{slug}": line.goal_days}
    made: StagesForm = type("AllStagesForm", (StagesForm,), fields)(data=data)
    return made


def _is_taken(row: SeatForm) -> bool:
    return str(row.user_id.data or _NOBODY).isdecimal() and int(row.user_id.data or _NOBODY) > 0
