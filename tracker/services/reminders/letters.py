"""What a message says: what it carries, as that stands at the moment of sending."""

from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage

from sqlalchemy import and_, delete, exists, func, select, union
from sqlalchemy.orm import Session

from tracker.adapters.notifier import Post
from tracker.domain.channels import SERVICE
from tracker.services.reminders import rules, wording
from tracker.services.reminders.recipients import RECIPIENTS, told
from tracker.services.reminders.sending import Claimed, cancel
from tracker.settings import Settings
from tracker.storage.models import (
    Acknowledgement,
    Channel,
    Deadline,
    DeadlineChange,
    Meeting,
    MessageNotice,
    Notice,
    Raperda,
    ReminderMessage,
    User,
)

_INVITED = ("rapat-baru", "rapat-berubah")
_OFF = ("ditunda", "dibatalkan")
_NONE = ("", "")


@dataclass(frozen=True, slots=True)
class Told:
    """One notice of a message with what it tells of.

    `before` says whether the person heard of it earlier; `why` is what moved a date, and in which words.
    """

    notice: Notice
    deadline: Deadline
    raperda: Raperda
    meeting: Meeting | None
    before: bool
    why: tuple[str, str] = _NONE


def compose(
    session: Session, settings: Settings, claimed: Claimed, *, now: datetime, today: date
) -> EmailMessage | Post | None:
    """Return the message, or cancel it and return None if nothing in it is due to this person any more.

    What was settled, moved or withdrawn since it was queued is taken out, and so is what the person may no
    longer know of. Raises ValueError if no mail can be addressed to the person.
    """
    channel, person = session.execute(
        select(Channel, User).join(User).where(Channel.id == claimed.channel_id)
    ).one()
    if claimed.part.startswith("uji-"):
        letter = wording.test(person, settings)
    else:
        told_of = _still_due(session, person, channel, claimed)
        if not told_of:
            cancel(session, claimed)
            return None
        letter = wording.letter(person, told_of, settings, now=now, today=today)
    if channel.kind == SERVICE:
        return Post(channel.address, letter.subject, letter.text)
    return wording.mail(person, letter, settings, claimed.message_id, now)


def _still_due(session: Session, person: User, channel: Channel, claimed: Claimed) -> list[Told]:
    rows = session.execute(
        select(Notice, Deadline, Raperda, Meeting)
        .join(MessageNotice, MessageNotice.notice_id == Notice.id)
        .join(Deadline, Deadline.id == Notice.deadline_id)
        .join(Raperda, Raperda.id == Deadline.raperda_id)
        .outerjoin(Meeting, Meeting.id == Deadline.meeting_id)
        .where(MessageNotice.message_id == claimed.id)
        .order_by(Deadline.due_on, Deadline.id, Notice.offset_days.desc())
    ).all()
    asked = _Asked(session, person, channel, [notice for notice, *_ in rows])
    causes = _causes(session, [notice.deadline_id for notice, *_ in rows if notice.event == "tenggat-pindah"])
    due = [
        Told(
            notice,
            deadline,
            raperda,
            meeting,
            deadline.id in asked.told_before,
            causes.get(deadline.id, _NONE),
        )
        for notice, deadline, raperda, meeting in rows
        if asked.is_due(notice, deadline, meeting)
    ]
    if len(due) < len(rows):
        _forget_the_rest(session, claimed, keep=[one.notice.id for one in due])
    return due


class _Asked:
    """What has to be known of one person to say which of some notices are still worth telling."""

    def __init__(self, session: Session, person: User, channel: Channel, notices: list[Notice]) -> None:
        deadlines = [one.deadline_id for one in notices]
        news = [one.deadline_id for one in notices if one.event != "tenggat"]
        self._reachable = channel.active and person.disabled_at is None
        self._named = _named(session, person, deadlines)
        known = select(Acknowledgement.deadline_id, Acknowledgement.due_on, Acknowledgement.overdue).where(
            Acknowledgement.user_id == person.id, Acknowledgement.deadline_id.in_(deadlines)
        )
        self._known = {tuple(row) for row in session.execute(known)}
        self._editions = _editions(session, person, news) if news else {}
        self.told_before = _told_before(session, channel, news) if news else set()

    def is_due(self, notice: Notice, deadline: Deadline, meeting: Meeting | None) -> bool:
        """Say whether a notice still holds, and may still be told to this person."""
        if not self._reachable:
            return False
        if notice.event == "rapat-batal":
            # Who never heard that a meeting would be needs not hear that it will not.
            off = meeting is not None and meeting.status in _OFF
            return off and self._is_latest(notice) and deadline.id in self.told_before
        if deadline.id not in self._named:
            return False
        if notice.event in _INVITED:
            return self._is_latest(notice)
        side = (deadline.id, deadline.due_on, notice.offset_days > 0)
        is_known = notice.event == "tenggat" and notice.offset_days != 0 and side in self._known
        return notice.due_on == deadline.due_on and not is_known

    def _is_latest(self, notice: Notice) -> bool:
        """Of all the news of one meeting, the last is worth telling."""
        return notice.edition == self._editions[notice.deadline_id]


def _named(session: Session, person: User, deadlines: list[int]) -> set[int]:
    """Which of these deadlines some rule still tells this person of."""
    mine = (Deadline.id.in_(deadlines), User.id == person.id)
    in_question = [
        rule for rule in rules.in_force(session) if RECIPIENTS[rule.recipient].role in (None, person.role)
    ]
    asked = [told(rule, Deadline.id).where(*mine) for rule in in_question]
    return set(session.scalars(union(*asked))) if asked else set()


def _editions(session: Session, person: User, deadlines: list[int]) -> dict[int, int]:
    """The latest news of each meeting."""
    query = select(Notice.deadline_id, func.max(Notice.edition)).group_by(Notice.deadline_id)
    mine = (Notice.user_id == person.id, Notice.deadline_id.in_(deadlines))
    return {row[0]: row[1] for row in session.execute(query.where(*mine))}


def _causes(session: Session, deadlines: list[int]) -> dict[int, tuple[str, str]]:
    """Why each of these dates last moved."""
    if not deadlines:
        return {}
    moved = (
        DeadlineChange.deadline_id.in_(deadlines),
        DeadlineChange.old_due_on != DeadlineChange.new_due_on,
    )
    query = select(DeadlineChange).where(*moved).order_by(DeadlineChange.id)
    return {row.deadline_id: (row.cause, row.detail) for row in session.scalars(query)}


def _told_before(session: Session, channel: Channel, deadlines: list[int]) -> set[int]:
    """What this channel has carried news of."""
    query = (
        select(Notice.deadline_id)
        .join(MessageNotice, MessageNotice.notice_id == Notice.id)
        .join(ReminderMessage, ReminderMessage.id == MessageNotice.message_id)
        .where(
            Notice.user_id == channel.user_id,
            Notice.deadline_id.in_(deadlines),
            ReminderMessage.channel_id == channel.id,
            ReminderMessage.status == "terkirim",
        )
    )
    return set(session.scalars(query))


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
