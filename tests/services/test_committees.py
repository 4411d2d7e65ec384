"""Pansus and the settings of stages: who sits where decides who may do what."""

from dataclasses import replace

import pytest

from tests.services.house import SPBE, House
from tracker.domain.access import Actor
from tracker.domain.errors import InvalidValue, NotAllowed, NotFound
from tracker.services import accounts, committees, progress, workspace
from tracker.services.committees import Composition, Seat

EMPTY = Composition("Pansus baru", "Keputusan 1/2023", None, None, ())


def form(house: House, composition: Composition, by: str = "admin") -> int:
    with house.tracker.transaction() as session:
        return committees.form(session, house[by], composition, now=house.now)


def reform(house: House, composition: Composition, pansus_id: int | None = None) -> None:
    with house.tracker.transaction() as session:
        committees.reform(session, house["admin"], pansus_id or house.pansus_id, composition, now=house.now)


def stored(house: House) -> Composition:
    with house.tracker.reading() as session:
        lines = committees.committees(session, house["pimpinan"])
    return next(line.composition for line in lines if line.id == house.pansus_id)


def as_logged_in(house: House, name: str) -> Actor:
    with house.tracker.reading() as session:
        found = accounts.logged_in(session, house[name].id, 1)
    assert found is not None
    return found.actor


def test_whoever_is_given_a_seat_may_read_and_whoever_loses_it_may_not(house: House) -> None:
    house.enter()
    reform(house, replace(stored(house), seats=(Seat(house["lain"].id, "ketua", "Fraksi B"),)))
    assert as_logged_in(house, "lain").pansus == {house.pansus_id, house.other_pansus_id}
    assert as_logged_in(house, "ketua").pansus == frozenset()
    with house.tracker.reading() as session:
        now, today = house.now, house.tracker.today()
        workspace.open_workspace(session, as_logged_in(house, "lain"), SPBE, now=now, today=today)
        with pytest.raises(NotAllowed):
            workspace.open_workspace(session, as_logged_in(house, "ketua"), SPBE, now=now, today=today)


def test_a_composition_that_changes_nothing_writes_nothing(house: House) -> None:
    before = house.everything()
    reform(house, stored(house))
    assert house.everything() == before


def test_a_changed_pansus_refreshes_the_pages_of_its_raperda(house: House) -> None:
    house.enter()
    with house.tracker.reading() as session:
        before = progress.page_stamp(session, SPBE)
    reform(house, replace(stored(house), name="Pansus Digital"))
    with house.tracker.reading() as session:
        assert progress.page_stamp(session, SPBE) > before
        assert progress.public_header(session, SPBE).pansus == "Pansus Digital"


@pytest.mark.parametrize(("people", "field", "reason"), [
    ((("ketua", "ketua"), ("ketua", "anggota")), "seats", "twice"),
    ((("ketua", "ketua"), ("lain", "ketua")), "seats", "two-chairs"),
    ((("ketua", "raja"),), "seats", "not-a-choice"),
    ((("staf", "anggota"),), "seats", "not-a-choice"),
])  # fmt: skip
def test_seats_that_cannot_be_are_refused(
    house: House, people: tuple[tuple[str, str], ...], field: str, reason: str
) -> None:
    before = house.everything()
    seats = tuple(Seat(house[name].id, position, "") for name, position in people)
    with pytest.raises(InvalidValue) as refused:
        form(house, replace(EMPTY, seats=seats))
    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert house.everything() == before


@pytest.mark.parametrize(("name", "reason"), [(" ", "required"), ("Pansus SPBE", "already-there")])
def test_a_pansus_needs_a_name_of_its_own(house: House, name: str, reason: str) -> None:
    with pytest.raises(InvalidValue, match=reason):
        form(house, replace(EMPTY, name=name))


def test_a_pansus_that_does_not_exist_is_not_reformed(house: House) -> None:
    with pytest.raises(NotFound):
        reform(house, EMPTY, 999)


def test_the_settings_of_a_stage_are_kept_once(house: House) -> None:
    def set_stage(holder: str = "opd", goal: int | None = 10, slug: str = "rapat-pansus") -> None:
        with house.tracker.transaction() as session:
            committees.set_stage(session, house["admin"], slug, holder=holder, goal_days=goal, now=house.now)

    set_stage()
    before = house.everything()
    set_stage()
    for holder, goal in (("raja", 10), ("opd", 0), ("opd", 1001)):
        with pytest.raises(InvalidValue):
            set_stage(holder, goal)
    with pytest.raises(NotFound):
        set_stage(slug="pesta")
    assert house.everything() == before
    with house.tracker.reading() as session:
        lines = {line.stage.slug: line for line in committees.stage_lines(session, house["admin"])}
    assert (lines["rapat-pansus"].holder, lines["rapat-pansus"].goal_days) == ("opd", 10)
    assert (lines["finalisasi"].holder, lines["finalisasi"].goal_days) == ("pansus", None)


@pytest.mark.parametrize("who", ["staf", "ketua", "pimpinan"])
def test_only_the_administrator_forms_and_sets(house: House, who: str) -> None:
    before = house.everything()
    with pytest.raises(NotAllowed):
        form(house, EMPTY, by=who)
    with pytest.raises(NotAllowed), house.tracker.transaction() as session:
        committees.reform(session, house[who], house.pansus_id, EMPTY, now=house.now)
    with pytest.raises(NotAllowed), house.tracker.transaction() as session:
        committees.set_stage(session, house[who], "finalisasi", holder="opd", goal_days=1, now=house.now)
    with pytest.raises(NotAllowed), house.tracker.reading() as session:
        committees.stage_lines(session, house[who])
    assert house.everything() == before
