"""Which reminder is due on which day."""

from datetime import date, timedelta

import pytest

from tracker.domain.thresholds import in_order, reached

DUE = date(2026, 3, 31)
OFFSETS = (-7, -3, -1, 0, 1, 3, 7)


@pytest.mark.parametrize(
    ("days", "offset"),
    [
        (-400, None),
        (-8, None),
        (-7, -7),
        (-4, -7),
        (-3, -3),
        (-2, -3),
        (-1, -1),
        (0, 0),
        (1, 1),
        (2, 1),
        (3, 3),
        (400, 7),
    ],
)
def test_the_latest_offset_reached_is_the_answer(days: int, offset: int | None) -> None:
    assert reached(OFFSETS, DUE, DUE + timedelta(days=days)) == offset


def test_a_missed_day_is_caught_up_with_one_reminder() -> None:
    # Down from H-8 to H-2: H-7 and H-3 both passed unseen, and only H-3 is still news.
    assert [reached(OFFSETS, DUE, DUE - timedelta(days=days)) for days in (8, 2)] == [None, -3]


def test_the_order_in_which_offsets_are_written_does_not_matter() -> None:
    assert in_order([1, -7, 0, 1]) == (-7, 0, 1)
    assert reached([1, -7, 0], DUE, DUE) == 0


@pytest.mark.parametrize("offsets", [[], [-61, 0], [0, 61]])
def test_a_rule_without_a_day_or_far_from_its_date_is_none(offsets: list[int]) -> None:
    with pytest.raises(ValueError, match="offsets"):
        in_order(offsets)
