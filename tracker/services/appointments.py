"""A meeting as calendars know it: built here alone, so that a feed and an invitation say the same of it."""

from datetime import datetime

from tracker.domain.icalendar import Event, meeting_status, meeting_uid
from tracker.services.plain_texts import plain_text
from tracker.services.views import MeetingLine


def appointment(
    meeting: MeetingLine,
    *,
    raperda: tuple[str, str],
    changed_at: datetime,
    host: str,
    link: str,
    language: str,
) -> Event:
    """Return a meeting of a Raperda (its short name and its title) in this language.

    `changed_at` is when the Raperda last changed, `link` where the reader finds it. Its name and sequence
    replace it in every calendar that has it; who is invited and what came of it stay inside.
    """
    short_name, title = raperda
    summary, description = plain_text(
        "appointment", language, meeting=meeting, short_name=short_name, title=title, link=link
    )
    return Event(
        uid=meeting_uid(meeting.id, host),
        changed_at=changed_at,
        sequence=meeting.revision - 1,
        summary=" ".join(summary.split()),
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        status=meeting_status(meeting.status),
        description=description,
        location=meeting.place or meeting.link,
        url=link,
    )
