"""Hari ini: what one person should see first, and nothing of what is not theirs."""

from datetime import date

import pytest

from tests.web.council import SPBE, Council
from tracker.bootstrap import Tracker
from tracker.services import committees

TODAY = "/kerja"


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    return Council(sqlite_tracker)


def _section(page: str, anchor: str) -> str:
    return page.partition(f'id="{anchor}"')[2].partition("</section>")[0]


def _reschedule(council: Council, end: date) -> None:
    council.move(("rapat-pansus", "jadwalkan"), planned_end_on=end, reason="-")


def test_an_empty_day_is_said_kindly(council: Council) -> None:
    page = council.visitor("lain").get(TODAY).text
    assert "Kamis, 15 Juni 2023" in page
    assert "Tidak ada yang terlambat." in page
    assert "Tidak ada rapat hari ini." in page


def test_what_is_late_leads_to_the_stage_it_is_about(council: Council) -> None:
    _reschedule(council, date(2023, 6, 12))
    late = _section(council.visitor("ketua").get(TODAY).text, "terlambat")
    assert "Rapat Pansus direncanakan selesai 12 Juni 2023" in late
    assert "3 hari lalu" in late
    assert f'href="{SPBE}#rapat-pansus">Perbarui tahap' in late


def test_what_is_due_within_a_week_is_listed_and_later_things_are_not(council: Council) -> None:
    _reschedule(council, date(2023, 6, 22))
    visitor = council.visitor("ketua")
    assert "7 hari lagi" in _section(visitor.get(TODAY).text, "minggu-ini")
    _reschedule(council, date(2023, 6, 23))
    assert "spbe-2023" not in visitor.get(TODAY).text


def test_todays_meeting_is_first_and_can_be_written_up(council: Council) -> None:
    staf = council.visitor("staf")
    facts = {"kind": "rapat-kerja", "day": "15/6/2023", "starts_at": "08.00", "place": "Ruang Pansus"}
    assert staf.send(f"{SPBE}/rapat/baru", **facts).status_code == 303
    section = _section(staf.get(TODAY).text, "rapat")
    assert "Rapat kerja dengan OPD, pukul 08.00 WIB, Ruang Pansus" in section
    assert "Catat hasil" in section


def test_what_others_hold_is_waited_for_and_named_when_it_takes_long(council: Council) -> None:
    with council.tracker.transaction() as session:
        now = council.tracker.now()
        committees.set_stage(session, council.admin, "rapat-pansus", holder="opd", goal_days=5, now=now)
    council.move(("rapat-pansus", "mulai"), on=date(2023, 6, 5))
    page = council.visitor("ketua").get(TODAY).text
    assert "menunggu perangkat daerah, hari ke-11" in _section(page, "menunggu")
    assert "Belum ada pembaruan sejak 5 Juni 2023" in _section(page, "lama")


def test_nothing_of_another_pansus_is_shown(council: Council) -> None:
    _reschedule(council, date(2023, 6, 12))
    assert "SPBE" not in council.visitor("lain").get(TODAY).text


def test_a_reader_is_offered_to_look_not_to_change(council: Council) -> None:
    _reschedule(council, date(2023, 6, 12))
    page = council.visitor("pimpinan").get(TODAY).text
    assert "Lihat tahap" in page
    assert "Perbarui tahap" not in page


def test_a_stranger_is_sent_to_log_in_and_back(council: Council) -> None:
    answer = council.app.test_client().get(TODAY)
    assert (answer.status_code, answer.location) == (303, "/masuk?next=/kerja")
