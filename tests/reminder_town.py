"""A town of people who are each owed one reminder, and the scheduler processes that send them."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from sqlalchemy import func, insert, select

from tests import scheduler_process
from tests.mailbox import Mailbox
from tracker.bootstrap import Tracker
from tracker.services import channels
from tracker.services.reminders import rules
from tracker.storage.models import Deadline, Raperda, ReminderMessage, User

PATIENCE = 60.0  # seconds, for what takes two


@dataclass
class Town:
    """People of the secretariat, each owed one reminder, and the processes that send them."""

    tracker: Tracker
    environment: Mapping[str, str]
    mailbox: Mailbox
    log: Path
    started: list[ForkServerProcess] = field(default_factory=list)

    def start(self) -> ForkServerProcess:
        self.started.append(scheduler_process.start(self.environment, self.log))
        return self.started[-1]

    def stop(self) -> None:
        """Stop what runs as an operator would; each process must end well."""
        for process in self.started:
            if process.is_alive():
                process.terminate()
                process.join(PATIENCE)
                assert process.exitcode == 0

    def count(self, status: str) -> int:
        with self.tracker.reading() as session:
            query = select(func.count()).where(ReminderMessage.status == status)
            return session.scalar(query) or 0

    def message_ids(self, status: str) -> set[str]:
        with self.tracker.reading() as session:
            query = select(ReminderMessage.message_id).where(ReminderMessage.status == status)
            return {f"<{message_id}>" for message_id in session.scalars(query)}

    def left(self) -> int:
        """How many messages are not sent yet, with those not queued yet."""
        with self.tracker.reading() as session:
            people = session.scalar(select(func.count(User.id))) or 0
        return people - self.count("terkirim")


def settle_in(tracker: Tracker, people: int) -> None:
    now = tracker.now()
    with tracker.transaction() as session:
        session.execute(
            insert(User),
            [
                {
                    "email": f"staf-{number}@example.test",
                    "name": f"Staf {number}",
                    "role": "sekretariat",
                    "password_hash": "",
                    "must_change_password": False,
                    "created_at": now,
                }
                for number in range(people)
            ],
        )
        for user_id in session.scalars(select(User.id)):
            channels.add_email(session, user_id)
        rules.seed(session)
        raperda = Raperda(
            slug="spbe",
            title="Sistem Pemerintahan Berbasis Elektronik",
            short_name="SPBE",
            year=2023,
            initiator="bupati",
            kind="biasa",
            condition="aktif",
            headline="rapat-pansus",
            revision=1,
            created_at=now,
            changed_at=now,
        )
        session.add(raperda)
        session.flush()
        session.add(
            Deadline(
                raperda_id=raperda.id,
                kind="rencana",
                subject="rapat-pansus:1",
                stage="rapat-pansus",
                holder="pansus",
                # H-7 today and, should midnight pass, H-7 tomorrow.
                due_on=tracker.today() + timedelta(days=6),
                status="terbuka",
            )
        )


def until(reached: Callable[[], bool], *, every: float = 0.05, patience: float = PATIENCE) -> None:
    end = time.monotonic() + patience
    while not reached():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(every)  # the SMTP server is a thread of this process and needs its share
