"""Who has an account: opening, correcting and closing them, and initial passwords."""

from flask import flash, make_response, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidValue, NotFound
from tracker.services import accounts as services
from tracker.services.accounts import AccountLine
from tracker.web.admin.frame import blueprint
from tracker.web.door import answer_to, once, tracker
from tracker.web.forms.admin import AccountForm, KeyForm, NewAccountForm
from tracker.web.login import actor

Answer = Response | tuple[str, int]


@blueprint.get("/akun")
def accounts() -> str:
    """Show every account."""
    with tracker().reading() as session:
        lines = services.accounts(session, actor())
    return render_template("admin/accounts.html", accounts=lines)


@blueprint.route("/akun/baru", methods=["GET", "POST"])
def account_new() -> Answer:
    """Open an account; its initial password is shown once, in the answer itself, and kept nowhere."""
    form = NewAccountForm()
    made: list[tuple[int, str]] = []

    def add(session: Session) -> str:
        made.append(services.add(session, actor(), form.command(), now=tracker().now()))
        return url_for("admin.account", user_id=made[0][0])

    answer = answer_to(form, actor(), add)
    if answer is None:
        return render_template("admin/account_new.html", form=form), form.http_status
    return _password_page(*made[0]) if made else _shown_before(answer)


@blueprint.route("/akun/<int:user_id>", methods=["GET", "POST"])
def account(user_id: int) -> Answer:
    """Correct a name or a role."""
    line = _account(user_id)
    form = AccountForm(data={"name": line.name, "role": line.role.value})

    def change(session: Session) -> str:
        services.change_account(
            session, actor(), user_id, name=form.name.data or "", role=form.role.data, now=tracker().now()
        )
        return url_for("admin.account", user_id=user_id)

    answer = answer_to(form, actor(), change)
    if answer is None:
        return _account_page(line, form)
    flash(_("Akun %(name)s disimpan.", name=form.name.data), "success")
    return answer


@blueprint.post("/akun/<int:user_id>/sandi")
def account_password(user_id: int) -> Answer:
    """Give a fresh initial password, shown once; whoever knew the old one is logged out."""
    line = _account(user_id)
    form = KeyForm()
    made: list[str] = []

    def reset(session: Session) -> str:
        made.append(services.reset_password(session, actor(), user_id, now=tracker().now()))
        return url_for("admin.account", user_id=line.id)

    answer = once(actor(), (form.key.data or "")[:40], reset)
    return _password_page(user_id, made[0]) if made else _shown_before(answer)


@blueprint.post("/akun/<int:user_id>/tutup")
def account_disable(user_id: int) -> Answer:
    """Close an account."""
    line = _account(user_id)

    def disable(session: Session) -> str:
        services.disable(session, actor(), user_id, now=tracker().now())
        return url_for("admin.account", user_id=user_id)

    try:
        answer = once(actor(), "", disable)
    except InvalidValue as refusal:
        form = AccountForm(formdata=None, data={"name": line.name, "role": line.role.value})
        form.refuse(refusal)
        return _account_page(line, form)
    flash(_("Akun %(name)s ditutup. Jika keliru, buka lagi di halaman ini.", name=line.name), "success")
    return answer


@blueprint.post("/akun/<int:user_id>/buka")
def account_enable(user_id: int) -> Response:
    """Open a closed account again."""
    line = _account(user_id)

    def enable(session: Session) -> str:
        services.enable(session, actor(), user_id, now=tracker().now())
        return url_for("admin.account", user_id=user_id)

    answer = once(actor(), "", enable)
    flash(_("Akun %(name)s dibuka lagi.", name=line.name), "success")
    return answer


def _account(user_id: int) -> AccountLine:
    with tracker().reading() as session:
        for line in services.accounts(session, actor()):
            if line.id == user_id:
                return line
    raise NotFound("user", user_id)


def _account_page(line: AccountLine, form: AccountForm) -> tuple[str, int]:
    body = render_template("admin/account.html", account=line, form=form, is_own=line.id == actor().id)
    return body, form.http_status


def _password_page(user_id: int, password: str) -> Response:
    body = render_template("admin/password.html", account=_account(user_id), password=password)
    response = make_response(body)
    response.headers["Cache-Control"] = "no-store"
    return response


def _shown_before(answer: Response) -> Response:
    flash(_("Kata sandi awal hanya ditampilkan sekali. Jika belum tercatat, buat yang baru di sini."), "info")
    return answer
