"""A database that does not answer is said calmly, in public and at work."""

from tests.conftest import MakeSettings
from tests.web.council import SPBE, Council
from tracker.bootstrap import Tracker, build
from tracker.settings import secret_key
from tracker.web import create_app

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"


def test_pages_say_that_the_database_does_not_answer(
    sqlite_tracker: Tracker, make_settings: MakeSettings
) -> None:
    council = Council(sqlite_tracker)
    worker = council.visitor("staf")
    cookie = worker.client.get_cookie("session")
    assert cookie is not None
    without = build(make_settings(NOWHERE))
    assert secret_key(without.settings) == secret_key(sqlite_tracker.settings)
    client = create_app(without).test_client()
    client.set_cookie("session", cookie.value)
    for path in ("/", "/raperda/spbe-2023", "/kerja", SPBE):
        answer = client.get(path)
        assert answer.status_code == 503, path
        assert "Coba lagi beberapa menit lagi." in answer.text
    assert client.get("/healthz").json == {"database": "down"}
    without.close()
