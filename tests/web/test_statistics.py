"""The page about the whole council: chart and table carry the same figures, fresh and for everyone."""

import re

import pytest
from flask.testing import FlaskClient

from tests.web.council import TODAY, Council
from tracker.bootstrap import Tracker


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    return Council(sqlite_tracker)


@pytest.fixture
def public(council: Council) -> FlaskClient:
    return council.app.test_client()


def cells(page: str) -> list[str]:
    """The first row of the monthly table: the current month."""
    row = re.search(r'<tr><th scope="row">Juni 2023</th>(.*?)</tr>', page, re.S)
    assert row
    return re.findall(r"<td>(\d+)</td>", row.group(1))


def test_the_table_the_key_and_the_drawing_say_the_same(council: Council, public: FlaskClient) -> None:
    council.move(("rapat-pansus", "mulai"), on=TODAY)
    page = public.get("/statistik").text
    assert cells(page) == ["0", "1", "0", "0", "0", "1"]
    assert re.findall(r"<b>(\d+)</b></li>", page) == ["0", "0", "0", "1", "0"]
    assert re.findall(r'<g class="band ([a-z-]+)">\s*<rect x', page) == ["pansus"]


def test_it_is_fresh_when_a_raperda_moves_and_not_sent_again_before(
    council: Council, public: FlaskClient
) -> None:
    before = public.get("/statistik")
    again = public.get("/statistik", headers={"If-None-Match": before.headers["ETag"]})
    assert again.status_code == 304
    council.move(("finalisasi", "mulai"), ("finalisasi", "selesaikan"), ("harmonisasi-provinsi", "mulai"))
    after = public.get("/statistik")
    assert after.headers["ETag"] != before.headers["ETag"]
    assert cells(after.text) == ["0", "0", "1", "0", "0", "1"]


def test_it_is_told_in_english_too_without_a_cookie(council: Council, public: FlaskClient) -> None:
    answer = public.get("/en/statistik")
    assert "<h1>Statistics</h1>" in answer.text
    assert "Set-Cookie" not in answer.headers
