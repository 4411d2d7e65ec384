"""The working-day calendar: the days of the joint decree, and the council's own."""

from flask import flash, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidValue
from tracker.services import calendars
from tracker.web.admin.frame import blueprint
from tracker.web.door import once, tracker
from tracker.web.formats import day
from tracker.web.forms.admin import DAY_KINDS, HolidayForm
from tracker.web.login import actor

Answer = Response | tuple[str, int]
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@blueprint.get("/kalender")
def calendar() -> Answer:
    """Show the days of one year."""
    return _page(_year(request.args.get("tahun", "")), HolidayForm())


@blueprint.post("/kalender/tambah")
def calendar_add() -> Answer:
    """Add a local day off, or a day that is worked after all; open deadlines are counted again."""
    form = HolidayForm()
    if not form.validate_on_submit():
        return _page(_year(request.form.get("tahun", "")), form)
    command = form.command()

    def add(session: Session) -> str:
        calendars.add(session, actor(), command, now=tracker().now())
        return url_for("admin.calendar", tahun=command.on.year)

    try:
        answer = once(actor(), form.key.data or "", add)
    except InvalidValue as refusal:
        form.refuse(refusal)
        return _page(command.on.year, form)
    flash(_("%(day)s disimpan. Tenggat yang terbuka dihitung ulang.", day=day(command.on)), "success")
    return answer


@blueprint.post("/kalender/<int:holiday_id>/hapus")
def calendar_remove(holiday_id: int) -> Response:
    """Take a day out; open deadlines are counted again."""
    year = _year(request.form.get("tahun", ""))

    def remove(session: Session) -> str:
        calendars.remove(session, actor(), holiday_id, now=tracker().now())
        return url_for("admin.calendar", tahun=year)

    answer = once(actor(), request.form.get("key", "")[:40], remove)
    flash(
        _("Hari itu dikeluarkan dan tenggat dihitung ulang. Jika keliru, tambahkan lagi atau segarkan."),
        "success",
    )
    return answer


@blueprint.post("/kalender/segarkan")
def calendar_refresh() -> Response:
    """Replace the decree's days of one year by what the installed package now says."""
    year = _year(request.form.get("tahun", ""))
    counted: list[int] = []

    def refresh(session: Session) -> str:
        counted.append(calendars.refresh(session, actor(), year, now=tracker().now()))
        return url_for("admin.calendar", tahun=year)

    answer = once(actor(), "", refresh)
    flash(_("Kalender %(year)s disegarkan: %(days)s hari dari paket.", year=year, days=counted[0]), "success")
    return answer


def _year(asked: str) -> int:
    """Return the year that was asked for, or this one."""
    known = asked.isdecimal() and len(asked) == 4 and _FIRST_YEAR <= int(asked) <= _LAST_YEAR
    return int(asked) if known else tracker().today().year


def _page(year: int, form: HolidayForm) -> tuple[str, int]:
    with tracker().reading() as session:
        lines = calendars.of_year(session, actor(), year)
        settled = year in calendars.load(session).settled_years
    body = render_template(
        "admin/calendar.html", year=year, lines=lines, is_settled=settled, form=form, kinds=DAY_KINDS
    )
    return body, 422 if form.is_submitted() else 200
