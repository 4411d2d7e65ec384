"""Forms about one's own account."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from tracker.web.forms.base import Form


class LoginForm(Form):
    """Who, and the proof."""

    email = EmailField(
        _("Alamat email"),
        [InputRequired(), Length(max=300)],
        render_kw={"autocomplete": "username", "autocapitalize": "none"},
    )
    password = PasswordField(
        _("Kata sandi"),
        [InputRequired(), Length(max=300)],
        render_kw={"autocomplete": "current-password"},
    )


class PasswordForm(Form):
    """An old password and a new one, twice."""

    old = PasswordField(
        _("Kata sandi lama"),
        [InputRequired(), Length(max=300)],
        render_kw={"autocomplete": "current-password"},
    )
    new = PasswordField(
        _("Kata sandi baru"), [InputRequired(), Length(max=300)], render_kw={"autocomplete": "new-password"}
    )
    again = PasswordField(
        _("Kata sandi baru, sekali lagi"),
        [InputRequired(), EqualTo("new", _("Kedua kata sandi baru belum sama."))],
        render_kw={"autocomplete": "new-password"},
    )
