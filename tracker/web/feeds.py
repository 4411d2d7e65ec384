"""Calendar feeds: secret ones by their address, public ones for one Raperda and for all."""

import logging
import re

from flask import Blueprint, Flask, flash, make_response, render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker.domain import icalendar
from tracker.domain.icalendar import Event
from tracker.services import feeds, progress
from tracker.services.agenda import Due, Sitting
from tracker.services.appointments import appointment
from tracker.services.feeds import Feed
from tracker.web import formats, language, saying
from tracker.web.door import once, tracker
from tracker.web.forms.admin import KeyForm
from tracker.web.login import actor
from tracker.web.pages import respond, respond_privately
from tracker.web.public import blueprint as public

blueprint = Blueprint("feeds", __name__)

_SECRET = re.compile(r"(/kalender/)[\w-]{6,}(?=\.ics)")


def init_app(app: Flask) -> None:
    """Keep secret addresses out of what the application logs of a failed request."""
    app.logger.addFilter(_without_secrets)


@public.get("/kalender.ics")
def calendar_feed() -> Response:
    """Hand out the public meetings of every Raperda as a calendar."""
    now, today = tracker().now(), tracker().today()
    with tracker().reading() as session:
        stamp = progress.list_stamp(session)

        def render() -> str:
            found = feeds.public_feed(session, now=now, today=today)
            return _calendar(found, tracker().settings.council, inside=False)

        return respond((language.current(), today, stamp), render, content_type=icalendar.MEDIA_TYPE)


@public.get("/raperda/<slug>/kalender.ics")
def raperda_feed(slug: str) -> Response:
    """Hand out the public meetings and planned ends of one Raperda as a calendar."""
    now, today = tracker().now(), tracker().today()
    with tracker().reading() as session:
        stamp = progress.page_stamp(session, slug)

        def render() -> str:
            header = progress.public_header(session, slug)
            found = feeds.public_feed_of(session, slug, now=now, today=today)
            return _calendar(found, f"Raperda {header.short_name}", inside=False)

        return respond((language.current(), today, stamp), render, content_type=icalendar.MEDIA_TYPE)


@blueprint.get("/kalender/<token>.ics")
def personal(token: str) -> Response:
    """Hand out what its owner may see as a calendar; the secret address is all that is asked for."""
    now, today = tracker().now(), tracker().today()
    with tracker().reading() as session:
        login = feeds.owner(session, token)
        who = login.actor
        depends_on = (today, progress.list_stamp(session), who.role, sorted(who.pansus), login.language)

        def render() -> str:
            found = feeds.personal_feed(session, who, now=now, today=today)
            with force_locale(login.language):
                name = _("Pelacak Raperda")
                return _calendar(found, f"{name}: {who.name}", inside=True)

        return respond_privately(depends_on, render, content_type=icalendar.MEDIA_TYPE)


@blueprint.get("/kerja/akun/kalender")
def own() -> str:
    """Show whether one has a secret feed, and how to make, replace or end it."""
    with tracker().reading() as session:
        made_at = feeds.made_at(session, actor())
    return render_template("feeds/own.html", made_at=made_at, address="", form=KeyForm())


@blueprint.post("/kerja/akun/kalender/buat")
def renew() -> Response:
    """Make a secret feed; its address is shown once, in the answer itself, and kept nowhere."""
    form = KeyForm()
    made: list[str] = []

    def make(session: Session) -> str:
        made.append(feeds.renew(session, actor(), now=tracker().now()))
        return url_for("feeds.own")

    answer = once(actor(), (form.key.data or "")[:40], make)
    if not made:
        flash(_("Alamat kalender hanya ditampilkan sekali. Jika belum tersalin, buat yang baru."), "info")
        return answer
    address = tracker().settings.base_url + url_for("feeds.personal", token=made[0])
    page = render_template("feeds/own.html", made_at=tracker().now(), address=address, form=KeyForm(None))
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/kerja/akun/kalender/matikan")
def revoke() -> Response:
    """End one's secret feed."""

    def end(session: Session) -> str:
        feeds.revoke(session, actor(), now=tracker().now())
        return url_for("feeds.own")

    answer = once(actor(), "", end)
    flash(_("Alamat kalender dimatikan. Kalender yang memakainya tidak diperbarui lagi."), "success")
    return answer


def _calendar(feed: Feed, name: str, *, inside: bool) -> str:
    events = [_meeting(one, inside=inside) for one in feed.sittings]
    events += [_deadline(one, inside=inside) for one in feed.dues]
    return icalendar.calendar(events, name=name)


def _meeting(sitting: Sitting, *, inside: bool) -> Event:
    about = sitting.about
    return appointment(
        sitting.meeting,
        raperda=(about.short_name, about.title),
        changed_at=about.changed_at,
        host=tracker().settings.public_host,
        link=_link(sitting, inside=inside),
        language=formats.language(),
    )


def _deadline(due: Due, *, inside: bool) -> Event:
    """A deadline has no revision of its own: it moves only with its Raperda, whose stamp only grows."""
    said, link = saying.of_deadline(due), _link(due, inside=inside)
    return Event(
        uid=icalendar.deadline_uid(due.deadline.id, tracker().settings.public_host),
        changed_at=due.about.changed_at,
        sequence=due.about.stamp,
        summary=said.title,
        starts=due.deadline.due_on,
        status="CONFIRMED" if due.deadline.rule is not None and due.deadline.rule.verified else "TENTATIVE",
        description="\n".join((*said.lines, due.about.title, link)),
        url=link,
    )


def _link(one: Sitting | Due, *, inside: bool) -> str:
    slug = one.about.slug
    path = url_for("raperda.workspace", slug=slug) if inside else language.url("public.raperda", slug=slug)
    return tracker().settings.base_url + path


def _without_secrets(record: logging.LogRecord) -> bool:
    record.msg, record.args = _SECRET.sub(r"\1...", record.getMessage()), ()
    return True
