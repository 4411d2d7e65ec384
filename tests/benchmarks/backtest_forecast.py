"""How often the forecast's range held the truth, on history held back: each made with what was known then."""

import argparse
import statistics
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from tests.benchmarks import report, simulated_council
from tests.benchmarks.simulated_council import known_on
from tracker import bootstrap, demo
from tracker.domain.forecast import Forecast, History, Outlasted, TooFew, forecast
from tracker.domain.passages import passages
from tracker.domain.state import LAST, PLENARY, State
from tracker.services import states
from tracker.settings import Settings
from tracker.storage.models import Raperda

COUNCILS = 5
DAYS_BETWEEN = 30
YOUNG = 25
"""How many Raperda a council has that has not used the tracker for long."""

HEADINGS = ("", "forecasts", "too few", "outlasted", "held", "came earlier", "came later", "width", "bias",
            "ahead")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trial:
    """One forecast made on a day, and the day it was about, in days from then."""

    earliest: int
    middle: int
    latest: int
    truth: int


@dataclass(frozen=True, slots=True)
class Tried:
    """What was forecast and how often nothing was: too little known, or a stage had outlasted the past."""

    trials: tuple[Trial, ...]
    too_few: int
    outlasted: int

    def __add__(self, other: "Tried") -> "Tried":
        """Return both together."""
        return Tried(
            self.trials + other.trials, self.too_few + other.too_few, self.outlasted + other.outlasted
        )


NOTHING = Tried((), 0, 0)


def backtest(ways: Sequence[State], through: str, *, every: timedelta) -> Tried:
    """Forecast every Raperda under way on every so many days, with what was known on that day."""
    dated = [(state, _first_day(state), _passed_on(state, through)) for state in ways]
    day = min(start for _, start, _ in dated) + every
    said: list[tuple[Forecast | TooFew | Outlasted | None, date, date]] = []
    while any(end and end > day for _, _, end in dated):
        known = [(known_on(state, day), end) for state, start, end in dated if start <= day]
        history = History(one for state, _ in known for one in passages(state))
        under_way = ((state, end) for state, end in known if end is not None and end > day)
        said += [(forecast(history, state, through, day), day, end) for state, end in under_way]
        day += every
    made = tuple(_trial(one, day, end) for one, day, end in said if isinstance(one, Forecast))
    too_few = sum(isinstance(one, TooFew) for one, _, _ in said)
    return Tried(made, too_few, len(said) - len(made) - too_few)


def row(name: str, tried: Tried) -> tuple[str, ...]:
    """Return the figures of one council: shares of forecasts; width, bias and way ahead as median days."""
    counts = (name, f"{len(tried.trials):,}", f"{tried.too_few:,}", f"{tried.outlasted:,}")
    if not tried.trials:
        return (*counts, *[""] * (len(HEADINGS) - len(counts)))
    earlier = _share(one.truth < one.earliest for one in tried.trials)
    later = _share(one.truth > one.latest for one in tried.trials)
    return (
        *counts,
        f"{1 - earlier - later:.1%}",
        f"{earlier:.1%}",
        f"{later:.1%}",
        f"{statistics.median(one.latest - one.earliest for one in tried.trials):.0f}",
        f"{statistics.median(one.middle - one.truth for one in tried.trials):+.1f}",
        f"{statistics.median(one.truth for one in tried.trials):.0f}",
    )


def of_the_demo() -> tuple[State, ...]:
    """Tell the demo and return its Raperda as they stand."""
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        given = {"TRACKER_DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3", "TRACKER_DATA_DIR": folder}
        tracker = bootstrap.build(Settings.from_environment(given))
        bootstrap.prepare(tracker)
        demo.load(tracker)
        with tracker.reading() as session:
            found = tuple(states.load(session, one) for one in session.scalars(select(Raperda)))
        tracker.close()
    return tuple(state for state in found if any(one.started_on for one in state.rounds))


def main() -> None:
    """Print what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--councils", type=int, default=COUNCILS, help="how many of each sort")
    asked.add_argument("--days", type=int, default=DAYS_BETWEEN, help="between two forecasts of a Raperda")
    given = asked.parse_args()
    every = timedelta(days=given.days)
    print(report.machine())
    rows = []
    for through in (PLENARY, LAST):
        rows.append(row(f"demo, {through}", backtest(of_the_demo(), through, every=timedelta(days=7))))
        for sort in simulated_council.SORTS:
            councils = [simulated_council.council(sort, seed) for seed in range(given.councils)]
            whole = (backtest(one, through, every=every) for one in councils)
            rows.append(row(f"{sort.name}, {through}", sum(whole, NOTHING)))
            young = (backtest(one[:YOUNG], through, every=every / 3) for one in councils)
            rows.append(row(f"  its first {YOUNG}", sum(young, NOTHING)))
    print(report.table(HEADINGS, rows))


def _trial(said: Forecast, day: date, end: date) -> Trial:
    return Trial(*((on - day).days for on in (said.earliest_on, said.middle_on, said.latest_on, end)))


def _first_day(state: State) -> date:
    return min(day for one in state.rounds for day in (one.started_on, one.ended_on) if day is not None)


def _passed_on(state: State, through: str) -> date | None:
    return next((one.passed_on for one in passages(state) if one.stage == through), None)


def _share(which: Iterable[bool]) -> float:
    found = list(which)
    return sum(found) / len(found)


if __name__ == "__main__":
    main()
