"""The form of a meeting."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from tracker.domain.errors import InvalidValue
from tracker.domain.local_time import local
from tracker.domain.process import stages_of
from tracker.services.meetings import KINDS, STATUSES, MeetingDetails
from tracker.storage.models import Meeting
from tracker.web.forms import choices
from tracker.web.forms.base import ClockField, DayField, Form, instant

_SENTENCES = {
    ("ends_at", "before-start"): _("Jam selesai harus sesudah jam mulai."),
    ("status", "in-the-future"): _("Rapat ini belum berlangsung, jadi belum dapat ditandai selesai."),
}
"""What meetings refuse, in closer words than the general ones."""


class MeetingForm(Form):
    """What, when, where, about what, and how it ended."""

    kind = SelectField(_("Jenis rapat"), [InputRequired()])
    stage = SelectField(_("Bagian dari tahap"), [InputRequired()])
    day = DayField(_("Tanggal"), [InputRequired()])
    starts_at = ClockField(_("Mulai pukul (WIB)"), [InputRequired()])
    ends_at = ClockField(_("Selesai pukul (WIB)"), [Optional()])
    place = StringField(_("Tempat"), [Length(max=200)])
    link = StringField(
        _("Tautan rapat daring"), [Length(max=300)], render_kw={"inputmode": "url", "autocapitalize": "none"}
    )
    agenda = TextAreaField(_("Acara"), [Length(max=2000)], render_kw={"rows": 3})
    invitees = TextAreaField(_("Yang diundang"), [Length(max=2000)], render_kw={"rows": 3})
    status = SelectField(_("Keadaan"), [InputRequired()])
    outcome = TextAreaField(_("Hasil"), [Length(max=5000)], render_kw={"rows": 4})
    is_public = BooleanField(_("Tampilkan untuk umum"))
    seen_revision = IntegerField(default=0, widget=HiddenInput())

    def command(self) -> MeetingDetails:
        """Return the meeting as it was written down."""
        day, starts, ends = self.day.data, self.starts_at.data, self.ends_at.data
        assert day is not None  # noqa: S101 -- validated
        assert starts is not None  # noqa: S101 -- validated
        return MeetingDetails(
            stage=self.stage.data,
            kind=self.kind.data,
            starts_at=instant(day, starts),
            ends_at=instant(day, ends) if ends else None,
            place=(self.place.data or "").strip(),
            link=(self.link.data or "").strip(),
            agenda=(self.agenda.data or "").strip(),
            invitees=(self.invitees.data or "").strip(),
            status=self.status.data,
            outcome=(self.outcome.data or "").strip(),
            is_public=self.is_public.data,
        )

    def see(self, revision: int) -> None:
        """Carry the revision the page shows now, whatever was sent."""
        self.seen_revision.raw_data, self.seen_revision.data = None, revision

    def refuse(self, refusal: InvalidValue) -> None:
        """Show what a rule said no to, in words about meetings."""
        sentence = _SENTENCES.get((refusal.field, refusal.reason))
        if sentence is None:
            super().refuse(refusal)
        else:
            self[refusal.field].errors = [str(sentence)]


def meeting_form(kind: str, data: dict[str, Any]) -> MeetingForm:
    """Return the form of a meeting about a Raperda of this kind."""
    form = MeetingForm(data=data)
    form.kind.choices = choices.of_slugs("meeting", KINDS)
    form.stage.choices = choices.of_stages(stages_of(kind))
    form.status.choices = choices.of_slugs("meeting_status", STATUSES)
    return form


def recorded(meeting: Meeting) -> dict[str, Any]:
    """Return a meeting as the form's fields have it."""
    starts = local(meeting.starts_at)
    return {
        "kind": meeting.kind,
        "stage": meeting.stage,
        "day": starts.date(),
        "starts_at": starts.time(),
        "ends_at": local(meeting.ends_at).time() if meeting.ends_at else None,
        "place": meeting.place,
        "link": meeting.link,
        "agenda": meeting.agenda,
        "invitees": meeting.invitees,
        "status": meeting.status,
        "outcome": meeting.outcome,
        "is_public": meeting.is_public,
        "seen_revision": meeting.revision,
    }


def differences(form: MeetingForm, now: dict[str, Any]) -> list[tuple[str, str]]:
    """Return label and stored value of each field that is stored otherwise than it was typed."""
    shown = meeting_labels(form)
    return [
        (str(form[name].label.text), shown.get((name, value), "") or _plain(value))
        for name, value in now.items()
        if name != "seen_revision" and form[name].data != value
    ]


def meeting_labels(form: MeetingForm) -> dict[tuple[str, Any], str]:
    """Return what each choice of the form's selects is called."""
    selects = (form.kind, form.stage, form.status)
    return {(field.name, value): label for field in selects for value, label, *_rest in field.iter_choices()}


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(gettext("ya") if value else gettext("tidak"))
    return str(value or gettext("kosong"))
