"""Looks at uploaded bytes and refuses what is not a whole, unlocked PDF."""

import re
from typing import Final

from tracker.domain.errors import UnreadableDraft

REASONS: Final[dict[str, str]] = {
    "empty": "the file has no bytes",
    "too-large": "the file is larger than `limit` bytes",
    "not-pdf": "does not begin as a PDF does",
    "cut-short": "does not end as a PDF does",
    "encrypted": "locked with a password or with restrictions",
}

_BEGINS: Final = b"%PDF-"
_ENDS: Final = b"%%EOF"
_TAIL: Final = 2048
# A trailer, or the cross-reference stream in its place, is never compressed itself.
_LOCKED: Final = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R\b|<<)")


def is_pdf(data: bytes) -> bool:
    """Say whether the bytes begin as a PDF does."""
    return data.startswith(_BEGINS)


def inspect(data: bytes, *, max_bytes: int) -> None:
    """Raise `UnreadableDraft` with a slug of `REASONS` unless the bytes look like a whole, unlocked PDF.

    Its content is not read; a PDF is only ever handed out as an attachment.
    """
    if not data:
        raise UnreadableDraft("empty")
    if len(data) > max_bytes:
        raise UnreadableDraft("too-large", limit=max_bytes, size=len(data))
    if not is_pdf(data):
        raise UnreadableDraft("not-pdf")
    if _ENDS not in data[-_TAIL:]:
        raise UnreadableDraft("cut-short")
    if _LOCKED.search(data):
        raise UnreadableDraft("encrypted")
