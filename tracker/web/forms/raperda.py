"""Forms about what a Raperda is: entering one, changing its description and numbers, a note about it."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tracker.domain.law.deadline_rules import SUBJECTS
from tracker.domain.process import NUMBERED, ORDER, STAGES, Kind, stages_of
from tracker.domain.state import LAST
from tracker.services.committees import CommitteeLine
from tracker.services.raperda import Description, Publication
from tracker.services.stages import Plan
from tracker.services.workspace import Workspace
from tracker.web.forms import choices
from tracker.web.forms.base import DayField, Form
from tracker.web.forms.choices import SelectChoice
from tracker.web.forms.stages import Schedule, with_schedule


def stored_description(work: Workspace) -> Description:
    """Return the description a workspace shows."""
    names = (field.name for field in fields(Description) if field.name != "pansus_id")
    return Description(pansus_id=work.pansus_id, **{name: getattr(work.header, name) for name in names})


def _number_or_none(value: Any) -> int | None:
    return int(value) if value else None


class DescriptionForm(Form):
    """What a Raperda is."""

    title = TextAreaField(_("Judul lengkap"), [InputRequired(), Length(max=1000)], render_kw={"rows": 3})
    short_name = StringField(_("Nama pendek"), [InputRequired(), Length(max=80)])
    summary = TextAreaField(_("Untuk apa Raperda ini"), [Length(max=1000)], render_kw={"rows": 3})
    year = IntegerField(
        _("Tahun Propemperda"),
        [InputRequired(), NumberRange(1999, 2199, _("Tulis tahun dengan empat angka."))],
        render_kw={"inputmode": "numeric"},
    )
    propemperda_number = StringField(_("Nomor dalam Propemperda"), [Length(max=60)])
    initiator = RadioField(_("Pemrakarsa"), [InputRequired()])
    leading_opd = StringField(_("Perangkat daerah yang memimpin"), [Length(max=200)])
    kind = RadioField(_("Jenis"), [InputRequired()])
    subject = SelectField(_("Tentang apa, bila dievaluasi"))
    pansus_id = SelectField(_("Pansus"), coerce=_number_or_none)
    needs_budget = BooleanField(_("Pelaksanaannya memerlukan anggaran"))
    is_public = BooleanField(_("Tampilkan untuk umum"))
    seen = HiddenField()

    def seen_fingerprint(self) -> int:
        """Return the fingerprint of the description this form was opened on."""
        seen = self.seen.data or ""
        return int(seen) if seen.isdecimal() else 0

    def overtaken(self, work: Workspace) -> list[tuple[str, str]]:
        """Take the fresh fingerprint; return the fields that are stored otherwise than typed, as stored."""
        stored, typed = asdict(stored_description(work)), asdict(self.description())
        self.seen.raw_data = None
        self.seen.data = str(stored_description(work).fingerprint)
        return [
            (str(field.label.text), str(stored[field.name]))
            for field in self
            if field.name in stored and stored[field.name] != typed[field.name] and field.name != "pansus_id"
        ]

    def description(self) -> Description:
        """Return what was given."""
        return Description(
            title=" ".join((self.title.data or "").split()),
            short_name=(self.short_name.data or "").strip(),
            summary=(self.summary.data or "").strip(),
            year=self.year.data or 0,
            propemperda_number=(self.propemperda_number.data or "").strip(),
            initiator=self.initiator.data,
            leading_opd=(self.leading_opd.data or "").strip(),
            kind=self.kind.data,
            pansus_id=self.pansus_id.data,
            is_public=self.is_public.data,
            needs_budget=self.needs_budget.data,
            subject=self.subject.data or "",
        )

    def offer(self, committees: Iterable[CommitteeLine]) -> None:
        """Fill the choices."""
        self.initiator.choices = [SelectChoice("bupati", gettext("Bupati")), SelectChoice("dprd", "DPRD")]
        self.kind.choices = choices.of_slugs("kind", Kind)
        self.subject.choices = choices.of_slugs("subject", ("", *SUBJECTS))
        formed = [SelectChoice(str(line.id), line.composition.name) for line in committees]
        self.pansus_id.choices = [SelectChoice("", gettext("Belum dibentuk")), *formed]


class _NewForm(DescriptionForm, Schedule):
    """What a Raperda is, where it stands already, and its first schedule."""

    done_through = SelectField(_("Sudah selesai sampai tahap"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the shape, and that what is marked as done is neither planned nor foreign to the kind."""
        fine = super().validate(extra_validators)
        through = self.done_through.data
        if not fine or not through:
            return fine
        if through not in {stage.slug for stage in stages_of(self.kind.data)}:
            self.done_through.errors = [gettext("Tahap ini tidak ada untuk jenis Raperda yang Anda pilih.")]
            return False
        for row in self.rows:
            planned = row.start.data or row.end.data
            if planned and ORDER[row.stage.slug] <= ORDER[through]:
                row.end.errors = [gettext("Tahap ini ditandai sudah selesai. Kosongkan rencananya.")]
                fine = False
        return fine

    def plans(self) -> tuple[Plan, ...]:
        """Return the dates that were given."""
        plans = (row.plan() for row in self.rows)
        return tuple(plan for plan in plans if plan.start_on or plan.end_on)


NewForm = with_schedule(_NewForm, NUMBERED)
"""The form for entering a Raperda, with a start and an end for each of the seven stages."""


def new_form(committees: Iterable[CommitteeLine], year: int) -> _NewForm:
    """Return the form for a Raperda of this year."""
    form = NewForm(data={"year": year, "initiator": "bupati", "kind": Kind.ORDINARY.value})
    form.offer(committees)
    stages = choices.of_stages(stage for stage in STAGES if stage.slug != LAST)
    form.done_through.choices = [SelectChoice("", gettext("Belum ada yang selesai")), *stages]
    return form


class NumbersForm(Form):
    """The numbers given at the end of the way, and the day the Perda names for taking effect."""

    register_number = StringField(_("Nomor register"), [Length(max=100)])
    regulation_number = StringField(_("Nomor Perda"), [Length(max=100)])
    effective_on = DayField(_("Mulai berlaku pada tanggal lain"), [Optional()])

    def command(self) -> Publication:
        """Return what was given."""
        return Publication(
            (self.register_number.data or "").strip(),
            (self.regulation_number.data or "").strip(),
            self.effective_on.data,
        )


class NoteForm(Form):
    """An internal note."""

    text = TextAreaField(_("Catatan baru"), [InputRequired(), Length(max=5000)], render_kw={"rows": 3})
