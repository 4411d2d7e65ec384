"""Which paragraphs of two files belong together: a Pasal by what it says, not by its number."""

import re
from collections.abc import Sequence
from typing import Final

from tracker.domain.comparing.alignment import Gap, Pair, align, pair_alike

_TOKEN: Final = re.compile(r"\w+|[^\w\s]")
_MARKER: Final = re.compile(r"\s*(?:\(?\d+[a-z]?[.)]+|\(?[a-z]{1,2}[.)])\s+")
_DIGITS: Final = re.compile(r"\d+")
_HEADING: Final = re.compile(r"^(BAB|Bagian|Paragraf|Pasal|LAMPIRAN)\s+\w+\s*$")
_SHORTEST_BARE: Final = 12
_ALIKE: Final = 0.4
_ALIKE_HEADINGS: Final = 0.3
_ALIKE_EMPTY: Final = 0.05
_SHORTEST_MOVED: Final = 24
EMPTY_CELL: Final = "\ue0fe"


class _Line:
    __slots__ = ("_words", "empty", "heading", "keys", "words_of")

    def __init__(self, line: str, following: str) -> None:
        words = " ".join(line.split())
        bare = _DIGITS.sub("#", _unmarked(words))
        heading = _HEADING.match(words)
        self.heading = heading.group(1) if heading else ""
        self.empty = words in ("", EMPTY_CELL)
        after = f"\n{following[:200]}" if heading else ""
        self.keys = (line + after, words + after, (bare if len(bare) > _SHORTEST_BARE else words) + after)
        if heading:
            # The number of a heading says less than what it is the heading of.
            self.keys = (line + after, bare + _DIGITS.sub("#", after), bare + _DIGITS.sub("#", after))
        self.words_of = words
        self._words: frozenset[str] | None = None

    @property
    def words(self) -> frozenset[str]:
        if self._words is None:
            tokens = _TOKEN.findall(_unmarked(self.words_of).lower())
            self._words = frozenset(tokens or (self.words_of,))
        return self._words


def _unmarked(words: str) -> str:
    """The words without the number before them."""
    marker = _MARKER.match(words)
    return words[marker.end() :] if marker else words


def pairs(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Pairs of places, rising on both sides."""
    before, after = _lines(old), _lines(new)

    def finish(gap: Gap) -> list[Pair]:
        return pair_alike(gap, lambda old_at, new_at: _likeness(before[old_at], after[new_at]))

    return align([line.keys for line in before], [line.keys for line in after], finish)


def moved(old: Sequence[str], new: Sequence[str], paired: Sequence[Pair]) -> list[Pair]:
    """Whole paragraphs that stand at another place: equal, long enough to be no accident, and unique."""
    gone = _unpaired(old, {old_at for old_at, _ in paired})
    came = _unpaired(new, {new_at for _, new_at in paired})
    return [(at, came[text]) for text, at in gone.items() if at >= 0 and came.get(text, -1) >= 0]


def _unpaired(lines: Sequence[str], paired: set[int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, line in enumerate(lines):
        if at not in paired and len(line) >= _SHORTEST_MOVED:
            found[line] = -1 if line in found else at
    return found


def _lines(lines: Sequence[str]) -> list[_Line]:
    found: list[_Line] = []
    following = ""
    for line in reversed(lines):
        found.append(_Line(line, following))
        following = found[-1].words_of or following
    return found[::-1]


def _likeness(old: _Line, new: _Line) -> float:
    if old.heading != new.heading or old.empty != new.empty:
        return 0.0
    if old.empty:
        return _ALIKE_EMPTY if old.words_of == new.words_of else 0.0
    shared = 2 * len(old.words & new.words) / (len(old.words) + len(new.words))
    if shared >= _ALIKE:
        return shared if old.words_of != new.words_of else shared + 0.1
    return _ALIKE_HEADINGS if old.heading else 0.0
