"""What a person has been told, in the application: their notices, and saying that they know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import NotFound
from tracker.services import deadlines, records
from tracker.services.deadline_lines import DeadlineLine
from tracker.services.workspace import visible_to
from tracker.storage.models import Acknowledgement, Deadline, Meeting, Notice, Raperda
from tracker.storage.once import insert_once

PAGE_SIZE = 30
REMINDER = "tenggat"
_OF_MEETINGS = ("rapat-baru", "rapat-berubah", "rapat-batal")


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice. `event`, `was_on` and `offset_days` as it was made; `deadline` as it stands today.

    `is_outdated` says that the date has moved, or was met, or has been given up since.
    """

    id: int
    slug: str
    short_name: str
    event: str
    due_on: date
    was_on: date | None
    offset_days: int
    made_at: datetime
    is_read: bool
    is_outdated: bool
    deadline: DeadlineLine
    starts_at: datetime | None
    meeting_kind: str
    place: str


@dataclass(frozen=True, slots=True)
class Notices:
    """One page of notices, unread ones first, then the newest. `pages` is at least 1."""

    lines: tuple[NoticeLine, ...]
    unread: int
    total: int
    page: int
    pages: int


def notices(session: Session, actor: Actor, *, today: date, page: int = 1) -> Notices:
    """Return one page of what this person has been told."""
    access.require(actor, Permission.READ_INTERNAL)
    total = session.scalar(_counted(actor)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    is_unread = _is_unread()
    rows = session.execute(
        select(Notice, Deadline, Meeting, Raperda.slug, Raperda.short_name, is_unread.label("is_unread"))
        .join(Deadline, Deadline.id == Notice.deadline_id)
        .join(Raperda, Raperda.id == Deadline.raperda_id)
        .outerjoin(Meeting, Meeting.id == Deadline.meeting_id)
        .where(Notice.user_id == actor.id, visible_to(actor))
        .order_by(case((is_unread, 0), else_=1), Notice.made_at.desc(), Notice.id.desc())
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    lines = tuple(_line(row, today) for row in rows)
    return Notices(lines, count_unread(session, actor), total, page, pages)


def count_unread(session: Session, actor: Actor) -> int:
    """Return of how much this person has been told that still holds and that they have not said to know."""
    access.require(actor, Permission.READ_INTERNAL)
    return session.scalar(_counted(actor).where(_is_unread())) or 0


def acknowledge(session: Session, actor: Actor, notice_id: int, *, now: datetime, today: date) -> None:
    """Say that one knows ("sudah tahu"): nothing more of this date until it is due, or once it is over."""
    access.require(actor, Permission.READ_INTERNAL)
    row = session.get(Notice, notice_id)
    if row is None or row.user_id != actor.id:
        raise NotFound("notice", notice_id)
    if row.event != REMINDER:
        _read(session, actor, Notice.id == notice_id, now=now)
        return
    _acknowledge(session, actor, [(row.deadline_id, row.due_on)], now=now, today=today)


def acknowledge_all(session: Session, actor: Actor, *, now: datetime, today: date) -> None:
    """Say that one knows of everything one has been told."""
    access.require(actor, Permission.READ_INTERNAL)
    unread = (Notice.user_id == actor.id, Notice.read_at.is_(None))
    dates = session.execute(
        select(Notice.deadline_id, Notice.due_on)
        .join(Deadline, Deadline.id == Notice.deadline_id)
        .where(*unread, Notice.event == REMINDER, Notice.due_on == Deadline.due_on)
        .distinct()
    ).all()
    _acknowledge(session, actor, [(row.deadline_id, row.due_on) for row in dates], now=now, today=today)
    _read(session, actor, *unread, now=now)


def acknowledge_deadline(
    session: Session, actor: Actor, deadline_id: int, *, now: datetime, today: date
) -> None:
    """Say that one knows of a deadline as it stands now, whether one has been told of it or not."""
    access.require(actor, Permission.READ_INTERNAL)
    found = session.execute(
        select(Deadline.due_on, Raperda.pansus_id)
        .join(Raperda, Raperda.id == Deadline.raperda_id)
        .where(Deadline.id == deadline_id, Deadline.status == deadlines.OPEN)
    ).first()
    if found is None:
        raise NotFound("deadline", deadline_id)
    access.require_on(actor, Permission.READ_INTERNAL, found.pansus_id)
    _acknowledge(session, actor, [(deadline_id, found.due_on)], now=now, today=today)


def known_of(session: Session, actor: Actor, lines: Iterable[int], *, today: date) -> frozenset[int]:
    """Return which of these deadlines this person has said to know, on this side of their dates."""
    access.require(actor, Permission.READ_INTERNAL)
    query = (
        select(Deadline.id)
        .join(Acknowledgement, Acknowledgement.deadline_id == Deadline.id)
        .where(
            Deadline.id.in_(list(lines)),
            Acknowledgement.user_id == actor.id,
            Acknowledgement.due_on == Deadline.due_on,
            Acknowledgement.overdue == (Deadline.due_on < today),
        )
    )
    return frozenset(session.scalars(query))


def _acknowledge(
    session: Session, actor: Actor, dates: list[tuple[int, date]], *, now: datetime, today: date
) -> None:
    for deadline_id, due_on in dates:
        session.execute(
            insert_once(session, Acknowledgement).values(
                user_id=actor.id, deadline_id=deadline_id, due_on=due_on, overdue=today > due_on, at=now
            )
        )
        told = (Notice.deadline_id == deadline_id, Notice.due_on == due_on, Notice.event == REMINDER)
        _read(session, actor, *told, now=now)


def _read(session: Session, actor: Actor, *which: ColumnElement[bool], now: datetime) -> None:
    session.execute(
        update(Notice)
        .where(Notice.user_id == actor.id, Notice.read_at.is_(None), *which)
        .values(read_at=now)
        .execution_options(synchronize_session=False)
    )


def _is_unread() -> ColumnElement[bool]:
    """What was met or moved since needs nobody's attention any more; news of meetings does.

    Of one date, and of one meeting, only the latest does.
    """
    holds = and_(Notice.due_on == Deadline.due_on, Deadline.status == deadlines.OPEN)
    later = aliased(Notice)
    again = and_(
        Notice.event == REMINDER,
        later.event == REMINDER,
        later.due_on == Notice.due_on,
        later.offset_days > Notice.offset_days,
    )
    newer = and_(
        Notice.event.in_(_OF_MEETINGS), later.event.in_(_OF_MEETINGS), later.edition > Notice.edition
    )
    same = (later.user_id == Notice.user_id, later.deadline_id == Notice.deadline_id)
    return and_(
        Notice.read_at.is_(None),
        or_(Notice.event != REMINDER, holds),
        ~exists().where(*same, or_(again, newer)),
    )


def _counted(actor: Actor) -> Select[int]:
    return (
        select(func.count(Notice.id))
        .join(Deadline, Deadline.id == Notice.deadline_id)
        .join(Raperda, Raperda.id == Deadline.raperda_id)
        .where(Notice.user_id == actor.id, visible_to(actor))
    )


def _line(row: Row[Notice, Deadline, Meeting, str, str, bool], today: date) -> NoticeLine:
    notice, deadline, meeting, slug, short_name, is_unread = row
    holds = notice.due_on == deadline.due_on and deadline.status == deadlines.OPEN
    starts_at, kind, place = _held(meeting)
    return NoticeLine(
        id=notice.id,
        slug=slug,
        short_name=short_name,
        event=notice.event,
        due_on=notice.due_on,
        was_on=notice.was_on,
        offset_days=notice.offset_days,
        made_at=notice.made_at,
        is_read=not is_unread,
        is_outdated=not holds and notice.event != "rapat-batal",
        deadline=records.deadline_line(deadline, today),
        starts_at=starts_at,
        meeting_kind=kind,
        place=place,
    )


def _held(meeting: Meeting | None) -> tuple[datetime | None, str, str]:
    """When, of what kind and where a meeting is; nothing of a deadline that is none."""
    return (meeting.starts_at, meeting.kind, meeting.place or meeting.link) if meeting else (None, "", "")
