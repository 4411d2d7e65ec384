"""What a change of the calendar costs in a council of many Raperda: telling it, and carrying it out."""

import argparse
import statistics
import time
from datetime import timedelta
from typing import Any

from sqlalchemy import event, func, select

from tests.benchmarks import report
from tests.benchmarks.bench_move import _council
from tests.benchmarks.large_council import Council
from tracker.bootstrap import Tracker
from tracker.domain.access import Actor, Role
from tracker.services import calendars
from tracker.services.calendars import AddHoliday
from tracker.storage.models import Deadline, Holiday

SIZES = (100, 1_000, 10_000)


def measure(tracker: Tracker, council: Council, rounds: int) -> tuple[float, float, int, int, int]:
    """Return the medians of telling and of doing, the queries of doing, open clocks, and how many moved."""
    admin = Actor(council.staff.id, "admin", Role.ADMIN)
    told, done, queries, moved = [], [], 0, 0
    for turn in range(rounds):
        on = tracker.today() + timedelta(days=2 + turn)
        off = AddHoliday(on, f"Libur {turn}", "lokal", "", "tetap")
        begun = time.perf_counter()
        with tracker.reading() as session:
            calendars.preview(session, admin, off)
        told.append(time.perf_counter() - begun)
        seen: list[str] = []
        begun = time.perf_counter()
        with Counting(tracker, seen), tracker.transaction() as session:
            moved = max(moved, len(calendars.add(session, admin, off, now=tracker.now())))
        done.append(time.perf_counter() - begun)
        queries = max(queries, len(seen))
        with tracker.transaction() as session:
            row = session.scalars(select(Holiday.id).where(Holiday.name == off.name)).one()
            calendars.remove(session, admin, row, now=tracker.now())
    with tracker.reading() as session:
        clocks = select(func.count()).where(Deadline.kind == "hukum", Deadline.status == "terbuka")
        open_clocks = session.scalar(clocks) or 0
    return statistics.median(told), statistics.median(done), queries, open_clocks, moved


class Counting:
    """Every statement sent while it is open."""

    def __init__(self, tracker: Tracker, seen: list[str]) -> None:
        self._engine: Any = tracker.database._writer
        self._seen = seen

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self._seen.append(statement)

    def __enter__(self) -> None:
        event.listen(self._engine, "before_cursor_execute", self._note)

    def __exit__(self, *_error: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._note)


def main() -> None:
    """Print what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--on", choices=("sqlite", "postgresql"), nargs="+", default=("sqlite", "postgresql"))
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    given = asked.parse_args()
    print(report.machine())
    rows = []
    for name in given.on:
        first: tuple[float, float] | None = None
        for size in given.sizes:
            with _council(name, size) as (tracker, council):
                told, done, queries, clocks, moved = measure(tracker, council, given.rounds)
            first = first or (told, done)
            ratios = (f"{told / first[0]:.1f}", f"{done / first[1]:.1f}")
            cells = (f"{told * 1000:.0f} ms", f"{done * 1000:.0f} ms", str(queries), str(clocks), str(moved))
            rows.append((f"{size:,} Raperda, {name}", *ratios, *cells))
    headings = ("a day off", "told", "done", "told", "done", "queries", "open clocks", "moved")
    print("\nRatios are to the smallest council.\n")
    print(report.table(headings, rows))


if __name__ == "__main__":
    main()
