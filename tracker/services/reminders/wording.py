"""The words of a message: facts into the templates of mail, and mail as it goes over the wire."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from itertools import groupby
from typing import TYPE_CHECKING

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from tracker.domain.deadline_rules import DeadlineRule
from tracker.domain.icalendar import Event, Method, calendar, meeting_status, meeting_uid
from tracker.domain.process import BY_SLUG, Stage
from tracker.services.deadlines import rule_of
from tracker.settings import ROOT, Settings
from tracker.storage.models import Meeting, User

if TYPE_CHECKING:
    from tracker.services.reminders.letters import Told

_LANGUAGES = ("id", "en")


@dataclass(frozen=True, slots=True)
class Letter:
    """A message before it is addressed; an invitation carries an appointment for calendars."""

    subject: str
    text: str
    appointment: Event | None = None
    method: Method = "REQUEST"


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One deadline. `days` is negative once it is over; `rule` is set for a clock of the law."""

    event: str
    kind: str
    stage: Stage
    holder: str
    due_on: date
    was_on: date | None
    days: int
    rule: DeadlineRule | None
    prudent_on: date | None
    starts_at: datetime | None
    meeting_kind: str
    is_postponed: bool
    place: str
    agenda: str


@dataclass(frozen=True, slots=True)
class LetterPart:
    """The deadlines of one Raperda, the nearest first."""

    short_name: str
    title: str
    link: str
    lines: tuple[LetterLine, ...]


def letter(person: User, told: "list[Told]", settings: Settings, *, now: datetime, today: date) -> Letter:
    """Return what a person is told: a digest of reminders, or one piece of news."""
    parts = tuple(_parts(_once(told), settings, today))
    if told[0].notice.event == "tenggat":
        return _rendered("reminder", person, settings, parts=parts, today=today)
    news = _rendered("news", person, settings, parts=parts)
    title, _, text = news.text.partition("\n")
    appointment, method = _appointment(told[0], title, person, settings, now)
    return replace(news, text=text.strip(), appointment=appointment, method=method)


def test(person: User, settings: Settings) -> Letter:
    """Return what someone gets who tries a channel."""
    return _rendered("test", person, settings)


def mail(person: User, text: Letter, settings: Settings, message_id: str, now: datetime) -> EmailMessage:
    """Return a letter as mail; raises ValueError if it cannot be addressed to the person."""
    name, address = parseaddr(settings.mail_from)
    message = EmailMessage()
    message["From"] = Address(name or settings.council, addr_spec=address)
    message["To"] = _addressed(person)
    message["Subject"] = text.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{message_id}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text.text.strip() + "\n", cte="quoted-printable")
    if text.appointment is not None:
        content = calendar([text.appointment], name=settings.council, method=text.method)
        message.add_alternative(content, subtype="calendar", params={"method": text.method})
        message.add_attachment(content, subtype="calendar", filename="rapat.ics")
    return message


def _appointment(
    told: "Told", title: str, person: User, settings: Settings, now: datetime
) -> tuple[Event | None, Method]:
    """Calendars know a meeting by its name, the same as in the feeds, so that a change replaces it there."""
    meeting = told.meeting
    if meeting is None:
        return None, "REQUEST"
    off = told.notice.event == "rapat-batal"
    appointment = Event(
        uid=meeting_uid(meeting.id, settings.public_host),
        changed_at=now,
        sequence=meeting.revision - 1,
        summary=title,
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        status="CANCELLED" if off else meeting_status(meeting.status),
        description=meeting.agenda,
        location=meeting.place or meeting.link,
        url=f"{settings.base_url}/kerja/raperda/{told.raperda.slug}",
        organizer=parseaddr(settings.mail_from)[1],
        attendees=(person.email,),
    )
    return appointment, "CANCEL" if off else "REQUEST"


def _once(told: "Iterable[Told]") -> "list[Told]":
    """Two offsets of one deadline may have come since the last digest: it is one line all the same."""
    found: dict[tuple[int, str], Told] = {}
    for one in told:
        found.setdefault((one.deadline.id, one.notice.event), one)
    return list(found.values())


def _parts(told: "list[Told]", settings: Settings, today: date) -> Iterator[LetterPart]:
    first = {one.raperda.id: place for place, one in reversed(list(enumerate(told)))}
    told = sorted(told, key=lambda one: first[one.raperda.id])
    for _, group in groupby(told, key=lambda one: one.raperda.id):
        together = list(group)
        raperda = together[0].raperda
        yield LetterPart(
            short_name=_one_line(raperda.short_name),
            title=_one_line(raperda.title),
            link=f"{settings.base_url}/kerja/raperda/{raperda.slug}",
            lines=tuple(_line(one, settings, today) for one in together),
        )


def _line(told: "Told", settings: Settings, today: date) -> LetterLine:
    row, meeting = told.deadline, told.meeting
    # Who was never told of a meeting is invited to it, however often it has changed since.
    invited = told.notice.event == "rapat-berubah" and not told.before
    return LetterLine(
        event="rapat-baru" if invited else told.notice.event,
        kind=row.kind,
        stage=BY_SLUG[row.stage],
        holder=row.holder,
        due_on=row.due_on,
        was_on=told.notice.was_on,
        days=(row.due_on - today).days,
        rule=rule_of(row),
        prudent_on=row.prudent_on if row.prudent_on != row.due_on else None,
        starts_at=meeting.starts_at.astimezone(settings.timezone) if meeting else None,
        meeting_kind=meeting.kind if meeting else "",
        is_postponed=meeting is not None and meeting.status == "ditunda",
        place=_place(meeting),
        agenda=_one_line(meeting.agenda) if meeting else "",
    )


def _place(meeting: Meeting | None) -> str:
    return _one_line(meeting.place or meeting.link) if meeting else ""


def _addressed(person: User) -> Address:
    try:
        return Address(_one_line(person.name), addr_spec=person.email)
    except (HeaderParseError, IndexError) as problem:
        raise ValueError(f"not an e-mail address: {person.email}") from problem


def _rendered(template: str, person: User, settings: Settings, **facts: object) -> Letter:
    """The first line of a template is the subject."""
    language = person.language if person.language in _LANGUAGES else _LANGUAGES[0]

    def day(value: date) -> str:
        return format_date(value, "EEEE, d MMMM y", locale=language)

    text = _TEMPLATES.get_template(f"{template}.{language}.txt").render(
        **facts, day=day, person=_one_line(person.name), council=settings.council, home=settings.base_url
    )
    subject, _, text = text.partition("\n")
    return Letter(subject, text.strip())


def _one_line(text: str) -> str:
    return " ".join(text.split())


_TEMPLATES = Environment(
    loader=FileSystemLoader(ROOT / "templates" / "email"),
    autoescape=select_autoescape(),  # not in .txt
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
