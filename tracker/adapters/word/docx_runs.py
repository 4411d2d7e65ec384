"""The text of one paragraph while it is read: its pieces, its marks and what hangs on it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from lxml import etree

from tracker.adapters.word.docx_package import W, is_on, number, value
from tracker.adapters.word.docx_styles import Styles
from tracker.domain.drafts.legaltext import Mark, MarkKind, Problem, excerpt

_BLACK: Final = ("auto", "", "windowtext", "text1", "dark1")
_STRIKES: Final = (W + "strike", W + "dstrike")
_SHADE: Final = W + "shd"
_COLOUR: Final = W + "color"
_PAINTS: Final = (W + "highlight", _SHADE, _COLOUR)
_VANISH: Final = W + "vanish"
_STYLE: Final = W + "rStyle"
_LOOKS: Final = frozenset((*_STRIKES, *_PAINTS, _VANISH, _STYLE))
_P_STYLE: Final = W + "pStyle"
_R_PROPERTIES: Final = W + "rPr"
_GONE: Final = (W + "del", W + "moveFrom")
_NUMBERED: Final = W + "numPr"
_NUMBER_ID: Final = W + "numId"
_LEVEL: Final = W + "ilvl"
_SECTION: Final = W + "sectPr"
_RUN: Final = W + "r"
_WHITE: Final = ("auto", "", "ffffff", "white", "none", "clear", "nil")


class Findings:
    """What a person should know of, by slug: how often, where first, what it says."""

    def __init__(self) -> None:
        self._found: dict[str, Problem] = {}

    def note(self, slug: str, position: int = 0, text: str | Callable[[], str] = "", count: int = 1) -> None:
        """Record one more occurrence; the first one keeps its place and the first text is shown.

        A text that is costly to gather is given as a function, called only while none is known.
        """
        known = self._found.get(slug) or Problem(slug, 0)
        shown = known.excerpt or excerpt(text if isinstance(text, str) else text())
        self._found[slug] = Problem(slug, known.count + count, known.position or position, shown)

    def problems(self) -> tuple[Problem, ...]:
        """All findings, in the order of their first occurrence."""
        return tuple(self._found.values())


@dataclass(slots=True)
class Line:
    """The text of a paragraph as it grows; boxes and notes wait until the paragraph is written down.

    A note is its kind, its id, and whether its reference is struck through.
    """

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str, bool]] = field(default_factory=list)

    def add(self, text: str, kinds: tuple[MarkKind, ...] = ()) -> None:
        """Append text that carries these marks."""
        if not text:
            return
        end = self.length + len(text)
        for kind in kinds:
            self._mark(kind, end)
        self.pieces.append(text)
        self.length = end

    def _mark(self, kind: MarkKind, end: int) -> None:
        for at in range(len(self.marks) - 1, max(-1, len(self.marks) - 4), -1):
            if self.marks[at].kind == kind and self.marks[at].end == self.length:
                self.marks[at] = Mark(kind, self.marks[at].start, end)
                return
        self.marks.append(Mark(kind, self.length, end))

    @property
    def text(self) -> str:
        """All text so far."""
        return "".join(self.pieces)


class Properties(NamedTuple):
    """What a paragraph says of itself: style, number, and whether its end was deleted or moved away."""

    style: str | None = None
    number_id: str | None = None
    level: int | None = None
    end_is_gone: bool = False


def read_properties(element: etree._Element) -> Properties:
    """The properties of a paragraph; what a damaged file says twice counts as it says it first."""
    style = numbered = end = None
    is_section_break = False
    for child in element:
        tag = child.tag
        if tag == _P_STYLE:
            style = child if style is None else style
        elif tag == _NUMBERED:
            numbered = child if numbered is None else numbered
        elif tag == _R_PROPERTIES:
            end = child if end is None else end
        elif tag == _SECTION:
            is_section_break = _stands_alone(element)
    number_id, level = _read_number(numbered) if numbered is not None else (None, None)
    if is_section_break and number_id is not None:
        # A mere section break has no number, as in LibreOffice (tdf#97417); one that its style gives stays.
        number_id = "0"
    end_is_gone = end is not None and any(one.tag in _GONE for one in end)
    return Properties(value(style), number_id, level, end_is_gone)


def _stands_alone(properties: etree._Element) -> bool:
    """Whether a paragraph has no run beside its properties."""
    paragraph = properties.getparent()
    return paragraph is not None and next(paragraph.iter(_RUN), None) is None


def _read_number(element: etree._Element) -> tuple[str | None, int | None]:
    number_id = level = None
    for child in element:
        tag = child.tag
        if tag == _NUMBER_ID:
            number_id = child if number_id is None else number_id
        elif tag == _LEVEL:
            level = child if level is None else level
    return value(number_id), number(level)


class Look(NamedTuple):
    """How Word shows a run: whether at all, and with which marks made by hand."""

    hidden: bool
    marks: tuple[MarkKind, ...]


_PLAIN: Final = Look(hidden=False, marks=())


def look(properties: etree._Element, styles: Styles) -> Look:
    """The look that a run's properties give it, themselves or through its character style."""
    said = [element for element in properties if element.tag in _LOOKS]
    return _look(said, styles) if said else _PLAIN


def _look(said: Iterable[etree._Element], styles: Styles) -> Look:
    kinds: list[MarkKind] = []
    strike: bool | None = None
    hidden: bool | None = None
    style: etree._Element | None = None
    for element in said:
        tag = element.tag
        if tag in _STRIKES:
            strike = strike or is_on(element)
        elif tag in _PAINTS:
            if kind := _paint(element):
                kinds.append(kind)
        elif tag == _VANISH:
            hidden = is_on(element) if hidden is None else hidden
        elif tag == _STYLE:
            style = element if style is None else style
    named = value(style)
    if styles.struck(named) if strike is None else strike:
        kinds.append("struck")
    return Look(styles.hidden(named) if hidden is None else hidden, tuple(dict.fromkeys(kinds)))


def _paint(element: etree._Element) -> MarkKind | None:
    if element.tag == _COLOUR:
        return "coloured" if _is_coloured(value(element) or "") else None
    paint = value(element, "fill" if element.tag == _SHADE else "val") or ""
    return "highlighted" if paint.lower() not in _WHITE else None


def is_paint(element: etree._Element) -> bool:
    """Whether an element of run properties highlights, shades or colours by hand."""
    return element.tag in _PAINTS and _paint(element) is not None


def _is_coloured(colour: str) -> bool:
    """Whether text of this colour stands out: black and greys are how text simply looks."""
    if colour.lower() in _BLACK or len(colour) != 6:
        return False
    try:
        red, green, blue = bytes.fromhex(colour)
    except ValueError:
        return False
    return max(red, green, blue) - min(red, green, blue) > 60
