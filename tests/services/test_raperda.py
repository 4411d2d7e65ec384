"""Entering and describing a Raperda: one address for good, no edit lost, none written for nothing."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from tests.services.house import DESCRIPTION, SPBE, House
from tracker.domain.errors import InvalidValue, NotAllowed, NotFound, Stale
from tracker.services import raperda
from tracker.services.raperda import Publication
from tracker.storage.models import JournalEntry, Note, Raperda


def describe(house: House, *, by: str = "staf", seen: int | None = None, **changes: Any) -> None:
    stored = replace(DESCRIPTION, pansus_id=house.pansus_id)
    with house.tracker.transaction() as session:
        raperda.describe(
            session,
            house[by],
            SPBE,
            replace(stored, **changes),
            seen=stored.fingerprint if seen is None else seen,
            now=house.now,
        )


def stages(house: House) -> set[str]:
    return {one.stage for one in house.state().rounds}


def test_raperda_of_one_name_have_addresses_of_their_own(house: House) -> None:
    assert [house.enter() for _ in range(3)] == [SPBE, "spbe-2023-2", "spbe-2023-3"]
    assert house.enter(short_name="¿¡!") == "raperda-2023"
    assert house.enter(short_name="Pajak & Retribusi Daerah") == "pajak-retribusi-daerah-2023"


def test_an_address_never_changes(house: House) -> None:
    house.enter()
    describe(house, short_name="Pemerintahan Elektronik", year=2024)
    with house.tracker.reading() as session:
        assert session.scalars(select(Raperda.slug)).all() == [SPBE]


def test_an_edit_that_changes_nothing_writes_nothing(house: House) -> None:
    house.enter()
    before = house.everything()
    describe(house)
    assert house.everything() == before


def test_the_journal_keeps_only_what_changed_from_what_to_what(house: House) -> None:
    house.enter()
    describe(house, leading_opd="Dinas Lain")
    with house.tracker.reading() as session:
        entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert entry is not None
    assert (entry.noun, entry.verb, entry.actor_id) == ("raperda", "edit", house["staf"].id)
    assert (entry.before, entry.after) == ({"leading_opd": "Dinas Kominfo"}, {"leading_opd": "Dinas Lain"})


def test_of_two_descriptions_written_on_one_page_the_second_is_told(house: House) -> None:
    house.enter()
    seen = replace(DESCRIPTION, pansus_id=house.pansus_id).fingerprint
    describe(house, leading_opd="Dinas Lain", seen=seen)
    before = house.everything()
    with pytest.raises(Stale):
        describe(house, summary="Satu aplikasi terpadu", seen=seen)
    assert house.everything() == before


def test_a_move_meanwhile_does_not_stop_a_description(house: House) -> None:
    house.enter()
    house.do(("rapat-pansus", "mulai"))
    describe(house, leading_opd="Dinas Lain")
    assert house.moves() == [("rapat-pansus", "mulai")]


def test_the_evaluation_comes_and_goes_with_the_kind(house: House) -> None:
    house.enter()
    describe(house, kind="dievaluasi")
    assert "evaluasi-gubernur" in stages(house)
    again = replace(DESCRIPTION, pansus_id=house.pansus_id, kind="dievaluasi")
    with house.tracker.transaction() as session:
        raperda.describe(
            session,
            house["staf"],
            SPBE,
            replace(again, kind="biasa"),
            seen=again.fingerprint,
            now=house.now,
        )
    assert "evaluasi-gubernur" not in stages(house)


def test_the_kind_stays_once_the_plenary_is_over(house: House) -> None:
    house.enter("rapat-paripurna")
    before = house.everything()
    with pytest.raises(InvalidValue, match="already-moved"):
        describe(house, kind="dievaluasi")
    assert house.everything() == before


def test_a_pansus_that_does_not_exist_cannot_have_it(house: House) -> None:
    before = house.everything()
    with pytest.raises(InvalidValue, match="not-a-choice"):
        house.enter(pansus_id=999)
    assert house.everything() == before


def test_numbers_are_written_down_once(house: House) -> None:
    house.enter()
    numbers = Publication("3/2023", "5 Tahun 2023")
    for _ in range(2):
        with house.tracker.transaction() as session:
            raperda.publish(session, house["staf"], SPBE, numbers, now=house.now)
    with house.tracker.reading() as session:
        verbs = session.scalars(select(JournalEntry.verb).where(JournalEntry.noun == "raperda")).all()
    assert verbs == ["create", "edit"]


def note(house: House, who: str, text: str, slug: str = SPBE) -> None:
    with house.tracker.transaction() as session:
        raperda.write_note(session, house[who], slug, text, now=house.now)


def test_a_note_keeps_who_wrote_it_and_is_never_empty(house: House) -> None:
    house.enter()
    note(house, "ketua", "  Tanyakan ke Kominfo ")
    with pytest.raises(InvalidValue, match="required"):
        note(house, "ketua", " \n ")
    with house.tracker.reading() as session:
        [row] = session.scalars(select(Note))
    assert (row.author_id, row.text) == (house["ketua"].id, "Tanyakan ke Kominfo")


def test_a_raperda_without_a_pansus_is_nobodys_own(house: House) -> None:
    slug = house.enter(pansus_id=None, short_name="Pasar")
    for who in ("ketua", "lain"):
        with pytest.raises(NotAllowed):
            note(house, who, "Catatan", slug)
    note(house, "staf", "Catatan", slug)


@pytest.mark.parametrize("who", ["ketua", "lain", "pimpinan"])
def test_only_the_secretariat_enters_and_describes(house: House, who: str) -> None:
    house.enter()
    before = house.everything()
    with pytest.raises(NotAllowed):
        describe(house, by=who, leading_opd="Dinas Lain")
    with pytest.raises(NotAllowed), house.tracker.transaction() as session:
        raperda.publish(session, house[who], SPBE, Publication("1", "2"), now=house.now)
    assert house.everything() == before


def test_what_does_not_exist_is_not_found(house: House) -> None:
    with pytest.raises(NotFound):
        note(house, "staf", "Catatan", "tidak-ada")
