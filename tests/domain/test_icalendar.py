"""What we write as iCalendar is read back, word for word, by the icalendar library."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.domain.icalendar import Event, calendar, deadline_uid, meeting_uid
from tracker.domain.local_time import WIB

AT = datetime(2023, 6, 20, 2, 0, tzinfo=UTC)
MEETING = Event(
    uid=meeting_uid(7, "raperda.example.go.id"),
    changed_at=datetime(2023, 6, 15, 2, 0, tzinfo=UTC),
    sequence=2,
    summary="Rapat Kerja: SPBE",
    starts=AT,
    ends=AT + timedelta(hours=2),
)
CONTROLS = {chr(code) for code in (*range(32), 127)} - {"\t", "\n"}
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=CONTROLS), max_size=400)


def read(*events: Event, **settings) -> icalendar.Component:
    return icalendar.Calendar.from_ical(calendar(events, **{"name": "Raperda", **settings}))


def only(*events: Event, **settings) -> icalendar.Component:
    [found] = read(*events, **settings).walk("VEVENT")
    return found


@given(WORDS, WORDS, WORDS)
@example("a,b;c\\d", "satu\ndua", 'kata "kutip": \\n, \\; ')
def test_whatever_is_written_is_read_back_word_for_word(
    summary: str, description: str, location: str
) -> None:
    found = only(replace(MEETING, summary=summary, description=description, location=location))
    assert found["SUMMARY"] == summary
    assert found.get("DESCRIPTION", "") == description
    assert found.get("LOCATION", "") == location


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_no_text_breaks_out_of_its_line(text: str) -> None:
    written = calendar([replace(MEETING, summary=text, url=f"https://x.test/{text}")], name=text)
    assert written.endswith("END:VCALENDAR\r\n")
    lines = written.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not any(letter in line for line in lines for letter in ("\r", "\n"))
    assert sum(not line.startswith(" ") for line in lines) == sum(
        not line.startswith(" ") for line in calendar([replace(MEETING, url="x")], name="").split("\r\n")
    )


@pytest.mark.parametrize("filler", ["a", "é", "字", "🏛"])
@pytest.mark.parametrize("length", range(60, 80))
def test_a_fold_never_falls_inside_a_character(filler: str, length: int) -> None:
    assert only(replace(MEETING, summary=filler * length))["SUMMARY"] == filler * length


def test_a_meeting_stands_at_its_local_time_whatever_zone_it_came_in() -> None:
    for starts in (AT, AT.astimezone(WIB)):
        found = only(replace(MEETING, starts=starts))
        assert found.decoded("DTSTART") == AT
        assert found["DTSTART"].params["TZID"] == "Asia/Jakarta"
        assert found.decoded("DTEND") == AT + timedelta(hours=2)
        assert (found["UID"], found["SEQUENCE"], found["STATUS"]) == (MEETING.uid, 2, "CONFIRMED")


def test_the_zone_is_told_and_is_seven_hours_ahead() -> None:
    [zone] = read(MEETING).walk("VTIMEZONE")
    assert isinstance(zone, icalendar.Timezone)
    assert zone.to_tz().utcoffset(datetime(2023, 6, 20)) == timedelta(hours=7)  # noqa: DTZ001


def test_a_meeting_whose_end_is_not_known_has_none() -> None:
    assert "DTEND" not in only(replace(MEETING, ends=None))


def test_a_deadline_is_one_whole_day_and_takes_up_nobodys_time() -> None:
    due = replace(MEETING, uid=deadline_uid(3, "x.test"), starts=date(2023, 7, 14), ends=None)
    found = only(due)
    assert (found.decoded("DTSTART"), found.decoded("DTEND")) == (date(2023, 7, 14), date(2023, 7, 15))
    assert found["TRANSP"] == "TRANSPARENT"


def test_a_feed_without_events_is_still_a_calendar() -> None:
    empty = read(name="Kosong")
    assert empty.walk("VEVENT") == []
    assert empty.subcomponents
    assert (empty["METHOD"], empty["X-WR-CALNAME"]) == ("PUBLISH", "Kosong")


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_an_invitation_names_who_invites_and_who_is_invited(method: str) -> None:
    invited = replace(MEETING, organizer="setwan@example.test", attendees=("ketua@example.test",))
    whole = read(invited, method=method)
    assert whole["METHOD"] == method
    assert "X-WR-CALNAME" not in whole  # with a name it would open as a calendar of its own
    found = only(invited, method=method)
    assert (found["ORGANIZER"], found["ATTENDEE"]) == (
        "mailto:setwan@example.test",
        "mailto:ketua@example.test",
    )
