"""Reads a .docx as Word shows it: the whole body in order, numbers resolved, tracked changes accepted."""

from typing import Final

from lxml import etree

from tracker.adapters.word.docx_inline import Inline
from tracker.adapters.word.docx_numbering import Counting, Definitions
from tracker.adapters.word.docx_package import Package, W, first, value
from tracker.adapters.word.docx_runs import Findings, Line, Properties, read_properties
from tracker.adapters.word.docx_styles import Styles
from tracker.domain.drafts.legaltext import Comment, DraftReading, Mark, Paragraph, Where, excerpt, is_struck
from tracker.domain.drafts.parsing import outline
from tracker.domain.errors import UnreadableDraft

READER_VERSION: Final = 5
MAX_PARAGRAPHS: Final = 60_000
MAX_CHARACTERS: Final = 8_000_000
MAX_COMMENTS: Final = 500
_COMMENT_LENGTH: Final = 400

_PARAGRAPH: Final = W + "p"
_TABLE: Final = W + "tbl"
_PROPERTIES: Final = W + "pPr"
_STORIES: Final[dict[Where, str]] = {
    "body": "body",
    "table": "body",
    "textbox": "box",
    "footnote": "note",
    "endnote": "note",
}
_TRANSPARENT: Final = frozenset(
    W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "hyperlink")
)
_REMOVED: Final = frozenset((W + "del", W + "moveFrom"))
_SILENT: Final = frozenset(
    W + name
    for name in (
        "sectPr", "sdtPr", "sdtEndPr", "customXmlPr", "bookmarkStart", "bookmarkEnd", "proofErr", "permStart",
        "permEnd", "commentRangeStart", "commentRangeEnd", "moveFromRangeStart", "moveFromRangeEnd",
        "moveToRangeStart", "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd",
        "customXmlDelRangeStart", "customXmlDelRangeEnd", "customXmlMoveFromRangeStart",
        "customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd", "tcPr",
    )
)  # fmt: skip
_CHOICE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"


def read(data: bytes) -> DraftReading:
    """Read bytes that `docx_guard.inspect` let through.

    Raises UnreadableDraft: `no-text`, `not-docx`, `corrupt-zip`, `broken-xml`, `xml-entities`, `too-complex`.
    """
    package = Package(data)
    main = package.xml(package.main)
    body = main.find(W + "body") if main is not None else None
    if body is None:
        raise UnreadableDraft("not-docx")
    try:
        walk = _Walk(package)
        walk.blocks(body, "body", None)
        walk.finish()
    except RecursionError as problem:
        raise UnreadableDraft("too-complex", what="depth") from problem
    if not any(any(letter.isalnum() for letter in paragraph.text) for paragraph in walk.paragraphs):
        raise UnreadableDraft("no-text")
    paragraphs = tuple(walk.paragraphs)
    problems = walk.findings.problems()
    return DraftReading(READER_VERSION, paragraphs, outline(paragraphs), problems, tuple(walk.comments))


class _Walk:
    """Goes through the blocks of all stories once, in reading order."""

    def __init__(self, package: Package) -> None:
        self.paragraphs: list[Paragraph] = []
        self.comments: list[Comment] = []
        self.findings = Findings()
        self._package = package
        self._styles = Styles(next(iter(package.related("styles")), None))
        definitions = Definitions(next(iter(package.related("numbering")), None))
        # Text boxes and notes are stories of their own: their lists do not count on in the body.
        self._numbering = {
            story: Counting(definitions, self._styles) for story in dict.fromkeys(_STORIES.values())
        }
        self._notes = {
            "footnote": _by_id(package.related("footnotes")),
            "endnote": _by_id(package.related("endnotes")),
        }
        self._inline = Inline(self._styles, self.findings)
        self._position = 0
        self._characters = 0
        self._tables = 0
        self._carried: Line | None = None
        self._in_struck_note = False

    def blocks(self, parent: etree._Element, where: Where, cell: tuple[int, int, int] | None) -> None:
        """Read every paragraph and table directly in a body, cell, text box or note."""
        self._children(parent, where, cell)
        if self._carried is not None:
            self._write(self._carried, Properties(), where, cell)

    def _children(self, parent: etree._Element, where: Where, cell: tuple[int, int, int] | None) -> None:
        for child in parent:
            tag = child.tag
            if tag == _PARAGRAPH:
                self._paragraph(child, where, cell)
            elif tag == _TABLE:
                self._table(child, where)
            elif tag in _TRANSPARENT:
                self._children(child, where, cell)
            elif tag == _CHOICE:
                self._children(_chosen(child), where, cell)
            elif tag in _REMOVED:
                self.findings.note("tracked-deletion", self._position, "".join(child.itertext()))
            elif tag not in _SILENT:
                self._not_read(child)

    def _not_read(self, element: etree._Element) -> None:
        name = str(element.tag).rpartition("}")[2]
        slug = {"altChunk": "imported-part", "oMathPara": "equation"}.get(name, "unknown-element")
        self.findings.note(slug, self._position, "".join(element.itertext()) or name)

    def _paragraph(self, element: etree._Element, where: Where, cell: tuple[int, int, int] | None) -> None:
        self._position += 1
        if self._position > MAX_PARAGRAPHS:
            raise UnreadableDraft("too-complex", what="paragraphs")
        line, self._carried = self._carried or Line(), None
        children = list(element)
        self._inline.read(children, line, self._position)
        said = first(children, _PROPERTIES)
        properties = read_properties(said) if said is not None else Properties()
        if properties.end_is_gone:
            # What is left of this paragraph belongs to the next one.
            self._carried = line
            return
        self._write(line, properties, where, cell)

    def _write(
        self, line: Line, properties: Properties, where: Where, cell: tuple[int, int, int] | None
    ) -> None:
        self._carried = None
        style, number_id, level, _ = properties
        text = line.text
        if self._in_struck_note and text:
            line.marks.append(Mark("struck", 0, len(text)))
        struck = bool(line.marks) and is_struck(text, line.marks)
        counting = self._numbering[_STORIES[where]]
        marker, clean_marker = counting.markers(number_id, level, style, struck=struck)
        self._characters += len(text)
        if self._characters > MAX_CHARACTERS:
            raise UnreadableDraft("too-complex", what="characters")
        if marker or text.strip():
            name = self._styles.name(style or self._styles.default)
            self.paragraphs.append(
                Paragraph(self._position, marker, text, name, where, tuple(line.marks), cell, clean_marker)
            )
        for box in line.boxes:
            self.findings.note("text-box", self._position, "".join(box.itertext()))
            self.blocks(box, "textbox", None)
        for kind, note_id, struck in line.notes:
            self._note(kind, note_id, struck=struck)

    def _note(self, kind: str, note_id: str, *, struck: bool) -> None:
        """Read a note; one whose reference is struck through goes with it."""
        note = self._notes[kind].pop(note_id, None)
        if note is None:
            return
        self.findings.note(kind, self._position, "".join(note.itertext()))
        self._in_struck_note = struck
        self.blocks(note, "footnote" if kind == "footnote" else "endnote", None)
        self._in_struck_note = False

    def _table(self, table: etree._Element, where: Where) -> None:
        self._tables += 1
        this, row_number = self._tables, 0
        for row in _through(table, "tr"):
            row_number += 1
            properties = row.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                self.findings.note("tracked-deletion", self._position, "".join(row.itertext()))
                continue
            for column, cell in enumerate(_through(row, "tc"), start=1):
                if cell.find(f"{W}tcPr/{W}cellDel") is not None:
                    self.findings.note("tracked-deletion", self._position, "".join(cell.itertext()))
                else:
                    self.blocks(cell, "table" if where == "body" else where, (this, row_number, column))

    def finish(self) -> None:
        """Note what stands outside the body: comments, headers, numbers in a format that is not known."""
        for root in self._package.related("comments"):
            for comment in root.findall(W + "comment"):
                self._comment(comment)
        for numbering in self._numbering.values():
            for name, count in numbering.standing.unknown_formats.items():
                self.findings.note("number-format", 0, name, count)
        for kind in ("header", "footer"):
            for root in self._package.related(kind):
                text = " ".join("".join(found.itertext(W + "t")) for found in root.iter(W + "p")).strip()
                if any(letter.isalpha() for letter in text):
                    self.findings.note("header-or-footer", 0, text)

    def _comment(self, element: etree._Element) -> None:
        said = " ".join("".join(one.itertext(W + "t")) for one in element.iter(W + "p"))
        self.findings.note("comment", 0, said)
        if len(self.comments) < MAX_COMMENTS:
            author = excerpt(value(element, "author") or "")
            self.comments.append(Comment(author, excerpt(said, _COMMENT_LENGTH)))


def _by_id(roots: list[etree._Element]) -> dict[str, etree._Element]:
    return {value(note, "id") or "": note for root in roots for note in root}


def _through(parent: etree._Element, name: str) -> list[etree._Element]:
    """The rows or cells of a table, also those inside content controls."""
    found: list[etree._Element] = []
    for child in parent:
        if child.tag == W + name:
            found.append(child)
        elif child.tag in _TRANSPARENT:
            found.extend(_through(child, name))
    return found


def _chosen(alternatives: etree._Element) -> etree._Element:
    return alternatives[0] if len(alternatives) else alternatives
