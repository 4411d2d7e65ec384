"""Meetings: written down once, changed without overwriting others, and their days are deadlines."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.services.house import MEETING, NOON, SPBE, House
from tracker.domain.errors import InvalidValue, NotAllowed, NotFound, Refusal, Stale
from tracker.services import meetings


def change(house: House, meeting_id: int, *, seen: int = 1, slug: str = SPBE, **changes: Any) -> None:
    with house.tracker.transaction() as session:
        meetings.change(
            session,
            house["ketua"],
            slug,
            meeting_id,
            replace(MEETING, **changes),
            seen_revision=seen,
            now=house.now,
        )


def due(house: House, meeting_id: int) -> tuple[str, str]:
    row = house.deadlines()[str(meeting_id)]
    return row.due_on.isoformat(), row.status


def test_the_day_of_a_meeting_is_a_deadline_in_local_time(house: House) -> None:
    house.enter()
    late = NOON.replace(day=20, hour=18)  # 01.00 WIB on the 21st
    meeting_id = house.meet(starts_at=late)
    assert due(house, meeting_id) == ("2023-06-21", "terbuka")
    assert house.deadlines()[str(meeting_id)].meeting_id == meeting_id


@pytest.mark.parametrize(("status", "after"), [("dibatalkan", "gugur"), ("ditunda", "gugur")])
def test_a_meeting_that_is_off_is_due_no_more_and_due_again_once_it_is_on(
    house: House, status: str, after: str
) -> None:
    house.enter()
    meeting_id = house.meet()
    change(house, meeting_id, status=status)
    assert due(house, meeting_id) == ("2023-06-20", after)
    change(house, meeting_id, seen=2, starts_at=NOON + timedelta(days=6))
    assert due(house, meeting_id) == ("2023-06-21", "terbuka")


def test_a_meeting_that_was_held_is_done(house: House) -> None:
    house.enter()
    meeting_id = house.meet()
    change(house, meeting_id, starts_at=NOON - timedelta(days=1), status="selesai", outcome="Sepakat")
    assert due(house, meeting_id) == ("2023-06-14", "selesai")


def test_an_edit_that_changes_nothing_writes_nothing(house: House) -> None:
    house.enter()
    meeting_id = house.meet()
    before = house.everything()
    change(house, meeting_id)
    assert house.everything() == before


def test_of_two_edits_of_one_page_the_second_is_told(house: House) -> None:
    house.enter()
    meeting_id = house.meet()
    change(house, meeting_id, agenda="Blank spot")
    before = house.everything()
    with pytest.raises(Stale) as refused:
        change(house, meeting_id, agenda="Aplikasi terpadu")
    assert (refused.value.seen, refused.value.current) == (1, 2)
    assert house.everything() == before


@pytest.mark.parametrize(("changes", "field"), [
    ({"stage": "evaluasi-gubernur"}, "stage"),
    ({"kind": "pesta"}, "kind"),
    ({"status": "entah"}, "status"),
    ({"ends_at": MEETING.starts_at}, "ends_at"),
    ({"status": "selesai"}, "status"),
    ({"link": "javascript:alert(1)"}, "link"),
    ({"link": "//jahat.example"}, "link"),
])  # fmt: skip
def test_a_meeting_that_cannot_be_is_refused_with_its_field(
    house: House, changes: dict[str, Any], field: str
) -> None:
    house.enter()
    before = house.everything()
    with pytest.raises(InvalidValue) as refused:
        house.meet(**changes)
    assert refused.value.field == field
    assert house.everything() == before


@pytest.mark.parametrize("who", ["lain", "pimpinan"])
def test_only_those_of_the_raperda_schedule_its_meetings(house: House, who: str) -> None:
    house.enter()
    with pytest.raises(NotAllowed), house.tracker.transaction() as session:
        meetings.schedule(session, house[who], SPBE, MEETING, now=house.now)


@pytest.mark.parametrize("wrong", ["raperda", "meeting"])
def test_a_meeting_is_found_only_under_its_own_raperda(house: House, wrong: str) -> None:
    house.enter()
    other = house.enter(short_name="Pasar")
    meeting_id = house.meet()
    refusal: type[Refusal] = NotFound
    with pytest.raises(refusal):
        change(house, meeting_id if wrong == "raperda" else 999, slug=other)
