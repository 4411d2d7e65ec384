"""Two versions as one Word file with tracked changes: at work, and for the public where both are public."""

from werkzeug.wrappers import Response

from tracker.services import progress, records, redlines, workspace
from tracker.services.views import DraftLine
from tracker.web import drafts, files, public
from tracker.web.copies import numbered
from tracker.web.door import tracker
from tracker.web.login import actor


@drafts.blueprint.get("/<int:old>/<int:new>/redline.docx")
def redline(slug: str, old: int, new: int) -> Response:
    """Hand out any two versions as a redline."""
    with tracker().reading() as session:
        _, versions = workspace.drafts(session, actor(), slug)
    return _made(slug, numbered(versions, old), numbered(versions, new), public=False)


@public.blueprint.get("/raperda/<slug>/perbandingan/<int:old>/<int:new>/redline.docx", endpoint="redline")
def public_redline(slug: str, old: int, new: int) -> Response:
    """Hand out two public versions as a redline."""
    with tracker().reading() as session:
        versions = progress.public_drafts(session, slug)
    return _made(slug, numbered(versions, old), numbered(versions, new), public=True)


def _made(slug: str, old: DraftLine, new: DraftLine, *, public: bool) -> Response:
    settings = tracker().settings
    made = redlines.redline_of(
        tracker().results,
        tracker().drafts,
        old,
        new,
        author=f"Sekretariat {settings.council}",
        max_bytes=settings.max_upload_bytes,
    )
    return files.made(made, f"redline-{slug}-{old.number}-{new.number}.docx", records.DOCX, public=public)
