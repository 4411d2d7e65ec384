"""The rules of the reminders as a table: seeded once, then corrected by an administrator."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import access, thresholds
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import InvalidValue, NotFound
from tracker.domain.process import Holder, Phase
from tracker.services import journal
from tracker.services.deadlines import LAW, MEETING, PLAN
from tracker.services.reminders.recipients import RECIPIENTS, SEEDS, Rule
from tracker.storage.models import ReminderRule

KINDS = (PLAN, MEETING, LAW)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as the administrator sees it."""

    rule: Rule
    is_active: bool


def seed(session: Session) -> int:
    """Fill an empty table with the rules that a new installation begins with; return how many."""
    if session.scalar(select(ReminderRule.id).limit(1)) is not None:
        return 0
    session.add_all(ReminderRule(**_columns(rule)) for rule in SEEDS)
    session.flush()
    return len(SEEDS)


def in_force(session: Session) -> tuple[Rule, ...]:
    """Return the rules that are switched on."""
    return tuple(line.rule for line in _lines(session) if line.is_active)


def every_rule(session: Session, actor: Actor) -> tuple[RuleLine, ...]:
    """Return every rule, also those switched off."""
    access.require(actor, Permission.ADMINISTER)
    return tuple(_lines(session))


def add(session: Session, actor: Actor, rule: Rule, *, now: datetime) -> int:
    """Add a rule and return its id; raises InvalidValue if there is one that says the same already."""
    access.require(actor, Permission.ADMINISTER)
    rule = _checked(rule)
    _refuse_twice(session, rule)
    row = ReminderRule(**_columns(rule))
    session.add(row)
    session.flush()
    journal.record(
        session, actor, now, noun="reminder-rule", noun_id=row.id, verb="create", after=_columns(rule)
    )
    return row.id


def change(session: Session, actor: Actor, rule: Rule, *, now: datetime) -> None:
    """Make the rule with this id say what `rule` says. What was told already is not told again."""
    access.require(actor, Permission.ADMINISTER)
    row = _row(session, rule.id)
    rule = _checked(rule)
    before, after = _columns(_rule(row)), _columns(rule)
    if before == after:
        return
    _refuse_twice(session, rule)
    for name, value in after.items():
        setattr(row, name, value)
    journal.record(
        session, actor, now, noun="reminder-rule", noun_id=row.id, verb="edit", before=before, after=after
    )


def switch(session: Session, actor: Actor, rule_id: int, *, on: bool, now: datetime) -> None:
    """Switch a rule on or off; switching twice writes nothing."""
    access.require(actor, Permission.ADMINISTER)
    row = _row(session, rule_id)
    if row.active == on:
        return
    row.active = on
    verb = "switch-on" if on else "switch-off"
    journal.record(session, actor, now, noun="reminder-rule", noun_id=row.id, verb=verb)


def _lines(session: Session) -> Iterator[RuleLine]:
    for row in session.scalars(select(ReminderRule).order_by(ReminderRule.id)):
        yield RuleLine(_rule(row), row.active)


def _row(session: Session, rule_id: int) -> ReminderRule:
    row = session.scalar(select(ReminderRule).where(ReminderRule.id == rule_id).with_for_update())
    if row is None:
        raise NotFound("reminder-rule", rule_id)
    return row


def _checked(rule: Rule) -> Rule:
    for field, value, known in (
        ("kind", rule.kind, KINDS),
        ("phase", rule.phase, tuple(Phase)),
        ("holder", rule.holder, tuple(Holder)),
    ):
        if value and value not in known:
            raise InvalidValue(field, "not-a-choice")
    if rule.recipient not in RECIPIENTS:
        raise InvalidValue("recipient", "not-a-choice")
    try:
        return replace(rule, offsets=thresholds.in_order(rule.offsets))
    except ValueError:
        raise InvalidValue("before", "no-day") from None


def _refuse_twice(session: Session, rule: Rule) -> None:
    for line in _lines(session):
        if line.rule.id != rule.id and _columns(line.rule) == _columns(rule):
            raise InvalidValue("recipient", "already-there")


def _columns(rule: Rule) -> dict[str, Any]:
    columns = asdict(rule)
    del columns["id"]
    return {**columns, "offsets": list(rule.offsets)}


def _rule(row: ReminderRule) -> Rule:
    return Rule(
        recipient=row.recipient,
        offsets=tuple(row.offsets),
        kind=row.kind,
        phase=row.phase,
        holder=row.holder,
        id=row.id,
    )
