"""The days off around the worked dates of the tests, as the decrees stood in the end."""

from datetime import date

from tracker.domain.law.workdays import DayKind, DayOff, DayStatus, WorkCalendar


def off(
    on: str, kind: DayKind = "libur-nasional", name: str = "Libur", status: DayStatus = "tetap"
) -> DayOff:
    return DayOff(date.fromisoformat(on), name, kind, "", status)


def _days(kind: DayKind, name: str, *days: str) -> list[DayOff]:
    return [off(day, kind, name) for day in days]


CALENDAR = WorkCalendar.of(
    [
        # 2023: Idul Fitri as moved by the amendment of the decree, Iduladha as added to by it.
        *_days("cuti-bersama", "Cuti Bersama Idul Fitri", "2023-04-19", "2023-04-20", "2023-04-21"),
        *_days("libur-nasional", "Idul Fitri", "2023-04-22", "2023-04-23"),
        *_days("cuti-bersama", "Cuti Bersama Idul Fitri", "2023-04-24", "2023-04-25"),
        *_days("libur-nasional", "Hari Buruh", "2023-05-01"),
        *_days("libur-nasional", "Kenaikan Isa Almasih", "2023-05-18"),
        *_days("libur-nasional", "Hari Lahir Pancasila", "2023-06-01"),
        *_days("cuti-bersama", "Cuti Bersama Waisak", "2023-06-02"),
        *_days("cuti-bersama", "Cuti Bersama Iduladha", "2023-06-28", "2023-06-30"),
        *_days("libur-nasional", "Iduladha", "2023-06-29"),
        *_days("libur-nasional", "Tahun Baru Islam", "2023-07-19"),
        *_days("libur-nasional", "Hari Kemerdekaan", "2023-08-17"),
        # December 2024 into January 2025.
        *_days("libur-nasional", "Natal", "2024-12-25"),
        *_days("cuti-bersama", "Cuti Bersama Natal", "2024-12-26"),
        *_days("libur-nasional", "Tahun Baru", "2025-01-01"),
        *_days("libur-nasional", "Isra Mikraj", "2025-01-27"),
        *_days("cuti-bersama", "Cuti Bersama Imlek", "2025-01-28"),
        *_days("libur-nasional", "Imlek", "2025-01-29"),
        # March 2026: Nyepi and Idul Fitri in one stretch, then Good Friday.
        *_days("cuti-bersama", "Cuti Bersama Nyepi", "2026-03-18"),
        *_days("libur-nasional", "Nyepi", "2026-03-19"),
        *_days("cuti-bersama", "Cuti Bersama Idul Fitri", "2026-03-20", "2026-03-23", "2026-03-24"),
        *_days("libur-nasional", "Idul Fitri", "2026-03-21", "2026-03-22"),
        *_days("libur-nasional", "Wafat Yesus Kristus", "2026-04-03"),
        *_days("libur-nasional", "Hari Buruh", "2026-05-01"),
        # 2027 has national days off only: its decree is not out.
        *_days("libur-nasional", "Tahun Baru", "2027-01-01"),
    ]
)
