"""Uploaded files as HTTP brings them: their bytes, their names, and why one was refused, in words."""

import hashlib
import unicodedata
from typing import Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage

from tracker.domain.errors import UnreadableDraft
from tracker.web.formats import size

_LONGEST_NAME: Final = 200
_SAVE_AS: Final = _("Buka di Word, pilih Simpan Sebagai, jenis Dokumen Word (.docx), lalu unggah lagi.")

REFUSALS: Final = {
    "empty": _("Berkas ini kosong. Pilih berkas yang ada isinya, lalu unggah lagi."),
    "too-large": _(
        "Berkas ini %(size)s, batasnya %(limit)s. "
        "Kecilkan gambarnya atau pisahkan lampirannya, lalu unggah lagi."
    ),
    "doc": _("Ini berkas Word lama (.doc). %(save_as)s"),
    "encrypted": _(
        "Berkas ini terkunci kata sandi. Buka di Word, hapus kata sandinya, simpan, lalu unggah lagi."
    ),
    "odt": _(
        "Ini berkas OpenDocument (.odt). Buka di LibreOffice, pilih Simpan Sebagai, "
        "jenis Word 2007-365 (.docx), lalu unggah lagi."
    ),
    "rtf": _("Ini berkas Rich Text (.rtf). %(save_as)s"),
    "pdf": _(
        "Ini berkas PDF. Naskah diperlukan sebagai .docx agar dapat dibaca dan dibandingkan. "
        "Minta berkas Word aslinya, atau unggah PDF ini sebagai dokumen pendukung."
    ),
    "not-docx": _("Ini bukan dokumen Word. Pilih berkas yang namanya berakhir dengan .docx."),
    "template": _("Ini templat Word (.dotx), bukan dokumen. %(save_as)s"),
    "macros": _(
        "Berkas ini memuat makro, yang dapat menjalankan perintah di komputer pembacanya. "
        "Simpan tanpa makro: di Word pilih Simpan Sebagai, jenis Dokumen Word (.docx), lalu unggah lagi."
    ),
    "corrupt-zip": _(
        "Berkas ini rusak atau terpotong. Buka di Word, simpan ulang, lalu unggah lagi. "
        "Jika Word pun tidak dapat membukanya, minta kiriman baru."
    ),
    "broken-xml": _(
        "Sebagian isi berkas ini rusak. Buka di Word, terima tawaran perbaikannya, simpan, lalu unggah lagi."
    ),
    "zip-bomb": _(
        "Isi berkas ini jauh lebih besar daripada naskah yang wajar. "
        "Salin teksnya ke dokumen baru, lalu unggah."
    ),
    "xml-entities": _(
        "Berkas ini memakai cara tulis yang dapat menyembunyikan teks. "
        "Buka di Word, simpan ulang, lalu unggah lagi."
    ),
    "unsafe-content": _(
        "Berkas ini memuat %(what)s. Hapus bagian itu atau salin teksnya ke dokumen baru, lalu unggah lagi."
    ),
    "no-text": _(
        "Tidak ada teks yang terbaca dalam berkas ini. "
        "Jika isinya hasil pindai, minta berkas Word yang diketik."
    ),
    "too-complex": _(
        "Berkas ini terlalu rumit untuk dibaca. Hapus gambar dan lampirannya atau salin teksnya "
        "ke dokumen baru, lalu unggah lagi."
    ),
    "unconverted": _("Berkas Word lama (.doc) ini tidak dapat dikonversi. %(save_as)s"),
    "busy": _(
        "Berkas .doc lain sedang dikonversi. Tunggu sebentar, lalu unggah lagi; "
        "atau simpan sendiri di Word sebagai .docx."
    ),
    "not-pdf": _("Ini bukan PDF. Pilih berkas PDF atau dokumen Word (.docx)."),
    "cut-short": _("PDF ini terpotong. Unduh atau pindai ulang, lalu unggah lagi."),
}
"""One sentence for each slug of docx_guard.REASONS and pdf_guard.REASONS: what it is, and what to do."""

PAPER_REFUSALS: Final = {
    "pdf": _("PDF ini rusak di bagian awalnya. Unduh atau pindai ulang, lalu unggah lagi."),
    "encrypted": _("Berkas ini terkunci kata sandi atau dibatasi. Hapus kuncinya, simpan, lalu unggah lagi."),
    "not-docx": _("Dokumen pendukung diterima sebagai PDF atau dokumen Word (.docx). Ini bukan keduanya."),
}
"""Where a supporting paper needs other words than a draft."""

UNSAFE: Final = {
    "activex": _("kendali ActiveX, program kecil yang berjalan sendiri"),
    "dde-field": _("bidang DDE, perintah yang berjalan saat dokumen dibuka"),
    "duplicate-part": _("dua bagian dengan nama yang sama"),
    "packaged-file": _("berkas lain yang dibungkus di dalamnya"),
    "path": _("bagian yang menunjuk ke luar berkas"),
    "remote-part": _("bagian yang diambil dari alamat luar saat dokumen dibuka"),
}
"""The `what` of unsafe-content."""


def sentence(refusal: UnreadableDraft, *, paper: bool = False) -> str:
    """Return why a file was refused and what to do about it; some words differ for a supporting paper."""
    words = {**REFUSALS, **PAPER_REFUSALS} if paper else REFUSALS
    detail = refusal.detail
    text = str(words.get(refusal.reason, REFUSALS["not-docx"]))
    facts = {
        "save_as": _SAVE_AS,
        "size": size(int(detail.get("size", 0))),
        "limit": limit(int(detail.get("limit", 0))),
        "what": UNSAFE.get(str(detail.get("what", "")), _("isi yang dapat bergerak sendiri")),
    }
    return text % facts


def limit(max_bytes: int) -> str:
    """Return the size limit as it is set: in whole megabytes of 1024 kilobytes."""
    return f"{max_bytes // (1024 * 1024)} MB"


def choose_again() -> str:
    """Return the reminder that a browser forgets a chosen file when a form comes back."""
    return str(gettext("Pilih berkasnya sekali lagi; peramban tidak mengingatnya."))


def name_of(file: FileStorage, extension: str) -> str:
    """Return the base name a file came with, cleaned of paths and of characters that do not show.

    It ends with the extension of what the bytes are, so that nothing else is handed out under its name.
    """
    base = (file.filename or "").replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in base if unicodedata.category(letter)[0] != "C")
    name = " ".join(shown.split())
    ending = f".{extension}"
    stem = name[: -len(ending)] if name.lower().endswith(ending) else name
    return (stem.strip(". ") or "berkas")[: _LONGEST_NAME - len(ending)] + ending


def same_form(key: str | None, *facts: str) -> str:
    """Return an idempotency key for this form with this file.

    Sent twice it counts once; but someone who goes back and chooses another file means another upload.
    """
    if not key:
        return ""
    return hashlib.sha256("\n".join((key, *facts)).encode()).hexdigest()[:40]
