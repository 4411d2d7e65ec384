"""What a reminder says: the deadlines of one person as they stand at the moment of sending."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from itertools import groupby

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from tracker.domain.deadline_rules import DeadlineRule
from tracker.domain.process import BY_SLUG, Stage
from tracker.services.deadlines import rule_of
from tracker.services.reminders.recipients import RECIPIENTS, told
from tracker.services.reminders.sending import Claimed, cancel
from tracker.settings import ROOT, Settings
from tracker.storage.models import Deadline, Meeting, Raperda, ReminderItem, User

_LANGUAGES = ("id", "en")


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One deadline. `days` is negative once it is over; `rule` is set for a clock of the law."""

    kind: str
    stage: Stage
    holder: str
    due_on: date
    days: int
    rule: DeadlineRule | None
    prudent_on: date | None
    starts_at: datetime | None
    place: str
    agenda: str


@dataclass(frozen=True, slots=True)
class LetterPart:
    """The deadlines of one Raperda, the nearest first."""

    short_name: str
    title: str
    link: str
    lines: tuple[LetterLine, ...]


def compose(
    session: Session, settings: Settings, claimed: Claimed, *, now: datetime, today: date
) -> EmailMessage | None:
    """Return the mail, or cancel the message and return None if nothing in it is due to this person any more.

    What was settled, moved or withdrawn since it was queued is taken out, and so is what the person may no
    longer know of. Raises ValueError if no mail can be addressed to the person.
    """
    rows = _still_due(session, claimed)
    _forget_the_rest(session, claimed, keep=[item_id for item_id, *_ in rows])
    if not rows:
        cancel(session, claimed)
        return None
    person = session.get_one(User, claimed.user_id)
    text = _render(
        person.language,
        person=_one_line(person.name),
        parts=tuple(_parts(rows, settings, today)),
        today=today,
        council=settings.council,
    )
    return _mail(person, text, settings, claimed, now)


def _still_due(session: Session, claimed: Claimed) -> list[tuple[int, Deadline, Raperda, Meeting | None]]:
    mine = (
        ReminderItem.message_id == claimed.id,
        ReminderItem.due_on == Deadline.due_on,
        User.id == claimed.user_id,
    )
    owed = or_(
        *(
            ReminderItem.id.in_(
                told(recipients, ReminderItem.id)
                .join(ReminderItem, ReminderItem.deadline_id == Deadline.id)
                .where(*mine)
            )
            for recipients in RECIPIENTS
        )
    )
    query = (
        select(ReminderItem.id, Deadline, Raperda, Meeting)
        .join(Deadline, Deadline.id == ReminderItem.deadline_id)
        .join(Raperda, Raperda.id == Deadline.raperda_id)
        .outerjoin(Meeting, Meeting.id == Deadline.meeting_id)
        .where(ReminderItem.message_id == claimed.id, owed)
        .order_by(Deadline.due_on, Deadline.id)
    )
    return [tuple(row) for row in session.execute(query)]  # type: ignore[misc]


def _forget_the_rest(session: Session, claimed: Claimed, *, keep: list[int]) -> None:
    """What is not told is not recorded as told: if it comes back as it was, it is owed again."""
    rest = and_(ReminderItem.message_id == claimed.id, ReminderItem.id.not_in(keep))
    session.execute(delete(ReminderItem).where(rest).execution_options(synchronize_session=False))


def _parts(
    rows: list[tuple[int, Deadline, Raperda, Meeting | None]], settings: Settings, today: date
) -> Iterator[LetterPart]:
    first = {raperda.id: place for place, (_, _, raperda, _) in reversed(list(enumerate(rows)))}
    rows = sorted(rows, key=lambda row: first[row[2].id])
    for _, group in groupby(rows, key=lambda row: row[2].id):
        together = list(group)
        raperda = together[0][2]
        yield LetterPart(
            short_name=_one_line(raperda.short_name),
            title=_one_line(raperda.title),
            link=f"{settings.base_url}/kerja/raperda/{raperda.slug}",
            lines=tuple(_line(row, meeting, settings, today) for _, row, _, meeting in together),
        )


def _line(row: Deadline, meeting: Meeting | None, settings: Settings, today: date) -> LetterLine:
    return LetterLine(
        kind=row.kind,
        stage=BY_SLUG[row.stage],
        holder=row.holder,
        due_on=row.due_on,
        days=(row.due_on - today).days,
        rule=rule_of(row),
        prudent_on=row.prudent_on if row.prudent_on != row.due_on else None,
        starts_at=meeting.starts_at.astimezone(settings.timezone) if meeting else None,
        place=_one_line(meeting.place or meeting.link) if meeting else "",
        agenda=_one_line(meeting.agenda) if meeting else "",
    )


def _mail(person: User, text: str, settings: Settings, claimed: Claimed, now: datetime) -> EmailMessage:
    subject, _, text = text.partition("\n")
    name, address = parseaddr(settings.mail_from)
    mail = EmailMessage()
    mail["From"] = Address(name or settings.council, addr_spec=address)
    mail["To"] = _addressed(person)
    mail["Subject"] = subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{claimed.message_id}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text.strip() + "\n", cte="quoted-printable")
    return mail


def _addressed(person: User) -> Address:
    try:
        return Address(_one_line(person.name), addr_spec=person.email)
    except (HeaderParseError, IndexError) as problem:
        raise ValueError(f"not an e-mail address: {person.email}") from problem


def _render(language: str, **facts: object) -> str:
    """The first line is the subject."""
    language = language if language in _LANGUAGES else _LANGUAGES[0]

    def day(value: date) -> str:
        return format_date(value, "EEEE, d MMMM y", locale=language)

    return _TEMPLATES.get_template(f"reminder.{language}.txt").render(**facts, day=day)


def _one_line(text: str) -> str:
    return " ".join(text.split())


_TEMPLATES = Environment(
    loader=FileSystemLoader(ROOT / "templates" / "email"),
    autoescape=select_autoescape(),  # not in .txt
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
