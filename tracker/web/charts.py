"""Charts as geometry: where bars, lines and labels stand, in per cent of the drawing; templates draw them."""

from collections.abc import Sequence
from dataclasses import dataclass

PLOT = 90.0
"""The share of the height that bars may fill; below stands the time."""

_LINE = 5.5
_LETTER = 2.4
"""What a line of text takes of the height, and a letter of the width, on the narrowest screen."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle: months side by side in which a band lay the same."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Band:
    """One band of a stacked chart. Its name stands in it where there is room, else only in the legend."""

    name: str
    bars: tuple[Bar, ...]
    label_at: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Mark:
    """Something said at a place of an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A stacked chart: bands from the bottom up, marks upwards for amounts and sideways for time."""

    bands: tuple[Band, ...]
    amounts: tuple[Mark, ...]
    times: tuple[Mark, ...]


def stacked(columns: Sequence[Sequence[int]], names: Sequence[str], times: Sequence[str]) -> Chart:
    """Draw one column beside the other, the first name at the bottom; an empty time is not written."""
    step = _step(max((sum(column) for column in columns), default=0))
    top = step * max(1, -(-max((sum(column) for column in columns), default=0) // step))
    each = 100 / max(1, len(columns))
    marks = (Mark(_round(place * each), text) for place, text in enumerate(times) if text)
    return Chart(
        bands=tuple(_band(columns, place, name, each, PLOT / top) for place, name in enumerate(names)),
        amounts=tuple(
            Mark(_round(PLOT - amount * PLOT / top), str(amount)) for amount in range(0, top + 1, step)
        ),
        times=tuple(marks),
    )


def _band(columns: Sequence[Sequence[int]], place: int, name: str, each: float, unit: float) -> Band:
    bars: list[Bar] = []
    before: tuple[int, int] | None = None
    for number, column in enumerate(columns):
        lies = (sum(column[:place]), column[place])
        if lies == before and lies[1]:
            last = bars.pop()
            bars.append(Bar(last.x, last.y, _round((number + 1) * each - last.x), last.height))
        elif lies[1]:
            y = PLOT - (lies[0] + lies[1]) * unit
            bars.append(Bar(_round(number * each), _round(y), _round(each), _round(lies[1] * unit)))
        before = lies
    return Band(name, tuple(bars), _label(columns, place, len(name) * _LETTER, each, unit))


def _label(
    columns: Sequence[Sequence[int]], place: int, width: float, each: float, unit: float
) -> tuple[float, float] | None:
    """The middle of the place with the most room above and below for a label of this width."""
    span = max(1, -(-int(width * 100) // max(1, int(each * 100))))
    best, found = _LINE, None
    for first in range(len(columns) - span + 1):
        under = columns[first : first + span]
        low = max(sum(column[:place]) for column in under) * unit
        high = min(sum(column[: place + 1]) for column in under) * unit
        if high - low > best:
            best = high - low
            found = (_round((first + span / 2) * each), _round(PLOT - (low + high) / 2))
    return found


def _step(most: int) -> int:
    """A round distance between amounts, so that there are at most six of them."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if most <= 5 * factor * size:
                return factor * size
        size *= 10


def _round(value: float) -> float:
    return round(value, 2)
