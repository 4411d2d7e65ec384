"""Plans and the days to come on pages: in plain words, with a reason asked for where a plan changes."""

from datetime import timedelta

import pytest

from tests.web.council import SPBE, TODAY, Council
from tracker.bootstrap import Tracker

PUBLIC = "/raperda/spbe-2023"
PLAN = f"{SPBE}/tahap/rapat-pansus/jadwalkan"


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    """Its first stage is planned for today."""
    return Council(sqlite_tracker)


def text(council: Council, address: str, who: str = "staf") -> str:
    return " ".join(council.visitor(who).get(address).text.split())


def replan(council: Council, reason: str) -> int:
    later = (TODAY + timedelta(days=8)).isoformat()
    answer = council.visitor("staf").send(PLAN, planned_end_on=later, reason=reason)
    return answer.status_code


def test_the_public_reads_a_slip_in_plain_words(council: Council) -> None:
    assert replan(council, "Peta lahan belum lengkap.") == 303
    stranger = council.app.test_client()
    page = " ".join(stranger.get(PUBLIC).text.split())
    told = "Rapat Pansus semula direncanakan selesai 15 Juni 2023, menjadi 23 Juni 2023 (mundur 8 hari)"
    assert f"{told}, karena: Peta lahan belum lengkap." in page
    assert "Rencana dan kenyataan, 1 kali berubah" in page
    english = " ".join(stranger.get(f"/en{PUBLIC}").text.split())
    assert "Rapat Pansus" not in english
    assert "was planned to end on 15 June 2023, now on 23 June 2023 (8 days later)" in english


def test_a_changed_plan_without_a_reason_comes_back_with_a_clear_sentence(council: Council) -> None:
    assert replan(council, "") == 422
    staf = council.visitor("staf")
    later = (TODAY + timedelta(days=8)).isoformat()
    answer = staf.send(f"{SPBE}/jadwal", **{"selesai-rapat-pansus": later})
    assert answer.status_code == 422
    assert "Tulis mengapa tanggal yang sudah direncanakan berubah." in answer.text


def test_a_first_plan_asks_for_no_reason(council: Council) -> None:
    answer = council.visitor("staf").send(f"{SPBE}/jadwal", **{"selesai-finalisasi": "2023-07-12"})
    assert answer.status_code == 303


def test_who_changed_the_plan_is_told_at_work_only(council: Council) -> None:
    replan(council, "Peta lahan belum lengkap.")
    assert "Dicatat staf" in text(council, f"{SPBE}/rencana")
    assert "Dicatat staf" not in council.app.test_client().get(PUBLIC).text


def test_without_enough_history_the_page_says_so_and_shows_what_is_planned(council: Council) -> None:
    council.visitor("staf").send(f"{SPBE}/jadwal", **{"selesai-rapat-paripurna": "2023-08-29"})
    page = " ".join(council.app.test_client().get(PUBLIC).text.split())
    assert "Belum cukup riwayat untuk memperkirakan: Rapat Pansus yang sebanding baru 0 kali" in page
    assert "Rencana paripurna: 29 Agustus 2023." in page
    assert "Batas waktu menurut undang-undang, bila paripurna pada 29 Agustus 2023" in page
    basis = "(3 hari kerja sejak persetujuan bersama; UU 23/2014 Pasal 242 ayat (2))"
    sent = f"1 September 2023: Pimpinan DPRD menyampaikan Raperda kepada bupati <small>{basis}</small>"
    assert sent in page
    assert "sementara" not in page.lower()


def test_without_history_and_without_a_plan_the_law_is_told_without_dates(council: Council) -> None:
    page = " ".join(council.app.test_client().get(PUBLIC).text.split())
    told = page.split("Batas waktu menurut undang-undang sesudah paripurna</h3>")[1].split("</details>")[0]
    sent = "Pimpinan DPRD menyampaikan Raperda kepada bupati"
    assert f"<li>{sent} <small>(3 hari kerja sejak persetujuan bersama; UU 23/2014" in told
    assert "dianggap" not in told


def test_a_path_into_a_year_without_its_decree_says_that_it_is_provisional(council: Council) -> None:
    council.visitor("staf").send(f"{SPBE}/jadwal", **{"selesai-rapat-paripurna": "2040-01-10"})
    page = " ".join(council.app.test_client().get(PUBLIC).text.split())
    told = page.split("bila paripurna pada 10 Januari 2040")[1].split("</ul>")[0]
    assert told.count('<span class="tag">sementara</span>') == told.count("<li>") > 0
    assert "Sementara: SKB libur 2040 belum ada." in page


def test_the_day_a_perda_names_is_entered_kept_and_shown(council: Council) -> None:
    staf = council.visitor("staf")
    assert staf.send(f"{SPBE}/nomor", effective_on="2024-01-01").status_code == 303
    assert staf.form(f"{SPBE}/nomor")["effective_on"] == "2024-01-01"
    assert "1 Januari 2024" in council.app.test_client().get(PUBLIC).text
    assert "menyebut mulai berlaku pada 1 Januari 2024" in text(council, f"{SPBE}/rencana")


def test_money_is_worded_as_a_hint_and_never_as_law(council: Council) -> None:
    staf = council.visitor("staf")
    staf.send(f"{SPBE}/jadwal", **{"selesai-rapat-paripurna": "2023-12-05"})
    assert "APBD" not in text(council, f"{SPBE}/rencana")
    assert staf.send(f"{SPBE}/ubah", needs_budget="y").status_code == 303
    page = text(council, f"{SPBE}/rencana")
    assert "Anggarannya paling cepat masuk Perubahan APBD 2024" in page
    assert "Ini petunjuk perencanaan, bukan ketentuan hukum" in page
