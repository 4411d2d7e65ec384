"""How often the forecast's range held the truth, on history held back: each made with what was known then."""

import argparse
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tests.benchmarks import report, simulated_council
from tests.benchmarks.simulated_council import known_on
from tracker.domain.forecast import Forecast, History, forecast
from tracker.domain.passages import passages
from tracker.domain.state import LAST, PLENARY, State

EVERY = timedelta(days=10)
WARM_UP = timedelta(days=365)
COUNCILS = 5


@dataclass(frozen=True, slots=True)
class Trial:
    """One forecast made on a day, and the day it was about, in days from then."""

    earliest: int
    middle: int
    latest: int
    truth: int

    @property
    def held(self) -> bool:
        """Say whether the truth lay in the range."""
        return self.earliest <= self.truth <= self.latest


def trials(ways: Sequence[State], through: str) -> tuple[list[Trial], int]:
    """Return a forecast for each Raperda under way every ten days, and how often there was none."""
    starts = [_first_day(state) for state in ways]
    ends = [_passed_on(state, through) for state in ways]
    begin = min(starts) + WARM_UP
    made: list[Trial] = []
    refused = 0
    day = begin
    while day < max(end for end in ends if end):
        known = [known_on(state, day) for state, start in zip(ways, starts, strict=True) if start <= day]
        history = History(one for state in known for one in passages(state))
        under_way = (
            (state, end)
            for state, start, end in zip(ways, starts, ends, strict=True)
            if start <= day and end is not None and end > day
        )
        for state, end in under_way:
            said = forecast(history, known_on(state, day), through, day)
            if isinstance(said, Forecast):
                made.append(_trial(said, day, end))
            else:
                refused += 1
        day += EVERY
    return made, refused


def row(name: str, made: Iterable[Trial], refused: int) -> tuple[str, ...]:
    """Return the figures of one council as cells."""
    made = tuple(made)
    if not made:
        return (name, "0", str(refused), "", "", "", "", "")
    below = sum(one.truth < one.earliest for one in made) / len(made)
    above = sum(one.truth > one.latest for one in made) / len(made)
    return (
        name,
        f"{len(made):,}",
        f"{refused:,}",
        f"{sum(one.held for one in made) / len(made):.1%}",
        f"{below:.1%}",
        f"{above:.1%}",
        f"{statistics.median(one.latest - one.earliest for one in made):.0f}",
        f"{statistics.mean(one.middle - one.truth for one in made):+.1f}",
        f"{statistics.median(one.middle - one.truth for one in made):+.1f}",
        f"{statistics.median(one.truth for one in made):.0f}",
    )


HEADINGS = (
    "",
    "forecasts",
    "refused",
    "held",
    "earlier",
    "later",
    "width",
    "mean bias",
    "median bias",
    "ahead",
)


def _trial(said: Forecast, day: date, end: date) -> Trial:
    days = ((on - day).days for on in (said.earliest_on, said.middle_on, said.latest_on, end))
    return Trial(*days)


def _first_day(state: State) -> date:
    return min(day for one in state.rounds for day in (one.started_on, one.ended_on) if day is not None)


def _passed_on(state: State, through: str) -> date | None:
    return next((one.passed_on for one in passages(state) if one.stage == through), None)


def main() -> None:
    """Print what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--councils", type=int, default=COUNCILS, help="how many of each sort")
    given = asked.parse_args()
    print(report.machine())
    rows = []
    for through in (PLENARY, LAST):
        for sort in simulated_council.SORTS:
            made: list[Trial] = []
            refused = 0
            for seed in range(given.councils):
                more, none = trials(simulated_council.council(sort, seed), through)
                made += more
                refused += none
            rows.append(row(f"{sort.name}: {through}", made, refused))
    print(report.table(HEADINGS, rows))


if __name__ == "__main__":
    main()
