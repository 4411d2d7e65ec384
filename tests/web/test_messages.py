"""Messages to pass on: the same facts as the page, with an address that the reader may open."""

from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.web.council import SPBE, Council, Visitor
from tests.web.test_feeds import meet
from tracker.bootstrap import Tracker


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    return Council(sqlite_tracker)


def text_of(page: str) -> str:
    return unescape(page.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>", 1)[0]).strip()


def test_a_status_is_said_in_the_sentence_of_the_page(council: Council) -> None:
    council.move(("rapat-pansus", "mulai"))
    page = council.visitor("ketua").get(f"{SPBE}/pesan").text
    text = text_of(page)
    assert text.startswith("*Rancangan Peraturan Daerah tentang SPBE*\n")
    assert "Tahap 1 dari 7, Rapat Pansus, hari ke-1." in text
    assert text.endswith("/raperda/spbe-2023")
    share = unescape(page.split('href="https://wa.me/', 1)[1].split('"', 1)[0])
    assert parse_qs(urlsplit(share).query)["text"] == [text]


def test_a_meeting_says_when_and_where_but_not_who_was_invited(council: Council) -> None:
    meet(council, agenda="Membahas Pasal 5")
    text = text_of(council.visitor("staf").get(f"{SPBE}/pesan/rapat/1").text)
    assert "Kamis, 15 Juni 2023, pukul 09.00 WIB" in text
    assert "Tempat: Ruang rapat" in text
    assert "Acara: Membahas Pasal 5" in text
    assert "Kepala Dinas" not in text


def test_a_deadline_says_its_date_and_whose_it_is(council: Council) -> None:
    text = text_of(council.visitor("staf").get(f"{SPBE}/pesan/tenggat/1").text)
    assert "Kamis, 15 Juni 2023" in text
    assert "Di tangan: pansus" in text


def test_the_public_page_shares_its_sentence_without_a_script(council: Council) -> None:
    page = Visitor(council.app.test_client()).get("/raperda/spbe-2023").text
    assert "https://wa.me/?text=" in page
    assert "<script" not in page


def test_only_the_pages_that_copy_may_run_a_script_and_only_ours(council: Council) -> None:
    staf = council.visitor("staf")
    assert "script-src 'self'" in staf.get(f"{SPBE}/pesan").headers["Content-Security-Policy"]
    assert "script-src" not in staf.get(SPBE).headers["Content-Security-Policy"]
