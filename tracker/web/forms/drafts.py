"""Forms about draft versions."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.domain.drafts.clean import CLEAN, READINGS
from tracker.domain.drafts.legaltext import DraftReading
from tracker.domain.process import stages_of
from tracker.services.drafts import SOURCES, Upload
from tracker.services.records import DOCX
from tracker.services.workspace import Workspace
from tracker.web.forms import choices
from tracker.web.forms.base import Form
from tracker.web.kept_files import KeptFile


class DraftForm(Form):
    """A Word file."""

    file = FileField(
        _("Berkas Word"),
        [FileRequired(_("Pilih berkas naskahnya."))],
        render_kw={"accept": f".docx,.doc,{DOCX}"},
    )


class AcceptForm(Form):
    """Which reading of a file becomes a version, and what its uploader says of it."""

    accepted = RadioField(_("Bacaan yang diterima"), [InputRequired()], default=CLEAN)
    stage = SelectField(_("Dari tahap"), [InputRequired()])
    source = SelectField(_("Dari siapa"), [InputRequired()])
    note = TextAreaField(_("Catatan"), [Length(max=2000)])
    is_public = BooleanField(_("Langsung buka untuk umum"))

    def __init__(self, page: Workspace, **given: Any) -> None:
        super().__init__(**given)
        self.accepted.choices = choices.of_slugs("reading_name", READINGS)
        self.stage.choices = choices.of_stages(stages_of(page.header.kind))
        self.source.choices = [
            choices.SelectChoice("", gettext("Pilih asalnya")),
            *(
                choices.SelectChoice(one.value, _opened(one.label))
                for one in choices.of_slugs("source", SOURCES)
            ),
        ]
        if not self.is_submitted():
            self.stage.data = page.state.headline

    def command(self, file: KeptFile, reading: DraftReading, *, number: int) -> Upload:
        """Return the upload of a file that was read and kept, offered under this number."""
        return Upload(
            stage=self.stage.data,
            source=self.source.data,
            note=(self.note.data or "").strip(),
            is_public=bool(self.is_public.data),
            filename=file.filename,
            size=file.size,
            sha256=file.sha256,
            original=file.original,
            reading=reading,
            accepted=self.accepted.data,
            number=number,
        )


class WithdrawForm(Form):
    """Why something is hidden from the public."""

    reason = TextAreaField(_("Alasan menarik"), [InputRequired(), Length(max=2000)])


def _opened(label: str) -> str:
    return label[:1].upper() + label[1:]
