"""What happened beside the stages: the journal, and the forms that were already answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.domain.access import Actor
from tracker.storage.models import JournalEntry, Raperda, Submission
from tracker.storage.once import insert_once


def record(
    session: Session,
    actor: Actor | None,
    now: datetime,
    *,
    noun: str,
    noun_id: object,
    verb: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Add one line to the journal; it commits with what it tells of."""
    session.add(
        JournalEntry(
            at=now,
            actor_id=actor.id if actor else None,
            noun=noun,
            noun_id=str(noun_id),
            verb=verb,
            before=before,
            after=after,
        )
    )


def touch(raperda: Raperda, now: datetime) -> None:
    """Say that something a page shows of this Raperda has changed."""
    raperda.stamp += 1
    raperda.changed_at = now


def touch_all(session: Session) -> None:
    """Say that something which pages of every Raperda show has changed."""
    session.execute(update(Raperda).values(stamp=Raperda.stamp + 1))


def answered(session: Session, actor: Actor, key: str, now: datetime) -> str | None:
    """Claim a form's idempotency key; return where the first answer led if it was answered before.

    A second answer on its way at the same time waits here until the first has committed or failed.
    """
    claim = insert_once(session, Submission).values(key=key, user_id=actor.id, at=now, location="")
    if session.execute(claim.returning(Submission.key)).first() is not None:
        return None
    return session.scalar(
        select(Submission.location).where(Submission.key == key, Submission.user_id == actor.id)
    )


def answer(session: Session, actor: Actor, key: str, location: str) -> None:
    """Keep where the answer to this form led, for the same form sent again over a bad line."""
    submission = session.get(Submission, (key, actor.id))
    if submission is not None:
        submission.location = location
