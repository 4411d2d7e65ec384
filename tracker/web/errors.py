"""One table: which refusal answers with which status, and in which words."""

import logging
from dataclasses import dataclass

from flask import Flask, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from tracker.domain.errors import (
    DuplicateDraft,
    IllegalMove,
    InvalidValue,
    NotAllowed,
    NotFound,
    Refusal,
    Stale,
    Throttled,
    UnreadableDraft,
)

log = logging.getLogger(__name__)

STATUS: dict[type[Refusal], int] = {
    NotAllowed: 403,
    NotFound: 404,
    Stale: 409,
    IllegalMove: 409,
    InvalidValue: 422,
    UnreadableDraft: 422,
    DuplicateDraft: 422,
    Throttled: 429,
}


@dataclass(frozen=True, slots=True)
class Page:
    """What an error page says: what happened, why, and what to do."""

    title: object
    message: object
    action: object = ""


PAGES: dict[int, Page] = {
    400: Page(
        _("Permintaan tidak dapat dibaca"),
        _("Halaman ini mungkin sudah terlalu lama terbuka."),
        _("Kembali ke halaman sebelumnya, muat ulang, lalu kirim lagi."),
    ),
    403: Page(
        _("Bukan bagian Anda"),
        _("Akun Anda tidak memiliki izin untuk hal ini."),
        _("Jika seharusnya boleh, hubungi administrator di Sekretariat DPRD."),
    ),
    404: Page(
        _("Halaman tidak ditemukan"),
        _("Alamatnya mungkin salah ketik, atau halamannya tidak dibuka untuk umum."),
    ),
    405: Page(
        _("Halaman tidak dapat dibuka dengan cara ini"),
        _("Alamat ini hanya menerima kiriman formulir."),
    ),
    409: Page(
        _("Data sudah berubah"),
        _("Orang lain mengubah hal yang sama setelah halaman Anda terbuka."),
        _("Buka halamannya lagi, periksa keadaan terakhir, lalu ulangi."),
    ),
    413: Page(
        _("Berkas terlalu besar"),
        _("Berkas yang dikirim melebihi batas ukuran."),
        _("Kecilkan gambar di dalamnya atau pisahkan lampirannya, lalu unggah lagi."),
    ),
    422: Page(
        _("Isian belum lengkap"),
        _("Ada isian yang belum benar."),
        _("Kembali ke formulir, perbaiki, lalu kirim lagi."),
    ),
    429: Page(
        _("Terlalu banyak percobaan"),
        _("Demi keamanan, percobaan masuk dihentikan sementara."),
        _("Coba lagi dalam 15 menit."),
    ),
    500: Page(
        _("Ada gangguan di sistem"),
        _("Yang Anda kirim belum tercatat."),
        _("Coba lagi sebentar lagi. Jika berulang, beri tahu administrator."),
    ),
    503: Page(
        _("Sedang tidak dapat dibuka"),
        _("Pangkalan data belum menjawab. Yang Anda kirim belum tercatat."),
        _("Coba lagi beberapa menit lagi."),
    ),
}


def init_app(app: Flask) -> None:
    """Answer every refusal and every HTTP error with a page in plain words."""
    app.register_error_handler(Refusal, _on_refusal)
    app.register_error_handler(CSRFError, lambda _error: page(400))
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(OperationalError, _on_lost_database)
    app.register_error_handler(IntegrityError, lambda _error: page(409))
    app.register_error_handler(500, lambda _error: page(500))


def page(status: int) -> tuple[str, int]:
    """Return the page for a status."""
    words = PAGES.get(status, PAGES[500 if status >= 500 else 400])
    body = render_template("errors/error.html", title=words.title, message=words.message, action=words.action)
    return body, status


def _on_refusal(refusal: Refusal) -> tuple[str, int]:
    return page(STATUS[type(refusal)])


def _on_lost_database(error: OperationalError) -> tuple[str, int]:
    g.nobody_known = True
    log.error("the database does not answer: %s", " ".join(str(error.orig).split()))
    return page(503)


def _on_http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    return page(error.code)
