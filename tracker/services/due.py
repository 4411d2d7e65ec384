"""What is due, all of it: the list behind "Hari ini", by pansus, Raperda, holder and kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnExpressionArgument, func, select, true
from sqlalchemy.orm import Session

from tracker.domain import access
from tracker.domain.access import Actor, Permission, Role
from tracker.domain.process import CLOCKS_RUN, Holder
from tracker.services import agenda
from tracker.services.agenda import Committee, Due
from tracker.services.deadlines import LAW, MEETING, OPEN, PLAN
from tracker.services.workspace import visible_to
from tracker.storage.models import Deadline, Raperda

KINDS = (LAW, PLAN, MEETING)
PAGE_SIZE = 30

_MINE: dict[Role, ColumnExpressionArgument[bool]] = {
    Role.PANSUS: Deadline.holder == Holder.PANSUS,
    Role.PIMPINAN: Deadline.holder == Holder.PIMPINAN,
}
"""What a role answers for itself; whoever is not named here answers for all they see."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What someone looks for. Empty values do not filter; `mine` is what one's own role answers for."""

    mine: bool = False
    pansus_id: int | None = None
    slug: str = ""
    holder: str = ""
    kind: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of what is due, the longest overdue first, with what the filters offer."""

    dues: tuple[Due, ...]
    total: int
    late: int
    page: int
    pages: int
    committees: tuple[Committee, ...]
    raperda: tuple[tuple[str, str], ...]


def listing(session: Session, actor: Actor, filters: Filters, *, today: date) -> Listing:
    """Return one page of the open deadlines this person may see and that fit the filters."""
    access.require(actor, Permission.READ_INTERNAL)
    running = (Deadline.status == OPEN, Raperda.condition.in_(CLOCKS_RUN), visible_to(actor))
    wanted = (*running, *_conditions(actor, filters))
    counted = (
        select(func.count(), func.count().filter(Deadline.due_on < today))
        .select_from(Deadline)
        .join(Raperda, Raperda.id == Deadline.raperda_id)
    )
    total, late = session.execute(counted.where(*wanted)).one()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, filters.page), pages)
    dues = agenda.dues(session, *wanted, today=today, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    return Listing(
        dues=dues,
        total=total,
        late=late,
        page=page,
        pages=pages,
        committees=agenda.committees_of(session, actor),
        raperda=_to_choose(session, running),
    )


def _to_choose(
    session: Session, running: tuple[ColumnExpressionArgument[bool], ...]
) -> tuple[tuple[str, str], ...]:
    query = (
        select(Raperda.slug, Raperda.short_name)
        .join(Deadline, Deadline.raperda_id == Raperda.id)
        .where(*running)
        .distinct()
        .order_by(Raperda.short_name, Raperda.slug)
    )
    return tuple((slug, name) for slug, name in session.execute(query))


def _conditions(actor: Actor, filters: Filters) -> Iterator[ColumnExpressionArgument[bool]]:
    if filters.mine:
        yield _MINE.get(actor.role, true())
    if filters.pansus_id is not None:
        yield Raperda.pansus_id == filters.pansus_id
    if filters.slug:
        yield Raperda.slug == filters.slug
    if filters.holder:
        yield Deadline.holder == filters.holder
    if filters.kind:
        yield Deadline.kind == filters.kind
