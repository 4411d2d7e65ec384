"""Turns automatic numbering into the marker Word shows, through styles, levels, restarts and overrides."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from tracker.adapters.docx_package import W, is_on, number, value
from tracker.adapters.docx_styles import Styles

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


class Counting:
    """Counts through one story as it stands and, from the first struck paragraph on, also without those."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self.standing = Numbering(root, styles)
        self._clean: Numbering | None = None

    def markers(
        self, properties: etree._Element | None, style: str | None, *, struck: bool
    ) -> tuple[str, str | None]:
        """What Word shows before this paragraph, and would without the struck ones; None if the same."""
        if struck and self._clean is None:
            self._clean = self.standing.copied()
        marker = self.standing.marker(properties, style)
        if struck or self._clean is None:
            return marker, None
        clean = self._clean.marker(properties, style)
        return marker, None if clean == marker else clean


class Numbering:
    """Counts through one story of a document; ask for markers in reading order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._numbers: dict[str, _Number] = {}
        self.unknown_formats: dict[str, int] = {}
        for element in root if root is not None else ():
            if element.tag == W + "abstractNum":
                self._lists[value(element, "abstractNumId") or ""] = _read_list(element)
            elif element.tag == W + "num":
                self._numbers[value(element, "numId") or ""] = _read_number(element)

    def copied(self) -> "Numbering":
        """Another one that counts on from here by itself."""
        made = Numbering(None, self._styles)
        made._lists = {key: replace(one, counts=dict(one.counts)) for key, one in self._lists.items()}
        made._numbers = {key: replace(one, pending=set(one.pending)) for key, one in self._numbers.items()}
        return made

    def marker(self, properties: etree._Element | None, style: str | None) -> str:
        """What Word shows before this paragraph; empty if it has no number. Counts it."""
        found = self._place(properties, style)
        if found is None:
            return ""
        instance, at = found
        source = self._source(instance)
        if source is None or self._level(instance, source, at) is None:
            return ""
        self._count(instance, source, at)
        return self._shown(instance, source, at)

    def _place(self, properties: etree._Element | None, style: str | None) -> tuple[_Number, int] | None:
        direct = properties.find(W + "numPr") if properties is not None else None
        number_id = value(direct.find(W + "numId")) if direct is not None else None
        at = number(direct.find(W + "ilvl")) if direct is not None else None
        inherited, inherited_level = self._styles.numbering(style)
        from_style = number_id is None
        number_id = number_id if number_id is not None else inherited
        instance = self._numbers.get(number_id or "0")
        if number_id in (None, "0") or instance is None:
            return None
        if at is None:
            at = self._level_of_style(instance, style) if from_style else None
            at = at if at is not None else (inherited_level or 0 if from_style else 0)
        return instance, min(max(at, 0), _LEVELS - 1)

    def _level_of_style(self, instance: _Number, style: str | None) -> int | None:
        source = self._source(instance)
        names = self._styles.ancestry(style)
        for at, level in (source.levels if source else {}).items():
            if level.style and level.style in names:
                return at
        return None

    def _source(self, instance: _Number) -> _List | None:
        seen: set[str] = set()
        source = self._lists.get(instance.list_id)
        while source is not None and source.link and not source.levels:
            if source.link in seen:
                return None
            seen.add(source.link)
            linked = self._numbers.get(self._styles.numbering(source.link)[0] or "")
            source = self._lists.get(linked.list_id) if linked else None
        return source

    @staticmethod
    def _level(instance: _Number, source: _List, at: int) -> Level | None:
        return instance.levels.get(at) or source.levels.get(at)

    def _start(self, instance: _Number, source: _List, at: int) -> int:
        level = self._level(instance, source, at)
        return instance.starts.get(at, level.start if level else 1)

    def _count(self, instance: _Number, source: _List, at: int) -> None:
        if at in instance.pending:
            instance.pending.discard(at)
            source.counts[at] = instance.starts[at]
        elif at in source.counts:
            source.counts[at] += 1
        else:
            source.counts[at] = self._start(instance, source, at)
        for deeper in [known for known in source.counts if known > at]:
            level = self._level(instance, source, deeper)
            after = deeper if level is None or level.restart is None else level.restart
            if at < after:
                del source.counts[deeper]

    def _shown(self, instance: _Number, source: _List, at: int) -> str:
        level = self._level(instance, source, at)
        if level is None or level.counts_in == "bullet":
            return _bullet(level.shows) if level else ""

        def replace(place: re.Match[str]) -> str:
            wanted = int(place.group(1)) - 1
            other = self._level(instance, source, wanted)
            if other is None or wanted > at:
                return ""
            count = source.counts.get(wanted, self._start(instance, source, wanted))
            return self._written(count, "decimal" if level.legal else other.counts_in)

        return _PLACE.sub(replace, level.shows).strip()

    def _written(self, count: int, counts_in: str) -> str:
        write = _FORMATS.get(counts_in)
        if write is None:
            self.unknown_formats[counts_in] = self.unknown_formats.get(counts_in, 0) + 1
            return str(count)
        return write(count)


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
