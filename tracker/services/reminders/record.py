"""What the administrator sees of the reminders: the outbox, and when the scheduler last ran."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import NotFound
from tracker.services import journal
from tracker.storage.models import Deadline, Heartbeat, Raperda, ReminderItem, ReminderMessage, User
from tracker.storage.once import insert_once

PAGE_SIZE = 50
_SCHEDULER = "scheduler"
_DETAIL_LENGTH = 300


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One deadline that a message tells of. `kind` is rencana, rapat or hukum; `threshold` as h-7 or h+."""

    slug: str
    short_name: str
    kind: str
    stage: str
    subject: str
    due_on: date
    threshold: str


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """One message. `status` is antre, dikirim, terkirim, gagal or batal; `last_error` the server's words."""

    id: int
    person: str
    email: str
    for_day: date
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
class Outbox:
    """One page of messages, newest day first, and how many there are by status. `pages` is at least 1."""

    lines: tuple[OutboxLine, ...]
    by_status: dict[str, int]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Pulse:
    """When the scheduler last said that it is alive, and what it said."""

    beat_at: datetime
    detail: str


def outbox(session: Session, actor: Actor, *, page: int = 1) -> Outbox:
    """Return one page of the outbox."""
    access.require(actor, Permission.ADMINISTER)
    counted = select(ReminderMessage.status, func.count().label("messages")).group_by(ReminderMessage.status)
    by_status = {row.status: row.messages for row in session.execute(counted)}
    total = sum(by_status.values())
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    rows = session.execute(
        select(ReminderMessage, User.name, User.email)
        .join(User, User.id == ReminderMessage.user_id)
        .order_by(ReminderMessage.for_day.desc(), ReminderMessage.id.desc())
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    ).all()
    items = _items(session, [row.id for row, _, _ in rows])
    lines = tuple(_line(row, name, email, items[row.id]) for row, name, email in rows)
    return Outbox(lines=lines, by_status=by_status, total=total, page=page, pages=pages)


def heartbeat(session: Session, actor: Actor) -> Pulse | None:
    """Return when the scheduler last ran; None if it never has."""
    access.require(actor, Permission.ADMINISTER)
    row = session.get(Heartbeat, _SCHEDULER)
    return Pulse(beat_at=row.beat_at, detail=row.detail) if row is not None else None


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


def beat(session: Session, *, now: datetime, detail: str = "") -> None:
    """Write down that the scheduler is alive."""
    values = {"beat_at": now, "detail": detail[:_DETAIL_LENGTH]}
    mine = update(Heartbeat).where(Heartbeat.name == _SCHEDULER).values(**values).returning(Heartbeat.name)
    if session.execute(mine.execution_options(synchronize_session=False)).first() is None:
        session.execute(insert_once(session, Heartbeat).values(name=_SCHEDULER, **values))


def _items(session: Session, messages: Iterable[int]) -> defaultdict[int, list[OutboxItem]]:
    rows = session.execute(
        select(
            ReminderItem.message_id,
            Raperda.slug,
            Raperda.short_name,
            Deadline.kind,
            Deadline.stage,
            Deadline.subject,
            ReminderItem.due_on,
            ReminderItem.threshold,
        )
        .join(Deadline, Deadline.id == ReminderItem.deadline_id)
        .join(Raperda, Raperda.id == Deadline.raperda_id)
        .where(ReminderItem.message_id.in_(messages))
        .order_by(ReminderItem.due_on, ReminderItem.id)
    )
    items: defaultdict[int, list[OutboxItem]] = defaultdict(list)
    for row in rows:
        items[row.message_id].append(OutboxItem(*row[1:]))
    return items


def _line(row: ReminderMessage, name: str, email: str, items: list[OutboxItem]) -> OutboxLine:
    return OutboxLine(
        id=row.id,
        person=name,
        email=email,
        for_day=row.for_day,
        message_id=row.message_id,
        status=row.status,
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        sent_at=row.sent_at,
        last_error=row.last_error,
        items=tuple(items),
    )
