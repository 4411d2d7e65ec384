"""What is coming: who sees which meeting and deadline, on what day, and on whose sheet."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.services.house import NOON, SPBE, TODAY, House
from tracker.domain.errors import NotAllowed, NotFound
from tracker.services import agenda, due, feeds, recesses, sheets
from tracker.services.agenda import Month
from tracker.services.due import Filters
from tracker.services.stages import Plan

JUNE = date(2023, 6, 1)
PLANS = (Plan("rapat-pansus", JUNE, TODAY - timedelta(days=3)), Plan("finalisasi", TODAY, date(2023, 7, 20)))


def month(house: House, who: str, pansus_id: int | None = None) -> Month:
    with house.tracker.reading() as session:
        return agenda.month_of(session, house[who], JUNE, pansus_id=pansus_id, now=NOON, today=TODAY)


def names(found: Month) -> dict[date, list[str]]:
    return {
        day.on: [one.about.short_name for one in [*day.sittings]] + [one.about.short_name for one in day.dues]
        for week in found.weeks
        for day in week
        if day.sittings or day.dues
    }


def test_a_month_is_whole_weeks_and_says_which_days_are_off(house: House) -> None:
    found = month(house, "staf")
    assert all(len(week) == 7 for week in found.weeks)
    assert found.weeks[0][0].on.weekday() == 0
    days = {day.on: day for week in found.weeks for day in week}
    assert days[date(2023, 6, 1)].day_off is not None
    assert not days[date(2023, 6, 17)].is_working
    assert days[TODAY].is_working


def test_a_meeting_late_in_the_evening_is_on_its_own_day_in_the_council(house: House) -> None:
    house.enter()
    house.meet(starts_at=datetime(2023, 6, 20, 17, 30, tzinfo=UTC))  # 00.30 on the 21st in Serang
    assert names(month(house, "staf")) == {date(2023, 6, 21): ["SPBE"]}


def test_a_member_of_another_pansus_sees_neither_meeting_nor_deadline(house: House) -> None:
    house.enter(plans=PLANS)
    house.meet()
    assert names(month(house, "ketua")) != {}
    assert names(month(house, "lain")) == {}
    assert names(month(house, "staf", pansus_id=house.other_pansus_id)) == {}


def test_the_public_month_has_only_what_is_public(house: House) -> None:
    house.enter(plans=PLANS)
    house.meet()
    house.meet(is_public=True, starts_at=NOON + timedelta(days=7))
    with house.tracker.reading() as session:
        found = agenda.public_month(session, JUNE, now=NOON)
    assert names(found) == {(NOON + timedelta(days=7)).date(): ["SPBE"]}


def listing(house: House, who: str, **filters: object) -> due.Listing:
    with house.tracker.reading() as session:
        return due.listing(session, house[who], Filters(**filters), today=TODAY)  # type: ignore[arg-type]


def test_what_is_due_begins_with_the_longest_overdue(house: House) -> None:
    house.enter(plans=PLANS)
    found = listing(house, "staf")
    assert [one.deadline.stage.slug for one in found.dues] == ["rapat-pansus", "finalisasi"]
    assert (found.total, found.late) == (2, 1)


def test_the_list_is_narrowed_by_person_pansus_raperda_holder_and_kind(house: House) -> None:
    house.enter(plans=PLANS)
    house.meet()
    assert listing(house, "staf", kind="rapat").total == 1
    assert listing(house, "staf", slug=SPBE).total == 3
    assert listing(house, "staf", slug="lain").total == 0
    assert listing(house, "staf", pansus_id=house.other_pansus_id).total == 0
    assert listing(house, "staf", holder="provinsi").total == 0
    assert listing(house, "ketua", mine=True).total == 3
    assert listing(house, "pimpinan", mine=True).total == 0
    assert listing(house, "lain").total == 0


def test_a_page_too_far_is_the_last_one(house: House) -> None:
    house.enter(plans=PLANS)
    assert listing(house, "staf", page=99).page == 1


def test_the_sheet_of_a_pansus_is_for_those_who_may_read_it(house: House) -> None:
    house.enter(plans=PLANS)
    house.meet()
    with house.tracker.reading() as session:
        found = sheets.sheet(session, house["ketua"], house.pansus_id, now=NOON, today=TODAY)
        assert [one.slug for one in found.raperda] == [SPBE]
        assert len(found.sittings) == 1
        assert found.dues == ()
        ends = [one.round.planned_end_on for one in found.raperda[0].stages]
        assert (ends[0], ends[4]) == (PLANS[0].end_on, PLANS[1].end_on)
        with pytest.raises(NotAllowed):
            sheets.sheet(session, house["lain"], house.pansus_id, now=NOON, today=TODAY)
        with pytest.raises(NotFound):
            sheets.sheet(session, house["staf"], 99, now=NOON, today=TODAY)


def test_a_secret_feed_opens_with_its_last_address_only(house: House) -> None:
    with house.tracker.transaction() as session:
        first = feeds.renew(session, house["ketua"], now=NOON)
        second = feeds.renew(session, house["ketua"], now=NOON)
    with house.tracker.reading() as session:
        assert feeds.owner(session, second).actor.id == house["ketua"].id
        for wrong in (first, "", second[:-1], second + "a"):
            with pytest.raises(NotFound):
                feeds.owner(session, wrong)
    assert second not in str(house.everything())
    with house.tracker.transaction() as session:
        feeds.revoke(session, house["ketua"], now=NOON)
        with pytest.raises(NotFound):
            feeds.owner(session, second)


def test_a_feed_tells_of_cancelled_meetings_and_each_person_only_theirs(house: House) -> None:
    house.enter(plans=PLANS)
    house.meet(status="dibatalkan")
    with house.tracker.reading() as session:
        own = feeds.personal_feed(session, house["ketua"], now=NOON, today=TODAY)
        other = feeds.personal_feed(session, house["lain"], now=NOON, today=TODAY)
        public = feeds.public_feed(session, now=NOON, today=TODAY)
    assert [one.meeting.status for one in own.sittings] == ["dibatalkan"]
    assert len(own.dues) == 2
    assert (other.sittings, other.dues) == ((), ())
    assert public.sittings == ()


def test_a_recess_stands_in_the_calendar_and_stops_no_working_day(house: House) -> None:
    recess = recesses.Recess("Reses I", date(2023, 6, 19), date(2023, 6, 23))
    with house.tracker.transaction() as session:
        recesses.add(session, house["admin"], recess, now=NOON)
    days = {day.on: day for week in month(house, "staf").weeks for day in week}
    assert [on.day for on, day in days.items() if day.recess == "Reses I"] == [19, 20, 21, 22, 23]
    assert days[date(2023, 6, 20)].is_working
    assert not days[date(2023, 6, 19)].is_bare


def test_a_plan_is_tentative_in_the_feed_of_its_raperda_and_absent_from_the_feed_for_all(
    house: House,
) -> None:
    house.enter(plans=PLANS)
    with house.tracker.reading() as session:
        own = feeds.public_feed_of(session, SPBE, now=NOON, today=TODAY)
        every = feeds.public_feed(session, now=NOON, today=TODAY)
    assert [(one.deadline.kind, one.deadline.rule) for one in own.dues] == [("rencana", None)] * 2
    assert every.dues == ()
