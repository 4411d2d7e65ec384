"""The working-day calendar as a table: filled once, corrected by an administrator, kept across starts."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.services.house import TODAY, House
from tracker.adapters import holidays
from tracker.domain.errors import InvalidValue, NotAllowed, NotFound
from tracker.domain.law.workdays import WorkCalendar
from tracker.services import calendars, reminders
from tracker.services import law as laws
from tracker.services.calendars import AddHoliday, RecordDecree, RefreshYear
from tracker.storage.models import Deadline, Holiday, JournalEntry, Notice, User

ELECTION = AddHoliday(date(2023, 6, 16), "Pilkades", "lokal", "Keputusan Bupati", "tetap")


def add(house: House, command: AddHoliday = ELECTION, by: str = "admin") -> None:
    with house.tracker.transaction() as session:
        calendars.add(session, house[by], command, now=house.now)


def remove(house: House, on: date, by: str = "admin") -> None:
    with house.tracker.transaction() as session:
        row = session.scalars(select(Holiday.id).where(Holiday.on_date == on)).first()
        calendars.remove(session, house[by], row or 0, now=house.now)


def calendar(house: House) -> WorkCalendar:
    with house.tracker.reading() as session:
        return laws.calendar(session)


def test_the_table_has_what_the_package_says_and_filling_again_adds_nothing(house: House) -> None:
    with house.tracker.transaction() as session:
        assert calendars.fill(session, range(2023, 2024)) == 0
    with house.tracker.reading() as session:
        lines = calendars.of_year(session, house["admin"], 2023)
    assert [line.day for line in lines] == sorted(holidays.rows_for(range(2023, 2024)), key=lambda d: d.on)
    assert 2023 in calendar(house).settled_years


def test_a_local_day_off_is_no_working_day_and_a_worked_day_is_one(house: House) -> None:
    add(house)
    assert not calendar(house).is_working(ELECTION.on)
    worked = AddHoliday(date(2023, 6, 30), "Masuk kerja", "hari-kerja", "Surat edaran", "tetap")
    assert not calendar(house).is_working(worked.on)
    add(house, worked)
    assert calendar(house).is_working(worked.on)


def test_the_same_day_is_not_added_twice(house: House) -> None:
    add(house)
    before = house.everything()
    with pytest.raises(InvalidValue, match="already-there"):
        add(house)
    assert house.everything() == before


def test_what_was_taken_out_stays_out_when_the_tracker_starts_again_until_it_is_refreshed(
    house: House,
) -> None:
    iduladha = date(2023, 6, 29)
    remove(house, iduladha)
    assert calendar(house).is_working(iduladha)
    with house.tracker.transaction() as session:
        calendars.fill(session, range(2023, 2025))
    assert calendar(house).is_working(iduladha)
    with house.tracker.transaction() as session:
        calendars.refresh(session, house["admin"], 2023, now=house.now)
    assert not calendar(house).is_working(iduladha)


def test_refreshing_a_year_keeps_what_the_council_added(house: House) -> None:
    add(house)
    version = calendar(house).version
    with house.tracker.transaction() as session:
        calendars.refresh(session, house["admin"], 2023, now=house.now)
    assert not calendar(house).is_working(ELECTION.on)
    assert calendar(house).version == version


def test_a_refresh_tells_its_days_beforehand_and_writes_nothing_where_nothing_differs(house: House) -> None:
    def told() -> list[list[date]]:
        with house.tracker.reading() as session:
            found = calendars.preview(session, house["admin"], RefreshYear(2023))
        return [[day.on for day in days] for days in (found.come, found.go)]

    extra = AddHoliday(date(2023, 7, 3), "Cuti Bersama", "cuti-bersama", "SKB 9/9/9 Tahun 2023", "tetap")
    add(house, extra)
    remove(house, date(2023, 6, 29))
    assert told() == [[date(2023, 6, 29)], [extra.on]]
    with house.tracker.transaction() as session:
        calendars.refresh(session, house["admin"], 2023, now=house.now)
    assert told() == [[], []]
    before = house.everything()
    with house.tracker.transaction() as session:
        calendars.refresh(session, house["admin"], 2023, now=house.now)
    assert house.everything() == before


def test_a_day_of_a_decree_needs_its_number_and_a_year_that_is_filled(house: House) -> None:
    before = house.everything()
    for year, number, reason in (
        (2023, "", "needs-decree"),
        (2040, "SKB 9/9/9 Tahun 2039", "year-not-filled"),
    ):
        with pytest.raises(InvalidValue, match=reason):
            add(house, AddHoliday(date(year, 7, 3), "Cuti Bersama", "cuti-bersama", number, "tetap"))
    assert house.everything() == before


def test_the_number_of_a_decree_settles_its_year_stays_at_a_refresh_and_can_be_corrected(
    house: House,
) -> None:
    def days(year: int) -> dict[str, set[str]]:
        with house.tracker.reading() as session:
            lines = calendars.of_year(session, house["admin"], year)
        return {
            "numbers": {line.day.source for line in lines},
            "statuses": {line.day.status for line in lines},
        }

    with house.tracker.transaction() as session:
        calendars.fill(session, range(2027, 2028))
    assert days(2027) == {"numbers": {""}, "statuses": {"tetap", "perkiraan"}}
    assert 2027 not in calendar(house).settled_years
    for number in ("SKB 1/2/4 Tahun 2026", "SKB 1/2/3 Tahun 2026"):
        with house.tracker.transaction() as session:
            command = RecordDecree(2027, number)
            calendars.record_decree(session, house["admin"], command, now=house.now)
    with house.tracker.transaction() as session:
        calendars.refresh(session, house["admin"], 2027, now=house.now)
    assert days(2027) == {"numbers": {"SKB 1/2/3 Tahun 2026"}, "statuses": {"tetap"}}
    assert 2027 in calendar(house).settled_years
    known = days(2023)["numbers"] - {""}
    with house.tracker.transaction() as session:
        command = RecordDecree(2023, "SKB 3/3/3 Tahun 2023")
        calendars.record_decree(session, house["admin"], command, now=house.now)
    assert days(2023)["numbers"] == {*known, "SKB 3/3/3 Tahun 2023"}


def test_the_journal_keeps_what_was_taken_out(house: House) -> None:
    add(house)
    remove(house, ELECTION.on)
    with house.tracker.reading() as session:
        entries = session.scalars(
            select(JournalEntry).where(JournalEntry.noun == "holiday").order_by(JournalEntry.id)
        ).all()
    assert [one.verb for one in entries] == ["add", "remove"]
    assert entries[-1].after is not None
    assert (entries[-1].after["on"], entries[-1].after["name"]) == ("2023-06-16", "Pilkades")


def test_a_day_that_is_not_there_is_not_taken_out(house: House) -> None:
    with pytest.raises(NotFound):
        remove(house, date(2023, 6, 15))


@pytest.mark.parametrize("who", ["staf", "ketua", "pimpinan"])
def test_only_the_administrator_changes_the_calendar(house: House, who: str) -> None:
    before = house.everything()
    with pytest.raises(NotAllowed):
        add(house, by=who)
    with pytest.raises(NotAllowed):
        remove(house, date(2023, 6, 29), by=who)
    with pytest.raises(NotAllowed), house.tracker.transaction() as session:
        calendars.refresh(session, house[who], 2023, now=house.now)
    with pytest.raises(NotAllowed), house.tracker.transaction() as session:
        calendars.record_decree(session, house[who], RecordDecree(2023, "SKB"), now=house.now)
    with pytest.raises(NotAllowed), house.tracker.reading() as session:
        calendars.of_year(session, house[who], 2023)
    assert house.everything() == before


def test_a_day_off_that_moves_a_statutory_date_is_told_once_to_those_concerned(house: House) -> None:
    house.enter()
    for stage in ("finalisasi", "harmonisasi-provinsi", "rapat-paripurna"):
        house.do((stage, "mulai"), (stage, "selesaikan"))
    before = house.deadlines()["penyampaian-ke-bupati"].due_on
    add(house, AddHoliday(before, "Hari Jadi Kabupaten", "lokal", "Keputusan Bupati", "tetap"))
    after = house.deadlines()["penyampaian-ke-bupati"].due_on
    assert after > before
    settings = house.tracker.settings
    for _ in range(2):
        with house.tracker.transaction() as session:
            reminders.plan(session, settings, now=house.now, today=TODAY)
    with house.tracker.reading() as session:
        told = session.execute(
            select(User.name, Notice.was_on, Notice.due_on)
            .join(User, User.id == Notice.user_id)
            .join(Deadline, Deadline.id == Notice.deadline_id)
            .where(Notice.event == "tenggat-pindah", Deadline.subject == "penyampaian-ke-bupati")
        ).all()
    assert sorted(map(tuple, told)) == [("pimpinan", before, after), ("staf", before, after)]
