""" "Pengingat saya": how one is reached, and trying it out."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker.domain.channels import SERVICES
from tracker.domain.errors import InvalidValue
from tracker.services import channels
from tracker.web.door import once, tracker
from tracker.web.forms.channels import ChannelForm, ModeForm
from tracker.web.login import actor

Answer = Response | tuple[str, int]
blueprint = Blueprint("channels", __name__, url_prefix="/pengingat")


@blueprint.get("")
def index() -> Answer:
    """Show one's own channels."""
    return _page(ChannelForm())


@blueprint.post("/tambah")
def add() -> Answer:
    """Add a service; what Apprise does not understand, or may not be used here, comes back."""
    form = ChannelForm()
    if not form.validate_on_submit():
        return _page(form)
    address, mode = form.address.data or "", form.mode.data
    if not tracker().notifier.understands(address):
        form.refuse(InvalidValue("address", "not-a-service"))
        return _page(form)

    def action(session: Session) -> str:
        channels.add(session, actor(), address, mode=mode, now=tracker().now())
        return url_for("channels.index")

    try:
        answer = once(actor(), form.key.data or "", action)
    except InvalidValue as refusal:
        form.refuse(refusal)
        return _page(form)
    flash(_("Saluran ditambahkan. Kirim pesan percobaan untuk memastikannya sampai."), "success")
    return answer


@blueprint.post("/<int:channel_id>/waktu")
def mode(channel_id: int) -> Response:
    """Choose between one digest a day and at once."""
    form = ModeForm()

    def action(session: Session) -> None:
        channels.set_mode(session, actor(), channel_id, form.mode.data or "", now=tracker().now())

    return _done(action, _("Waktu pengingat disimpan."))


@blueprint.post("/<int:channel_id>/jeda")
def pause(channel_id: int) -> Response:
    """Send nothing over a channel until it goes on."""

    def action(session: Session) -> None:
        channels.switch(session, actor(), channel_id, on=False, now=tracker().now())

    return _done(action, _("Saluran dijeda. Pemberitahuan tetap tampil di sini."))


@blueprint.post("/<int:channel_id>/lanjut")
def resume(channel_id: int) -> Response:
    """Let a channel go on."""

    def action(session: Session) -> None:
        channels.switch(session, actor(), channel_id, on=True, now=tracker().now())

    return _done(action, _("Saluran dipakai lagi."))


@blueprint.post("/<int:channel_id>/coba")
def try_out(channel_id: int) -> Response:
    """Queue a test message."""

    def action(session: Session) -> None:
        now, today = tracker().now(), tracker().today()
        channels.try_out(session, actor(), tracker().settings, channel_id, now=now, today=today)

    words = _("Pesan percobaan dikirim dalam satu menit. Muat ulang halaman ini untuk melihat hasilnya.")
    try:
        return _done(action, words)
    except InvalidValue:
        flash(_("Sudah sepuluh pesan percobaan hari ini. Coba lagi besok."), "warning")
        return redirect(url_for("channels.index"), 303)


@blueprint.post("/<int:channel_id>/hapus")
def remove(channel_id: int) -> Response:
    """Take a service away."""

    def action(session: Session) -> None:
        channels.remove(session, actor(), channel_id, now=tracker().now())

    return _done(action, _("Saluran dihapus."))


def _done(action: Callable[[Session], None], words: str) -> Response:
    def acted(session: Session) -> str:
        action(session)
        return url_for("channels.index")

    answer = once(actor(), "", acted)
    flash(words, "success")
    return answer


def _page(form: ChannelForm) -> tuple[str, int]:
    settings = tracker().settings
    with tracker().reading() as session:
        lines = channels.mine(session, actor())
    schemes = sorted(settings.notify_schemes)
    body = render_template(
        "channels/index.html",
        lines=lines,
        form=form,
        services=[(scheme, SERVICES.get(scheme, "")) for scheme in schemes],
        hour=settings.reminder_hour,
        may_add=bool(schemes) and len(lines) < channels.MOST,
    )
    return body, form.http_status
