"""The definitions of a draft's Ketentuan Umum: each term, its short form, and where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tracker.domain.drafts.legal_tree import LegalText, Node, Path
from tracker.domain.drafts.numbering_marks import read_numeral

_OPENS: Final = re.compile(r"\byang\s+di\s?maksud(?:kan)?\s+dengan\b", re.IGNORECASE)
_DEFINES: Final = re.compile(
    r"\s*(?P<term>[^:;]{2,250}?)"
    r"(?:\s*,?\s*(?:yang\s+)?selanjutnya\s+(?:yang\s+)?(?:disebut|disingkat)\s+(?:dengan\s+|sebagai\s+)?(?P<short>[^:;]{1,120}?))?"
    r"\s*,?\s+(?:adalah|ialah|merupakan)\b",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A term that the draft defines; `short` is the form it uses from then on, empty if the term itself."""

    term: str
    short: str
    address: Path


def definitions(text: LegalText) -> tuple[Definition, ...]:
    """The terms of the first Pasal that says "yang dimaksud dengan", in order (UU 12/2011 Lampiran II 98)."""
    for pasal in text.pasal():
        if _OPENS.search(pasal.text):
            return tuple(_defined(text, pasal))
    return ()


def _defined(text: LegalText, pasal: Node) -> Iterator[Definition]:
    for item in pasal.children:
        numeral = read_numeral(item.text)
        found = _DEFINES.match(item.text, numeral.end if numeral else 0)
        if found:
            term, short = (" ".join((found[name] or "").split()) for name in ("term", "short"))
            yield Definition(term, short, text.address(item))
