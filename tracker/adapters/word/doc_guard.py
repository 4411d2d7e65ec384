"""Looks at the bytes of an old Word file (.doc) before LibreOffice does, and refuses what acts by itself."""

import re
from typing import Final

from tracker.domain.errors import UnreadableDraft

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR: Final = 512
_FIB: Final = b"\xec\xa5"
"""What the stream of a Word document begins with; it stands at the beginning of a sector."""
_FLAGS_AT: Final = 10
_LOCKED: Final = 0x0100
_DDE: Final = re.compile(rb"\x13\s*DDE(?:AUTO)?\b|\x13\0(?:\s\0)*D\0D\0E\0", re.IGNORECASE)


def is_ole(data: bytes) -> bool:
    """Whether the bytes are a compound file, as .doc is, and many others are."""
    return data.startswith(_OLE)


def is_doc(data: bytes) -> bool:
    """Whether the bytes are an old binary Word file."""
    return is_ole(data) and _names(data, "worddocument", "WordDocument", "WORDDOCUMENT")


def is_locked(data: bytes) -> bool:
    """Whether it holds an encrypted package, or a .doc says it is encrypted ([MS-DOC] 2.5.2, fEncrypted)."""
    if _names(data, "EncryptedPackage"):
        return True
    for at in range(_SECTOR, len(data) - _FLAGS_AT, _SECTOR):
        if data.startswith(_FIB, at):
            return bool(int.from_bytes(data[at + _FLAGS_AT : at + _FLAGS_AT + 2], "little") & _LOCKED)
    return False


def inspect(data: bytes, *, max_bytes: int) -> None:
    """Raise `UnreadableDraft` where a .doc is too large, locked, or carries what acts by itself.

    The file is kept and handed out beside its conversion, so it may not carry what a .docx may not.
    """
    if len(data) > max_bytes:
        raise UnreadableDraft("too-large", limit=max_bytes, size=len(data))
    if is_locked(data):
        raise UnreadableDraft("encrypted")
    if _names(data, "_VBA_PROJECT"):
        raise UnreadableDraft("macros")
    if _names(data, "Ole10Native"):
        raise UnreadableDraft("unsafe-content", what="packaged-file")
    if _DDE.search(data):
        raise UnreadableDraft("unsafe-content", what="dde-field")


def _names(data: bytes, *streams: str) -> bool:
    return any(name.encode("utf-16-le") in data for name in streams)
