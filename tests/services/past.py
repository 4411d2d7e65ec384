"""Raperda of the years before, written straight into the tables: a history for forecasts and medians."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from tests.services.house import House
from tracker.domain.process import BY_SLUG, Condition, Status
from tracker.domain.state import LAST, StageRound, State
from tracker.services import states
from tracker.storage.models import Raperda

FIRST_DAY = date(2021, 1, 4)
WAY = ("rapat-pansus", "rapat-komprehensif", "kunjungan-kerja", "pra-finalisasi", "finalisasi",
       "harmonisasi-provinsi", "rapat-paripurna", "penyampaian-bupati", "nomor-register", "penetapan",
       LAST)  # fmt: skip


def remember(house: House, days: Sequence[int], *, public: bool = True, length: int = len(WAY)) -> None:
    """Let one Raperda for each number have gone the whole way, each stage taking so many days."""
    for number, each in enumerate(days):
        slug = house.enter(short_name=f"Dulu {number} {each}", is_public=public)
        with house.tracker.transaction() as session:
            raperda = states.lock(session, slug)
            state = _gone(states.load(session, raperda), each, WAY[:length])
            states.store(session, raperda, state)
            _touched(raperda)


def _gone(state: State, days: int, way: Sequence[str]) -> State:
    day = FIRST_DAY
    for stage in way:
        one = StageRound(stage, 1, Status.SELESAI, BY_SLUG[stage].holder)
        state = state.with_round(replace(one, started_on=day, ended_on=day + timedelta(days=days)))
        day += timedelta(days=days)
    condition = Condition.BERLAKU if way[-1] == LAST else Condition.AKTIF
    return replace(state, headline=way[-1], condition=condition)


def _touched(raperda: Raperda) -> None:
    raperda.stamp += 1
