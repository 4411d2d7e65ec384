"""Channels: each person's own, their secrets kept, and every server served beside the others."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.mailbox import Mailbox, free_port
from tests.reminder_world import World
from tests.webhooks import Webhook, webhook
from tracker.adapters.clock import FixedClock
from tracker.adapters.notifier import Notifier
from tracker.bootstrap import Tracker
from tracker.domain.access import Actor, Role
from tracker.domain.errors import InvalidValue, NotAllowed, NotFound
from tracker.services import channels
from tracker.storage.models import JournalEntry

TODAY = date(2023, 6, 15)
TOKEN = "kunci-rahasia-123"


@pytest.fixture
def world(tracker: Tracker, smtp_server: Mailbox, clock: FixedClock) -> World:
    return World(replace(tracker, notifier=Notifier(frozenset({"json"}))), smtp_server, clock)


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with webhook() as service:
        yield service


def add(world: World, name: str, address: str, *, mode: str = "segera") -> int:
    with world.tracker.transaction() as session:
        return channels.add(session, world.actor(name), address, mode=mode, now=world.clock.at)


def mine(world: World, name: str) -> tuple[channels.ChannelLine, ...]:
    with world.tracker.reading() as session:
        return channels.mine(session, world.actor(name))


def test_a_new_account_has_mail_once_a_day(world: World) -> None:
    (line,) = mine(world, "staf")
    assert (line.kind, line.way, line.mode, line.is_active) == ("email", "staf@example.test", "harian", True)


def test_one_notice_goes_over_every_channel(world: World, hook: Webhook) -> None:
    add(world, "staf", hook.url(TOKEN))
    world.deadline(TODAY)
    assert world.tick() == 3
    assert len(world.told("staf")) == 1
    ((_, content),) = hook.posts
    assert content["title"] == "1 pengingat: SPBE"
    assert world.tick() == 0


def test_at_once_means_as_soon_as_it_is_owed_and_a_digest_waits_for_tomorrow(
    world: World, hook: Webhook
) -> None:
    add(world, "staf", hook.url(TOKEN))
    for number in range(3):
        world.deadline(TODAY, subject=f"rapat-pansus:{number}")
        world.tick()
    assert len(hook.posts) == 3
    assert len(world.told("staf")) == 1
    world.next_day()
    world.tick()
    assert len(world.told("staf")) == 2


def test_a_service_that_is_down_holds_up_no_mail_and_loses_nothing(world: World, hook: Webhook) -> None:
    gone = f"json://127.0.0.1:{free_port()}/{TOKEN}"
    add(world, "staf", gone)
    add(world, "ketua", hook.url(TOKEN))
    world.deadline(TODAY)
    assert world.tick() == 3
    assert (len(world.told("staf")), len(world.told("ketua")), len(hook.posts)) == (1, 1, 1)
    waiting = [line for line in world.outbox().lines if line.status == "antre"]
    assert [(line.person, line.way, line.attempts) for line in waiting] == [("staf", "json://•••", 0)]
    assert "refused" in waiting[0].last_error


def test_mail_that_is_down_holds_up_no_service(world: World, hook: Webhook) -> None:
    add(world, "staf", hook.url(TOKEN))
    world.deadline(TODAY)
    world.server_goes_down()
    assert world.tick() == 1
    assert len(hook.posts) == 1
    world.server_comes_up()
    assert world.tick() == 2


def test_a_wrong_token_fails_at_once_and_its_owner_sees_why(world: World, hook: Webhook) -> None:
    add(world, "staf", hook.url(TOKEN))
    hook.answer = 401
    world.deadline(TODAY)
    world.tick()
    line = mine(world, "staf")[1]
    assert line.failed_at == world.clock.at
    assert "error=401" in line.last_error
    hook.answer = 200
    world.clock.at += timedelta(days=1)
    world.tick()
    assert mine(world, "staf")[1].failed_at is None


def test_a_paused_channel_is_silent_and_the_notice_is_in_the_application(world: World) -> None:
    (line,) = mine(world, "staf")
    world.deadline(TODAY)
    world.plan()
    with world.tracker.transaction() as session:
        channels.switch(session, world.actor("staf"), line.id, on=False, now=world.clock.at)
    world.tick()
    world.tick()
    assert not world.told("staf")
    assert world.offsets("staf") == [0]


def test_a_test_message_is_sent_and_says_how_it_went(world: World) -> None:
    (line,) = mine(world, "staf")
    for _ in range(2):  # the second while the first is on its way
        with world.tracker.transaction() as session:
            now, today = world.clock.at, world.tracker.today()
            settings = world.tracker.settings
            channels.try_out(session, world.actor("staf"), settings, line.id, now=now, today=today)
    assert world.tick() == 1
    assert "Pesan percobaan" in str(world.told("staf")[0].message["Subject"])
    (line,) = mine(world, "staf")
    assert line.trial is not None
    assert (line.trial.status, line.trial.sent_at) == ("terkirim", world.clock.at)


def test_the_secret_of_a_channel_is_nowhere_but_in_its_row(world: World, hook: Webhook) -> None:
    add(world, "staf", hook.url(TOKEN))
    with world.tracker.reading() as session:
        shown = repr(channels.mine(session, world.actor("staf")))
        shown += repr(channels.everyones(session, world.admin))
        shown += repr([(row.before, row.after) for row in session.scalars(select(JournalEntry))])
    assert TOKEN not in shown
    assert str(hook.port) not in shown


def test_the_same_service_twice_and_too_many_are_refused(world: World) -> None:
    for number in range(channels.MOST - 1):
        add(world, "staf", f"json://hook.example/{number}")
    for address, reason in (
        ("json://hook.example/1", "already-there"),
        ("json://hook.example/x", "too-many"),
    ):
        with pytest.raises(InvalidValue) as refusal:
            add(world, "staf", address)
        assert refusal.value.reason == reason


def test_a_channel_is_touched_by_its_owner_and_paused_by_an_administrator(world: World) -> None:
    channel_id = add(world, "staf", "json://hook.example/x")
    now = world.clock.at
    with world.tracker.transaction() as session:
        for act in (
            lambda: channels.set_mode(session, world.actor("ketua"), channel_id, "harian", now=now),
            lambda: channels.switch(session, world.actor("ketua"), channel_id, on=False, now=now),
            lambda: channels.remove(session, world.actor("ketua"), channel_id, now=now),
        ):
            with pytest.raises(NotFound):
                act()
        with pytest.raises(NotAllowed):
            channels.switch_any(session, world.actor("staf"), channel_id, on=False, now=now)
        channels.switch_any(session, world.admin, channel_id, on=False, now=now)
    assert [line.is_active for line in mine(world, "staf")] == [True, False]


def test_a_removed_service_takes_what_was_queued_for_it_along(world: World) -> None:
    channel_id = add(world, "staf", "json://hook.example/x")
    world.deadline(TODAY)
    world.plan()
    with world.tracker.transaction() as session:
        channels.remove(session, world.actor("staf"), channel_id, now=world.clock.at)
    assert world.tick() == 2
    assert [line.kind for line in mine(world, "staf")] == ["email"]


def test_the_mail_of_an_account_cannot_be_removed(world: World) -> None:
    (line,) = mine(world, "staf")
    with world.tracker.transaction() as session, pytest.raises(NotFound):
        channels.remove(session, world.actor("staf"), line.id, now=world.clock.at)


def test_a_stranger_has_no_channels(sqlite_tracker: Tracker) -> None:
    nobody = Actor(id=1, name="x", role=Role.PANSUS)
    with sqlite_tracker.reading() as session, pytest.raises(NotAllowed):
        channels.everyones(session, nobody)
