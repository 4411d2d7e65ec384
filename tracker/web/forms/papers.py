"""Forms about supporting papers."""

from pathlib import PurePath
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from tracker.domain.errors import InvalidValue
from tracker.domain.process import stages_of
from tracker.services.papers import KINDS, Attachment
from tracker.services.records import DOCX, PDF
from tracker.services.workspace import Workspace
from tracker.web import uploads
from tracker.web.formats import clock, day
from tracker.web.forms import choices
from tracker.web.forms.base import Form

_EXTENSIONS = {PDF: "pdf", DOCX: "docx"}
_FIELDS = {"stage": "place", "meeting_id": "place"}


class PaperForm(Form):
    """A PDF or Word file, and what it is. `place` is `tahap:<slug>` or `rapat:<id>`."""

    file = FileField(
        _("Berkas (PDF atau .docx)"),
        [FileRequired(_("Pilih berkas dokumennya."))],
        render_kw={"accept": f".pdf,.docx,{PDF},{DOCX}"},
    )
    kind = SelectField(_("Jenis dokumen"), [InputRequired()])
    title = StringField(_("Judul"), [Length(max=200)])
    place = SelectField(_("Bagian dari"), [InputRequired()])
    is_public = BooleanField(_("Buka untuk umum"))

    def __init__(self, page: Workspace, *, wanted: str = "", **given: Any) -> None:
        super().__init__(**given)
        self.kind.choices = [
            choices.SelectChoice("", gettext("Pilih jenisnya")),
            *choices.of_slugs("paper", KINDS),
        ]
        self.place.choices = _places(page)
        if not self.is_submitted():
            offered = {choice.value for choice in self.place.choices}
            self.place.data = wanted if wanted in offered else f"tahap:{page.state.headline}"

    def command(self, media_type: str, *, size: int, sha256: str) -> Attachment:
        """Return the paper; `size` in bytes."""
        noun, _colon, key = self.place.data.partition(":")
        filename = uploads.name_of(self.file.data, _EXTENSIONS[media_type])
        return Attachment(
            stage=key if noun == "tahap" else "",
            meeting_id=int(key) if noun == "rapat" else None,
            kind=self.kind.data,
            title=(self.title.data or "").strip() or PurePath(filename).stem,
            is_public=bool(self.is_public.data),
            filename=filename,
            size=size,
            sha256=sha256,
            media_type=media_type,
        )

    def refuse(self, refusal: InvalidValue) -> None:
        """Show what a rule said no to, beside the field that stands for it here."""
        field = _FIELDS.get(refusal.field, refusal.field)
        super().refuse(InvalidValue(field, refusal.reason, **refusal.facts))


def _places(page: Workspace) -> list[choices.SelectChoice]:
    stages = [
        choices.SelectChoice(f"tahap:{stage.slug}", choices.stage_label(stage), optgroup=gettext("Tahap"))
        for stage in stages_of(page.header.kind)
    ]
    meetings = [
        choices.SelectChoice(
            f"rapat:{one.id}",
            f"{choices.word('meeting', one.kind)}, {day(one.starts_at)}, {clock(one.starts_at)}",
            optgroup=gettext("Rapat"),
        )
        for one in page.meetings
    ]
    return stages + meetings
