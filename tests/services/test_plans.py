"""Planned against actual: the first plan is never lost, every slip keeps who, when and why."""

from datetime import date, timedelta

import pytest

from tests.services.house import SPBE, TODAY, House
from tracker.domain.errors import InvalidValue, NotAllowed, NotFound
from tracker.services import plans, progress
from tracker.services.stages import Plan
from tracker.services.timing import PlanLine, PlanTable, Schedule


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def public(house: House) -> PlanTable:
    with house.tracker.reading() as session:
        return progress.public_page(session, SPBE, now=house.now, today=TODAY).schedule.plan


def at_work(house: House, who: str = "ketua") -> Schedule:
    with house.tracker.reading() as session:
        return plans.open_schedule(session, house[who], SPBE, today=TODAY)[1]


def line(house: House, stage: str) -> PlanLine:
    return next(one for one in public(house).lines if one.stage.slug == stage)


def planned(house: House) -> None:
    house.enter(plans=(Plan("finalisasi", day(1), day(4)),))


def slip(house: House, end: int, reason: str = "Naskah belum siap.", start: int = 1) -> None:
    house.do(("finalisasi", "jadwalkan"), planned_start_on=day(start), planned_end_on=day(end), reason=reason)


def test_a_first_plan_is_no_slip(house: House) -> None:
    planned(house)
    assert public(house).slips == ()
    assert line(house, "finalisasi").days == 0


def test_each_slip_keeps_old_and_new_day_and_its_reason_newest_first(house: House) -> None:
    planned(house)
    slip(house, 12)
    slip(house, 9, "Rapat dapat dimajukan.")
    newest, oldest = public(house).slips
    assert (oldest.old_end_on, oldest.end_on, oldest.days) == (day(4), day(12), 8)
    assert (newest.old_end_on, newest.end_on, newest.days) == (day(12), day(9), -3)
    assert (oldest.reason, newest.reason) == ("Naskah belum siap.", "Rapat dapat dimajukan.")
    found = line(house, "finalisasi")
    assert (found.first_end_on, found.planned_end_on, found.days) == (day(4), day(9), 5)


def test_a_change_without_a_reason_is_refused_and_leaves_no_trace(house: House) -> None:
    planned(house)
    before = house.everything()
    with pytest.raises(InvalidValue, match="plan-changes"):
        slip(house, 12, " ")
    assert house.everything() == before


def test_a_plan_taken_away_is_a_slip_without_days(house: House) -> None:
    planned(house)
    house.do(("finalisasi", "jadwalkan"))
    [found] = public(house).slips
    assert (found.old_end_on, found.end_on, found.days) == (day(4), None, None)
    assert line(house, "finalisasi").first_end_on == day(4)


def test_what_happened_is_measured_against_the_first_plan(house: House) -> None:
    house.enter("pra-finalisasi", plans=(Plan("finalisasi", day(-9), day(-6)),))
    house.do(("finalisasi", "jadwalkan"), planned_end_on=day(-1), planned_start_on=day(-9))
    house.do(("finalisasi", "mulai"), occurred_on=day(-5))
    house.do(("finalisasi", "selesaikan"), occurred_on=day(-2))
    found = line(house, "finalisasi")
    assert (found.started_on, found.ended_on, found.is_done, found.days) == (day(-5), day(-2), True, 4)


def test_a_new_round_keeps_the_plan_that_was_made_first(house: House) -> None:
    house.enter("kunjungan-kerja", plans=(Plan("pra-finalisasi", day(-3), day(-2)),))
    house.do(("pra-finalisasi", "mulai"), occurred_on=day(-3))
    house.do(("pra-finalisasi", "kembalikan"), target="rapat-komprehensif")
    found = line(house, "pra-finalisasi")
    assert (found.first_end_on, found.planned_end_on, found.days) == (day(-2), None, None)


def test_a_stage_that_was_sent_back_is_not_told_as_going_on(house: House) -> None:
    house.enter("kunjungan-kerja", plans=(Plan("pra-finalisasi", day(-3), day(-2)),))
    house.do(("pra-finalisasi", "mulai"), occurred_on=day(-3))
    assert (line(house, "pra-finalisasi").round, line(house, "pra-finalisasi").started_on) == (1, day(-3))
    house.do(("pra-finalisasi", "kembalikan"), target="rapat-komprehensif")
    found = line(house, "pra-finalisasi")
    assert (found.round, found.started_on, found.is_done) == (2, None, False)


def test_a_plan_for_a_new_round_is_a_slip_from_what_was_planned_before(house: House) -> None:
    house.enter("kunjungan-kerja", plans=(Plan("pra-finalisasi", day(-3), day(-2)),))
    house.do(("pra-finalisasi", "mulai"), occurred_on=day(-3))
    house.do(("pra-finalisasi", "kembalikan"), target="rapat-komprehensif")
    house.do(("pra-finalisasi", "jadwalkan"), planned_start_on=day(5), planned_end_on=day(6))
    [found] = public(house).slips
    assert (found.old_end_on, found.end_on, found.days) == (day(-2), day(6), 8)


def test_who_changed_a_plan_is_told_at_work_and_never_to_the_public(house: House) -> None:
    planned(house)
    slip(house, 12)
    assert [one.actor for one in public(house).slips] == [""]
    assert [one.actor for one in at_work(house).plan.slips] == ["staf"]


def test_another_pansus_does_not_read_the_schedule(house: House) -> None:
    planned(house)
    with pytest.raises(NotAllowed):
        at_work(house, "lain")
    with house.tracker.reading() as session, pytest.raises(NotFound):
        plans.open_schedule(session, house["admin"], "tidak-ada", today=TODAY)
