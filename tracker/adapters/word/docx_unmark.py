"""Carries out the marks that people made by hand in a Word file: struck text goes, colours go off."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from tracker.adapters.redlining.redline_marks import paragraph_properties
from tracker.adapters.redlining.redline_numbering import set_numbering
from tracker.adapters.redlining.redline_settle import remove
from tracker.adapters.word.docx_inline import Inline, Kinds, Reader
from tracker.adapters.word.docx_package import W, value
from tracker.adapters.word.docx_runs import Findings, Line, is_paint
from tracker.adapters.word.docx_styles import Styles
from tracker.domain.drafts.clean import kept_characters
from tracker.domain.drafts.legaltext import is_struck

_STRIKES: Final = (W + "strike", W + "dstrike")
_DRAWN: Final = (W + "drawing", W + "pict", W + "object")
_HOLDERS: Final = (W + "hyperlink", W + "smartTag", W + "fldSimple")
_BLOCKS: Final = (W + "p", W + "tbl", W + "sdt")
_RANGES: Final = (W + "bookmarkStart", W + "bookmarkEnd", W + "permStart", W + "permEnd")
_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def unmark(root: etree._Element, styles: Styles) -> None:
    """Carry out every mark made by hand below this element, in place; tracked changes are accepted before.

    What is left says what `domain.clean.clean` makes of its reading.
    """
    inline = _Traced(styles, Findings())
    emptied: list[etree._Element] = []
    for paragraph in list(root.iter(W + "p")):
        line = _TracedLine()
        inline.read(paragraph, line, 0)
        struck = [mark for mark in line.marks if mark.kind == "struck"]
        if not struck:
            continue
        is_whole = is_struck(line.text, struck)
        _cut(line, frozenset() if is_whole else frozenset(kept_characters(line.text, struck)))
        _drop_what_is_empty(paragraph)
        if is_whole:
            emptied.append(paragraph)
    _take_out(emptied, styles)
    for properties in root.iter(W + "rPr"):
        for element in [one for one in properties if one.tag in _STRIKES or is_paint(one)]:
            properties.remove(element)


@dataclass(slots=True)
class _TracedLine(Line):
    """A line that remembers which element gave which of its characters."""

    places: list[tuple[etree._Element, int, int]] = field(default_factory=list)


class _Traced(Inline):
    """Reads as the reader does, and says from where: what is cut is what was read as struck."""

    def __init__(self, styles: Styles, findings: Findings) -> None:
        super().__init__(styles, findings)
        traced = {tag: _traced(reader) for tag, reader in self._content.items()}
        self._content |= traced
        self._around |= traced


def _traced(reader: Reader) -> Reader:
    def read(element: etree._Element, line: Line, marks: Kinds) -> None:
        before = line.length
        reader(element, line, marks)
        if line.length > before and isinstance(line, _TracedLine):
            line.places.append((element, before, line.length))

    return read


def _cut(line: _TracedLine, kept: frozenset[int]) -> None:
    """Take the characters that are not kept out of their elements; an object goes as a whole or stays."""
    text = line.text
    for element, start, end in line.places:
        left = "".join(text[at] for at in range(start, end) if at in kept)
        if not left:
            remove(element)
        elif element.tag == W + "t" and len(left) < end - start:
            element.text = left
            element.set(_XML_SPACE, "preserve")


def _drop_what_is_empty(paragraph: etree._Element) -> None:
    for run in list(paragraph.iter(W + "r")):
        if all(child.tag == W + "rPr" for child in run):
            remove(run)
    for holder in list(paragraph.iter(*_HOLDERS)):
        if len(holder) == 0:
            remove(holder)


def _take_out(emptied: Iterable[etree._Element], styles: Styles) -> None:
    """Remove paragraphs that were struck as a whole, and rows of tables that hold nothing else."""
    rows: dict[etree._Element, None] = {}
    for paragraph in emptied:
        row = next(paragraph.iterancestors(W + "tr"), None)
        if row is not None:
            rows[row] = None
        if _is_needed(paragraph):
            set_numbering(paragraph_properties(paragraph), None)
        else:
            for element in [child for child in paragraph if child.tag in _RANGES]:
                paragraph.addprevious(element)
            remove(paragraph)
    for row in rows:
        if _says_nothing(row, styles):
            table = row.getparent()
            remove(row)
            if table is not None and table.tag == W + "tbl" and table.find(f".//{W}tr") is None:
                remove(table)


def _is_needed(paragraph: etree._Element) -> bool:
    """Whether something else hangs on a paragraph: a section, a drawing, a field, the end of its cell."""
    if paragraph.find(f"{W}pPr/{W}sectPr") is not None or next(paragraph.iter(*_DRAWN), None) is not None:
        return True
    kinds = [value(one, "fldCharType") for one in paragraph.iter(W + "fldChar")]
    if kinds.count("begin") != kinds.count("end"):
        return True
    parent = paragraph.getparent()
    others = [one for one in parent if one.tag in _BLOCKS] if parent is not None else []
    at = others.index(paragraph)
    before = others[at - 1].tag if at else None
    if at + 1 == len(others):
        return before != W + "p"
    return before == others[at + 1].tag == W + "tbl"


def _says_nothing(row: etree._Element, styles: Styles) -> bool:
    """Whether a row has no text, number or drawing left and no part in a cell over several rows."""
    if next(row.iter(W + "t", W + "sym", W + "vMerge", W + "tbl", *_DRAWN), None) is not None:
        return False
    return not any(_is_numbered(paragraph.find(W + "pPr"), styles) for paragraph in row.iter(W + "p"))


def _is_numbered(properties: etree._Element | None, styles: Styles) -> bool:
    direct = properties.find(f"{W}numPr/{W}numId") if properties is not None else None
    style = value(properties.find(W + "pStyle")) if properties is not None else None
    return (value(direct) if direct is not None else styles.numbering(style)[0]) not in (None, "0")
