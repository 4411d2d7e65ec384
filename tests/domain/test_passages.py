"""How long stages took: waiting and returns belong to the stage that waits or sends back, and days add up."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.passages import ahead, days_open, passages
from tracker.domain.process import BY_SLUG, Status
from tracker.domain.state import PLENARY, StageRound, State, begin

DAY = date(2023, 6, 1)
NUMBERED = ("rapat-pansus", "rapat-komprehensif", "kunjungan-kerja", "pra-finalisasi", "finalisasi")


def on(day: int) -> date:
    return DAY + timedelta(days=day)


def told(*rounds: tuple[str, int, Status, int | None, int | None]) -> State:
    """A Raperda with these rounds: stage, round, status, started and ended as days from DAY."""
    state = begin("biasa")
    for slug in ("propemperda", "penyusunan", "harmonisasi-kanwil", "penyampaian", "penjelasan",
                 "pembentukan-pansus"):  # fmt: skip
        state = state.with_round(StageRound(slug, 1, Status.SELESAI, BY_SLUG[slug].holder))
    for slug, number, status, started, ended in rounds:
        one = StageRound(
            slug,
            number,
            status,
            BY_SLUG[slug].holder,
            started_on=None if started is None else on(started),
            ended_on=None if ended is None else on(ended),
        )
        state = state.with_round(one)
    return state


def days(state: State) -> dict[str, int]:
    return {one.stage: one.days for one in passages(state)}


def test_a_stage_is_counted_from_the_end_of_the_one_before_so_that_waiting_is_in_it() -> None:
    state = told(
        ("rapat-pansus", 1, Status.SELESAI, 0, 10),
        ("rapat-komprehensif", 1, Status.SELESAI, 15, 20),
    )
    assert days(state) == {"rapat-pansus": 10, "rapat-komprehensif": 10}


def test_a_loop_belongs_to_the_stage_that_sent_back() -> None:
    state = told(
        ("finalisasi", 1, Status.SELESAI, 0, 5),
        ("harmonisasi-provinsi", 1, Status.DIKEMBALIKAN, 6, 30),
        ("finalisasi", 2, Status.SELESAI, 30, 34),
        ("harmonisasi-provinsi", 2, Status.SELESAI, 36, 50),
    )
    assert days(state) == {"finalisasi": 5, "harmonisasi-provinsi": 45}


def test_a_skipped_stage_counts_as_passed_on_the_day_it_was_skipped() -> None:
    state = told(
        ("rapat-komprehensif", 1, Status.SELESAI, 0, 8),
        ("kunjungan-kerja", 1, Status.DILEWATI, None, 8),
        ("pra-finalisasi", 1, Status.SELESAI, 9, 12),
    )
    assert days(state) == {"rapat-komprehensif": 8, "kunjungan-kerja": 0, "pra-finalisasi": 4}


def test_stages_side_by_side_are_not_counted_twice() -> None:
    state = told(
        ("rapat-pansus", 1, Status.SELESAI, 0, 4),
        ("rapat-komprehensif", 1, Status.SELESAI, 4, 20),
        ("kunjungan-kerja", 1, Status.SELESAI, 8, 11),
        ("pra-finalisasi", 1, Status.SELESAI, 21, 24),
    )
    found = days(state)
    assert found["kunjungan-kerja"] == 0
    assert sum(found.values()) == 24


def test_what_was_recorded_without_a_day_says_nothing_about_durations() -> None:
    state = told(("rapat-pansus", 1, Status.SELESAI, None, None))
    assert passages(state) == ()


def test_ahead_lie_the_stages_not_passed_and_the_first_waits_since_the_last_one_was() -> None:
    state = told(
        ("finalisasi", 1, Status.SELESAI, 0, 5),
        ("harmonisasi-provinsi", 1, Status.DIKEMBALIKAN, 6, 30),
        ("finalisasi", 2, Status.BERLANGSUNG, 30, None),
        ("harmonisasi-provinsi", 2, Status.BELUM, None, None),
    )
    found = ahead(state, PLENARY)
    assert [one.stage for one in found.rounds] == ["harmonisasi-provinsi", PLENARY]
    assert found.since == on(5)


def test_a_stage_left_behind_in_an_earlier_phase_is_not_waited_for() -> None:
    state = told(
        ("finalisasi", 1, Status.SELESAI, 0, 5),
        ("harmonisasi-provinsi", 1, Status.BERLANGSUNG, 6, None),
    )
    assert "kunjungan-kerja" not in [one.stage for one in ahead(state, PLENARY).rounds]


def test_nothing_lies_ahead_of_a_stage_that_was_passed() -> None:
    assert ahead(told((PLENARY, 1, Status.SELESAI, 0, 0)), PLENARY).rounds == ()


def test_open_days_are_those_of_all_rounds_until_today() -> None:
    first = StageRound("finalisasi", 1, Status.SELESAI, "pansus", started_on=on(0), ended_on=on(5))
    second = replace(first, round=2, status=Status.BERLANGSUNG, started_on=on(30), ended_on=None)
    assert days_open((first, second), on(32)) == 7
    assert days_open((replace(first, started_on=None),), on(32)) is None


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=5, max_size=5))
def test_the_days_of_all_stages_add_up_to_the_whole_way(gaps: list[tuple[int, int]]) -> None:
    day, rounds = 0, []
    first = gaps[0][0]
    for slug, (wait, length) in zip(NUMBERED, gaps, strict=True):
        rounds.append((slug, 1, Status.SELESAI, day + wait, day + wait + length))
        day += wait + length
    assert sum(days(told(*rounds)).values()) == day - first
