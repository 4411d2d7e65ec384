"""Cuts paragraphs into the pieces a tree is made of, and finds which stand beside the text of the draft."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

from tracker.domain.drafts.draft_margins import draft_columns, why_beside
from tracker.domain.drafts.legal_tree import Unplaced
from tracker.domain.drafts.legaltext import Paragraph
from tracker.domain.drafts.numbering_marks import Numeral, may_begin_with_numeral, read_numeral
from tracker.domain.drafts.parsing import OPENS_TITLE, before_pasal, without_notes

_LABEL: Final = re.compile(
    r"\s*(?:Menimbang|Mengingat|Memperhatikan|Menetapkan|MENIMBANG|MENGINGAT)\s*:?\s*", re.ASCII
)
_RUN_IN: Final = re.compile(
    r"\s*[\"“‘(]*Pasal\s*\d{1,4}[A-Z]{0,2}[.:]?\s+(?=\(\s?1\s?\)|(?:1|a)\.\s|[A-Z][a-z]+\s+[a-z])"
)
_SHAPES_TEXT: Final = re.compile(
    r"(?:BAB\s+[IVX]+|Pasal\s*(?:\d+[A-Z]?|[IVX]+)|Menimbang|Mengingat|Menetapkan|MEMUTUSKAN|\(\d+\))",
    re.ASCII,
)
_NARROWEST_DATA: Final = 3
_MOST_UNITS: Final = 8
# What may hold a unit before another: "Menimbang", "Pasal 3 Setiap orang", "Cukup jelas. Pasal 4".
_MAY_HOLD_MORE: Final = re.compile(r"\s*[\"“‘(]*(?:Pasal|Me|ME|Cukup)")


class Piece(NamedTuple):
    """A part of a paragraph that can be a unit of its own; all pieces of a paragraph joined are its line.

    `text` is `raw` without the white space around it and without references to notes. `continues` says that a
    soft break, not a new paragraph, separates it from the piece before; `row` is the (table, row) of a table
    that holds figures instead of the draft's text; `numeral` is what it begins with.
    """

    raw: str
    text: str
    position: int
    struck: bool
    continues: bool = False
    is_box: bool = False
    row: tuple[int, int] | None = None
    numeral: Numeral | None = None


def cut(paragraphs: Sequence[Paragraph]) -> tuple[list[Piece], list[Unplaced]]:
    """The pieces in order, and what stands beside the text: notes, and the other columns of a matrix."""
    tables: dict[int, list[Paragraph]] = defaultdict(list)
    for paragraph in paragraphs:
        if paragraph.cell is not None:
            tables[paragraph.cell[0]].append(paragraph)
    columns = draft_columns(paragraphs)
    data = {table for table, found in tables.items() if table not in columns and _holds_data(found)}
    pieces: list[Piece] = []
    beside: list[Unplaced] = []
    awaits_title = False
    for paragraph in paragraphs:
        line, reason = paragraph.line, why_beside(paragraph, columns)
        if reason:
            beside.append(Unplaced(paragraph.position, line, reason))
        elif line.strip():
            opens_title = OPENS_TITLE.match(line) is not None
            pieces += _pieces(paragraph, line, data, is_heading=awaits_title or opens_title)
            # A title may go on: "Bagian Kelima Pencabutan Izin", and below it "Kegiatan Usaha Pasal 28".
            awaits_title = opens_title
    return pieces, beside


def _holds_data(table: Sequence[Paragraph]) -> bool:
    """Whether a table is one of figures: several columns, and nothing of a draft's structure in its cells."""
    widest = max(paragraph.cell[2] for paragraph in table if paragraph.cell is not None)
    return widest >= _NARROWEST_DATA and not any(
        _SHAPES_TEXT.match(paragraph.line.strip()) for paragraph in table
    )


def _pieces(paragraph: Paragraph, line: str, data: set[int], *, is_heading: bool) -> list[Piece]:
    """The units of a paragraph: "Menimbang : a. bahwa" and "(1) a. orang" are two on one line."""
    row = paragraph.cell[:2] if paragraph.cell is not None and paragraph.cell[0] in data else None
    position, struck, is_box = paragraph.position, paragraph.struck, paragraph.where == "textbox"
    pieces: list[Piece] = []
    for part in _parts(line):
        # The first unit of a part begins on a line of its own, the next ones on the line of that.
        rest, continues = part, bool(pieces)
        for more in range(_MOST_UNITS if row is None else 0, -1, -1):
            numeral = read_numeral(rest)
            end = _first_unit(rest, numeral, is_heading=is_heading) if more else len(rest)
            raw, rest = rest[:end], rest[end:]
            text = without_notes(raw).strip()
            pieces.append(Piece(raw, text, position, struck, continues, is_box, row, numeral))
            if not rest:
                break
            continues = False
    return pieces


def _parts(line: str) -> list[str]:
    """The lines between soft breaks; one that is only white space stays with its neighbour."""
    if "\n" not in line:
        return [line]
    parts: list[list[str]] = []
    waiting: list[str] = []
    for part in line.split("\n"):
        if without_notes(part).strip():
            parts.append([*waiting, part])
            waiting = []
        elif parts:
            parts[-1].append(part)
        else:
            waiting.append(part)
    return ["\n".join(part) for part in parts or [waiting]]


def _first_unit(part: str, numeral: Numeral | None, *, is_heading: bool) -> int:
    """Where the first of several units ends, or the only one."""
    if is_heading or (numeral is None and _MAY_HOLD_MORE.match(part)):
        label = _LABEL.match(part)
        if label and read_numeral(part[label.end() :]):
            return label.end()
        found = _RUN_IN.match(part)
        if end := found.end() if found else before_pasal(part, in_title=is_heading):
            return end
    if numeral is not None and may_begin_with_numeral(part, numeral.end):
        rest = part[numeral.end :].lstrip()
        inner = read_numeral(rest)
        if inner is not None and inner.is_first and inner.style != numeral.style:
            return len(part) - len(rest)
    return len(part)
