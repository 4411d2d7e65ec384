"""The heartbeat: each scheduler says under its own name that it is alive, and how late its last round was."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.storage.models import Heartbeat
from tracker.storage.once import insert_once

_DETAIL_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Beat:
    """What a scheduler says of its round: when it began, how late that was, and how it goes.

    `given_up` is how many messages have failed for good since its last beat, `detail` which servers do not
    answer, in their words.
    """

    name: str
    ran_at: datetime
    lag_seconds: int = 0
    given_up: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Pulse:
    """When a scheduler last said that it is alive, and what it said."""

    name: str
    beat_at: datetime
    ran_at: datetime | None
    lag_seconds: int
    given_up: int
    detail: str


def beat(session: Session, said: Beat, *, now: datetime) -> None:
    """Write down that a scheduler is alive."""
    values = {
        "beat_at": now,
        "ran_at": said.ran_at,
        "lag_seconds": said.lag_seconds,
        "detail": said.detail[:_DETAIL_LENGTH],
    }
    mine = (
        update(Heartbeat)
        .where(Heartbeat.name == said.name)
        .values(**values, given_up=Heartbeat.given_up + said.given_up)
        .returning(Heartbeat.name)
    )
    if session.execute(mine.execution_options(synchronize_session=False)).first() is None:
        new = insert_once(session, Heartbeat).values(name=said.name, **values, given_up=said.given_up)
        session.execute(new)


def heartbeat(session: Session, actor: Actor) -> tuple[Pulse, ...]:
    """Return the heartbeat of every scheduler, the latest first; none if none has ever run."""
    access.require(actor, Permission.ADMINISTER)
    return pulses(session)


def pulses(session: Session) -> tuple[Pulse, ...]:
    """Return every heartbeat without asking for permission: for monitoring."""
    rows = session.scalars(select(Heartbeat).order_by(Heartbeat.beat_at.desc(), Heartbeat.name))
    return tuple(
        Pulse(row.name, row.beat_at, row.ran_at, row.lag_seconds, row.given_up, row.detail) for row in rows
    )
