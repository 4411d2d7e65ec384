"""The rules of the reminders: seeded once, corrected by an administrator, and read by all who ask."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.mailbox import Mailbox
from tests.reminder_world import World
from tracker.adapters.clock import FixedClock
from tracker.bootstrap import Tracker
from tracker.domain.access import Actor, Role
from tracker.domain.errors import InvalidValue, NotAllowed, NotFound
from tracker.services.reminders import Rule, rules
from tracker.services.reminders.recipients import RECIPIENTS, SEEDS
from tracker.storage.models import JournalEntry

TODAY = date(2023, 6, 15)
NEW = Rule("admin", (3, -1, -1), kind="hukum")


@pytest.fixture
def world(sqlite_tracker: Tracker, smtp_server: Mailbox, clock: FixedClock) -> World:
    return World(sqlite_tracker, smtp_server, clock)


def test_a_new_installation_begins_with_the_seeds_and_keeps_what_was_changed(world: World) -> None:
    with world.tracker.transaction() as session:
        assert [replace(rule, id=0) for rule in rules.in_force(session)] == list(SEEDS)
        rules.switch(session, world.admin, 1, on=False, now=world.clock.at)
        assert rules.seed(session) == 0
        assert len(rules.in_force(session)) == len(SEEDS) - 1


def test_what_is_overdue_goes_up_to_the_chair_and_then_to_the_leadership_whatever_it_is() -> None:
    up = {rule.recipient: rule.offsets for rule in SEEDS if rule.is_escalation}
    assert up == {"ketua-pansus": (1,), "pimpinan": (3, 7)}
    assert all(not (rule.kind or rule.phase or rule.holder) for rule in SEEDS if rule.is_escalation)
    assert {rule.recipient for rule in SEEDS} <= set(RECIPIENTS)


def test_an_added_rule_reminds_from_the_next_round(world: World) -> None:
    world.deadline(TODAY, kind="hukum", stage="penetapan", subject="penetapan")
    with world.tracker.transaction() as session:
        rule_id = rules.add(session, world.admin, NEW, now=world.clock.at)
        assert next(rule for rule in rules.in_force(session) if rule.id == rule_id).offsets == (-1, 3)
    world.tick()
    assert world.offsets("admin") == [-1]
    with world.tracker.transaction() as session:
        rules.switch(session, world.admin, rule_id, on=False, now=world.clock.at)
    world.clock.at = world.clock.at.replace(day=18)
    world.tick()
    assert world.offsets("admin") == [-1]


def test_a_corrected_rule_does_not_tell_again_what_was_told(world: World) -> None:
    world.deadline(TODAY)
    world.tick()
    with world.tracker.transaction() as session:
        (first, *_) = rules.in_force(session)
        rules.change(session, world.admin, replace(first, offsets=(-5, -1)), now=world.clock.at)
    assert world.tick() == 0
    assert world.offsets("staf") == [0]


def test_each_change_is_journaled_once_and_none_where_nothing_changes(world: World) -> None:
    with world.tracker.transaction() as session:
        (first, *_) = rules.in_force(session)
        rules.change(session, world.admin, first, now=world.clock.at)
        rules.change(session, world.admin, replace(first, offsets=(0, -2)), now=world.clock.at)
        for _ in range(2):
            rules.switch(session, world.admin, first.id, on=False, now=world.clock.at)
    with world.tracker.reading() as session:
        entries = session.scalars(select(JournalEntry).where(JournalEntry.noun == "reminder-rule")).all()
    assert [(entry.verb, (entry.after or {}).get("offsets")) for entry in entries] == [
        ("edit", [-2, 0]),
        ("switch-off", None),
    ]


@pytest.mark.parametrize(
    ("rule", "field", "reason"),
    [
        (replace(NEW, offsets=()), "before", "no-day"),
        (replace(NEW, offsets=(-61,)), "before", "no-day"),
        (replace(NEW, kind="pesta"), "kind", "not-a-choice"),
        (replace(NEW, phase="pesta"), "phase", "not-a-choice"),
        (replace(NEW, holder="pesta"), "holder", "not-a-choice"),
        (replace(NEW, recipient="semua"), "recipient", "not-a-choice"),
        (SEEDS[0], "recipient", "already-there"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(world: World, rule: Rule, field: str, reason: str) -> None:
    with world.tracker.transaction() as session, pytest.raises(InvalidValue) as refusal:
        rules.add(session, world.admin, rule, now=world.clock.at)
    assert (refusal.value.field, refusal.value.reason) == (field, reason)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_the_rules_are_for_administrators(world: World, role: Role) -> None:
    actor = Actor(id=1, name="x", role=role, pansus=frozenset({1}))
    now = world.clock.at
    with world.tracker.transaction() as session:
        with pytest.raises(NotAllowed):
            rules.every_rule(session, actor)
        with pytest.raises(NotAllowed):
            rules.add(session, actor, NEW, now=now)
        with pytest.raises(NotAllowed):
            rules.switch(session, actor, 1, on=False, now=now)


def test_there_is_no_rule_99(world: World) -> None:
    with world.tracker.transaction() as session, pytest.raises(NotFound):
        rules.switch(session, world.admin, 99, on=False, now=world.clock.at)
