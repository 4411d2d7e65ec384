"""The quorum calculator: open to all, without a cookie, its numbers in its address."""

import pytest
from flask.testing import FlaskClient

from tracker.bootstrap import Tracker
from tracker.web import create_app


@pytest.fixture
def client(sqlite_tracker: Tracker) -> FlaskClient:
    return create_app(sqlite_tracker).test_client()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("", "Paling sedikit 34 anggota harus hadir."),
        ("?hadir=33", "Belum kuorum: hadir 33, perlu paling sedikit 34."),
        ("?hadir=34", "Kuorum: hadir 34, perlu paling sedikit 34."),
        ("?hadir=34&setuju=18", "Disetujui: 18 setuju, perlu paling sedikit 18."),
        ("?hadir=34&setuju=17", "Tidak disetujui: 17 setuju, perlu paling sedikit 18."),
        ("?jenis=lain", "Paling sedikit 26 anggota harus hadir."),
        ("?jenis=hak-angket", "Paling sedikit 38 anggota harus hadir."),
        ("?kursi=45", "Paling sedikit 30 anggota harus hadir."),
        ("?jenis=puisi", "Paling sedikit 34 anggota harus hadir."),
    ],
)
def test_the_answer_stands_first_with_its_basis(client: FlaskClient, asked: str, words: str) -> None:
    page = client.get(f"/kuorum{asked}").text
    assert words in page
    assert "UU 23/2014 Pasal 183 ayat (2)" in page


@pytest.mark.parametrize(
    "asked", ["hadir=51", "hadir=banyak", "kursi=0", "kursi=99999", "hadir=34&setuju=35"]
)
def test_numbers_that_cannot_be_are_said_beside_their_field(client: FlaskClient, asked: str) -> None:
    answer = client.get(f"/kuorum?{asked}")
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.text
    assert 'class="status' not in answer.text


def test_it_speaks_english_and_sets_no_cookie(client: FlaskClient) -> None:
    answer = client.get("/en/kuorum?hadir=34&setuju=20")
    assert "Carried: 20 in favour, at least 18 needed." in answer.text
    assert "Set-Cookie" not in answer.headers
