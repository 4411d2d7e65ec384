"""Working days: which days count, and a count that can explain itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from types import MappingProxyType
from typing import Literal

DayKind = Literal["libur-nasional", "cuti-bersama", "lokal", "hari-kerja"]
DayStatus = Literal["tetap", "perkiraan"]
Weekend = Literal["akhir-pekan"]
WhyUnsettled = Literal["belum-ada-skb", "perkiraan"]

WEEKEND: Weekend = "akhir-pekan"
# Five-day week: Perpres 21/2023, not read in the primary text. A worked Saturday is a "hari-kerja" row.
WEEKEND_DAYS = frozenset({5, 6})

_ONE_DAY = timedelta(days=1)

# Of several rows on one date the first in this order decides: what was decided locally, then the decree.
_PRECEDENCE: dict[DayKind, int] = {"hari-kerja": 0, "lokal": 1, "libur-nasional": 2, "cuti-bersama": 3}


@dataclass(frozen=True, slots=True)
class DayOff:
    """One row of the calendar. `source` is the number of the SKB, "" where it is not known.

    "hari-kerja" removes: the day is worked, whatever the decree or the weekend says.
    """

    on: date
    name: str
    kind: DayKind
    source: str = ""
    status: DayStatus = "tetap"


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day that was not counted: a day off by a row of the calendar, or (None) a weekend."""

    on: date
    day_off: DayOff | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """`n` days counted from the day after `start` (or before it, going back), ending on `due`.

    `n` + the skipped days = the span.
    """

    start: date
    n: int
    due: date
    skipped: tuple[SkippedDay, ...] = ()

    @property
    def span(self) -> int:
        """Calendar days between `start` and `due`."""
        return abs((self.due - self.start).days)

    @property
    def days_off(self) -> tuple[DayOff, ...]:
        """The skipped days that are days off by a row of the calendar, in order."""
        return tuple(day.day_off for day in self.skipped if day.day_off is not None)


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A year whose days off may still change: its decree is not out, or a date in it is an estimate."""

    year: int
    reason: WhyUnsettled


@dataclass(frozen=True, slots=True, eq=False)
class WorkCalendar:
    """The working days; build it with `WorkCalendar.of`. `version` changes with any row."""

    days_off: Mapping[date, DayOff]
    settled_years: frozenset[int]
    decreed_years: frozenset[int]
    version: str

    @classmethod
    def of(cls, rows: Iterable[DayOff], *, works_on_cuti_bersama: bool = False) -> "WorkCalendar":
        """Build a calendar from rows in any order; several rows on one date are resolved, local ones first.

        Cuti bersama is no working day, as it closes the offices (PP 11/2017 Pasal 333); UU 23/2014 leaves it
        open, hence the switch.
        """
        every = sorted(set(rows), key=_rank)
        effective: dict[date, DayOff] = {}
        for row in every:
            effective.setdefault(row.on, row)
        decreed = frozenset(row.on.year for row in every if row.kind == "cuti-bersama")
        estimated = frozenset(row.on.year for row in effective.values() if row.status == "perkiraan")
        if works_on_cuti_bersama:
            effective = {on: row for on, row in effective.items() if row.kind != "cuti-bersama"}
        version = _version(every, works_on_cuti_bersama=works_on_cuti_bersama)
        return cls(MappingProxyType(effective), decreed - estimated, decreed, version)

    def why_not(self, on: date) -> Weekend | DayOff | None:
        """Say why `on` is no working day; None when it is one. A weekend stays a weekend under a holiday."""
        row = self.days_off.get(on)
        if row is not None and row.kind == "hari-kerja":
            return None
        return WEEKEND if on.weekday() in WEEKEND_DAYS else row

    def is_working(self, on: date) -> bool:
        """Say whether `on` counts as a working day."""
        return self.why_not(on) is None

    def counted(self, start: date, n: int) -> Count:
        """Count `n` working days, the day after `start` being the first; below 0 is a ValueError."""
        return self._counted(start, n, _ONE_DAY)

    def counted_back(self, start: date, n: int) -> Count:
        """Count `n` working days back, the day before `start` being the first; below 0 is a ValueError."""
        return self._counted(start, n, -_ONE_DAY)

    def _counted(self, start: date, n: int, step: timedelta) -> Count:
        if n < 0:
            raise ValueError(f"cannot count {n} working days")
        due, left = start, n
        skipped: list[SkippedDay] = []
        while left:
            due += step
            reason = self.why_not(due)
            if reason is None:
                left -= 1
            else:
                skipped.append(SkippedDay(due, reason if isinstance(reason, DayOff) else None))
        return Count(start, n, due, tuple(skipped))

    def add_working_days(self, start: date, n: int) -> date:
        """Return the `n`th working day after `start`; 0 gives `start`, below 0 is a ValueError."""
        return self.counted(start, n).due

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        days = (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
        return sum(self.is_working(day) for day in days)

    def provisional(self, start: date, end: date) -> bool:
        """Say whether a count over these days may still change because a year's decree is not settled."""
        return bool(self.unsettled(start, end))

    def unsettled(self, start: date, end: date) -> tuple[Unsettled, ...]:
        """Return the years from `start` to `end` whose days off may still change, and why."""
        return tuple(
            Unsettled(year, "perkiraan" if year in self.decreed_years else "belum-ada-skb")
            for year in range(start.year, end.year + 1)
            if year not in self.settled_years
        )


def _rank(row: DayOff) -> tuple[date, int, bool, str, str]:
    return (row.on, _PRECEDENCE[row.kind], row.status == "perkiraan", row.name, row.source)


def _version(rows: Iterable[DayOff], *, works_on_cuti_bersama: bool) -> str:
    lines = [repr((row.on.isoformat(), row.name, row.kind, row.source, row.status)) for row in rows]
    return sha256("\n".join([str(works_on_cuti_bersama), *lines]).encode()).hexdigest()[:12]
