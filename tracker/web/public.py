"""The read-only pages: no login, no session, no cookie. Registered twice, in Indonesian and under /en."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from tracker.domain.chat_text import chat_text, share_address
from tracker.domain.errors import NotFound
from tracker.domain.process import BY_SLUG, GATES, STAGES
from tracker.services import drafts, progress
from tracker.services.progress import Filters
from tracker.services.views import PublicPage
from tracker.web import files, language, pasal_view, saying
from tracker.web.addresses import page_asked
from tracker.web.door import tracker
from tracker.web.pages import respond

blueprint = Blueprint("public", __name__)


@blueprint.get("/")
def index() -> Response:
    """Show the list of public Raperda."""
    filters = wanted_filters()
    with tracker().reading() as session:
        stamp = progress.list_stamp(session)

        def render() -> str:
            found = progress.listing(session, filters, today=tracker().today())
            return render_template("public/index.html", listing=found, filters=shown_filters(filters))

        return respond((*this_hour(), stamp), render)


@blueprint.get("/raperda/<slug>")
def raperda(slug: str) -> Response:
    """Show one public Raperda."""
    now = tracker().now()
    with tracker().reading() as session:
        stamp = progress.page_stamp(session, slug), progress.schedule_stamp(session)

        def render() -> str:
            page = progress.public_page(session, slug, now=now, today=tracker().today())
            return render_template("public/raperda.html", page=page, share=_share(page))

        return respond((*this_hour(), *stamp), render)


@blueprint.get("/raperda/<slug>/perbandingan/<int:old>/<int:new>")
def comparison(slug: str, old: int, new: int) -> Response:
    """Show what changed between two public versions."""
    settings = tracker().settings
    with tracker().reading() as session:
        stamp = progress.page_stamp(session, slug)
        versions = progress.public_drafts(session, slug)
        by_number = {line.number: line for line in versions}
        if old not in by_number or new not in by_number:
            raise NotFound("draft", f"{old} or {new}")

        def render() -> str:
            before, after = (
                drafts.reading_of(
                    session, tracker().drafts, by_number[number], max_bytes=settings.max_upload_bytes
                )
                for number in (old, new)
            )
            return render_template(
                "public/comparison.html",
                header=progress.public_header(session, slug),
                old=by_number[old],
                new=by_number[new],
                versions=versions,
                **pasal_view.page(before, after),
            )

        return respond((stamp,), render)


@blueprint.get("/raperda/<slug>/naskah/<int:number>")
def draft_file(slug: str, number: int) -> Response:
    """Hand out a public version."""
    with tracker().reading() as session:
        file = progress.draft_file(session, slug, number)
    return files.attachment(file, public=True)


@blueprint.get("/raperda/<slug>/naskah/<int:number>/asal")
def draft_original(slug: str, number: int) -> Response:
    """Hand out the old Word file that a public version was converted from."""
    with tracker().reading() as session:
        file = progress.draft_file(session, slug, number, original=True)
    return files.attachment(file, public=True)


@blueprint.get("/raperda/<slug>/dokumen/<int:paper_id>")
def paper_file(slug: str, paper_id: int) -> Response:
    """Hand out a public paper."""
    with tracker().reading() as session:
        file = progress.paper_file(session, slug, paper_id)
    return files.attachment(file, public=True)


@blueprint.get("/tentang")
def about() -> Response:
    """Explain the process, stage by stage, with its legal basis."""
    return respond((), lambda: render_template("public/about.html", stages=STAGES, gates=GATES))


def wanted_filters() -> Filters:
    """Return what the address asks a list for; what cannot be meant does not filter."""
    year = request.args.get("tahun", "")
    stage = request.args.get("tahap", "")
    initiator = request.args.get("pemrakarsa", "")
    return Filters(
        words=request.args.get("q", "").strip()[:200],
        stage=stage if stage in BY_SLUG else "",
        year=int(year) if year.isdecimal() and len(year) <= 4 else None,
        initiator=initiator if initiator in ("bupati", "dprd") else "",
        page=page_asked(),
    )


def _share(page: PublicPage) -> str:
    said = saying.of_status(page.header, page.where)
    address = tracker().settings.base_url + language.url("public.raperda", slug=page.header.slug)
    return share_address(chat_text(said.title, (said.when, *said.lines), address))


def shown_filters(filters: Filters) -> dict[str, str]:
    """Return the filters by the names they have in the address."""
    return {
        "q": filters.words,
        "tahap": filters.stage,
        "tahun": str(filters.year or ""),
        "pemrakarsa": filters.initiator,
    }


def this_hour() -> tuple[str, str]:
    """Pages change with the hour even when nothing is written: days are counted, meetings pass."""
    return language.current(), tracker().now().strftime("%Y-%m-%dT%H")
