"""Turns automatic numbering into the marker Word shows, through styles, levels, restarts and overrides."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, NamedTuple

from lxml import etree

from tracker.adapters.word.docx_package import W, is_on, number, value
from tracker.adapters.word.docx_styles import Styles

_LEVELS: Final = 9
_PLACE: Final = re.compile(r"%([1-9])")
_BULLET: Final = "•"
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its start, how it counts, what it shows, and after which level it restarts."""

    start: int = 1
    counts_in: str = "decimal"
    shows: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    """An abstract numbering: its levels and how far it has counted (shared by all numbers made from it)."""

    levels: dict[int, Level] = field(default_factory=dict)
    link: str | None = None
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Number:
    """A numbering instance: a list with levels of its own and starts that apply at its first use."""

    list_id: str
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    pending: set[int] = field(default_factory=set)


class Definitions:
    """The lists and numbers that a file defines, by their ids; most of them no paragraph ever stands in."""

    def __init__(self, root: etree._Element | None) -> None:
        self.lists: dict[str, etree._Element] = {}
        self.numbers: dict[str, etree._Element] = {}
        for element in root if root is not None else ():
            if element.tag == W + "abstractNum":
                self.lists[value(element, "abstractNumId") or ""] = element
            elif element.tag == W + "num":
                self.numbers[value(element, "numId") or ""] = element


class Counting:
    """Counts through one story as it stands and, from the first struck paragraph on, also without those."""

    def __init__(self, definitions: Definitions, styles: Styles) -> None:
        self.standing = Numbering(definitions, styles)
        self._clean: Numbering | None = None

    def markers(
        self, number_id: str | None, at: int | None, style: str | None, *, struck: bool
    ) -> tuple[str, str | None]:
        """What Word shows before this paragraph, and would without the struck ones; None if the same."""
        if struck and self._clean is None:
            self._clean = self.standing.copied()
        marker = self.standing.marker(number_id, at, style)
        if struck or self._clean is None:
            return marker, None
        clean = self._clean.marker(number_id, at, style)
        return marker, None if clean == marker else clean


class _Count(NamedTuple):
    """A count in what a level shows: of which level, from where, how it is written, the words behind it."""

    at: int
    start: int
    write: Callable[[int], str]
    words: str


class _Place(NamedTuple):
    """One level of one numbering instance, as the paragraphs that stand in it need it."""

    instance: _Number
    source: _List
    at: int
    start: int
    above: tuple[tuple[int, int], ...]
    restarts: frozenset[int]
    opens: str
    shows: tuple[_Count, ...]


class Numbering:
    """Counts through one story of a document; ask for markers in reading order."""

    def __init__(self, definitions: Definitions, styles: Styles) -> None:
        self._definitions = definitions
        self._styles = styles
        # What is defined is read when a paragraph first stands in it.
        self._lists: dict[str, _List] = {}
        self._numbers: dict[str, _Number] = {}
        self._places: dict[tuple[str | None, int | None, str | None], _Place | None] = {}
        self.unknown_formats: dict[str, int] = {}

    def _list(self, list_id: str) -> _List | None:
        if list_id not in self._lists and list_id in self._definitions.lists:
            self._lists[list_id] = _read_list(self._definitions.lists[list_id])
        return self._lists.get(list_id)

    def _number(self, number_id: str) -> _Number | None:
        if number_id not in self._numbers and number_id in self._definitions.numbers:
            self._numbers[number_id] = _read_number(self._definitions.numbers[number_id])
        return self._numbers.get(number_id)

    def copied(self) -> "Numbering":
        """Another one that counts on from here by itself."""
        made = Numbering(self._definitions, self._styles)
        made._lists = {key: replace(one, counts=dict(one.counts)) for key, one in self._lists.items()}
        made._numbers = {key: replace(one, pending=set(one.pending)) for key, one in self._numbers.items()}
        return made

    def marker(self, number_id: str | None, at: int | None, style: str | None) -> str:
        """What Word shows before a paragraph of this number, level and style; empty if nothing. Counts it."""
        asked = number_id, at, style
        if asked not in self._places:
            self._places[asked] = self._place(number_id, at, style)
        place = self._places[asked]
        return _counted(place) if place is not None else ""

    def _place(self, number_id: str | None, at: int | None, style: str | None) -> _Place | None:
        inherited, inherited_level = self._styles.numbering(style)
        from_style = number_id is None
        number_id = number_id if number_id is not None else inherited
        instance = self._number(number_id or "0")
        source = self._source(instance) if instance is not None else None
        if number_id in (None, "0") or instance is None or source is None:
            return None
        if at is None and from_style:
            at = self._level_of_style(source, style)
            at = at if at is not None else inherited_level
        at = min(max(at or 0, 0), _LEVELS - 1)
        # A level of the instance replaces that of the list.
        levels = {**source.levels, **instance.levels}
        if at not in levels:
            return None
        starts = {known: level.start for known, level in levels.items()} | instance.starts
        above = tuple((known, start) for known, start in starts.items() if known < at)
        restarts = frozenset(_restarts(levels, at))
        return _Place(instance, source, at, starts[at], above, restarts, *self._shows(levels, starts, at))

    def _level_of_style(self, source: _List, style: str | None) -> int | None:
        names = self._styles.ancestry(style)
        return next((at for at, level in source.levels.items() if level.style and level.style in names), None)

    def _source(self, instance: _Number) -> _List | None:
        seen: set[str] = set()
        source = self._list(instance.list_id)
        while source is not None and source.link and not source.levels:
            if source.link in seen:
                return None
            seen.add(source.link)
            linked = self._number(self._styles.numbering(source.link)[0] or "")
            source = self._list(linked.list_id) if linked else None
        return source

    def _shows(
        self, levels: Mapping[int, Level], starts: Mapping[int, int], at: int
    ) -> tuple[str, tuple[_Count, ...]]:
        """What a level shows: its first words, then its own count and those of the levels above it."""
        level = levels[at]
        if level.counts_in == "bullet":
            return _bullet(level.shows), ()
        opens, *places = _PLACE.split(level.shows)
        shows: list[_Count] = []
        for place, words in zip(places[::2], places[1::2], strict=True):
            wanted, counts_in = int(place) - 1, "none"
            if wanted <= at and wanted in levels:
                counts_in = "decimal" if level.legal else levels[wanted].counts_in
            write = _FORMATS.get(counts_in) or partial(self._write_unknown, counts_in)
            shows.append(_Count(wanted, starts.get(wanted, 0), write, words))
        return opens, tuple(shows)

    def _write_unknown(self, counts_in: str, count: int) -> str:
        self.unknown_formats[counts_in] = self.unknown_formats.get(counts_in, 0) + 1
        return str(count)


def _counted(place: _Place) -> str:
    """Count one more paragraph that stands here; what is shown before it."""
    at, counts, pending = place.at, place.source.counts, place.instance.pending
    if at in pending:
        pending.discard(at)
        counts[at] = place.start
    elif at in counts:
        counts[at] += 1
    else:
        counts[at] = place.start
    # A level that was passed over counts as begun: after a first "a." comes (2) (Microsoft KB Q110380).
    for above, start in place.above:
        counts.setdefault(above, start)
    for deeper in [known for known in counts if known in place.restarts]:
        del counts[deeper]
    shown = place.opens
    for level, start, write, words in place.shows:
        shown += write(counts.get(level, start)) + words
    return shown.strip()


def _restarts(levels: Mapping[int, Level], at: int) -> Iterator[int]:
    """The deeper levels that begin again after a number of this one."""
    for deeper in range(at + 1, _LEVELS):
        level = levels.get(deeper)
        after = deeper if level is None or level.restart is None else level.restart
        if at < after:
            yield deeper


def _read_list(element: etree._Element) -> _List:
    found = _List(link=value(element.find(W + "numStyleLink")))
    for child in element.findall(W + "lvl"):
        found.levels[number(child, "ilvl") or 0] = _read_level(child)
    return found


def _read_number(element: etree._Element) -> _Number:
    found = _Number(list_id=value(element.find(W + "abstractNumId")) or "")
    for override in element.findall(W + "lvlOverride"):
        at = number(override, "ilvl") or 0
        level = override.find(W + "lvl")
        if level is not None:
            found.levels[at] = _read_level(level)
        start = number(override.find(W + "startOverride"))
        if start is not None:
            found.starts[at] = start
            found.pending.add(at)
    return found


def _read_level(element: etree._Element) -> Level:
    # A custom format stands in an mc:AlternateContent; the last numFmt is the fallback all understand.
    formats = [value(found) for found in element.iter(W + "numFmt")]
    start = number(element.find(W + "start"))
    return Level(
        start=start if start is not None else 0,
        counts_in=(formats[-1] if formats else None) or "decimal",
        shows=value(element.find(W + "lvlText")) or "",
        restart=number(element.find(W + "lvlRestart")),
        legal=bool(is_on(element.find(W + "isLgl"))),
        style=value(element.find(W + "pStyle")),
    )


def _bullet(shows: str) -> str:
    """A bullet as one readable sign: symbol fonts put theirs where no letter is."""
    sign = shows.strip()
    return sign if sign and all(ord(letter) < 0xE000 or ord(letter) > 0xF8FF for letter in sign) else _BULLET


def _letters(count: int) -> str:
    """a to z, then aa, bb, ...: Word repeats the letter (ECMA-376 Part 1, 17.18.59)."""
    return chr(97 + (count - 1) % 26) * min((count - 1) // 26 + 1, 99) if count > 0 else ""


def _roman(count: int) -> str:
    if not 0 < count < 10_000:
        return str(count)
    written = ""
    for worth, sign in _ROMAN:
        times, count = divmod(count, worth)
        written += sign * times
    return written


_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "ordinal": lambda count: f"{count}.",
    "numberInDash": lambda count: f"- {count} -",
    "none": lambda _count: "",
}
