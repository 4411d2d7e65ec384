"""What changed between two versions as tracked changes in Word."""

from tracker.adapters.draft_store import DraftStore
from tracker.adapters.redline_process import redline_in_child
from tracker.services.views import DraftLine


def redline_of(store: DraftStore, old: DraftLine, new: DraftLine, *, author: str, max_bytes: int) -> bytes:
    """Return the newer file with tracked changes, dated by its upload; raises UnreadableDraft."""
    before, after = store.read(old.sha256), store.read(new.sha256)
    return redline_in_child(before, after, author=author, at=new.uploaded_at, max_bytes=max_bytes)
