"""Who is told of which deadlines: by role or by seat in the pansus, asked when queueing and when sending."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from tracker.domain.access import Role
from tracker.domain.process import CLOCKS_RUN, STAGES, Holder, Phase
from tracker.services.deadlines import LAW, MEETING, OPEN, PLAN
from tracker.storage.models import Deadline, PansusMember, Raperda, User

_LEADERS = ("ketua", "wakil-ketua", "sekretaris")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Either everyone with `role`, or those who hold one of `seats` in the pansus of the Raperda."""

    role: Role | None = None
    seats: tuple[str, ...] = ()


RECIPIENTS: dict[str, Recipient] = {
    "sekretariat": Recipient(role=Role.SEKRETARIAT),
    "pimpinan": Recipient(role=Role.PIMPINAN),
    "ketua-pansus": Recipient(seats=("ketua",)),
    "pimpinan-pansus": Recipient(seats=_LEADERS),
    "anggota-pansus": Recipient(seats=(*_LEADERS, "anggota")),
    "admin": Recipient(role=Role.ADMIN),
}
"""Whom a rule can name."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Who is told of which deadlines, and on which days from the due date, below 0 before it.

    Empty `kind`, `phase` and `holder` mean: whatever it is.
    """

    recipient: str
    offsets: tuple[int, ...]
    kind: str = ""
    phase: str = ""
    holder: str = ""
    id: int = 0

    @property
    def is_escalation(self) -> bool:
        """Say whether it speaks only of what is overdue: then it is not for news of what is to come."""
        return min(self.offsets) > 0


_IN_TIME = (-7, -3, -1, 0, 1)

SEEDS: tuple[Rule, ...] = (
    # The secretariat keeps the schedule, so it hears of everything.
    Rule("sekretariat", _IN_TIME),
    # Who leads the pansus answers for its stages; whoever sits in it comes to its meetings.
    Rule("pimpinan-pansus", _IN_TIME, kind=PLAN, phase=Phase.PANSUS),
    Rule("anggota-pansus", _IN_TIME, kind=MEETING),
    # The leadership sends the Raperda on and answers for the statutory clocks after the plenary.
    Rule("pimpinan", _IN_TIME, kind=LAW),
    Rule("pimpinan", _IN_TIME, kind=PLAN, holder=Holder.PIMPINAN),
    # What is overdue goes up: first to the chair, then to the leadership.
    Rule("ketua-pansus", (1,)),
    Rule("pimpinan", (3, 7)),
)
"""What a new installation begins with; from then on the table of rules decides."""


def concerns(rule: Rule, *, kind: str, phase: str, holder: str) -> bool:
    """Say whether this rule speaks of such deadlines."""
    return all(
        wanted in ("", given)
        for wanted, given in ((rule.kind, kind), (rule.phase, phase), (rule.holder, holder))
    )


def told(rule: Rule, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Select `columns` for each open deadline and each person whom this rule names.

    Only deadlines of Raperda that go on, and only people whose account is not disabled.
    """
    query = (
        select(*columns)
        .select_from(Deadline)
        .join(Raperda, Raperda.id == Deadline.raperda_id)
        .join(User, _who(RECIPIENTS[rule.recipient]))
        .where(Deadline.status == OPEN, Raperda.condition.in_(CLOCKS_RUN), User.disabled_at.is_(None))
    )
    if rule.kind:
        query = query.where(Deadline.kind == rule.kind)
    if rule.phase:
        query = query.where(Deadline.stage.in_([stage.slug for stage in STAGES if stage.phase == rule.phase]))
    if rule.holder:
        query = query.where(Deadline.holder == rule.holder)
    return query


def _who(recipient: Recipient) -> ColumnElement[bool]:
    if recipient.role is not None:
        return User.role == recipient.role
    return User.id.in_(
        select(PansusMember.user_id).where(
            PansusMember.pansus_id == Raperda.pansus_id, PansusMember.position.in_(recipient.seats)
        )
    )
