"""What the administrator sees of the outbox: every message, what it tells of, and what the server said."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.domain.channels import shown
from tracker.domain.errors import NotFound
from tracker.services import journal
from tracker.storage.models import Channel, Deadline, MessageNotice, Notice, Raperda, ReminderMessage, User

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One deadline that a message tells of. `event` and `offset_days` as in a notice."""

    slug: str
    short_name: str
    kind: str
    stage: str
    subject: str
    due_on: date
    event: str
    offset_days: int


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """One message. `status` is antre, dikirim, terkirim, gagal or batal; `last_error` the server's words.

    `way` is the e-mail address, or the service with its secrets left out.
    """

    id: int
    person: str
    way: str
    for_day: date
    part: str
    message_id: str
    status: str
    attempts: int
    next_attempt_at: datetime
    sent_at: datetime | None
    last_error: str
    items: tuple[OutboxItem, ...]

    @property
    def can_retry(self) -> bool:
        """Whether an administrator may send it again."""
        return self.status == "gagal"


@dataclass(frozen=True, slots=True)
class Queue:
    """How many messages of one kind of server have this status."""

    way: str
    status: str
    messages: int


@dataclass(frozen=True, slots=True)
class Outbox:
    """One page of messages, newest day first, and how many there are by status. `pages` is at least 1."""

    lines: tuple[OutboxLine, ...]
    by_status: dict[str, int]
    total: int
    page: int
    pages: int


def outbox(session: Session, actor: Actor, *, page: int = 1, status: str = "") -> Outbox:
    """Return one page of the outbox, of one status where it is given."""
    access.require(actor, Permission.ADMINISTER)
    counted = select(ReminderMessage.status, func.count().label("messages")).group_by(ReminderMessage.status)
    by_status = {row.status: row.messages for row in session.execute(counted)}
    total = by_status.get(status, 0) if status else sum(by_status.values())
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    query = (
        select(ReminderMessage, User.name, User.email, Channel.address)
        .join(Channel, Channel.id == ReminderMessage.channel_id)
        .join(User, User.id == Channel.user_id)
        .order_by(ReminderMessage.for_day.desc(), ReminderMessage.id.desc())
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    if status:
        query = query.where(ReminderMessage.status == status)
    rows = session.execute(query).all()
    items = _items(session, [row.id for row, *_ in rows])
    lines = tuple(
        _line(row, name, shown(address) if address else email, items[row.id])
        for row, name, email, address in rows
    )
    return Outbox(lines=lines, by_status=by_status, total=total, page=page, pages=pages)


def queues(session: Session, actor: Actor) -> tuple[Queue, ...]:
    """Return what is not sent yet, by the way it goes and by status."""
    access.require(actor, Permission.ADMINISTER)
    counted = (
        select(ReminderMessage.server, ReminderMessage.status, func.count())
        .where(ReminderMessage.status.in_(("antre", "dikirim", "gagal")))
        .group_by(ReminderMessage.server, ReminderMessage.status)
        .order_by(ReminderMessage.server, ReminderMessage.status)
    )
    return tuple(Queue(*row) for row in session.execute(counted))


def retry(session: Session, actor: Actor, message_id: int, *, now: datetime) -> None:
    """Put a failed message back in the queue with all its attempts; NotFound if it has not failed."""
    access.require(actor, Permission.ADMINISTER)
    found = session.scalar(
        update(ReminderMessage)
        .where(ReminderMessage.id == message_id, ReminderMessage.status == "gagal")
        .values(status="antre", attempts=0, next_attempt_at=now)
        .returning(ReminderMessage.id)
        .execution_options(synchronize_session=False)
    )
    if found is None:
        raise NotFound("reminder", message_id)
    journal.record(session, actor, now, noun="reminder", noun_id=message_id, verb="retry")


def _items(session: Session, messages: Iterable[int]) -> defaultdict[int, list[OutboxItem]]:
    rows = session.execute(
        select(
            MessageNotice.message_id,
            Raperda.slug,
            Raperda.short_name,
            Deadline.kind,
            Deadline.stage,
            Deadline.subject,
            Notice.due_on,
            Notice.event,
            Notice.offset_days,
        )
        .join(Notice, Notice.id == MessageNotice.notice_id)
        .join(Deadline, Deadline.id == Notice.deadline_id)
        .join(Raperda, Raperda.id == Deadline.raperda_id)
        .where(MessageNotice.message_id.in_(messages))
        .order_by(Notice.due_on, Notice.id)
    )
    items: defaultdict[int, list[OutboxItem]] = defaultdict(list)
    for row in rows:
        items[row.message_id].append(OutboxItem(*row[1:]))
    return items


def _line(row: ReminderMessage, name: str, way: str, items: list[OutboxItem]) -> OutboxLine:
    return OutboxLine(
        id=row.id,
        person=name,
        way=way,
        for_day=row.for_day,
        part=row.part,
        message_id=row.message_id,
        status=row.status,
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        sent_at=row.sent_at,
        last_error=row.last_error,
        items=tuple(items),
    )
