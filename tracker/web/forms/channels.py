"""Forms of how one is reached."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from tracker.domain.channels import AT_ONCE
from tracker.services.channels import MODES
from tracker.web.forms import choices
from tracker.web.forms.base import Form


class ModeForm(Form):
    """When a channel is used."""

    mode = RadioField(_("Kapan"), [InputRequired()], default=AT_ONCE)

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.mode.choices = choices.of_slugs("mode", MODES)


class ChannelForm(ModeForm):
    """A service, named by its Apprise URL. It holds a token, so a browser keeps it to itself."""

    address = StringField(
        _("Alamat saluran"),
        [InputRequired(), Length(max=500)],
        filters=[lambda value: (value or "").strip()],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
