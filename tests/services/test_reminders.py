"""Reminders: who is told what and when, exactly once, whatever happens meanwhile."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.mailbox import Mailbox
from tests.reminder_world import World, lines
from tracker.adapters.clock import FixedClock
from tracker.bootstrap import Tracker
from tracker.domain.access import Actor, Role
from tracker.domain.errors import NotAllowed, NotFound
from tracker.domain.thresholds import reached
from tracker.services import reminders
from tracker.services.reminders.planning import owed
from tracker.services.reminders.recipients import Rule

# The clock of the test bed: Thursday, 15 June 2023, 09.00 WIB.
TODAY = date(2023, 6, 15)


@pytest.fixture
def world(tracker: Tracker, smtp_server: Mailbox, clock: FixedClock) -> World:
    """The tracker connected to a real SMTP server, with one Raperda, its pansus and its people."""
    return World(tracker, smtp_server, clock)


# Who is told


def test_each_deadline_reaches_those_who_answer_for_it_and_nobody_else(world: World) -> None:
    everyone = {"ketua", "anggota", "staf", "pimpinan", "lain"}
    told = {}
    for kind, stage in (("rencana", "rapat-pansus"), ("rapat", "kunjungan-kerja"), ("hukum", "penetapan")):
        subject = "penetapan" if kind == "hukum" else kind
        world.deadline(TODAY, kind=kind, stage=stage, subject=subject)
        world.tick()
        told[kind] = {name for name in everyone if world.told(name)}
        world.forget()
    assert told == {
        "rencana": {"staf", "ketua"},
        "rapat": {"staf", "ketua", "anggota"},
        "hukum": {"staf", "pimpinan"},
    }


def test_a_disabled_user_gets_nothing_even_if_disabled_after_queueing(world: World) -> None:
    world.deadline(TODAY)
    world.disable("ketua")
    world.plan()
    world.disable("staf")
    world.tick()
    assert world.mailbox.deliveries == []
    assert world.statuses() == {"staf": "batal"}


def test_who_left_the_pansus_is_not_told_what_was_queued_before(world: World) -> None:
    world.deadline(TODAY)
    world.plan()
    world.leave_pansus("ketua")
    world.tick()
    assert not world.told("ketua")
    assert world.told("staf")


# When


def test_nothing_is_queued_before_the_reminder_hour(world: World) -> None:
    world.deadline(TODAY)
    world.clock.at = datetime(2023, 6, 14, 23, 59, tzinfo=UTC)  # 06.59 WIB of the 15th
    assert world.tick() == 0
    world.clock.at += timedelta(minutes=1)
    assert world.tick() == 2


def test_every_threshold_is_told_once_on_its_day(world: World) -> None:
    due_on = TODAY + timedelta(days=8)
    world.deadline(due_on)
    days = []
    for _ in range(12):
        world.tick()
        world.tick()
        days += [(due_on - world.tracker.today()).days] * len(world.told("staf"))
        world.mailbox.deliveries.clear()
        world.next_day()
    assert days == [7, 3, 1, 0, -1]


def test_days_off_are_caught_up_with_the_latest_threshold_only(world: World) -> None:
    world.deadline(TODAY + timedelta(days=7))
    world.tick()
    world.clock.at += timedelta(days=6)  # the scheduler was down over H-3
    world.tick()
    assert world.offsets("staf") == [-7, -1]


def test_the_query_and_the_rule_reach_the_same_offset(world: World) -> None:
    dates = [TODAY + timedelta(days=days) for days in range(-3, 10)]
    for number, due_on in enumerate(dates):
        world.deadline(due_on, subject=f"rapat-pansus:{number}")
    rule = Rule("sekretariat", (-7, -3, -1, 0, 1, 2))
    with world.tracker.reading() as session:
        found = {one.due_on: one.offset_days for one in owed(session, [rule], TODAY)}
    wanted = {due_on: reached(rule.offsets, due_on, TODAY) for due_on in dates}
    assert found == {due_on: offset for due_on, offset in wanted.items() if offset is not None}


def test_a_deadline_far_off_costs_nothing(world: World) -> None:
    world.deadline(TODAY + timedelta(days=8))
    world.deadline(TODAY + timedelta(days=400), subject="rapat-pansus:2")
    assert world.tick() == 0


# What changes meanwhile


def test_a_moved_deadline_is_told_at_its_new_date(world: World) -> None:
    one = world.deadline(TODAY + timedelta(days=3))
    world.tick()
    world.change(one, due_on=TODAY + timedelta(days=10))
    world.next_day()
    assert world.tick() == 0
    world.clock.at += timedelta(days=2)
    world.tick()
    assert world.offsets("staf") == [-3, -7]
    assert "7 hari lagi" in lines(world.told("staf")[-1])


def test_a_deadline_moved_between_queueing_and_sending_is_not_told_with_its_old_date(world: World) -> None:
    one = world.deadline(TODAY)
    world.plan()
    world.change(one, due_on=TODAY + timedelta(days=2))
    world.tick()
    (delivery,) = world.told("staf")
    assert "Sabtu, 17 Juni 2023" in lines(delivery)
    assert lines(delivery).count("15 Juni 2023") == 1  # the day of the message itself


def test_a_cancelled_meeting_is_not_told_and_a_revived_one_is(world: World) -> None:
    one = world.deadline(TODAY, kind="rapat", stage="kunjungan-kerja")
    world.plan()
    world.change(one, status="gugur")
    world.tick()
    assert world.mailbox.deliveries == []
    assert set(world.statuses().values()) == {"batal"}
    world.change(one, status="terbuka")
    world.tick()
    assert len(world.told("anggota")) == 1


def test_a_withdrawn_raperda_is_silent(world: World) -> None:
    world.deadline(TODAY)
    world.plan()
    world.withdraw()
    assert world.tick() == 0
    assert set(world.statuses().values()) == {"batal"}


# One message a person a day


def test_one_message_lists_everything_of_the_day(world: World) -> None:
    world.deadline(TODAY)
    world.deadline(TODAY + timedelta(days=1), kind="hukum", stage="rapat-paripurna", subject="penetapan")
    world.deadline(TODAY + timedelta(days=2), raperda="Pasar Rakyat")
    world.tick()
    (delivery,) = world.told("staf")
    assert delivery.message["Subject"] == "3 pengingat: SPBE, Pasar Rakyat"
    for words in (
        "Rencana selesai tahap Rapat Pansus: hari ini\n  Kamis, 15 Juni 2023",
        "Bupati menetapkan Raperda dengan tanda tangan: besok\n  Paling lambat Jumat, 16 Juni 2023",
        "Dasar: UU 23/2014 Pasal 242 ayat (6)-(9)\n",
        "Di tangan: pansus",
        "/kerja/raperda/spbe\n",
        "/kerja/raperda/pasar-rakyat\n",
    ):
        assert words in lines(delivery)
    assert delivery.message["Auto-Submitted"] == "auto-generated"
    assert "\n\n\n" not in lines(delivery)


def test_what_comes_after_the_message_of_the_day_waits_for_tomorrow(world: World) -> None:
    world.deadline(TODAY + timedelta(days=1))
    world.tick()
    world.deadline(TODAY + timedelta(days=1), subject="rapat-pansus:2")
    assert world.tick() == 0
    world.next_day()
    world.tick()
    assert [delivery.message["Subject"] for delivery in world.told("staf")] == [
        "1 pengingat: SPBE",
        "2 pengingat: SPBE",
    ]


def test_a_meeting_gives_its_time_place_and_agenda(world: World) -> None:
    starts_at = datetime(2023, 6, 15, 3, 0, tzinfo=UTC)
    world.meeting(starts_at, place="Ruang Pansus", agenda="Blank spot")
    world.tick()
    (delivery,) = world.told("anggota")
    assert "Kamis, 15 Juni 2023, pukul 10.00 WIB\n  Tempat: Ruang Pansus\n  Acara: Blank spot" in lines(
        delivery
    )


def test_a_meeting_that_is_over_asks_for_its_outcome(world: World) -> None:
    world.meeting(datetime(2023, 6, 14, 3, 0, tzinfo=UTC), place="Ruang Pansus", agenda="Blank spot")
    world.tick()
    (delivery,) = world.told("anggota")
    assert ": kemarin\n" in lines(delivery)
    assert "lewat" not in lines(delivery)
    assert "pukul 10.00 WIB\n  Hasilnya belum dicatat.\n  Tempat: Ruang Pansus" in lines(delivery)


def test_each_person_is_written_to_in_their_language(world: World) -> None:
    world.language("ketua", "en")
    world.deadline(TODAY + timedelta(days=1))
    world.tick()
    (english,), (indonesian,) = world.told("ketua"), world.told("staf")
    assert english.message["Subject"] == "1 reminder: SPBE"
    assert "Planned end of Pansus meetings: tomorrow\n  Friday, 16 June 2023" in lines(english)
    assert "besok" in lines(indonesian)


# What goes wrong on the way


def test_a_bad_address_never_delays_anothers_mail(world: World) -> None:
    world.mailbox.refuse[world.address("ketua")] = "550 No such person"
    world.deadline(TODAY)
    world.tick()
    assert world.statuses() == {"ketua": "gagal", "staf": "terkirim"}
    failed = next(line for line in world.outbox().lines if line.status == "gagal")
    assert (failed.last_error, failed.attempts, failed.person) == ("550 No such person", 1, "ketua")


def test_an_address_that_is_none_fails_alone(world: World) -> None:
    world.rename_address("ketua", "bukan alamat@@")
    world.deadline(TODAY)
    world.tick()
    assert world.statuses() == {"ketua": "gagal", "staf": "terkirim"}


def test_a_temporary_refusal_is_tried_again_with_growing_pauses_and_then_given_up(world: World) -> None:
    world.mailbox.refuse[world.address("staf")] = "451 Try later"
    world.deadline(TODAY)
    start, tried = world.clock.at, []
    for minute in range(400):
        world.clock.at = start + timedelta(minutes=minute)
        before = world.attempts("staf")
        if minute in (0, 1, 2, 5, 6, 20, 21, 80, 81, 320, 321, 399):
            world.tick()
        if world.attempts("staf") > before:
            tried.append(minute)
    assert tried == [0, 1, 6, 21, 81, 321]
    assert world.statuses()["staf"] == "gagal"
    assert {line.last_error for line in world.outbox().lines} == {"", "451 Try later"}


def test_a_server_that_is_down_is_asked_once_a_tick_and_nobody_is_given_up(world: World) -> None:
    for number in range(50):
        world.person(f"staf-{number}", role="sekretariat")
    world.deadline(TODAY)
    world.server_goes_down()
    for _ in range(10):
        assert world.tick() == 0
        world.clock.at += timedelta(minutes=1)
    assert set(world.statuses().values()) == {"antre"}
    assert world.attempts("staf") == 0
    world.server_comes_up()
    assert world.tick() == 52
    assert len(set(world.mailbox.message_ids)) == len(world.mailbox.message_ids) == 52


def test_a_message_left_by_a_dead_scheduler_is_sent_when_its_lease_runs_out(world: World) -> None:
    world.deadline(TODAY)
    world.plan()
    assert len(world.claim()) == 2  # and it dies here
    assert world.tick() == 0
    world.clock.at += timedelta(seconds=world.tracker.settings.reminder_lease)
    assert world.tick() == 2


def test_a_message_that_may_have_gone_out_does_not_grow(world: World) -> None:
    world.deadline(TODAY)
    world.plan()
    world.claim()
    world.deadline(TODAY, subject="rapat-pansus:2")
    world.clock.at += timedelta(hours=1)
    world.tick()
    assert [delivery.message["Subject"] for delivery in world.told("staf")] == ["1 pengingat: SPBE"]


def test_only_the_holder_of_the_lease_may_give_a_message_back(world: World) -> None:
    world.deadline(TODAY)
    world.plan()
    first = world.claim()
    world.clock.at += timedelta(hours=1)
    second = world.claim()
    with world.tracker.transaction() as session:
        reminders.release(session, first)
    assert set(world.statuses().values()) == {"dikirim"}
    assert [
        replace(one, until=two.until, tried=True) for one, two in zip(first, second, strict=True)
    ] == list(second)


# What the administrator sees and does


def test_the_administrator_sees_every_message_and_sends_a_failed_one_again(world: World) -> None:
    world.mailbox.refuse[world.address("staf")] = "550 Mailbox gone"
    world.deadline(TODAY)
    world.tick()
    failed = next(line for line in world.outbox().lines if line.can_retry)
    assert [(item.short_name, item.offset_days) for item in failed.items] == [("SPBE", 0)]
    world.mailbox.refuse.clear()
    with world.tracker.transaction() as session:
        reminders.retry(session, world.admin, failed.id, now=world.clock.at)
    assert world.tick() == 1
    assert world.outbox().by_status == {"terkirim": 2}
    with world.tracker.transaction() as session, pytest.raises(NotFound):
        reminders.retry(session, world.admin, failed.id, now=world.clock.at)


def test_the_heartbeat_says_when_the_scheduler_last_ran(world: World) -> None:
    with world.tracker.reading() as session:
        assert reminders.heartbeat(session, world.admin) == ()
    world.deadline(TODAY)
    world.tick()
    world.clock.at += timedelta(minutes=1)
    world.tick()
    with world.tracker.reading() as session:
        (pulse,) = reminders.heartbeat(session, world.admin)
    assert pulse.beat_at == world.clock.at


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_the_outbox_is_for_administrators(sqlite_tracker: Tracker, role: Role) -> None:
    actor = Actor(id=1, name="x", role=role, pansus=frozenset({1}))
    with sqlite_tracker.transaction() as session:
        with pytest.raises(NotAllowed):
            reminders.outbox(session, actor)
        with pytest.raises(NotAllowed):
            reminders.heartbeat(session, actor)
        with pytest.raises(NotAllowed):
            reminders.retry(session, actor, 1, now=sqlite_tracker.now())


# What it costs


def test_a_quiet_tick_takes_the_same_few_queries_however_many_raperda_there_are(world: World) -> None:
    quiet = []
    for number in range(3):
        for more in range(40):
            name = f"Raperda {number} {more}"
            world.deadline(TODAY + timedelta(days=30), raperda=name)
        world.deadline(TODAY, subject=f"rapat-pansus:{number}")
        world.tick()
        quiet.append(len(list(world.queries_of_a_tick())))
    assert len(set(quiet)) == 1
    # Two heartbeats; the rules, what is owed, what moved, what is not posted; whom we wait for.
    assert quiet[0] <= 7
