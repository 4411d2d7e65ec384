"""Reads what stands inside a paragraph: runs, fields, links, tracked changes, boxes, notes and objects."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from lxml import etree

from tracker.adapters.word.docx_package import W, value
from tracker.adapters.word.docx_runs import Findings, Line, look
from tracker.adapters.word.docx_styles import Styles
from tracker.domain.drafts.legaltext import MarkKind

_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_OFFICE: Final = "{urn:schemas-microsoft-com:office:office}"
_GRAPHICS: Final = (
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
)
_TRACKED: Final[dict[str, MarkKind]] = {W + "ins": "inserted", W + "moveTo": "moved"}
_THROUGH: Final = frozenset(
    W + name
    for name in ("hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "bdo", "dir", "fldSimple")
)
_SIGNS: Final[dict[str, str]] = {
    W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n",
    W + "noBreakHyphen": "‑", W + "softHyphen": "",
}  # fmt: skip
_DRAWN: Final = frozenset((W + "drawing", W + "pict", W + "object"))
_EMPTY: Final = frozenset(
    W + name
    for name in (
        "pPr", "rPr", "proofErr", "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd",
        "lastRenderedPageBreak", "annotationRef", "footnoteRef", "endnoteRef", "separator",
        "continuationSeparator", "commentReference", "permStart", "permEnd", "moveFromRangeStart",
        "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "sdtPr",
        "sdtEndPr", "smartTagPr", "customXmlPr", "pgNum", "dayLong", "dayShort",
        "monthLong", "monthShort", "yearLong", "yearShort", "fldData",
    )
)  # fmt: skip

_RUN: Final = W + "r"
_RUN_PROPERTIES: Final = W + "rPr"

Kinds = tuple[MarkKind, ...]
Reader = Callable[[etree._Element, Line, Kinds], None]


class Inline:
    """Reads paragraphs one after another; it remembers complex fields, which may span several."""

    def __init__(self, styles: Styles, findings: Findings) -> None:
        self._styles = styles
        self._findings = findings
        self._fields: list[bool] = []
        self._position = 0
        # What can stand in a run, and what can stand around runs.
        self._content: dict[object, Reader] = {
            **dict.fromkeys(_EMPTY, self._nothing),
            **dict.fromkeys(_SIGNS, self._sign),
            **dict.fromkeys(_DRAWN, self._drawn),
            **dict.fromkeys((W + "delText", W + "delInstrText"), self._deleted_text),
            W + "t": self._text,
            W + "sym": self._symbol,
            W + "fldChar": self._field_char,
            W + "instrText": self._instruction,
            W + "footnoteReference": self._note,
            W + "endnoteReference": self._note,
            W + "ruby": self._ruby,
            _MC + "AlternateContent": self._alternatives,
            _M + "oMath": self._equation,
            _M + "oMathPara": self._equation,
        }
        self._around: dict[object, Reader] = {
            **self._content,
            **dict.fromkeys(_THROUGH, self._children),
            **dict.fromkeys(_TRACKED, self._tracked),
            W + "del": self._deleted,
            W + "moveFrom": self._nothing,
            _RUN: self._run,
        }

    def read(self, children: Iterable[etree._Element], line: Line, position: int) -> None:
        """Add the text of a paragraph's children to a line; positions are for what is noted on the way."""
        self._position = position
        self._children(children, line, ())
        if self._fields and any(self._fields):
            # A field whose instruction never ends would swallow the rest of the document.
            self._findings.note("unfinished-field", position)
            self._fields.clear()

    def _children(self, parent: Iterable[etree._Element], line: Line, marks: Kinds) -> None:
        readers, unknown = self._around, self._unknown
        for child in parent:
            readers.get(child.tag, unknown)(child, line, marks)

    def _tracked(self, element: etree._Element, line: Line, marks: Kinds) -> None:
        kind = _TRACKED[str(element.tag)]
        self._findings.note(f"tracked-{_SLUGS[kind]}", self._position, partial(_shown, element))
        self._children(element, line, tuple(dict.fromkeys((*marks, kind))))

    def _deleted(self, element: etree._Element, _line: Line, _marks: Kinds) -> None:
        if text := _shown(element):
            self._findings.note("tracked-deletion", self._position, text)

    def _run(self, run: etree._Element, line: Line, marks: Kinds) -> None:
        children = list(run)
        tags = [child.tag for child in children]
        if _RUN_PROPERTIES in tags:
            hidden, by_hand = look(children[tags.index(_RUN_PROPERTIES)], self._styles)
            marks = (*marks, *by_hand)
            if hidden:
                self._hidden(run)
                return
        before = len(line.pieces)
        readers, unknown = self._content, self._unknown
        for tag, child in zip(tags, children, strict=True):
            readers.get(tag, unknown)(child, line, marks)
        if marks and len(line.pieces) > before:
            self._note_marks(marks, "".join(line.pieces[before:]))

    def _hidden(self, run: etree._Element) -> None:
        text = _shown(run)
        if text.strip():
            self._findings.note("hidden-text", self._position, text)

    def _note_marks(self, marks: Kinds, text: str) -> None:
        for kind in marks:
            if kind in ("struck", "highlighted", "coloured") and text.strip():
                self._findings.note(f"{kind}-text", self._position, text)

    def _nothing(self, element: etree._Element, line: Line, marks: Kinds) -> None:
        """What stands for nothing that is read."""

    def _unknown(self, element: etree._Element, _line: Line, _marks: Kinds) -> None:
        name = str(element.tag).rpartition("}")[2]
        self._findings.note("unknown-element", self._position, _shown(element) or name)

    def _sign(self, element: etree._Element, line: Line, marks: Kinds) -> None:
        if not self._in_instruction:
            sign = _SIGNS[str(element.tag)]
            # A struck tab or break still parts the words around it.
            line.add(sign, () if sign.isspace() else marks)

    def _deleted_text(self, element: etree._Element, _line: Line, _marks: Kinds) -> None:
        self._findings.note("tracked-deletion", self._position, element.text or "")

    @property
    def _in_instruction(self) -> bool:
        return bool(self._fields) and self._fields[-1]

    def _text(self, element: etree._Element, line: Line, marks: Kinds) -> None:
        text = element.text or ""
        if self._fields and self._in_instruction:
            self._findings.note("field-text", self._position, text)
        else:
            line.add(text, marks)

    def _symbol(self, element: etree._Element, line: Line, marks: Kinds) -> None:
        try:
            sign = chr(int(value(element, "char") or "", 16))
        except (ValueError, OverflowError):
            sign = "�"
        if "\ud800" <= sign <= "\uf8ff":
            # A place that only the symbol font knows.
            sign = "�"
        self._findings.note("symbol", self._position, f"{value(element, 'font')} {value(element, 'char')}")
        line.add(sign, marks)

    def _field_char(self, element: etree._Element, _line: Line, _marks: Kinds) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()

    def _instruction(self, element: etree._Element, _line: Line, _marks: Kinds) -> None:
        if (element.text or "").split()[:1] in (["LISTNUM"], ["AUTONUM"], ["AUTONUMLGL"], ["AUTONUMOUT"]):
            self._findings.note("number-field", self._position, element.text or "")

    def _note(self, element: etree._Element, line: Line, marks: Kinds) -> None:
        kind = "footnote" if element.tag == W + "footnoteReference" else "endnote"
        note_id = value(element, "id") or ""
        line.add(f"[^{note_id}]" if kind == "footnote" else f"[^^{note_id}]", marks)
        line.notes.append((kind, note_id, "struck" in marks))

    def _ruby(self, element: etree._Element, line: Line, marks: Kinds) -> None:
        base = element.find(W + "rubyBase")
        self._findings.note("ruby", self._position, _shown(element))
        if base is not None:
            self._children(base, line, marks)

    def _equation(self, element: etree._Element, line: Line, marks: Kinds) -> None:
        text = "".join(element.itertext(_M + "t"))
        self._findings.note("equation", self._position, text)
        line.add(text, marks)

    def _alternatives(self, element: etree._Element, line: Line, marks: Kinds) -> None:
        """One and the same thing, twice: the first form that has any text, else the first."""
        forms = [child for child in element if child.tag in (_MC + "Choice", _MC + "Fallback")]
        chosen = next((form for form in forms if _shown(form).strip()), forms[0] if forms else None)
        for child in chosen if chosen is not None else ():
            reader = self._run if child.tag == _RUN else self._content.get(child.tag, self._unknown)
            reader(child, line, marks)

    def _drawn(self, element: etree._Element, line: Line, _marks: Kinds = ()) -> None:
        """Note pictures and objects; text boxes are read after the paragraph they hang on."""
        for child in element:
            tag = str(child.tag)
            if tag == W + "txbxContent":
                line.boxes.append(child)
            elif tag == _MC + "AlternateContent":
                self._alternatives_drawn(child, line)
            else:
                self._note_drawn(tag, child)
                self._drawn(child, line)

    def _alternatives_drawn(self, element: etree._Element, line: Line) -> None:
        forms = [child for child in element if child.tag in (_MC + "Choice", _MC + "Fallback")]
        chosen = next((form for form in forms if _shown(form).strip()), forms[0] if forms else None)
        if chosen is not None:
            self._drawn(chosen, line)

    def _note_drawn(self, tag: str, element: etree._Element) -> None:
        if tag in (_A + "blip", _V + "imagedata"):
            self._findings.note("image", self._position)
        elif tag == _OFFICE + "OLEObject":
            self._findings.note("embedded-object", self._position, element.get("ProgID", ""))
        elif tag in _GRAPHICS:
            self._findings.note("chart-or-diagram", self._position)
        elif tag == _V + "textpath" or tag == _A + "t":
            self._findings.note("drawn-text", self._position, element.get("string", "") or element.text or "")


_SLUGS: Final[dict[MarkKind, str]] = {"inserted": "insertion", "moved": "move"}


def _shown(element: etree._Element) -> str:
    return "".join(found.text or "" for found in element.iter(W + "t", W + "delText"))
