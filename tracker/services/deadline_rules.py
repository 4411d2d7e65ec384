"""The rules of deadlines as a table: filled once, then added, corrected and retired by an administrator."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import InvalidValue, NotFound
from tracker.domain.law.deadline_rules import FIXED, DeadlineRule, RuleBook, rule_to_json
from tracker.domain.law.deadlines import DEADLINE_RULES
from tracker.domain.law.legal_events import EVENTS
from tracker.services import journal, recounting
from tracker.services import law as laws
from tracker.services.deadlines import Because
from tracker.services.law import Law
from tracker.services.recounting import Effect, Preview
from tracker.storage.models import DeadlineRuleRow

_MOST = {"tanggal": 31, "minggu": 4, "bulan": 120}
_MOST_DAYS = 1000


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule as the administrator sees it."""

    id: int
    rule: DeadlineRule


def fill(session: Session) -> int:
    """Add the rules of this release that were never there, and return how many.

    A rule once filled is the administrator's. Whoever fills it beside deadlines counts those again.
    """
    known = set(session.scalars(select(DeadlineRuleRow.seed)))
    missing = [rule for rule in DEADLINE_RULES if _seed(rule) not in known]
    for rule in missing:
        session.add(_write(DeadlineRuleRow(seed=_seed(rule)), rule))
    session.flush()
    return len(missing)


def lines(session: Session, actor: Actor) -> tuple[RuleLine, ...]:
    """Return every rule, in order of its number."""
    access.require(actor, Permission.ADMINISTER)
    return tuple(RuleLine(row.id, laws.rule(row)) for row in session.scalars(laws.rows()))


def line(session: Session, actor: Actor, rule_id: int) -> RuleLine:
    """Return one rule; raises NotFound."""
    access.require(actor, Permission.ADMINISTER)
    row = _row(session, rule_id)
    return RuleLine(row.id, laws.rule(row))


def preview(session: Session, actor: Actor, rule_id: int | None, rule: DeadlineRule) -> Preview:
    """Tell what a new rule (None) or a changed one would do; raises InvalidValue as saving it would."""
    access.require(actor, Permission.ADMINISTER)
    book = _book_with(session, rule_id, rule)
    return recounting.preview(session, Law(laws.calendar(session), book))


def save(
    session: Session,
    actor: Actor,
    rule_id: int | None,
    rule: DeadlineRule,
    *,
    now: datetime,
    seen: int | None = None,
) -> tuple[Effect, ...]:
    """Add a rule (None) or change one and count again; an edit that changes nothing writes nothing.

    Raises InvalidValue, or Stale where the law is not the one that was `seen` any more.
    """
    access.require(actor, Permission.ADMINISTER)
    recounting.check(session, seen)
    _book_with(session, rule_id, rule)
    row = _row(session, rule_id) if rule_id is not None else DeadlineRuleRow()
    before = rule_to_json(laws.rule(row)) if rule_id is not None else None
    after = rule_to_json(rule)
    if before == after:
        return ()
    session.add(_write(row, rule))
    session.flush()
    verb = "edit" if before else "add"
    journal.record(
        session, actor, now, noun="deadline-rule", noun_id=row.id, verb=verb, before=before, after=after
    )
    return recounting.recount(session, Because("aturan", now, actor.id, rule.number))


def free_slug(session: Session, number: str) -> str:
    """Return a slug no rule has yet, for a rule of this number."""
    base = "".join(letter for letter in number.lower() if letter.isalnum()) or "aturan"
    taken = set(session.scalars(select(DeadlineRuleRow.slug)))
    return next(slug for n in range(1, 10_000) if (slug := f"{base}-{n}") not in taken)


def _book_with(session: Session, rule_id: int | None, rule: DeadlineRule) -> RuleBook:
    """The book as it would be with this rule in it."""
    _check(rule)
    stored = [(row.id, laws.rule(row)) for row in session.scalars(laws.rows())]
    if rule_id is not None and rule_id not in {key for key, _ in stored}:
        raise NotFound("deadline-rule", rule_id)
    others = [each for key, each in stored if key != rule_id]
    twins = [each for each in others if each.slug == rule.slug and each.active and rule.active]
    if any(each.in_force_from == rule.in_force_from and _meet(each, rule) for each in twins):
        raise InvalidValue("in_force_from", "same-start")
    return RuleBook.of(rule if key == rule_id else each for key, each in [*stored, *_new(rule_id, rule)])


def _new(rule_id: int | None, rule: DeadlineRule) -> list[tuple[int | None, DeadlineRule]]:
    return [(None, rule)] if rule_id is None else []


def _meet(one: DeadlineRule, other: DeadlineRule) -> bool:
    """Say whether two rules of one slug could be meant for the same Raperda."""
    return all(
        not mine or not theirs or mine & theirs
        for mine, theirs in ((one.kinds, other.kinds), (one.subjects, other.subjects))
    )


def _check(rule: DeadlineRule) -> None:
    most = _MOST.get(rule.unit, _MOST_DAYS)
    if rule.active and not 1 <= rule.count <= most:
        raise InvalidValue("count", "out-of-range", least=1, most=most)
    if rule.unit in FIXED and not 1 <= rule.month <= 12:
        raise InvalidValue("month", "required")
    if rule.active and not rule.event and rule.unit not in FIXED:
        raise InvalidValue("event", "required")
    if rule.event and (rule.event not in EVENTS or rule.unit in FIXED):
        raise InvalidValue("event", "not-a-choice")
    if rule.confidence in ("V", "V predecessor") and not rule.basis.strip():
        raise InvalidValue("basis", "required")
    if (rule.in_force_until or date.max) < (rule.in_force_from or date.min):
        raise InvalidValue("in_force_until", "before-start")


def _row(session: Session, rule_id: int) -> DeadlineRuleRow:
    row = session.get(DeadlineRuleRow, rule_id)
    if row is None:
        raise NotFound("deadline-rule", rule_id)
    return row


def _seed(rule: DeadlineRule) -> str:
    return f"{rule.slug}@{rule.in_force_from}" if rule.in_force_from else rule.slug


def _write(row: DeadlineRuleRow, rule: DeadlineRule) -> DeadlineRuleRow:
    plain = rule_to_json(rule)
    for name, value in plain.items():
        setattr(row, name, value)
    row.in_force_from, row.in_force_until = rule.in_force_from, rule.in_force_until
    return row
