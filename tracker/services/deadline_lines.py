"""A deadline as pages show it: finished values, with the reasoning behind the date."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain.law.deadline_rules import DeadlineRule
from tracker.domain.law.deadlines import DueDate
from tracker.domain.process import Stage


@dataclass(frozen=True, slots=True)
class Moved:
    """When a deadline last moved, from which date to which, and for what (deadline_change.cause)."""

    old_due_on: date | None
    new_due_on: date | None
    cause: str
    detail: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """A deadline; `due` is the reasoning of a clock of the law. `days_left` is negative once overdue."""

    id: int
    kind: str
    stage: Stage
    rule: DeadlineRule | None
    meeting_id: int | None
    holder: str
    due_on: date
    prudent_on: date | None
    triggered_on: date | None
    due: DueDate | None
    is_open: bool
    by_hand: bool
    days_left: int
    moved: Moved | None = None
