"""Deadlines follow stages, meetings, the law and the calendar; none is deleted, what is settled stays so."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.services.house import SPBE, TODAY, House
from tracker.domain.errors import InvalidValue, NotAllowed, NotFound
from tracker.domain.law.workdays import DayOff, WorkCalendar
from tracker.services import calendars, deadline_rules, deadlines, law, raperda
from tracker.services.calendars import AddHoliday
from tracker.services.raperda import Description
from tracker.services.stages import Plan
from tracker.storage.models import (
    CalendarVersion,
    Deadline,
    DeadlineChange,
    DeadlineRuleRow,
    Holiday,
    Raperda,
)

PLENARY = date(2023, 6, 7)
TO_GOVERNOR = "penyampaian-perda-ke-gubernur"


def dates(house: House) -> dict[str, tuple[str, str]]:
    """What is due by plan, meeting and law; targets and what is not verified have tests of their own."""
    return {
        key: (row.due_on.isoformat(), row.status)
        for key, row in house.deadlines().items()
        if row.kind != "hukum" or (rule := deadlines.rule_of(row)) is None or rule.verified
    }


def in_plenary(house: House) -> None:
    house.enter("harmonisasi-provinsi")
    house.do(("rapat-paripurna", "mulai"), ("rapat-paripurna", "selesaikan"), occurred_on=PLENARY)


def settle(house: House, deadline_id: int, by: str = "staf") -> None:
    with house.tracker.transaction() as session:
        deadlines.settle(session, house[by], SPBE, deadline_id, now=house.now)


def take_a_day_off(house: House, on: date) -> None:
    with house.tracker.transaction() as session:
        command = AddHoliday(on, "Pilkada", "lokal", "Keputusan Bupati", "tetap")
        calendars.add(session, house["admin"], command, now=house.now)


def no_longer(house: House, on: date) -> None:
    with house.tracker.transaction() as session:
        row = session.scalars(select(Holiday.id).where(Holiday.on_date == on, Holiday.kind == "lokal")).one()
        calendars.remove(session, house["admin"], row, now=house.now)


# Plans


def test_a_planned_end_is_a_deadline_that_moves_with_its_plan(house: House) -> None:
    house.enter(plans=(Plan("rapat-pansus", None, date(2023, 6, 20)),))
    assert dates(house) == {"rapat-pansus:1": ("2023-06-20", "terbuka")}
    house.do(("rapat-pansus", "jadwalkan"), planned_end_on=date(2023, 6, 27))
    assert dates(house) == {"rapat-pansus:1": ("2023-06-27", "terbuka")}
    house.do(("rapat-pansus", "mulai"), ("rapat-pansus", "selesaikan"))
    assert dates(house) == {"rapat-pansus:1": ("2023-06-27", "selesai")}
    house.do(("rapat-pansus", "buka-kembali"))
    assert dates(house) == {"rapat-pansus:1": ("2023-06-27", "terbuka")}


def test_a_plan_taken_back_is_void_and_not_deleted(house: House) -> None:
    house.enter(plans=(Plan("rapat-pansus", None, date(2023, 6, 20)),))
    house.do(("rapat-pansus", "jadwalkan"))
    assert dates(house) == {"rapat-pansus:1": ("2023-06-20", "gugur")}


def test_a_round_that_was_sent_back_leaves_its_deadline_behind(house: House) -> None:
    house.enter(plans=(Plan("rapat-komprehensif", None, date(2023, 6, 20)),))
    house.do(("rapat-komprehensif", "mulai"))
    house.do(("rapat-komprehensif", "kembalikan"), target="rapat-pansus")
    assert dates(house) == {"rapat-komprehensif:1": ("2023-06-20", "gugur")}


def test_nothing_is_due_of_a_withdrawn_raperda_until_it_is_resumed(house: House) -> None:
    house.enter(plans=(Plan("rapat-pansus", None, date(2023, 6, 20)),))
    house.meet()
    before = dates(house)
    house.do(("rapat-pansus", "tarik"))
    assert {status for _, status in dates(house).values()} == {"gugur"}
    house.do(("rapat-pansus", "lanjutkan"))
    assert dates(house) == before


# The law's clocks, by dates counted by hand: 28 to 30 June 2023 are Iduladha, 19 July is Muharram.


def test_the_clocks_of_a_plenary_run_on_working_days(house: House) -> None:
    in_plenary(house)
    assert dates(house) == {
        "penyampaian-ke-bupati": ("2023-06-12", "terbuka"),
        "penetapan": ("2023-07-25", "terbuka"),
    }
    sending, enacting = (house.deadlines()[key] for key in ("penyampaian-ke-bupati", "penetapan"))
    assert (sending.triggered_on, sending.prudent_on) == (PLENARY, date(2023, 6, 9))
    assert (enacting.prudent_on, enacting.holder) == (date(2023, 7, 7), "bupati")
    due = deadlines.due_of(enacting)
    assert due is not None
    assert [day.on.isoformat() for day in due.counted.days_off] == [
        "2023-06-28", "2023-06-29", "2023-06-30", "2023-07-19",
    ]  # fmt: skip
    assert not due.provisional


def test_each_clock_stops_at_its_stage_and_starts_the_next(house: House) -> None:
    in_plenary(house)
    house.do(("penyampaian-bupati", "mulai"), ("penyampaian-bupati", "selesaikan"), occurred_on=PLENARY)
    assert dates(house)["penyampaian-ke-bupati"] == ("2023-06-12", "selesai")
    assert dates(house)["permohonan-nomor-register"] == ("2023-06-12", "terbuka")
    house.do(("nomor-register", "mulai"), occurred_on=date(2023, 6, 9))
    assert dates(house)["permohonan-nomor-register"][1] == "selesai"
    assert dates(house)["pemberian-nomor-register"] == ("2023-06-20", "terbuka")


def test_a_clock_moves_with_the_corrected_day_and_ends_with_a_reopened_stage(house: House) -> None:
    in_plenary(house)
    house.do(("rapat-paripurna", "koreksi"), started_on=PLENARY, ended_on=PLENARY + timedelta(days=1))
    assert dates(house)["penyampaian-ke-bupati"] == ("2023-06-13", "terbuka")
    house.do(("rapat-paripurna", "buka-kembali"))
    assert {status for _, status in dates(house).values()} == {"gugur"}


def test_an_evaluated_raperda_has_only_the_clocks_whose_text_is_known(house: House) -> None:
    house.enter("harmonisasi-provinsi", kind="dievaluasi")
    house.do(("rapat-paripurna", "mulai"), ("rapat-paripurna", "selesaikan"), occurred_on=PLENARY)
    assert set(dates(house)) == {"penyampaian-ke-bupati"}


def test_a_target_is_kept_and_never_called_law(house: House) -> None:
    house.enter()
    house.do(("rapat-pansus", "mulai"))
    row = house.deadlines()["target-pansus"]
    rule = deadlines.rule_of(row)
    assert (row.due_on, row.status) == (date(2023, 7, 15), "terbuka")
    assert rule is not None
    assert rule.standing == "target"
    house.do(("finalisasi", "mulai"), ("finalisasi", "selesaikan"))
    assert house.deadlines()["target-pansus"].status == "selesai"


# Evaluation and budget


def test_an_evaluation_that_is_sent_back_starts_the_clock_of_the_correction(house: House) -> None:
    house.enter("harmonisasi-provinsi", kind="dievaluasi", subject="rpjpd-rpjmd")
    house.do(("rapat-paripurna", "mulai"), ("rapat-paripurna", "selesaikan"), occurred_on=PLENARY)
    assert dates(house)["penyampaian-evaluasi-rpjpd-rpjmd"] == ("2023-06-12", "terbuka")
    house.do(("evaluasi-gubernur", "mulai"), occurred_on=PLENARY)
    assert dates(house)["penyampaian-evaluasi-rpjpd-rpjmd"][1] == "selesai"
    # Wednesday; 8, 9 (2), 12-16 (7), 19-23 (12), 26, 27 (14), 3 July (15)
    assert dates(house)["hasil-evaluasi-rpjpd-rpjmd"] == ("2023-07-03", "terbuka")
    house.do(("evaluasi-gubernur", "kembalikan"), target="rapat-paripurna", occurred_on=TODAY)
    assert dates(house)["hasil-evaluasi-rpjpd-rpjmd"] == ("2023-07-03", "selesai")
    # From Thursday; 16 (1), 19-23 (6), 26 (7)
    assert dates(house)["penyempurnaan-evaluasi-rpjpd-rpjmd"] == ("2023-06-26", "terbuka")


def test_the_budget_keeps_the_dates_of_its_year_from_the_day_it_is_entered(house: House) -> None:
    house.enter(None, kind="dievaluasi", subject="apbd", short_name="APBD")
    found = house.deadlines("apbd-2023")
    assert {key: row.due_on.isoformat() for key, row in found.items()} == {
        "propemperda-tahun-berikutnya": "2023-11-30",
        "kua-ppas-disampaikan": "2023-07-14",
        "kua-ppas-disepakati": "2023-08-14",
        "rapbd-disampaikan": "2023-10-01",
        "rapbd-disetujui": "2023-11-30",
    }
    assert {row.status for row in found.values()} == {"terbuka"}


def test_dates_of_the_year_that_are_behind_are_not_entered_as_late(house: House) -> None:
    house.enter("penyampaian", kind="dievaluasi", subject="apbd", short_name="APBD")
    assert set(house.deadlines("apbd-2023")) == {"propemperda-tahun-berikutnya", "rapbd-disetujui"}


def test_a_subject_given_later_brings_its_clocks_and_taking_it_back_ends_them(house: House) -> None:
    slug = house.enter(None, kind="dievaluasi", short_name="APBD")
    for subject, statuses in (("apbd", {"terbuka"}), ("", {"gugur"})):
        with house.tracker.transaction() as session:
            stored = session.scalars(select(Raperda).where(Raperda.slug == slug)).one()
            given = {field.name: getattr(stored, field.name) for field in fields(Description)}
            old = Description(**given)
            new = replace(old, subject=subject)
            raperda.describe(session, house["staf"], slug, new, seen=old.fingerprint, now=house.now)
        assert {row.status for row in house.deadlines(slug).values()} == statuses


def test_an_ordinary_raperda_has_no_subject(house: House) -> None:
    with pytest.raises(InvalidValue, match="only-evaluated"):
        house.enter(subject="apbd")


# What is kept with a date


def test_a_stored_explanation_survives_a_changed_rule_and_calendar(house: House) -> None:
    in_plenary(house)
    house.do(("penyampaian-bupati", "mulai"), ("penyampaian-bupati", "selesaikan"), occurred_on=PLENARY)
    row = house.deadlines()["penyampaian-ke-bupati"]
    take_a_day_off(house, date(2023, 6, 9))
    with house.tracker.transaction() as session:
        stored = session.scalars(
            select(DeadlineRuleRow).where(DeadlineRuleRow.slug == "penyampaian-ke-bupati")
        ).one()
        changed = replace(law.rule(stored), count=10, basis="Undang-undang baru")
        deadline_rules.save(session, house["admin"], stored.id, changed, now=house.now)
    again = house.deadlines()["penyampaian-ke-bupati"]
    assert (again.explanation, again.calendar_version) == (row.explanation, row.calendar_version)
    due = deadlines.due_of(again)
    assert due is not None
    assert (due.rule.count, due.due_on) == (3, date(2023, 6, 12))


def test_the_calendar_each_date_was_counted_with_is_kept(house: House) -> None:
    in_plenary(house)
    take_a_day_off(house, date(2023, 6, 9))
    version = house.deadlines()["penyampaian-ke-bupati"].calendar_version
    with house.tracker.reading() as session:
        kept = session.get_one(CalendarVersion, version).content
    days = [DayOff(date.fromisoformat(on), *rest) for on, *rest in kept["rows"]]
    assert WorkCalendar.of(days, works_on_cuti_bersama=kept["works_on_cuti_bersama"]).version == version


def changes(house: House) -> list[tuple[str, str, str, str]]:
    with house.tracker.reading() as session:
        query = select(DeadlineChange, Deadline.subject).join(Deadline).order_by(DeadlineChange.id)
        return [
            (subject, row.cause, str(row.old_due_on), str(row.new_due_on))
            for row, subject in session.execute(query)
        ]


def test_a_date_that_moved_says_from_when_to_when_and_for_what(house: House) -> None:
    house.enter("harmonisasi-provinsi", plans=(Plan("rapat-paripurna", None, date(2023, 6, 20)),))
    house.do(("rapat-paripurna", "jadwalkan"), planned_end_on=date(2023, 6, 27))
    house.do(("rapat-paripurna", "mulai"), ("rapat-paripurna", "selesaikan"), occurred_on=PLENARY)
    house.do(("rapat-paripurna", "koreksi"), started_on=PLENARY, ended_on=PLENARY + timedelta(days=1))
    take_a_day_off(house, date(2023, 6, 12))
    assert changes(house) == [
        ("rapat-paripurna:1", "rencana", "2023-06-20", "2023-06-27"),
        ("penyampaian-ke-bupati", "tahap", "2023-06-12", "2023-06-13"),
        ("penetapan", "tahap", "2023-07-25", "2023-07-26"),
        ("penyampaian-ke-bupati", "kalender", "2023-06-13", "2023-06-14"),
        ("penetapan", "kalender", "2023-07-26", "2023-07-27"),
    ]


def test_what_moves_nothing_writes_nothing(house: House) -> None:
    in_plenary(house)
    before = house.deadlines()
    take_a_day_off(house, date(2024, 6, 5))
    assert changes(house) == []
    after = house.deadlines()
    assert {key: row.explanation for key, row in after.items()} == {
        key: row.explanation for key, row in before.items()
    }


# The calendar


def test_a_new_day_off_counts_open_clocks_again_and_taking_it_out_counts_them_back(house: House) -> None:
    in_plenary(house)
    before = dates(house)
    version = house.deadlines()["penetapan"].calendar_version
    take_a_day_off(house, date(2023, 6, 9))
    assert dates(house)["penyampaian-ke-bupati"] == ("2023-06-13", "terbuka")
    assert house.deadlines()["penetapan"].calendar_version != version
    no_longer(house, date(2023, 6, 9))
    assert dates(house) == before


def test_the_clock_of_a_perda_in_force_is_counted_again_too(house: House) -> None:
    house.enter()
    house.to_enactment(on=PLENARY)
    house.do(("pengundangan", "mulai"), ("pengundangan", "selesaikan"), occurred_on=PLENARY)
    assert dates(house)[TO_GOVERNOR] == ("2023-06-16", "terbuka")
    take_a_day_off(house, date(2023, 6, 15))
    assert dates(house)[TO_GOVERNOR] == ("2023-06-19", "terbuka")


def test_what_was_planned_and_never_held_is_not_due_of_a_perda_in_force(house: House) -> None:
    house.enter(plans=(Plan("kunjungan-kerja", None, date(2023, 6, 20)),))
    house.to_enactment(on=PLENARY)
    assert dates(house)["kunjungan-kerja:1"] == ("2023-06-20", "terbuka")
    house.do(("pengundangan", "mulai"), ("pengundangan", "selesaikan"), occurred_on=PLENARY)
    assert dates(house)["kunjungan-kerja:1"] == ("2023-06-20", "gugur")


# By hand


def test_what_a_person_settled_stays_as_it_was_when_days_are_counted_again(house: House) -> None:
    house.enter()
    house.to_enactment(on=PLENARY)
    settle(house, house.deadlines()[TO_GOVERNOR].id)
    take_a_day_off(house, date(2023, 6, 15))
    assert dates(house)[TO_GOVERNOR] == ("2023-06-16", "selesai")
    house.do(("pengundangan", "mulai"))
    assert dates(house)[TO_GOVERNOR][1] == "selesai"


def test_another_enactment_is_another_duty(house: House) -> None:
    house.enter()
    house.to_enactment(on=PLENARY)
    settle(house, house.deadlines()[TO_GOVERNOR].id)
    house.do(("penetapan", "koreksi"), started_on=PLENARY, ended_on=PLENARY + timedelta(days=1))
    assert dates(house)[TO_GOVERNOR][1] == "terbuka"


def test_settling_twice_writes_once(house: House) -> None:
    house.enter()
    house.to_enactment(on=PLENARY)
    settle(house, house.deadlines()[TO_GOVERNOR].id)
    before = house.everything()
    settle(house, house.deadlines()[TO_GOVERNOR].id)
    assert house.everything() == before


def test_only_what_no_stage_can_tell_is_settled_by_hand(house: House) -> None:
    house.enter(plans=(Plan("kunjungan-kerja", None, TODAY),))
    house.to_enactment(on=PLENARY)
    house.do(("penetapan", "buka-kembali"))
    before = house.everything()
    rows = house.deadlines()
    assert rows[TO_GOVERNOR].status == "gugur"
    for wrong in (rows["kunjungan-kerja:1"].id, rows["penetapan"].id, rows[TO_GOVERNOR].id, 999):
        with pytest.raises(NotFound):
            settle(house, wrong)
    for who in ("ketua", "pimpinan"):
        with pytest.raises(NotAllowed):
            settle(house, rows[TO_GOVERNOR].id, by=who)
    assert house.everything() == before


def test_a_deadline_of_another_raperda_is_not_settled_through_this_one(house: House) -> None:
    house.enter()
    other = house.enter(short_name="Pasar")
    house.to_enactment(other, on=PLENARY)
    with pytest.raises(NotFound):
        settle(house, house.deadlines(other)[TO_GOVERNOR].id)
