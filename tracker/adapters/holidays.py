"""Indonesian days off from the `holidays` package, as rows of our calendar."""

import re
from collections.abc import Iterable
from datetime import date

from holidays import GOVERNMENT, PUBLIC, country_holidays

from tracker.domain.law.workdays import DayKind, DayOff

# The joint decree (SKB 3 Menteri) that sets a year's days off.
_DECREES: dict[int, str] = {
    2023: "SKB 1066/3/3 Tahun 2022",
    2026: "SKB 1497/2/5 Tahun 2025",
}
# Days that an amending decree of the same year put there; "" where its number is not known to us.
_AMENDED: dict[date, str] = {
    date(2023, 4, 19): "",
    date(2023, 4, 20): "",
    date(2023, 6, 28): "SKB 624/2/2 Tahun 2023",
    date(2023, 6, 30): "SKB 624/2/2 Tahun 2023",
}
_ESTIMATE = re.compile(r"\s*\((?:[^()]*,\s*)?perkiraan\)")


def rows_for(years: Iterable[int]) -> tuple[DayOff, ...]:
    """Return each day off of these years once, in order of date; a national holiday outranks cuti bersama.

    A year whose decree is not in the package has no "cuti-bersama" row, and is provisional to WorkCalendar.
    """
    wanted = sorted(set(years))
    found = {row.on: row for row in _rows(wanted, GOVERNMENT, "cuti-bersama")}
    found |= {row.on: row for row in _rows(wanted, PUBLIC, "libur-nasional")}
    return tuple(found[on] for on in sorted(found))


def _rows(years: list[int], category: str, kind: DayKind) -> list[DayOff]:
    # The language is given because names otherwise follow the locale of the machine.
    days = country_holidays("ID", years=years, categories=(category,), language="id", expand=False)
    return [_row(on, name, kind) for on, name in days.items()]


def _row(on: date, name: str, kind: DayKind) -> DayOff:
    plain = _ESTIMATE.sub("", name)
    source = _AMENDED.get(on, _DECREES.get(on.year, ""))
    return DayOff(on, plain, kind, source, "tetap" if plain == name else "perkiraan")
