"""Prove that no reminder is lost: schedulers killed (-9) again and again beside a bad mail server.

    python -m tests.benchmarks.prove_reminders [--people 5000] [--kills 50] [--seed 1]

Once with two schedulers on PostgreSQL, once with one on SQLite. Every person is owed one message. Of the
first attempts some are refused for now (451), some are never answered, some are cut off after the last byte;
of the last two, half were taken. Ends with 1 if a message is lost, or comes twice without a reason.
"""

import argparse
import asyncio
import random
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import Envelope

from tests import databases
from tests.mailbox import ACCEPTED, Mailbox, smtp_server
from tests.reminder_town import PATIENCE, Town, settle_in, until
from tracker.adapters.clock import SystemClock
from tracker.bootstrap import build
from tracker.settings import Settings
from tracker.storage.database import migrate

LEASE = 30  # seconds: twice what an unanswered message takes, and a little
ANSWER = 10.0  # seconds a scheduler waits for an answer
END = 600.0  # seconds the last stragglers may take
FAULTS = {"refused": 0.01, "unanswered": 0.001, "cut": 0.004}  # of the first attempts


@dataclass
class Misbehaving(Mailbox):
    """Does wrong by some messages, once each, and keeps the moment of each delivery."""

    chance: random.Random = field(default_factory=random.Random)
    taken_at: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: dict[str, str] = field(default_factory=dict)
    unanswered: set[str] = field(default_factory=set)

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802, RUF100
        """Answer as it should be, or do one of the wrongs."""
        name = _message_id(envelope)
        fault = self._fault(name)
        if fault == "refused":
            return "451 Try again later"
        took = fault == "" or self.chance.random() < 0.5
        if took:
            await super().handle_DATA(server, session, envelope)
            self.taken_at[name].append(time.monotonic())
        if fault and took:
            self.unanswered.add(name)
        if fault == "unanswered":
            await asyncio.sleep(ANSWER * 1.5)
        if fault == "cut":
            server.transport.abort()
        return ACCEPTED

    def _fault(self, name: str) -> str:
        if name in self.faults or name in self.taken_at:
            return ""
        drawn = self.chance.random()
        for fault, share in FAULTS.items():
            if drawn < share:
                self.faults[name] = fault
                return fault
            drawn -= share
        return ""


def _message_id(envelope: Envelope) -> str:
    content = envelope.content if isinstance(envelope.content, bytes) else b""
    return content.split(b"Message-ID:", 1)[1].split(b"\n", 1)[0].strip().decode()


@dataclass
class Kill:
    """When a scheduler was killed, and what was claimed at that moment."""

    at: float
    claimed: frozenset[str]


def prove(url: str, folder: Path, *, schedulers: int, people: int, kills: int, seed: int) -> bool:
    """Run it once and print what came of it; True if nothing is lost and each repeat has its reason."""
    chance = random.Random(seed)
    with smtp_server(Misbehaving(chance=chance)) as box:
        assert isinstance(box, Misbehaving)
        environment = {
            "TRACKER_DATABASE_URL": url,
            "TRACKER_DATA_DIR": str(folder / "data"),
            "TRACKER_SMTP_URL": box.url,
            "TRACKER_REMINDER_HOUR": "0",
            "TRACKER_REMINDER_LEASE": str(LEASE),
        }
        tracker = build(Settings.from_environment(environment), clock=SystemClock())
        settle_in(tracker, people)
        town = Town(tracker, environment, box, folder / "log")
        began = time.monotonic()
        killed = _kill_again_and_again(town, chance, schedulers=schedulers, kills=kills, people=people)
        until(lambda: town.left() == 0, every=1, patience=END)
        town.stop()
        tracker.close()
        return _report(town, box, killed, people=people, seconds=time.monotonic() - began)


def _kill_again_and_again(
    town: Town, chance: random.Random, *, schedulers: int, kills: int, people: int
) -> list[Kill]:
    """Some kills come while they start, queue and claim; the others anywhere among the deliveries."""
    points = [0] * (kills // 10) + sorted(chance.sample(range(1, people * 19 // 20), kills - kills // 10))
    running = [town.start() for _ in range(schedulers)]
    killed = []
    for point in points:
        until(lambda point=point: len(town.mailbox.deliveries) >= point, every=0.002, patience=END)  # type: ignore[misc]
        time.sleep(chance.uniform(0, 0.05 if point else 1))
        victim = running.pop(chance.randrange(len(running)))
        victim.kill()
        victim.join(PATIENCE)
        assert victim.exitcode == -signal.SIGKILL
        killed.append(Kill(time.monotonic(), frozenset(town.message_ids("dikirim"))))
        running.append(town.start())
    return killed


def _report(town: Town, box: Misbehaving, killed: list[Kill], *, people: int, seconds: float) -> bool:
    reached = {recipient for delivery in box.deliveries for recipient in delivery.recipients}
    wanted = {f"staf-{number}@example.test" for number in range(people)}
    reasons = Counter(_reasons(box, killed))
    print(f"  {len(killed)} kills in {seconds:.0f} s, {people} messages, {len(box.deliveries)} deliveries")
    print(f"  faults of the mail server: {dict(Counter(box.faults.values()))}")
    print(f"  given up: {town.count('gagal')}, lost: {len(wanted - reached)}, not sent: {town.left()}")
    print(f"  repeats: {reasons.total()} {dict(reasons)}")
    return reached == wanted and town.left() == 0 and reasons["unexplained"] == 0


def _reasons(box: Misbehaving, killed: list[Kill]) -> Iterator[str]:
    """Why each repeat came, by what happened between it and the delivery before."""
    for name, moments in box.taken_at.items():
        for number, (first, second) in enumerate(pairwise(moments)):
            if number == 0 and name in box.unanswered:
                yield "taken by the server, which never said so"
            elif any(first <= kill.at <= second and name in kill.claimed for kill in killed):
                yield "on its way when its scheduler was killed"
            else:
                yield "unexplained"


@contextmanager
def _databases(folder: Path) -> Iterator[dict[str, str]]:
    sqlite = databases.SqliteServer(folder, migrate)
    with (
        databases.postgresql(migrate) as postgresql,
        postgresql.database() as second,
        sqlite.database() as first,
    ):
        yield {"postgresql": second, "sqlite": first}


def main() -> int:
    """Prove it on both databases."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=20230615)
    asked = parser.parse_args()
    sound = True
    with tempfile.TemporaryDirectory() as name, _databases(Path(name)) as urls:
        for kind, schedulers in (("postgresql", 2), ("sqlite", 1)):
            print(f"{kind}, {schedulers} scheduler(s), seed {asked.seed}", flush=True)
            folder = Path(name) / kind
            folder.mkdir()
            sound &= prove(
                urls[kind], folder,
                schedulers=schedulers, people=asked.people, kills=asked.kills, seed=asked.seed,
            )  # fmt: skip
    print("Sound." if sound else "NOT SOUND.")
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
