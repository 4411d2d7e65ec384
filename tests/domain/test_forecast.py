"""The forecast: from the data alone, refused where too little is known, never earlier for having waited."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_passages import on, told
from tracker.domain.forecast import BEYOND, LEAST, Forecast, History, Outlasted, TooFew, draws, forecast
from tracker.domain.passages import Passage
from tracker.domain.process import BY_SLUG, Status
from tracker.domain.state import LAST, PLENARY, State

durations = st.lists(st.integers(0, 120), min_size=LEAST, max_size=30)


def passed(stage: str, *days: int, kind: str = "biasa", holder: str = "") -> list[Passage]:
    return [Passage(stage, kind, holder or BY_SLUG[stage].holder, one, date(2022, 1, 1)) for one in days]


def in_province(since: int = 0) -> State:
    """Finalised on a day, and sent to the province the day after."""
    return told(
        ("finalisasi", 1, Status.SELESAI, since - 3, since),
        ("harmonisasi-provinsi", 1, Status.BERLANGSUNG, since + 1, None),
    )


def said(history: History, day: int, state: State | None = None) -> Forecast:
    found = forecast(history, state or in_province(), PLENARY, on(day))
    assert isinstance(found, Forecast)
    return found


def test_equal_durations_give_their_sum_and_the_forecast_names_its_sample() -> None:
    history = History(passed("harmonisasi-provinsi", *[30] * 9) + passed(PLENARY, *[4] * 9))
    found = said(history, 10)
    assert found.middle_on == on(34)
    assert found.sample_size == 18


def test_five_comparable_passages_are_enough_and_four_are_not() -> None:
    known = passed(PLENARY, *[4] * 9) + passed("harmonisasi-provinsi", 20, 25, 30, 35)
    assert forecast(History(known), in_province(), PLENARY, on(1)) == TooFew("harmonisasi-provinsi", 4)
    assert said(History([*known, *passed("harmonisasi-provinsi", 28)]), 1).sample_size == 14


def test_passages_of_another_kind_are_not_comparable() -> None:
    known = passed(PLENARY, *[4] * 9) + passed("harmonisasi-provinsi", *[30] * 9, kind="dievaluasi")
    assert forecast(History(known), in_province(), PLENARY, on(1)) == TooFew("harmonisasi-provinsi", 0)


def test_passages_in_the_same_hands_count_alone_once_there_are_enough_of_them() -> None:
    elsewhere = passed("harmonisasi-provinsi", *[90] * 9, holder="opd")
    here = passed("harmonisasi-provinsi", 10, 10, 10, 10)
    history = History(elsewhere + here)
    assert set(history.comparable("harmonisasi-provinsi", "biasa", "provinsi")) == {10, 90}
    history = History(elsewhere + here + passed("harmonisasi-provinsi", 10))
    assert set(history.comparable("harmonisasi-provinsi", "biasa", "provinsi")) == {10}


def test_only_the_latest_passages_are_looked_at() -> None:
    old = passed(PLENARY, *[200] * 50)
    new = [Passage(PLENARY, "biasa", "pimpinan", 3, date(2023, 1, 1)) for _ in range(40)]
    assert set(History(old + new).comparable(PLENARY, "biasa", "pimpinan")) == {3}


def test_a_stage_that_has_outlasted_all_that_is_known_is_not_forecast() -> None:
    history = History(passed("harmonisasi-provinsi", 10, 12, 14, 16, 20) + passed(PLENARY, *[4] * 9))
    edge = BEYOND * 20
    assert isinstance(forecast(history, in_province(), PLENARY, on(edge)), Forecast)
    assert forecast(history, in_province(), PLENARY, on(edge + 1)) == Outlasted(
        "harmonisasi-provinsi", 5, edge + 1, 20
    )


def test_what_has_been_passed_is_not_forecast() -> None:
    assert forecast(History(()), told((PLENARY, 1, Status.SELESAI, 0, 0)), PLENARY, on(1)) is None


def test_a_raperda_nothing_has_happened_to_is_too_little_known_in_its_first_stage() -> None:
    from tracker.domain.state import begin

    found = forecast(History(()), begin("biasa"), LAST, on(0))
    assert found == TooFew("propemperda", 0)


@given(first=durations, second=durations, day=st.integers(0, 100), order=st.randoms())
def test_the_order_of_the_data_does_not_matter(
    first: list[int], second: list[int], day: int, order: object
) -> None:
    known = passed("harmonisasi-provinsi", *first) + passed(PLENARY, *second)
    mixed = list(known)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    answers = [forecast(History(one), in_province(), PLENARY, on(day)) for one in (known, mixed)]
    assert answers[0] == answers[1]
    assert History(known).fingerprint == History(mixed).fingerprint


@given(first=durations, second=durations, day=st.integers(0, 150))
def test_one_day_more_elapsed_never_moves_the_forecast_earlier(
    first: list[int], second: list[int], day: int
) -> None:
    history = History(passed("harmonisasi-provinsi", *first) + passed(PLENARY, *second))
    today, tomorrow = (forecast(history, in_province(), PLENARY, on(one)) for one in (day, day + 1))
    if isinstance(today, Forecast) and isinstance(tomorrow, Forecast):
        assert tomorrow.earliest_on >= today.earliest_on
        assert tomorrow.middle_on >= today.middle_on
        assert tomorrow.latest_on >= today.latest_on
    else:
        assert isinstance(tomorrow, Outlasted)


@given(first=durations, second=durations, day=st.integers(0, 100))
def test_the_range_contains_its_median_and_lies_in_the_future(
    first: list[int], second: list[int], day: int
) -> None:
    history = History(passed("harmonisasi-provinsi", *first) + passed(PLENARY, *second))
    found = forecast(history, in_province(), PLENARY, on(day))
    if isinstance(found, Forecast):
        assert on(day) <= found.earliest_on <= found.middle_on <= found.latest_on


@given(known=st.lists(st.integers(0, 90), min_size=LEAST, max_size=40), elapsed=st.integers(0, 120))
def test_draws_are_known_durations_or_lie_beyond_either_end_and_are_never_below_what_has_elapsed(
    known: list[int], elapsed: int
) -> None:
    found = draws("finalisasi", tuple(sorted(known)), elapsed)
    assert min(found) >= elapsed
    assert all(one in known or one <= min(known) or one >= max(*known, elapsed) for one in found)


@pytest.mark.parametrize("count", [5, 10, 40])
def test_fewer_passages_leave_more_room_for_a_shorter_and_a_longer_one(count: int) -> None:
    known = tuple(range(50, 50 + count))
    found = draws("finalisasi", known, 0)
    for outside in (sum(1 for one in found if one > known[-1]), sum(1 for one in found if one < known[0])):
        assert outside == pytest.approx(len(found) / (count + 2), rel=0.1)


def test_the_answer_depends_on_the_data_alone() -> None:
    history = History(passed("harmonisasi-provinsi", *range(10, 40)) + passed(PLENARY, *range(1, 12)))
    once = said(history, 5)
    draws.cache_clear()
    assert said(history, 5) == once
    later = said(history, 5 + 7, in_province(since=7))
    assert later.latest_on - once.latest_on == timedelta(days=7)
