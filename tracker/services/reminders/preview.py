"""What the next round would tell whom, over which channel and why; nothing is written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from tracker.domain.channels import AT_ONCE, EMAIL, shown
from tracker.services.deadlines import LAW
from tracker.services.reminders import rules
from tracker.services.reminders.planning import is_hour, moved, news_of_moves, owed
from tracker.services.reminders.recipients import Rule
from tracker.settings import Settings
from tracker.storage.models import Channel, Deadline, MessageNotice, Notice, Raperda, ReminderMessage, User


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One thing that one person would be told. `way` is the channel without its secrets; "" for none.

    `about` is the rule of law that asks for it, else the stage that it belongs to. `rule` is None for news
    of a meeting or a moved date; `state` is baru (not noticed yet) or antre.
    """

    person: str
    way: str
    at_once: bool
    state: str
    raperda: str
    kind: str
    about: str
    due_on: date
    event: str
    offset_days: int
    rule: Rule | None


_ABOUT = case((Deadline.kind == LAW, Deadline.subject), else_=Deadline.stage)


@dataclass(frozen=True, slots=True)
class _Thing:
    user_id: int
    deadline_id: int
    due_on: date
    event: str
    offset_days: int
    rule_id: int | None


def preview(session: Session, settings: Settings, *, now: datetime, today: date) -> tuple[PreviewLine, ...]:
    """Return what a round at this moment would send: what is noticed now, and what waits already.

    It looks at a snapshot that is thrown away; whether a waiting message still holds is seen when it is sent.
    """
    known = {rule.id: rule for rule in rules.in_force(session)}
    fresh = list(_fresh(session, settings, tuple(known.values()), now, today))
    ways = _ways(session)
    facts = _facts(session, {one.deadline_id for one in fresh})
    lines = [
        PreviewLine(
            ways.names[one.user_id], way, at_once or one.event != "tenggat", "baru", *facts[one.deadline_id],
            one.due_on, one.event, one.offset_days, known.get(one.rule_id or 0),
        )
        for one in fresh
        for way, at_once in ways.of.get(one.user_id) or [("", False)]
    ]  # fmt: skip
    lines += _waiting(session, known, now)
    return tuple(sorted(lines, key=lambda line: (line.person, line.way, line.due_on, line.raperda)))


def _fresh(
    session: Session, settings: Settings, in_force: tuple[Rule, ...], now: datetime, today: date
) -> Iterator[_Thing]:
    if is_hour(settings, now):
        for one in owed(session, in_force, today):
            yield _Thing(one.user_id, one.deadline_id, one.due_on, "tenggat", one.offset_days, one.rule_id)
    dates = [(row[0], row[1], row[2]) for row in session.execute(moved())]
    for notice in news_of_moves(session, in_force, dates):
        yield _Thing(notice["user_id"], notice["deadline_id"], notice["due_on"], notice["event"], 0, None)
    unposted = select(Notice).where(Notice.posted_at.is_(None))
    for row in session.scalars(unposted):
        yield _Thing(row.user_id, row.deadline_id, row.due_on, row.event, row.offset_days, row.rule_id)


@dataclass(frozen=True, slots=True)
class _Ways:
    names: dict[int, str]
    of: dict[int, list[tuple[str, bool]]]


def _ways(session: Session) -> _Ways:
    names = {row.id: row.name for row in session.execute(select(User.id, User.name))}
    of: defaultdict[int, list[tuple[str, bool]]] = defaultdict(list)
    rows = session.execute(select(Channel, User.email).join(User).where(Channel.active).order_by(Channel.id))
    for channel, email in rows:
        way = email if channel.kind == EMAIL else shown(channel.address)
        of[channel.user_id].append((way, channel.mode == AT_ONCE))
    return _Ways(names, dict(of))


def _facts(session: Session, deadlines: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    query = select(Deadline.id, Raperda.short_name, Deadline.kind, _ABOUT.label("about")).join(
        Raperda, Raperda.id == Deadline.raperda_id
    )
    rows = session.execute(query.where(Deadline.id.in_(list(deadlines))))
    return {row.id: (row.short_name, row.kind, row.about) for row in rows}


def _waiting(session: Session, known: dict[int, Rule], now: datetime) -> Iterator[PreviewLine]:
    rows = session.execute(
        select(User.name, User.email, Channel, Raperda.short_name, Deadline.kind, _ABOUT, Notice)
        .select_from(ReminderMessage)
        .join(Channel, Channel.id == ReminderMessage.channel_id)
        .join(User, User.id == Channel.user_id)
        .join(MessageNotice, MessageNotice.message_id == ReminderMessage.id)
        .join(Notice, Notice.id == MessageNotice.notice_id)
        .join(Deadline, Deadline.id == Notice.deadline_id)
        .join(Raperda, Raperda.id == Deadline.raperda_id)
        .where(ReminderMessage.status == "antre", ReminderMessage.next_attempt_at <= now)
    )
    for name, email, channel, raperda, kind, about, notice in rows:
        way = email if channel.kind == EMAIL else shown(channel.address)
        yield PreviewLine(
            name, way, channel.mode == AT_ONCE or notice.event != "tenggat", "antre", raperda, kind, about,
            notice.due_on, notice.event, notice.offset_days, known.get(notice.rule_id or 0),
        )  # fmt: skip
