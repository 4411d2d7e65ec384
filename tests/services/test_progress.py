"""The public read model: where a Raperda is, how its plans slipped, in whose hands the days went."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.services.house import NOON, SPBE, TODAY, House
from tracker.domain.errors import NotFound
from tracker.services import progress
from tracker.services.progress import Filters
from tracker.services.stages import Plan
from tracker.services.views import Listing, Node, PublicPage, Shape, Whereabouts


def page(house: House, slug: str = SPBE, today: date = TODAY) -> PublicPage:
    with house.tracker.reading() as session:
        return progress.public_page(session, slug, now=house.now, today=today)


def listing(house: House, **filters: Any) -> Listing:
    with house.tracker.reading() as session:
        return progress.listing(session, Filters(**filters), today=TODAY)


def names(found: Listing) -> list[str]:
    return [row.short_name for row in found.rows]


def node(house: House, slug: str, today: date = TODAY) -> Node:
    strip = page(house, today=today).strip
    return next(one for one in (*strip.before, *strip.numbered, *strip.after) if one.stage.slug == slug)


# Where it is


def test_it_says_the_stage_and_the_day_counting_from_one(house: House) -> None:
    house.enter()
    house.do(("kunjungan-kerja", "mulai"), occurred_on=TODAY - timedelta(days=8))
    where = page(house).where
    assert (where.kind, where.stage.number, where.day) == (Whereabouts.BERLANGSUNG, 3, 9)
    assert where.following is None


def test_it_says_when_it_waits_for_others(house: House) -> None:
    house.enter("finalisasi")
    house.do(("harmonisasi-provinsi", "mulai"), occurred_on=TODAY - timedelta(days=22))
    where = page(house).where
    assert (where.kind, where.holder, where.day) == (Whereabouts.MENUNGGU, "provinsi", 23)
    assert node(house, "harmonisasi-provinsi").shape is Shape.MENUNGGU


def test_it_says_what_follows_when_nothing_is_open(house: House) -> None:
    house.enter()
    where = page(house).where
    assert (where.kind, where.stage.slug) == (Whereabouts.ANTARA, "pembentukan-pansus")
    assert where.following is not None
    assert where.following.slug == "rapat-pansus"


@pytest.mark.parametrize(("asked", "kind"), [("tarik", Whereabouts.DITARIK), ("tolak", Whereabouts.DITOLAK)])
def test_it_says_how_it_ended(house: House, asked: str, kind: Whereabouts) -> None:
    house.enter("harmonisasi-provinsi", plans=(Plan("rapat-paripurna", None, TODAY - timedelta(days=3)),))
    house.do(("rapat-paripurna", "mulai"), ("rapat-paripurna", asked))
    where = page(house).where
    assert (where.kind, where.days_late) == (kind, 0)


def test_late_is_what_is_past_its_plan_and_not_done(house: House) -> None:
    house.enter(plans=(Plan("rapat-pansus", None, TODAY - timedelta(days=2)),))
    house.do(("rapat-pansus", "mulai"))
    assert (page(house).where.days_late, node(house, "rapat-pansus").shape) == (2, Shape.TERLAMBAT)
    house.do(("rapat-pansus", "selesaikan"))
    assert (page(house).where.days_late, node(house, "rapat-pansus").shape) == (0, Shape.SELESAI)


# Slips and rounds


def test_a_plan_that_slipped_keeps_its_first_date_and_its_reasons(house: House) -> None:
    first, last = date(2023, 6, 20), date(2023, 7, 4)
    house.enter(plans=(Plan("finalisasi", None, first),))
    house.do(("finalisasi", "jadwalkan"), planned_end_on=date(2023, 6, 27), reason="Menunggu Kominfo")
    house.do(("finalisasi", "jadwalkan"), planned_end_on=last, reason="Iduladha")
    found = node(house, "finalisasi")
    assert (found.first_planned_end_on, found.planned_end_on) == (first, last)
    slips = [one for one in page(house).history if one.move == "jadwalkan"]
    assert [(one.old_planned_end_on, one.planned_end_on, one.reason) for one in slips] == [
        (date(2023, 6, 27), last, "Iduladha"),
        (first, date(2023, 6, 27), "Menunggu Kominfo"),
        (None, first, ""),
    ]
    house.do(("finalisasi", "jadwalkan"), planned_end_on=first, reason="Ternyata sempat")
    assert node(house, "finalisasi").first_planned_end_on is None


def test_a_stage_that_was_sent_back_shows_its_rounds_and_why(house: House) -> None:
    house.enter()
    house.do(("rapat-komprehensif", "mulai"), occurred_on=TODAY - timedelta(days=5))
    house.do(("rapat-komprehensif", "kembalikan"), target="rapat-pansus", reason="Definisi belum sepakat")
    found = node(house, "rapat-komprehensif")
    assert (found.round, found.shape) == (2, Shape.BELUM)
    [past] = found.past_rounds
    assert (past.round, past.reason) == (1, "Definisi belum sepakat")
    assert past.target is not None
    assert past.target.slug == "rapat-pansus"
    assert (past.started_on, past.ended_on) == (TODAY - timedelta(days=5), TODAY)


def test_the_public_history_names_nobody(house: House) -> None:
    house.enter()
    house.do(("rapat-pansus", "mulai"))
    assert {one.actor for one in page(house).history} == {""}


# Whose hands


def held(house: House, today: date = TODAY) -> dict[str, int]:
    return {one.holder: one.days for one in page(house, today=today).schedule.holders}


def test_the_days_are_counted_for_whoever_held_it(house: House) -> None:
    house.enter("kunjungan-kerja")
    house.do(("pra-finalisasi", "mulai"), occurred_on=date(2023, 6, 1))
    house.do(("pra-finalisasi", "serahkan"), target="opd", occurred_on=date(2023, 6, 4))
    house.do(("pra-finalisasi", "serahkan"), target="pansus", occurred_on=date(2023, 6, 10))
    assert held(house) == {"opd": 6, "pansus": 8}
    house.do(("pra-finalisasi", "selesaikan"), occurred_on=date(2023, 6, 12))
    assert held(house, today=date(2023, 6, 30)) == {"opd": 6, "pansus": 5}


def test_stages_side_by_side_do_not_count_a_day_twice(house: House) -> None:
    house.enter()
    house.do(("rapat-pansus", "mulai"), ("kunjungan-kerja", "mulai"), occurred_on=TODAY - timedelta(days=4))
    assert held(house) == {"pansus": 4}


# What is shown


def test_only_what_is_open_is_there(house: House) -> None:
    house.enter()
    hidden = house.enter(short_name="Tertutup", is_public=False)
    house.upload("Satu.")
    house.upload("Dua.", is_public=True)
    house.attach()
    shown = house.attach(b"%PDF-1.7 terbuka %%EOF", is_public=True)
    house.meet(agenda="Tertutup")
    house.meet(is_public=True, agenda="Terbuka", starts_at=NOON + timedelta(days=2))
    found = page(house)
    assert [one.number for one in found.drafts] == [2]
    assert [one.id for group in found.papers for one in group.papers] == [shown]
    assert [one.agenda for one in found.next_meetings] == ["Terbuka"]
    assert [one.agenda for one in node(house, "rapat-pansus").meetings] == ["Terbuka"]
    assert names(listing(house)) == ["SPBE"]
    with house.tracker.reading() as session:
        for refused in (
            lambda: progress.public_page(session, hidden, now=house.now, today=TODAY),
            lambda: progress.page_stamp(session, hidden),
            lambda: progress.public_drafts(session, hidden),
            lambda: progress.draft_file(session, SPBE, 1),
            lambda: progress.paper_file(session, SPBE, shown - 1),
        ):
            with pytest.raises(NotFound):
                refused()


def test_meetings_that_were_or_are_off_are_not_next(house: House) -> None:
    house.enter()
    for changes in ({"starts_at": NOON - timedelta(days=1)}, {"status": "dibatalkan"}, {"status": "ditunda"}):
        house.meet(is_public=True, **changes)
    assert page(house).next_meetings == ()


def test_the_list_is_searched_by_word_stage_year_and_initiator(house: House) -> None:
    house.enter()
    house.enter(title="Raperda tentang Pasar 100%", short_name="Pasar", year=2024, initiator="dprd")
    house.do(("rapat-pansus", "mulai"))
    assert names(listing(house)) == ["Pasar", "SPBE"]
    assert names(listing(house, words="TENTANG spbe")) == ["SPBE"]
    assert names(listing(house, words="100%")) == ["Pasar"]
    assert names(listing(house, words="%")) == ["Pasar"]
    assert names(listing(house, words="_")) == []
    assert names(listing(house, stage="rapat-pansus")) == ["SPBE"]
    assert names(listing(house, year=2024)) == ["Pasar"]
    assert names(listing(house, initiator="bupati")) == ["SPBE"]
    assert listing(house).years == (2024, 2023)


def test_a_long_list_has_pages_and_a_page_beyond_its_end_is_the_last(house: House) -> None:
    for number in range(progress.PAGE_SIZE + 1):
        house.enter(None, short_name=f"Raperda {number}")
    first, last, beyond = (listing(house, page=page) for page in (1, 2, 99))
    assert (len(first.rows), len(last.rows), first.total, first.pages) == (20, 1, 21, 2)
    assert names(beyond) == names(last)
    assert set(names(first)).isdisjoint(names(last))


def test_the_stamp_of_the_list_never_comes_back_to_an_old_value(house: House) -> None:
    """Else a page kept from before a Raperda was hidden would be shown again."""
    from tests.services.test_raperda import describe

    def stamp() -> int:
        with house.tracker.reading() as session:
            return progress.list_stamp(session)

    stamps = [stamp()]
    house.enter()
    stamps.append(stamp())
    describe(house, is_public=False)
    stamps.append(stamp())
    house.enter(short_name="Pasar")
    stamps.append(stamp())
    house.do(("rapat-pansus", "mulai"))
    stamps.append(stamp())
    assert stamps == sorted(set(stamps))


# What the law asks


def test_the_public_sees_running_clocks_of_the_law_and_none_that_is_not_verified(house: House) -> None:
    house.enter("finalisasi")
    house.do(("harmonisasi-provinsi", "mulai"))
    assert "hasil-fasilitasi" in house.deadlines()
    assert page(house).clocks == ()
    house.do(("harmonisasi-provinsi", "selesaikan"))
    house.do(("rapat-paripurna", "mulai"), ("rapat-paripurna", "selesaikan"))
    running = [(one.rule.number, one.due_on) for one in page(house).clocks if one.rule]
    # Thursday, 15 June 2023; 16, 19, 20 (3); and 30 working days, counted in the test of the calendar page
    assert running == [("D09", date(2023, 6, 20)), ("D12", date(2023, 8, 2))]
    house.do(("penyampaian-bupati", "mulai"), ("penyampaian-bupati", "selesaikan"))
    assert [one.rule.number for one in page(house).clocks if one.rule] == ["D10", "D12"]
