"""The scheduler as a real process: killed at any point, stopped politely, and beside another one."""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select

from tests.mailbox import ACCEPTED, Delivery, Mailbox
from tests.reminder_town import PATIENCE, Town, settle_in, until
from tracker import scheduler
from tracker.adapters.clock import FixedClock, SystemClock
from tracker.adapters.mailer import SmtpMailer
from tracker.bootstrap import Tracker, build
from tracker.settings import Settings
from tracker.storage.models import Heartbeat, Notice

MakeTown = Callable[..., Town]


@pytest.fixture
def town(database_url: str, smtp_server: Mailbox, tmp_path: Path) -> Iterator[MakeTown]:
    """Make a town of so many people; what a dead scheduler had claimed is free after `lease` seconds."""
    made: list[Town] = []

    def make(people: int, *, lease: int = 1) -> Town:
        environment = {
            "TRACKER_DATABASE_URL": database_url,
            "TRACKER_DATA_DIR": str(tmp_path / "data"),
            "TRACKER_SMTP_URL": smtp_server.url,
            "TRACKER_REMINDER_HOUR": "0",
            "TRACKER_REMINDER_LEASE": str(lease),
        }
        tracker = build(Settings.from_environment(environment), clock=SystemClock())
        made.append(Town(tracker, environment, smtp_server, tmp_path / "log"))
        settle_in(tracker, people)
        return made[-1]

    yield make
    for one in made:
        for process in one.started:
            process.kill()
            process.join()
        one.tracker.close()


def _arrived(box: Mailbox, many: int) -> bool:
    return len(box.deliveries) >= many


def _kill_at_random(place: Town, point: int, chance: random.Random) -> None:
    """Kill somewhere after `point` deliveries; 0 is while it starts, queues and claims."""
    process = place.start()
    until(partial(_arrived, place.mailbox, point), every=0.002)
    time.sleep(chance.uniform(0, 0.02 if point else 0.1))
    process.kill()
    process.join(PATIENCE)
    assert process.exitcode == -signal.SIGKILL


def _kill_unanswered(place: Town, point: int) -> None:
    """Kill at the worst moment: the server has taken a message, and the scheduler never hears of it."""
    process = place.start()

    def answer(delivery: Delivery) -> str:
        if _arrived(place.mailbox, point):
            process.kill()
        return ACCEPTED

    place.mailbox.answer = answer
    process.join(PATIENCE)
    assert process.exitcode == -signal.SIGKILL
    place.mailbox.answer = lambda delivery: ACCEPTED


def test_no_reminder_is_lost_when_the_scheduler_is_killed_again_and_again(
    town: MakeTown, record_property: Callable[[str, object], None]
) -> None:
    """All 300 arrive; only what was on its way at one of 10 kills arrives twice, by the same Message-ID.

    `tests.benchmarks.prove_reminders` does it 50 times over 5,000, with two schedulers and a bad mail server.
    """
    chance = random.Random(20230615)
    kills, unanswered, people = 10, 3, 300
    place = town(people)
    box = place.mailbox
    points = [0, 0, *sorted(chance.sample(range(1, people - 50), kills - 2))]
    worst = set(chance.sample(points[2:], unanswered))
    in_flight: set[str] = set()
    for point in points:
        if point in worst:
            _kill_unanswered(place, point)
        else:
            _kill_at_random(place, point, chance)
        in_flight |= place.message_ids("dikirim")
    place.start()
    until(lambda: place.left() == 0)
    place.stop()

    times = Counter(box.message_ids)
    repeated = {message_id for message_id, count in times.items() if count > 1}
    figures = {"kills": kills, "deliveries": len(box.deliveries), "repeats": len(box.deliveries) - len(times)}
    for name, figure in figures.items():
        record_property(name, figure)
    print(figures)
    assert times.keys() == place.message_ids("terkirim")
    assert {delivery.recipients for delivery in box.deliveries} == {
        (f"staf-{number}@example.test",) for number in range(people)
    }
    assert repeated <= in_flight
    assert unanswered <= figures["repeats"] <= kills
    with place.tracker.reading() as session:
        assert session.scalar(select(func.count(Notice.id))) == people


def test_two_schedulers_at_once_send_each_message_once(town: MakeTown) -> None:
    people = 300
    place = town(people, lease=60)
    for _ in range(2):
        place.start()
    until(lambda: place.left() == 0)
    place.stop()
    assert len(place.mailbox.deliveries) == len(set(place.mailbox.message_ids)) == people


def test_sigterm_ends_it_after_the_message_on_its_way_and_gives_the_others_back(town: MakeTown) -> None:
    place = town(200)
    place.start()
    until(partial(_arrived, place.mailbox, 5), every=0.002)
    place.stop()
    assert place.count("dikirim") == 0
    assert place.count("terkirim") == len(place.mailbox.deliveries) < 200
    assert place.count("antre") == 200 - place.count("terkirim")


def test_a_tick_that_fails_does_not_end_the_process(town: MakeTown) -> None:
    place = town(1)
    away = sa.text("ALTER TABLE heartbeat RENAME TO heartbeat_away")
    back = sa.text("ALTER TABLE heartbeat_away RENAME TO heartbeat")
    with place.tracker.transaction() as session:
        session.execute(away)
    process = place.start()
    until(lambda: "this tick failed" in place.log.read_text())
    with place.tracker.transaction() as session:
        session.execute(back)
    until(lambda: place.left() == 0)
    assert process.is_alive()


def test_each_scheduler_has_a_heartbeat_of_its_own_and_says_how_late_it_was(
    sqlite_tracker: Tracker, clock: FixedClock
) -> None:
    rounds = scheduler.Rounds(clock.at, timedelta(seconds=60))
    for name, seconds in (("satu", 0), ("satu", 60), ("satu", 155), ("dua", 0)):
        clock.at += timedelta(seconds=seconds)
        settings = replace(sqlite_tracker.settings, scheduler_name=name)
        given = rounds if name == "satu" else None
        scheduler.tick(replace(sqlite_tracker, settings=settings), rounds=given)
    with sqlite_tracker.reading() as session:
        found = {row.name: (row.ran_at, row.lag_seconds) for row in session.scalars(select(Heartbeat))}
    assert found == {"satu": (clock.at, 95), "dua": (clock.at, 0)}


def test_a_slow_server_leaves_room_for_the_next_round(
    sqlite_tracker: Tracker, clock: FixedClock, smtp_server: Mailbox
) -> None:
    """Each message takes half a minute here; the third waits for the next round, which plans first."""
    settle_in(sqlite_tracker, 4)

    def slow(delivery: Delivery) -> str:
        clock.at += timedelta(seconds=30)
        return ACCEPTED

    smtp_server.answer = slow
    tracker = replace(sqlite_tracker, mailer=SmtpMailer(smtp_server.host, smtp_server.port))
    assert [scheduler.tick(tracker) for _ in range(3)] == [2, 2, 0]


def test_the_heartbeat_goes_on_during_a_long_send(
    sqlite_tracker: Tracker, clock: FixedClock, smtp_server: Mailbox
) -> None:
    """Each message takes a quarter of a minute here."""
    settle_in(sqlite_tracker, 4)
    beats = []

    def slow(delivery: Delivery) -> str:
        with sqlite_tracker.reading() as session:
            beats.append(session.get_one(Heartbeat, "scheduler").beat_at)
        clock.at += timedelta(seconds=15)
        return ACCEPTED

    smtp_server.answer = slow
    mailer = SmtpMailer(smtp_server.host, smtp_server.port)
    assert scheduler.tick(replace(sqlite_tracker, mailer=mailer)) == 4
    assert len(set(beats)) > 1
