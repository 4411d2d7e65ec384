"""Raperda at work: entered, described, noted on, and shown only to who may read them."""

import pytest
from sqlalchemy import select

from tests.web.council import SPBE, Council
from tracker.bootstrap import Tracker
from tracker.storage.models import Note, Raperda

NEW = "/kerja/raperda/baru"
FACTS = {
    "title": "Rancangan Peraturan Daerah tentang Pasar Rakyat",
    "short_name": "Pasar Rakyat",
    "year": "2023",
    "initiator": "dprd",
    "kind": "biasa",
}


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    return Council(sqlite_tracker)


def _slugs(council: Council) -> list[str]:
    with council.tracker.reading() as session:
        return list(session.scalars(select(Raperda.slug).order_by(Raperda.id)))


def test_the_secretariat_enters_a_raperda_that_is_already_on_its_way(council: Council) -> None:
    staf = council.visitor("staf")
    plan = {"mulai-kunjungan-kerja": "1/7/2023", "selesai-kunjungan-kerja": "5/7/2023"}
    answer = staf.send(NEW, **FACTS, **plan, done_through="rapat-komprehensif")
    assert (answer.status_code, answer.location) == (303, "/kerja/raperda/pasar-rakyat-2023")
    page = staf.get(answer.location).text
    assert "Rencana selesai Kunjungan Kerja" in page
    assert "Mulai Kunjungan Kerja" in page
    assert "belum diumumkan" in page


def test_the_same_raperda_sent_twice_is_entered_once(council: Council) -> None:
    staf = council.visitor("staf")
    held = staf.form(NEW) | FACTS
    assert [staf.client.post(NEW, data=held).status_code for _ in range(2)] == [303, 303]
    assert _slugs(council) == ["spbe-2023", "pasar-rakyat-2023"]


@pytest.mark.parametrize(("wrong", "field"), [
    ({"title": ""}, "title"),
    ({"year": "23"}, "year"),
    ({"pansus_id": "999"}, "pansus_id"),
    ({"done_through": "evaluasi-gubernur"}, "done_through"),
    ({"done_through": "kunjungan-kerja", "mulai-kunjungan-kerja": "1/7/2023"}, "selesai-kunjungan-kerja"),
])  # fmt: skip
def test_what_is_wrong_leads_to_its_field_and_what_was_typed_stays(
    council: Council, wrong: dict[str, str], field: str
) -> None:
    answer = council.visitor("staf").send(NEW, **FACTS | {"leading_opd": "Dinas Koperasi"} | wrong)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert 'value="Dinas Koperasi"' in answer.text
    assert _slugs(council) == ["spbe-2023"]


def test_a_description_changes_and_its_address_does_not(council: Council) -> None:
    staf = council.visitor("staf")
    answer = staf.send(f"{SPBE}/ubah", short_name="Pemerintahan Elektronik")
    assert (answer.status_code, answer.location) == (303, SPBE)
    assert "Pemerintahan Elektronik" in staf.get("/kerja/raperda").text


def test_a_description_overtaken_by_someone_elses_is_told_apart_and_can_be_sent_again(
    council: Council,
) -> None:
    staf = council.visitor("staf")
    held = staf.form(f"{SPBE}/ubah")
    assert staf.send(f"{SPBE}/ubah", leading_opd="Dinas Lain").status_code == 303
    late = staf.client.post(f"{SPBE}/ubah", data=held | {"short_name": "Nama yang diketik"})
    assert late.status_code == 409
    assert "Dinas Lain" in late.text
    assert "Nama yang diketik" in late.text
    again = staf.send_again(late, f"{SPBE}/ubah")
    assert (again.status_code, again.location) == (303, SPBE)


def test_the_form_of_a_description_keeps_what_is_on_record(council: Council) -> None:
    held = council.visitor("staf").form(f"{SPBE}/ubah")
    assert held["pansus_id"] == str(council.pansus_id)
    assert (held["propemperda_number"], held["leading_opd"]) == ("7", "Dinas Kominfo")


def test_the_numbers_of_the_end_are_written_down(council: Council) -> None:
    staf = council.visitor("staf")
    assert staf.send(f"{SPBE}/nomor", regulation_number="Nomor 4 Tahun 2023").status_code == 303
    assert "Nomor 4 Tahun 2023" in council.app.test_client().get("/raperda/spbe-2023").text


def test_a_note_is_kept_and_never_public(council: Council) -> None:
    ketua = council.visitor("ketua")
    held = ketua.form(SPBE, marker='name="text"') | {"text": "Tanyakan titik tanpa sinyal"}
    answer = ketua.client.post(f"{SPBE}/catatan", data=held)
    assert (answer.status_code, answer.location) == (303, f"{SPBE}#catatan")
    assert "Tanyakan titik tanpa sinyal" in ketua.get(SPBE).text
    assert "Tanyakan titik" not in council.app.test_client().get("/raperda/spbe-2023").text


def test_an_empty_note_is_refused_on_the_same_page(council: Council) -> None:
    ketua = council.visitor("ketua")
    held = ketua.form(SPBE, marker='name="text"')
    answer = ketua.client.post(f"{SPBE}/catatan", data=held | {"text": " "})
    assert answer.status_code == 422
    assert 'href="#text"' in answer.text
    with council.tracker.reading() as session:
        assert session.scalars(select(Note)).all() == []


@pytest.mark.parametrize(("name", "address"), [
    ("lain", SPBE), ("ketua", NEW), ("pimpinan", NEW), ("ketua", f"{SPBE}/ubah"),
    ("pimpinan", f"{SPBE}/ubah"), ("ketua", f"{SPBE}/nomor"),
])  # fmt: skip
def test_a_page_is_refused_to_who_may_not_use_it(council: Council, name: str, address: str) -> None:
    assert council.visitor(name).get(address).status_code == 403


def test_a_reader_is_offered_no_way_to_change_anything(council: Council) -> None:
    page = council.visitor("pimpinan").get(SPBE).text
    assert page.partition("<main")[2].partition("</main>")[0].count("<form") == 0
    for word in ("/tahap/", "/rapat/baru", "/naskah/unggah", "/ubah", "/jadwal"):
        assert f"{SPBE}{word}" not in page


def test_the_next_action_is_the_only_filled_button(council: Council) -> None:
    page = council.visitor("ketua").get(SPBE).text
    assert page.count('class="button"') == 1
    assert f'href="{SPBE}/tahap/rapat-pansus/mulai">Mulai Rapat Pansus' in page


def test_members_of_another_pansus_do_not_find_it_in_their_list(council: Council) -> None:
    assert "spbe-2023" in council.visitor("ketua").get("/kerja/raperda").text
    assert "spbe-2023" not in council.visitor("lain").get("/kerja/raperda").text


def test_a_clock_that_no_stage_stops_is_settled_by_hand(council: Council) -> None:
    for stage in ("rapat-pansus", "rapat-komprehensif", "kunjungan-kerja", "pra-finalisasi"):
        council.move((stage, "lewati"), reason="-")
    for stage in ("finalisasi", "harmonisasi-provinsi", "rapat-paripurna", "penyampaian-bupati",
                  "nomor-register", "penetapan"):  # fmt: skip
        council.move((stage, "mulai"), (stage, "selesaikan"))
    staf = council.visitor("staf")
    page = staf.get(SPBE).text
    assert "paling lama 7 (tujuh) Hari setelah ditetapkan" in page
    address = page.partition(f'action="{SPBE}/tenggat/')[2].partition('"')[0]
    address = f"{SPBE}/tenggat/{address}"
    assert staf.press(SPBE, address).status_code == 303
    assert address not in staf.get(SPBE).text
