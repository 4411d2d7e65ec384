"""What one round of the scheduler costs: it follows what is due, not how many Raperda there are.

    python -m tests.benchmarks.bench_reminders

500 people; 1,000 and then 10,000 open deadlines that are not due, and always the same 50 that are.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from sqlalchemy import event, insert, select, text

from tests import databases
from tracker import scheduler
from tracker.adapters.clock import FixedClock
from tracker.bootstrap import Tracker, build
from tracker.services.reminders import rules
from tracker.settings import Settings
from tracker.storage.database import migrate
from tracker.storage.models import Channel, Deadline, Pansus, PansusMember, Raperda, User

NOW = datetime(2023, 6, 15, 2, 0, tzinfo=UTC)
TODAY = date(2023, 6, 15)
PEOPLE = {"sekretariat": 40, "pimpinan": 4, "admin": 2, "pansus": 454}
SEATS = 12
NOT_DUE = (1_000, 10_000)
DUE = 50
QUIET = 15


class Nowhere:
    """Takes mail and forgets it, so that only our own work is measured."""

    @contextmanager
    def open(self) -> Iterator["Nowhere"]:
        """Yield itself."""
        yield self

    def send(self, message: EmailMessage) -> None:
        """Take one message."""


@dataclass(frozen=True)
class Cost:
    """Seconds and queries of a round that finds nothing new, and of one that finds everything due."""

    quiet: float
    quiet_queries: int
    busy: float
    busy_queries: int
    sent: int


def measure(tracker: Tracker, clock: FixedClock) -> Cost:
    """Let one busy round and then quiet ones happen."""
    begun = time.perf_counter()
    sent, busy_queries = _counted(tracker)
    busy = time.perf_counter() - begun
    times, quiet_queries = [], 0
    for _ in range(QUIET):
        clock.at += timedelta(minutes=1)
        begun = time.perf_counter()
        _, quiet_queries = _counted(tracker)
        times.append(time.perf_counter() - begun)
    return Cost(statistics.median(times), quiet_queries, busy, busy_queries, sent)


def _counted(tracker: Tracker) -> tuple[int, int]:
    seen: list[str] = []
    engine = tracker.database._writer

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        return scheduler.tick(tracker), len(seen)
    finally:
        event.remove(engine, "before_cursor_execute", note)


def settle(tracker: Tracker, not_due: int) -> None:
    """Fill the council: every Raperda has one deadline, far off or due today."""
    with tracker.transaction() as session:
        rules.seed(session)
        names = [(role, number) for role, many in PEOPLE.items() for number in range(many)]
        session.execute(insert(User), [_person(role, number) for role, number in names])
        people = session.execute(select(User.id, User.role).order_by(User.id)).all()
        session.execute(
            insert(Channel),
            [{"user_id": one.id, "kind": "email", "server": "email", "mode": "harian"} for one in people],
        )
        members = [one.id for one in people if one.role == "pansus"]
        groups = [members[start : start + SEATS] for start in range(0, len(members), SEATS)]
        session.execute(insert(Pansus), [{"name": f"Pansus {place}"} for place in range(len(groups))])
        pansus = session.scalars(select(Pansus.id).order_by(Pansus.id)).all()
        seats = [
            {"pansus_id": place, "user_id": user, "position": "anggota" if number else "ketua", "fraksi": ""}
            for place, group in zip(pansus, groups, strict=True)
            for number, user in enumerate(group)
        ]
        session.execute(insert(PansusMember), seats)
        total = not_due + DUE
        session.execute(insert(Raperda), [_raperda(n, pansus[n % len(pansus)]) for n in range(total)])
        ids = session.scalars(select(Raperda.id).order_by(Raperda.id)).all()
        session.execute(insert(Deadline), [_deadline(one, place) for place, one in enumerate(ids)])
    if tracker.settings.database_url.startswith("postgresql"):
        with tracker.transaction() as session:
            session.execute(text("ANALYZE"))  # as autovacuum does on a server that runs


def _person(role: str, number: int) -> dict[str, Any]:
    return {
        "email": f"{role}-{number}@example.test",
        "name": f"{role} {number}",
        "role": role,
        "password_hash": "",
        "must_change_password": False,
        "created_at": NOW,
    }


def _raperda(number: int, pansus_id: int) -> dict[str, Any]:
    return {
        "slug": f"raperda-{number}",
        "title": f"Raperda {number}",
        "short_name": f"Raperda {number}",
        "year": 2023,
        "initiator": "bupati",
        "kind": "biasa",
        "pansus_id": pansus_id,
        "condition": "aktif",
        "headline": "rapat-pansus",
        "revision": 1,
        "created_at": NOW,
        "changed_at": NOW,
    }


def _deadline(raperda_id: int, place: int) -> dict[str, Any]:
    return {
        "raperda_id": raperda_id,
        "kind": ("rencana", "hukum")[place % 2],
        "subject": ("rapat-pansus:1", "penetapan")[place % 2],
        "stage": ("rapat-pansus", "penetapan")[place % 2],
        "holder": ("pansus", "bupati")[place % 2],
        "due_on": TODAY if place < DUE else TODAY + timedelta(days=30 + place % 300),
        "status": "terbuka",
    }


def _measured(url: str, folder: Path, not_due: int) -> Cost:
    settings = Settings.from_environment(
        {"TRACKER_DATABASE_URL": url, "TRACKER_DATA_DIR": str(folder / "data")}
    )
    clock = FixedClock(NOW)
    tracker = replace(build(settings, clock=clock), mailer=Nowhere())
    settle(tracker, not_due)
    cost = measure(tracker, clock)
    tracker.close()
    return cost


def main() -> None:
    """Measure on both databases and print ratios."""
    argparse.ArgumentParser(description="What one round of the scheduler costs.").parse_args()
    with tempfile.TemporaryDirectory() as name, databases.postgresql(migrate) as postgresql:
        sqlite = databases.SqliteServer(Path(name), migrate)
        for kind, server in (("sqlite", sqlite), ("postgresql", postgresql)):
            costs = []
            for not_due in NOT_DUE:
                with server.database() as url:
                    costs.append(_measured(url, Path(name), not_due))
            _print(kind, *costs)


def _print(kind: str, few: Cost, many: Cost) -> None:
    print(f"{kind}: {sum(PEOPLE.values())} people, {DUE} deadlines due, {NOT_DUE} not due")
    print(
        f"  quiet round: {many.quiet * 1000:.1f} ms, {many.quiet / few.quiet:.2f} times that of the smaller"
    )
    print(f"    queries: {few.quiet_queries} and {many.quiet_queries}")
    print(f"  busy round: {many.busy / few.busy:.2f} times the smaller, {many.busy:.2f} s")
    print(f"    queries: {few.busy_queries} and {many.busy_queries}, messages: {few.sent} and {many.sent}")


if __name__ == "__main__":
    main()
