"""A small council at work: people who log in through the real form, and one Raperda of a pansus."""

import re
from datetime import date
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tracker.bootstrap import Tracker
from tracker.domain.access import Actor, Role
from tracker.domain.state import Move, Request
from tracker.services import accounts, calendars, committees, deadline_rules, raperda, stages
from tracker.services.raperda import Description
from tracker.services.reminders import rules as reminder_rules
from tracker.storage.models import Raperda, StageEvent
from tracker.web import create_app

TODAY = date(2023, 6, 15)
PEOPLE = {
    "admin": "admin",
    "staf": "sekretariat",
    "ketua": "pansus",
    "lain": "pansus",
    "pimpinan": "pimpinan",
}
SPBE = "/kerja/raperda/spbe-2023"


class Visitor:
    """Someone with a browser: reads pages, and sends the forms they hold."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str) -> TestResponse:
        return self.client.get(address)

    def form(self, address: str, *, marker: str = 'name="key"') -> dict[str, str]:
        """What a browser would send of the page's form with hidden fields, as it was filled."""
        page = self.get(address).text
        body = next(part for part in re.findall(r"<form.*?</form>", page, re.S) if marker in part)
        return fields_of(body)

    def send(self, address: str, **typed: Any) -> TestResponse:
        return self.client.post(address, data=self.form(address) | typed)

    def send_again(self, answer: TestResponse, address: str) -> TestResponse:
        """Send the form that an answer gave back, as it stands."""
        body = next(
            part for part in re.findall(r"<form.*?</form>", answer.text, re.S) if 'name="key"' in part
        )
        return self.client.post(address, data=fields_of(body))

    def press(self, page: str, action: str) -> TestResponse:
        """Press the button of a form that has no fields of its own."""
        return self.client.post(action, data=self.form(page, marker=f'action="{action}"'))


class Council:
    """ketua chairs the pansus of SPBE, lain sits in another; every stage before the first one is done."""

    def __init__(self, tracker: Tracker) -> None:
        self.tracker = tracker
        self.app = create_app(tracker)
        self.passwords: dict[str, str] = {}
        self.ids: dict[str, int] = {}
        now = tracker.now()
        with tracker.transaction() as session:
            calendars.fill(session, range(2023, 2025))
            deadline_rules.fill(session)
            reminder_rules.seed(session)
            for name, role in PEOPLE.items():
                account = accounts.NewAccount(f"{name}@example.test", name, role)
                opened = accounts.open_account(session, account, must_change=False, now=now)
                self.ids[name], self.passwords[name] = opened
            self.admin = Actor(self.ids["admin"], "admin", Role.ADMIN)
            self.pansus_id = self._pansus(session, "Pansus SPBE", "ketua")
            self._pansus(session, "Pansus lain", "lain")
            created = raperda.create(
                session,
                self.admin,
                Description(
                    title="Rancangan Peraturan Daerah tentang SPBE",
                    short_name="SPBE",
                    summary="",
                    year=2023,
                    propemperda_number="7",
                    initiator="bupati",
                    leading_opd="Dinas Kominfo",
                    kind="biasa",
                    pansus_id=self.pansus_id,
                    is_public=True,
                ),
                done_through="pembentukan-pansus",
                plans=(stages.Plan("rapat-pansus", TODAY, TODAY),),
                now=now,
                today=TODAY,
            )
            assert created.slug == "spbe-2023"

    def visitor(self, name: str) -> Visitor:
        client = self.app.test_client()
        visitor = Visitor(client)
        sent = visitor.form("/masuk") | {
            "email": f"{name}@example.test",
            "password": self.passwords[name],
        }
        assert client.post("/masuk", data=sent).status_code == 303
        return visitor

    def move(self, *moves: tuple[str, str], on: date = TODAY, **facts: Any) -> None:
        """Make moves on SPBE without a browser: ("rapat-pansus", "mulai"), ..."""
        for stage, move in moves:
            with self.tracker.transaction() as session:
                revision = session.scalars(select(Raperda.revision).where(Raperda.slug == "spbe-2023")).one()
                asked = Request(Move(move), stage, on, **facts)
                command = stages.MoveStage("spbe-2023", revision, asked)
                stages.move(session, self.admin, command, now=self.tracker.now(), today=TODAY)

    def moves(self) -> list[tuple[str, str]]:
        """The history of SPBE since it was entered: (stage, move)."""
        with self.tracker.reading() as session:
            events = session.scalars(select(StageEvent).order_by(StageEvent.sequence)).all()
            return [(one.stage, one.move) for one in events if one.move != "catat-sebelumnya"][1:]

    def _pansus(self, session: Any, name: str, chair: str) -> int:
        seats = (committees.Seat(self.ids[chair], "ketua", "Fraksi A"),)
        composition = committees.Composition(name, "", None, None, seats)
        return committees.form(session, self.admin, composition, now=self.tracker.now())


def fields_of(form: str) -> dict[str, str]:
    """Return the fields of a form as a browser would send them, filled as they are."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = _attribute(tag, "name"), _attribute(tag, "value")
        if name and (('type="checkbox"' not in tag and 'type="radio"' not in tag) or " checked" in tag):
            found[name] = value
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        options = re.findall(r"<option[^>]*>", inside)
        chosen = [one for one in options if " selected" in one] or options[:1]
        found[name] = _attribute(chosen[0], "value") if chosen else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        found[name] = text.strip()
    return found


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf'\s{name}="([^"]*)"', tag)
    return match.group(1) if match else ""
