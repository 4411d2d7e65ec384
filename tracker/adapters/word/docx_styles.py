"""The styles of a document, as far as they decide about numbers and struck text."""

from dataclasses import dataclass
from typing import Final

from lxml import etree

from tracker.adapters.word.docx_package import W, is_on, number, value

_DEEPEST: Final = 50


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str | None
    number_id: str | None
    level: int | None
    struck: bool | None
    hidden: bool | None


class Styles:
    """Answers what a style says, itself or through the styles it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self.default: str | None = None
        for element in root.findall(W + "style") if root is not None else ():
            style_id = value(element, "styleId") or ""
            self._styles[style_id] = _read_style(element)
            if value(element, "type") == "paragraph" and value(element, "default") in ("1", "true", "on"):
                self.default = style_id
        self._ancestries: dict[str | None, tuple[str, ...]] = {}

    def ancestry(self, style_id: str | None) -> tuple[str, ...]:
        """The style and those it is based on, nearest first; a circle in a damaged file ends the walk."""
        known = self._ancestries.get(style_id)
        if known is None:
            found: list[str] = []
            current = style_id or self.default
            while current in self._styles and current not in found and len(found) < _DEEPEST:
                found.append(current)
                current = self._styles[current].based_on
            known = self._ancestries[style_id] = tuple(found)
        return known

    def name(self, style_id: str | None) -> str | None:
        """The name of a style; None for none and for one that is not there."""
        style = self._styles.get(style_id or "")
        return style.name if style else None

    def numbering(self, style_id: str | None) -> tuple[str | None, int | None]:
        """The numbering instance and level a style gives its paragraphs."""
        level: int | None = None
        for ancestor in self.ancestry(style_id):
            style = self._styles[ancestor]
            level = style.level if level is None else level
            if style.number_id is not None:
                return style.number_id, level
        return None, level

    def struck(self, style_id: str | None) -> bool:
        """Whether a style strikes its text through."""
        if style_id is None:
            return False
        said = (self._styles[ancestor].struck for ancestor in self.ancestry(style_id))
        return next((found for found in said if found is not None), False)

    def hidden(self, style_id: str | None) -> bool:
        """Whether a style hides its text."""
        if style_id is None:
            return False
        said = (self._styles[ancestor].hidden for ancestor in self.ancestry(style_id))
        return next((found for found in said if found is not None), False)


def _read_style(element: etree._Element) -> _Style:
    path = f"{W}pPr/{W}numPr/"
    strike = is_on(element.find(f"{W}rPr/{W}strike"))
    return _Style(
        name=value(element.find(W + "name")) or "",
        based_on=value(element.find(W + "basedOn")),
        number_id=value(element.find(path + W + "numId")),
        level=number(element.find(path + W + "ilvl")),
        struck=strike if strike is not None else is_on(element.find(f"{W}rPr/{W}dstrike")),
        hidden=is_on(element.find(f"{W}rPr/{W}vanish")),
    )
