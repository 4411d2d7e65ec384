"""The calendar that the holidays package gives, against the published decrees and a second package."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from tracker.adapters.holidays import rows_for
from tracker.domain.law.workdays import DayOff, WorkCalendar

YEARS = range(2023, 2028)
ROWS = {row.on: row for row in rows_for(YEARS)}
CALENDAR = WorkCalendar.of(ROWS.values())


@pytest.mark.parametrize(
    ("on", "kind"),
    [
        ("2023-04-19", "cuti-bersama"),  # moved here by the amendment of 2023
        ("2023-04-26", None),  # and away from here
        ("2023-06-02", "cuti-bersama"),
        ("2023-06-28", "cuti-bersama"),
        ("2023-06-29", "libur-nasional"),
        ("2023-06-30", "cuti-bersama"),
        ("2024-02-14", "libur-nasional"),  # election
        ("2024-04-15", "cuti-bersama"),
        ("2024-11-27", "libur-nasional"),  # regional election
        ("2024-12-26", "cuti-bersama"),
        ("2025-04-07", "cuti-bersama"),
        ("2025-08-18", "cuti-bersama"),
        ("2026-02-16", "cuti-bersama"),
        ("2026-03-20", "cuti-bersama"),
        ("2026-03-24", "cuti-bersama"),
        ("2026-05-15", "cuti-bersama"),
        ("2026-05-28", "cuti-bersama"),
        ("2026-12-24", "cuti-bersama"),
        ("2027-03-09", "cuti-bersama"),
    ],
)
def test_a_day_is_what_the_decree_made_it(on: str, kind: str | None) -> None:
    row = ROWS.get(date.fromisoformat(on))
    assert (row.kind if row else None) == kind
    assert CALENDAR.is_working(date.fromisoformat(on)) == (kind is None)


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2023-06-20", 15, "2023-07-14"),
        ("2023-06-20", 30, "2023-08-07"),
        ("2026-03-13", 7, "2026-03-31"),
    ],
)
def test_the_real_calendar_gives_the_dates_counted_by_hand(start: str, n: int, due: str) -> None:
    assert CALENDAR.add_working_days(date.fromisoformat(start), n) == date.fromisoformat(due)


def test_each_date_stands_once_and_in_order() -> None:
    days = [row.on for row in rows_for([2026, 2023, 2026])]
    assert days == sorted(set(days))
    assert {day.year for day in days} == {2023, 2026}
    assert rows_for([]) == ()


def test_the_published_totals_are_met() -> None:
    totals = Counter((row.on.year, row.kind) for row in ROWS.values())
    assert (totals[2026, "libur-nasional"], totals[2026, "cuti-bersama"]) == (17, 8)
    assert [totals[year, "cuti-bersama"] for year in YEARS] == [11, 10, 11, 8, 8]


def test_a_row_cites_its_decree_only_where_it_is_known() -> None:
    assert ROWS[date(2023, 6, 28)].source == "SKB 624/2/2 Tahun 2023"
    assert ROWS[date(2023, 6, 29)].source == "SKB 1066/3/3 Tahun 2022"
    assert ROWS[date(2023, 4, 19)].source == ""
    assert ROWS[date(2026, 3, 19)].source == "SKB 1497/2/5 Tahun 2025"
    assert {row.source for row in ROWS.values() if row.on.year in (2024, 2025)} == {""}


def test_names_are_indonesian_whatever_the_machine_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en_US")
    assert {row.on: row.name for row in rows_for([2023])}[date(2023, 8, 17)] == (
        "Hari Kemerdekaan Republik Indonesia"
    )


def test_an_estimate_is_a_status_and_not_a_part_of_the_name() -> None:
    rows = rows_for(range(2016, 2041))
    estimated = [row for row in rows if row.status == "perkiraan"]
    assert estimated
    assert not any("perkiraan" in row.name or "(" in row.name for row in rows)
    assert all(row.kind == "libur-nasional" for row in estimated)


def _decreed(rows: Iterable[DayOff]) -> set[int]:
    return {row.on.year for row in rows if row.kind == "cuti-bersama"}


def test_every_year_is_decreed_or_called_provisional() -> None:
    # Next year's decree arrives with an update of the package; until then the year is flagged.
    years = range(2016, 2071)
    rows = rows_for(years)
    calendar = WorkCalendar.of(rows)
    missing = set(years) - _decreed(rows)
    assert 2070 in missing
    assert {2023, 2026}.isdisjoint(missing)
    assert missing.isdisjoint(calendar.settled_years)
    assert all(calendar.provisional(date(year, 1, 1), date(year, 1, 1)) for year in missing)


def test_a_second_package_counts_the_same_days() -> None:
    lokal = pytest.importorskip("lokal", reason="lokal-id, the second opinion, is not installed")
    years = _decreed(rows_for(lokal.HOLIDAY_YEARS))
    assert 2026 in years
    ours = {(row.on.isoformat(), row.kind.replace("-", "_")) for row in rows_for(years)}
    theirs = {(day.date, day.type) for year in years for day in lokal.get_holidays(year).holidays}
    assert ours == theirs
    calendar = WorkCalendar.of(rows_for(years))
    starts = [date(min(years), 1, 1) + timedelta(days=step) for step in range(300)]
    for n in (3, 7, 30):
        assert [calendar.add_working_days(day, n) for day in starts] == [
            lokal.add_working_days(day, n) for day in starts
        ]
