"""Appointments as iCalendar (RFC 5545): what goes into calendars, by feed or with an invitation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from tracker.domain.local_time import local

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]

MEDIA_TYPE = "text/calendar; charset=utf-8"
_LINE_OCTETS = 75
_ZONE = "Asia/Jakarta"
_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Pelacak Raperda//ID", "CALSCALE:GREGORIAN")
# A calendar needs at least one component, so the zone is there even when nothing is.
_VTIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{_ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0700",
    "TZOFFSETTO:+0700",
    "TZNAME:WIB",
    "END:STANDARD",
    "END:VTIMEZONE",
)
_ONE_DAY = timedelta(days=1)
_CONTROLS = {code: None for code in (*range(32), 127) if chr(code) not in "\t\n"}
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Event:
    """One appointment, or (where `starts` is a plain date) one whole day.

    `uid` never changes; `sequence` grows with every change. Instants are aware. `organizer` and `attendees`
    are e-mail addresses: a REQUEST or a CANCEL names them, a PUBLISH has no attendees.
    """

    uid: str
    changed_at: datetime
    sequence: int
    summary: str
    starts: datetime | date
    ends: datetime | None = None
    status: Status = "CONFIRMED"
    description: str = ""
    location: str = ""
    url: str = ""
    organizer: str = ""
    attendees: tuple[str, ...] = ()


def meeting_status(status: str) -> Status:
    """What calendars are told of a meeting. One put off without a new day keeps nobody's time free."""
    return "CANCELLED" if status in ("ditunda", "dibatalkan") else "CONFIRMED"


def meeting_uid(meeting_id: int, host: str) -> str:
    """Return the lasting name of a meeting, the same in every feed and invitation."""
    return f"rapat-{meeting_id}@{host}"


def deadline_uid(deadline_id: int, host: str) -> str:
    """Return the lasting name of a deadline."""
    return f"tenggat-{deadline_id}@{host}"


def calendar(events: Iterable[Event], *, name: str = "", method: Method = "PUBLISH") -> str:
    """Return a calendar of these events, lines folded and ended as the RFC wants them.

    A name is for a calendar to subscribe to: an invitation that has one opens as a calendar of its own.
    """
    lines = [*_HEAD, f"METHOD:{method}"]
    if method == "PUBLISH":
        lines += [f"X-WR-CALNAME:{_text(name)}", f"NAME:{_text(name)}"]
        lines += ["REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"]
    lines += _VTIMEZONE
    for event in events:
        lines += _event(event)
    return "".join(_folded(line) for line in (*lines, "END:VCALENDAR"))


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{event.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"STATUS:{event.status}"
    yield f"SUMMARY:{_text(event.summary)}"
    yield from _when(event)
    for label, text in (("DESCRIPTION", event.description), ("LOCATION", event.location)):
        if text:
            yield f"{label}:{_text(text)}"
    if event.url:
        yield f"URL:{_address(event.url)}"
    if event.organizer:
        yield f"ORGANIZER:mailto:{_address(event.organizer)}"
    for attendee in event.attendees:
        yield f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:{_address(attendee)}"
    yield "END:VEVENT"


def _when(event: Event) -> Iterator[str]:
    """A whole day takes up nobody's time: it is a date to remember."""
    if not isinstance(event.starts, datetime):
        yield f"DTSTART;VALUE=DATE:{event.starts:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.starts + _ONE_DAY:%Y%m%d}"
        yield "TRANSP:TRANSPARENT"
        return
    yield f"DTSTART;TZID={_ZONE}:{local(event.starts):%Y%m%dT%H%M%S}"
    if event.ends is not None:
        yield f"DTEND;TZID={_ZONE}:{local(event.ends):%Y%m%dT%H%M%S}"


def _text(value: str) -> str:
    one_kind = value.replace("\r\n", "\n").replace("\r", "\n")
    return one_kind.translate(_CONTROLS).translate(_ESCAPES)


def _address(value: str) -> str:
    """An address is not escaped: it only must not break its line."""
    return "".join(value.split()).translate(_CONTROLS)


def _folded(line: str) -> str:
    """Break a line after at most 75 octets, never inside a character; what goes on begins with a space."""
    octets = line.encode()
    parts = []
    room = _LINE_OCTETS
    while len(octets) > room:
        cut = room
        while octets[cut] & 0xC0 == 0x80:
            cut -= 1
        parts.append(octets[:cut])
        octets, room = octets[cut:], _LINE_OCTETS - 1
    return b"\r\n ".join((*parts, octets)).decode() + "\r\n"
