"""Calendar feeds: what the public may subscribe to, and a secret feed for each person who wants one."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnExpressionArgument, select
from sqlalchemy.orm import Session

from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import NotFound
from tracker.domain.local_time import midnight
from tracker.services import accounts, agenda, journal
from tracker.services.accounts import Login
from tracker.services.agenda import Due, Sitting
from tracker.services.deadlines import MEETING, OPEN, PLAN
from tracker.services.workspace import visible_to
from tracker.storage.models import Deadline, Meeting, Raperda, User

BACK = timedelta(days=180)
"""How long a meeting stays in a feed."""

_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Feed:
    """What a calendar feed tells of. Cancelled meetings are in it: a calendar must hear of them."""

    sittings: tuple[Sitting, ...]
    dues: tuple[Due, ...] = ()


def public_feed(session: Session, *, now: datetime, today: date) -> Feed:
    """Return the public meetings of every public Raperda."""
    return Feed(agenda.sittings(session, *agenda.PUBLIC, *_recent(today), now=now))


def public_feed_of(session: Session, slug: str, *, now: datetime, today: date) -> Feed:
    """Return the public meetings and planned ends of one public Raperda; the caller has found it public."""
    this = Raperda.slug == slug
    plans = (this, Raperda.is_public, Deadline.kind == PLAN, Deadline.status == OPEN)
    return Feed(
        agenda.sittings(session, this, *agenda.PUBLIC, *_recent(today), now=now),
        agenda.dues(session, *plans, today=today),
    )


def personal_feed(session: Session, actor: Actor, *, now: datetime, today: date) -> Feed:
    """Return every meeting this person may see, and every open deadline."""
    access.require(actor, Permission.READ_INTERNAL)
    visible = visible_to(actor)
    # The day of a meeting is a deadline as well; here the meeting itself stands for it.
    due = (Deadline.kind != MEETING, Deadline.status == OPEN)
    return Feed(
        agenda.sittings(session, visible, *_recent(today), now=now),
        agenda.dues(session, visible, *due, today=today),
    )


def owner(session: Session, token: str) -> Login:
    """Return whose secret feed this is; raises NotFound for a wrong, replaced or revoked address.

    A disabled account has no feed either.
    """
    query = select(User.id, User.session_version).where(User.feed_sha256 == _hashed(token))
    row = session.execute(query).first()
    login = accounts.logged_in(session, *row) if row else None
    if login is None:
        raise NotFound("feed", "")
    return login


def made_at(session: Session, actor: Actor) -> datetime | None:
    """Return when this person's secret feed was made; None if they have none."""
    access.require(actor, Permission.READ_INTERNAL)
    return session.scalar(select(User.feed_made_at).where(User.id == actor.id))


def renew(session: Session, actor: Actor, *, now: datetime) -> str:
    """Make this person a secret feed and return its token, known only now; the one before is dead."""
    access.require(actor, Permission.READ_INTERNAL)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    user = session.get_one(User, actor.id, with_for_update=True)
    user.feed_sha256, user.feed_made_at = _hashed(token), now
    journal.record(session, actor, now, noun="user", noun_id=user.id, verb="make-feed")
    return token


def revoke(session: Session, actor: Actor, *, now: datetime) -> None:
    """End this person's secret feed; doing it twice writes nothing."""
    access.require(actor, Permission.READ_INTERNAL)
    user = session.get_one(User, actor.id, with_for_update=True)
    if user.feed_sha256 is None:
        return
    user.feed_sha256 = user.feed_made_at = None
    journal.record(session, actor, now, noun="user", noun_id=user.id, verb="end-feed")


def _recent(today: date) -> Iterator[ColumnExpressionArgument[bool]]:
    yield Meeting.starts_at >= midnight(today - BACK)


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
