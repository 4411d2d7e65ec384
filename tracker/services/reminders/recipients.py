"""Who is told of which deadlines: one table, read when a reminder is queued and again when it is sent."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from tracker.domain.access import Role
from tracker.domain.process import CLOCKS_RUN, STAGES, Holder, Phase
from tracker.services.deadlines import LAW, MEETING, OPEN, PLAN
from tracker.storage.models import Deadline, PansusMember, Raperda, User

_LEADERS = ("ketua", "wakil-ketua", "sekretaris")
_MEMBERS = (*_LEADERS, "anggota")


@dataclass(frozen=True, slots=True)
class Recipients:
    """Either everyone with `role`, or those who hold one of `seats` in the pansus of the Raperda.

    Empty `kinds`, `phase` and `holder` mean: whatever it is.
    """

    role: Role | None = None
    seats: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    phase: Phase | None = None
    holder: Holder | None = None


RECIPIENTS: tuple[Recipients, ...] = (
    # The secretariat keeps the schedule, so it hears of everything.
    Recipients(role=Role.SEKRETARIAT),
    # Who leads the pansus answers for its stages; whoever sits in it comes to its meetings.
    Recipients(seats=_LEADERS, kinds=(PLAN,), phase=Phase.PANSUS),
    Recipients(seats=_MEMBERS, kinds=(MEETING,)),
    # The leadership sends the Raperda on and answers for the statutory clocks after the plenary.
    Recipients(role=Role.PIMPINAN, kinds=(LAW,)),
    Recipients(role=Role.PIMPINAN, kinds=(PLAN,), holder=Holder.PIMPINAN),
)


def told(recipients: Recipients, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Select `columns` for each open deadline and each person whom this row of the table names.

    Only deadlines of Raperda that go on, and only people whose account is not disabled.
    """
    query = (
        select(*columns)
        .select_from(Deadline)
        .join(Raperda, Raperda.id == Deadline.raperda_id)
        .join(User, _who(recipients))
        .where(Deadline.status == OPEN, Raperda.condition.in_(CLOCKS_RUN), User.disabled_at.is_(None))
    )
    if recipients.kinds:
        query = query.where(Deadline.kind.in_(recipients.kinds))
    if recipients.phase is not None:
        stages = [stage.slug for stage in STAGES if stage.phase is recipients.phase]
        query = query.where(Deadline.stage.in_(stages))
    if recipients.holder is not None:
        query = query.where(Deadline.holder == recipients.holder)
    return query


def _who(recipients: Recipients) -> ColumnElement[bool]:
    if recipients.role is not None:
        return User.role == recipients.role
    return User.id.in_(
        select(PansusMember.user_id).where(
            PansusMember.pansus_id == Raperda.pansus_id, PansusMember.position.in_(recipients.seats)
        )
    )
