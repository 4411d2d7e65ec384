"""Which reminder is due on which day."""

from datetime import date, timedelta

import pytest

from tracker.domain.thresholds import THRESHOLDS, threshold_reached

DUE = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("days", "slug"),
    [
        (-400, None),
        (-8, None),
        (-7, "h-7"),
        (-4, "h-7"),
        (-3, "h-3"),
        (-2, "h-3"),
        (-1, "h-1"),
        (0, "h"),
        (1, "h+"),
        (400, "h+"),
    ],
)
def test_the_latest_threshold_reached_is_the_answer(days: int, slug: str | None) -> None:
    assert threshold_reached(DUE, DUE + timedelta(days=days)) == slug


def test_a_missed_day_is_caught_up_with_one_reminder() -> None:
    # Down from H-8 to H-2: H-7 and H-3 both passed unseen, and only H-3 is still news.
    assert [threshold_reached(DUE, DUE - timedelta(days=days)) for days in (8, 2)] == [None, "h-3"]


def test_overdue_stays_one_threshold_so_it_is_told_once() -> None:
    assert {threshold_reached(DUE, DUE + timedelta(days=days)) for days in range(1, 60)} == {"h+"}


def test_the_table_stands_in_order_of_time() -> None:
    days = [threshold.days for threshold in THRESHOLDS]
    assert days == sorted(set(days))
