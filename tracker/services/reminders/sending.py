"""The outbox: claiming messages under a lease, and writing down how each one went."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from tracker.adapters.delivery import DeliveryFailure
from tracker.storage.models import Channel, ReminderMessage

# How long to wait after each failed attempt; a message that fails once more than this is given up.
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours to send until `until`; after that another scheduler may take it.

    `tried` says that it may have been handed over before: whoever took it last never said how it went, or
    said that it failed.
    """

    id: int
    channel_id: int
    message_id: str
    for_day: date
    part: str
    attempts: int
    tried: bool
    until: datetime


def servers_waited_for(session: Session, *, now: datetime) -> tuple[str, ...]:
    """Return what has to be asked to take messages now: "email", and services by their names."""
    return tuple(
        session.scalars(select(ReminderMessage.server).where(_due(now)).distinct().order_by("server"))
    )


def claim(
    session: Session, *, server: str, now: datetime, limit: int, lease_seconds: int
) -> tuple[Claimed, ...]:
    """Take up to `limit` messages for this server that are due, or whose last taker let the lease run out.

    What is locked by another scheduler is passed over (PostgreSQL); SQLite has one writer at a time.
    """
    until = now + timedelta(seconds=lease_seconds)
    rows = session.execute(
        select(
            ReminderMessage.id,
            ReminderMessage.channel_id,
            ReminderMessage.message_id,
            ReminderMessage.for_day,
            ReminderMessage.part,
            ReminderMessage.attempts,
            ReminderMessage.claimed_until.is_not(None).label("tried"),
        )
        .where(ReminderMessage.server == server, _due(now))
        .order_by(ReminderMessage.next_attempt_at, ReminderMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    if rows:
        _set(
            session,
            ReminderMessage.id.in_([row.id for row in rows]),
            status="dikirim",
            claimed_until=until,
        )
    return tuple(Claimed(*row, until) for row in rows)


def settle(session: Session, claimed: Claimed, failure: DeliveryFailure | None, *, now: datetime) -> bool:
    """Write down that a message was sent (no failure), waits for another attempt, or has failed for good.

    True for the last. A failure of the server says nothing about the message and is not an attempt.
    """
    if failure is None:
        # Sent is sent, even if the lease ran out meanwhile.
        _set(
            session,
            ReminderMessage.id == claimed.id,
            status="terkirim",
            attempts=claimed.attempts + 1,
            sent_at=now,
            last_error="",
        )
        _note(session, claimed, Channel.failed_at.is_not(None), failed_at=None, last_error="")
    elif failure.server:
        _set(session, _ours(claimed), status="antre", last_error=failure.detail)
    else:
        after = _after_failure(claimed, failure, now)
        _set(session, _ours(claimed), **after)
        _note(session, claimed, failed_at=now, last_error=failure.detail)
        return after["status"] == "gagal"
    return False


def release(session: Session, claims: Iterable[Claimed], *, why: str = "") -> None:
    """Give back messages that were not handed over; they are due at once. `why` is what kept them here."""
    for claimed in claims:
        _set(session, _ours(claimed), status="antre", claimed_until=_kept(claimed), last_error=why)


def cancel(session: Session, claimed: Claimed) -> None:
    """Send nothing: all that the message tells of has been settled meanwhile."""
    _set(session, _ours(claimed), status="batal", claimed_until=_kept(claimed), last_error="")


def untouched() -> ColumnElement[bool]:
    """Return the condition that nobody can have received a message, so that it may still grow."""
    return and_(ReminderMessage.status.in_(("antre", "batal")), ReminderMessage.claimed_until.is_(None))


def _kept(claimed: Claimed) -> datetime | None:
    """The trace of a claim stays for as long as the message may have been handed over under it."""
    return claimed.until if claimed.tried else None


def _after_failure(claimed: Claimed, failure: DeliveryFailure, now: datetime) -> dict[str, object]:
    failed: dict[str, object] = {"attempts": claimed.attempts + 1, "last_error": failure.detail}
    if failure.permanent or claimed.attempts >= len(BACKOFF):
        return {**failed, "status": "gagal"}
    return {**failed, "status": "antre", "next_attempt_at": now + BACKOFF[claimed.attempts]}


def _note(session: Session, claimed: Claimed, *where: ColumnElement[bool], **values: object) -> None:
    """Write beside the channel how it last went, for its owner to see."""
    statement = update(Channel).where(Channel.id == claimed.channel_id, *where).values(**values)
    session.execute(statement.execution_options(synchronize_session=False))


def _due(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(ReminderMessage.status == "antre", ReminderMessage.next_attempt_at <= now),
        and_(ReminderMessage.status == "dikirim", ReminderMessage.claimed_until <= now),
    )


def _ours(claimed: Claimed) -> ColumnElement[bool]:
    return and_(
        ReminderMessage.id == claimed.id,
        ReminderMessage.status == "dikirim",
        ReminderMessage.claimed_until == claimed.until,
    )


def _set(session: Session, where: ColumnElement[bool], **values: object) -> None:
    statement = update(ReminderMessage).where(where).values(**values)
    session.execute(statement.execution_options(synchronize_session=False))
