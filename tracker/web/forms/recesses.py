"""The form of a recess of the council."""

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from tracker.services.recesses import Recess
from tracker.web.forms.base import DayField, Form


class RecessForm(Form):
    """A recess, its first and last day included."""

    name = StringField(_("Keterangan"), [InputRequired(), Length(max=200)])
    start_on = DayField(_("Hari pertama"), [InputRequired()])
    end_on = DayField(_("Hari terakhir"), [InputRequired()])
    basis = StringField(_("Dasar"), [Length(max=200)])

    def command(self) -> Recess:
        """Return the recess to add."""
        if self.start_on.data is None or self.end_on.data is None:
            raise ValueError("a valid form has both days")
        name, basis = (self.name.data or "").strip(), (self.basis.data or "").strip()
        return Recess(name, self.start_on.data, self.end_on.data, basis)
