"""Pansus and who sits in them; the settings of the stages."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import InvalidValue, NotFound
from tracker.domain.process import BY_SLUG, STAGES, Holder, Stage
from tracker.services import journal
from tracker.storage.models import Pansus, PansusMember, Raperda, StageSetting, User

POSITIONS = ("ketua", "wakil-ketua", "sekretaris", "anggota")


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat in a pansus."""

    user_id: int
    position: str
    fraksi: str


@dataclass(frozen=True, slots=True)
class Composition:
    """What a pansus is and who sits in it."""

    name: str
    decree: str
    formed_on: date | None
    closed_on: date | None
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class CommitteeLine:
    """A pansus in a list."""

    id: int
    composition: Composition
    names: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage and what is set for it. `goal_days` is the number of days after which it counts as stuck."""

    stage: Stage
    holder: str
    goal_days: int | None


def committees(session: Session, actor: Actor) -> tuple[CommitteeLine, ...]:
    """Return every pansus with its seats, newest first."""
    access.require(actor, Permission.READ_INTERNAL)
    members = selectinload(Pansus.members).selectinload(PansusMember.user)
    rows = session.scalars(select(Pansus).options(members).order_by(Pansus.id.desc()))
    return tuple(
        CommitteeLine(
            id=row.id,
            composition=_composition(row),
            names=tuple((seat.user.name, seat.position, seat.fraksi) for seat in row.members),
        )
        for row in rows
    )


def form(session: Session, actor: Actor, composition: Composition, *, now: datetime) -> int:
    """Form a pansus and return its id."""
    access.require(actor, Permission.ADMINISTER)
    _check(session, composition, None)
    pansus = Pansus(name=composition.name.strip())
    session.add(pansus)
    _fill(pansus, composition)
    session.flush()
    _record(session, actor, pansus, "create", now)
    return pansus.id


def reform(
    session: Session, actor: Actor, pansus_id: int, composition: Composition, *, now: datetime
) -> None:
    """Change a pansus; a composition that changes nothing writes nothing."""
    access.require(actor, Permission.ADMINISTER)
    found = select(Pansus).where(Pansus.id == pansus_id).options(selectinload(Pansus.members))
    pansus = session.scalar(found)
    if pansus is None:
        raise NotFound("pansus", pansus_id)
    _check(session, composition, pansus_id)
    if _composition(pansus) == composition:
        return
    pansus.name = composition.name.strip()
    pansus.members.clear()
    session.flush()
    _fill(pansus, composition)
    session.flush()
    _record(session, actor, pansus, "edit", now)
    session.execute(update(Raperda).where(Raperda.pansus_id == pansus_id).values(stamp=Raperda.stamp + 1))


def stage_lines(session: Session, actor: Actor) -> tuple[StageLine, ...]:
    """Return every stage with its settings, in the order of the process."""
    access.require(actor, Permission.ADMINISTER)
    rows = {row.stage: row for row in session.scalars(select(StageSetting))}
    return tuple(
        StageLine(
            stage=stage,
            holder=rows[stage.slug].holder if stage.slug in rows else stage.holder,
            goal_days=rows[stage.slug].goal_days if stage.slug in rows else None,
        )
        for stage in STAGES
    )


def set_stage(
    session: Session, actor: Actor, slug: str, *, holder: str, goal_days: int | None, now: datetime
) -> None:
    """Set whose hands a stage is in when it starts, and its goal in calendar days."""
    access.require(actor, Permission.ADMINISTER)
    if slug not in BY_SLUG:
        raise NotFound("stage", slug)
    if holder not in set(Holder):
        raise InvalidValue("holder", "not-a-choice")
    if goal_days is not None and not 1 <= goal_days <= 1000:
        raise InvalidValue("goal_days", "out-of-range", least=1, most=1000)
    row = session.get(StageSetting, slug)
    before = {"holder": row.holder, "goal_days": row.goal_days} if row else None
    after = {"holder": holder, "goal_days": goal_days}
    if before == after:
        return
    if row is None:
        row = StageSetting(stage=slug)
        session.add(row)
    row.holder, row.goal_days = holder, goal_days
    journal.record(
        session, actor, now, noun="stage-setting", noun_id=slug, verb="edit", before=before, after=after
    )


def _check(session: Session, composition: Composition, pansus_id: int | None) -> None:
    name = composition.name.strip()
    if not name:
        raise InvalidValue("name", "required")
    same = session.scalar(select(Pansus.id).where(Pansus.name == name))
    if same not in (None, pansus_id):
        raise InvalidValue("name", "already-there")
    people = [seat.user_id for seat in composition.seats]
    if len(set(people)) != len(people):
        raise InvalidValue("seats", "twice")
    if any(seat.position not in POSITIONS for seat in composition.seats):
        raise InvalidValue("seats", "not-a-choice")
    if sum(seat.position == "ketua" for seat in composition.seats) > 1:
        raise InvalidValue("seats", "two-chairs")
    known = set(session.scalars(select(User.id).where(User.id.in_(people), User.role == "pansus")))
    if set(people) - known:
        raise InvalidValue("seats", "not-a-choice")


def _fill(pansus: Pansus, composition: Composition) -> None:
    pansus.decree = composition.decree
    pansus.formed_on = composition.formed_on
    pansus.closed_on = composition.closed_on
    pansus.members.extend(
        PansusMember(user_id=seat.user_id, position=seat.position, fraksi=seat.fraksi)
        for seat in composition.seats
    )


def _composition(pansus: Pansus) -> Composition:
    return Composition(
        name=pansus.name,
        decree=pansus.decree,
        formed_on=pansus.formed_on,
        closed_on=pansus.closed_on,
        seats=tuple(Seat(one.user_id, one.position, one.fraksi) for one in pansus.members),
    )


def _record(session: Session, actor: Actor, pansus: Pansus, verb: str, now: datetime) -> None:
    facts = {
        "name": pansus.name,
        "decree": pansus.decree,
        "seats": [[one.user_id, one.position, one.fraksi] for one in pansus.members],
    }
    journal.record(session, actor, now, noun="pansus", noun_id=pansus.id, verb=verb, after=facts)
