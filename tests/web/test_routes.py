"""Every route: what a stranger, each role and another pansus get, in one table; nothing open by accident."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.web.council import SPBE, Council, Visitor
from tests.web.sending import accept_draft
from tracker.bootstrap import Tracker
from tracker.domain.local_time import WIB
from tracker.services import meetings, papers
from tracker.services.records import PDF
from tracker.settings import ROOT
from tracker.web.login import PUBLIC

STAFF = ("admin", "staf")
MOVERS = ("admin", "staf", "ketua")
READERS = ("admin", "staf", "ketua", "pimpinan")
EVERYONE = ("admin", "staf", "ketua", "lain", "pimpinan")
ADMIN = ("admin",)

ALLOWED: dict[str, tuple[str, ...]] = {
    "accounts.language": EVERYONE,
    "accounts.logout": EVERYONE,
    "accounts.password": EVERYONE,
    "admin.account": ADMIN,
    "admin.account_disable": ADMIN,
    "admin.account_enable": ADMIN,
    "admin.account_new": ADMIN,
    "admin.account_password": ADMIN,
    "admin.accounts": ADMIN,
    "admin.calendar": ADMIN,
    "admin.calendar_add": ADMIN,
    "admin.calendar_counting": ADMIN,
    "admin.calendar_decree": ADMIN,
    "admin.calendar_refresh": ADMIN,
    "admin.calendar_remove": ADMIN,
    "admin.channel_switch": ADMIN,
    "admin.channels": ADMIN,
    "admin.committee": ADMIN,
    "admin.committee_new": ADMIN,
    "admin.committees": ADMIN,
    "admin.deadline_changes": ADMIN,
    "admin.deadline_rule": ADMIN,
    "admin.deadline_rule_new": ADMIN,
    "admin.deadline_rules": ADMIN,
    "admin.index": ADMIN,
    "admin.recess_remove": ADMIN,
    "admin.recesses": ADMIN,
    "admin.reminder_retry": ADMIN,
    "admin.reminder_rule": ADMIN,
    "admin.reminder_rule_new": ADMIN,
    "admin.reminder_rule_switch": ADMIN,
    "admin.reminder_rules": ADMIN,
    "admin.reminders": ADMIN,
    "admin.stages": ADMIN,
    "agenda.deadlines": EVERYONE,
    "agenda.month": EVERYONE,
    "agenda.sheet": READERS,
    "channels.add": EVERYONE,
    "channels.index": EVERYONE,
    "channels.mode": EVERYONE,
    "channels.pause": EVERYONE,
    "channels.remove": EVERYONE,
    "channels.resume": EVERYONE,
    "channels.try_out": EVERYONE,
    "deadlines.settle": STAFF,
    "drafts.accept": STAFF,
    "drafts.akoma_ntoso": READERS,
    "drafts.choose": READERS,
    "drafts.clean": READERS,
    "drafts.compare": READERS,
    "drafts.file": READERS,
    "drafts.matrix": READERS,
    "drafts.original": READERS,
    "drafts.pasal": READERS,
    "drafts.preview": STAFF,
    "drafts.reading": READERS,
    "drafts.redline": READERS,
    "drafts.upload": STAFF,
    "drafts.version": READERS,
    "drafts.visibility": STAFF,
    "drafts.withdraw": STAFF,
    "feeds.own": EVERYONE,
    "feeds.renew": EVERYONE,
    "feeds.revoke": EVERYONE,
    "meetings.edit": MOVERS,
    "meetings.new": MOVERS,
    "messages.deadline": READERS,
    "messages.meeting": READERS,
    "messages.status": READERS,
    "notices.acknowledge": EVERYONE,
    "notices.acknowledge_all": EVERYONE,
    "notices.acknowledge_deadline": READERS,
    "notices.index": EVERYONE,
    "papers.attach": STAFF,
    "papers.file": READERS,
    "papers.paper": READERS,
    "papers.visibility": STAFF,
    "papers.withdraw": STAFF,
    "plans.schedule": READERS,
    "raperda.edit": STAFF,
    "raperda.index": EVERYONE,
    "raperda.new": STAFF,
    "raperda.note": MOVERS,
    "raperda.numbers": STAFF,
    "raperda.workspace": READERS,
    "stages.move": MOVERS,
    "stages.plan": MOVERS,
    "work.today": EVERYONE,
}
"""Who may use an endpoint: `ketua` chairs the pansus of the Raperda asked for, `lain` sits in another."""


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    council = Council(sqlite_tracker)
    staf = council.visitor("staf")
    for number in (1, 2):
        data = (ROOT / "drafts" / "samples" / f"spbe-v{number}.docx").read_bytes()
        answer = accept_draft(staf, f"{SPBE}/naskah/unggah", data, "naskah.docx")
        assert answer.location == f"{SPBE}/naskah/{number}"
    _add_meeting_and_paper(council)
    return council


def _add_meeting_and_paper(council: Council) -> None:
    tracker = council.tracker
    sha256 = tracker.drafts.put(b"%PDF-1.4 surat %%EOF")
    details = meetings.MeetingDetails(
        stage="rapat-pansus",
        kind="rapat-kerja",
        starts_at=tracker.now().astimezone(WIB),
        ends_at=None,
        place="",
        link="",
        agenda="",
        invitees="",
        status="dijadwalkan",
        outcome="",
        is_public=False,
    )
    paper = papers.Attachment("rapat-pansus", None, "surat", "Surat", False, "surat.pdf", 20, sha256, PDF)
    with tracker.transaction() as session:
        meetings.schedule(session, council.admin, "spbe-2023", details, now=tracker.now())
        papers.attach(session, council.admin, "spbe-2023", paper, now=tracker.now())


def closed_rules(app: Flask) -> Iterator[Rule]:
    return (rule for rule in app.url_map.iter_rules() if rule.endpoint not in PUBLIC)


def path_of(app: Flask, rule: Rule, council: Council) -> str:
    values: dict[str, Any] = {
        "slug": "spbe-2023",
        "stage": "rapat-pansus",
        "move": "mulai",
        "number": 1,
        "pasal": "pasal-1",
        "kept": "none",
        "old": 1,
        "new": 2,
        "meeting_id": 1,
        "paper_id": 1,
        "deadline_id": 1,
        "holiday_id": 1,
        "rule_id": 1,
        "recess_id": 1,
        "message_id": 1,
        "notice_id": 1,
        "channel_id": 1,
        "user_id": council.ids["pimpinan"],
        "pansus_id": council.pansus_id,
    }
    with app.test_request_context():
        return app.url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})


def ask(visitor: Visitor, path: str, method: str, token: str) -> TestResponse:
    if method == "GET":
        return visitor.get(path)
    return visitor.client.post(path, data={"csrf_token": token, "language": "id"})


def test_the_table_names_every_endpoint_that_is_not_public(council: Council) -> None:
    assert {rule.endpoint for rule in closed_rules(council.app)} == set(ALLOWED)


def test_a_stranger_is_sent_to_the_login_from_everywhere(council: Council) -> None:
    council.app.config["WTF_CSRF_ENABLED"] = False
    stranger = Visitor(council.app.test_client())
    for rule in closed_rules(council.app):
        for method in (rule.methods or set()) & {"GET", "POST"}:
            answer = ask(stranger, path_of(council.app, rule, council), method, "")
            assert (answer.status_code, answer.location.split("?")[0]) == (303, "/masuk"), (rule, method)


@pytest.mark.parametrize("name", EVERYONE)
def test_each_role_reaches_what_the_table_says_and_nothing_else(council: Council, name: str) -> None:
    visitor = council.visitor(name)
    token = visitor.form("/akun/sandi")["csrf_token"]
    wrong = []
    rules = sorted(closed_rules(council.app), key=lambda rule: rule.endpoint == "accounts.logout")
    for rule in rules:
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answer = ask(visitor, path_of(council.app, rule, council), method, token)
            expected = name in ALLOWED[rule.endpoint]
            if (answer.status_code not in (403, 404)) != expected and not _is_nothing(rule.endpoint, answer):
                wrong.append((rule.endpoint, method, answer.status_code))
            answer.close()
    assert wrong == []


def _is_nothing(endpoint: str, answer: TestResponse) -> bool:
    """Some addresses ask for a thing that this council does not have: then those allowed get 404."""
    absent = (
        "drafts.accept",
        "drafts.choose",
        "drafts.original",
        "drafts.preview",
        "deadlines.settle",
        "admin.reminder_retry",
        "admin.recess_remove",
    )
    # A channel and a notice are one person's own.
    own = endpoint.startswith(("channels.", "notices.acknowledge"))
    return (own or endpoint in absent) and answer.status_code == 404


def test_every_form_without_its_token_is_refused(council: Council) -> None:
    visitor = council.visitor("admin")
    for rule in closed_rules(council.app):
        if "POST" in (rule.methods or set()):
            answer = visitor.client.post(path_of(council.app, rule, council), data={})
            assert answer.status_code == 400, rule


def test_every_number_in_an_address_is_typed(council: Council) -> None:
    for rule in council.app.url_map.iter_rules():
        for name in rule.arguments - {"slug", "stage", "move", "name", "pasal", "token", "kept"}:
            assert f"<int:{name}>" in rule.rule


@pytest.mark.parametrize("away", [
    "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
    "/ok\r\nLocation: https://evil.example", "http:evil.example", "///evil.example", "",
])  # fmt: skip
def test_logging_in_leads_nowhere_else(council: Council, away: str) -> None:
    visitor = Visitor(council.app.test_client())
    held = visitor.form("/masuk") | {"email": "staf@example.test", "password": council.passwords["staf"]}
    answer = visitor.client.post("/masuk", query_string={"next": away}, data=held)
    assert (answer.status_code, answer.location) == (303, "/kerja")


def test_every_answer_carries_the_strict_headers(council: Council) -> None:
    visitor = council.visitor("admin")
    for path in ("/", "/tidak-ada", "/masuk", "/kerja", "/admin", SPBE, "/healthz", "/raperda/spbe-2023"):
        headers = visitor.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_an_initial_password_opens_nothing_but_its_own_change(council: Council) -> None:
    from tracker.services import accounts

    with council.tracker.transaction() as session:
        account = accounts.NewAccount("baru@example.test", "Baru", "admin")
        _, password = accounts.open_account(session, account, now=council.tracker.now())
    visitor = Visitor(council.app.test_client())
    held = visitor.form("/masuk") | {"email": "baru@example.test", "password": password}
    assert visitor.client.post("/masuk", data=held).status_code == 303
    for path in ("/kerja", "/admin", SPBE, "/kerja/raperda"):
        assert visitor.get(path).location == "/akun/sandi"
