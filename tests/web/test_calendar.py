"""The administrator's calendar: every change is looked at before it is made, and says what it moved."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.web.council import SPBE, TODAY, Council, Visitor
from tracker.bootstrap import Tracker
from tracker.services import calendars
from tracker.services.calendars import AddHoliday
from tracker.storage.models import Holiday, Recess

CALENDAR, ADD, REFRESH = "/admin/kalender", "/admin/kalender/tambah", "/admin/kalender/segarkan"
TYPED = {"on": "9/10/2023", "kind": "lokal", "name": "Hari Jadi", "source": "SE Bupati"}


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    return Council(sqlite_tracker)


@pytest.fixture
def admin(council: Council) -> Visitor:
    return council.visitor("admin")


def approved(council: Council) -> None:
    council.move(*((stage, move) for stage in ("finalisasi", "harmonisasi-provinsi", "rapat-paripurna")
                   for move in ("mulai", "selesaikan")))  # fmt: skip


def holidays(council: Council) -> dict[str, str]:
    with council.tracker.reading() as session:
        return {row.name: row.kind for row in session.execute(select(Holiday.name, Holiday.kind))}


def test_the_calendar_shows_the_decree_of_each_day(admin: Visitor) -> None:
    page = admin.get(CALENDAR).text
    assert "Kalender hari kerja 2023" in page
    assert "SKB 1066/3/3 Tahun 2022" in page
    assert "masih sementara" not in page


def test_a_year_without_a_decree_is_marked_as_provisional(admin: Visitor) -> None:
    assert "Kalender 2031 masih sementara." in admin.get(f"{CALENDAR}?tahun=2031").text
    assert "Kalender hari kerja 2023" in admin.get(f"{CALENDAR}?tahun=20x3").text


def test_a_day_shows_what_it_would_move_before_it_is_added(council: Council, admin: Visitor) -> None:
    approved(council)
    told = admin.client.post(ADD, data=admin.form(CALENDAR) | TYPED | {"on": "19/6/2023"})
    assert told.status_code == 200
    assert "kepada bupati, bergeser dari 20 Juni 2023 ke 21 Juni 2023." in told.text
    assert "Hari Jadi" not in holidays(council)
    answer = admin.send_again(told, ADD)
    assert (answer.status_code, answer.location) == (303, f"{CALENDAR}?tahun=2023")
    assert holidays(council)["Hari Jadi"] == "lokal"
    said = admin.get(answer.location).text
    assert "19 Juni 2023 disimpan. 2 tenggat terbuka berubah: SPBE." in said
    assert (
        "Semula 20 Juni 2023; bergeser 15 Juni 2023 karena kalender hari kerja berubah (Hari Jadi)."
        in admin.get(SPBE).text
    )
    log = admin.get("/admin/tenggat/perubahan").text
    assert "Sebab: kalender hari kerja berubah (Hari Jadi), admin." in log
    assert "bergeser dari 20 Juni 2023 ke 21 Juni 2023" in log


def test_a_day_is_added_once_and_can_be_taken_out(council: Council, admin: Visitor) -> None:
    told = admin.client.post(ADD, data=admin.form(CALENDAR) | TYPED)
    assert [admin.send_again(told, ADD).status_code for _ in range(2)] == [303, 303]
    refused = admin.client.post(ADD, data=admin.form(CALENDAR) | TYPED)
    assert refused.status_code == 422
    assert "Ini sudah ada." in refused.text
    with council.tracker.reading() as session:
        holiday_id = session.scalars(select(Holiday.id).where(Holiday.name == "Hari Jadi")).one()
    remove = f"{CALENDAR}/{holiday_id}/hapus"
    assert "Keluarkan 9 Oktober 2023: Hari Jadi" in admin.get(remove).text
    button = admin.form(remove)
    assert [admin.client.post(remove, data=button).status_code for _ in range(2)] == [303, 303]
    assert "Hari Jadi" not in holidays(council)


def test_a_day_without_a_date_comes_back(admin: Visitor) -> None:
    answer = admin.client.post(ADD, data=admin.form(CALENDAR) | {"on": "kapan", "name": "Hari Jadi"})
    assert answer.status_code == 422
    assert "Tanggal belum terbaca." in answer.text
    assert 'value="Hari Jadi"' in answer.text


def test_what_changed_meanwhile_is_shown_again_and_not_overwritten(council: Council, admin: Visitor) -> None:
    told = admin.client.post(ADD, data=admin.form(CALENDAR) | TYPED)
    with council.tracker.transaction() as session:
        other = AddHoliday(date(2023, 6, 19), "Pilkades", "lokal", "", "tetap")
        calendars.add(session, council.admin, other, now=council.tracker.now())
    again = admin.send_again(told, ADD)
    assert again.status_code == 409
    assert "berubah sementara Anda membaca" in again.text
    assert "Hari Jadi" not in holidays(council)
    assert admin.send_again(again, ADD).status_code == 303
    assert "Hari Jadi" in holidays(council)


def test_refreshing_brings_the_decree_back_and_keeps_local_days(council: Council, admin: Visitor) -> None:
    admin.send_again(admin.client.post(ADD, data=admin.form(CALENDAR) | TYPED), ADD)
    with council.tracker.transaction() as session:
        for row in session.scalars(select(Holiday).where(Holiday.kind == "cuti-bersama")):
            session.delete(row)
    assert "Segarkan kalender 2023" in admin.get(f"{REFRESH}?tahun=2023").text
    assert admin.client.post(REFRESH, data=admin.form(f"{REFRESH}?tahun=2023")).status_code == 303
    found = holidays(council)
    assert found["Hari Jadi"] == "lokal"
    assert "cuti-bersama" in found.values()


def test_a_refresh_names_the_days_that_come_and_go(council: Council, admin: Visitor) -> None:
    assert "Tidak ada hari yang masuk atau keluar." in admin.get(f"{REFRESH}?tahun=2023").text
    with council.tracker.transaction() as session:
        for row in session.scalars(select(Holiday).where(Holiday.on_date == date(2023, 6, 29))):
            session.delete(row)
    page = " ".join(admin.get(f"{REFRESH}?tahun=2023").text.split())
    assert 'Masuk: Kamis, 29 Juni 2023, <span lang="id">Hari Raya Idul Adha</span> (libur nasional)' in page


def test_the_number_of_a_decree_is_asked_for_and_kept_with_the_days_that_had_none(admin: Visitor) -> None:
    page = f"{CALENDAR}/skb?tahun=2023"
    empty = admin.client.post(f"{CALENDAR}/skb", data=admin.form(page))
    assert empty.status_code == 422
    assert "Nomor SKB: Isi bagian ini." in empty.text
    answer = admin.client.post(f"{CALENDAR}/skb", data=admin.form(page) | {"number": "SKB 1/2/3 Tahun 2023"})
    assert (answer.status_code, answer.location) == (303, f"{CALENDAR}?tahun=2023")
    said = admin.get(answer.location).text
    assert "SKB 1/2/3 Tahun 2023 dicatat." in said
    assert said.count('data-label="Dasar">SKB 1/2/3 Tahun 2023') == 2
    assert "belum tercatat" not in said


def test_a_form_that_came_back_says_at_the_top_what_to_mend(admin: Visitor) -> None:
    typed = admin.form(CALENDAR) | TYPED | {"kind": "cuti-bersama", "source": ""}
    page = admin.client.post(ADD, data=typed).text
    assert page.index("Dasar: Tulis nomor SKB-nya.") < page.index("<table")


def test_collective_leave_can_count_as_working_days(council: Council, admin: Visitor) -> None:
    approved(council)
    page = f"{CALENDAR}/cuti-bersama?bekerja=ya"
    # Thursday, 15 June; 16 (1), 19-23 (6), 26-27 (8), 3-7 July (13), 10-14 (18), 17, 18, 20, 21 (22),
    # 24-28 (27), 31-2 August (30). With 28 and 30 June counted it ends two working days earlier.
    assert "bergeser dari 2 Agustus 2023 ke 31 Juli 2023" in " ".join(admin.get(page).text.split())
    assert admin.client.post(f"{CALENDAR}/cuti-bersama", data=admin.form(page)).status_code == 303
    assert "Cuti bersama kini dihitung sebagai hari kerja." in admin.get(CALENDAR).text
    back = admin.form(f"{CALENDAR}/cuti-bersama")
    assert admin.client.post(f"{CALENDAR}/cuti-bersama", data=back).status_code == 303
    assert "Cuti bersama tidak dihitung sebagai hari kerja" in admin.get(CALENDAR).text


# Recess


def recess(admin: Visitor, start: str, end: str, name: str = "Reses I") -> str:
    answer = admin.send("/admin/reses", name=name, start_on=start, end_on=end, basis="Bamus 3/2023")
    return admin.get(answer.location).text if answer.status_code == 303 else answer.text


def test_a_recess_is_kept_and_can_be_taken_out(council: Council, admin: Visitor) -> None:
    page = recess(admin, "19/6/2023", "24/6/2023")
    assert "Reses disimpan." in page
    assert "(5 hari kerja) · Bamus 3/2023" in page
    assert "Lebih dari" not in page
    button = admin.form("/admin/reses", marker='action="/admin/reses/1/hapus"')
    assert [admin.client.post("/admin/reses/1/hapus", data=button).status_code for _ in range(2)] == [
        303,
        303,
    ]
    with council.tracker.reading() as session:
        assert session.scalars(select(Recess)).all() == []


def test_a_recess_beyond_six_working_days_or_three_times_a_year_warns_and_says_how_sure_that_is(
    admin: Visitor,
) -> None:
    page = recess(admin, "3/7/2023", "11/7/2023")
    basis = "(PP 16/2010 Pasal 64, sudah diganti PP 12/2018; belum diverifikasi)."
    assert page.count(f"Lebih dari 6 hari kerja {basis}") == 2  # said once, and beside it
    for month in (8, 9):
        recess(admin, f"7/{month}/2023", f"8/{month}/2023")
    fourth = recess(admin, "9/10/2023", "10/10/2023")
    assert fourth.count(f"Lebih dari 3 kali setahun {basis}") == 2
    assert fourth.count("Lebih dari 6 hari kerja") == 1


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("24/6/2023", "19/6/2023", "lebih awal dari tanggal mulainya"),
        ("20/6/2023", "21/6/2023", "Ada reses lain"),
    ],
)
def test_a_recess_that_cannot_be_comes_back(admin: Visitor, start: str, end: str, words: str) -> None:
    recess(admin, "19/6/2023", "24/6/2023")
    assert words in recess(admin, start, end)


def test_a_meeting_in_a_recess_is_kept_with_a_warning(council: Council, admin: Visitor) -> None:
    recess(admin, "19/6/2023", "24/6/2023")
    page = "/kerja/raperda/spbe-2023/rapat/baru"
    typed = {"kind": "rapat-kerja", "starts_at": "09.00", "stage": "rapat-pansus"}
    inside = admin.send(page, day="20/6/2023", **typed)
    assert "Rapat ini jatuh dalam reses: Reses I." in admin.get(inside.location).text
    outside = admin.send(page, day="26/6/2023", **typed)
    assert "reses" not in admin.get(outside.location).text
    assert date(2023, 6, 19) > TODAY


def test_a_plan_in_a_recess_is_kept_with_a_warning_once(admin: Visitor) -> None:
    recess(admin, "19/6/2023", "24/6/2023")
    told = "Rencana Rapat Finalisasi jatuh dalam reses: Reses I."
    inside = admin.send(f"{SPBE}/jadwal", **{"selesai-finalisasi": "20/6/2023"})
    assert told in admin.get(inside.location).text
    elsewhere = admin.send(f"{SPBE}/jadwal", **{"selesai-harmonisasi-provinsi": "21/6/2023"})
    assert "reses" not in admin.get(elsewhere.location).text
    moved = admin.send(f"{SPBE}/tahap/finalisasi/jadwalkan", planned_end_on="21/6/2023", reason="Gedung.")
    assert told in admin.get(moved.location).text
