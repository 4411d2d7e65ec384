"""Statutory clocks, by dates counted by hand on the published calendars, and what they say of themselves."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.legal_days import CALENDAR, off
from tracker.domain.law.deadline_rules import (
    DeadlineRule,
    Matter,
    RuleBook,
    Unit,
    rule_from_json,
    rule_to_json,
)
from tracker.domain.law.deadlines import DEADLINE_RULES, compute, due_from_json, due_to_json
from tracker.domain.law.workdays import Unsettled, WorkCalendar
from tracker.domain.process import Kind

BY_SLUG = {rule.slug: rule for rule in DEADLINE_RULES}
SENDING, ENACTING = BY_SLUG["penyampaian-ke-bupati"], BY_SLUG["penetapan"]


def test_a_trigger_on_a_day_off_gives_no_day_away() -> None:
    saturday = date(2023, 6, 24)
    due = compute(SENDING, saturday, CALENDAR)
    assert due.due_on == due.prudent_on == date(2023, 7, 3)


def test_enactment_shows_30_working_days_and_30_calendar_days() -> None:
    due = compute(ENACTING, date(2023, 6, 20), CALENDAR)
    assert due.due_on == date(2023, 8, 7)
    assert due.other_on == due.prudent_on == date(2023, 7, 20)
    assert due.prudent_reason == "bacaan-lain"
    assert compute(SENDING, due.triggered_on, CALENDAR).prudent_reason == "hari-pemicu"
    assert compute(SENDING, due.triggered_on, CALENDAR).other_on is None


def test_a_due_date_carries_its_reasoning() -> None:
    due = compute(BY_SLUG["permohonan-nomor-register"], date(2023, 6, 23), CALENDAR)
    assert due.counted.due == due.due_on
    assert due.counted.n + len(due.counted.skipped) == due.counted.span
    assert [row.on.day for row in due.counted.days_off] == [28, 29, 30]
    assert due.calendar_version == CALENDAR.version
    assert not due.provisional


def test_days_left_out_are_told_as_ranges_with_their_names() -> None:
    due = compute(BY_SLUG["hasil-fasilitasi"], date(2023, 6, 20), CALENDAR)
    assert due.due_on == date(2023, 7, 14)
    assert [(f"{run.first_on:%m-%d}", f"{run.last_on:%m-%d}", run.names) for run in due.runs] == [
        ("06-24", "06-25", ()),
        ("06-28", "06-30", ("Iduladha",)),
        ("07-01", "07-02", ()),
        ("07-08", "07-09", ()),
    ]
    assert [run.cuti_bersama for run in due.runs] == [False, True, False, False]


def test_cuti_bersama_by_itself_is_told_by_its_own_name() -> None:
    calendar = WorkCalendar.of([off("2024-12-26", "cuti-bersama", "Cuti Bersama Natal")])
    (run,) = compute(SENDING, date(2024, 12, 24), calendar).runs[:1]
    assert (run.names, run.cuti_bersama) == (("Cuti Bersama Natal",), False)


def test_a_date_in_a_year_without_a_decree_is_provisional_and_says_why() -> None:
    due = compute(SENDING, date(2028, 3, 1), CALENDAR)
    assert due.due_on == date(2028, 3, 6)
    assert due.unsettled == (Unsettled(2028, "belum-ada-skb"),)
    # A count that only runs over into such a year is provisional as well.
    over = compute(BY_SLUG["pemberian-nomor-register"], date(2026, 12, 28), CALENDAR)
    assert [one.year for one in over.unsettled] == [2027]
    estimated = WorkCalendar.of([off("2027-03-09", "cuti-bersama"), off("2027-03-10", status="perkiraan")])
    assert compute(SENDING, date(2027, 3, 1), estimated).unsettled == (Unsettled(2027, "perkiraan"),)
    calendar_days = replace(SENDING, unit="hari-kalender")
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
    rule = replace(SENDING, unit="bulan", count=months)
    assert compute(rule, date.fromisoformat(triggered_on), CALENDAR).due_on == date.fromisoformat(due_on)


def test_a_limit_before_an_event_is_counted_back_from_it() -> None:
    plenary = date(2023, 7, 3)
    before = replace(SENDING, direction="mundur")
    # 3 July is a Monday; back over the weekend and 28 to 30 June: 27, 26, 23 June.
    due = compute(before, plenary, CALENDAR)
    assert (due.due_on, due.prudent_on) == (date(2023, 6, 23), date(2023, 6, 22))
    assert due.counted.n + len(due.counted.skipped) == due.counted.span == 10


DAYS = st.dates(date(2023, 1, 1), date(2028, 12, 31))
RULES = st.sampled_from([rule for rule in DEADLINE_RULES if rule.count])


@given(RULES, st.sampled_from(["hari-kerja", "hari-kalender", "bulan"]), DAYS)
def test_the_prudent_date_is_never_after_the_legal_one(
    rule: DeadlineRule, unit: Unit, triggered_on: date
) -> None:
    counted = replace(rule, unit=unit, event=rule.event or "penetapan", direction="maju")
    for due in (compute(rule, triggered_on, CALENDAR), compute(counted, triggered_on, CALENDAR)):
        assert due.prudent_on <= due.due_on
    assert triggered_on <= compute(counted, triggered_on, CALENDAR).prudent_on


@given(RULES, DAYS)
def test_the_arithmetic_of_an_explanation_adds_up_to_its_date(rule: DeadlineRule, triggered_on: date) -> None:
    due = compute(rule, triggered_on, CALENDAR)
    told = sum((run.last_on - run.first_on).days + 1 for run in due.runs)
    assert told == len(due.counted.skipped)
    assert due.counted.n + told == due.counted.span == abs((due.due_on - due.triggered_on).days)
    if rule.unit == "hari-kerja":
        assert due.counted.n == rule.count
        assert CALENDAR.is_working(due.due_on)


@given(RULES, DAYS, DAYS)
def test_a_day_off_never_makes_a_deadline_earlier(rule: DeadlineRule, triggered_on: date, on: date) -> None:
    more = WorkCalendar.of([*CALENDAR.days_off.values(), off(on.isoformat(), "lokal")])
    before, after = (compute(rule, triggered_on, calendar) for calendar in (CALENDAR, more))
    assert after.due_on >= before.due_on
    assert after.prudent_on >= before.prudent_on


@given(RULES, DAYS)
def test_what_was_stored_explains_itself_as_on_the_first_day(rule: DeadlineRule, triggered_on: date) -> None:
    due = compute(rule, triggered_on, CALENDAR)
    assert due_from_json(due_to_json(due)) == due
    changed = replace(rule, in_force_from=date(2026, 1, 1), in_force_until=date(2026, 12, 31))
    assert rule_from_json(rule_to_json(changed)) == changed


# The book


def test_a_changed_law_has_two_rows_and_the_day_of_the_trigger_chooses() -> None:
    old = replace(SENDING, in_force_until=date(2026, 6, 30))
    new = replace(SENDING, count=5, in_force_from=date(2026, 7, 1))
    book, matter = RuleBook.of([old, new]), Matter(Kind.ORDINARY)
    approved = SENDING.trigger
    assert approved is not None
    assert book.triggered_by(approved, matter, date(2026, 6, 30)) == (old,)
    assert book.triggered_by(approved, matter, date(2026, 7, 1)) == (new,)
    # A row that only says since when takes over from one that does not say until when.
    assert RuleBook.of([SENDING, new]).triggered_by(approved, matter, date(2026, 7, 1)) == (new,)


def test_a_retired_rule_starts_no_clock() -> None:
    book = RuleBook.of([replace(SENDING, active=False)])
    assert SENDING.trigger is not None
    assert book.triggered_by(SENDING.trigger, Matter(Kind.ORDINARY), date(2026, 1, 1)) == ()


def test_the_version_of_a_book_follows_its_rules_and_not_their_order() -> None:
    version = RuleBook.of(DEADLINE_RULES).version
    assert RuleBook.of(reversed(DEADLINE_RULES)).version == version
    assert RuleBook.of([replace(DEADLINE_RULES[0], phrase=""), *DEADLINE_RULES[1:]]).version != version
