"""verify finds a missing file, an altered one, and a Raperda that is not where its history says it is."""

from typing import Any

import pytest
import sqlalchemy as sa

from tests.services.house import SPBE, TODAY, House
from tracker.services import integrity
from tracker.services.integrity import Report
from tracker.storage.models import Raperda, StageRow


def check(house: House) -> Report:
    with house.tracker.reading() as session:
        return integrity.check(session, house.tracker.drafts)


def at_work(house: House) -> None:
    house.enter()
    house.do(("rapat-pansus", "mulai"), ("rapat-komprehensif", "mulai"))
    house.do(("rapat-komprehensif", "kembalikan"), target="rapat-pansus")
    house.upload("Satu.")
    house.attach()


def test_what_is_whole_is_sound(house: House) -> None:
    at_work(house)
    report = check(house)
    assert (report.raperda, report.events, report.files) == (1, 9, 2)
    assert (report.is_sound, report.findings) == (True, ())


def test_checking_changes_nothing(house: House) -> None:
    at_work(house)
    before = house.everything()
    check(house)
    assert house.everything() == before


def test_a_missing_and_an_altered_file_are_named(house: House) -> None:
    at_work(house)
    draft = house.tracker.drafts.path(house.versions()[0].sha256)
    draft.unlink()
    [found] = check(house).findings
    assert found.is_harm
    assert "naskah.docx' is missing" in found.sentence
    draft.write_bytes(b"lain")
    [found] = check(house).findings
    assert found.is_harm
    assert "naskah.docx' has been altered" in found.sentence


def test_a_file_that_nothing_refers_to_is_only_noted(house: House) -> None:
    at_work(house)
    sha256 = house.tracker.drafts.put(b"left behind by a crash")
    report = check(house)
    assert report.is_sound
    assert [(one.subject, one.is_harm) for one in report.findings] == [(sha256, False)]


@pytest.mark.parametrize("tampered", [
    {"status": "selesai"},
    {"holder": "opd"},
    {"started_on": TODAY.replace(day=1)},
    {"ended_on": TODAY},
    {"planned_end_on": TODAY},
], ids=lambda one: next(iter(one)))  # fmt: skip
def test_a_stage_that_is_not_what_the_history_says_is_found(house: House, tampered: dict[str, Any]) -> None:
    at_work(house)
    with house.tracker.transaction() as session:
        session.execute(sa.update(StageRow).where(StageRow.stage == "rapat-pansus").values(**tampered))
    [found] = check(house).findings
    assert (found.subject, found.is_harm) == (SPBE, True)
    assert found.sentence.startswith("rapat-pansus round 1")


@pytest.mark.parametrize("tampered", [{"headline": "finalisasi"}, {"condition": "berlaku"}])
def test_a_headline_or_condition_that_the_history_does_not_tell_is_found(
    house: House, tampered: dict[str, str]
) -> None:
    at_work(house)
    with house.tracker.transaction() as session:
        session.execute(sa.update(Raperda).values(**tampered))
    [found] = check(house).findings
    assert "headline" in found.sentence


def test_a_round_that_was_taken_out_is_missed(house: House) -> None:
    at_work(house)
    with house.tracker.transaction() as session:
        session.execute(
            sa.delete(StageRow).where(StageRow.stage == "rapat-komprehensif", StageRow.round == 1)
        )
    [found] = check(house).findings
    assert found.sentence.startswith("rapat-komprehensif round 1")
