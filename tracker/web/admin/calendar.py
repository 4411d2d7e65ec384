"""The working-day calendar: the days of the joint decree, and the council's own."""

from datetime import date

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidValue, Stale
from tracker.services import calendars, law
from tracker.services.calendars import (
    AddHoliday,
    Change,
    CountCutiBersama,
    RecordDecree,
    RefreshYear,
    RemoveHoliday,
)
from tracker.services.recounting import Effect
from tracker.web.admin.effects import carry_out
from tracker.web.admin.frame import blueprint
from tracker.web.door import tracker
from tracker.web.formats import day
from tracker.web.forms.admin import DAY_KINDS, DecreeForm, HolidayForm
from tracker.web.forms.deadline_rules import ConfirmForm
from tracker.web.login import actor

Answer = Response | tuple[str, int]
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_COUNTING = {
    True: lazy_gettext("Hitung cuti bersama sebagai hari kerja"),
    False: lazy_gettext("Jangan hitung cuti bersama sebagai hari kerja"),
}


@blueprint.get("/kalender")
def calendar() -> Answer:
    """Show the days of one year."""
    return _page(_year(request.args.get("tahun", "")), HolidayForm())


@blueprint.post("/kalender/tambah")
def calendar_add() -> Answer:
    """Show what a day added would move; add it once that was seen."""
    form = HolidayForm()
    if not form.validate_on_submit():
        return _page(_year(request.form.get("tahun", "")), form)
    command = form.command()
    try:
        return _answer(form, command, command.on.year)
    except InvalidValue as refusal:
        form.refuse(refusal)
        return _page(command.on.year, form)


@blueprint.route("/kalender/<int:holiday_id>/hapus", methods=["GET", "POST"])
def calendar_remove(holiday_id: int) -> Answer:
    """Show what taking a day out would move, and do it."""
    return _answer(ConfirmForm(), RemoveHoliday(holiday_id), _year(request.values.get("tahun", "")))


@blueprint.route("/kalender/segarkan", methods=["GET", "POST"])
def calendar_refresh() -> Answer:
    """Show what the installed package's days of a year would move, and replace that year's by them."""
    year = _year(request.values.get("tahun", ""))
    return _answer(ConfirmForm(), RefreshYear(year), year)


@blueprint.route("/kalender/skb", methods=["GET", "POST"])
def calendar_decree() -> Answer:
    """Ask for the number of a year's joint decree, show what it would change, and record it."""
    year = _year(request.values.get("tahun", ""))
    form = DecreeForm()
    if form.is_submitted() and not form.validate():
        return _told(form, form.command(year), year, 422)
    return _answer(form, form.command(year), year)


@blueprint.route("/kalender/cuti-bersama", methods=["GET", "POST"])
def calendar_counting() -> Answer:
    """Let cuti bersama count as a working day, or not any more."""
    works = request.values.get("bekerja", "") == "ya"
    return _answer(ConfirmForm(), CountCutiBersama(works), _year(request.values.get("tahun", "")))


def _answer(form: ConfirmForm, change: Change, year: int) -> Answer:
    """Make a change that was seen; else show what it would do."""
    if "simpan" not in request.form:
        return _told(form, change, year, 200)
    seen = form.seen_law()
    address = url_for("admin.calendar", tahun=year)
    try:
        return carry_out(
            form, lambda session: _make(session, change, seen), address=address, done=_done(change)
        )
    except Stale:
        return _told(form, change, year, 409)


def _told(form: ConfirmForm, change: Change, year: int, status: int) -> tuple[str, int]:
    with tracker().reading() as session:
        told = calendars.preview(session, actor(), change)
        title = _title(session, change)
    form.see(told.seen)
    body = render_template(
        "admin/calendar_change.html",
        form=form,
        told=told,
        title=title,
        year=year,
        fields=_fields(form, year),
        kinds=DAY_KINDS,
        is_refresh=isinstance(change, RefreshYear),
        overtaken=status == 409,
    )
    return body, status


def _make(session: Session, change: Change, seen: int) -> tuple[Effect, ...]:
    who, now = actor(), tracker().now()
    match change:
        case AddHoliday():
            return calendars.add(session, who, change, now=now, seen=seen)
        case RemoveHoliday():
            return calendars.remove(session, who, change.holiday_id, now=now, seen=seen)
        case RefreshYear():
            return calendars.refresh(session, who, change.year, now=now, seen=seen)
        case RecordDecree():
            return calendars.record_decree(session, who, change, now=now, seen=seen)
        case CountCutiBersama():
            return calendars.count_cuti_bersama(session, who, works=change.works, now=now, seen=seen)


def _title(session: Session, change: Change) -> str:
    match change:
        case AddHoliday():
            return str(_("Tambah %(day)s: %(name)s", day=day(change.on), name=change.name))
        case RemoveHoliday():
            off = calendars.line(session, actor(), change.holiday_id).day
            return str(_("Keluarkan %(day)s: %(name)s", day=day(off.on), name=off.name))
        case RefreshYear():
            return str(_("Segarkan kalender %(year)s", year=change.year))
        case RecordDecree():
            return str(_("Nomor SKB %(year)s", year=change.year))
        case CountCutiBersama():
            return str(_COUNTING[change.works])


def _done(change: Change) -> str:
    match change:
        case AddHoliday():
            return str(_("%(day)s disimpan.", day=day(change.on)))
        case RemoveHoliday():
            return str(_("Hari itu dikeluarkan. Jika keliru, tambahkan lagi atau segarkan."))
        case RefreshYear():
            return str(_("Kalender %(year)s disegarkan.", year=change.year))
        case RecordDecree():
            return str(_("%(number)s dicatat.", number=change.number))
        case CountCutiBersama():
            return str(_("Cara menghitung cuti bersama disimpan."))


def _fields(form: ConfirmForm, year: int) -> dict[str, str]:
    """What was typed, to be sent again with the confirmation."""
    typed = {field.name: field.raw_data[0] for field in form if field.raw_data and field.name != "seen"}
    asked = {name: request.values[name] for name in ("bekerja",) if name in request.values}
    kept = {name: value for name, value in typed.items() if name not in ("key", "csrf_token", "number")}
    return {**kept, **asked, "tahun": str(year)}


def _year(asked: str) -> int:
    """Return the year that was asked for, or this one."""
    known = asked.isdecimal() and len(asked) == 4 and _FIRST_YEAR <= int(asked) <= _LAST_YEAR
    return int(asked) if known else tracker().today().year


def _page(year: int, form: HolidayForm) -> tuple[str, int]:
    with tracker().reading() as session:
        lines = calendars.of_year(session, actor(), year)
        unsettled = law.calendar(session).unsettled(date(year, 1, 1), date(year, 12, 31))
        works = law.works_on_cuti_bersama(session)
    body = render_template(
        "admin/calendar.html",
        year=year,
        lines=lines,
        unsettled=unsettled[0] if unsettled else None,
        takes_a_decree=calendars.takes_a_decree(year),
        works=works,
        form=form,
        kinds=DAY_KINDS,
    )
    return body, form.http_status
