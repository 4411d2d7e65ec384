"""The paragraphs of a body with where they stand, and the places where old ones go back into the new file."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from tracker.adapters.redlining import redline_pieces
from tracker.adapters.redlining.redline_pairing import EMPTY_CELL
from tracker.adapters.word.docx_package import W

_THROUGH = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "smartTag"))
_HOLDERS = frozenset(W + name for name in ("body", "sdtContent", "tc", "footnote", "endnote", "txbxContent"))


@dataclass(slots=True, eq=False)
class Block:
    """A paragraph, its text, and the table and row it stands in (the outermost ones), if any."""

    paragraph: etree._Element
    text: str
    table: etree._Element | None = None
    row: etree._Element | None = None

    @property
    def line(self) -> str:
        """The text for pairing: an empty cell is not an empty line."""
        return self.text if self.text.strip() or self.table is None else EMPTY_CELL

    @property
    def holder(self) -> etree._Element | None:
        """What the paragraph stands in: a body, a cell, a content control."""
        return self.paragraph.getparent()


def blocks(
    parent: etree._Element, table: etree._Element | None = None, row: etree._Element | None = None
) -> Iterator[Block]:
    """All paragraphs below a body, cell or note, in order, without those of text boxes."""
    for child in parent:
        if child.tag == W + "p":
            yield Block(child, redline_pieces.plain(child), table, row)
        elif child.tag == W + "tbl":
            for one in _through(child, "tr"):
                for cell in _through(one, "tc"):
                    yield from blocks(cell, child if table is None else table, one if row is None else row)
        elif child.tag in _THROUGH:
            yield from blocks(child, table, row)


def _through(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == W + name:
            yield child
        elif child.tag in _THROUGH:
            yield from _through(child, name)


def cells(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row, also those inside content controls."""
    return _through(row, "tc")


def between(
    before: etree._Element | None, after: etree._Element | None
) -> tuple[etree._Element, bool] | None:
    """A neighbour for something that stands after one element and before another: (element, put it after?).

    None where only a cell of the table both stand in would do.
    """
    if before is None or after is None:
        lone = before if before is not None else after
        return None if lone is None else (_outermost(lone), before is not None)
    above = [after, *after.iterancestors()]
    step = before
    for parent in before.iterancestors():
        if parent in above:
            return (step, True) if parent.tag in _HOLDERS else None
        step = parent
    return None


def _outermost(element: etree._Element) -> etree._Element:
    for parent in element.iterancestors():
        if parent.tag in (W + "body", W + "footnote", W + "endnote", W + "txbxContent"):
            return element
        element = parent
    return element
