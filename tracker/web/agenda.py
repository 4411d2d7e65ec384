"""What is coming: the calendar of a month, everything that is due, and the printed schedule of a pansus."""

import re
from datetime import date

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from tracker.domain.process import Holder
from tracker.services import agenda, due, progress, sheets
from tracker.services.due import KINDS, Filters
from tracker.web.addresses import LARGEST, page_asked
from tracker.web.door import tracker
from tracker.web.login import actor
from tracker.web.pages import respond
from tracker.web.public import blueprint as public
from tracker.web.public import this_hour

blueprint = Blueprint("agenda", __name__, url_prefix="/kerja")

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)


@public.get("/kalender")
def calendar() -> Response:
    """Show a month with its public meetings and its days off."""
    first = _asked_month()
    with tracker().reading() as session:
        stamp = progress.list_stamp(session)

        def render() -> str:
            month = agenda.public_month(session, first, now=tracker().now())
            return render_template("public/calendar.html", month=month, **_neighbours(first))

        return respond((*this_hour(), stamp), render)


@blueprint.get("/kalender")
def month() -> str:
    """Show a month with everything this person may see, of every pansus or of one."""
    first = _asked_month()
    pansus_id = _number("pansus")
    with tracker().reading() as session:
        found = agenda.month_of(
            session,
            actor(),
            first,
            pansus_id=pansus_id,
            now=tracker().now(),
            today=tracker().today(),
        )
        committees = agenda.committees_of(session, actor())
    return render_template(
        "agenda/calendar.html",
        month=found,
        committees=committees,
        pansus_id=pansus_id,
        **_neighbours(first),
    )


@blueprint.get("/tenggat")
def deadlines() -> str:
    """List everything that is due, the longest overdue first."""
    given = request.args
    filters = Filters(
        mine=given.get("saya") == "1",
        pansus_id=_number("pansus"),
        slug=given.get("raperda", "")[:300],
        holder=given.get("pemegang", "") if given.get("pemegang", "") in set(Holder) else "",
        kind=given.get("jenis", "") if given.get("jenis", "") in KINDS else "",
        page=page_asked(),
    )
    with tracker().reading() as session:
        found = due.listing(session, actor(), filters, today=tracker().today())
    return render_template(
        "agenda/due.html",
        listing=found,
        filters=filters,
        others=_others(filters),
        holders=tuple(Holder),
        kinds=KINDS,
    )


@blueprint.get("/pansus/<int:pansus_id>/jadwal")
def sheet(pansus_id: int) -> str:
    """Show the schedule of a pansus, made to be printed on one sheet."""
    with tracker().reading() as session:
        found = sheets.sheet(session, actor(), pansus_id, now=tracker().now(), today=tracker().today())
    return render_template("agenda/sheet.html", sheet=found)


def _asked_month() -> date:
    """Return the first day of the month that was asked for, or of this one."""
    match = _MONTH.fullmatch(request.args.get("bulan", ""))
    return date(int(match[1]), int(match[2]), 1) if match else tracker().today().replace(day=1)


def _neighbours(first: date) -> dict[str, date]:
    return {"before": agenda.month_before(first), "after": agenda.next_month(first)}


def _number(name: str) -> int | None:
    asked = request.args.get(name, "")
    known = asked.isascii() and asked.isdecimal() and len(asked) < 11 and int(asked) <= LARGEST
    return int(asked) if known else None


def _others(filters: Filters) -> dict[str, object]:
    """The values of the address beside the page, so that a filter is kept."""
    return {
        "saya": "1" if filters.mine else "",
        "pansus": filters.pansus_id or "",
        "raperda": filters.slug,
        "pemegang": filters.holder,
        "jenis": filters.kind,
    }
