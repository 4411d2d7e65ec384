"""Whether two texts differ only in numbers of cross-references that follow a renumbering."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from tracker.domain.drafts.legal_tree import Path

_REFERENCE: Final = re.compile(
    r"\b(Pasal|ayat|huruf|angka|BAB|Bab)\s+\(?(\d+[A-Za-z]{0,2}|[IVXLC]+|[a-z]{1,2})\b\)?"
)
_CHAIN: Final = re.compile(r"^[\s,]*(?:dan/atau|dan|atau|serta|sampai dengan|s\.d\.|jo\.?)?\s*$")
_LEVELS: Final = ("bab", "pasal", "ayat", "huruf", "angka")

Numbers = Mapping[Path, tuple[Path, str]]
"""For each old address the new address of the same unit, and its number."""


class _Slot(NamedTuple):
    level: str
    number: str
    path: tuple[Path, ...]
    before: str


def follows(old: str, new: str, context: Path, numbers: Numbers) -> bool:
    """True if all words are the same and each number is the same or the new one of what it points at.

    `context` is the old address of the unit the text stands in: "ayat (2)" means one of its own Pasal.
    """
    if old.split() == new.split():
        return True
    before, after = list(_slots(old, context)), list(_slots(new, ()))
    if len(before) != len(after) or _tail(old) != _tail(new):
        return False
    return all(_fits(was, now, numbers) for was, now in zip(before, after, strict=True))


def _fits(was: _Slot, now: _Slot, numbers: Numbers) -> bool:
    if was.level != now.level or was.before != now.before:
        return False
    if was.number == now.number:
        return True
    target = next((numbers[path] for path in was.path if path in numbers), None)
    return target is not None and target[1] == now.number


def _slots(text: str, context: Path) -> Iterator[_Slot]:
    """Each number of a reference, the addresses it can mean, and the words before it."""
    end = 0
    named: dict[str, str] = {}
    for found in _REFERENCE.finditer(text):
        gap = text[end : found.start()]
        if not _CHAIN.match(gap):
            named = {}
        level, number = found.group(1).lower(), found.group(2)
        rank = _LEVELS.index(level)
        named = {each: value for each, value in named.items() if _LEVELS.index(each) < rank}
        named[level] = number
        yield _Slot(level, number, tuple(_meant(named, context)), " ".join(gap.split()))
        end = found.end()


def _meant(named: Mapping[str, str], context: Path) -> Iterator[Path]:
    """The addresses that a reference can mean, the likeliest first."""
    path = tuple(f"{level}-{number.lower()}" for level, number in named.items())
    if "pasal" in named or "bab" in named:
        yield path
        return
    for length in range(len(context), -1, -1):
        yield (*context[:length], *path)


def _tail(text: str) -> str:
    """What follows the last reference."""
    end = 0
    for found in _REFERENCE.finditer(text):
        end = found.end()
    return " ".join(text[end:].split())
