"""What changed between two versions as tracked changes in Word."""

from tracker.adapters.draft_store import DraftStore
from tracker.adapters.result_cache import ResultCache
from tracker.adapters.word.making_process import redline_in_child
from tracker.domain.drafts.clean import CLEAN
from tracker.services.views import DraftLine


def redline_of(
    results: ResultCache, store: DraftStore, old: DraftLine, new: DraftLine, *, author: str, max_bytes: int
) -> bytes:
    """Return the newer file with tracked changes, dated by its upload; raises UnreadableDraft.

    Each side is what was accepted of it: its clean version, or all of it as it stands. What was made before
    is kept by both files and what is written into it.
    """
    at, cleaned = new.uploaded_at, (old.reading == CLEAN, new.reading == CLEAN)
    return results.get(
        ("redline", old.sha256, new.sha256, cleaned, author, at.isoformat()),
        lambda: redline_in_child(
            store.read(old.sha256),
            store.read(new.sha256),
            cleaned=cleaned,
            author=author,
            at=at,
            max_bytes=max_bytes,
        ),
    )
