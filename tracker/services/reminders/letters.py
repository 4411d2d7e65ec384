"""What a message says: what it carries, as that stands at the moment of sending."""

from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.adapters.notifier import Post
from tracker.domain.channels import SERVICE
from tracker.services.reminders import rules, wording
from tracker.services.reminders.planning import not_acknowledged
from tracker.services.reminders.recipients import is_named
from tracker.services.reminders.sending import Claimed, cancel
from tracker.settings import Settings
from tracker.storage.models import (
    Channel,
    Deadline,
    Meeting,
    MessageNotice,
    Notice,
    Raperda,
    ReminderMessage,
    User,
)

_INVITED = ("rapat-baru", "rapat-berubah")
_OFF = ("ditunda", "dibatalkan")


@dataclass(frozen=True, slots=True)
class Told:
    """One notice of a message with what it tells of. `before` says whether the person heard of it earlier."""

    notice: Notice
    deadline: Deadline
    raperda: Raperda
    meeting: Meeting | None
    before: bool


def compose(
    session: Session, settings: Settings, claimed: Claimed, *, now: datetime, today: date
) -> EmailMessage | Post | None:
    """Return the message, or cancel it and return None if nothing in it is due to this person any more.

    What was settled, moved or withdrawn since it was queued is taken out, and so is what the person may no
    longer know of. Raises ValueError if no mail can be addressed to the person.
    """
    channel = session.get_one(Channel, claimed.channel_id)
    person = session.get_one(User, channel.user_id)
    if claimed.part.startswith("uji-"):
        letter = wording.test(person, settings)
    else:
        found = _still_due(session, channel, claimed) if channel.active else []
        _forget_the_rest(session, claimed, keep=[one.notice.id for one in found])
        if not found:
            cancel(session, claimed)
            return None
        letter = wording.letter(person, found, settings, today)
    if channel.kind == SERVICE:
        return Post(channel.address, letter.subject, letter.text)
    return wording.mail(person, letter, settings, claimed.message_id, now)


def still_due(session: Session, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Select `columns` for every notice that is still worth telling, whatever the message."""
    in_force = rules.in_force(session)
    mine = (Notice.deadline_id == Deadline.id, Notice.user_id == User.id)
    named = is_named(in_force, Deadline.id == Notice.deadline_id, User.id == Notice.user_id)
    owed = or_(
        and_(
            Notice.event == "tenggat",
            Notice.due_on == Deadline.due_on,
            not_acknowledged(Notice.offset_days),
            named,
        ),
        and_(Notice.event == "tenggat-pindah", Notice.due_on == Deadline.due_on, named),
        and_(Notice.event.in_(_INVITED), ~_outdated(), named),
        and_(Notice.event == "rapat-batal", ~_outdated(), Meeting.status.in_(_OFF)),
    )
    return (
        select(*columns)
        .select_from(Notice)
        .join(User, User.id == Notice.user_id)
        .join(Deadline, Deadline.id == Notice.deadline_id)
        .join(Raperda, Raperda.id == Deadline.raperda_id)
        .outerjoin(Meeting, Meeting.id == Deadline.meeting_id)
        .where(*mine, User.disabled_at.is_(None), owed)
    )


def _still_due(session: Session, channel: Channel, claimed: Claimed) -> list[Told]:
    before = _told_before(channel)
    query = (
        still_due(session, Notice, Deadline, Raperda, Meeting, before.label("before"))
        .join(MessageNotice, MessageNotice.notice_id == Notice.id)
        .where(MessageNotice.message_id == claimed.id, or_(Notice.event != "rapat-batal", before))
        .order_by(Deadline.due_on, Deadline.id, Notice.offset_days.desc())
    )
    return [Told(*row) for row in session.execute(query)]


def _outdated() -> ColumnElement[bool]:
    """Of all the news of one meeting, the last is worth telling."""
    later = aliased(Notice)
    return exists(
        select(1)
        .select_from(later)
        .where(
            later.deadline_id == Notice.deadline_id,
            later.user_id == Notice.user_id,
            later.edition > Notice.edition,
        )
        .correlate(Notice)
    )


def _told_before(channel: Channel) -> ColumnElement[bool]:
    """Who never heard that a meeting would be needs not hear that it will not."""
    earlier = aliased(Notice)
    return exists(
        select(1)
        .select_from(earlier)
        .join(MessageNotice, MessageNotice.notice_id == earlier.id)
        .join(ReminderMessage, ReminderMessage.id == MessageNotice.message_id)
        .where(
            earlier.deadline_id == Deadline.id,
            earlier.user_id == Notice.user_id,
            ReminderMessage.channel_id == channel.id,
            ReminderMessage.status == "terkirim",
        )
        .correlate(Deadline, Notice)
    )


def _forget_the_rest(session: Session, claimed: Claimed, *, keep: list[int]) -> None:
    """What is not told is not recorded as told: if it comes back as it was, it is owed again."""
    rest = and_(MessageNotice.message_id == claimed.id, MessageNotice.notice_id.not_in(keep))
    dropped = session.scalars(
        delete(MessageNotice)
        .where(rest)
        .returning(MessageNotice.notice_id)
        .execution_options(synchronize_session=False)
    ).all()
    if not dropped:
        return
    elsewhere = exists().where(MessageNotice.notice_id == Notice.id)
    session.execute(
        delete(Notice)
        .where(Notice.id.in_(dropped), Notice.event == "tenggat", Notice.read_at.is_(None), ~elsewhere)
        .execution_options(synchronize_session=False)
    )
