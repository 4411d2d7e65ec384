"""The text of one paragraph while it is read: its pieces, its marks and what hangs on it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from tracker.adapters.docx_package import W, is_on, value
from tracker.adapters.docx_styles import Styles
from tracker.domain.legaltext import Mark, MarkKind, Problem, excerpt

_BLACK: Final = ("auto", "", "windowtext", "text1", "dark1")
_STRIKES: Final = (W + "strike", W + "dstrike")
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


def hand_marks(properties: etree._Element | None, styles: Styles) -> tuple[MarkKind, ...]:
    """The marks a run carries: struck (also through its style), highlighted or shaded, coloured."""
    if properties is None:
        return ()
    kinds: list[MarkKind] = []
    strike: bool | None = None
    for element in properties:
        if element.tag in _STRIKES:
            strike = strike or is_on(element)
        elif kind := _paint(element):
            kinds.append(kind)
    if strike is None:
        strike = styles.struck(value(properties.find(W + "rStyle")))
    if strike:
        kinds.append("struck")
    return tuple(dict.fromkeys(kinds))


def _paint(element: etree._Element) -> MarkKind | None:
    if element.tag == W + "highlight":
        return "highlighted" if (value(element) or "").lower() not in _WHITE else None
    if element.tag == W + "shd":
        return "highlighted" if (value(element, "fill") or "").lower() not in _WHITE else None
    return "coloured" if element.tag == W + "color" and _is_coloured(value(element) or "") else None


def is_paint(element: etree._Element) -> bool:
    """Whether an element of run properties highlights, shades or colours by hand."""
    return _paint(element) is not None


def is_hidden(properties: etree._Element | None, styles: Styles) -> bool:
    """Whether Word does not show a run: hidden itself or through its character style."""
    if properties is None:
        return False
    said = is_on(properties.find(W + "vanish"))
    return said if said is not None else styles.hidden(value(properties.find(W + "rStyle")))


def _is_coloured(colour: str) -> bool:
    """Whether text of this colour stands out: black and greys are how text simply looks."""
    if colour.lower() in _BLACK or len(colour) != 6:
        return False
    try:
        red, green, blue = bytes.fromhex(colour)
    except ValueError:
        return False
    return max(red, green, blue) - min(red, green, blue) > 60
