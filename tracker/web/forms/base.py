"""What every form shares: our words for what is wrong, an idempotency key, dates as people type them."""

import secrets
from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, HiddenField, TimeField
from wtforms.validators import Length

from tracker.domain.errors import InvalidValue
from tracker.domain.local_time import WIB

DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
TIME_FORMATS = ["%H:%M", "%H.%M", "%H:%M:%S"]

WTFORMS_WORDS = {
    "This field is required.": _("Isi bagian ini."),
    "Not a valid date value.": _("Tanggal belum terbaca. Tulis seperti 15/6/2023."),
    "Not a valid time value.": _("Jam belum terbaca. Tulis seperti 09.30."),
    "Not a valid integer value.": _("Tulis angka bulat."),
    "Not a valid choice.": _("Pilih salah satu dari daftar."),
    "Invalid Choice: could not coerce.": _("Pilih salah satu dari daftar."),
    "Invalid input.": _("Isian belum benar."),
}
"""WTForms has no Indonesian; these are its sentences in ours."""

LENGTHS = {
    "min": _("Terlalu pendek. Pakai paling sedikit %(min)d karakter."),
    "max": _("Terlalu panjang. Pakai paling banyak %(max)d karakter."),
}
"""WTForms' sentences about length, told apart by the number they name."""

REASONS = {
    "required": _("Isi bagian ini."),
    "plan-changes": _("Tulis mengapa tanggal yang sudah direncanakan berubah. Umum akan membacanya."),
    "not-a-choice": _("Pilih salah satu dari daftar."),
    "in-the-future": _("Tanggal ini belum tiba. Isi tanggal hari ini atau sebelumnya."),
    "before-start": _("Tanggal ini lebih awal dari tanggal mulainya."),
    "before-last-round": _("Tanggal ini lebih awal dari akhir putaran sebelumnya."),
    "still-open": _("Tahap ini masih berlangsung. Kosongkan tanggal selesainya."),
    "nothing-changes": _("Belum ada yang berubah."),
    "already-there": _("Ini sudah ada."),
    "meets-another": _("Ada reses lain pada hari-hari ini."),
    "same-start": _("Aturan ini sudah ada. Isi sejak kapan penggantinya berlaku."),
    "needs-decree": _("Tulis nomor SKB-nya."),
    "year-not-filled": _("Segarkan dahulu tahun ini dari paket."),
    "only-evaluated": _("Hanya untuk Raperda yang wajib dievaluasi gubernur."),
    "not-a-number": _("Tulis angka bulat."),
    "already-moved": _("Jenis tidak dapat diubah lagi setelah tahapnya berjalan."),
    "withdrawn": _("Ini sudah ditarik."),
    "not-a-link": _("Tautan harus diawali https://."),
    "not-an-address": _("Tulis alamat email yang lengkap."),
    "wrong": _("Kata sandi lama tidak cocok."),
    "own-account": _("Anda tidak dapat mengubah ini pada akun sendiri."),
    "too-short": _("Terlalu pendek. Pakai paling sedikit %(least)s karakter."),
    "out-of-range": _("Isi angka dari %(least)s sampai %(most)s."),
    "not-a-service": _("Alamat ini belum dikenali, atau layanannya tidak dipakai di sini."),
    "too-many": _("Paling banyak %(most)s saluran. Hapus satu dahulu."),
    "no-day": _("Isi paling sedikit satu hari, paling jauh 60 hari dari tenggat."),
    "twice": _("Satu orang hanya dapat duduk sekali."),
    "two-chairs": _("Pansus hanya memiliki satu ketua."),
}
"""What a rule says no with (InvalidValue.reason), in words."""


class Words:
    """Translations for WTForms' own sentences."""

    def gettext(self, string: str) -> str:
        """Return our sentence for one of WTForms'."""
        words: object = WTFORMS_WORDS.get(string, string)
        return str(words)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return our sentence for a length that is not right; WTForms fills in the number."""
        for name, sentence in LENGTHS.items():
            if f"%({name})d" in singular:
                words: object = sentence
                return str(words)
        return singular if n == 1 else plural


def _without_nul(value: object) -> object:
    return value.replace("\0", "") if isinstance(value, str) else value


class Form(FlaskForm):
    """A form of the site. `key` makes the same form, sent twice, count once."""

    key = HiddenField(default=lambda: secrets.token_urlsafe(18), validators=[Length(max=40)])

    class Meta(FlaskForm.Meta):
        """WTForms' settings."""

        def get_translations(self, form: object) -> Words:
            """Return our words."""
            del form
            return Words()

        def wrap_formdata(self, form: FlaskForm, formdata: object) -> MultiDict[str, Any] | None:
            """Return what was sent, without the NUL characters that PostgreSQL cannot keep."""
            sent = super().wrap_formdata(form, formdata)
            if sent is None:
                return None
            return MultiDict((name, _without_nul(value)) for name, value in sent.items(multi=True))

    @property
    def http_status(self) -> int:
        """The status of a page that shows this form: one that was sent comes back because it is not right."""
        return 422 if self.is_submitted() else 200

    def refuse(self, refusal: InvalidValue) -> None:
        """Show what a rule said no to, beside its field or at the top."""
        sentence = str(REASONS.get(refusal.reason, _("Isian belum benar."))) % refusal.facts
        target = getattr(self, refusal.field, None)
        if target is None or isinstance(target, HiddenField):
            self.form_errors.append(sentence)
        else:
            target.errors = [*target.errors, sentence]


class DayField(DateField):
    """A date, picked or typed (15/6/2023)."""

    def __init__(self, label: Any = None, validators: list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format=DATE_FORMATS, **kwargs)


class ClockField(TimeField):
    """A time of day, picked or typed (09.30)."""

    def __init__(self, label: Any = None, validators: list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format=TIME_FORMATS, **kwargs)


def instant(day: date, clock: time) -> datetime:
    """Return the instant of a day and a time in the council's zone."""
    return datetime.combine(day, clock, tzinfo=WIB)
