"""The schedule of one pansus on one sheet: its Raperda with their stages, meetings and deadlines ahead."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import NotFound
from tracker.domain.local_time import midnight
from tracker.domain.process import BY_SLUG, CLOCKS_RUN, NUMBERED, Condition, Stage
from tracker.domain.state import StageRound, State
from tracker.services import agenda, states, whereabouts
from tracker.services.agenda import Due, Sitting
from tracker.services.deadlines import LAW, OPEN
from tracker.services.views import Shape, Where
from tracker.storage.models import Deadline, Meeting, Pansus, Raperda, StageRow


@dataclass(frozen=True, slots=True)
class SheetStage:
    """A numbered stage of a Raperda: as it was planned, and as it is."""

    stage: Stage
    round: StageRound
    shape: Shape


@dataclass(frozen=True, slots=True)
class SheetRaperda:
    """A Raperda of the pansus that goes on."""

    slug: str
    title: str
    short_name: str
    where: Where
    stages: tuple[SheetStage, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that stands on the sheet of a pansus; planned ends stand in the stages of their Raperda."""

    pansus_id: int
    name: str
    decree: str
    stages: tuple[Stage, ...]
    raperda: tuple[SheetRaperda, ...]
    sittings: tuple[Sitting, ...]
    dues: tuple[Due, ...]


def sheet(session: Session, actor: Actor, pansus_id: int, *, now: datetime, today: date) -> Sheet:
    """Return the schedule of a pansus as it stands; raises NotFound, or NotAllowed for another's."""
    access.require(actor, Permission.READ_INTERNAL)
    access.require_on(actor, Permission.READ_INTERNAL, pansus_id)
    pansus = session.get(Pansus, pansus_id)
    if pansus is None:
        raise NotFound("pansus", pansus_id)
    of_pansus = Raperda.pansus_id == pansus_id
    ahead = (of_pansus, Meeting.starts_at >= midnight(today), Meeting.status != "dibatalkan")
    open_dues = (of_pansus, Deadline.status == OPEN, Deadline.kind == LAW)
    return Sheet(
        pansus_id=pansus.id,
        name=pansus.name,
        decree=pansus.decree,
        stages=NUMBERED,
        raperda=_raperda(session, pansus_id, today),
        sittings=agenda.sittings(session, *ahead, now=now),
        dues=agenda.dues(session, *open_dues, Raperda.condition.in_(CLOCKS_RUN), today=today),
    )


def _raperda(session: Session, pansus_id: int, today: date) -> tuple[SheetRaperda, ...]:
    going_on = (Raperda.pansus_id == pansus_id, Raperda.condition == Condition.AKTIF)
    rows = session.scalars(select(Raperda).where(*going_on).order_by(Raperda.short_name)).all()
    ids = [row.id for row in rows]
    of_raperda: dict[int, list[StageRow]] = {}
    for stage in session.scalars(select(StageRow).where(StageRow.raperda_id.in_(ids))):
        of_raperda.setdefault(stage.raperda_id, []).append(stage)
    found = []
    for row in rows:
        state = states.of_rows(row.kind, row.condition, row.headline, of_raperda.get(row.id, ()))
        where = whereabouts.where(state, today)
        found.append(SheetRaperda(row.slug, row.title, row.short_name, where, _stages(state, today)))
    return tuple(found)


def _stages(state: State, today: date) -> tuple[SheetStage, ...]:
    return tuple(
        SheetStage(BY_SLUG[one.stage], one, whereabouts.shape(one, today))
        for one in state.latest()
        if BY_SLUG[one.stage].number is not None
    )
