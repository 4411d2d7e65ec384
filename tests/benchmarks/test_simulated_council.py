"""The backtest is fair: on a day nothing is known of what came after; and the ranges keep their promise."""

from datetime import date, timedelta

from tests.benchmarks.backtest_forecast import backtest
from tests.benchmarks.simulated_council import FIRST_DAY, SORTS, council, known_on
from tracker.domain.process import Status
from tracker.domain.state import PLENARY, State


def days(state: State) -> list[date]:
    return [day for one in state.rounds for day in (one.started_on, one.ended_on) if day is not None]


def test_on_a_day_nothing_is_known_of_what_came_after() -> None:
    day = FIRST_DAY + timedelta(days=500)
    for sort in SORTS:
        for state in council(sort, seed=1):
            known = known_on(state, day)
            assert all(on <= day for on in days(known))
            assert len([one for one in known.rounds if one.status is Status.BERLANGSUNG]) <= 1


def test_in_the_end_everything_is_known() -> None:
    state = council(SORTS[0], seed=1)[0]
    assert known_on(state, max(days(state))) == state


def test_about_eight_of_ten_ranges_of_a_steady_council_hold_the_truth() -> None:
    trials = backtest(council(SORTS[0], seed=7), PLENARY, every=timedelta(days=60)).trials
    held = sum(one.earliest <= one.truth <= one.latest for one in trials)
    assert len(trials) > 200
    assert 0.7 < held / len(trials) < 0.9
