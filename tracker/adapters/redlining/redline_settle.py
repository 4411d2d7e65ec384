"""Accepts the tracked changes that a part of a Word file already carries, so that only ours remain."""

from typing import Final

from lxml import etree

from tracker.adapters.word.docx_package import W

_GONE: Final = tuple(
    W + name
    for name in (
        "del", "moveFrom", "rPrChange", "pPrChange", "tblPrChange", "tblPrExChange", "trPrChange",
        "tcPrChange", "sectPrChange", "tblGridChange", "numberingChange", "cellIns", "cellMerge",
        "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
        "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd",
        "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart",
        "customXmlMoveToRangeEnd",
    )
)  # fmt: skip
_KEPT: Final = (W + "ins", W + "moveTo")
_ROW_GONE: Final = f"{W}trPr/{W}del"
_CELL_GONE: Final = f"{W}tcPr/{W}cellDel"
_MARK_GONE: Final = (f"{W}pPr/{W}rPr/{W}del", f"{W}pPr/{W}rPr/{W}moveFrom")


def accept(root: etree._Element) -> None:
    """Accept every tracked change below this element, in place."""
    if next(root.iter(*_KEPT, *_GONE, W + "cellDel"), None) is None:
        return
    _rows_and_cells(root)
    _paragraph_ends(root)
    for element in list(root.iter(*_GONE)):
        remove(element)
    for element in list(root.iter(*_KEPT)):
        unwrap(element)


def _rows_and_cells(root: etree._Element) -> None:
    for row in list(root.iter(W + "tr")):
        if row.find(_ROW_GONE) is not None:
            remove(row)
    for cell in list(root.iter(W + "tc")):
        if cell.find(_CELL_GONE) is not None:
            remove(cell)
    for tag in ("tr", "tbl"):
        inner = "tc" if tag == "tr" else "tr"
        for element in list(root.iter(W + tag)):
            if next(element.iter(W + inner), None) is None:
                remove(element)


def _paragraph_ends(root: etree._Element) -> None:
    """A paragraph whose end is deleted gives what is left of it to the next one, where there is one."""
    for paragraph in list(root.iter(W + "p")):
        if paragraph.find(_MARK_GONE[0]) is None and paragraph.find(_MARK_GONE[1]) is None:
            continue
        following = _next_paragraph(paragraph)
        if following is None:
            continue
        properties = following.find(W + "pPr")
        at = 0 if properties is None else following.index(properties) + 1
        left = [child for child in paragraph if child.tag != W + "pPr"]
        following[at:at] = left
        remove(paragraph)


def _next_paragraph(paragraph: etree._Element) -> etree._Element | None:
    following = paragraph.getnext()
    while following is not None and following.tag not in (W + "p", W + "tbl", W + "sdt"):
        following = following.getnext()
    return following if following is not None and following.tag == W + "p" else None


def remove(element: etree._Element) -> None:
    """Take an element out of its parent."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unwrap(element: etree._Element) -> None:
    """Put the children of an element in its place."""
    parent = element.getparent()
    if parent is not None:
        at = parent.index(element)
        parent[at : at + 1] = list(element)
