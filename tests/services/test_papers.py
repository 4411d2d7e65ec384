"""Supporting papers: with a stage or a meeting, recognised when they come again, hidden and never deleted."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.services.house import SPBE, House
from tracker.domain.errors import InvalidValue, NotAllowed, NotFound
from tracker.services import papers, progress, workspace
from tracker.storage.models import Paper


def rows(house: House) -> list[Paper]:
    with house.tracker.reading() as session:
        return list(session.scalars(select(Paper).order_by(Paper.id)))


def public_ids(house: House) -> list[int]:
    with house.tracker.reading() as session:
        page = progress.public_page(session, SPBE, now=house.now, today=house.tracker.today())
    return [paper.id for group in page.papers for paper in group.papers]


def show(house: House, paper_id: int, *, is_public: bool = True, by: str = "staf", slug: str = SPBE) -> None:
    with house.tracker.transaction() as session:
        papers.set_visibility(session, house[by], slug, paper_id, is_public=is_public, now=house.now)


def withdraw(house: House, paper_id: int, reason: str = "Salah berkas", by: str = "staf") -> None:
    with house.tracker.transaction() as session:
        papers.withdraw(session, house[by], SPBE, paper_id, reason, now=house.now)


def test_a_paper_of_a_meeting_belongs_to_the_stage_of_the_meeting(house: House) -> None:
    house.enter()
    meeting_id = house.meet(stage="kunjungan-kerja", kind="kunjungan-kerja")
    house.attach(meeting_id=meeting_id)
    [paper] = rows(house)
    assert (paper.stage, paper.meeting_id) == ("kunjungan-kerja", meeting_id)


def test_the_same_paper_is_recognised_by_bytes_and_kind(house: House) -> None:
    house.enter()
    house.attach()
    before = house.everything()
    with pytest.raises(InvalidValue, match="already-there"):
        house.attach(title="Judul lain", filename="lain.pdf")
    assert house.everything() == before
    house.attach(kind="undangan")
    assert len(rows(house)) == 2


@pytest.mark.parametrize(("changes", "field"), [
    ({"kind": "pesta"}, "kind"),
    ({"stage": "evaluasi-gubernur"}, "stage"),
    ({"meeting_id": 99}, "meeting_id"),
])  # fmt: skip
def test_a_paper_of_nothing_is_refused(house: House, changes: dict[str, Any], field: str) -> None:
    house.enter()
    before = house.everything()
    with pytest.raises(InvalidValue) as refused:
        house.attach(**changes)
    assert refused.value.field == field
    assert house.everything() == before


def test_a_paper_cannot_belong_to_the_meeting_of_another_raperda(house: House) -> None:
    house.enter()
    meeting_id = house.meet()
    with pytest.raises(InvalidValue, match="not-a-choice"):
        house.attach(slug=house.enter(short_name="Pasar"), meeting_id=meeting_id)


def test_showing_twice_writes_once_and_withdrawing_hides_for_good(house: House) -> None:
    house.enter()
    paper_id = house.attach()
    assert public_ids(house) == []
    show(house, paper_id)
    before = house.everything()
    show(house, paper_id)
    assert house.everything() == before
    assert public_ids(house) == [paper_id]
    with pytest.raises(InvalidValue, match="required"):
        withdraw(house, paper_id, "")
    withdraw(house, paper_id)
    before = house.everything()
    withdraw(house, paper_id, "Alasan lain")
    assert house.everything() == before
    with pytest.raises(InvalidValue, match="withdrawn"):
        show(house, paper_id)
    assert public_ids(house) == []
    with house.tracker.reading() as session:
        with pytest.raises(NotFound):
            progress.paper_file(session, SPBE, paper_id)
        assert house.tracker.drafts.intact(
            workspace.paper_file(session, house["ketua"], SPBE, paper_id).sha256
        )


@pytest.mark.parametrize("who", ["ketua", "lain", "pimpinan"])
def test_only_the_secretariat_manages_papers(house: House, who: str) -> None:
    house.enter()
    paper_id = house.attach()
    before, command = house.everything(), house.paper(kind="undangan")
    with pytest.raises(NotAllowed), house.tracker.transaction() as session:
        papers.attach(session, house[who], SPBE, command, now=house.now)
    with pytest.raises(NotAllowed):
        show(house, paper_id, by=who)
    with pytest.raises(NotAllowed):
        withdraw(house, paper_id, by=who)
    assert house.everything() == before


def test_a_paper_is_found_only_under_its_own_raperda(house: House) -> None:
    house.enter()
    paper_id = house.attach(is_public=True)
    other = house.enter(short_name="Pasar")
    with pytest.raises(NotFound):
        show(house, paper_id, slug=other)
    with house.tracker.reading() as session:
        for find in (
            lambda: progress.paper_file(session, other, paper_id),
            lambda: workspace.paper_file(session, house["staf"], other, paper_id),
        ):
            with pytest.raises(NotFound):
                find()
