"""Who may see a file of a Raperda: shown to the public, kept internal, or withdrawn; nothing is deleted."""

from datetime import datetime

from tracker.domain.errors import InvalidValue
from tracker.storage.models import DraftVersion, Paper

PUBLIC, INTERNAL = "publik", "internal"


def word(*, is_public: bool) -> str:
    """The value of the column `visibility`."""
    return PUBLIC if is_public else INTERNAL


def change(file: DraftVersion | Paper, *, is_public: bool) -> bool:
    """Show a file to the public or keep it internal, and say whether that changed anything.

    Raises InvalidValue for one that is withdrawn.
    """
    if file.withdrawn_at is not None:
        raise InvalidValue("visibility", "withdrawn")
    before, file.visibility = file.visibility, word(is_public=is_public)
    return file.visibility != before


def withdraw(file: DraftVersion | Paper, reason: str, *, now: datetime) -> bool:
    """Hide a file from the public, and say whether that changed anything; its bytes and its row stay.

    Raises InvalidValue without a reason.
    """
    if not reason.strip():
        raise InvalidValue("reason", "required")
    if file.withdrawn_at is not None:
        return False
    file.withdrawn_at, file.withdrawn_reason = now, reason.strip()
    return True
