"""Two drafts, paragraph by paragraph: what stayed, changed, came and went, with exact marks on words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from tracker.domain.comparing.alignment import Gap, Pair, align, pair_alike
from tracker.domain.drafts.legaltext import Paragraph

ENGINE_VERSION: Final = 1
"""Raised whenever two drafts would give another comparison or redline: those kept are then made again."""

Kind = Literal["same", "changed", "added", "removed"]
Operation = Literal["=", "-", "+"]
Segment = tuple[Operation, str]

_TOKEN: Final = re.compile(r"\w+|[^\w\s]")
_MARKER: Final = re.compile(r"^\s*(?:\(?\d+[a-z]?[.)]+|\(?[a-z]{1,2}[.)])\s+")
_DIGITS: Final = re.compile(r"\d+")
_HEADING: Final = re.compile(r"^(BAB|Bagian|Paragraf|Pasal|LAMPIRAN)\s+\w+\b(?!.*[;.]$)")
_MOST_CELLS: Final = 60_000
_SHORTEST_BARE: Final = 12
_ALIKE: Final = 0.4
_ALIKE_HEADINGS: Final = 0.3


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph of the old text, the new text or both; positions are those of the paragraphs.

    The segments are exact: "=" and "-" joined give the old line, "=" and "+" the new one. `same` means
    that nothing but white space differs.
    """

    kind: Kind
    old: int | None
    new: int | None
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """How many paragraphs of each kind."""

    same: int = 0
    changed: int = 0
    added: int = 0
    removed: int = 0

    @property
    def identical(self) -> bool:
        """Whether the two texts say the same throughout."""
        return not (self.changed or self.added or self.removed)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes in the order of the new text; removed paragraphs stand where they stood."""

    changes: tuple[Change, ...]
    summary: Summary

    @property
    def identical(self) -> bool:
        """Whether the two texts say the same throughout."""
        return self.summary.identical


def compare(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Comparison:
    """Compare two drafts; a paragraph's text is its marker and its text ("(1) Setiap orang ...")."""
    before = [_Read(paragraph.line) for paragraph in old]
    after = [_Read(paragraph.line) for paragraph in new]

    def finish(gap: Gap) -> list[Pair]:
        return pair_alike(gap, lambda old_at, new_at: _likeness(before[old_at], after[new_at]))

    pairs = align([read.keys for read in before], [read.keys for read in after], finish)
    changes = tuple(_changes(old, new, pairs))
    return Comparison(changes, summary_of(changes))


def summary_of(changes: Iterable[Change]) -> Summary:
    """Count the kinds of these changes."""
    counted = Counter(change.kind for change in changes)
    return Summary(counted["same"], counted["changed"], counted["added"], counted["removed"])


class _Read:
    """A line and what decides whether it is the same as, or like, another."""

    __slots__ = ("_words", "heading", "keys", "line")

    def __init__(self, line: str) -> None:
        self.line = line
        words = " ".join(line.split())
        bare = _DIGITS.sub("#", _MARKER.sub("", words))
        self.keys = (words, bare if len(bare) > _SHORTEST_BARE else words)
        heading = _HEADING.match(words)
        self.heading = heading.group(1) if heading and len(words) < 120 else ""
        self._words: frozenset[str] | None = None

    @property
    def words(self) -> frozenset[str]:
        """The different words, without the marker; made when first asked for."""
        if self._words is None:
            self._words = frozenset(_TOKEN.findall(_MARKER.sub("", self.line).lower())) or frozenset(
                (self.line,)
            )
        return self._words


def _likeness(old: _Read, new: _Read) -> float:
    """0 for paragraphs that have nothing to do with each other, up to about 1 for equal words."""
    if old.heading != new.heading:
        return 0.0
    shared = 2 * len(old.words & new.words) / (len(old.words) + len(new.words))
    if shared >= _ALIKE:
        return shared if old.line != new.line else shared + 0.1
    return _ALIKE_HEADINGS if old.heading else 0.0


def _changes(old: Sequence[Paragraph], new: Sequence[Paragraph], pairs: Iterable[Pair]) -> Iterator[Change]:
    old_at = new_at = 0
    for old_pair, new_pair in [*pairs, (len(old), len(new))]:
        for paragraph in old[old_at:old_pair]:
            yield Change("removed", paragraph.position, None, (("-", paragraph.line),))
        for paragraph in new[new_at:new_pair]:
            yield Change("added", None, paragraph.position, (("+", paragraph.line),))
        if old_pair < len(old):
            yield _paired(old[old_pair], new[new_pair])
        old_at, new_at = old_pair + 1, new_pair + 1


def _paired(old: Paragraph, new: Paragraph) -> Change:
    same = old.line == new.line or old.line.split() == new.line.split()
    return Change("same" if same else "changed", old.position, new.position, segments(old.line, new.line))


def segments(old: str, new: str) -> tuple[Segment, ...]:
    """Word-level marks between two texts, exact to the letter; a mark begins and ends between words."""
    if old == new:
        return (("=", old),) if old else ()
    before, after = list(_TOKEN.finditer(old)), list(_TOKEN.finditer(new))
    found: list[Segment] = []
    old_at = new_at = 0
    for old_index, new_index in _token_pairs([word[0] for word in before], [word[0] for word in after]):
        kept_old, kept_new = before[old_index], after[new_index]
        gone, come = old[old_at : kept_old.start()], new[new_at : kept_new.start()]
        if gone == come:
            found.append(("=", gone + kept_old[0]))
        else:
            found.extend(_differing(gone, come))
            found.append(("=", kept_old[0]))
        old_at, new_at = kept_old.end(), kept_new.end()
    found.extend(_differing(old[old_at:], new[new_at:]))
    return tuple(joined(found))


def _token_pairs(before: list[str], after: list[str]) -> list[Pair]:
    def finish(gap: Gap) -> list[Pair]:
        first, second = before[gap.old_from : gap.old_to], after[gap.new_from : gap.new_to]
        if len(first) * len(second) > _MOST_CELLS:
            return []
        blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
        return [
            (gap.old_from + a + step, gap.new_from + b + step)
            for a, b, size in blocks
            for step in range(size)
        ]

    if len(before) * len(after) <= _MOST_CELLS:
        return finish(Gap(0, len(before), 0, len(after)))
    return align([(word,) for word in before], [(word,) for word in after], finish)


def _differing(old: str, new: str) -> Iterator[Segment]:
    """What stands between two kept words; blanks that both sides share are kept as well."""
    if old == new:
        if old:
            yield "=", old
        return
    start = end = 0
    shortest = min(len(old), len(new))
    while start < shortest and old[start] == new[start] and old[start].isspace():
        start += 1
    while end < shortest - start and old[-1 - end] == new[-1 - end] and old[-1 - end].isspace():
        end += 1
    parts: tuple[Segment, ...] = (
        ("=", old[:start]),
        ("-", old[start : len(old) - end]),
        ("+", new[start : len(new) - end]),
        ("=", old[len(old) - end :]),
    )
    yield from (part for part in parts if part[1])


def joined(found: Iterable[Segment]) -> Iterator[Segment]:
    """Neighbours of one kind as one segment."""
    operation: Operation = "="
    text = ""
    for next_operation, next_text in found:
        if next_operation != operation and text:
            yield operation, text
            text = ""
        operation = next_operation
        text += next_text
    if text:
        yield operation, text
