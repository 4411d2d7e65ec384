"""The text of one paragraph as pieces that still know the runs they stand in, to mark them one by one."""

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from tracker.adapters.word.docx_package import W, value

_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RELATED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
HOLDERS: Final = frozenset(
    W + name
    for name in ("hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "bdo", "dir", "fldSimple")
)
_SIGNS: Final = {
    W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "‑", W + "softHyphen": "\u00ad",
}  # fmt: skip
NOTES: Final = (W + "footnoteReference", W + "endnoteReference")
EQUATIONS: Final = (_M + "oMath", _M + "oMathPara")
EQUATION: Final = "\ue013"
NOTE: Final = "\ue001"
PAGE_BREAK: Final = "\ue002"
_OBJECTS: Final = {
    W + "drawing": "\ue010",
    W + "pict": "\ue010",
    _MC + "AlternateContent": "\ue010",
    W + "object": "\ue011",
    W + "ruby": "\ue012",
    W + "footnoteReference": NOTE,
    W + "endnoteReference": NOTE,
    W + "sym": "\ue003",
}
_FIELD_PARTS: Final = (W + "instrText", W + "delInstrText", W + "fldData")
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_RUN: Final = W + "r"
_TEXT: Final = W + "t"
_SILENT: Final = (W + "rPr", W + "lastRenderedPageBreak")


@dataclass(slots=True, eq=False)
class Field:
    """A complex field: where its result begins and ends in the text of the paragraph."""

    start: int
    end: int = -1
    in_instruction: bool = True


@dataclass(slots=True, eq=False)
class Piece:
    """One child of a run: the characters it shows, none for the parts of a field; where they begin."""

    run: etree._Element
    node: etree._Element
    text: str
    start: int
    field: Field | None = None


@dataclass(slots=True)
class Content:
    """The pieces of a paragraph in order and the text they make; objects are one private character each."""

    pieces: list[Piece] = field(default_factory=list)
    text: str = ""


def read(paragraph: etree._Element) -> Content:
    """The content of a paragraph without tracked changes."""
    return _Reader().read(paragraph)


def plain(paragraph: etree._Element) -> str:
    """The text alone: quick for the many paragraphs that hold nothing but plain runs."""
    found: list[str] = []
    for child in paragraph:
        tag = child.tag
        if tag == _RUN:
            for node in child:
                if node.tag == _TEXT:
                    found.append(node.text or "")
                elif node.tag not in _SILENT:
                    return read(paragraph).text
        elif tag in HOLDERS or tag in EQUATIONS or str(tag).startswith(_MC):
            return read(paragraph).text
    return "".join(found)


class _Reader:
    def __init__(self) -> None:
        self._content = Content()
        self._length = 0
        self._texts: list[str] = []
        self._fields: list[Field] = []

    def read(self, paragraph: etree._Element) -> Content:
        self._children(paragraph)
        for unfinished in self._fields:
            unfinished.end = -1
        self._content.text = "".join(self._texts)
        return self._content

    def _children(self, parent: etree._Element) -> None:
        for child in parent:
            if child.tag == W + "r":
                for node in child:
                    self._node(child, node)
            elif child.tag in HOLDERS:
                self._children(child)
            elif child.tag in EQUATIONS:
                self._add(child, child, EQUATION, None)

    def _node(self, run: etree._Element, node: etree._Element) -> None:
        if node.tag == W + "fldChar":
            self._field_char(run, node)
        elif node.tag in _FIELD_PARTS or (self._fields and self._fields[-1].in_instruction):
            if node.tag != W + "rPr":
                self._add(run, node, "", self._fields[-1] if self._fields else None)
        else:
            text = shown(node)
            if text:
                self._add(run, node, text, None)

    def _field_char(self, run: etree._Element, node: etree._Element) -> None:
        kind = value(node, "fldCharType")
        if kind == "begin":
            self._fields.append(Field(self._length))
        current = self._fields[-1] if self._fields else None
        self._add(run, node, "", current)
        if current is not None and kind == "separate":
            current.in_instruction = False
        elif current is not None and kind == "end":
            current.end = self._length
            self._fields.pop()

    def _add(self, run: etree._Element, node: etree._Element, text: str, part_of: Field | None) -> None:
        self._content.pieces.append(Piece(run, node, text, self._length, part_of))
        self._texts.append(text)
        self._length += len(text)


def shown(node: etree._Element) -> str:
    """What a child of a run shows: its text, a sign, or one private character for an object."""
    tag = str(node.tag)
    if tag == W + "t":
        return node.text or ""
    if tag == W + "br":
        return PAGE_BREAK if value(node, "type") in ("page", "column") else "\n"
    return _SIGNS.get(tag) or _OBJECTS.get(tag, "")


def portable(node: etree._Element) -> bool:
    """Whether an object can stand in another file: it points to no part, note or comment of its own."""
    if node.tag in NOTES:
        return False
    return not any(
        str(name).startswith((_RELATED, "{urn:schemas-microsoft-com:office:office}relid"))
        for element in node.iter()
        for name in element.attrib
    )


def lone_copy(node: etree._Element) -> etree._Element | None:
    """A copy of an object for another file; None if it cannot stand there."""
    if not portable(node):
        return None
    made: etree._Element = etree.fromstring(etree.tostring(node, with_tail=False))
    for inner in list(made.iter(W + "bookmarkStart", W + "bookmarkEnd")):
        parent = inner.getparent()
        if parent is not None:
            parent.remove(inner)
    return made


def text_node(text: str, name: str) -> etree._Element:
    """A w:t or w:delText that keeps its blanks."""
    made = etree.Element(W + name)
    made.text = _NOT_XML.sub("", text)
    made.set(_XML_SPACE, "preserve")
    return made
