"""Who got what: clock changes, downtime, moved and cancelled dates, closed accounts, each as a table."""

import re
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select

from tests.mailbox import Delivery, Mailbox
from tests.services.house import MEETING, SPBE, House
from tracker import scheduler
from tracker.adapters.clock import FixedClock
from tracker.adapters.mailer import SmtpMailer
from tracker.bootstrap import Tracker
from tracker.domain.local_time import WIB
from tracker.services import accounts, calendars, channels, meetings, notices, stages
from tracker.services.calendars import AddHoliday
from tracker.storage.models import Deadline

# Each row: the moment (WIB, 2023), what happens at it, and who then gets which mail. The scheduler runs once
# after each row, unless it is down. The stage Rapat Pansus is planned to end on a date ("plan"), and a
# meeting may be called ("meet"). `staf` is the secretariat, `ketua` chairs the pansus, `pimpinan` leads the
# council. Where a clock is wrong, a reminder too many is better than one too few.
STORIES = {
    "nothing unusual: before, on the day, after, and then up to those above": """
        11 Jun 09.00 | plan 18 Jun     | ketua staf: 7 hari lagi
        12 Jun 09.00 |                 |
        15 Jun 07.00 |                 | ketua staf: 3 hari lagi
        17 Jun 07.00 |                 | ketua staf: besok
        18 Jun 07.00 |                 | ketua staf: hari ini
        19 Jun 07.00 |                 | ketua staf: lewat sejak kemarin
        20 Jun 07.00 |                 |
        21 Jun 07.00 |                 | pimpinan: lewat 3 hari
        25 Jun 07.00 |                 | pimpinan: lewat 7 hari
        26 Jun 07.00 |                 |
    """,
    "the clock is set back": """
        15 Jun 09.00 | plan 18 Jun     | ketua staf: 3 hari lagi
        15 Jun 06.30 |                 |
        15 Jun 07.00 |                 |
        14 Jun 23.00 |                 | ketua staf: 4 hari lagi
        14 Jun 09.00 |                 |
        17 Jun 09.00 |                 | ketua staf: besok
    """,
    "the clock runs ahead and is put right": """
        10 Jun 09.00 | plan 18 Jun     |
        19 Jun 09.00 |                 | ketua staf: lewat sejak kemarin
        11 Jun 09.00 |                 | ketua staf: 7 hari lagi
        15 Jun 09.00 |                 | ketua staf: 3 hari lagi
        18 Jun 09.00 |                 | ketua staf: hari ini
    """,
    "a week of downtime: what is late is told once, not all that was missed": """
        11 Jun 09.00 | plan 18 Jun     | ketua staf: 7 hari lagi
        12 Jun 09.00 | down            |
        18 Jun 09.00 | down            |
        19 Jun 06.00 |                 |
        19 Jun 09.00 |                 | ketua staf: lewat sejak kemarin
        20 Jun 09.00 |                 |
    """,
    "a week of downtime over the date: everybody above hears at once": """
        17 Jun 09.00 | plan 18 Jun     | ketua staf: besok
        18 Jun 09.00 | down            |
        26 Jun 09.00 |                 | ketua pimpinan staf: lewat 8 hari
        27 Jun 09.00 |                 |
    """,
    "a meeting called and called off while the scheduler was down": """
        15 Jun 09.00 | meet 20 Jun; down  |
        16 Jun 09.00 | cancel meeting     |
        19 Jun 09.00 |                    |
    """,
    "a moved deadline starts afresh": """
        15 Jun 09.00 | plan 18 Jun     | ketua staf: 3 hari lagi
        16 Jun 09.00 | plan 25 Jun     |
        17 Jun 09.00 |                 |
        18 Jun 09.00 |                 | ketua staf: 7 hari lagi
        22 Jun 09.00 |                 | ketua staf: 3 hari lagi
        23 Jun 09.00 | plan 24 Jun     | ketua staf: besok
        24 Jun 09.00 |                 | ketua staf: hari ini
    """,
    "a statutory date that moves is told at once": """
        15 Jun 09.00 | approve         | pimpinan staf: 5 hari lagi
        15 Jun 15.00 | day off 19 Jun  | pimpinan staf: Tenggat bergeser
        16 Jun 09.00 |                 | pimpinan staf: 5 hari lagi
    """,
    "a cancelled meeting": """
        15 Jun 18.00 | meet 20 Jun     | ketua staf: Undangan
        16 Jun 07.00 |                 |
        17 Jun 07.00 |                 | ketua staf: 3 hari lagi
        17 Jun 20.00 | cancel meeting  | ketua staf: Rapat batal
        19 Jun 07.00 |                 |
    """,
    "a moved meeting": """
        15 Jun 18.00 | meet 25 Jun     | ketua staf: Undangan
        16 Jun 18.00 | meet 26 Jun     | ketua staf: Perubahan rapat
        18 Jun 07.00 |                 |
        19 Jun 07.00 |                 | ketua staf: 7 hari lagi
    """,
    "a disabled user": """
        15 Jun 09.00 | plan 18 Jun     | ketua staf: 3 hari lagi
        16 Jun 09.00 | disable staf    |
        17 Jun 09.00 |                 | ketua: besok
        18 Jun 09.00 | enable staf     | ketua staf: hari ini
        19 Jun 06.00 | disable ketua   |
        19 Jun 09.00 |                 | staf: lewat sejak kemarin
    """,
    "someone who knows is left alone until it is due, and the others are not": """
        15 Jun 09.00 | plan 18 Jun     | ketua staf: 3 hari lagi
        15 Jun 10.00 | ketua knows     |
        17 Jun 09.00 |                 | staf: besok
        18 Jun 09.00 |                 | ketua staf: hari ini
        19 Jun 09.00 |                 | ketua staf: lewat sejak kemarin
        20 Jun 10.00 | pimpinan knows  |
        21 Jun 09.00 |                 |
        21 Jun 10.00 | plan 22 Jun     | ketua staf: besok
        22 Jun 09.00 |                 | ketua staf: hari ini
    """,
    "a paused channel": """
        15 Jun 09.00 | plan 18 Jun     | ketua staf: 3 hari lagi
        16 Jun 09.00 | staf pauses     |
        17 Jun 09.00 |                 | ketua: besok
        18 Jun 06.00 | staf resumes    |
        18 Jun 09.00 |                 | ketua staf: hari ini
    """,
}


class Story:
    """A council, its scheduler and its mail, on a clock that is set by each row."""

    def __init__(self, house: House, clock: FixedClock, mailbox: Mailbox) -> None:
        self.house, self.clock, self.mailbox = house, clock, mailbox
        self.meeting_id = 0
        with house.tracker.transaction() as session:
            for name in ("staf", "ketua", "pimpinan"):
                channels.add_email(session, house[name].id)

    def row(self, moment: str, happens: str) -> dict[str, set[str]]:
        """Let this happen at this moment; return who got what."""
        self.clock.at = _moment(moment)
        self.house.now = self.clock.at
        self.mailbox.deliveries.clear()
        acts = [act.strip() for act in happens.split(";") if act.strip()]
        for act in acts:
            self._act(act)
        if "down" not in acts:
            scheduler.tick(self.house.tracker)
        got: defaultdict[str, set[str]] = defaultdict(set)
        for delivery in self.mailbox.deliveries:
            for label in _labels(delivery):
                got[label].add(delivery.recipients[0].partition("@")[0])
        return dict(got)

    def _act(self, act: str) -> None:
        match act.split():
            case ["plan", day, month]:
                self._plan(_day(day, month))
            case ["meet", day, month]:
                self._meet(_day(day, month))
            case ["cancel", "meeting"]:
                self._change(status="dibatalkan")
            case ["approve"]:
                self._approve()
            case ["day", "off", day, month]:
                self._day_off(_day(day, month))
            case ["disable" | "enable" as verb, name]:
                with self.house.tracker.transaction() as session:
                    person = self.house[name].id
                    accounts.set_disabled(session, person, disabled=verb == "disable", now=self.clock.at)
            case [name, "knows"]:
                self._know(name)
            case [name, "pauses" | "resumes" as verb]:
                self._switch(name, on=verb == "resumes")
            case ["down"]:
                pass
            case _:
                raise ValueError(act)

    def _plan(self, end: date) -> None:
        plan = stages.Plan("rapat-pansus", date(2023, 6, 1), end)
        command = stages.PlanSchedule(SPBE, self.house.revision(), (plan,), "Alasan")
        now, today = self.clock.at, self.house.tracker.today()
        with self.house.tracker.transaction() as session:
            stages.plan(session, self.house["staf"], command, now=now, today=today)

    def _meet(self, on: date) -> None:
        starts_at = datetime.combine(on, time(10), tzinfo=WIB).astimezone(UTC)
        if self.meeting_id:
            self._change(starts_at=starts_at)
        else:
            self.meeting_id = self.house.meet(starts_at=starts_at)

    def _change(self, **changes: object) -> None:
        row = self.house.meeting(self.meeting_id)
        details = replace(MEETING, **{"starts_at": row.starts_at} | changes)  # type: ignore[arg-type]
        with self.house.tracker.transaction() as session:
            meetings.change(
                session,
                self.house["staf"],
                SPBE,
                row.id,
                details,
                seen_revision=row.revision,
                now=self.clock.at,
            )

    def _approve(self) -> None:
        for stage in ("finalisasi", "harmonisasi-provinsi", "rapat-paripurna"):
            self.house.do((stage, "mulai"), (stage, "selesaikan"))

    def _day_off(self, on: date) -> None:
        with self.house.tracker.transaction() as session:
            added = AddHoliday(on, "Libur daerah", "lokal", "SE Bupati", "tetap")
            calendars.add(session, self.house["admin"], added, now=self.clock.at)

    def _know(self, name: str) -> None:
        now, today = self.clock.at, self.house.tracker.today()
        with self.house.tracker.transaction() as session:
            for deadline_id in session.scalars(select(Deadline.id).where(Deadline.status == "terbuka")):
                notices.acknowledge_deadline(session, self.house[name], deadline_id, now=now, today=today)

    def _switch(self, name: str, *, on: bool) -> None:
        with self.house.tracker.transaction() as session:
            for line in channels.mine(session, self.house[name]):
                channels.switch(session, self.house[name], line.id, on=on, now=self.clock.at)


@pytest.fixture
def story(sqlite_tracker: Tracker, clock: FixedClock, smtp_server: Mailbox) -> Story:
    clock.at = _moment("01 Jun 09.00")
    house = House(replace(sqlite_tracker, mailer=SmtpMailer(smtp_server.host, smtp_server.port)))
    house.enter()
    return Story(house, clock, smtp_server)


@pytest.mark.parametrize("table", STORIES.values(), ids=STORIES)
def test_who_got_what(story: Story, table: str) -> None:
    told, wanted = [], []
    for line in table.strip().splitlines():
        moment, happens, cell = (part.strip() for part in line.split("|"))
        told.append((moment, story.row(moment, happens)))
        wanted.append((moment, _cell(cell)))
    assert told == wanted


def test_an_invitation_a_change_and_an_end_follow_each_other_in_a_calendar(story: Story) -> None:
    got = []
    for happens in ("meet 20 Jun", "meet 21 Jun", "cancel meeting"):
        story.row("15 Jun 09.00", happens)
        (delivery,) = [each for each in story.mailbox.deliveries if "staf@example.test" in each.recipients]
        got.append(_appointment(delivery))
    (uid,) = {one[0] for one in got}
    assert uid.startswith("rapat-")
    assert [one[1:] for one in got] == [
        ("REQUEST", 0, "CONFIRMED", "20 Jun 10.00", "staf@example.test"),
        ("REQUEST", 1, "CONFIRMED", "21 Jun 10.00", "staf@example.test"),
        ("CANCEL", 2, "CANCELLED", "21 Jun 10.00", "staf@example.test"),
    ]


def test_who_hears_that_a_date_moved_hears_why(story: Story) -> None:
    story.row("15 Jun 09.00", "approve")
    story.row("15 Jun 15.00", "day off 19 Jun")
    (delivery,) = [each for each in story.mailbox.deliveries if "staf@example.test" in each.recipients]
    text = delivery.text.replace("\r\n", "\n")
    assert re.search(r"Kini paling lambat .*, sebelumnya .*\n  Sebab: kalender hari kerja berubah \(", text)


def test_a_change_that_an_invitation_does_not_tell_of_is_no_news(story: Story) -> None:
    story.row("15 Jun 09.00", "meet 20 Jun")
    story._change(is_public=True, invitees="Semua anggota")
    assert story.row("15 Jun 09.01", "") == {}


def test_an_invitation_not_sent_yet_is_sent_as_the_meeting_stands_by_then(story: Story) -> None:
    story.row("15 Jun 09.00", "meet 20 Jun; down")
    story._change(is_public=True)
    assert story.row("15 Jun 10.00", "meet 21 Jun") == {"Undangan": {"ketua", "staf"}}


def test_a_meeting_of_the_past_invites_nobody(story: Story) -> None:
    assert story.row("22 Jun 09.00", "meet 20 Jun") == {"2 hari lalu": {"ketua", "staf"}}


def _appointment(delivery: Delivery) -> tuple[str, str, int, str, str, str]:
    (part,) = (each for each in delivery.message.iter_attachments() if each.get_filename() == "rapat.ics")
    found: Any = Calendar.from_ical(part.get_content())
    (event,) = found.walk("VEVENT")
    return (
        str(event["UID"]),
        str(found["METHOD"]),
        int(event["SEQUENCE"]),
        str(event["STATUS"]),
        f"{event['DTSTART'].dt.astimezone(WIB):%d Jun %H.%M}",
        str(event["ATTENDEE"]).removeprefix("mailto:"),
    )


def _cell(cell: str) -> dict[str, set[str]]:
    parts = [part.partition(":") for part in cell.split(";") if part.strip()]
    return {label.strip(): set(names.split()) for names, _, label in parts}


def _labels(delivery: Delivery) -> set[str]:
    """How far off what is reminded of is, or the heading of what is news."""
    subject = str(delivery.message["Subject"])
    if " pengingat: " not in subject:
        return {subject.partition(":")[0]}
    return set(re.findall(r"^\* .*: (.+?)\r?$", delivery.text, re.M))


def _moment(text: str) -> datetime:
    day, month, clock = text.split()
    at = time.fromisoformat(clock.replace(".", ":"))
    return datetime.combine(_day(day, month), at, tzinfo=WIB).astimezone(UTC)


def _day(day: str, month: str) -> date:
    return date(2023, {"Jun": 6, "Jul": 7}[month], int(day))
