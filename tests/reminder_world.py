"""A small council for the reminders: people, a pansus, Raperda with deadlines, and their mail."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, event, select, update

from tests.mailbox import Delivery, Mailbox, free_port
from tracker import scheduler
from tracker.adapters.clock import FixedClock
from tracker.adapters.mailer import SmtpMailer
from tracker.bootstrap import Tracker
from tracker.domain.access import Actor, Role
from tracker.domain.law.deadlines import DEADLINE_RULES, compute, due_to_json
from tracker.domain.law.workdays import WorkCalendar
from tracker.domain.process import BY_SLUG
from tracker.services import channels, reminders
from tracker.services.reminders import rules
from tracker.storage.models import (
    Acknowledgement,
    Channel,
    Deadline,
    Meeting,
    MessageNotice,
    Notice,
    Pansus,
    PansusMember,
    Raperda,
    ReminderMessage,
    User,
)


class World:
    """ketua and anggota sit in the pansus of SPBE; staf, pimpinan, admin and lain do not."""

    def __init__(self, tracker: Tracker, mailbox: Mailbox, clock: FixedClock) -> None:
        self.mailbox = mailbox
        self.clock = clock
        self._mailer = SmtpMailer(mailbox.host, mailbox.port, timeout=3)
        self.tracker = replace(tracker, mailer=self._mailer)
        self._people: dict[str, int] = {}
        self._roles: dict[str, Role] = {}
        self._raperda: dict[str, int] = {}
        for name, role in (("ketua", "pansus"), ("anggota", "pansus"), ("staf", "sekretariat")):
            self.person(name, role=role)
        for name, role in (("pimpinan", "pimpinan"), ("lain", "pansus"), ("admin", "admin")):
            self.person(name, role=role)
        self.admin = Actor(id=self._people["admin"], name="admin", role=Role.ADMIN)
        with self.tracker.transaction() as session:
            rules.seed(session)
            pansus = Pansus(name="Pansus SPBE")
            session.add(pansus)
            session.flush()
            self._pansus = pansus.id
            for name in ("ketua", "anggota"):
                seat = PansusMember(pansus_id=pansus.id, user_id=self._people[name], position=name)
                session.add(seat)

    def address(self, name: str) -> str:
        return f"{name}@example.test"

    def person(self, name: str, *, role: str) -> int:
        with self.tracker.transaction() as session:
            user = User(
                email=self.address(name),
                name=name,
                role=role,
                password_hash="",
                must_change_password=False,
                created_at=self.clock.at,
            )
            session.add(user)
            session.flush()
            channels.add_email(session, user.id)
            self._people[name] = user.id
            self._roles[name] = Role(role)
            return user.id

    def actor(self, name: str) -> Actor:
        """As they are logged in."""
        mine = select(PansusMember.pansus_id).where(PansusMember.user_id == self._people[name])
        seats = frozenset(row.pansus_id for row in self._rows(mine))
        return Actor(self._people[name], name, self._roles[name], seats)

    def raperda(self, short_name: str) -> int:
        if short_name not in self._raperda:
            with self.tracker.transaction() as session:
                row = Raperda(
                    slug=short_name.lower().replace(" ", "-"),
                    title=f"Raperda tentang {short_name}",
                    short_name=short_name,
                    year=2023,
                    initiator="bupati",
                    kind="biasa",
                    pansus_id=self._pansus,
                    condition="aktif",
                    headline="rapat-pansus",
                    revision=1,
                    created_at=self.clock.at,
                    changed_at=self.clock.at,
                )
                session.add(row)
                session.flush()
                self._raperda[short_name] = row.id
        return self._raperda[short_name]

    def deadline(
        self,
        due_on: date,
        *,
        kind: str = "rencana",
        stage: str = "rapat-pansus",
        subject: str = "rapat-pansus:1",
        raperda: str = "SPBE",
        meeting_id: int | None = None,
    ) -> int:
        raperda_id = self.raperda(raperda)
        with self.tracker.transaction() as session:
            rule = next((one for one in DEADLINE_RULES if kind == "hukum" and one.slug == subject), None)
            due = compute(rule, due_on, WorkCalendar.of(())) if rule else None
            row = Deadline(
                explanation=due_to_json(due) if due else None,
                raperda_id=raperda_id,
                kind=kind,
                subject=subject,
                stage=stage,
                meeting_id=meeting_id,
                holder=BY_SLUG[stage].holder,
                due_on=due_on,
                status="terbuka",
            )
            session.add(row)
            session.flush()
            return row.id

    def meeting(self, starts_at: datetime, *, place: str, agenda: str) -> None:
        raperda_id = self.raperda("SPBE")
        with self.tracker.transaction() as session:
            row = Meeting(
                raperda_id=raperda_id,
                stage="rapat-pansus",
                kind="rapat-kerja",
                starts_at=starts_at,
                place=place,
                agenda=agenda,
                status="dijadwalkan",
                revision=1,
            )
            session.add(row)
            session.flush()
            meeting_id = row.id
        self.deadline(starts_at.date(), kind="rapat", subject=str(meeting_id), meeting_id=meeting_id)

    # What happens

    def tick(self) -> int:
        return scheduler.tick(self.tracker)

    def plan(self) -> int:
        with self.tracker.transaction() as session:
            return reminders.plan(
                session, self.tracker.settings, now=self.clock.at, today=self.tracker.today()
            )

    def claim(self) -> tuple[reminders.Claimed, ...]:
        with self.tracker.transaction() as session:
            lease = self.tracker.settings.reminder_lease
            return reminders.claim(session, server="email", now=self.clock.at, limit=20, lease_seconds=lease)

    def next_day(self) -> None:
        self.clock.at += timedelta(days=1)

    def change(self, deadline_id: int, **values: Any) -> None:
        self._do(update(Deadline).where(Deadline.id == deadline_id).values(**values))

    def withdraw(self) -> None:
        self._do(update(Raperda).values(condition="ditarik"))

    def disable(self, name: str) -> None:
        self._set_user(name, disabled_at=self.clock.at)

    def language(self, name: str, language: str) -> None:
        self._set_user(name, language=language)

    def rename_address(self, name: str, address: str) -> None:
        self._set_user(name, email=address)

    def leave_pansus(self, name: str) -> None:
        self._do(delete(PansusMember).where(PansusMember.user_id == self._people[name]))

    def server_goes_down(self) -> None:
        self.tracker = replace(self.tracker, mailer=SmtpMailer(self.mailbox.host, free_port(), timeout=3))

    def server_comes_up(self) -> None:
        self.tracker = replace(self.tracker, mailer=self._mailer)

    def forget(self) -> None:
        """Begin again: no deadlines, no reminders, no mail."""
        for table in (MessageNotice, ReminderMessage, Acknowledgement, Notice, Deadline):
            self._do(delete(table))
        self.mailbox.deliveries.clear()

    # What is seen

    def told(self, name: str) -> list[Delivery]:
        return self.mailbox.to(self.address(name))

    def outbox(self) -> reminders.Outbox:
        with self.tracker.reading() as session:
            return reminders.outbox(session, self.admin)

    def statuses(self) -> dict[str, str]:
        return dict(self._rows(self._messages(ReminderMessage.status)))

    def attempts(self, name: str) -> int:
        return int(dict(self._rows(self._messages(ReminderMessage.attempts))).get(name, 0))

    def offsets(self, name: str) -> list[int]:
        query = select(Notice.offset_days).where(Notice.user_id == self._people[name])
        return [row.offset_days for row in self._rows(query.order_by(Notice.id))]

    def queries_of_a_tick(self) -> list[str]:
        """Every statement of one tick, transactions aside."""
        seen: list[str] = []
        engine = self.tracker.database._writer

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("BEGIN", "COMMIT")):
                seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            self.tick()
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return seen

    def _messages(self, column: Any) -> Any:
        """By name, the last message of each person."""
        query = select(User.name, column).join_from(User, Channel).join(ReminderMessage)
        return query.order_by(ReminderMessage.id)

    def _rows(self, query: Any) -> list[Any]:
        with self.tracker.reading() as session:
            return list(session.execute(query))

    def _do(self, statement: Any) -> None:
        with self.tracker.transaction() as session:
            session.execute(statement)

    def _set_user(self, name: str, **values: Any) -> None:
        self._do(update(User).where(User.id == self._people[name]).values(**values))


def lines(delivery: Delivery) -> str:
    """The text as it was written, before SMTP gave its lines another ending."""
    return delivery.text.replace("\r\n", "\n")
