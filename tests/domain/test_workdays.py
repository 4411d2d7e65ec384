"""Working days, by dates counted by hand on the published calendars and by properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.law.workdays import WEEKEND, DayOff, WorkCalendar


def off(on: str, kind: str = "libur-nasional", status: str = "tetap", name: str = "Libur") -> DayOff:
    return DayOff(date.fromisoformat(on), name, kind, "", status)  # type: ignore[arg-type]


# June to August 2023 as the decree stood after its amendment of June 2023.
SUMMER_2023 = (
    off("2023-06-28", "cuti-bersama", name="Cuti Bersama Iduladha"),
    off("2023-06-29", name="Iduladha"),
    off("2023-06-30", "cuti-bersama", name="Cuti Bersama Iduladha"),
    off("2023-07-19", name="Tahun Baru Islam"),
)
MARCH_2026 = (
    off("2026-03-18", "cuti-bersama"),
    off("2026-03-19"),
    off("2026-03-20", "cuti-bersama"),
    off("2026-03-21"),
    off("2026-03-22"),
    off("2026-03-23", "cuti-bersama"),
    off("2026-03-24", "cuti-bersama"),
)


@pytest.mark.parametrize(
    ("rows", "start", "n", "due"),
    [
        (SUMMER_2023, "2023-06-20", 15, "2023-07-14"),
        (SUMMER_2023[1::2], "2023-06-20", 15, "2023-07-12"),  # national holidays only
        ((), "2023-06-20", 15, "2023-07-11"),  # weekends only
        (SUMMER_2023, "2023-06-20", 30, "2023-08-07"),
        (MARCH_2026, "2026-03-13", 7, "2026-03-31"),
        ([row for row in MARCH_2026 if row.kind == "libur-nasional"], "2026-03-13", 7, "2026-03-25"),
    ],
)
def test_dates_counted_by_hand_come_out(rows: tuple[DayOff, ...], start: str, n: int, due: str) -> None:
    calendar = WorkCalendar.of(rows)
    assert calendar.add_working_days(date.fromisoformat(start), n) == date.fromisoformat(due)


def test_the_day_after_the_start_is_the_first() -> None:
    monday = date(2023, 7, 3)
    assert WorkCalendar.of(()).add_working_days(monday, 1) == date(2023, 7, 4)
    assert WorkCalendar.of(()).add_working_days(monday, 0) == monday


def test_counting_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        WorkCalendar.of(()).counted(date(2023, 7, 3), -1)


def test_a_day_says_why_it_is_not_worked() -> None:
    calendar = WorkCalendar.of(SUMMER_2023)
    assert calendar.why_not(date(2023, 6, 27)) is None
    assert calendar.why_not(date(2023, 6, 29)) == SUMMER_2023[1]
    assert calendar.why_not(date(2023, 7, 1)) == WEEKEND


def test_a_count_names_each_day_it_left_out() -> None:
    count = WorkCalendar.of(SUMMER_2023).counted(date(2023, 6, 20), 15)
    left_out = ["06-24", "06-25", "06-28", "06-29", "06-30", "07-01", "07-02", "07-08", "07-09"]
    assert [f"{day.on:%m-%d}" for day in count.skipped] == left_out
    assert [row.name for row in count.days_off] == [
        "Cuti Bersama Iduladha",
        "Iduladha",
        "Cuti Bersama Iduladha",
    ]
    assert count.n + len(count.skipped) == count.span == 24


@pytest.mark.parametrize("rows_reversed", [False, True])
def test_a_local_working_day_overrides_the_decree_and_the_weekend(rows_reversed: bool) -> None:
    rows = [*SUMMER_2023, off("2023-06-28", "hari-kerja"), off("2023-07-01", "hari-kerja")]
    calendar = WorkCalendar.of(reversed(rows) if rows_reversed else rows)
    assert calendar.is_working(date(2023, 6, 28))
    assert calendar.is_working(date(2023, 7, 1))
    assert not calendar.is_working(date(2023, 6, 29))


def test_a_local_day_off_is_not_worked() -> None:
    polling_day = off("2023-07-05", "lokal", name="Pemungutan suara ulang")
    assert WorkCalendar.of([polling_day]).why_not(polling_day.on) == polling_day


def test_cuti_bersama_can_be_switched_to_count() -> None:
    calendar = WorkCalendar.of(SUMMER_2023, works_on_cuti_bersama=True)
    assert calendar.add_working_days(date(2023, 6, 20), 15) == date(2023, 7, 12)
    assert not calendar.provisional(date(2023, 6, 20), date(2023, 7, 12))
    assert calendar.version != WorkCalendar.of(SUMMER_2023).version


def test_a_year_without_cuti_bersama_or_with_an_estimate_is_provisional() -> None:
    rows = [off("2026-03-18", "cuti-bersama"), off("2027-03-09", "cuti-bersama")]
    calendar = WorkCalendar.of([*rows, off("2027-03-10", status="perkiraan"), off("2028-01-01")])
    assert calendar.settled_years == {2026}
    assert not calendar.provisional(date(2026, 1, 1), date(2026, 12, 31))
    assert calendar.provisional(date(2026, 12, 20), date(2027, 1, 4))
    assert calendar.provisional(date(2031, 1, 1), date(2031, 1, 4))  # no row at all


def test_a_confirmed_row_settles_an_estimate() -> None:
    rows = [off("2027-03-09", "cuti-bersama"), off("2027-03-10", status="perkiraan")]
    assert WorkCalendar.of([*rows, off("2027-03-10")]).settled_years == {2027}


def test_the_version_follows_the_rows_and_not_their_order() -> None:
    version = WorkCalendar.of(SUMMER_2023).version
    assert WorkCalendar.of(reversed(SUMMER_2023)).version == version
    assert WorkCalendar.of([*SUMMER_2023, SUMMER_2023[0]]).version == version
    assert WorkCalendar.of(SUMMER_2023[1:]).version != version
    # Fixed, because it is stored with each deadline and compared later.
    assert version == "81953f0c1728"


DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
COUNTS = st.integers(0, 60)
ROWS = st.lists(
    st.builds(
        DayOff,
        DAYS | st.dates(date(2023, 1, 1), date(2023, 4, 30)),
        st.just("Libur"),
        st.sampled_from(["libur-nasional", "cuti-bersama", "lokal", "hari-kerja"]),
    ),
    max_size=40,
)
NEAR = st.dates(date(2023, 1, 1), date(2023, 3, 31))


@given(ROWS, NEAR, COUNTS, NEAR, st.sampled_from(["libur-nasional", "cuti-bersama", "lokal"]))
def test_adding_a_holiday_never_makes_a_deadline_earlier(
    rows: list[DayOff], start: date, n: int, on: date, kind: str
) -> None:
    before = WorkCalendar.of(rows).add_working_days(start, n)
    after = WorkCalendar.of([*rows, off(on.isoformat(), kind)]).add_working_days(start, n)
    assert after >= before


@given(ROWS, NEAR, COUNTS)
def test_n_working_days_are_n_steps_of_one(rows: list[DayOff], start: date, n: int) -> None:
    calendar = WorkCalendar.of(rows)
    day = start
    for _ in range(n):
        day = calendar.add_working_days(day, 1)
    assert day == calendar.add_working_days(start, n)


@given(ROWS, NEAR, COUNTS)
def test_an_explanation_adds_up_to_its_date(rows: list[DayOff], start: date, n: int) -> None:
    calendar = WorkCalendar.of(rows)
    count = calendar.counted(start, n)
    span = [start + timedelta(days=step) for step in range(1, count.span + 1)]
    assert n + len(count.skipped) == len(span)
    assert [day.on for day in count.skipped] == [day for day in span if not calendar.is_working(day)]
    assert n == 0 or calendar.is_working(count.due)


@given(ROWS, NEAR, NEAR)
def test_the_days_between_undo_the_adding(rows: list[DayOff], start: date, end: date) -> None:
    calendar = WorkCalendar.of(rows)
    between = calendar.working_days_between(start, end)
    assert between == -calendar.working_days_between(end, start)
    if start <= end:
        assert (
            calendar.add_working_days(start, between) <= end < calendar.add_working_days(start, between + 1)
        )
