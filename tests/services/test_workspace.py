"""The read models of those who work here: all of their own, nothing of another pansus, what they may do."""

from datetime import timedelta

import pytest

from tests.services.house import NOON, SPBE, TODAY, House
from tracker.domain.access import Permission
from tracker.domain.errors import NotAllowed, NotFound
from tracker.domain.state import Move
from tracker.services import committees, raperda, work, workspace
from tracker.services.progress import Filters
from tracker.services.stages import Plan
from tracker.services.work import Today
from tracker.services.workspace import Workspace


def opened(house: House, who: str, slug: str = SPBE) -> Workspace:
    with house.tracker.reading() as session:
        return workspace.open_workspace(session, house[who], slug, now=house.now, today=TODAY)


def today_of(house: House, who: str = "staf") -> Today:
    with house.tracker.reading() as session:
        return work.today_of(session, house[who], now=house.now, today=TODAY)


def moves_of(house: House, who: str) -> dict[str, tuple[Move, ...]]:
    return {line.stage.slug: line.moves for line in opened(house, who).stages}


# One Raperda


def test_those_who_may_read_see_everything_internal(house: House) -> None:
    house.enter(is_public=False)
    house.upload("Satu.", note="Dari dinas")
    house.attach()
    house.meet(agenda="Tertutup")
    with house.tracker.transaction() as session:
        raperda.write_note(session, house["ketua"], SPBE, "Tanyakan ke Kominfo", now=house.now)
    for who in ("admin", "staf", "ketua", "pimpinan"):
        found = opened(house, who)
        assert [one.note for one in found.drafts] == ["Dari dinas"]
        assert [one.agenda for one in found.meetings] == ["Tertutup"]
        assert [(one.author, one.text) for one in found.notes] == [("ketua", "Tanyakan ke Kominfo")]
        assert len(found.papers) == 1
        assert {one.actor for one in found.history} == {"staf"}


def test_another_pansus_opens_nothing_of_it(house: House) -> None:
    house.enter()
    house.upload("Satu.")
    paper_id, meeting_id = house.attach(), house.meet()
    with house.tracker.reading() as session:
        lain = house["lain"]
        for read in (
            lambda: workspace.open_workspace(session, lain, SPBE, now=house.now, today=TODAY),
            lambda: workspace.drafts(session, lain, SPBE),
            lambda: workspace.draft_file(session, lain, SPBE, 1),
            lambda: workspace.paper_file(session, lain, SPBE, paper_id),
            lambda: workspace.meeting(session, lain, SPBE, meeting_id),
        ):
            with pytest.raises(NotAllowed):
                read()
        assert workspace.listing(session, lain, Filters(), today=TODAY).rows == ()
        assert len(workspace.listing(session, house["ketua"], Filters(), today=TODAY).rows) == 1


def test_moves_are_offered_only_to_who_may_make_them(house: House) -> None:
    house.enter()
    house.do(("rapat-pansus", "mulai"))
    assert Move.COMPLETE in moves_of(house, "ketua")["rapat-pansus"]
    assert set(moves_of(house, "pimpinan").values()) == {()}
    for who in ("staf", "ketua"):
        assert all(Move.RECORD_EARLIER not in moves for moves in moves_of(house, who).values())
    assert (opened(house, "ketua").whole_moves, opened(house, "staf").whole_moves) == ((), (Move.WITHDRAW,))


def test_the_one_next_step_is_there_for_those_who_may_take_it(house: House) -> None:
    house.enter()
    step = opened(house, "ketua").next_step
    assert step is not None
    assert (step[0], step[1].slug) == (Move.START, "rapat-pansus")
    assert opened(house, "pimpinan").next_step is None
    assert opened(house, "pimpinan").may == {Permission.READ_INTERNAL}


def test_what_is_void_is_no_longer_shown_as_a_deadline(house: House) -> None:
    house.enter(plans=(Plan("rapat-pansus", None, TODAY),))
    assert [one.days_left for one in opened(house, "staf").deadlines] == [0]
    house.do(("rapat-pansus", "jadwalkan"))
    assert opened(house, "staf").deadlines == ()


def test_what_does_not_exist_is_not_found(house: House) -> None:
    house.enter()
    with house.tracker.reading() as session:
        staf = house["staf"]
        for read in (
            lambda: workspace.open_workspace(session, staf, "tidak-ada", now=house.now, today=TODAY),
            lambda: workspace.draft_file(session, staf, SPBE, 1),
            lambda: workspace.paper_file(session, staf, SPBE, 1),
            lambda: workspace.meeting(session, staf, SPBE, 1),
        ):
            with pytest.raises(NotFound):
                read()


# Hari ini


def test_today_tells_apart_what_is_late_soon_and_far(house: House) -> None:
    due = {"rapat-pansus": -1, "kunjungan-kerja": 0, "pra-finalisasi": 7, "finalisasi": 8}
    house.enter(plans=tuple(Plan(slug, None, TODAY + timedelta(days)) for slug, days in due.items()))
    found = today_of(house)
    assert [line.deadline.stage.slug for line in found.late] == ["rapat-pansus"]
    assert [line.deadline.stage.slug for line in found.soon] == ["kunjungan-kerja", "pra-finalisasi"]


def test_what_is_done_is_neither_late_nor_soon(house: House) -> None:
    house.enter(plans=(Plan("rapat-pansus", None, TODAY - timedelta(1)),))
    house.do(("rapat-pansus", "mulai"), ("rapat-pansus", "selesaikan"))
    assert (today_of(house).late, today_of(house).soon) == ((), ())


def test_who_waits_and_who_is_stuck_is_told_by_holder_and_goal(house: House) -> None:
    house.enter("finalisasi")
    with house.tracker.transaction() as session:
        committees.set_stage(
            session, house["admin"], "harmonisasi-provinsi", holder="provinsi", goal_days=10, now=house.now
        )
    house.do(("harmonisasi-provinsi", "mulai"), occurred_on=TODAY - timedelta(9))
    assert [line.slug for line in today_of(house).waiting] == [SPBE]
    assert today_of(house).stuck == ()
    house.do(("harmonisasi-provinsi", "koreksi"), started_on=TODAY - timedelta(10))
    assert [(line.where.day, line.goal_days) for line in today_of(house).stuck] == [(11, 10)]
    house.do(("harmonisasi-provinsi", "tarik"))
    assert (today_of(house).waiting, today_of(house).stuck) == ((), ())


def test_a_meeting_of_today_is_there_by_local_time_and_not_due_as_well(house: House) -> None:
    house.enter()
    midnight = NOON.replace(day=14, hour=17)  # 00.00 WIB on the 15th
    for starts_at in (midnight - timedelta(minutes=1), midnight, midnight + timedelta(days=1)):
        house.meet(starts_at=starts_at)
    house.meet(status="dibatalkan", starts_at=NOON)
    found = today_of(house)
    assert [one.meeting.starts_at for one in found.meetings] == [midnight]
    assert [line.deadline.days_left for line in (*found.late, *found.soon)] == [-1, 1]


def test_today_shows_nobody_what_belongs_to_another_pansus(house: House) -> None:
    house.enter("finalisasi", plans=(Plan("rapat-paripurna", None, TODAY),))
    house.do(("harmonisasi-provinsi", "mulai"))
    house.meet(stage="harmonisasi-provinsi", starts_at=NOON)
    for who, count in (("lain", 0), ("ketua", 1), ("pimpinan", 1)):
        found = today_of(house, who)
        assert [len(found.soon), len(found.waiting), len(found.meetings)] == [count] * 3, who
