"""How each person is reached: their own channels, and the administrator's view of them all."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.domain.channels import AT_ONCE, DAILY, EMAIL, SERVICE, server_of, shown
from tracker.domain.errors import InvalidValue, NotFound
from tracker.services import journal
from tracker.services.reminders.posting import Draft, open_messages
from tracker.settings import Settings
from tracker.storage.models import Channel, MessageNotice, ReminderMessage, User

MODES = (DAILY, AT_ONCE)
MOST = 8
_TRIES_A_DAY = 10


@dataclass(frozen=True, slots=True)
class Trial:
    """The last test message of a channel; `status` as in the outbox."""

    status: str
    sent_at: datetime | None
    last_error: str


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A channel as pages show it: `way` is the e-mail address, or the service without its secrets."""

    id: int
    user_id: int
    person: str
    kind: str
    way: str
    mode: str
    is_active: bool
    failed_at: datetime | None
    last_error: str
    trial: Trial | None = None


def add_email(session: Session, user_id: int) -> None:
    """Give a new account its mail, once a day; asks for no permission."""
    session.add(Channel(user_id=user_id, kind=EMAIL, server=EMAIL, mode=DAILY))


def mine(session: Session, actor: Actor) -> tuple[ChannelLine, ...]:
    """Return one's own channels, each with how its last test message went."""
    access.require(actor, Permission.READ_INTERNAL)
    return tuple(_lines(session, actor.id))


def everyones(session: Session, actor: Actor) -> tuple[ChannelLine, ...]:
    """Return the channels of all, by name."""
    access.require(actor, Permission.ADMINISTER)
    return tuple(_lines(session, None))


def add(session: Session, actor: Actor, address: str, *, mode: str, now: datetime) -> int:
    """Add a service to one's own channels and return its id. That it is one, the caller has made sure."""
    access.require(actor, Permission.READ_INTERNAL)
    if mode not in MODES:
        raise InvalidValue("mode", "not-a-choice")
    # One person's additions wait for each other here.
    session.execute(select(User.id).where(User.id == actor.id).with_for_update())
    known = session.scalars(select(Channel.address).where(Channel.user_id == actor.id)).all()
    if address in known:
        raise InvalidValue("address", "already-there")
    if len(known) >= MOST:
        raise InvalidValue("address", "too-many", most=MOST)
    row = Channel(user_id=actor.id, kind=SERVICE, address=address, server=server_of(address), mode=mode)
    session.add(row)
    session.flush()
    _record(session, actor, row, "create", now)
    return row.id


def set_mode(session: Session, actor: Actor, channel_id: int, mode: str, *, now: datetime) -> None:
    """Choose between one digest a day and at once."""
    access.require(actor, Permission.READ_INTERNAL)
    row = _own(session, actor, channel_id)
    if mode not in MODES:
        raise InvalidValue("mode", "not-a-choice")
    if row.mode != mode:
        row.mode = mode
        _record(session, actor, row, "edit", now)


def switch(session: Session, actor: Actor, channel_id: int, *, on: bool, now: datetime) -> None:
    """Pause a channel of one's own, or let it go on."""
    access.require(actor, Permission.READ_INTERNAL)
    _switch(session, actor, _own(session, actor, channel_id), on=on, now=now)


def switch_any(session: Session, actor: Actor, channel_id: int, *, on: bool, now: datetime) -> None:
    """Pause anybody's channel, or let it go on."""
    access.require(actor, Permission.ADMINISTER)
    _switch(session, actor, _channel(session, channel_id), on=on, now=now)


def remove(session: Session, actor: Actor, channel_id: int, *, now: datetime) -> None:
    """Take a service of one's own away, with what was sent over it; the mail of an account stays."""
    access.require(actor, Permission.READ_INTERNAL)
    row = _own(session, actor, channel_id)
    if row.kind == EMAIL:
        raise NotFound("channel", channel_id)
    sent = select(ReminderMessage.id).where(ReminderMessage.channel_id == row.id)
    session.execute(delete(MessageNotice).where(MessageNotice.message_id.in_(sent)))
    session.execute(delete(ReminderMessage).where(ReminderMessage.channel_id == row.id))
    _record(session, actor, row, "remove", now)
    session.execute(delete(Channel).where(Channel.id == row.id))


def try_out(
    session: Session, actor: Actor, settings: Settings, channel_id: int, *, now: datetime, today: date
) -> None:
    """Queue a test message, unless one is on its way; raises InvalidValue after too many a day."""
    access.require(actor, Permission.READ_INTERNAL)
    row = _own(session, actor, channel_id)
    trials = (ReminderMessage.channel_id == row.id, ReminderMessage.part.startswith("uji-"))
    waiting = exists().where(*trials, ReminderMessage.status.in_(("antre", "dikirim")))
    if session.scalar(select(waiting)):
        return
    count = session.scalar(select(func.count()).where(*trials, ReminderMessage.for_day == today)) or 0
    if count >= _TRIES_A_DAY:
        raise InvalidValue("channel", "too-often", most=_TRIES_A_DAY)
    trial = Draft(row.id, row.server, today, f"uji-{count + 1}")
    open_messages(session, settings, [trial], now=now)


def _lines(session: Session, user_id: int | None) -> list[ChannelLine]:
    query = select(Channel, User.name, User.email).join(User, User.id == Channel.user_id)
    query = query.where(User.disabled_at.is_(None)).order_by(User.name, User.id, Channel.id)
    rows = session.execute(query if user_id is None else query.where(User.id == user_id)).all()
    trials = _trials(session, user_id) if user_id is not None else {}
    return [
        ChannelLine(
            id=row.id,
            user_id=row.user_id,
            person=name,
            kind=row.kind,
            way=shown(row.address) if row.address else email,
            mode=row.mode,
            is_active=row.active,
            failed_at=row.failed_at,
            last_error=row.last_error,
            trial=trials.get(row.id),
        )
        for row, name, email in rows
    ]


def _trials(session: Session, user_id: int) -> dict[int, Trial]:
    """The last one of each channel."""
    rows = session.execute(
        select(
            ReminderMessage.channel_id,
            ReminderMessage.status,
            ReminderMessage.sent_at,
            ReminderMessage.last_error,
        )
        .join(Channel, Channel.id == ReminderMessage.channel_id)
        .where(Channel.user_id == user_id, ReminderMessage.part.startswith("uji-"))
        .order_by(ReminderMessage.id)
    )
    return {row.channel_id: Trial(row.status, row.sent_at, row.last_error) for row in rows}


def _switch(session: Session, actor: Actor, row: Channel, *, on: bool, now: datetime) -> None:
    if row.active != on:
        row.active = on
        _record(session, actor, row, "switch-on" if on else "switch-off", now)


def _own(session: Session, actor: Actor, channel_id: int) -> Channel:
    row = _channel(session, channel_id)
    if row.user_id != actor.id:
        raise NotFound("channel", channel_id)
    return row


def _channel(session: Session, channel_id: int) -> Channel:
    row = session.scalar(select(Channel).where(Channel.id == channel_id).with_for_update())
    if row is None:
        raise NotFound("channel", channel_id)
    return row


def _record(session: Session, actor: Actor, row: Channel, verb: str, now: datetime) -> None:
    """The journal keeps what pages show: never the URL."""
    facts = {
        "user": row.user_id,
        "way": shown(row.address) if row.address else EMAIL,
        "mode": row.mode,
        "active": row.active,
    }
    journal.record(session, actor, now, noun="channel", noun_id=row.id, verb=verb, after=facts)
