"""The administrator's pages: closed to all others, and each change made once."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from sqlalchemy import select

from tests.web.council import SPBE, Council, Visitor
from tracker.adapters.clock import FixedClock
from tracker.bootstrap import Tracker
from tracker.services import reminders
from tracker.storage.models import (
    Channel,
    Deadline,
    PansusMember,
    ReminderMessage,
    StageSetting,
    User,
)

TODAY = date(2023, 6, 15)


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    return Council(sqlite_tracker)


@pytest.fixture
def admin(council: Council) -> Visitor:
    return council.visitor("admin")


def password_on(page: str) -> str:
    found = re.search(r"<code>([a-z0-9-]{19})</code>", page)
    assert found is not None
    return found.group(1)


def new_account(admin: Visitor, **typed: str) -> dict[str, str]:
    filled = {"name": "Rina", "email": "rina@example.test", "role": "pansus", **typed}
    return admin.form("/admin/akun/baru") | filled


# Who may


@pytest.mark.parametrize("name", ["staf", "ketua", "pimpinan"])
def test_every_page_and_every_button_is_closed_to_others(council: Council, name: str) -> None:
    visitor = council.visitor(name)
    token = visitor.form("/akun/sandi")
    adapter = council.app.url_map.bind("localhost")
    rules = [rule for rule in council.app.url_map.iter_rules() if rule.endpoint.startswith("admin.")]
    assert len(rules) >= 17
    for rule in rules:
        methods = rule.methods or set()
        address = adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, 1), method=min(methods))
        if "GET" in methods:
            assert visitor.get(address).status_code == 403, address
        if "POST" in methods:
            assert visitor.client.post(address, data=token).status_code == 403, address


def test_every_page_opens_for_the_administrator(admin: Visitor) -> None:
    for address in (
        "",
        "/akun",
        "/akun/baru",
        "/akun/1",
        "/pansus",
        "/pansus/baru",
        "/pansus/1",
        "/kalender",
        "/tahap",
        "/pengingat",
    ):
        assert admin.get(f"/admin{address}").status_code == 200, address
    for address in ("/akun/99", "/pansus/99"):
        assert admin.get(f"/admin{address}").status_code == 404, address


# Accounts


def test_a_new_account_shows_its_password_once_and_can_log_in(council: Council, admin: Visitor) -> None:
    form = new_account(admin)
    answer = admin.client.post("/admin/akun/baru", data=form)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    council.passwords["rina"] = password_on(answer.text)
    again = admin.client.post("/admin/akun/baru", data=form)
    assert again.status_code == 303
    page = admin.get(again.location).text
    assert council.passwords["rina"] not in page
    assert "hanya ditampilkan sekali" in page
    rina = council.visitor("rina")
    assert rina.get("/kerja").location == "/akun/sandi"
    with council.tracker.reading() as session:
        assert len(session.scalars(select(User.id).where(User.name == "Rina")).all()) == 1


def test_an_address_that_is_taken_or_none_comes_back_with_what_was_typed(admin: Visitor) -> None:
    for email, words in (("staf@example.test", "Ini sudah ada."), ("rina", "alamat email yang lengkap")):
        answer = admin.client.post("/admin/akun/baru", data=new_account(admin, email=email))
        assert answer.status_code == 422
        assert words in answer.text
        assert 'value="Rina"' in answer.text


def test_a_changed_role_ends_the_sessions_of_that_person(council: Council, admin: Visitor) -> None:
    staf = council.visitor("staf")
    answer = admin.send(f"/admin/akun/{council.ids['staf']}", name="Staf", role="pimpinan")
    assert answer.status_code == 303
    assert staf.get("/kerja").status_code == 303
    assert "Akun Staf disimpan." in admin.get(answer.location).text


def test_a_reset_password_replaces_the_old_one_once(council: Council, admin: Visitor) -> None:
    page = f"/admin/akun/{council.ids['staf']}"
    button = admin.form(page, marker=f'action="{page}/sandi"')
    first = admin.client.post(f"{page}/sandi", data=button)
    old, council.passwords["staf"] = council.passwords["staf"], password_on(first.text)
    assert old != council.passwords["staf"]
    assert admin.client.post(f"{page}/sandi", data=button).status_code == 303
    assert council.visitor("staf").get("/kerja").location == "/akun/sandi"


def test_a_closed_account_cannot_log_in_until_it_is_opened(council: Council, admin: Visitor) -> None:
    page = f"/admin/akun/{council.ids['ketua']}"
    ketua = council.visitor("ketua")
    assert admin.press(page, f"{page}/tutup").status_code == 303
    assert ketua.get("/kerja").location.startswith("/masuk")
    assert "ditutup" in admin.get(page).text
    assert admin.press(page, f"{page}/buka").status_code == 303
    council.visitor("ketua")


def test_nobody_closes_or_demotes_their_own_account(council: Council, admin: Visitor) -> None:
    page = f"/admin/akun/{council.ids['admin']}"
    assert f'action="{page}/tutup"' not in admin.get(page).text
    for answer in (
        admin.client.post(f"{page}/tutup", data=admin.form(page)),
        admin.send(page, role="pimpinan"),
    ):
        assert answer.status_code == 422
        assert "akun sendiri" in answer.text


# Pansus


def test_a_pansus_is_formed_with_its_seats(council: Council, admin: Visitor) -> None:
    seats = {
        "seats-0-user_id": str(council.ids["ketua"]),
        "seats-0-position": "ketua",
        "seats-0-fraksi": "Fraksi A",
        "seats-3-user_id": str(council.ids["lain"]),
        "seats-3-position": "sekretaris",
    }
    answer = admin.send(
        "/admin/pansus/baru", name="Pansus III", decree="5 Tahun 2023", formed_on="1/6/2023", **seats
    )
    assert answer.status_code == 303
    page = admin.get(answer.location).text
    assert "Pansus III disimpan." in page
    assert "5 Tahun 2023, mulai 1 Jun 2023" in page
    form = admin.form("/admin/pansus/3")
    assert (form["seats-0-fraksi"], form["seats-1-position"]) == ("Fraksi A", "sekretaris")
    assert form["formed_on"] == "2023-06-01"


def test_a_seat_left_empty_is_given_up(council: Council, admin: Visitor) -> None:
    page = f"/admin/pansus/{council.pansus_id}"
    assert admin.send(page, **{"seats-0-user_id": "0"}).status_code == 303
    with council.tracker.reading() as session:
        seats = select(PansusMember.id).where(PansusMember.pansus_id == council.pansus_id)
        assert session.scalars(seats).all() == []


@pytest.mark.parametrize(
    ("seats", "words"),
    [
        ((("ketua", "ketua"), ("ketua", "anggota")), "Satu orang hanya dapat duduk sekali."),
        ((("ketua", "ketua"), ("lain", "ketua")), "Pansus hanya memiliki satu ketua."),
        ((("staf", "anggota"),), "Ada baris susunan yang belum benar."),
        ((("ketua", "raja"),), "Ada baris susunan yang belum benar."),
    ],
)
def test_a_composition_that_cannot_be_is_refused_and_kept_on_the_page(
    council: Council, admin: Visitor, seats: tuple[tuple[str, str], ...], words: str
) -> None:
    typed = {"name": "Pansus III"}
    for row, (person, position) in enumerate(seats):
        typed |= {f"seats-{row}-user_id": str(council.ids[person]), f"seats-{row}-position": position}
    answer = admin.send("/admin/pansus/baru", **typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="Pansus III"' in answer.text


def test_a_pansus_cannot_end_before_it_began(admin: Visitor) -> None:
    answer = admin.send("/admin/pansus/baru", name="X", formed_on="2/6/2023", closed_on="1/6/2023")
    assert answer.status_code == 422
    assert "lebih awal dari tanggal mulainya" in answer.text


# Stages


def test_holder_and_goal_of_a_stage_can_be_set(council: Council, admin: Visitor) -> None:
    answer = admin.send("/admin/tahap", **{"goal-kunjungan-kerja": "21", "holder-kunjungan-kerja": "opd"})
    assert answer.status_code == 303
    with council.tracker.reading() as session:
        row = session.get_one(StageSetting, "kunjungan-kerja")
        assert (row.holder, row.goal_days) == ("opd", 21)
    form = admin.form("/admin/tahap")
    assert (form["goal-kunjungan-kerja"], form["holder-kunjungan-kerja"]) == ("21", "opd")


@pytest.mark.parametrize("goal", ["0", "1001", "tiga"])
def test_a_goal_that_is_no_number_of_days_is_refused(admin: Visitor, goal: str) -> None:
    answer = admin.send("/admin/tahap", **{"goal-finalisasi": goal})
    assert answer.status_code == 422
    assert f'value="{goal}"' in answer.text


def test_the_legal_basis_of_a_stage_says_how_sure_it_is(admin: Visitor) -> None:
    page = unescape(admin.get("/admin/tahap").text)
    assert "Permendagri 80/2015 jo. 120/2018 Pasal 88-89" in page
    assert "dari sumber sekunder" in page
    assert "kebiasaan setempat, bukan norma" in page


# The scheduler and its reminders


def test_a_scheduler_that_has_stopped_is_said_at_once(
    council: Council, admin: Visitor, clock: FixedClock
) -> None:
    assert "Penjadwal belum pernah berjalan." in admin.get("/admin").text
    with council.tracker.transaction() as session:
        reminders.beat(session, reminders.Beat("scheduler", clock.at, detail="email: 421 busy"), now=clock.at)
    clock.at += timedelta(minutes=2)
    page = admin.get("/admin").text
    assert "Penjadwal terakhir berjalan 2 menit lalu." in page
    assert "tepat waktu." in page
    assert "email: 421 busy" in page
    assert "Periksa proses penjadwal" not in page
    clock.at += timedelta(minutes=2)
    assert "Periksa proses penjadwal" in admin.get("/admin").text


def a_failed_reminder(council: Council) -> int:
    settings = council.tracker.settings
    with council.tracker.transaction() as session:
        assert session.scalars(select(Deadline.id)).first() is not None
        reminders.plan(session, settings, now=council.tracker.now(), today=TODAY)
        message = session.scalars(
            select(ReminderMessage)
            .join(Channel, Channel.id == ReminderMessage.channel_id)
            .where(Channel.user_id == council.ids["staf"])
        ).one()
        message.status, message.attempts = "gagal", 5
        message.last_error = "550 <script> no such mailbox"
        return message.id


def test_the_log_says_who_was_reminded_of_what_and_what_the_server_said(
    council: Council, admin: Visitor
) -> None:
    a_failed_reminder(council)
    page = admin.get("/admin/pengingat").text
    assert "staf@example.test" in page
    assert (
        f'<a href="{SPBE}">SPBE</a>: Rencana selesai Rapat Pansus, 15 Jun 2023 <small>(hari H)</small>'
        in page
    )
    assert "5 percobaan" in page
    assert "550 &lt;script&gt; no such mailbox" in page


def test_a_failed_reminder_is_queued_again_once(council: Council, admin: Visitor) -> None:
    retry = f"/admin/pengingat/{a_failed_reminder(council)}/ulang"
    button = admin.form("/admin/pengingat", marker=f'action="{retry}"')
    assert [admin.client.post(retry, data=button).status_code for _ in range(2)] == [303, 303]
    page = admin.get("/admin/pengingat").text
    assert "masuk antrean lagi" in page
    assert f'action="{retry}"' not in page
    assert admin.client.post("/admin/pengingat/99/ulang", data=admin.form("/admin/tahap")).status_code == 404


def test_no_page_uses_an_id_twice(council: Council, admin: Visitor) -> None:
    a_failed_reminder(council)
    for address in (
        "/admin/akun/2",
        "/admin/pansus/1",
        "/admin/kalender",
        "/admin/tahap",
        "/admin/pengingat",
    ):
        ids = re.findall(r'\sid="([^"]+)"', admin.get(address).text)
        assert sorted(ids) == sorted(set(ids)), address
