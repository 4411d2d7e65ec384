"""What people see of what they have been told, and what their saying that they know brings about."""

from datetime import date, timedelta

import pytest

from tests.mailbox import Mailbox
from tests.reminder_world import World
from tracker.adapters.clock import FixedClock
from tracker.bootstrap import Tracker
from tracker.domain.errors import NotAllowed, NotFound
from tracker.services import notices

TODAY = date(2023, 6, 15)


@pytest.fixture
def world(tracker: Tracker, smtp_server: Mailbox, clock: FixedClock) -> World:
    return World(tracker, smtp_server, clock)


def seen(world: World, name: str) -> notices.Notices:
    with world.tracker.reading() as session:
        return notices.notices(session, world.actor(name), today=world.tracker.today())


def know(world: World, name: str, notice_id: int) -> None:
    now, today = world.clock.at, world.tracker.today()
    with world.tracker.transaction() as session:
        notices.acknowledge(session, world.actor(name), notice_id, now=now, today=today)


def test_everybody_sees_their_own_unread_first_and_then_the_newest(world: World) -> None:
    world.deadline(TODAY + timedelta(days=3))
    world.tick()
    world.clock.at += timedelta(days=2)
    world.tick()
    first, second = seen(world, "staf").lines
    assert (first.offset_days, second.offset_days) == (-1, -3)
    know(world, "staf", first.id)
    assert [line.is_read for line in seen(world, "staf").lines] == [True, True]
    # Of one date, only the latest asks for attention.
    assert [line.is_read for line in seen(world, "ketua").lines] == [False, True]
    assert (seen(world, "staf").unread, seen(world, "ketua").unread) == (0, 1)
    assert seen(world, "lain").lines == ()


def test_knowing_of_all_says_so_of_each(world: World) -> None:
    for number in range(3):
        world.deadline(TODAY + timedelta(days=1), subject=f"rapat-pansus:{number}")
    world.tick()
    with world.tracker.transaction() as session:
        now, today = world.clock.at, world.tracker.today()
        notices.acknowledge_all(session, world.actor("staf"), now=now, today=today)
    assert seen(world, "staf").unread == 0
    world.next_day()
    assert world.tick() == 2  # the day itself is told all the same


def test_what_was_met_or_moved_asks_for_nobodys_attention(world: World) -> None:
    met = world.deadline(TODAY)
    moved = world.deadline(TODAY, subject="rapat-pansus:2")
    world.tick()
    assert seen(world, "staf").unread == 2
    world.change(met, status="selesai")
    world.change(moved, due_on=TODAY + timedelta(days=30))
    found = seen(world, "staf")
    assert found.unread == 0
    assert all(line.is_outdated for line in found.lines)


def test_knowing_between_queueing_and_sending_stops_the_mail(world: World) -> None:
    one = world.deadline(TODAY + timedelta(days=1))
    world.plan()
    with world.tracker.transaction() as session:
        now, today = world.clock.at, world.tracker.today()
        notices.acknowledge_deadline(session, world.actor("staf"), one, now=now, today=today)
    world.tick()
    assert not world.told("staf")
    assert world.told("ketua")


def test_nobody_knows_for_another_or_of_what_they_may_not_see(world: World) -> None:
    one = world.deadline(TODAY)
    world.tick()
    theirs = seen(world, "ketua").lines[0].id
    with pytest.raises(NotFound):
        know(world, "staf", theirs)
    now = world.clock.at
    with world.tracker.transaction() as session:
        with pytest.raises(NotAllowed):
            notices.acknowledge_deadline(session, world.actor("lain"), one, now=now, today=TODAY)
        with pytest.raises(NotFound):
            notices.acknowledge_deadline(session, world.actor("staf"), 99, now=now, today=TODAY)


def test_who_left_the_pansus_sees_its_notices_no_more(world: World) -> None:
    world.deadline(TODAY)
    world.tick()
    assert seen(world, "ketua").total == 1
    world.leave_pansus("ketua")
    assert seen(world, "ketua").total == 0
