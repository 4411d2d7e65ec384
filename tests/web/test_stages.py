"""Moving a Raperda over HTTP: told beforehand, made once, never lost in a race."""

import re

import pytest

from tests.web.council import SPBE, Council
from tracker.bootstrap import Tracker

START = f"{SPBE}/tahap/rapat-pansus/mulai"
COMPLETE = f"{SPBE}/tahap/rapat-pansus/selesaikan"
SEND_BACK = f"{SPBE}/tahap/rapat-komprehensif/kembalikan"
WITHDRAW = f"{SPBE}/tahap/rapat-pansus/tarik"


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    return Council(sqlite_tracker)


def _in_plenary(council: Council) -> None:
    for stage in ("rapat-pansus", "rapat-komprehensif", "kunjungan-kerja", "pra-finalisasi"):
        council.move((stage, "lewati"), reason="-")
    for stage in ("finalisasi", "harmonisasi-provinsi"):
        council.move((stage, "mulai"), (stage, "selesaikan"))
    council.move(("rapat-paripurna", "mulai"))


def test_the_chair_completes_a_stage_and_is_shown_the_way_back(council: Council) -> None:
    council.move(("rapat-pansus", "mulai"))
    ketua = council.visitor("ketua")
    answer = ketua.send(COMPLETE)
    assert (answer.status_code, answer.location) == (303, SPBE)
    assert council.moves() == [("rapat-pansus", "mulai"), ("rapat-pansus", "selesaikan")]
    page = ketua.get(SPBE).text
    assert "Rapat Pansus selesai." in page
    assert f'href="{SPBE}/tahap/rapat-pansus/buka-kembali"' in page


def test_the_clocks_of_a_plenary_are_told_before_it_is_closed(council: Council) -> None:
    _in_plenary(council)
    page = council.visitor("staf").get(f"{SPBE}/tahap/rapat-paripurna/selesaikan").text
    # 3 working days after Thursday, 15 June 2023; 30 of them, past Idul Adha with its cuti bersama.
    assert "paling lambat Selasa, 20 Juni 2023" in page
    assert "paling lambat Rabu, 2 Agustus 2023" in page
    assert "UU 23/2014 Pasal 242 ayat (2)" in page
    assert council.moves()[-1] == ("rapat-paripurna", "mulai")


def test_the_clocks_are_counted_again_for_another_day_without_moving_anything(council: Council) -> None:
    _in_plenary(council)
    before = council.moves()
    staf = council.visitor("staf")
    answer = staf.send(
        f"{SPBE}/tahap/rapat-paripurna/selesaikan", occurred_on="12/6/2023", reason="Kuorum", hitung="1"
    )
    assert answer.status_code == 200
    assert "paling lambat Kamis, 15 Juni 2023" in answer.text
    assert ">Kuorum</textarea>" in answer.text.replace("\r\n", "").replace("\n", "")
    assert council.moves() == before


def test_a_missing_reason_is_asked_for_and_what_was_typed_stays(council: Council) -> None:
    council.move(("rapat-komprehensif", "mulai"))
    answer = council.visitor("ketua").send(SEND_BACK, target="rapat-pansus", occurred_on="2023-06-15")
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text
    assert re.search(r'<option selected value="rapat-pansus">', answer.text)
    assert council.moves() == [("rapat-komprehensif", "mulai")]


def test_a_day_that_has_not_come_is_refused_beside_its_field(council: Council) -> None:
    council.move(("rapat-pansus", "mulai"))
    answer = council.visitor("ketua").send(COMPLETE, occurred_on="2023-06-16", reason="Sudah bulat")
    assert answer.status_code == 422
    assert 'id="occurred_on-masalah"' in answer.text
    assert "Sudah bulat" in answer.text


def test_sending_back_opens_a_new_round_and_tells_the_public_why(council: Council) -> None:
    council.move(("rapat-pansus", "mulai"), ("rapat-pansus", "selesaikan"), ("rapat-komprehensif", "mulai"))
    ketua = council.visitor("ketua")
    assert ketua.send(SEND_BACK, target="rapat-pansus", reason="Definisi belum sepakat").status_code == 303
    assert "putaran ke-2" in ketua.get(SPBE).text
    assert "Definisi belum sepakat" in council.app.test_client().get("/raperda/spbe-2023").text


def test_who_comes_second_sees_what_changed_keeps_their_words_and_can_send_again(council: Council) -> None:
    council.move(("rapat-pansus", "mulai"))
    ketua = council.visitor("ketua")
    held = ketua.form(COMPLETE) | {"reason": "Semua pasal sudah dibahas"}
    council.move(("rapat-komprehensif", "mulai"))
    answer = ketua.client.post(COMPLETE, data=held)
    assert answer.status_code == 409
    assert "Rapat Komprehensif dimulai." in answer.text
    assert "Rapat Pansus dimulai." not in answer.text.partition('name="key"')[0]
    assert "Semua pasal sudah dibahas" in answer.text
    fresh = re.search(r'name="seen_revision"[^>]*value="(\d+)"', answer.text)
    assert fresh is not None
    assert ketua.client.post(COMPLETE, data=held | {"seen_revision": fresh.group(1)}).status_code == 303
    assert council.moves()[-1] == ("rapat-pansus", "selesaikan")


def test_a_move_someone_else_already_made_is_explained_and_nothing_typed_is_lost(council: Council) -> None:
    council.move(("rapat-pansus", "mulai"))
    ketua = council.visitor("ketua")
    held = ketua.form(COMPLETE) | {"reason": "Semua pasal sudah dibahas"}
    council.move(("rapat-pansus", "selesaikan"))
    answer = ketua.client.post(COMPLETE, data=held)
    assert answer.status_code == 409
    assert "Rapat Pansus selesai." in answer.text
    assert "Semua pasal sudah dibahas" in answer.text
    assert council.moves().count(("rapat-pansus", "selesaikan")) == 1


def test_the_same_form_sent_twice_moves_once(council: Council) -> None:
    ketua = council.visitor("ketua")
    held = ketua.form(START)
    answers = [ketua.client.post(START, data=held) for _ in range(2)]
    assert [(one.status_code, one.location) for one in answers] == [(303, SPBE)] * 2
    assert council.moves() == [("rapat-pansus", "mulai")]


def test_an_impossible_move_is_explained_on_its_page(council: Council) -> None:
    answer = council.visitor("staf").get(f"{SPBE}/tahap/rapat-paripurna/mulai")
    assert answer.status_code == 409
    assert "Harmonisasi Provinsi" in answer.text
    assert 'name="seen_revision"' not in answer.text


@pytest.mark.parametrize("path", ["rapat-pansus/terbang", "pesta/mulai", "rapat-pansus/catat-sebelumnya",
                                  "evaluasi-gubernur/mulai"])  # fmt: skip
def test_there_is_no_page_for_what_the_process_does_not_have(council: Council, path: str) -> None:
    assert council.visitor("admin").get(f"{SPBE}/tahap/{path}").status_code == 404


@pytest.mark.parametrize(("name", "address"), [
    ("lain", START), ("pimpinan", START), ("ketua", WITHDRAW), ("lain", f"{SPBE}/jadwal"),
    ("pimpinan", f"{SPBE}/jadwal"),
])  # fmt: skip
def test_the_page_of_a_move_is_refused_to_who_may_not_make_it(
    council: Council, name: str, address: str
) -> None:
    visitor = council.visitor(name)
    assert visitor.get(address).status_code == 403
    token = visitor.form("/akun/sandi")["csrf_token"]
    assert visitor.client.post(address, data={"csrf_token": token}).status_code == 403
    assert council.moves() == []


def test_withdrawing_closes_the_raperda_and_offers_to_resume_it(council: Council) -> None:
    staf = council.visitor("staf")
    assert staf.send(WITHDRAW, reason="Ditarik pemrakarsa").status_code == 303
    page = staf.get(SPBE).text
    assert "Raperda ditarik." in page
    assert "/lanjutkan" in page


def test_a_schedule_moves_only_what_was_changed_and_asks_why(council: Council) -> None:
    ketua = council.visitor("ketua")
    address = f"{SPBE}/jadwal"
    changed = {"selesai-rapat-pansus": "20/6/2023", "mulai-kunjungan-kerja": "2023-07-03"}
    refused = ketua.send(address, **changed)
    assert (refused.status_code, "#reason" in refused.text) == (422, True)
    assert ketua.send(address, **changed, reason="Menunggu Kominfo").status_code == 303
    assert council.moves() == [("rapat-pansus", "jadwalkan"), ("kunjungan-kerja", "jadwalkan")]


def test_an_end_before_its_start_is_told_beside_its_own_stage(council: Council) -> None:
    dates = {"mulai-kunjungan-kerja": "2023-07-03", "selesai-kunjungan-kerja": "2023-07-01"}
    answer = council.visitor("ketua").send(f"{SPBE}/jadwal", **dates)
    assert answer.status_code == 422
    assert 'href="#selesai-kunjungan-kerja"' in answer.text


def test_a_schedule_made_on_an_old_page_is_shown_again_with_what_changed(council: Council) -> None:
    ketua = council.visitor("ketua")
    address = f"{SPBE}/jadwal"
    held = ketua.form(address) | {"mulai-kunjungan-kerja": "2023-07-03"}
    council.move(("rapat-pansus", "mulai"))
    answer = ketua.client.post(address, data=held)
    assert answer.status_code == 409
    assert "Rapat Pansus dimulai." in answer.text
    assert 'value="2023-07-03"' in answer.text


def test_two_at_once_are_told_apart_on_every_database(tracker: Tracker) -> None:
    council = Council(tracker)
    first, second = council.visitor("ketua"), council.visitor("staf")
    forms = [(one, one.form(START)) for one in (first, second)]
    answers = sorted(one.client.post(START, data=held).status_code for one, held in forms)
    assert answers == [303, 409]
    assert council.moves() == [("rapat-pansus", "mulai")]
