"""Calendars to subscribe to: valid, fresh, public ones without anything internal, secret ones kept secret."""

import logging
import os
import re
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import icalendar
import pytest
from flask_babel import force_locale
from sqlalchemy import select, update

from tests.web.council import SPBE, Council, Visitor
from tracker import scheduler
from tracker.bootstrap import Tracker
from tracker.domain.local_time import WIB
from tracker.services import meetings
from tracker.services.plain_texts import plain_text
from tracker.storage.models import User
from tracker.web.forms.choices import word

OWN = "/kerja/akun/kalender"


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    council = Council(sqlite_tracker)
    meet(council, agenda="Rahasia, belum terbuka")
    meet(council, agenda="Terbuka untuk umum", is_public=True)
    return council


def meet(council: Council, **changes: Any) -> None:
    plain: dict[str, Any] = {
        "stage": "rapat-pansus",
        "kind": "rapat-kerja",
        "starts_at": council.tracker.now().astimezone(WIB),
        "ends_at": None,
        "place": "Ruang rapat",
        "link": "",
        "agenda": "",
        "invitees": "Kepala Dinas",
        "status": "dijadwalkan",
        "outcome": "",
        "is_public": False,
    }
    with council.tracker.transaction() as session:
        details = meetings.MeetingDetails(**(plain | changes))
        meetings.schedule(session, council.admin, "spbe-2023", details, now=council.tracker.now())


def events(text: str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def secret_address(council: Council, name: str) -> str:
    visitor = council.visitor(name)
    page = visitor.client.post(f"{OWN}/buat", data=visitor.form(OWN, marker=f"{OWN}/buat")).text
    found = re.search(r'value="[^"]*(/kalender/[\w-]+\.ics)"', page)
    assert found, page
    return found[1]


@pytest.mark.parametrize("path", ["/kalender.ics", "/raperda/spbe-2023/kalender.ics", "/en/kalender.ics"])
def test_a_public_feed_has_public_meetings_only_and_sets_no_cookie(council: Council, path: str) -> None:
    answer = Visitor(council.app.test_client()).get(path)
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in answer.headers
    met = [one for one in events(answer.text) if "rapat-" in one["UID"]]
    assert len(met) == 1
    assert "Terbuka untuk umum" in met[0]["DESCRIPTION"]
    assert "Rahasia" not in answer.text
    assert "Kepala Dinas" not in answer.text


def test_a_feed_that_a_calendar_has_already_is_not_sent_again(council: Council) -> None:
    client = council.app.test_client()
    for path in ("/kalender.ics", secret_address(council, "ketua")):
        etag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
    before = client.get("/kalender.ics").headers["ETag"]
    meet(council, is_public=True)
    assert client.get("/kalender.ics", headers={"If-None-Match": before}).status_code == 200


def test_a_raperda_that_is_not_public_has_no_feed(council: Council) -> None:
    staf = council.visitor("staf")
    held = staf.form(f"{SPBE}/ubah")
    held.pop("is_public", None)
    assert staf.client.post(f"{SPBE}/ubah", data=held).status_code == 303
    stranger = Visitor(council.app.test_client())
    assert stranger.get("/raperda/spbe-2023/kalender.ics").status_code == 404
    assert events(stranger.get("/kalender.ics").text) == []


def test_a_secret_feed_needs_no_login_and_has_what_its_owner_may_see(council: Council) -> None:
    stranger = Visitor(council.app.test_client())
    answer = stranger.get(secret_address(council, "ketua"))
    assert answer.status_code == 200
    assert "private" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert "Rahasia" in answer.text
    other = stranger.get(secret_address(council, "lain"))
    assert (other.status_code, events(other.text)) == (200, [])


def test_a_new_address_can_be_copied_by_a_script_of_ours(council: Council) -> None:
    staf = council.visitor("staf")
    assert "script-src" not in staf.get(OWN).headers["Content-Security-Policy"]
    made = staf.client.post(f"{OWN}/buat", data=staf.form(OWN, marker=f"{OWN}/buat"))
    assert "script-src 'self'" in made.headers["Content-Security-Policy"]
    assert 'data-copies="alamat"' in made.text
    assert made.headers["Cache-Control"] == "no-store"


def test_a_wrong_a_revoked_and_a_disabled_address_are_all_not_found(council: Council) -> None:
    stranger = Visitor(council.app.test_client())
    address = secret_address(council, "ketua")
    assert stranger.get("/kalender/" + "A" * 43 + ".ics").status_code == 404
    with council.tracker.transaction() as session:
        person = update(User).where(User.id == council.ids["ketua"])
        session.execute(person.values(disabled_at=council.tracker.now()))
    assert stranger.get(address).status_code == 404
    with council.tracker.transaction() as session:
        session.execute(person.values(disabled_at=None))
    assert stranger.get(address).status_code == 200
    visitor = council.visitor("ketua")
    assert visitor.press(OWN, f"{OWN}/matikan").status_code == 303
    assert stranger.get(address).status_code == 404


def test_a_new_password_from_the_administrator_ends_the_secret_feed(council: Council) -> None:
    stranger = Visitor(council.app.test_client())
    address = secret_address(council, "ketua")
    admin = council.visitor("admin")
    page = f"/admin/akun/{council.ids['ketua']}"
    assert admin.press(page, f"{page}/sandi").status_code == 200
    assert stranger.get(address).status_code == 404


def test_the_secret_is_in_no_page_afterwards_and_in_no_log(
    council: Council, caplog: pytest.LogCaptureFixture
) -> None:
    address = secret_address(council, "ketua")
    token = address.removeprefix("/kalender/").removesuffix(".ics")
    assert token not in council.visitor("ketua").get(OWN).text
    with caplog.at_level(logging.INFO):
        council.app.logger.error("Exception on %s [GET]", address)
    assert token not in caplog.text


def test_a_moved_meeting_keeps_its_name_and_raises_its_sequence(council: Council) -> None:
    stranger = Visitor(council.app.test_client())
    before = events(stranger.get("/kalender.ics").text)[0]
    staf = council.visitor("staf")
    held = staf.form(f"{SPBE}/rapat/2") | {"place": "Ruang lain"}
    assert staf.client.post(f"{SPBE}/rapat/2", data=held).status_code == 303
    after = events(stranger.get("/kalender.ics").text)[0]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LOCATION"] == "Ruang lain"


def test_a_cancelled_meeting_stays_in_the_feed_and_says_that_it_is_cancelled(council: Council) -> None:
    stranger = Visitor(council.app.test_client())
    before = events(stranger.get("/kalender.ics").text)[0]
    staf = council.visitor("staf")
    held = staf.form(f"{SPBE}/rapat/2") | {"status": "dibatalkan"}
    assert staf.client.post(f"{SPBE}/rapat/2", data=held).status_code == 303
    after = events(stranger.get("/kalender.ics").text)[0]
    assert (after["UID"], after["STATUS"]) == (before["UID"], "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("status", ["ditunda", "dibatalkan"])
def test_a_meeting_put_off_is_the_same_event_in_the_mail_and_in_the_feed(
    council: Council, status: str, language: str
) -> None:
    with council.tracker.transaction() as session:
        session.execute(update(User).where(User.id == council.ids["staf"]).values(language=language))
    tomorrow = council.tracker.now().astimezone(WIB) + timedelta(days=1)
    meet(council, starts_at=tomorrow, link="https://rapat.example/1", agenda="Membahas Pasal 5\nlalu Pasal 6")
    invited, feed = mailed(council), personal_feed(council)
    assert invited["3"] == ("REQUEST", feed["3"])
    assert feed["3"]["STATUS"] == "CONFIRMED"
    staf = council.visitor("staf")
    held = staf.form(f"{SPBE}/rapat/3") | {"status": status}
    assert staf.client.post(f"{SPBE}/rapat/3", data=held).status_code == 303
    told, feed = mailed(council), personal_feed(council)
    assert told["3"] == ("CANCEL", feed["3"])
    assert (feed["3"]["STATUS"], feed["3"]["SEQUENCE"]) == ("CANCELLED", 1)
    assert "https://rapat.example/1" in feed["3"]["DESCRIPTION"]


def mailed(council: Council) -> dict[str, tuple[str, dict[str, Any]]]:
    """By meeting, the last appointment that staf got by mail and what is asked of the calendar."""
    scheduler.tick(council.tracker)
    found = {}
    for file in sorted(council.tracker.settings.mail_dir.glob("*.eml"), key=os.path.getmtime):
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        part = message.get_body(("calendar",))
        if part is not None and "staf@" in str(message["To"]):
            calendar = icalendar.Calendar.from_ical(part.get_content())
            (event,) = calendar.walk("VEVENT")
            assert str(event["ATTENDEE"]) == "mailto:staf@example.test"
            assert "ORGANIZER" in event
            found[number(event)] = (str(calendar["METHOD"]), facts(event))
    return found


def personal_feed(council: Council) -> dict[str, dict[str, Any]]:
    text = council.app.test_client().get(secret_address(council, "staf")).text
    return {number(event): facts(event) for event in events(text) if "rapat-" in event["UID"]}


def number(event: Any) -> str:
    return str(event["UID"]).partition("@")[0].removeprefix("rapat-")


def facts(event: Any) -> dict[str, Any]:
    """All that an event says, but for who is invited by whom."""
    return {
        name: value.dt if hasattr(value, "dt") else value
        for name, value in event.items()
        if name not in ("ORGANIZER", "ATTENDEE")
    }


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_kind_of_meeting_has_one_name_in_calendars_and_on_pages(council: Council, language: str) -> None:
    with council.app.test_request_context(), force_locale(language):
        on_pages = {kind: word("meeting", kind) for kind in meetings.KINDS}
    for kind, name in on_pages.items():
        held = {"kind": kind, "status": "dijadwalkan", "place": "", "link": "", "agenda": ""}
        facts = {"meeting": held, "short_name": "SPBE", "title": "", "link": ""}
        assert plain_text("appointment", language, **facts)[0] == f"{name}: SPBE"


def test_a_target_is_called_one_in_the_title_that_a_calendar_shows(council: Council) -> None:
    council.move(("rapat-pansus", "mulai"))
    text = council.app.test_client().get(secret_address(council, "staf")).text
    (target,) = [one for one in events(text) if "Pansus menyelesaikan pembahasan" in one["SUMMARY"]]
    assert (target["SUMMARY"], target["STATUS"]) == (
        "SPBE: Pansus menyelesaikan pembahasan (target)",
        "TENTATIVE",
    )


def test_what_the_database_keeps_opens_no_feed(council: Council) -> None:
    secret_address(council, "ketua")
    with council.tracker.reading() as session:
        kept = session.scalar(select(User.feed_sha256).where(User.id == council.ids["ketua"]))
    assert kept
    assert Visitor(council.app.test_client()).get(f"/kalender/{kept}.ics").status_code == 404
