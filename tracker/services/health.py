"""Whether the parts that must not stop are alive; says nothing that a stranger may not know."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.storage.models import Heartbeat


@dataclass(frozen=True, slots=True)
class Health:
    """How long ago, in whole seconds, the scheduler last ran; None if it never has."""

    scheduler_seconds_ago: int | None


def check(session: Session, *, now: datetime) -> Health:
    """Ask the database; raises what the database raises if it does not answer."""
    beat = session.scalar(select(Heartbeat.beat_at).order_by(Heartbeat.beat_at.desc()).limit(1))
    return Health(int((now - beat).total_seconds()) if beat else None)
