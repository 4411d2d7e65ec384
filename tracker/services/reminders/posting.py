"""From notices to messages: each notice once into a message of each channel that its person has."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from email.utils import parseaddr

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.domain.channels import DAILY
from tracker.services.reminders.sending import untouched
from tracker.settings import Settings
from tracker.storage.models import Channel, MessageNotice, Notice, ReminderMessage, User
from tracker.storage.once import insert_once

DIGEST = "ringkasan"
_BATCH = 5000


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be: its channel, the day and part that make its key, and the notices it carries."""

    channel_id: int
    server: str
    for_day: date
    part: str
    notices: tuple[int, ...] = ()

    @property
    def key(self) -> tuple[int, date, str]:
        """What no two messages share."""
        return self.channel_id, self.for_day, self.part


def post(session: Session, settings: Settings, *, now: datetime, today: date) -> int:
    """Put the notices that no planner has taken up into messages; return how many notices that were.

    A digest grows until it is tried: a repeat of it says the same. What comes later waits in tomorrow's.
    """
    waiting = session.scalars(
        select(Notice.id)
        .where(Notice.posted_at.is_(None))
        .order_by(Notice.id)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    if not waiting:
        return 0
    drafts = _drafts(session, waiting, today)
    messages = open_messages(session, settings, drafts, now=now)
    late = [replace(one, for_day=today + timedelta(days=1)) for one in drafts if one.key not in messages]
    messages |= open_messages(session, settings, late, now=now)
    links = [
        {"message_id": messages[one.key], "notice_id": notice_id}
        for one in (*drafts, *late)
        if one.key in messages
        for notice_id in one.notices
    ]
    if links:
        session.execute(insert_once(session, MessageNotice), links)
    session.execute(
        update(Notice)
        .where(Notice.id.in_(waiting))
        .values(posted_at=now)
        .execution_options(synchronize_session=False)
    )
    return len(waiting)


def open_messages(
    session: Session, settings: Settings, drafts: Iterable[Draft], *, now: datetime
) -> dict[tuple[int, date, str], int]:
    """Return the ids of these messages, made where there are none, held against being claimed meanwhile.

    A message that somebody may have received already is left out.
    """
    drafts = sorted(drafts, key=lambda one: one.key)
    if not drafts:
        return {}
    session.execute(insert_once(session, ReminderMessage), [_row(one, settings, now) for one in drafts])
    held = _held(session, {one.key for one in drafts})
    session.execute(
        update(ReminderMessage)
        .where(ReminderMessage.id.in_(held.values()), ReminderMessage.status == "batal")
        .values(status="antre", next_attempt_at=now)
        .execution_options(synchronize_session=False)
    )
    return held


def _row(one: Draft, settings: Settings, now: datetime) -> dict[str, object]:
    return {
        "channel_id": one.channel_id,
        "server": one.server,
        "for_day": one.for_day,
        "part": one.part,
        "message_id": f"reminder-{one.channel_id}-{one.for_day.isoformat()}-{one.part}@{host(settings)}",
        "status": "antre",
        "attempts": 0,
        "next_attempt_at": _due_at(settings, one.for_day, now),
        "last_error": "",
    }


def _held(session: Session, wanted: set[tuple[int, date, str]]) -> dict[tuple[int, date, str], int]:
    """Lock those of these messages that nobody can have received, in one order everywhere."""
    channels, days, parts = (set(column) for column in zip(*wanted, strict=True))
    key = (ReminderMessage.channel_id, ReminderMessage.for_day, ReminderMessage.part)
    found = session.execute(
        select(*key, ReminderMessage.id)
        .where(
            ReminderMessage.channel_id.in_(channels),
            ReminderMessage.for_day.in_(days),
            ReminderMessage.part.in_(parts),
            untouched(),
        )
        .order_by(ReminderMessage.channel_id, ReminderMessage.id)
        .with_for_update()
    )
    held = {(channel_id, day, part): message_id for channel_id, day, part, message_id in found}
    return {one: message_id for one, message_id in held.items() if one in wanted}


def host(settings: Settings) -> str:
    """Return the domain that names of messages end in: that of the sender's address."""
    return parseaddr(settings.mail_from)[1].rpartition("@")[2] or "localhost"


def _drafts(session: Session, notices: Iterable[int], today: date) -> list[Draft]:
    """One message for each channel and part; a paused channel and a disabled person get none."""
    rows = session.execute(
        select(Notice.id, Notice.event, Channel.id.label("channel_id"), Channel.server, Channel.mode)
        .join(Channel, Channel.user_id == Notice.user_id)
        .join(User, User.id == Notice.user_id)
        .where(Notice.id.in_(notices), Channel.active, User.disabled_at.is_(None))
        .order_by(Channel.id, Notice.id)
    )
    together: dict[tuple[int, str], Draft] = {}
    for row in rows:
        # What one round brings goes together; news of a meeting is a message of its own, for calendars.
        group = (row.channel_id, str(row.id) if row.event.startswith("rapat-") else row.event)
        is_digest = row.event == "tenggat" and row.mode == DAILY
        part = DIGEST if is_digest else f"kabar-{row.id}"
        draft = together.setdefault(group, Draft(row.channel_id, row.server, today, part))
        together[group] = replace(draft, notices=(*draft.notices, row.id))
    return list(together.values())


def _due_at(settings: Settings, day: date, now: datetime) -> datetime:
    """At once, or (for a day to come) at its reminder hour."""
    at = datetime.combine(day, time(settings.reminder_hour), tzinfo=settings.timezone)
    return max(at, now) if day > now.astimezone(settings.timezone).date() else now
