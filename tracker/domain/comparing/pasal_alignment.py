"""Which units of two drafts belong together by what they say: kept, moved, split, merged."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from math import log
from typing import Final, NamedTuple

from tracker.domain.comparing.alignment import Gap, Pair, pair_alike
from tracker.domain.comparing.pasal_items import HEADINGS, Item

_ALIKE: Final = 0.35
_ALIKE_ELSEWHERE: Final = 0.6
_ALIKE_SAME_NUMBER: Final = 0.2
_ENOUGH_WORDS: Final = 4
_SHINGLE: Final = 3
_RARE: Final = 3
_CANDIDATES: Final = 6
_INSIDE: Final = 0.75
_MOST_PARTS: Final = 6
_HEADING_WEIGHT: Final = 2.5


class Link(NamedTuple):
    """Old and new places that belong together; one side is empty for what came or went.

    More than one place on a side is a merge or a split; they stand one after the other.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    moved: bool = False


class Likeness:
    """How alike two items are, from 0 to 1; words that occur in many items weigh less."""

    def __init__(self, known: Mapping[str, int], count: int) -> None:
        # Items live as long as the comparison, so that their id() is a key.
        self._weight = {word: log(1 + 2 * max(count, 8) / (1 + times)) for word, times in known.items()}
        self._masses: dict[int, float] = {}

    def __call__(self, old: Item, new: Item) -> float:
        """0 for items of different families."""
        if old.family != new.family:
            return 0.0
        if old.sequence == new.sequence:
            return 1.0
        whole = self.mass(old) + self.mass(new)
        return 2 * self.shared(old.bag, new.bag) / whole if whole else 0.0

    def mass(self, item: Item) -> float:
        """The weight of all words of an item."""
        found = self._masses.get(id(item))
        if found is None:
            found = self._masses[id(item)] = self.shared(item.bag, item.bag)
        return found

    def shared(self, first: Counter[str], second: Counter[str]) -> float:
        """The weight of the words that both bags hold."""
        if len(first) > len(second):
            first, second = second, first
        weight = self._weight
        return sum(
            min(times, second[word]) * weight.get(word, 1.0)
            for word, times in first.items()
            if word in second
        )


def match(
    old: Sequence[Item], new: Sequence[Item], likeness: Likeness, known: Iterable[Pair] = ()
) -> list[Link]:
    """Every place of both sides in exactly one link; `known` are pairs that are certain beforehand.

    Near-linear in the number of items: equal texts are found by hashing, changed ones by the rare words they
    share, and only what is left between two found pairs is compared with each other, in bounded slices.
    """
    matching = _Matching(old, new, likeness)
    for pair in known:
        matching.take(*pair)
    for key in (lambda item: item.plain, lambda item: item.bare):
        matching.take_equal(key)
    matching.take_alike()
    matching.settle()
    return matching.links()


class _Matching:
    def __init__(self, old: Sequence[Item], new: Sequence[Item], likeness: Likeness) -> None:
        self.old, self.new, self.likeness = old, new, likeness
        self.of_old: dict[int, int] = {}
        self.of_new: dict[int, int] = {}
        self.moved: set[int] = set()

    def take(self, old_at: int, new_at: int) -> None:
        if old_at not in self.of_old and new_at not in self.of_new:
            self.of_old[old_at] = new_at
            self.of_new[new_at] = old_at

    def drop(self, old_at: int) -> None:
        del self.of_new[self.of_old.pop(old_at)]

    def take_equal(self, key: Callable[[Item], str]) -> None:
        """Pair texts that occur once on each side."""
        before = _once((at, self.old[at].family, key(self.old[at])) for at in _free(self.old, self.of_old))
        after = _once((at, self.new[at].family, key(self.new[at])) for at in _free(self.new, self.of_new))
        for text, at in before.items():
            if at >= 0 and after.get(text, -1) >= 0:
                self.take(at, after[text])

    def take_alike(self) -> None:
        """Pair what shares rare words, the most alike first."""
        scored = []
        for old_at, rivals in self._votes().items():
            for new_at, _ in rivals.most_common(_CANDIDATES):
                alike = self.likeness(self.old[old_at], self.new[new_at])
                if alike >= _ALIKE:
                    scored.append((-alike, abs(old_at - new_at), old_at, new_at))
        for _, _, old_at, new_at in sorted(scored):
            self.take(old_at, new_at)

    def _votes(self) -> dict[int, Counter[int]]:
        """For each old place the new places that share a rare run of words, and how many runs."""
        runs = {at: _runs(self.old[at]) for at in _free(self.old, self.of_old)}
        frequent = Counter(chain.from_iterable(runs.values()))
        where: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at in _free(self.new, self.of_new):
            for run in _runs(self.new[at]) & frequent.keys():
                where[run].append(at)
        votes: dict[int, Counter[int]] = {}
        for at, said in runs.items():
            found: Counter[int] = Counter()
            for run in sorted(said & where.keys()):
                if len(where[run]) <= _RARE and frequent[run] <= _RARE:
                    found.update(where[run])
            if found:
                votes[at] = found
        return votes

    def settle(self) -> None:
        """Tell what kept its order from what moved, then pair what is left between the first."""
        kept = self._kept()
        for old_at in [at for at in sorted(self.of_old) if at not in kept]:
            if self._really_moved(old_at):
                self.moved.add(old_at)
            else:
                self.drop(old_at)
        ends = [*sorted(kept.items()), (len(self.old), len(self.new))]
        old_from = new_from = 0
        for old_to, new_to in ends:
            self._fill(range(old_from, old_to), range(new_from, new_to))
            old_from, new_from = old_to + 1, new_to + 1

    def _kept(self) -> dict[int, int]:
        weights = {at: _HEADING_WEIGHT if self.old[at].kind in HEADINGS else 1.0 for at in self.of_old}
        return dict(heaviest_rising(sorted(self.of_old.items()), weights))

    def _really_moved(self, old_at: int) -> bool:
        before, after = self.old[old_at], self.new[self.of_old[old_at]]
        if before.kind in HEADINGS:
            return self._takes_along(old_at, before, after)
        enough = min(len(before.sequence), len(after.sequence)) >= _ENOUGH_WORDS
        return enough and self.likeness(before, after) >= _ALIKE_ELSEWHERE

    def _takes_along(self, old_at: int, before: Item, after: Item) -> bool:
        """Whether what stands under a heading went with it; a heading alone only got another title."""
        for at in range(old_at + 1, len(self.old)):
            if before not in self.old[at].under:
                return False
            if at in self.of_old and after in self.new[self.of_old[at]].under:
                return True
        return False

    def _fill(self, old_range: range, new_range: range) -> None:
        """Pair in order what no key connects, between two pairs that are certain."""
        before = [at for at in old_range if at not in self.of_old]
        after = [at for at in new_range if at not in self.of_new]
        if not before or not after:
            return

        def alike(first: int, second: int) -> float:
            return self._score(self.old[before[first]], self.new[after[second]])

        for first, second in pair_alike(Gap(0, len(before), 0, len(after)), alike):
            self.take(before[first], after[second])

    def _score(self, old: Item, new: Item) -> float:
        alike = self.likeness(old, new)
        same_number = bool(old.number) and old.number == new.number
        least = _ALIKE_SAME_NUMBER if same_number or not (old.number or new.number) else _ALIKE
        if alike < least and not (same_number and old.kind in HEADINGS):
            return 0.0
        return max(alike, 0.01) + 0.05 * same_number + 0.1 * (old.plain == new.plain)

    def links(self) -> list[Link]:
        split = _Sharing(self.old, self.new, self.of_new, self.likeness).found(self.of_old, self.moved)
        settled = {self.of_old[at] for at in self.moved | set(split)}
        merged = _Sharing(self.new, self.old, self.of_old, self.likeness).found(self.of_new, settled)
        found = [Link((at,), parts) for at, parts in split.items()]
        found += [Link(parts, (at,)) for at, parts in merged.items()]
        used_old = {at for link in found for at in link.old}
        used_new = {at for link in found for at in link.new}
        for at in range(len(self.old)):
            if at not in used_old:
                paired = (self.of_old[at],) if at in self.of_old else ()
                found.append(Link((at,), paired, at in self.moved))
        found += [Link((), (at,)) for at in _free(self.new, self.of_new) if at not in used_new]
        return found


class _Sharing:
    """Finds items that became several neighbours; a merge is the same, seen from the other side."""

    def __init__(
        self, whole: Sequence[Item], parts: Sequence[Item], of_part: Mapping[int, int], likeness: Likeness
    ) -> None:
        self.whole, self.parts, self.of_part, self.likeness = whole, parts, of_part, likeness
        self.taken: set[int] = set()

    def found(self, pairs: Mapping[int, int], but: set[int]) -> dict[int, tuple[int, ...]]:
        """For each item that was shared out, the run of neighbours that together say what it says."""
        shared: dict[int, tuple[int, ...]] = {}
        for at, start in sorted(pairs.items()):
            if at not in but and len(run := self._run(self.whole[at], start)) > 1:
                shared[at] = run
                self.taken.update(run)
        return shared

    def _run(self, whole: Item, start: int) -> tuple[int, ...]:
        run = [start]
        for step in (1, -1):
            at = start + step
            while len(run) < _MOST_PARTS and self._holds(whole, run, at):
                run.append(at)
                at += step
        return tuple(sorted(run))

    def _holds(self, whole: Item, run: Sequence[int], at: int) -> bool:
        """Whether a neighbour is free and nearly all that it says is missing in the run so far."""
        if not 0 <= at < len(self.parts) or at in self.of_part or at in self.taken:
            return False
        part = self.parts[at]
        if part.family != whole.family or len(part.sequence) < _ENOUGH_WORDS:
            return False
        missing = whole.bag
        for one in run:
            missing = missing - self.parts[one].bag
        return self.likeness.shared(missing, part.bag) >= _INSIDE * self.likeness.mass(part)


def heaviest_rising(pairs: Sequence[Pair], weights: Mapping[int, float]) -> list[Pair]:
    """The heaviest part of the pairs, sorted by their old side, whose new side rises too.

    `weights` by old place. A heading weighs more than a Pasal: of the two, it is the Pasal that moved.
    """
    size = max((there for _, there in pairs), default=-1) + 1
    best: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    before: list[int] = []
    for at, (old_at, there) in enumerate(pairs):
        weight, last = _heaviest(best, there)
        before.append(last)
        here, step = (weight + weights.get(old_at, 1.0), at), there + 1
        while step <= size:
            if here[0] > best[step][0]:
                best[step] = here
            step += step & -step
    at = _heaviest(best, size)[1]
    found: list[Pair] = []
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _heaviest(best: Sequence[tuple[float, int]], end: int) -> tuple[float, int]:
    """The heaviest chain that ends before a place, in a Fenwick tree."""
    found = (0.0, -1)
    while end:
        if best[end][0] > found[0]:
            found = best[end]
        end -= end & -end
    return found


def _once(places: Iterable[tuple[int, tuple[str, str], str]]) -> dict[tuple[tuple[str, str], str], int]:
    """Where each text stands, -1 for those that stand more than once."""
    found: dict[tuple[tuple[str, str], str], int] = {}
    for at, family, text in places:
        found[family, text] = -1 if (family, text) in found else at
    return found


def _free(side: Sequence[Item], paired: Mapping[int, int]) -> list[int]:
    return [at for at in range(len(side)) if at not in paired]


def _runs(item: Item) -> set[tuple[str, ...]]:
    words = item.sequence
    return set(zip(*(words[at:] for at in range(_SHINGLE)), strict=False)) or {words}
