"""Where the remaining stages lead: this council's own passages resampled, with a range and a sample size."""

import hashlib
import math
import random
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tracker.domain.passages import Passage, ahead
from tracker.domain.state import State

LEAST = 5
"""With fewer comparable passages of any stage there is no forecast."""

RECENT = 40
"""How many passages of a stage are looked at, the latest ones."""

DRAWS = 1_000
LOW, HIGH = 0.10, 0.90

BEYOND = 4
"""A stage that has taken more than so many times as long as the longest known is not forecast any more."""

TAIL = 0.35
"""How heavy the tail beyond the longest passage known is: the index of a Pareto tail."""

ALIKE = 10
"""One draw in so many is equally long or short in all stages: a Raperda that is slow here is slow there."""

# BEYOND, TAIL and ALIKE were chosen so that the ranges hold what they promise (tests/benchmarks).


@dataclass(frozen=True, slots=True)
class Forecast:
    """The 10th, 50th and 90th percentile of a day, and how many passages it rests on."""

    earliest_on: date
    middle_on: date
    latest_on: date
    sample_size: int


@dataclass(frozen=True, slots=True)
class TooFew:
    """No forecast: of this stage only so many comparable passages are known."""

    stage: str
    known: int


@dataclass(frozen=True, slots=True)
class Outlasted:
    """No forecast: a stage has taken much longer than any passage known, so the past says nothing of it."""

    stage: str
    known: int
    elapsed: int
    longest: int


class History:
    """The passages of one council, by stage, kind and holder; the order they come in does not matter."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        groups: dict[tuple[str, ...], list[Passage]] = {}
        for one in passages:
            for key in ((one.stage, one.kind), (one.stage, one.kind, one.holder)):
                groups.setdefault(key, []).append(one)
        self._groups = {key: _latest(group) for key, group in groups.items()}
        self.fingerprint = _digest(sorted(self._groups.items()))

    def comparable(self, stage: str, kind: str, holder: str) -> tuple[int, ...]:
        """Return the days of comparable passages, sorted: in the same hands if those suffice, else in any."""
        same = self._groups.get((stage, kind, holder), ())
        return same if len(same) >= LEAST else self._groups.get((stage, kind), ())


def forecast(
    history: History, state: State, through: str, today: date
) -> Forecast | TooFew | Outlasted | None:
    """Return when stage `through` will have been passed, or why that cannot be said; None if it has been.

    The first stage ahead is conditioned on the days it has already taken.
    """
    before = ahead(state, through)
    if not before.rounds:
        return None
    since = before.since or today
    elapsed = max(0, (today - since).days)
    first, *others = (
        (one.stage, history.comparable(one.stage, state.kind, one.holder)) for one in before.rounds
    )
    for stage, known in (first, *others):
        if len(known) < LEAST:
            return TooFew(stage, len(known))
    if elapsed > BEYOND * max(first[1][-1], 1):
        return Outlasted(first[0], len(first[1]), elapsed, first[1][-1])
    drawn = [draws(*first, elapsed), *(draws(*one, 0) for one in others)]
    totals = sorted(map(sum, zip(*drawn, strict=True)))
    low, middle, high = (since + timedelta(totals[int(share * DRAWS)]) for share in (LOW, 0.5, HIGH))
    return Forecast(low, middle, high, sum(len(known) for _, known in (first, *others)))


@lru_cache(maxsize=1024)
def draws(stage: str, known: tuple[int, ...], elapsed: int) -> tuple[int, ...]:
    """Return DRAWS durations of at least `elapsed` days, drawn from the sorted days that are known.

    Every known passage weighs the same. One more such weight lies below the shortest and one in a tail beyond
    the longest: so few passages give a wider range, and a stage that has outlasted all is still given time.
    Each draw keeps its place among the passages, so that with more days elapsed none gets shorter.
    """
    ends = len(known) + 2
    begin = _place(known, elapsed)
    places = (begin + share * (ends - begin) for share in _shares(_digest((stage, known))))
    return tuple(_days(known, elapsed, place) for place in places)


def _place(known: tuple[int, ...], elapsed: int) -> float:
    """Where among the weights so many days lie: below 1 before the shortest, then one for each passage."""
    outlasted = bisect_left(known, elapsed)
    return 1 + outlasted if outlasted else elapsed / max(known[0], 1)


def _days(known: tuple[int, ...], elapsed: int, place: float) -> int:
    if place < 1:
        return round(known[0] * place)
    if place < len(known) + 1:
        return known[int(place) - 1]
    return round(max(known[-1], elapsed, 1) * math.pow(len(known) + 2 - place, -TAIL))


@lru_cache(maxsize=256)
def _shares(seed: str) -> tuple[float, ...]:
    """DRAWS numbers between 0 and 1, evenly spread; but for those all stages share, in the seed's order."""
    places = [(number + 0.5) / DRAWS for number in range(DRAWS)]
    alike = places[ALIKE // 2 :: ALIKE]
    own = [place for number, place in enumerate(places) if number % ALIKE != ALIKE // 2]
    random.Random(seed).shuffle(own)  # noqa: S311 -- resampling, no secret
    return (*alike, *own)


def _latest(group: Sequence[Passage]) -> tuple[int, ...]:
    newest = sorted(group, key=lambda one: (one.passed_on, one.days), reverse=True)[:RECENT]
    return tuple(sorted(one.days for one in newest))


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]
