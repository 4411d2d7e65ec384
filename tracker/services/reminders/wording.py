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

from tracker.domain.icalendar import Event, Method, calendar
from tracker.domain.law.deadline_rules import DeadlineRule
from tracker.domain.process import BY_SLUG, Stage
from tracker.services import records
from tracker.services.appointments import appointment
from tracker.services.deadlines import rule_of
from tracker.services.plain_texts import plain_text
from tracker.settings import Settings
from tracker.storage.models import User

if TYPE_CHECKING:
    from tracker.services.reminders.letters import Told


@dataclass(frozen=True, slots=True)
class Letter:
    """A message before it is addressed; an invitation carries an appointment for calendars."""

    subject: str
    text: str
    appointment: Event | None = None


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One deadline. `days` is negative once it is over; `rule` is set for a clock of the law.

    `cause` is what moved its date, as in a change of a deadline, and `detail` more of that.
    """

    event: str
    kind: str
    stage: Stage
    holder: str
    due_on: date
    was_on: date | None
    cause: str
    detail: str
    days: int
    rule: DeadlineRule | None
    prudent_on: date | None
    starts_at: datetime | None
    meeting_kind: str
    is_postponed: bool
    place: str
    meeting_link: str
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
    return replace(news, appointment=_appointment(told[0], person, settings, now))


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
        method: Method = "CANCEL" if text.appointment.status == "CANCELLED" else "REQUEST"
        content = calendar([text.appointment], method=method)
        message.add_alternative(content, subtype="calendar", params={"method": method})
        message.add_attachment(content, subtype="calendar", filename="rapat.ics")
    return message


def _appointment(told: "Told", person: User, settings: Settings, now: datetime) -> Event | None:
    """The meeting as the feeds tell of it, with who invites and who is invited."""
    if told.meeting is None:
        return None
    event = appointment(
        records.meeting_line(told.meeting, now=now),
        raperda=(told.raperda.short_name, told.raperda.title),
        changed_at=told.raperda.changed_at,
        host=settings.public_host,
        link=f"{settings.base_url}/kerja/raperda/{told.raperda.slug}",
        language=person.language,
    )
    return replace(event, organizer=parseaddr(settings.mail_from)[1], attendees=(person.email,))


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
        cause=told.why[0],
        detail=_one_line(told.why[1]),
        days=(row.due_on - today).days,
        rule=rule_of(row),
        prudent_on=row.prudent_on if row.prudent_on != row.due_on else None,
        starts_at=meeting.starts_at.astimezone(settings.timezone) if meeting else None,
        meeting_kind=meeting.kind if meeting else "",
        is_postponed=meeting is not None and meeting.status == "ditunda",
        place=_one_line(meeting.place) if meeting else "",
        meeting_link=_one_line(meeting.link) if meeting else "",
        agenda=_one_line(meeting.agenda) if meeting else "",
    )


def _addressed(person: User) -> Address:
    try:
        return Address(_one_line(person.name), addr_spec=person.email)
    except (HeaderParseError, IndexError) as problem:
        raise ValueError(f"not an e-mail address: {person.email}") from problem


def _rendered(template: str, person: User, settings: Settings, **facts: object) -> Letter:
    """The first line of a template is the subject."""
    facts |= {"person": _one_line(person.name), "council": settings.council, "home": settings.base_url}
    return Letter(*plain_text(template, person.language, **facts))


def _one_line(text: str) -> str:
    return " ".join(text.split())
