"""The demonstration council, told through the same use cases as everything else, with dates around today."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.adapters.word import docx_reader
from tracker.bootstrap import Tracker
from tracker.domain.access import Actor, Role
from tracker.domain.law.workdays import WorkCalendar
from tracker.domain.local_time import WIB, local
from tracker.domain.state import Move, Request
from tracker.services import (
    accounts,
    committees,
    deadlines,
    drafts,
    law,
    meetings,
    papers,
    raperda,
    records,
    stages,
)
from tracker.services.accounts import NewAccount
from tracker.services.committees import Composition, Seat
from tracker.settings import ROOT
from tracker.storage.models import Deadline, Meeting, Raperda, User

SAMPLES = ROOT / "drafts" / "samples"

PEOPLE: tuple[tuple[str, str, Role], ...] = (
    ("admin@dprd.example", "Administrator", Role.ADMIN),
    ("sekretariat@dprd.example", "Staf Sekretariat", Role.SEKRETARIAT),
    ("ketua1@dprd.example", "Ketua Pansus I", Role.PANSUS),
    ("anggota1@dprd.example", "Anggota Pansus I", Role.PANSUS),
    ("ketua2@dprd.example", "Ketua Pansus II", Role.PANSUS),
    ("anggota2@dprd.example", "Anggota Pansus II", Role.PANSUS),
    ("pimpinan@dprd.example", "Pimpinan DPRD", Role.PIMPINAN),
)
"""E-mail address, name and role; nobody real."""

SEATS: dict[str, tuple[tuple[str, str], ...]] = {
    "Pansus I": (("ketua1@dprd.example", "ketua"), ("anggota1@dprd.example", "anggota")),
    "Pansus II": (("ketua2@dprd.example", "ketua"), ("anggota2@dprd.example", "anggota")),
    "Pansus SPBE": (("ketua1@dprd.example", "ketua"), ("anggota2@dprd.example", "anggota")),
}

GOALS = {"rapat-pansus": 30, "rapat-komprehensif": 21, "harmonisasi-provinsi": 30, "penyusunan": 60}
"""Days after which a stage counts as stuck in the demo; targets of the demo, not law."""


@dataclass(frozen=True, slots=True)
class _Happening:
    """One thing that happens on a day."""

    on: date
    order: int
    act: Callable[[Session, datetime], None]


def load(tracker: Tracker) -> dict[str, str]:
    """Fill a prepared, empty database with the demonstration; return the passwords by e-mail address."""
    with tracker.transaction() as session:
        passwords = _people(session, tracker.now())
    catalogue = {row["slug"]: row for row in _toml("catalogue.toml")}
    for script in (*_toml("history.toml"), *_toml("timelines.toml")):
        _Story(tracker, {**catalogue.get(script["slug"], {}), **script}).tell()
    return passwords


def is_empty(tracker: Tracker) -> bool:
    """Say whether nobody has an account yet, so that a demonstration harms nothing."""
    with tracker.reading() as session:
        return session.scalar(select(User.id).limit(1)) is None


def _toml(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((SAMPLES / name).read_text("utf-8"))["raperda"]
    return rows


def _people(session: Session, now: datetime) -> dict[str, str]:
    passwords = {}
    ids = {}
    for email, name, role in PEOPLE:
        account = NewAccount(email, name, role)
        ids[email], passwords[email] = accounts.open_account(session, account, must_change=False, now=now)
    admin = Actor(ids["admin@dprd.example"], "Administrator", Role.ADMIN)
    for name, seats in SEATS.items():
        taken = tuple(Seat(ids[email], position, "") for email, position in seats)
        committees.form(session, admin, Composition(name, "", None, None, taken), now=now)
    for line in committees.stage_lines(session, admin):
        goal = GOALS.get(line.stage.slug)
        committees.set_stage(session, admin, line.stage.slug, holder=line.holder, goal_days=goal, now=now)
    return passwords


class _Story:
    """One Raperda of the demonstration, told day by day in the order in which it happened."""

    def __init__(self, tracker: Tracker, script: Mapping[str, Any]) -> None:
        self._tracker = tracker
        self._script = script
        self._now = tracker.now()
        self._today = tracker.today()
        with tracker.reading() as session:
            self._calendar = law.calendar(session)
            self._staff = _actor(session, "sekretariat@dprd.example")
            self._pansus_id = _pansus_id(session, script.get("pansus"))
        self._slug = ""

    def tell(self) -> None:
        """Let everything happen, each thing in a transaction of its own."""
        happenings = [_Happening(self._day(self._script["entered"]), 0, self._enter), *self._happenings()]
        for one in sorted(happenings, key=lambda each: (each.on, each.order)):
            at = datetime.combine(one.on, time(8 + min(one.order, 9)), tzinfo=WIB)
            with self._tracker.transaction() as session:
                one.act(session, min(at, self._now))
        with self._tracker.transaction() as session:
            self._settle(session)

    def _happenings(self) -> Iterator[_Happening]:
        for step in self._script.get("steps", ()):
            yield self._step(step)
        for stage, start, end in self._script.get("done", ()):
            yield self._step(f"{start} {Move.START} {stage}")
            yield self._step(f"{end} {Move.COMPLETE} {stage}")
        for number, draft in enumerate(self._script.get("drafts", ()), start=1):
            yield _Happening(self._day(draft["on"]), 3, self._draft(number, draft))
        for meeting in self._script.get("meetings", ()):
            entered = self._day(meeting["on"]) if meeting.get("status") else self._today
            yield _Happening(min(entered, self._today), 9, self._meeting(meeting))
        for paper in self._script.get("papers", ()):
            day = max(self._day(paper["on"]), self._day(paper.get("meeting", paper["on"])))
            yield _Happening(day, 10, self._paper(paper))
        for note in self._script.get("notes", ()):
            yield _Happening(self._day(note["on"]), 4, self._note(note["text"]))

    def _enter(self, session: Session, now: datetime) -> None:
        script = self._script
        entered = local(now).date()
        plans = tuple(
            stages.Plan(stage, self._day(start), self._day(end))
            for stage, start, end in script.get("plans", ())
        )
        description = raperda.Description(
            title=script["title"],
            short_name=script["short_name"],
            summary=" ".join(filter(None, (script["summary"], script.get("summary_note", "")))),
            year=script.get("year", self._day(script.get("year_of", 0)).year),
            propemperda_number=str(script["propemperda_number"]),
            initiator=script["initiator"],
            leading_opd=script["leading_opd"],
            kind=script["kind"],
            pansus_id=self._pansus_id,
            is_public=script["public"],
            needs_budget=script.get("needs_budget", False),
            subject=script.get("subject", ""),
        )
        through = script.get("done_through")
        made = raperda.create(
            session, self._staff, description, done_through=through, plans=plans, now=now, today=entered
        )
        self._slug = made.slug

    def _step(self, step: str) -> _Happening:
        what, _, reason = (part.strip() for part in step.partition("|"))
        asked, _, target = (part.strip() for part in what.partition("->"))
        day, move, stage, *dates = asked.split()
        on = self._day(day)
        request = Request(Move(move), stage, occurred_on=on, reason=reason, target=target)
        if dates:
            start, end = (self._day(each) for each in dates)
            request = replace(request, planned_start_on=start, planned_end_on=end)
        return _Happening(on, 5, lambda session, now: self._move(session, request, now))

    def _move(self, session: Session, request: Request, now: datetime) -> None:
        seen = session.scalars(select(Raperda.revision).where(Raperda.slug == self._slug)).one()
        command = stages.MoveStage(self._slug, seen, request)
        stages.move(session, self._staff, command, now=now, today=local(now).date())

    def _draft(self, number: int, draft: Mapping[str, Any]) -> Callable[[Session, datetime], None]:
        path = SAMPLES / f"{self._script['slug']}-v{number}.docx"
        data = path.read_bytes()

        def upload(session: Session, now: datetime) -> None:
            command = drafts.Upload(
                stage=draft["stage"],
                source=draft["source"],
                note=draft["note"],
                is_public=draft["public"],
                filename=path.name,
                size=len(data),
                sha256=self._tracker.drafts.put(data),
                reading=docx_reader.read(data),
            )
            drafts.upload(session, self._staff, self._slug, command, now=now)

        return upload

    def _meeting(self, meeting: Mapping[str, Any]) -> Callable[[Session, datetime], None]:
        starts_at = self._instant(meeting["on"], meeting["at"])
        details = meetings.MeetingDetails(
            stage=meeting["stage"],
            kind=meeting["kind"],
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            place=meeting["place"],
            link="",
            agenda=meeting["agenda"],
            invitees=meeting["invitees"],
            status=meeting.get("status", "dijadwalkan"),
            outcome=meeting.get("outcome", ""),
            is_public=meeting["public"],
        )
        return lambda session, now: _ignore(
            meetings.schedule(session, self._staff, self._slug, details, now=now)
        )

    def _paper(self, paper: Mapping[str, Any]) -> Callable[[Session, datetime], None]:
        data = (SAMPLES / paper["file"]).read_bytes()

        def attach(session: Session, now: datetime) -> None:
            command = papers.Attachment(
                stage=paper["stage"],
                meeting_id=self._meeting_id(session, paper.get("meeting")),
                kind=paper["kind"],
                title=paper["title"],
                is_public=paper["public"],
                filename=paper["file"],
                size=len(data),
                sha256=self._tracker.drafts.put(data),
                media_type=records.DOCX,
            )
            papers.attach(session, self._staff, self._slug, command, now=now)

        return attach

    def _note(self, text: str) -> Callable[[Session, datetime], None]:
        return lambda session, now: raperda.write_note(session, self._staff, self._slug, text, now=now)

    def _settle(self, session: Session) -> None:
        met = select(Deadline.id).join(Raperda, Raperda.id == Deadline.raperda_id)
        for rule in self._script.get("settled", ()):
            one = session.scalars(met.where(Raperda.slug == self._slug, Deadline.subject == rule)).one()
            deadlines.settle(session, self._staff, self._slug, one, now=self._now)

    def _meeting_id(self, session: Session, on: date | int | None) -> int | None:
        if on is None:
            return None
        day = self._instant(on, "00:00")
        found = select(Meeting.id).join(Raperda, Raperda.id == Meeting.raperda_id)
        same_day = (Meeting.starts_at >= day, Meeting.starts_at < day + timedelta(days=1))
        return session.scalar(found.where(Raperda.slug == self._slug, *same_day))

    def _instant(self, on: date | int, at: str) -> datetime:
        return datetime.combine(self._day(on), time.fromisoformat(at), tzinfo=WIB)

    def _day(self, given: date | int | str) -> date:
        """A date as it is, or so many working days from today (or from the last working day before it)."""
        if isinstance(given, date):
            return given
        if isinstance(given, str) and given.count("-") == 2:
            return date.fromisoformat(given)
        return _working_day(self._calendar, self._today, int(given))


def _working_day(calendar: WorkCalendar, today: date, offset: int) -> date:
    one = timedelta(days=1)
    day = today
    while not calendar.is_working(day):
        day -= one
    if offset >= 0:
        return calendar.add_working_days(day, offset)
    for _ in range(-offset):
        day -= one
        while not calendar.is_working(day):
            day -= one
    return day


def _actor(session: Session, email: str) -> Actor:
    user = session.scalars(select(User).where(User.email == email)).one()
    return Actor(user.id, user.name, Role(user.role))


def _pansus_id(session: Session, name: str | None) -> int | None:
    lines = committees.committees(session, _actor(session, "admin@dprd.example"))
    return next((line.id for line in lines if line.composition.name == name), None)


def _ignore(_made: object) -> None:
    """A use case returns what it made; the story goes on without it."""
