"""The rules as an administrator sees them: how sure each is, and what a change of one would move."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from tests.web.council import SPBE, Council, Visitor
from tracker.bootstrap import Tracker
from tracker.storage.models import Deadline, DeadlineRuleRow

RULES, NEW = "/admin/tenggat", "/admin/tenggat/baru"
SENDING = "penyampaian-ke-bupati"


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    council = Council(sqlite_tracker)
    council.move(*((stage, move) for stage in ("finalisasi", "harmonisasi-provinsi", "rapat-paripurna")
                   for move in ("mulai", "selesaikan")))  # fmt: skip
    return council


@pytest.fixture
def admin(council: Council) -> Visitor:
    return council.visitor("admin")


def address(council: Council, slug: str = SENDING) -> str:
    with council.tracker.reading() as session:
        row = session.scalars(select(DeadlineRuleRow.id).where(DeadlineRuleRow.slug == slug)).one()
    return f"{RULES}/{row}"


def due(council: Council, slug: str = SENDING) -> tuple[str, str]:
    with council.tracker.reading() as session:
        row = session.scalars(select(Deadline).where(Deadline.subject == slug)).one()
        return row.due_on.isoformat(), row.status


def form_of(admin: Visitor, page: str) -> dict[str, object]:
    """The form as a browser sends it, with the boxes that are ticked."""
    text = admin.get(page).text
    ticked = re.findall(r'<input type="checkbox" name="(\w+)"[^>]*value="([^"]*)" checked', text)
    held: dict[str, object] = dict(admin.form(page))
    for name in {name for name, _ in ticked}:
        held[name] = [value for key, value in ticked if key == name]
    return held


def save(admin: Visitor, page: str, **typed: object) -> tuple[int, int]:
    """Look at what the change would do, then save it; the status of both answers."""
    held = form_of(admin, page) | typed
    told = admin.client.post(page, data=held)
    if told.status_code != 200:
        return told.status_code, 0
    return 200, admin.client.post(page, data=held | carried(told.text) | {"simpan": "1"}).status_code


def carried(page: str) -> dict[str, object]:
    """What a preview carries with it: the law and the rule whose effects it tells."""
    return dict(re.findall(r'name="(seen|shown)" type="hidden" value="([^"]*)"', page))


def test_law_and_what_is_not_law_stand_apart_by_word(admin: Visitor) -> None:
    page = unescape(admin.get(RULES).text)
    law, unverified, target, inactive = (
        page.split(f'<h2 id="{standing}">')[1].split("<h2")[0]
        for standing in ("hukum", "belum-diverifikasi", "target", "tidak-aktif")
    )
    assert "D12. Bupati menetapkan Raperda dengan tanda tangan" in law
    assert "paling lama 30 (tiga puluh) Hari sejak rancangan Perda disetujui bersama" in law
    assert "D08. Gubernur menyampaikan hasil fasilitasi" in unverified
    assert "dibaca dalam peraturan yang sudah diganti" in unverified.split("D03.")[1]
    assert "D07. Pansus menyelesaikan pembahasan" in target
    assert "Tidak ditemukan batas waktunya" in inactive.split("D02.")[1]


def test_a_corrected_rule_shows_first_which_deadlines_it_moves(council: Council, admin: Visitor) -> None:
    page = address(council)
    told = admin.client.post(page, data=form_of(admin, page) | {"count": "5"})
    assert told.status_code == 200
    assert "bergeser dari 20 Juni 2023 ke 22 Juni 2023" in told.text
    assert due(council) == ("2023-06-20", "terbuka")
    assert save(admin, page, count="5") == (200, 303)
    assert due(council) == ("2023-06-22", "terbuka")
    assert "Aturan D09 disimpan. 1 tenggat terbuka berubah: SPBE." in admin.get(RULES).text
    assert "Sebab: aturan tenggat berubah (D09), admin." in admin.get(f"{RULES}/perubahan").text
    # What the workspace explains is the corrected rule.
    assert "5 hari kerja sejak 15 Juni 2023 (persetujuan bersama)" in admin.get(SPBE).text


def test_a_retired_rule_lets_its_open_deadlines_lapse(council: Council, admin: Visitor) -> None:
    page = address(council)
    held = form_of(admin, page)
    del held["active"]
    told = admin.client.post(page, data=held)
    assert "gugur, semula 20 Juni 2023" in told.text
    assert admin.client.post(page, data=held | carried(told.text) | {"simpan": "1"}).status_code == 303
    assert due(council)[1] == "gugur"


def test_what_was_typed_after_the_effects_were_told_is_told_again_before_it_is_saved(
    council: Council, admin: Visitor
) -> None:
    page = address(council)
    told = admin.client.post(page, data=form_of(admin, page) | {"count": "5"})
    typed = form_of(admin, page) | carried(told.text) | {"count": "6", "simpan": "1"}
    again = admin.client.post(page, data=typed)
    assert again.status_code == 200
    assert "bergeser dari 20 Juni 2023 ke 23 Juni 2023" in again.text
    assert due(council) == ("2023-06-20", "terbuka")
    assert admin.client.post(page, data=typed | carried(again.text)).status_code == 303
    assert due(council) == ("2023-06-23", "terbuka")


def test_a_law_that_changes_on_a_day_is_a_second_row_of_its_rule(council: Council, admin: Visitor) -> None:
    number = address(council).rsplit("/", 1)[1]
    assert save(admin, f"{NEW}?dari={number}", count="9") == (422, 0)  # two rules at once
    assert save(admin, f"{NEW}?dari={number}", count="9", in_force_from="16/6/2023") == (200, 303)
    assert due(council) == ("2023-06-20", "terbuka")  # approved on the 15th, under the old one
    council.move(("rapat-paripurna", "buka-kembali"), reason="Keliru")
    with council.tracker.reading() as session:
        rows = session.scalars(select(DeadlineRuleRow).where(DeadlineRuleRow.slug == SENDING)).all()
    assert sorted(row.count for row in rows) == [3, 9]


def test_a_new_rule_appears_with_its_deadlines(council: Council, admin: Visitor) -> None:
    typed = {
        "number": "L1",
        "act": "Sekretariat mengirim salinan",
        "act_english": "The secretariat sends a copy",
        "holder": "pimpinan",
        "event": "persetujuan-bersama",
        "count": "2",
        "unit": "hari-kalender",
        "basis": "Tata tertib",
        "confidence": "D",
    }
    assert save(admin, NEW, **typed) == (200, 303)
    with council.tracker.reading() as session:
        row = session.scalars(select(Deadline).where(Deadline.due_on == "2023-06-17")).one()
        assert row.explanation is not None
        assert row.explanation["rule"]["act"] == "Sekretariat mengirim salinan"
    assert "Sekretariat mengirim salinan" in admin.get(SPBE).text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"count": "0"}, "Isi angka dari 1 sampai 1000."),
        ({"unit": "tanggal", "event": ""}, "Isi bagian ini."),
        ({"event": ""}, "Isi bagian ini."),
        ({"in_force_from": "2/1/2026", "in_force_until": "1/1/2026"}, "lebih awal dari tanggal mulainya"),
        ({"act": ""}, "Isi bagian ini."),
    ],
)
def test_a_rule_that_cannot_be_comes_back_with_what_was_typed(
    council: Council, admin: Visitor, typed: dict[str, str], words: str
) -> None:
    page = address(council)
    answer = admin.client.post(page, data=form_of(admin, page) | typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert due(council) == ("2023-06-20", "terbuka")


def test_what_changed_meanwhile_is_told_again(council: Council, admin: Visitor) -> None:
    page = address(council)
    held = form_of(admin, page) | {"count": "5"}
    told = admin.client.post(page, data=held)
    save(admin, address(council, "penetapan"), count="31")
    answer = admin.client.post(page, data=held | carried(told.text) | {"simpan": "1"})
    assert answer.status_code == 409
    assert "berubah sementara Anda mengisi" in answer.text
    assert due(council) == ("2023-06-20", "terbuka")


def test_a_rule_that_does_not_exist_is_not_found(admin: Visitor) -> None:
    assert admin.get(f"{RULES}/999").status_code == 404
    assert admin.get(f"{NEW}?dari=999").status_code == 404
