"""Statutory clocks, by dates counted by hand on the published calendars."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.deadlines import (
    BY_SLUG,
    DEADLINE_RULES,
    DeadlineRule,
    Unit,
    compute,
    other_reading_on,
    rules_for,
    satisfied_by,
    triggered_by,
)
from tracker.domain.process import BY_SLUG as STAGES
from tracker.domain.process import Kind, stages_of
from tracker.domain.workdays import DayKind, DayOff, WorkCalendar

BY_NUMBER = {rule.number: rule for rule in DEADLINE_RULES}


def _days(kind: DayKind, *days: str) -> list[DayOff]:
    return [DayOff(date.fromisoformat(day), "Libur", kind) for day in days]


# The decrees as they stood in the end, around the dates used below.
CALENDAR = WorkCalendar.of(
    [
        *_days("libur-nasional", "2023-04-22", "2023-04-23", "2023-06-29", "2023-07-19", "2023-08-17"),
        *_days("cuti-bersama", "2023-04-19", "2023-04-20", "2023-04-21", "2023-04-24", "2023-04-25"),
        *_days("cuti-bersama", "2023-06-28", "2023-06-30"),
        *_days("libur-nasional", "2024-12-25", "2025-01-01"),
        *_days("cuti-bersama", "2024-12-26"),
        *_days("libur-nasional", "2026-03-19", "2026-03-21", "2026-03-22"),
        *_days("cuti-bersama", "2026-03-18", "2026-03-20", "2026-03-23", "2026-03-24"),
    ]
)


@pytest.mark.parametrize(
    ("number", "triggered_on", "due_on", "prudent_on"),
    [
        # The chain after a plenary on 20 June 2023, across Iduladha and its amended cuti bersama.
        ("D09", "2023-06-20", "2023-06-23", "2023-06-22"),
        ("D10", "2023-06-23", "2023-07-03", "2023-06-27"),
        ("D11", "2023-07-03", "2023-07-12", "2023-07-11"),
        ("D12", "2023-06-20", "2023-08-07", "2023-07-20"),
        ("D15", "2023-08-07", "2023-08-16", "2023-08-15"),
        # Idul Fitri 2023, after the cuti bersama was moved to 19-25 April: the 26th is worked.
        ("D09", "2023-04-18", "2023-04-28", "2023-04-27"),
        # December 2024.
        ("D10", "2024-12-23", "2024-12-30", "2024-12-27"),
        # March 2026: Nyepi and Idul Fitri in one stretch.
        ("D09", "2026-03-13", "2026-03-25", "2026-03-17"),
        ("D11", "2026-03-13", "2026-03-31", "2026-03-30"),
    ],
)
def test_a_clock_runs_out_on_the_day_counted_by_hand(
    number: str, triggered_on: str, due_on: str, prudent_on: str
) -> None:
    due = compute(BY_NUMBER[number], date.fromisoformat(triggered_on), CALENDAR)
    assert (due.due_on.isoformat(), due.prudent_on.isoformat()) == (due_on, prudent_on)


def test_a_trigger_on_a_day_off_gives_no_day_away() -> None:
    saturday = date(2023, 6, 24)
    due = compute(BY_NUMBER["D09"], saturday, CALENDAR)
    assert due.due_on == due.prudent_on == date(2023, 7, 3)


def test_enactment_shows_30_working_days_and_30_calendar_days() -> None:
    rule = BY_NUMBER["D12"]
    due = compute(rule, date(2023, 6, 20), CALENDAR)
    assert due.due_on == date(2023, 8, 7)
    assert other_reading_on(rule, due.triggered_on, CALENDAR) == due.prudent_on == date(2023, 7, 20)
    assert due.prudent_reason == "bacaan-lain"
    assert compute(BY_NUMBER["D09"], due.triggered_on, CALENDAR).prudent_reason == "hari-pemicu"
    assert other_reading_on(BY_NUMBER["D09"], due.triggered_on, CALENDAR) is None


def test_a_due_date_carries_its_reasoning() -> None:
    due = compute(BY_NUMBER["D10"], date(2023, 6, 23), CALENDAR)
    assert due.counted.due == due.due_on
    assert due.counted.n + len(due.counted.skipped) == due.counted.span
    assert [row.on.day for row in due.counted.days_off] == [28, 29, 30]
    assert due.calendar_version == CALENDAR.version
    assert not due.provisional


def test_a_date_in_a_year_without_a_decree_is_provisional() -> None:
    due = compute(BY_NUMBER["D09"], date(2028, 3, 1), CALENDAR)
    assert due.due_on == date(2028, 3, 6)
    assert due.provisional
    # A count that only runs over into such a year is provisional as well.
    assert compute(BY_NUMBER["D11"], date(2024, 12, 24), CALENDAR).provisional
    calendar_days = replace(BY_NUMBER["D09"], unit="hari-kalender")
    assert not compute(calendar_days, date(2028, 3, 1), CALENDAR).provisional


@pytest.mark.parametrize(
    ("triggered_on", "months", "due_on"),
    [
        ("2023-06-15", 1, "2023-07-15"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-12-31", 12, "2024-12-31"),
        ("2023-11-30", 3, "2024-02-29"),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(
    triggered_on: str, months: int, due_on: str
) -> None:
    rule = replace(BY_NUMBER["D09"], unit="bulan", count=months)
    assert compute(rule, date.fromisoformat(triggered_on), CALENDAR).due_on == date.fromisoformat(due_on)


@given(
    st.sampled_from(DEADLINE_RULES),
    st.sampled_from(["hari-kerja", "hari-kalender", "bulan"]),
    st.dates(date(2023, 1, 1), date(2026, 12, 31)),
)
def test_the_prudent_date_is_never_after_the_legal_one(
    rule: DeadlineRule, unit: Unit, triggered_on: date
) -> None:
    due = compute(replace(rule, unit=unit), triggered_on, CALENDAR)
    assert triggered_on <= due.prudent_on <= due.due_on
    assert due.counted.n + len(due.counted.skipped) == due.counted.span


def test_a_stage_event_starts_and_stops_its_clocks() -> None:
    started = triggered_by("rapat-paripurna", "completed", kind=Kind.ORDINARY)
    assert [rule.number for rule in started] == ["D09", "D12"]
    assert [rule.number for rule in satisfied_by("penyampaian-bupati", "completed")] == ["D09"]
    assert [rule.number for rule in satisfied_by("nomor-register", "started")] == ["D10"]
    assert triggered_by("rapat-paripurna", "started", kind=Kind.ORDINARY) == ()


def test_an_evaluated_raperda_gets_only_the_clocks_whose_text_we_have_read() -> None:
    assert [rule.number for rule in rules_for(Kind.EVALUATED)] == ["D09", "D15"]
    assert [rule.number for rule in rules_for("biasa")] == ["D09", "D10", "D11", "D12", "D15"]


def test_every_rule_names_stages_of_the_process_and_its_basis() -> None:
    assert len(BY_SLUG) == len(BY_NUMBER) == len(DEADLINE_RULES)
    for rule in DEADLINE_RULES:
        events = [event for event in (rule.trigger, rule.satisfied_by) if event is not None]
        assert all(event.stage in STAGES for event in events), rule.number
        for kind in rule.kinds:
            assert {event.stage for event in events} <= {stage.slug for stage in stages_of(kind)}, rule.number
        assert "Pasal" in rule.basis
        assert str(rule.count) in rule.phrase
        assert rule.verified == (rule.confidence == "V")
