"""Every row of the law with a worked date, counted by hand on the published calendars; and who it is for."""

from datetime import date

import pytest

from tests.legal_days import CALENDAR
from tracker.domain.law import deadlines as reckoning
from tracker.domain.law.deadline_rules import FIXED, SUBJECTS, DeadlineRule, Matter, RuleBook
from tracker.domain.law.deadlines import DEADLINE_RULES, compute
from tracker.domain.law.legal_events import EVENTS
from tracker.domain.process import BY_SLUG as STAGES
from tracker.domain.process import GATES, Kind, Status, stages_of
from tracker.domain.state import StageRound, State, begin

BY_SLUG = {rule.slug: rule for rule in DEADLINE_RULES}
BOOK = RuleBook.of(DEADLINE_RULES)
ORDINARY = Matter(Kind.ORDINARY, year=2026)

# Rule, day of the trigger, legal date, prudent date (the trigger day counted). In brackets: how many so far.
# Days off: 19-25 Apr, 1, 18 May, 1-2, 28-30 Jun, 19 Jul, 17 Aug 2023; 25-26 Dec 2024, 1 Jan 2025;
# 18-24 Mar, 3 Apr, 1 May 2026.
WORKED = (
    # The chain after a plenary on Tuesday, 20 June 2023, across Iduladha and its amended cuti bersama.
    # Counted are 21, 22, 23 (3)
    ("penyampaian-ke-bupati", "2023-06-20", "2023-06-23", "2023-06-22"),
    # From Friday; 26, 27 (2), 3 Jul (3)
    ("permohonan-nomor-register", "2023-06-23", "2023-07-03", "2023-06-27"),
    # From Monday; 4-7 (4), 10-12 (7)
    ("pemberian-nomor-register", "2023-07-03", "2023-07-12", "2023-07-11"),
    # Counted are 21-23 (3), 26-27 (5), 3-7 Jul (10), 10-14 (15), 17, 18, 20, 21 (19), 24-28 (24),
    # 31-4 Aug (29), 7 (30); 30 calendar days: 10 to the end of June and 20
    ("penetapan", "2023-06-20", "2023-08-07", "2023-07-20"),
    # From Monday; 8-11 (4), 14-16 (7)
    ("penyampaian-perda-ke-gubernur", "2023-08-07", "2023-08-16", "2023-08-15"),
    # Idul Fitri 2023, whose cuti bersama was moved to 19-25 April: the 26th is worked. 26, 27, 28 (3)
    ("penyampaian-ke-bupati", "2023-04-18", "2023-04-28", "2023-04-27"),
    # December 2024. Monday; 24 (1), 27 (2), 30 (3)
    ("permohonan-nomor-register", "2024-12-23", "2024-12-30", "2024-12-27"),
    # From Monday; 3-6 (4), 9-13 (9), 16-20 (14), 23-24 (16), 27 (17), 30-31 (19), 2-3 Jan (21), 6-10 (26),
    # 13-16 (30); 30 calendar days end on 1 January
    ("penetapan", "2024-12-02", "2025-01-16", "2025-01-01"),
    # March 2026: Nyepi and Idul Fitri in one stretch. Friday; 16, 17 (2), 25 (3)
    ("penyampaian-ke-bupati", "2026-03-13", "2026-03-25", "2026-03-17"),
    # Counted are 16, 17 (2), 25-27 (5), 30, 31 (7)
    ("pemberian-nomor-register", "2026-03-13", "2026-03-31", "2026-03-30"),
    # A year without an SKB: Wednesday, 1 March 2028; 2, 3 (2), 6 (3)
    ("penyampaian-ke-bupati", "2028-03-01", "2028-03-06", "2028-03-03"),
    # Into such a year: Monday; 29-31 (3), 4-7 Jan (7)
    ("pemberian-nomor-register", "2026-12-28", "2027-01-07", "2027-01-06"),
    # RPJMD at Idul Fitri 2023. Friday; 17, 18 (2), 26 (3)
    ("penyampaian-evaluasi-rpjpd-rpjmd", "2023-04-14", "2023-04-26", "2023-04-18"),
    # From Wednesday; 27, 28 (2), 2-5 May (6), 8-12 (11), 15-17 (14), 19 (15)
    ("hasil-evaluasi-rpjpd-rpjmd", "2023-04-26", "2023-05-19", "2023-05-17"),
    # From Friday; 22-26 (5), 29, 30 (7)
    ("penyempurnaan-evaluasi-rpjpd-rpjmd", "2023-05-19", "2023-05-30", "2023-05-29"),
    # APBD in December 2024. Friday; 2, 3, 4 (3)
    ("penyampaian-evaluasi-apbd", "2024-11-29", "2024-12-04", "2024-12-03"),
    # From Wednesday; 5, 6 (2), 9-13 (7), 16-20 (12), 23, 24 (14), 27 (15)
    ("hasil-evaluasi-apbd", "2024-12-04", "2024-12-27", "2024-12-24"),
    # From Friday; 30, 31 (2), 2, 3 Jan (4), 6-8 (7)
    ("penyempurnaan-evaluasi-apbd", "2024-12-27", "2025-01-08", "2025-01-07"),
    # A change of the APBD in March 2026. Thursday; 13, 16, 17 (3)
    ("penyampaian-evaluasi-perubahan-apbd", "2026-03-12", "2026-03-17", "2026-03-16"),
    # From Tuesday; 25-27 (3), 30-2 Apr (7), 6-10 (12), 13-15 (15)
    ("hasil-evaluasi-perubahan-apbd", "2026-03-17", "2026-04-15", "2026-04-14"),
    # From Wednesday; 16, 17 (2), 20-24 (7)
    ("penyempurnaan-evaluasi-perubahan-apbd", "2026-04-15", "2026-04-24", "2026-04-23"),
    # The accounting, across Independence Day 2023. Monday; 1, 2, 3 (3)
    ("penyampaian-evaluasi-pertanggungjawaban-apbd", "2023-07-31", "2023-08-03", "2023-08-02"),
    # From Thursday; 4 (1), 7-11 (6), 14-16 (9), 18 (10), 21-25 (15)
    ("hasil-evaluasi-pertanggungjawaban-apbd", "2023-08-03", "2023-08-25", "2023-08-24"),
    # From Friday; 28-1 Sep (5), 4, 5 (7)
    ("penyempurnaan-evaluasi-pertanggungjawaban-apbd", "2023-08-25", "2023-09-05", "2023-09-04"),
    # Taxes at the turn of the year. Monday; 24 (1), 27 (2), 30 (3)
    ("penyampaian-evaluasi-pajak-retribusi", "2024-12-23", "2024-12-30", "2024-12-27"),
    # From Monday; 31 (1), 2, 3 Jan (3), 6-10 (8), 13-17 (13), 20, 21 (15)
    ("hasil-evaluasi-pajak-retribusi", "2024-12-30", "2025-01-21", "2025-01-20"),
    # Dates of the year 2026. The second week ends on the 14th, or, from Monday to Sunday: the weeks of
    # July 29 Jun-5 Jul, 6-12; of August 27 Jul-2 Aug, 3-9; of September 31 Aug-6 Sep, 7-13.
    ("propemperda-tahun-berikutnya", "2026-01-01", "2026-11-30", "2026-11-30"),
    ("kua-ppas-disampaikan", "2026-01-01", "2026-07-14", "2026-07-12"),
    ("kua-ppas-disepakati", "2026-01-01", "2026-08-14", "2026-08-09"),
    # 60 days before 30 November: 30 back to 31 October, 30 more to 1 October
    ("rapbd-disampaikan", "2026-01-01", "2026-10-01", "2026-10-01"),
    ("rapbd-disetujui", "2026-01-01", "2026-11-30", "2026-11-30"),
    ("perubahan-apbd-disampaikan", "2026-01-01", "2026-09-14", "2026-09-13"),
    # 1 September 2025 is a Monday, so both ways of counting weeks agree
    ("perubahan-apbd-disampaikan", "2025-01-01", "2025-09-14", "2025-09-14"),
    ("perubahan-apbd-disetujui", "2026-01-01", "2026-09-30", "2026-09-30"),
    # 6 and 7 months after the year has ended
    ("pertanggungjawaban-disampaikan", "2026-01-01", "2026-06-30", "2026-06-30"),
    ("pertanggungjawaban-disetujui", "2026-01-01", "2026-07-31", "2026-07-31"),
    # Not verified, but counted: 15 working days from 20 June 2023: 21-23 (3), 26-27 (5), 3-7 (10), 10-14 (15)
    ("hasil-fasilitasi", "2023-06-20", "2023-07-14", "2023-07-13"),
    ("masa-kerja-pansus", "2023-06-15", "2024-06-15", "2024-06-14"),
    ("target-pansus", "2023-06-15", "2023-07-15", "2023-07-14"),
    # seven days before the plenary of Monday, 3 July; with seven whole days between them, one earlier
    ("raperda-ke-anggota", "2023-07-03", "2023-06-26", "2023-06-25"),
    # Counted are 20-21 Jul (2), 24-28 (7)
    ("penyempurnaan-evaluasi", "2023-07-18", "2023-07-28", "2023-07-27"),
    # The same 30 working days; with the day of the trigger they end on Friday, 4 August
    ("penetapan-setelah-evaluasi", "2023-06-20", "2023-08-07", "2023-08-04"),
    ("hasil-evaluasi-tata-ruang", "2023-06-20", "2023-07-14", "2023-07-13"),
)


@pytest.mark.parametrize(("slug", "triggered_on", "due_on", "prudent_on"), WORKED)
def test_a_clock_runs_out_on_the_day_counted_by_hand(
    slug: str, triggered_on: str, due_on: str, prudent_on: str
) -> None:
    due = compute(BY_SLUG[slug], date.fromisoformat(triggered_on), CALENDAR)
    assert (due.due_on.isoformat(), due.prudent_on.isoformat()) == (due_on, prudent_on)
    assert due.provisional == (BY_SLUG[slug].unit == "hari-kerja" and due_on[:4] in ("2027", "2028"))


def test_every_active_row_has_a_worked_date() -> None:
    worked = {slug for slug, *_ in WORKED}
    assert {rule.slug for rule in DEADLINE_RULES if rule.active} == worked


# What the table may say


@pytest.mark.parametrize("rule", DEADLINE_RULES, ids=lambda rule: rule.slug)
def test_a_rule_names_what_exists_and_says_how_sure_it_is(rule: DeadlineRule) -> None:
    events = [event for event in (rule.trigger, rule.stopped_by) if event is not None]
    for kind in rule.kinds or set(Kind):
        assert {event.stage for event in events} <= {stage.slug for stage in stages_of(kind)}
    assert rule.subjects <= {"", *SUBJECTS}
    assert bool(rule.month) == (rule.unit in FIXED)
    assert rule.verified == (rule.confidence == "V")
    assert rule.basis
    assert rule.act
    assert rule.act_english
    if rule.verified:
        assert "Pasal" in rule.basis
        assert rule.standing == "hukum"
    else:
        assert rule.standing != "hukum"
    if rule.phrase and rule.phrase != "hari kerja" and rule.number not in ("D01", "D04"):
        assert str(rule.count) in rule.phrase


def test_no_limit_is_invented_where_none_was_found() -> None:
    not_found = [rule for rule in DEADLINE_RULES if rule.confidence == "none"]
    assert [rule.number for rule in not_found] == ["D02", "D06"]
    assert {(rule.active, rule.count, rule.basis, rule.phrase) for rule in not_found} == {
        (False, 0, "tidak ditemukan", "")
    }


def test_slugs_are_the_keys_of_stored_deadlines_and_stay_apart() -> None:
    assert len(BY_SLUG) == len(DEADLINE_RULES)


def test_every_event_is_of_a_stage() -> None:
    assert {event.stage for event in EVENTS.values()} <= set(STAGES)


def test_without_a_register_number_nothing_is_enacted_and_nothing_promulgated() -> None:
    # D14, UU 23/2014 Pasal 243 ayat (1)
    needs = {gate.stage: (gate.needs, gate.basis, gate.confidence) for gate in GATES}
    assert needs["penetapan"] == (("nomor-register",), "UU 23/2014 Pasal 243 ayat (1)", "V")
    assert needs["pengundangan"][0] == ("penetapan",)


# For whom


def numbers(matter: Matter) -> list[str]:
    return [rule.number for rule in BOOK.rules_for(matter)]


def test_an_ordinary_raperda_has_the_chain_after_the_plenary() -> None:
    assert numbers(ORDINARY) == ["D04", "D07", "D08", "D09", "D10", "D11", "D12", "D15"]
    assert numbers(Matter(Kind.ORDINARY, initiator="dprd"))[0] == "D03"


@pytest.mark.parametrize(
    ("subject", "own"),
    [
        ("", ["D22"]),
        ("rpjpd-rpjmd", ["D16"] * 3),
        ("apbd", ["D01", "D17", "D17", "D17", "D27", "D27", "D28", "D29"]),
        ("perubahan-apbd", ["D18"] * 3 + ["D30"] * 2),
        ("pertanggungjawaban-apbd", ["D19"] * 3 + ["D31"] * 2),
        ("pajak-retribusi", ["D20", "D20", "D22"]),
        ("tata-ruang", ["D21", "D22"]),
    ],
)
def test_an_evaluated_raperda_has_the_clocks_of_its_subject(subject: str, own: list[str]) -> None:
    general = ["D04", "D07", "D09", "D13", "D15"]
    assert sorted(numbers(Matter(Kind.EVALUATED, subject))) == sorted([*general, *own])


# How a clock follows the stages

APBD = Matter(Kind.EVALUATED, "apbd", year=2026)


def state(*rounds: StageRound) -> State:
    """A Raperda under evaluation, with these rounds in place of those nothing has happened to."""
    made = begin(Kind.EVALUATED)
    for one in rounds:
        made = made.with_round(one)
    return made


def evaluation(number: int, status: Status, started: str | None, ended: str | None = None) -> StageRound:
    return StageRound(
        "evaluasi-gubernur",
        number,
        status,
        "provinsi",
        started_on=date.fromisoformat(started) if started else None,
        ended_on=date.fromisoformat(ended) if ended else None,
    )


def running(now: State) -> dict[str, tuple[str, bool]]:
    found = reckoning.clocks(now, APBD, BOOK, CALENDAR)
    return {
        clock.due.rule.slug: (clock.due.due_on.isoformat(), clock.met)
        for clock in found
        if clock.due.rule.event
    }


def test_an_evaluation_is_answered_by_its_result_and_by_being_sent_back() -> None:
    asked = state(evaluation(1, Status.BERLANGSUNG, "2024-12-04"))
    assert running(asked) == {"hasil-evaluasi-apbd": ("2024-12-27", False)}
    done = state(evaluation(1, Status.SELESAI, "2024-12-04", "2024-12-20"))
    assert running(done)["hasil-evaluasi-apbd"] == ("2024-12-27", True)
    back = state(
        evaluation(1, Status.DIKEMBALIKAN, "2024-12-04", "2024-12-27"), evaluation(2, Status.BELUM, None)
    )
    assert running(back) == {
        "hasil-evaluasi-apbd": ("2024-12-27", True),
        "penyempurnaan-evaluasi-apbd": ("2025-01-08", False),
    }


def test_the_next_round_meets_the_correction_and_starts_the_clock_of_the_result_again() -> None:
    again = state(
        evaluation(1, Status.DIKEMBALIKAN, "2024-12-04", "2024-12-27"),
        evaluation(2, Status.BERLANGSUNG, "2025-01-08"),
    )
    # Wednesday, 8 January 2025; 9-10 (2), 13-17 (7), 20-24 (12), 30-31 (14), 3 Feb (15)
    assert running(again) == {
        "hasil-evaluasi-apbd": ("2025-02-03", False),
        "penyempurnaan-evaluasi-apbd": ("2025-01-08", True),
    }


def test_a_date_of_the_year_is_met_by_its_stage_and_needs_no_trigger() -> None:
    def dates(now: State) -> dict[str, bool]:
        found = reckoning.clocks(now, APBD, BOOK, CALENDAR)
        return {clock.due.rule.slug: clock.met for clock in found if not clock.due.rule.event}

    assert set(dates(begin(Kind.EVALUATED)).values()) == {False}
    submitted = state(StageRound("penyampaian", 1, Status.SELESAI, "pimpinan"))
    met = {slug for slug, is_met in dates(submitted).items() if is_met}
    assert met == {"kua-ppas-disampaikan", "kua-ppas-disepakati", "rapbd-disampaikan"}


def test_a_plenary_that_was_held_is_no_longer_planned() -> None:
    own = Matter(Kind.ORDINARY, initiator="dprd")
    planned = StageRound("penjelasan", 1, Status.BELUM, "pimpinan", planned_start_on=date(2023, 7, 3))
    ahead = begin(Kind.ORDINARY).with_round(planned)
    (clock,) = reckoning.clocks(ahead, own, BOOK, CALENDAR)
    assert (clock.due.rule.number, clock.due.due_on) == ("D03", date(2023, 6, 26))
    held = StageRound("penjelasan", 1, Status.SELESAI, "pimpinan", date(2023, 7, 3))
    assert list(reckoning.clocks(begin(Kind.ORDINARY).with_round(held), own, BOOK, CALENDAR)) == []


def test_what_was_done_before_it_was_recorded_here_starts_no_clock() -> None:
    earlier = state(StageRound("rapat-paripurna", 1, Status.SELESAI, "pimpinan"))
    assert running(earlier) == {}
