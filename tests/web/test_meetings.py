"""Meetings over HTTP: written down once, changed without overwriting others."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.web.council import SPBE, Council
from tracker.bootstrap import Tracker
from tracker.storage.models import Meeting

NEW = f"{SPBE}/rapat/baru"
FACTS = {
    "kind": "rapat-kerja",
    "stage": "rapat-pansus",
    "day": "20/6/2023",
    "starts_at": "09.30",
    "place": "Ruang",
}


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    return Council(sqlite_tracker)


def _meetings(council: Council) -> list[Meeting]:
    with council.tracker.reading() as session:
        return list(session.scalars(select(Meeting).order_by(Meeting.id)))


def _scheduled(council: Council, **more: Any) -> str:
    council.visitor("staf").send(NEW, **FACTS, **more)
    return f"{SPBE}/rapat/{_meetings(council)[-1].id}"


def test_the_chair_schedules_a_meeting_with_a_typed_day_and_clock(council: Council) -> None:
    ketua = council.visitor("ketua")
    answer = ketua.send(NEW, **FACTS)
    assert (answer.status_code, answer.location) == (303, f"{SPBE}#rapat")
    [meeting] = _meetings(council)
    assert meeting.starts_at.isoformat() == "2023-06-20T02:30:00+00:00"
    page = ketua.get(SPBE).text
    assert "Selasa, 20 Juni 2023, pukul 09.30 WIB" in page
    assert f'href="{SPBE}/rapat/{meeting.id}"' in page


def test_the_same_meeting_sent_twice_is_scheduled_once(council: Council) -> None:
    ketua = council.visitor("ketua")
    held = ketua.form(NEW) | FACTS
    assert [ketua.client.post(NEW, data=held).status_code for _ in range(2)] == [303, 303]
    assert len(_meetings(council)) == 1


@pytest.mark.parametrize(("wrong", "said"), [
    ({"day": "kapan-kapan"}, "Tanggal belum terbaca"),
    ({"ends_at": "08.00"}, "Jam selesai harus sesudah jam mulai."),
    ({"link": "javascript:alert(1)"}, "Tautan harus diawali https://."),
    ({"status": "selesai"}, "Rapat ini belum berlangsung"),
])  # fmt: skip
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    council: Council, wrong: dict[str, str], said: str
) -> None:
    answer = council.visitor("staf").send(NEW, **FACTS | {"agenda": "Titik tanpa sinyal"} | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Titik tanpa sinyal" in answer.text
    assert _meetings(council) == []


def test_a_change_by_someone_else_is_shown_not_overwritten(council: Council) -> None:
    address = _scheduled(council)
    staf, ketua = council.visitor("staf"), council.visitor("ketua")
    held = ketua.form(address) | {"agenda": "Blank spot"}
    assert staf.send(address, place="Ruang Paripurna").status_code == 303
    answer = ketua.client.post(address, data=held)
    assert answer.status_code == 409
    assert "Tempat: Ruang Paripurna" in answer.text
    assert "Blank spot" in answer.text
    assert _meetings(council)[0].place == "Ruang Paripurna"
    again = held | {"place": "Ruang Paripurna", "seen_revision": str(_meetings(council)[0].revision)}
    assert ketua.client.post(address, data=again).status_code == 303
    assert (_meetings(council)[0].place, _meetings(council)[0].agenda) == ("Ruang Paripurna", "Blank spot")


def test_a_cancelled_meeting_stays_and_says_so(council: Council) -> None:
    address = _scheduled(council)
    staf = council.visitor("staf")
    assert staf.send(address, status="dibatalkan").status_code == 303
    assert "dibatalkan" in staf.get(SPBE).text


@pytest.mark.parametrize("name", ["lain", "pimpinan"])
def test_the_form_of_a_meeting_is_refused_to_who_may_not_send_it(council: Council, name: str) -> None:
    address = _scheduled(council)
    visitor = council.visitor(name)
    assert [visitor.get(one).status_code for one in (NEW, address)] == [403, 403]


def test_a_meeting_of_another_raperda_is_not_found(council: Council) -> None:
    assert council.visitor("staf").get(f"{SPBE}/rapat/9999").status_code == 404
