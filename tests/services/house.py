"""A council for the tests of use cases: people as the rules see them, and Raperda entered and moved."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.adapters.docx_building import docx, p
from tracker.adapters.word import docx_reader
from tracker.bootstrap import Tracker
from tracker.domain.access import Actor, Role
from tracker.domain.state import Move, Request, State
from tracker.services import (
    calendars,
    committees,
    deadline_rules,
    drafts,
    meetings,
    papers,
    raperda,
    stages,
    states,
)
from tracker.services.meetings import MeetingDetails
from tracker.services.raperda import Description
from tracker.services.reminders import rules as reminder_rules
from tracker.storage.models import Base, Deadline, DraftVersion, Meeting, Raperda, StageEvent, User

TODAY = date(2023, 6, 15)
NOON = datetime(2023, 6, 15, 5, 0, tzinfo=UTC)
SPBE = "spbe-2023"
ROLES = {"admin": "admin", "staf": "sekretariat", "ketua": "pansus", "lain": "pansus", "pimpinan": "pimpinan"}
DESCRIPTION = Description(
    title="Rancangan Peraturan Daerah tentang SPBE",
    short_name="SPBE",
    summary="",
    year=2023,
    propemperda_number="7",
    initiator="bupati",
    leading_opd="Dinas Kominfo",
    kind="biasa",
    pansus_id=None,
    is_public=True,
)
MEETING = MeetingDetails(
    stage="rapat-pansus",
    kind="rapat-kerja",
    starts_at=NOON + timedelta(days=5),
    ends_at=None,
    place="Ruang rapat",
    link="",
    agenda="",
    invitees="",
    status="dijadwalkan",
    outcome="",
    is_public=False,
)


class House:
    """`ketua` chairs the pansus of SPBE, `lain` another one; no password is hashed, so it is quick."""

    def __init__(self, tracker: Tracker) -> None:
        self.tracker = tracker
        self.now = tracker.now()
        with tracker.transaction() as session:
            calendars.fill(session, range(2023, 2025))
            deadline_rules.fill(session)
            reminder_rules.seed(session)
            people = {name: self._person(session, name, role) for name, role in ROLES.items()}
            self.actors = {name: Actor(people[name], name, Role(role)) for name, role in ROLES.items()}
            self.pansus_id = self._pansus(session, "Pansus SPBE", "ketua")
            self.other_pansus_id = self._pansus(session, "Pansus lain", "lain")
        for name, pansus_id in (("ketua", self.pansus_id), ("lain", self.other_pansus_id)):
            self.actors[name] = replace(self.actors[name], pansus=frozenset({pansus_id}))

    def __getitem__(self, name: str) -> Actor:
        return self.actors[name]

    def enter(self, done_through: str | None = "pembentukan-pansus", **changes: Any) -> str:
        """Enter a Raperda of the pansus of `ketua`; return its slug."""
        plans = changes.pop("plans", ())
        wanted = replace(DESCRIPTION, **{"pansus_id": self.pansus_id} | changes)
        with self.tracker.transaction() as session:
            made = raperda.create(
                session,
                self["staf"],
                wanted,
                done_through=done_through,
                plans=plans,
                now=self.now,
                today=TODAY,
            )
            return made.slug

    def do(self, *steps: tuple[str, str], slug: str = SPBE, by: str = "staf", **facts: Any) -> None:
        """Make moves, each on the revision that is stored: ("rapat-pansus", "mulai"), ..."""
        for stage, asked in steps:
            command = self.command(stage, asked, slug=slug, **facts)
            with self.tracker.transaction() as session:
                stages.move(session, self[by], command, now=self.now, today=TODAY)

    def command(self, stage: str, asked: str, *, slug: str = SPBE, **facts: Any) -> stages.MoveStage:
        given: dict[str, Any] = {"occurred_on": TODAY, "reason": "Alasan"} | facts
        request = Request(Move(asked), stage, **given)
        return stages.MoveStage(slug, self.revision(slug), request)

    def to_enactment(self, slug: str = SPBE, *, on: date = TODAY) -> None:
        """Bring an entered Raperda through plenary and register number to its enactment."""
        for stage in ("finalisasi", "harmonisasi-provinsi", "rapat-paripurna", "penyampaian-bupati",
                      "nomor-register", "penetapan"):  # fmt: skip
            self.do((stage, "mulai"), (stage, "selesaikan"), slug=slug, occurred_on=on)

    def meet(self, slug: str = SPBE, **changes: Any) -> int:
        details = replace(MEETING, **changes)
        with self.tracker.transaction() as session:
            return meetings.schedule(session, self["staf"], slug, details, now=self.now).id

    def upload(self, *ayat: str, slug: str = SPBE, **changes: Any) -> int:
        """Keep a small draft with one Pasal for each sentence; return its number."""
        command = replace(self.draft(*ayat), **changes)
        with self.tracker.transaction() as session:
            return drafts.upload(session, self["staf"], slug, command, now=self.now).number

    def draft(self, *ayat: str) -> drafts.Upload:
        lines = ["RANCANGAN PERATURAN DAERAH", "TENTANG", "SPBE", "DENGAN RAHMAT TUHAN YANG MAHA ESA"]
        lines += ["MEMUTUSKAN:", "BAB I", "UMUM"]
        for number, text in enumerate(ayat, start=1):
            lines += [f"Pasal {number}", text]
        data = docx("".join(p(line) for line in lines))
        return drafts.Upload(
            stage="rapat-pansus",
            source="opd",
            note="",
            is_public=False,
            filename="naskah.docx",
            size=len(data),
            sha256=self.tracker.drafts.put(data),
            reading=docx_reader.read(data),
        )

    def paper(self, data: bytes = b"%PDF-1.7 undangan %%EOF", **changes: Any) -> papers.Attachment:
        sha256 = self.tracker.drafts.put(data)
        plain = papers.Attachment(
            "rapat-pansus", None, "surat", "Surat", False, "surat.pdf", len(data), sha256, "application/pdf"
        )
        return replace(plain, **changes)

    def attach(self, data: bytes = b"%PDF-1.7 undangan %%EOF", slug: str = SPBE, **changes: Any) -> int:
        with self.tracker.transaction() as session:
            command = self.paper(data, **changes)
            return papers.attach(session, self["staf"], slug, command, now=self.now).id

    # What is stored

    def revision(self, slug: str = SPBE) -> int:
        with self.tracker.reading() as session:
            return session.scalars(select(Raperda.revision).where(Raperda.slug == slug)).one()

    def state(self, slug: str = SPBE) -> State:
        with self.tracker.reading() as session:
            return states.load(session, self._row(session, slug))

    def events(self, slug: str = SPBE) -> list[StageEvent]:
        with self.tracker.reading() as session:
            of = StageEvent.raperda_id == self._row(session, slug).id
            return list(session.scalars(select(StageEvent).where(of).order_by(StageEvent.sequence)))

    def moves(self, slug: str = SPBE) -> list[tuple[str, str]]:
        """The history since it was entered: (stage, move)."""
        return [(one.stage, one.move) for one in self.events(slug) if one.move != "catat-sebelumnya"]

    def deadlines(self, slug: str = SPBE) -> dict[str, Deadline]:
        with self.tracker.reading() as session:
            of = Deadline.raperda_id == self._row(session, slug).id
            return {row.subject: row for row in session.scalars(select(Deadline).where(of))}

    def meeting(self, meeting_id: int) -> Meeting:
        with self.tracker.reading() as session:
            return session.scalars(select(Meeting).where(Meeting.id == meeting_id)).one()

    def versions(self, slug: str = SPBE) -> list[DraftVersion]:
        with self.tracker.reading() as session:
            of = DraftVersion.raperda_id == self._row(session, slug).id
            return list(session.scalars(select(DraftVersion).where(of).order_by(DraftVersion.number)))

    def everything(self) -> dict[str, list[str]]:
        """Every row of every table, to see that nothing was left behind."""
        with self.tracker.reading() as session:
            return {
                table.name: sorted(repr(tuple(row)) for row in session.execute(select(table)))
                for table in Base.metadata.sorted_tables
            }

    def _row(self, session: Session, slug: str) -> Raperda:
        return session.scalars(select(Raperda).where(Raperda.slug == slug)).one()

    def _person(self, session: Session, name: str, role: str) -> int:
        user = User(
            email=f"{name}@example.test",
            name=name,
            role=role,
            password_hash="-",
            must_change_password=False,
            created_at=self.now,
        )
        session.add(user)
        session.flush()
        return user.id

    def _pansus(self, session: Session, name: str, chair: str) -> int:
        seats = (committees.Seat(self[chair].id, "ketua", "Fraksi A"),)
        composition = committees.Composition(name, "", None, None, seats)
        return committees.form(session, self["admin"], composition, now=self.now)
