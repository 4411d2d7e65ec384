"""A council with thousands of Raperda: a few told through the use cases, the rest copied in the database."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import bootstrap
from tracker.adapters.word import docx_reader
from tracker.bootstrap import Tracker
from tracker.domain.access import Actor, Role
from tracker.domain.local_time import WIB
from tracker.domain.state import Move, Request
from tracker.services import (
    accounts,
    committees,
    deadlines,
    drafts,
    meetings,
    papers,
    raperda,
    records,
    stages,
)
from tracker.services.accounts import NewAccount
from tracker.storage import models
from tracker.storage.models import Deadline, Raperda, StageEvent

SAMPLES = Path(__file__).resolve().parents[2] / "drafts" / "samples"
NUMBERED = ("rapat-pansus", "rapat-komprehensif", "kunjungan-kerja", "pra-finalisasi", "finalisasi")
WAY = (
    "mulai rapat-pansus", "selesaikan rapat-pansus",
    "mulai rapat-komprehensif", "kembalikan rapat-komprehensif rapat-pansus", "selesaikan rapat-pansus",
    "mulai rapat-komprehensif", "selesaikan rapat-komprehensif",
    "lewati kunjungan-kerja", "mulai pra-finalisasi", "selesaikan pra-finalisasi",
    "mulai finalisasi", "selesaikan finalisasi",
    "mulai harmonisasi-provinsi", "kembalikan harmonisasi-provinsi finalisasi", "selesaikan finalisasi",
    "mulai harmonisasi-provinsi", "selesaikan harmonisasi-provinsi",
    "mulai rapat-paripurna", "selesaikan rapat-paripurna",
    "mulai penyampaian-bupati", "selesaikan penyampaian-bupati", "mulai nomor-register",
    "selesaikan nomor-register", "mulai penetapan", "selesaikan penetapan",
    "mulai pengundangan", "selesaikan pengundangan",
)  # fmt: skip
UNDER_WAY = (6, 9, 11, 13, 16, 18)
"""How many of these moves the Raperda have behind them that are copied as being under way."""

TABLES = models.Base.metadata.tables
RECORDS = ("stage", "stage_event", "meeting", "draft_version", "paper", "deadline")
FIRST_COPY = 1_000
YEARS = 25
TOPICS = (
    "Pasar Rakyat", "Kearsipan", "Air Limbah Domestik", "Desa Wisata", "Cadangan Pangan", "Lahan Pertanian",
    "Pajak Daerah", "Retribusi Daerah", "Penyandang Disabilitas", "Kabupaten Layak Anak", "Sumber Daya Air",
    "Ketertiban Umum", "Perpustakaan", "Cagar Budaya", "Transportasi", "Parkir", "Rumah Susun", "Sampah",
    "Usaha Mikro", "Koperasi", "Pendidikan Diniyah", "Perikanan", "Peternakan", "Kawasan Tanpa Rokok",
    "Penanaman Modal", "Tata Ruang", "Bangunan Gedung", "Reklame", "Pemakaman", "Irigasi", "Kesehatan Jiwa",
    "Penanggulangan Bencana", "Kepemudaan", "Olahraga", "Jasa Konstruksi", "Pangan Lokal", "Energi",
    "Hutan Kota", "Pelayanan Publik", "Sistem Pemerintahan Berbasis Elektronik",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Council:
    """Who works in it, and the Raperda that were told and not copied."""

    staff: Actor
    email: str
    password: str
    under_way: tuple[int, ...]
    in_force: int


def found(tracker: Tracker) -> Council:
    """Prepare an empty database and tell the Raperda that `grow` copies."""
    bootstrap.prepare(tracker)
    now = tracker.now()
    with tracker.transaction() as session:
        account = NewAccount("staf@dprd.example", "Staf Sekretariat", Role.ADMIN)
        user_id, password = accounts.open_account(session, account, must_change=False, now=now)
        staff = Actor(user_id, account.name, Role.ADMIN)
        chair_id, _ = accounts.open_account(
            session, NewAccount("ketua@dprd.example", "Ketua Pansus", Role.PANSUS), now=now
        )
        seat = committees.Seat(chair_id, "ketua", "Fraksi A")
        pansus_id = committees.form(
            session, staff, committees.Composition("Pansus", "", None, None, (seat,)), now=now
        )
    told = [_Story(tracker, staff, pansus_id, length).tell() for length in UNDER_WAY]
    in_force = _Story(tracker, staff, pansus_id, len(WAY)).tell()
    return Council(staff, account.email, password, tuple(told), in_force)


def grow(tracker: Tracker, council: Council, count: int, *, under_way: int) -> None:
    """Copy until there are `count` Raperda; those numbered below `under_way` are still in the process."""
    with tracker.transaction() as session:
        there = session.scalar(select(sa.func.count()).select_from(Raperda)) or 0
        templates = {row.id: row for row in session.scalars(select(Raperda).where(Raperda.id < FIRST_COPY))}
        rows = [
            _raperda_row(templates[_template(council, number, under_way)], number)
            for number in range(there, count)
        ]
        copies = [
            {"template_id": _template(council, number, under_way), "raperda_id": FIRST_COPY + number}
            for number in range(there, count)
        ]
        session.execute(sa.insert(TABLES["raperda"]), rows)
        _copy_records(session, copies)
    with tracker.database.reading() as session:
        if session.get_bind().dialect.name == "postgresql":
            _as_autovacuum_leaves_it(session)


def public_slugs(session: Session) -> list[str]:
    """Return the address of every Raperda."""
    return list(session.scalars(select(Raperda.slug).order_by(Raperda.id)))


def events_each(session: Session) -> float:
    """Return how many entries a history has on average."""
    counts = [select(sa.func.count()).select_from(table).scalar_subquery() for table in (StageEvent, Raperda)]
    events, raperda_count = session.execute(select(*counts)).one()
    return float(events / raperda_count)


class _Story:
    """One Raperda with a full history that ends today, or a year ago if it is in force."""

    def __init__(self, tracker: Tracker, staff: Actor, pansus_id: int, length: int) -> None:
        self._tracker = tracker
        self._staff = staff
        self._pansus_id = pansus_id
        self._steps = WAY[:length]
        self._in_force = length == len(WAY)
        ended = tracker.today() - timedelta(days=365 if self._in_force else 1)
        self._first = ended - timedelta(days=2 * length)
        self._slug = ""

    def tell(self) -> int:
        """Let it happen in one transaction and return the id."""
        with self._tracker.transaction() as session:
            raperda_id = self._enter(session)
            for place, step in enumerate(self._steps):
                self._move(session, step, self._first + timedelta(days=2 * place))
            self._attach(session, [self._meet(session, place) for place in range(6)])
            for number in range(1, 5):
                self._upload(session, number)
            for row in session.scalars(select(Deadline).where(Deadline.raperda_id == raperda_id)):
                if self._in_force and deadlines.by_hand(row):
                    deadlines.settle(session, self._staff, self._slug, row.id, now=self._at(self._first))
        return raperda_id

    def _enter(self, session: Session) -> int:
        plans = tuple(
            stages.Plan(stage, self._day(4 * place), self._day(4 * place + 3))
            for place, stage in enumerate(NUMBERED)
        )
        description = raperda.Description(
            title=f"Raperda tentang Contoh {len(self._steps)}",
            short_name=f"Contoh {len(self._steps)}",
            summary="Raperda ini mengatur satu urusan yang diperlukan warga. Isinya dibuat untuk pengukuran.",
            year=self._first.year,
            propemperda_number="1",
            initiator="bupati",
            leading_opd="Dinas Komunikasi dan Informatika",
            kind="biasa",
            pansus_id=self._pansus_id,
            is_public=True,
        )
        made = raperda.create(
            session,
            self._staff,
            description,
            done_through="pembentukan-pansus",
            plans=() if self._in_force else plans,
            now=self._at(self._first),
            today=self._first,
        )
        self._slug = made.slug
        return made.id

    def _move(self, session: Session, step: str, on: date) -> None:
        move, stage, *target = step.split()
        request = Request(Move(move), stage, on, reason="Disepakati dalam rapat.", target="".join(target))
        seen = session.scalars(select(Raperda.revision).where(Raperda.slug == self._slug)).one()
        command = stages.MoveStage(self._slug, seen, request)
        stages.move(session, self._staff, command, now=self._at(on), today=on)

    def _meet(self, session: Session, place: int) -> int:
        is_next = place == 5 and not self._in_force
        starts_at = self._at(self._tracker.today() + timedelta(days=4) if is_next else self._day(3 * place))
        details = meetings.MeetingDetails(
            stage=NUMBERED[place % 5],
            kind="rapat-kerja",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            place="Ruang rapat DPRD",
            link="",
            agenda="Pembahasan materi bersama perangkat daerah",
            invitees="Perangkat daerah terkait",
            status="dijadwalkan" if is_next else "selesai",
            outcome="" if is_next else "Materi disepakati dengan perbaikan redaksi.",
            is_public=place > 0,
        )
        return meetings.schedule(session, self._staff, self._slug, details, now=self._tracker.now()).id

    def _attach(self, session: Session, meeting_ids: list[int]) -> None:
        for place, meeting_id in enumerate(meeting_ids[:5]):
            data = f"{self._slug} {place}".encode()
            command = papers.Attachment(
                stage=NUMBERED[place],
                meeting_id=meeting_id,
                kind=papers.KINDS[place],
                title=f"Dokumen rapat {place + 1}",
                is_public=place > 0,
                filename=f"dokumen-{place + 1}.pdf",
                size=len(data),
                sha256=self._tracker.drafts.put(data),
                media_type=records.PDF,
            )
            papers.attach(session, self._staff, self._slug, command, now=self._at(self._day(3 * place)))

    def _upload(self, session: Session, number: int) -> None:
        path = SAMPLES / f"spbe-v{number}.docx"
        data = path.read_bytes()
        command = drafts.Upload(
            stage=NUMBERED[number - 1],
            source="pansus",
            note="Hasil pembahasan.",
            is_public=number > 1,
            filename=path.name,
            size=len(data),
            sha256=self._tracker.drafts.put(data),
            reading=docx_reader.read(data),
        )
        drafts.upload(session, self._staff, self._slug, command, now=self._at(self._day(4 * number)))

    def _day(self, offset: int) -> date:
        return self._first + timedelta(days=offset)

    def _at(self, on: date) -> datetime:
        return datetime.combine(on, time(9), tzinfo=WIB)


def _template(council: Council, number: int, under_way: int) -> int:
    return council.under_way[number % len(council.under_way)] if number < under_way else council.in_force


def _raperda_row(template: Raperda, number: int) -> dict[str, object]:
    topic = TOPICS[number % len(TOPICS)]
    age = 0 if template.condition == "aktif" else 1 + number % YEARS
    row = {column.key: getattr(template, column.key) for column in sa.inspect(Raperda).column_attrs}
    return row | {
        "id": FIRST_COPY + number,
        "slug": f"raperda-{number}",
        "title": f"Raperda tentang Penyelenggaraan {topic} {number}",
        "short_name": f"{topic} {number}",
        "year": template.year - age,
        "initiator": "dprd" if number % 4 == 0 else "bupati",
        "changed_at": template.changed_at - timedelta(days=365 * age, minutes=number),
    }


def _copy_records(session: Session, copies: list[dict[str, int]]) -> None:
    """All records of the templates once more for each copy; a meeting's id is made of both ids."""
    connection = session.connection()
    copy = sa.Table(
        "copy",
        sa.MetaData(),
        sa.Column("template_id", sa.Integer),
        sa.Column("raperda_id", sa.Integer),
        prefixes=["TEMPORARY"],
    )
    copy.create(connection)
    connection.execute(sa.insert(copy), copies)
    for name in RECORDS:
        table = TABLES[name]
        values: dict[str, sa.ColumnElement[Any]] = {
            one.name: one for one in table.columns if one.name != "id"
        }
        values["raperda_id"] = copy.c.raperda_id
        if name == "meeting":
            values["id"] = copy.c.raperda_id * FIRST_COPY + table.c.id
        if "meeting_id" in values:
            values["meeting_id"] = copy.c.raperda_id * FIRST_COPY + table.c.meeting_id
        if name == "deadline":
            meeting = sa.cast(values["meeting_id"], sa.String)
            values["subject"] = sa.case((table.c.kind == deadlines.MEETING, meeting), else_=table.c.subject)
        rows = select(*values.values()).join(copy, copy.c.template_id == table.c.raperda_id)
        connection.execute(sa.insert(table).from_select(list(values), rows))
    copy.drop(connection)


def _as_autovacuum_leaves_it(session: Session) -> None:
    engine = session.get_bind().engine
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
