"""The line-based text of a sample draft, and the Word numbering that shows the numbers written in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

MARKERS = {
    "ayat": re.compile(r"\((\d+[a-z]?)\) "),
    "huruf": re.compile(r"([a-z])\. "),
    "angka": re.compile(r"(\d+)\. "),
    "sub": re.compile(r"([a-z])\) "),
}
INSERTED = re.compile(r"\(\d+[a-z]\)$")  # an ayat put between two others: (1a)
FORMATS = {
    "ayat": ("decimal", "({})"),
    "huruf": ("lowerLetter", "{}."),
    "angka": ("decimal", "{}."),
    "sub": ("lowerLetter", "{})"),
}
CHAINS = {
    "ayat": ("ayat", "huruf", "angka", "sub"),
    "huruf": ("huruf", "angka", "sub"),
    "angka": ("angka", "huruf", "angka", "sub"),
    "sub": ("sub",),
}
SHAPES = (
    ("break", re.compile(r"(-)--$")),
    ("widths", re.compile(r"@ (.+)$")),
    ("cells", re.compile(r"\| (.+)$")),
    ("centre", re.compile(r"= (.+)$")),
    ("right", re.compile(r"> (.+)$")),
    ("row", re.compile(r"(~?(?:Menimbang|Mengingat|Menetapkan)):$")),
    ("pasal", re.compile(r"(Pasal (?:\d+[A-Z]?|[IVX]+))$")),
    ("field", re.compile(r"([^:]+ :: .+)$")),
)


class SourceError(ValueError):
    """A text that cannot be built; the message starts with its line number."""


@dataclass(frozen=True)
class Line:
    """One paragraph of a text; `marker` is an item's number as shown, `typed` that it is plain text."""

    number: int
    depth: int
    kind: str
    text: str
    marker: str = ""
    typed: bool = False


@dataclass
class OpenList:
    """A list whose next item is still awaited; `num_id` is None where the numbers are typed."""

    kind: str
    chain: str
    level: int
    num_id: int | None
    count: int = 0
    fresh: bool = True


def parse(source: str) -> Iterator[Line]:
    """Yields the paragraphs of a text; blank lines and lines starting with # are for its editors only."""
    for number, raw in enumerate(source.splitlines(), start=1):
        content = raw.strip()
        if content and not content.startswith("#"):
            yield _line(number, (len(raw) - len(raw.lstrip(" "))) // 2, content)


def _line(number: int, depth: int, content: str) -> Line:
    for kind, shape in SHAPES:
        if found := shape.match(content):
            return Line(number, depth, kind, found.group(1))
    typed = content.startswith("~")
    content = content.removeprefix("~")
    for kind, marker in MARKERS.items():
        if found := marker.match(content):
            return Line(number, depth, kind, content[found.end() :], content[: found.end() - 1], typed)
    return Line(number, depth, "plain", content)


class Numbering:
    """The numbering part, and the check that Word will show the very numbers the text carries."""

    def __init__(self, part: Any) -> None:
        self._root = part.element
        for child in list(self._root):
            self._root.remove(child)
        for abstract_id, chain in enumerate(CHAINS):
            self._root.append(parse_xml(_abstract_num(abstract_id, CHAINS[chain])))
        self._next_id = 0
        self._open: dict[int, OpenList] = {}

    def heading(self, depth: int) -> None:
        """Ends the lists at this depth and below; the outer ones go on, as in an amending Perda."""
        self._open = {at: opened for at, opened in self._open.items() if at < depth}
        for opened in self._open.values():
            opened.fresh = False

    def place(self, line: Line) -> OpenList:
        """The list this item belongs to. Raises SourceError where the number is not the next one."""
        first = FORMATS[line.kind][1].format("1" if FORMATS[line.kind][0] == "decimal" else "a")
        opened = self._open.get(line.depth)
        if line.typed and INSERTED.match(line.marker):
            return OpenList(line.kind, line.kind, 0, None)
        if line.marker == first or (opened is None and line.typed):
            opened = self._start(line)
        if opened is None or opened.kind != line.kind or (opened.num_id is None) != line.typed:
            raise SourceError(f"{line.number}: {line.marker} belongs to no open list")
        opened.count, opened.fresh = opened.count + 1, True
        self._open = {at: other for at, other in self._open.items() if at < line.depth} | {line.depth: opened}
        number = str(opened.count) if FORMATS[line.kind][0] == "decimal" else chr(96 + opened.count)
        expected = FORMATS[line.kind][1].format(number)
        if line.marker != expected:
            raise SourceError(f"{line.number}: expected {expected}, found {line.marker}")
        return opened

    def _start(self, line: Line) -> OpenList:
        if line.typed:  # an amending Perda quotes lists from their middle: "41. ..."
            start = MARKERS[line.kind].match(f"{line.marker} ")
            before = int(start.group(1)) - 1 if start and start.group(1).isdecimal() else 0
            return OpenList(line.kind, line.kind, 0, None, before)
        parent = self._open.get(line.depth - 1)
        if parent and parent.num_id is not None and parent.fresh:
            below = CHAINS[parent.chain][parent.level + 1 : parent.level + 2]
            if below == (line.kind,):
                parent.fresh = False
                return OpenList(line.kind, parent.chain, parent.level + 1, parent.num_id)
        self._next_id += 1
        abstract_id = list(CHAINS).index(line.kind)
        self._root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{self._next_id}"><w:abstractNumId w:val="{abstract_id}"/>'
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            )
        )
        return OpenList(line.kind, line.kind, 0, self._next_id)


def _abstract_num(abstract_id: int, chain: tuple[str, ...]) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{FORMATS[kind][0]}"/>'
        f'<w:lvlText w:val="{FORMATS[kind][1].format(f"%{level + 1}")}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{567 * (level + 1)}" w:hanging="567"/></w:pPr></w:lvl>'
        for level, kind in enumerate(chain)
    )
    return (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract_id}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
