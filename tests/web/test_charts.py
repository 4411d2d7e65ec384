"""Charts: bands lie on one another without gap or overlap, and a name stands only where it fits."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.web.charts import PLOT, stacked

NAMES = ("Persiapan", "Pansus", "Provinsi")
columns = st.lists(st.tuples(*[st.integers(0, 40)] * len(NAMES)), min_size=1, max_size=60)


def drawn(found: list[tuple[int, ...]], bars: object, unit: float) -> list[int]:
    """Read the amounts back from the bars of one band."""
    each = 100 / len(found)
    amounts = [0] * len(found)
    for bar in bars:  # type: ignore[attr-defined]
        first, count = round(bar.x / each), round(bar.width / each)
        amounts[first : first + count] = [round(bar.height / unit)] * count
    return amounts


@given(columns)
def test_the_bars_say_the_amounts_again(found: list[tuple[int, ...]]) -> None:
    chart = stacked(found, NAMES, [""] * len(found))
    top = int(chart.amounts[-1].text)
    for place, band in enumerate(chart.bands):
        assert drawn(found, band.bars, PLOT / top) == [column[place] for column in found]


@given(columns)
def test_nothing_is_drawn_outside_the_plot(found: list[tuple[int, ...]]) -> None:
    for band in stacked(found, NAMES, [""] * len(found)).bands:
        for bar in band.bars:
            assert bar.x >= 0
            assert bar.x + bar.width <= 100.1
            assert bar.y >= -0.1
            assert bar.y + bar.height <= PLOT + 0.1


@given(columns)
def test_amounts_are_few_and_round_and_reach_above_the_highest_column(found: list[tuple[int, ...]]) -> None:
    amounts = [int(mark.text) for mark in stacked(found, NAMES, [""] * len(found)).amounts]
    assert 2 <= len(amounts) <= 6
    assert amounts[-1] >= max(sum(column) for column in found)
    assert {later - earlier for earlier, later in pairwise(amounts)} == {amounts[1]}


def test_a_name_stands_in_the_middle_of_a_thick_band_and_not_in_a_thin_one() -> None:
    chart = stacked([(0, 9, 1)] * 24, NAMES, [""] * 24)
    nothing, thick, thin = chart.bands
    assert nothing.label_at is None
    assert thin.label_at is None or thin.label_at[1] < 15
    assert thick.label_at is not None
    assert thick.label_at[1] == pytest.approx(PLOT - 9 / 10 * PLOT / 2, abs=0.1)


def test_a_name_too_long_for_a_short_time_is_left_to_the_legend() -> None:
    chart = stacked([(0, 0, 0)] * 58 + [(0, 9, 0)] * 2, NAMES, [""] * 60)
    assert chart.bands[1].label_at is None


def test_times_are_written_where_they_begin() -> None:
    chart = stacked([(1, 1, 1)] * 4, NAMES, ["", "2024", "", ""])
    assert [(mark.at, mark.text) for mark in chart.times] == [(25.0, "2024")]
