"""Draft versions: numbered without a gap, kept once, hidden with a reason and never deleted."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.adapters.docx_building import docx, p
from tests.services.house import SPBE, House
from tracker.adapters.word import docx_reader
from tracker.domain.errors import DuplicateDraft, InvalidValue, NotAllowed, NotFound, Stale
from tracker.services import drafts, progress, workspace
from tracker.storage.models import DraftReadingRow, JournalEntry

EIGHT = 8
MANY = 25 * 1024 * 1024


def show(house: House, number: int, *, is_public: bool = True, by: str = "staf") -> None:
    with house.tracker.transaction() as session:
        drafts.set_visibility(session, house[by], SPBE, number, is_public=is_public, now=house.now)


def withdraw(house: House, number: int, reason: str = "Salah berkas", by: str = "staf") -> None:
    with house.tracker.transaction() as session:
        drafts.withdraw(session, house[by], SPBE, number, reason, now=house.now)


def public_numbers(house: House) -> list[int]:
    with house.tracker.reading() as session:
        return [line.number for line in progress.public_drafts(session, SPBE)]


def test_uploads_at_the_same_time_are_numbered_without_a_gap(house: House) -> None:
    house.enter()
    commands = [house.draft(f"Ayat {number}.") for number in range(EIGHT)]
    start = Barrier(EIGHT)

    def act(command: drafts.Upload) -> int:
        start.wait()
        with house.tracker.transaction() as session:
            return drafts.upload(session, house["staf"], SPBE, command, now=house.now).number

    with ThreadPoolExecutor(EIGHT) as people:
        numbers = sorted(people.map(act, commands))
    assert numbers == [one.number for one in house.versions()] == list(range(1, EIGHT + 1))


def test_the_same_bytes_at_the_same_time_become_one_version(house: House) -> None:
    house.enter()
    command, start = house.draft("Sama."), Barrier(EIGHT)

    def act(_person: int) -> str:
        start.wait()
        try:
            with house.tracker.transaction() as session:
                drafts.upload(session, house["staf"], SPBE, command, now=house.now)
        except DuplicateDraft as refused:
            return f"version {refused.number}"
        return "kept"

    with ThreadPoolExecutor(EIGHT) as people:
        answers = sorted(people.map(act, range(EIGHT)))
    assert answers == ["kept", *["version 1"] * (EIGHT - 1)]
    assert len(house.versions()) == 1


def test_of_two_who_accept_the_same_number_at_once_one_is_told(house: House) -> None:
    house.enter()
    commands = [replace(house.draft(f"Ayat {number}."), number=1) for number in range(EIGHT)]
    start = Barrier(EIGHT)

    def act(command: drafts.Upload) -> tuple[int, int]:
        start.wait()
        try:
            with house.tracker.transaction() as session:
                drafts.upload(session, house["staf"], SPBE, command, now=house.now)
        except Stale as refused:
            return refused.seen, refused.current
        return 0, 0

    with ThreadPoolExecutor(EIGHT) as people:
        answers = sorted(people.map(act, commands))
    assert answers == [(0, 0), *[(1, 2)] * (EIGHT - 1)]
    assert [one.number for one in house.versions()] == [1]


@pytest.mark.parametrize(("choice", "pasal", "title"), [
    ("bersih", 1, "RANCANGAN PERATURAN DAERAH TENTANG SPBE"),
    ("apa-adanya", 2, "RANCANGAN PERATURAN DAERAH TENTANG SPBE LAMA"),
])  # fmt: skip
def test_a_version_counts_what_its_accepted_reading_says(
    house: House, choice: str, pasal: int, title: str
) -> None:
    house.enter()
    struck = [f"<w:r><w:rPr><w:strike/></w:rPr><w:t>{text}</w:t></w:r>" for text in ("LAMA", "Pasal 2")]
    front = ["RANCANGAN PERATURAN DAERAH", "TENTANG", "SPBE"]
    rest = ["DENGAN RAHMAT TUHAN YANG MAHA ESA", "MEMUTUSKAN:", "Pasal 1", "Isi."]
    body = [*map(p, front), p(runs=struck[0]), *map(p, rest), p(runs=struck[1])]
    data = docx("".join(body))
    house.upload(sha256=house.tracker.drafts.put(data), reading=docx_reader.read(data), accepted=choice)
    [version] = house.versions()
    assert (version.reading, version.pasal_count, version.title) == (choice, pasal, title)


def test_another_raperda_may_have_the_same_bytes(house: House) -> None:
    house.enter()
    other = house.enter(short_name="Pasar")
    assert (house.upload("Sama."), house.upload("Sama.", slug=other)) == (1, 1)


def test_a_version_says_what_was_read_and_who_brought_it(house: House) -> None:
    house.enter()
    house.upload("Satu.", "Dua.", note="Dari dinas", filename="Naskah OPD.docx")
    [version] = house.versions()
    assert (version.pasal_count, version.bab_count) == (2, 1)
    assert version.title == "RANCANGAN PERATURAN DAERAH TENTANG SPBE"
    assert (version.uploaded_by_id, version.uploaded_at) == (house["staf"].id, house.now)
    assert (version.filename, version.note, version.visibility) == (
        "Naskah OPD.docx", "Dari dinas", "internal",
    )  # fmt: skip


@pytest.mark.parametrize(("changes", "field"), [
    ({"stage": "evaluasi-gubernur"}, "stage"),
    ({"source": "tetangga"}, "source"),
    ({"accepted": "kotor"}, "accepted"),
])  # fmt: skip
def test_a_version_from_nowhere_is_refused(house: House, changes: dict[str, Any], field: str) -> None:
    house.enter()
    before = house.everything()
    with pytest.raises(InvalidValue) as refused:
        house.upload("Satu.", **changes)
    assert refused.value.field == field
    assert house.everything() == before


def test_showing_twice_writes_once(house: House) -> None:
    house.enter()
    house.upload("Satu.")
    show(house, 1)
    before = house.everything()
    show(house, 1)
    assert house.everything() == before
    assert public_numbers(house) == [1]
    show(house, 1, is_public=False)
    assert public_numbers(house) == []


def test_withdrawing_hides_from_the_public_and_deletes_nothing(house: House) -> None:
    house.enter()
    house.upload("Satu.", is_public=True)
    with pytest.raises(InvalidValue, match="required"):
        withdraw(house, 1, "  ")
    withdraw(house, 1)
    before = house.everything()
    withdraw(house, 1, "Alasan lain")
    assert house.everything() == before
    assert public_numbers(house) == []
    with house.tracker.reading() as session:
        stored = workspace.draft_file(session, house["ketua"], SPBE, 1)
    assert house.tracker.drafts.intact(stored.sha256)
    with pytest.raises(InvalidValue, match="withdrawn"):
        show(house, 1)
    assert house.versions()[0].withdrawn_reason == "Salah berkas"


def test_each_version_is_compared_with_the_one_before_it_that_its_reader_may_see(house: House) -> None:
    house.enter()
    for number, is_public in enumerate((True, False, True, True), start=1):
        house.upload(f"Ayat {number}.", is_public=is_public)
    withdraw(house, 3)
    with house.tracker.reading() as session:
        public = [(one.number, one.compare_with) for one in progress.public_drafts(session, SPBE)]
        _, lines = workspace.drafts(session, house["ketua"], SPBE)
    assert public == [(4, 1), (1, None)]
    assert [(one.number, one.compare_with) for one in lines] == [(4, 2), (3, 2), (2, 1), (1, None)]
    assert {one.uploaded_by for one in lines} == {"staf"}


def test_what_an_older_reader_found_is_read_again_from_the_bytes(house: House) -> None:
    house.enter()
    house.upload("Satu.")
    with house.tracker.transaction() as session:
        session.execute(update(DraftReadingRow).values(reader_version=0))
        row = session.scalars(select(DraftReadingRow)).one()
        row.content = {"nonsense": True}
    with house.tracker.reading() as session:
        (line,) = workspace.drafts(session, house["ketua"], SPBE)[1]
        reading = drafts.reading_of(session, house.tracker.drafts, line, max_bytes=MANY)
    assert reading.outline.pasal_count == 1
    assert reading == house.draft("Satu.").reading


def test_what_is_kept_of_a_reading_is_the_whole_reading(house: House) -> None:
    house.enter()
    command = house.draft("Satu.", "Dua.")
    house.upload("Satu.", "Dua.")
    with house.tracker.reading() as session:
        (line,) = workspace.drafts(session, house["ketua"], SPBE)[1]
        assert drafts.reading_of(session, house.tracker.drafts, line, max_bytes=1) == command.reading


def test_every_change_of_a_version_is_in_the_journal(house: House) -> None:
    house.enter()
    house.upload("Satu.")
    show(house, 1)
    show(house, 1, is_public=False)
    withdraw(house, 1)
    with house.tracker.reading() as session:
        verbs = session.scalars(
            select(JournalEntry.verb).where(JournalEntry.noun == "draft").order_by(JournalEntry.id)
        ).all()
    assert verbs == ["upload", "publik", "internal", "withdraw"]


@pytest.mark.parametrize("who", ["ketua", "lain", "pimpinan"])
def test_only_the_secretariat_uploads_shows_and_withdraws(house: House, who: str) -> None:
    house.enter()
    house.upload("Satu.")
    before, command = house.everything(), house.draft("Dua.")
    with pytest.raises(NotAllowed), house.tracker.transaction() as session:
        drafts.upload(session, house[who], SPBE, command, now=house.now)
    with pytest.raises(NotAllowed):
        show(house, 1, by=who)
    with pytest.raises(NotAllowed):
        withdraw(house, 1, by=who)
    assert house.everything() == before


def test_a_version_that_does_not_exist_is_not_found(house: House) -> None:
    house.enter()
    for act in (show, withdraw):
        with pytest.raises(NotFound):
            act(house, 7)
