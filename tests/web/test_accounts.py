"""Logging in and out, one's own password and language."""

import pytest
from sqlalchemy import update

from tests.web.council import Council, Visitor
from tracker.bootstrap import Tracker
from tracker.storage.models import User


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    return Council(sqlite_tracker)


def _stranger(council: Council) -> Visitor:
    return Visitor(council.app.test_client())


def test_a_wrong_password_and_an_unknown_account_answer_alike(council: Council) -> None:
    answers = [
        _stranger(council).send("/masuk", email=email, password="salah sekali")
        for email in ("staf@example.test", "siapa@example.test")
    ]
    assert [one.status_code for one in answers] == [422, 422]
    assert all("tidak cocok" in one.text for one in answers)
    assert all("salah sekali" not in one.text for one in answers)


def test_after_too_many_attempts_even_the_right_password_has_to_wait(council: Council) -> None:
    stranger = _stranger(council)
    for _ in range(5):
        stranger.send("/masuk", email="staf@example.test", password="salah")
    answer = stranger.send("/masuk", email="staf@example.test", password=council.passwords["staf"])
    assert answer.status_code == 429
    assert "Terlalu banyak percobaan" in answer.text


@pytest.mark.parametrize("elsewhere", ["//jahat.example", "https://jahat.example", "/\\jahat.example"])
def test_logging_in_never_leads_away_from_here(council: Council, elsewhere: str) -> None:
    stranger = _stranger(council)
    sent = stranger.form("/masuk") | {"email": "staf@example.test", "password": council.passwords["staf"]}
    answer = stranger.client.post("/masuk", query_string={"next": elsewhere}, data=sent)
    assert (answer.status_code, answer.location) == (303, "/kerja")


def test_an_initial_password_has_to_be_changed_before_anything_else(council: Council) -> None:
    staf = council.visitor("staf")
    with council.tracker.transaction() as session:
        session.execute(update(User).where(User.id == council.ids["staf"]).values(must_change_password=True))
    assert staf.get("/kerja").location == "/akun/sandi"
    page = staf.get("/akun/sandi").text
    assert "masih kata sandi awal" in page
    assert "Hari ini" not in page.partition("<main")[0]
    new = "empat kata mudah diingat"
    answer = staf.send("/akun/sandi", old=council.passwords["staf"], new=new, again=new)
    assert (answer.status_code, answer.location) == (303, "/kerja")
    assert staf.get("/kerja").status_code == 200


def test_a_new_password_ends_the_other_sessions(council: Council) -> None:
    here, there = council.visitor("staf"), council.visitor("staf")
    new = "empat kata mudah diingat"
    assert here.send("/akun/sandi", old=council.passwords["staf"], new=new, again=new).status_code == 303
    assert here.get("/kerja").status_code == 200
    assert there.get("/kerja").location.startswith("/masuk")


@pytest.mark.parametrize(("typed", "field"), [
    ({"old": "bukan ini", "new": "empat kata mudah", "again": "empat kata mudah"}, "old"),
    ({"new": "pendek", "again": "pendek"}, "new"),
    ({"new": "empat kata mudah", "again": "empat kata sulit"}, "again"),
])  # fmt: skip
def test_what_is_wrong_with_a_new_password_is_told_beside_it(
    council: Council, typed: dict[str, str], field: str
) -> None:
    answer = council.visitor("staf").send("/akun/sandi", **{"old": council.passwords["staf"]} | typed)
    assert answer.status_code == 422
    assert f'id="{field}-masalah"' in answer.text


def test_the_language_is_the_persons_own_and_the_page_stays(council: Council) -> None:
    staf = council.visitor("staf")
    form = staf.form("/kerja/raperda", marker='name="language"')
    answer = staf.client.post("/akun/bahasa", data=form)
    assert (answer.status_code, answer.location) == (303, "/kerja/raperda")
    assert '<html lang="en">' in staf.get("/kerja").text


def test_logging_out_closes_the_door(council: Council) -> None:
    staf = council.visitor("staf")
    assert staf.press("/kerja", "/keluar").status_code == 303
    assert staf.get("/kerja").location.startswith("/masuk")


def test_a_form_without_its_token_is_not_taken(council: Council) -> None:
    assert council.visitor("staf").client.post("/keluar").status_code == 400
