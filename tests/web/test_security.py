"""The doors themselves: odd numbers, forms gone back to, cookies over HTTPS, addresses that lead away."""

from collections.abc import Iterator

import pytest

from tests.conftest import MakeSettings
from tests.web.council import SPBE, Council, Visitor
from tracker import bootstrap
from tracker.adapters.clock import FixedClock
from tracker.bootstrap import Tracker
from tracker.web import create_app

NOTE = f"{SPBE}/catatan"
_BUILT = 777001
"""A number an address can be built with, to be replaced by one that it cannot."""


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    return Council(sqlite_tracker)


def _addresses_with_numbers(council: Council, number: int) -> Iterator[tuple[str, str]]:
    adapter = council.app.url_map.bind("localhost")
    words = {"slug": "spbe-2023", "stage": "rapat-pansus", "move": "mulai"}
    for rule in council.app.url_map.iter_rules():
        if "<int:" not in rule.rule:
            continue
        values = {name: words.get(name, _BUILT) for name in rule.arguments}
        for method in (rule.methods or set()) & {"GET", "POST"}:
            built = adapter.build(rule.endpoint, values, method=method)
            yield method, built.replace(f"/{_BUILT}", f"/{number}")


@pytest.mark.parametrize("number", [0, 2**31 - 1, 2**31, 10**30])
def test_a_number_that_no_row_has_is_not_found_on_any_database(tracker: Tracker, number: int) -> None:
    council = Council(tracker)
    admin = council.visitor("admin")
    held = admin.form("/akun/sandi") | {"reason": "-", "visibility": "publik"}
    asked = list(_addresses_with_numbers(council, number))
    assert len(asked) > 25
    for method, address in asked:
        answer = admin.get(address) if method == "GET" else admin.client.post(address, data=held)
        assert answer.status_code == 404, (method, address)
        answer.close()


def test_what_was_typed_into_a_form_gone_back_to_is_not_lost(council: Council) -> None:
    staf = council.visitor("staf")
    held = staf.form(SPBE, marker='name="text"')
    for text in ("Catatan satu", "Catatan dua", "Catatan dua"):
        assert staf.client.post(NOTE, data=held | {"text": text}).status_code == 303
    page = staf.get(SPBE).text
    assert (page.count("Catatan satu"), page.count("Catatan dua")) == (1, 1)


def test_two_applications_do_not_show_each_others_pages(
    council: Council, make_settings: MakeSettings, postgresql_url: str, clock: FixedClock
) -> None:
    other = bootstrap.build(make_settings(postgresql_url), clock=clock)
    first = council.app.test_client()
    council.move(("rapat-pansus", "mulai"))
    assert first.get("/raperda/spbe-2023").status_code == 200
    elsewhere = Council(other)
    elsewhere.move(("kunjungan-kerja", "mulai"))
    page = elsewhere.app.test_client().get("/raperda/spbe-2023").text
    assert "Kunjungan Kerja dimulai." in page
    assert "Rapat Pansus dimulai." not in page
    other.close()


# Cookies


def test_over_https_the_session_is_bound_to_this_host_and_hidden_from_scripts(
    sqlite_url: str, make_settings: MakeSettings, clock: FixedClock
) -> None:
    settings = make_settings(sqlite_url, BASE_URL="https://raperda.example.go.id")
    tracker = bootstrap.build(settings, clock=clock)
    answer = create_app(tracker).test_client().get("/masuk", base_url="https://raperda.example.go.id")
    tracker.close()
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-session=")
    attributes = {part.strip() for part in cookie.split(";")[1:]}
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= attributes
    assert not any(part.startswith("Domain") for part in attributes)


def test_a_session_that_was_tampered_with_is_a_strangers(council: Council) -> None:
    staf = council.visitor("staf")
    cookie = staf.client.get_cookie("session")
    assert cookie is not None
    for forged in ("", "x", cookie.value[:-2], cookie.value.replace(".", "A", 1)):
        stranger = council.app.test_client()
        stranger.set_cookie("session", forged)
        assert stranger.get("/kerja").location.startswith("/masuk"), forged
    assert staf.get("/kerja").status_code == 200


def test_a_fresh_session_begins_with_the_login(council: Council) -> None:
    """What a stranger's cookie held before must not be there after."""
    client = council.app.test_client()
    visitor = Visitor(client)
    held = visitor.form("/masuk")
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    sent = held | {"email": "staf@example.test", "password": council.passwords["staf"]}
    assert client.post("/masuk", data=sent).status_code == 303
    with client.session_transaction() as session:
        assert "planted" not in session


# Leading away


AWAY = [
    "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "/\t/evil.example", "/ok\r\nLocation: https://evil.example", "http:evil.example", "javascript:alert(1)",
    "evil.example", " //evil.example", "/%5cevil\\.example",
]  # fmt: skip


@pytest.mark.parametrize("away", AWAY)
def test_choosing_a_language_leads_nowhere_else(council: Council, away: str) -> None:
    staf = council.visitor("staf")
    form = staf.form("/kerja", marker='name="language"') | {"next": away}
    answer = staf.client.post("/akun/bahasa", data=form)
    assert (answer.status_code, answer.location) == (303, "/kerja")


def test_after_the_login_one_is_where_one_wanted_to_be(council: Council) -> None:
    stranger = Visitor(council.app.test_client())
    wanted = f"{SPBE}/tahap/rapat-pansus/mulai"
    door = stranger.get(wanted).location
    held = stranger.form(door) | {"email": "staf@example.test", "password": council.passwords["staf"]}
    assert stranger.client.post(door, data=held).location == wanted
