"""Which items of two sequences belong together, in order: unique equal items first, then bounded gaps."""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Final, NamedTuple

Pair = tuple[int, int]

_DEEPEST: Final = 64
_MOST_CELLS: Final = 6_400


class Gap(NamedTuple):
    """A stretch of both sequences that nothing connects yet; the ends are exclusive."""

    old_from: int
    old_to: int
    new_from: int
    new_to: int

    @property
    def closed(self) -> bool:
        """Whether one side is empty, so that nothing can be paired."""
        return self.old_from >= self.old_to or self.new_from >= self.new_to


def align(
    old: Sequence[tuple[Hashable, ...]],
    new: Sequence[tuple[Hashable, ...]],
    finish: Callable[[Gap], Sequence[Pair]],
) -> list[Pair]:
    """Pairs in rising order of both sides.

    Each item has its keys, the strictest first; all have as many. Equal ends are paired, then keys that are
    unique on both sides (patience), then the next key is tried; `finish` pairs what no key connects.
    """
    pairs: list[Pair] = []
    levels = len(old[0]) if old else 0
    waiting = [(Gap(0, len(old), 0, len(new)), 0)]
    while waiting:
        gap, depth = waiting.pop()
        gap = _pair_ends(old, new, gap, pairs)
        if gap.closed:
            continue
        anchors: list[Pair] = []
        for level in range(levels if depth < _DEEPEST else 0):
            anchors = _unique(old, new, gap, level)
            if anchors:
                break
        if anchors:
            pairs.extend(anchors)
            waiting.extend((inner, depth + 1) for inner in _between(gap, anchors))
        else:
            pairs.extend(finish(gap))
    return sorted(pairs)


def _pair_ends(
    old: Sequence[tuple[Hashable, ...]], new: Sequence[tuple[Hashable, ...]], gap: Gap, pairs: list[Pair]
) -> Gap:
    old_from, old_to, new_from, new_to = gap
    while old_from < old_to and new_from < new_to and old[old_from][0] == new[new_from][0]:
        pairs.append((old_from, new_from))
        old_from, new_from = old_from + 1, new_from + 1
    while old_from < old_to and new_from < new_to and old[old_to - 1][0] == new[new_to - 1][0]:
        old_to, new_to = old_to - 1, new_to - 1
        pairs.append((old_to, new_to))
    return Gap(old_from, old_to, new_from, new_to)


def _unique(
    old: Sequence[tuple[Hashable, ...]], new: Sequence[tuple[Hashable, ...]], gap: Gap, level: int
) -> list[Pair]:
    """Items whose key occurs once on each side, as far as their order agrees."""
    before = _places(old, gap.old_from, gap.old_to, level)
    after = _places(new, gap.new_from, gap.new_to, level)
    both = [(at, after[key]) for key, at in before.items() if at >= 0 and after.get(key, -1) >= 0]
    return _rising(both)


def _places(items: Sequence[tuple[Hashable, ...]], start: int, end: int, level: int) -> dict[Hashable, int]:
    """Where each key stands, -1 for those that stand more than once."""
    found: dict[Hashable, int] = {}
    for at in range(start, end):
        key = items[at][level]
        found[key] = -1 if key in found else at
    return found


def _rising(pairs: list[Pair]) -> list[Pair]:
    """The longest part of the pairs, sorted by their old side, whose new side rises too."""
    pairs.sort()
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, there) in enumerate(pairs):
        pile = bisect_left(ends, there)
        before.append(last[pile - 1] if pile else -1)
        ends[pile : pile + 1] = [there]
        last[pile : pile + 1] = [at]
    found: list[Pair] = []
    at = last[-1] if last else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _between(gap: Gap, anchors: list[Pair]) -> Iterator[Gap]:
    old_from, new_from = gap.old_from, gap.new_from
    for old_at, new_at in [*anchors, (gap.old_to, gap.new_to)]:
        inner = Gap(old_from, old_at, new_from, new_at)
        if not inner.closed:
            yield inner
        old_from, new_from = old_at + 1, new_at + 1


def pair_alike(gap: Gap, likeness: Callable[[int, int], float]) -> list[Pair]:
    """Pairs of the highest total likeness, in order; 0 means that two items never belong together.

    A gap that is too large is cut into slices on both sides, so that the work grows with its length only.
    """
    rows, columns = gap.old_to - gap.old_from, gap.new_to - gap.new_from
    slices = 1
    while (rows // slices + 1) * (columns // slices + 1) > _MOST_CELLS and slices < max(rows, columns):
        slices += 1
    pairs: list[Pair] = []
    for at in range(slices):
        part = Gap(
            gap.old_from + rows * at // slices,
            gap.old_from + rows * (at + 1) // slices,
            gap.new_from + columns * at // slices,
            gap.new_from + columns * (at + 1) // slices,
        )
        if not part.closed:
            pairs.extend(_pair_slice(part, likeness))
    return pairs


def _pair_slice(gap: Gap, likeness: Callable[[int, int], float]) -> list[Pair]:
    columns = range(gap.new_from, gap.new_to)
    best: list[list[float]] = [[0.0] * (len(columns) + 1)]
    scores: list[list[float]] = []
    for old_at in range(gap.old_from, gap.old_to):
        above = best[-1]
        score = [likeness(old_at, new_at) for new_at in columns]
        row = [0.0]
        for column, taken in enumerate(score):
            skipped = max(above[column + 1], row[column])
            row.append(max(skipped, above[column] + taken) if taken else skipped)
        best.append(row)
        scores.append(score)
    return _trace(gap, best, scores)


def _trace(gap: Gap, best: list[list[float]], scores: list[list[float]]) -> list[Pair]:
    row, column = len(scores), len(best[0]) - 1
    found: list[Pair] = []
    while row and column:
        if best[row][column] == best[row - 1][column]:
            row -= 1
        elif best[row][column] == best[row][column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            found.append((gap.old_from + row, gap.new_from + column))
    return found[::-1]
