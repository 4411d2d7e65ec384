"""Councils that could be, as finished ways through the process: steady, slow in the province, changing."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.domain.process import BY_SLUG, Condition, Kind, Status, stages_of, ways_back
from tracker.domain.state import LAST, StageRound, State

FIRST_DAY = date(2012, 1, 2)
YEARS = 12
A_YEAR = 14
"""How many Raperda a council takes up in a year."""

MEDIAN_DAYS = {
    "rapat-pansus": 21, "rapat-komprehensif": 18, "kunjungan-kerja": 4, "pra-finalisasi": 6, "finalisasi": 5,
    "harmonisasi-provinsi": 28, "rapat-paripurna": 3, "penyampaian-bupati": 2, "evaluasi-gubernur": 25,
    "nomor-register": 9, "penetapan": 10, "pengundangan": 2,
}  # fmt: skip
"""Invented, like everything here: half of the rounds of a stage are shorter."""

WAIT_DAYS = 4
RETURNS = {"pra-finalisasi": 0.10, "finalisasi": 0.08, "harmonisasi-provinsi": 0.25}
SKIPS = {"kunjungan-kerja": 0.15}

Stretch = Callable[[str, date], float]
"""By how much a stage that begins on a day takes longer than its median says."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of council: how much durations spread, and what else stretches them."""

    name: str
    spread: float
    own_spread: float
    """How much a Raperda as a whole is slower or quicker than others: it makes its stages alike."""
    stretch: Stretch
    long_tail: bool = False


def _no_stretch(_stage: str, _on: date) -> float:
    return 1.0


def _changing(stage: str, on: date) -> float:
    """From the seventh year on the province is slower, and the pansus follows a quicker rule of procedure."""
    later = on >= FIRST_DAY + timedelta(days=365 * 6)
    if stage == "harmonisasi-provinsi":
        return 1.8 if later else 1.0
    return 0.7 if later and stage.startswith("rapat-") else 1.0


SORTS = (
    Sort("steady", spread=0.45, own_spread=0.15, stretch=_no_stretch),
    Sort("slow province, long tails", spread=0.6, own_spread=0.25, stretch=_no_stretch, long_tail=True),
    Sort("changing regime", spread=0.5, own_spread=0.2, stretch=_changing),
)


def council(sort: Sort, seed: int) -> tuple[State, ...]:
    """Return every Raperda of a council from its first day until all are in force."""
    luck = random.Random(f"{sort.name} {seed}")
    return tuple(_Way(sort, luck).told(_entered(number)) for number in range(YEARS * A_YEAR))


def known_on(state: State, day: date) -> State:
    """Return what could be known of a Raperda on a day, whatever came after."""
    rounds = tuple(_round_on(one, day) for one in state.rounds if one.round == 1 or _begun(one, day))
    in_force = any(one.stage == LAST and one.status is Status.SELESAI for one in rounds)
    return replace(state, rounds=rounds, condition=Condition.BERLAKU if in_force else Condition.AKTIF)


class _Way:
    def __init__(self, sort: Sort, luck: random.Random) -> None:
        self._sort = sort
        self._luck = luck
        self._own = math.exp(luck.gauss(0, sort.own_spread))
        self._rounds: list[StageRound] = []

    def told(self, on: date) -> State:
        order = [stage.slug for stage in stages_of(Kind.ORDINARY) if stage.slug in MEDIAN_DAYS]
        at, day = 0, on
        while at < len(order):
            stage = order[at]
            if self._luck.random() < SKIPS.get(stage, 0):
                self._write(stage, Status.DILEWATI, None, day)
                at += 1
                continue
            began = day + timedelta(days=self._luck.randrange(2 * WAIT_DAYS))
            day = began + timedelta(days=self._days(stage, began))
            again = self._luck.random() < RETURNS.get(stage, 0)
            self._write(stage, Status.DIKEMBALIKAN if again else Status.SELESAI, began, day)
            at = order.index(ways_back(stage)[0]) if again else at + 1
        return State(Kind.ORDINARY, Condition.BERLAKU, LAST, tuple(self._rounds))

    def _days(self, stage: str, on: date) -> int:
        median = MEDIAN_DAYS[stage] * self._own * self._sort.stretch(stage, on)
        days = median * math.exp(self._luck.gauss(0, self._sort.spread))
        if self._sort.long_tail and stage == "harmonisasi-provinsi" and self._luck.random() < 0.15:
            days *= self._luck.paretovariate(1.5) + 1
        return min(round(days), 900)

    def _write(self, stage: str, status: Status, began: date | None, ended: date) -> None:
        number = 1 + sum(1 for one in self._rounds if one.stage == stage)
        holder = BY_SLUG[stage].holder
        self._rounds.append(StageRound(stage, number, status, holder, started_on=began, ended_on=ended))


def _entered(number: int) -> date:
    return FIRST_DAY + timedelta(days=number * 365 // A_YEAR)


def _begun(one: StageRound, day: date) -> bool:
    return (one.started_on or one.ended_on or date.max) <= day


def _round_on(one: StageRound, day: date) -> StageRound:
    if not _begun(one, day):
        return StageRound(one.stage, one.round, Status.BELUM, one.holder)
    if one.ended_on is not None and one.ended_on > day:
        return replace(one, status=Status.BERLANGSUNG, ended_on=None)
    return one
