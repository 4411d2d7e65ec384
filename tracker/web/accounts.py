"""Logging in and out, one's own password and language."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidValue, Throttled
from tracker.services import accounts
from tracker.web import login
from tracker.web.door import tracker
from tracker.web.formats import clock
from tracker.web.forms.accounts import LoginForm, PasswordForm

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/masuk", methods=["GET", "POST"], endpoint="login")
def log_in() -> Response | tuple[str, int]:
    """Log in; a wrong name and a wrong password answer alike."""
    form = LoginForm()
    if not form.validate_on_submit():
        return _login_page(form, form.http_status)
    email, password = form.email.data or "", form.password.data or ""
    try:
        with tracker().transaction() as session:
            found = accounts.log_in(
                session, email, password, address=request.remote_addr or "", now=tracker().now()
            )
    except Throttled as refusal:
        form.form_errors.append(
            _("Terlalu banyak percobaan. Coba lagi setelah pukul %(at)s WIB.", at=clock(refusal.until))
        )
        return _login_page(form, 429)
    if found is None:
        form.form_errors.append(_("Alamat email atau kata sandi tidak cocok. Periksa lalu coba lagi."))
        return _login_page(form, 422)
    login.enter(found)
    return redirect(login.safe_next(request.args.get("next")), 303)


@blueprint.post("/keluar")
def logout() -> Response:
    """Log out."""
    login.leave()
    return redirect(url_for("public.index"), 303)


@blueprint.route("/akun/sandi", methods=["GET", "POST"])
def password() -> Response | tuple[str, int]:
    """Change one's own password."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            with tracker().transaction() as session:
                person = login.person()
                version = accounts.change_password(
                    session, person.actor, form.old.data or "", form.new.data or "", now=tracker().now()
                )
                fresh = accounts.logged_in(session, person.actor.id, version)
        except InvalidValue as refusal:
            form.refuse(refusal)
        else:
            if fresh is not None:
                login.enter(fresh)
            flash(_("Kata sandi sudah diganti."), "success")
            return redirect(url_for("work.today"), 303)
    body = render_template("accounts/password.html", form=form, forced=login.person().must_change_password)
    return body, form.http_status


@blueprint.post("/akun/bahasa")
def language() -> Response:
    """Choose the language of one's own pages."""
    with tracker().transaction() as session:
        accounts.set_language(session, login.actor(), request.form.get("language", ""))
    return redirect(login.safe_next(request.form.get("next")), 303)


def _login_page(form: LoginForm, status: int) -> tuple[str, int]:
    return render_template("accounts/login.html", form=form), status
