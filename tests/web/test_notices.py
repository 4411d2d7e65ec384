"""The pages of what one has been told and how one is reached: own things only, each said once."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.web.council import SPBE, Council, Visitor
from tests.web.sending import submit
from tests.web.test_feeds import meet
from tests.webhooks import Webhook, webhook
from tracker import scheduler
from tracker.adapters.clock import FixedClock
from tracker.adapters.notifier import Notifier
from tracker.bootstrap import Tracker

TOKEN = "kunci-rahasia-123"


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    """The stage Rapat Pansus of SPBE is planned to end today, so staf and ketua are owed a reminder."""
    schemes = ("json", "tgram")
    settings = replace(sqlite_tracker.settings, notify_schemes=schemes)
    return Council(replace(sqlite_tracker, settings=settings, notifier=Notifier(frozenset(schemes))))


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with webhook() as service:
        yield service


def pressed(visitor: Visitor, page: str, words: str) -> str:
    """Press the button with these words; return the page it leads to."""
    action = re.search(rf'action="([^"]+)"(?:(?!</form>).)*{words}', visitor.get(page).text, re.S)
    assert action is not None
    answer = visitor.press(page, action.group(1))
    assert answer.status_code == 303
    return visitor.get(answer.location).text


# Pemberitahuan


def test_the_navigation_counts_what_is_unread(council: Council) -> None:
    staf = council.visitor("staf")
    assert "belum dibaca" not in staf.get("/kerja").text
    scheduler.tick(council.tracker)
    assert re.search(r"Pemberitahuan <span[^>]*>1<", staf.get("/kerja").text)
    page = staf.get("/pemberitahuan").text
    assert "Rapat Pansus direncanakan selesai Kamis, 15 Juni 2023 (hari ini)" in page
    page = pressed(staf, "/pemberitahuan", "Sudah tahu")
    assert "Dicatat." in page
    assert "belum dibaca" not in page


def test_a_notice_tells_law_from_targets_and_asks_for_the_outcome_of_a_meeting(
    council: Council, clock: FixedClock
) -> None:
    council.move(("rapat-pansus", "mulai"))
    clock.at += timedelta(days=100)
    meet(council)
    clock.at += timedelta(days=1)
    scheduler.tick(council.tracker)
    page = council.visitor("staf").get("/pemberitahuan").text
    assert "Pansus menyelesaikan pembahasan (target, bukan norma), paling lambat" in page
    assert "Hasil rapat belum dicatat" in page


def test_of_one_meeting_the_latest_news_asks_for_attention_and_the_older_says_that_it_is_old(
    council: Council, clock: FixedClock
) -> None:
    meet(council, starts_at=clock.at + timedelta(days=1))
    staf = council.visitor("staf")
    held = staf.form(f"{SPBE}/rapat/1") | {"status": "dibatalkan"}
    assert staf.client.post(f"{SPBE}/rapat/1", data=held).status_code == 303
    page = staf.get("/pemberitahuan").text
    assert re.search(r"Pemberitahuan <span[^>]*>1<", page)
    cancelled, invited = page.index("Rapat batal atau ditunda"), page.index("Undangan")
    assert cancelled < page.index("Sudah tahu") < invited < page.index("tidak berlaku lagi")


def test_ones_own_pages_lead_to_each_other(council: Council) -> None:
    staf = council.visitor("staf")
    own = ("/pemberitahuan", "/pengingat", "/kerja/akun/kalender")
    for page in own:
        (tabs,) = re.findall(r'<nav class="tabs".*?</nav>', staf.get(page).text, re.S)
        assert tuple(re.findall(r'href="([^"]+)"', tabs)) == own
        assert re.findall(r'href="([^"]+)" aria-current="page"', tabs) == [page]


def test_one_can_know_of_it_on_the_page_of_today(council: Council) -> None:
    staf = council.visitor("staf")
    page = pressed(staf, "/kerja", "Sudah tahu")
    assert "Dicatat." in page
    assert "Sudah tahu" not in page
    assert "Sudah tahu" in council.visitor("ketua").get("/kerja").text


def test_nobody_answers_for_another(council: Council) -> None:
    scheduler.tick(council.tracker)
    staf, ketua = council.visitor("staf"), council.visitor("ketua")
    action = re.search(r'action="(/pemberitahuan/\d+/tahu)"', ketua.get("/pemberitahuan").text)
    assert action is not None
    assert staf.client.post(action.group(1), data=staf.form("/akun/sandi")).status_code == 404


# Pengingat saya


def test_a_service_is_added_tried_and_taken_away_and_its_secret_never_shown(
    council: Council, hook: Webhook
) -> None:
    staf, admin = council.visitor("staf"), council.visitor("admin")
    answer = submit(staf, "/pengingat", "/pengingat/tambah", address=hook.url(TOKEN), mode="segera")
    assert answer.status_code == 303
    page = pressed(staf, "/pengingat", r"Kirim pesan percobaan <span[^>]*>json://")
    assert "Pesan percobaan sedang menunggu dikirim." in page
    scheduler.tick(council.tracker)
    titles = [content["title"] for _, content in hook.posts]
    assert titles == ["Pesan percobaan dari Pelacak Raperda", "1 pengingat: SPBE"]
    for reader, address in (
        (staf, "/pengingat"),
        (admin, "/admin/pengingat/saluran"),
        (admin, "/admin/pengingat"),
    ):
        shown = reader.get(address).text
        assert "json://•••" in shown
        assert TOKEN not in shown
        assert str(hook.port) not in shown
    assert "Pesan percobaan terkirim" in staf.get("/pengingat").text
    assert "json://" not in pressed(staf, "/pengingat", "Hapus").partition("Tambah saluran")[0]


@pytest.mark.parametrize("address", ["", "tgram://", "slack://a/b/c", "bukan alamat", "json://" + "x" * 500])
def test_what_is_no_service_comes_back_as_typed(council: Council, address: str) -> None:
    staf = council.visitor("staf")
    answer = submit(staf, "/pengingat", "/pengingat/tambah", address=address, mode="segera")
    assert answer.status_code == 422
    assert f'value="{address}"' in answer.text


def test_mail_is_paused_and_goes_on_and_comes_once_a_day_or_at_once(council: Council) -> None:
    staf = council.visitor("staf")
    assert "dijeda" in pressed(staf, "/pengingat", "Jeda")
    assert "Saluran dipakai lagi." in pressed(staf, "/pengingat", "Pakai lagi")
    assert "<p>Segera." in pressed(staf, "/pengingat", "Ubah jadi segera")


def test_the_administrator_pauses_a_channel_and_its_owner_sees_it(council: Council) -> None:
    admin, staf = council.visitor("admin"), council.visitor("staf")
    pressed(admin, "/admin/pengingat/saluran", r"Jeda <span[^>]*>staf,")
    assert "dijeda" in staf.get("/pengingat").text


# Rules


def test_a_rule_is_read_in_words_corrected_and_switched_off(council: Council) -> None:
    admin = council.visitor("admin")
    page = admin.get("/admin/pengingat/aturan").text
    assert "7, 3, 1 hari sebelum; pada harinya; 1 hari sesudah" in page
    assert "3, 7 hari sesudah" in page
    assert "rencana selesai tahap; Pembahasan pansus" in page
    answer = admin.send("/admin/pengingat/aturan/1", before="10 2", after="")
    assert answer.status_code == 303
    assert "10, 2 hari sebelum; pada harinya" in admin.get(answer.location).text
    assert "tidak dipakai" in pressed(admin, "/admin/pengingat/aturan", "Matikan")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"before": "besok"}, "Tulis angka dengan koma"),
        ({"before": "90"}, "paling jauh 60 hari"),
        ({"before": "", "after": "", "on_the_day": ""}, "paling sedikit satu hari"),
        ({"recipient": "semua"}, "Pilih salah satu dari daftar."),
    ],
)
def test_a_rule_that_cannot_be_comes_back(council: Council, typed: dict[str, str], words: str) -> None:
    admin = council.visitor("admin")
    answer = admin.send("/admin/pengingat/aturan/baru", **{"kind": "hukum", "before": "5"} | typed)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_new_rule_is_added(council: Council) -> None:
    admin = council.visitor("admin")
    answer = admin.send(
        "/admin/pengingat/aturan/baru", recipient="admin", kind="hukum", before="5", after="2"
    )
    assert answer.status_code == 303
    page = admin.get(answer.location).text
    assert "Aturan ditambahkan." in page
    assert "5 hari sebelum; 2 hari sesudah" in page
