"""Puts the old paragraphs of one story into the new one and marks what came, went and moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from lxml import etree

from tracker.adapters.redlining import redline_blocks, redline_pairing, redline_paragraph, redline_pieces
from tracker.adapters.redlining.redline_blocks import Block
from tracker.adapters.redlining.redline_formats import Formats
from tracker.adapters.redlining.redline_marks import Marks, copied
from tracker.adapters.word.docx_package import W
from tracker.domain.errors import UnreadableDraft

Status = Literal["came", "went"]
_RANGE_ENDS: Final = (W + "moveFromRangeEnd", W + "moveToRangeEnd")


@dataclass(slots=True)
class _Gap:
    """Where old paragraphs go back: after `cursor`, before `end`; what held the old ones beside them."""

    cursor: etree._Element | None
    end: etree._Element | None
    held_before: etree._Element | None
    held_after: etree._Element | None


class Story:
    """Merges one old story into one new one, in place."""

    def __init__(self, old: etree._Element, new: etree._Element, formats: Formats, marks: Marks) -> None:
        self._old = list(redline_blocks.blocks(old))
        self._new = list(redline_blocks.blocks(new))
        self._formats, self._marks = formats, marks
        self.status: dict[etree._Element, Status] = {}
        old_lines, new_lines = [one.line for one in self._old], [one.line for one in self._new]
        self._pairs = redline_pairing.pairs(old_lines, new_lines)
        self._moved = self._movable(redline_pairing.moved(old_lines, new_lines, self._pairs))
        formats.learn([(self._old[old_at], self._new[new_at]) for old_at, new_at in self._pairs])

    def _movable(self, found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Moves outside tables only: rows are said to come and go as a whole."""
        return [
            (old_at, new_at)
            for old_at, new_at in found
            if self._old[old_at].table is None and self._new[new_at].table is None
        ]

    def pairs(self) -> list[tuple[Block, Block]]:
        """Old and new paragraphs that belong together."""
        return [(self._old[old_at], self._new[new_at]) for old_at, new_at in self._pairs]

    def notes(self) -> list[tuple[etree._Element, etree._Element]]:
        """References to notes that belong together: paragraphs do, and have as many; ask before `merge`."""
        found: list[tuple[etree._Element, etree._Element]] = []
        for old, new in self.pairs():
            if redline_pieces.NOTE in new.text:
                before, after = _references(old), _references(new)
                found.extend(zip(before, after, strict=True) if len(before) == len(after) else ())
        return found

    def merge(self) -> None:
        """Mark everything."""
        names = {at: f"move{self._marks.new_id()}" for at, _ in self._moved}
        came = {new_at: names[old_at] for old_at, new_at in self._moved}
        before = self._gone_before()
        self._edit_pairs()
        kept = {new_at for _, new_at in self._pairs}
        for at, block in enumerate(self._new):
            if at not in kept:
                self._mark_came(block, came.get(at))
        for gone, previous, following in before:
            self._bring_back(gone, self._gap(previous, following), names)
        self._mark_rows()

    def _gone_before(self) -> list[tuple[list[int], int, int]]:
        """Runs of old paragraphs without a partner, each with the number of its pairs before and after."""
        found: list[tuple[list[int], int, int]] = []
        at = 0
        for step, (old_at, _) in enumerate([*self._pairs, (len(self._old), len(self._new))]):
            if old_at > at:
                found.append((list(range(at, old_at)), step - 1, step))
            at = old_at + 1
        return found

    def _edit_pairs(self) -> None:
        for old, new in self.pairs():
            if old.text != new.text:
                before, after = redline_pieces.read(old.paragraph), redline_pieces.read(new.paragraph)
                redline_paragraph.edit(new.paragraph, before, after, self._marks, self._formats)
            if self._formats.counts_differently(old, new):
                self._marks.mark_properties(new.paragraph, self._formats.paragraph(old.paragraph))

    def _mark_came(self, block: Block, move: str | None) -> None:
        self.status[block.paragraph] = "came"
        name = "ins" if move is None else "moveTo"
        redline_paragraph.mark_all(block.paragraph, self._marks, name)
        self._marks.mark_end(block.paragraph, name)
        if move is not None:
            self._frame(block.paragraph, name, move)

    def _frame(self, paragraph: etree._Element, name: str, move: str) -> None:
        start = self._marks.element(f"{name}RangeStart", name=move)
        end = etree.Element(W + f"{name}RangeEnd")
        end.set(W + "id", start.get(W + "id") or "")
        paragraph.addprevious(start)
        paragraph.addnext(end)

    def _went(self, old: etree._Element, move: str | None = None) -> etree._Element:
        """An old paragraph as one that goes, in the format it had."""
        content = redline_pieces.read(old)
        made = etree.Element(W + "p")
        made.append(self._formats.paragraph(old))
        name = "del" if move is None else "moveFrom"
        runs = redline_paragraph.gone_runs(content, (0, len(content.text)), self._formats)
        if runs:
            wrapper = self._marks.element(name)
            wrapper.extend(runs)
            made.append(wrapper)
            if move is not None:
                for text in made.iter(W + "delText"):
                    text.tag = W + "t"
        self._marks.mark_end(made, name)
        self.status[made] = "went"
        return made

    def _gap(self, previous: int, following: int) -> _Gap:
        before = self._pairs[previous] if previous >= 0 else None
        after = self._pairs[following] if following < len(self._pairs) else None
        start = self._new[before[1]].paragraph if before else None
        end = self._new[after[1]].paragraph if after else None
        if start is None and end is None and self._new:
            end = self._new[0].paragraph
        return _Gap(
            start,
            end,
            self._old[before[0]].holder if before else None,
            self._old[after[0]].holder if after else None,
        )

    def _bring_back(self, gone: list[int], gap: _Gap, names: dict[int, str]) -> None:
        for unit in self._units(gone):
            self._place(unit, gap, names)

    def _units(self, gone: list[int]) -> list[list[int]]:
        """Whole rows and whole tables together, everything else one by one."""
        units: list[list[int]] = []
        at = 0
        while at < len(gone):
            size = self._whole(gone, at, "table") or self._whole(gone, at, "row") or 1
            units.append(gone[at : at + size])
            at += size
        return units

    def _whole(self, gone: list[int], at: int, what: Literal["table", "row"]) -> int:
        element = getattr(self._old[gone[at]], what)
        if element is None:
            return 0
        first, last = gone[at], gone[at]
        if first and getattr(self._old[first - 1], what) is element:
            return 0
        while last + 1 < len(self._old) and getattr(self._old[last + 1], what) is element:
            last += 1
        return last - first + 1 if last <= gone[-1] else 0

    def _place(self, unit: list[int], gap: _Gap, names: dict[int, str]) -> None:
        first = self._old[unit[0]]
        whole_table = first.table is not None and self._whole(unit, 0, "table") == len(unit)
        if whole_table and self._place_table(first, gap):
            return
        if first.row is not None and self._place_row(unit, gap):
            return
        for at in unit:
            self._place_paragraph(self._old[at], gap, names.get(at))

    def _place_paragraph(self, old: Block, gap: _Gap, move: str | None) -> None:
        made = self._went(old.paragraph, move)
        _put(made, *_spot(old, gap))
        if move is not None:
            self._frame(made, "moveFrom", move)
        gap.cursor = made

    def _place_table(self, first: Block, gap: _Gap) -> bool:
        spot = redline_blocks.between(gap.cursor, gap.end)
        parent = spot[0].getparent() if spot is not None else None
        if spot is None or parent is None or parent.tag not in (W + "body", W + "sdtContent"):
            return False
        if first.table is not None:
            gap.cursor = self._table_went(first.table)
            _put(gap.cursor, *spot)
        return True

    def _place_row(self, unit: list[int], gap: _Gap) -> bool:
        row = self._old[unit[0]].row
        if row is None or self._whole(unit, 0, "row") != len(unit):
            return False
        here, there = _row(gap.cursor), _row(gap.end)
        if here is there:
            return False
        made = self._row_went(row)
        if here is not None:
            here.addnext(made)
        elif there is not None:
            there.addprevious(made)
        gap.cursor = made
        return True

    def _table_went(self, table: etree._Element) -> etree._Element:
        made = etree.Element(W + "tbl")
        for child in table:
            if child.tag == W + "tr":
                made.append(self._row_went(child))
            elif child.tag in (W + "tblPr", W + "tblGrid"):
                made.append(copied(child))
                self._formats.table(made[-1])
            elif child.tag in (W + "sdt", W + "customXml"):
                made.extend(self._row_went(row) for row in child.iter(W + "tr"))
        return made

    def _row_went(self, row: etree._Element) -> etree._Element:
        made = etree.Element(W + "tr")
        for child in row:
            if child.tag in (W + "trPr", W + "tblPrEx"):
                made.append(copied(child))
        for cell in redline_blocks.cells(row):
            here = etree.SubElement(made, W + "tc")
            properties = cell.find(W + "tcPr")
            if properties is not None:
                here.append(copied(properties))
            here.extend(self._went(block.paragraph) for block in redline_blocks.blocks(cell))
        self._marks.mark_row(made, "del")
        return made

    def _mark_rows(self) -> None:
        """A row of which everything came has come as a whole."""
        rows: dict[etree._Element, None] = dict.fromkeys(
            block.row for block in self._new if block.row is not None
        )
        for row in rows:
            if all(self.status.get(paragraph) == "came" for paragraph in row.iter(W + "p")):
                self._marks.mark_row(row, "ins")


def _references(block: Block) -> list[etree._Element]:
    pieces = redline_pieces.read(block.paragraph).pieces
    return [piece.node for piece in pieces if piece.text == redline_pieces.NOTE]


def _spot(old: Block, gap: _Gap) -> tuple[etree._Element, bool]:
    """Beside what an old paragraph stood beside before: in the same cell, or outside of tables as well."""
    neighbour = gap.cursor if gap.cursor is not None else gap.end
    if neighbour is None:
        raise UnreadableDraft("no-text")
    if gap.cursor is not None and gap.cursor.tag == W + "p" and old.holder is gap.held_before:
        return gap.cursor, True
    if gap.end is not None and old.holder is gap.held_after:
        return gap.end, False
    inside = gap.cursor is not None and gap.cursor.tag in (W + "p", W + "tbl")
    fallback = (
        (neighbour, True) if inside else (gap.end if gap.end is not None else neighbour, gap.end is None)
    )
    return redline_blocks.between(gap.cursor, gap.end) or fallback


def _put(made: etree._Element, neighbour: etree._Element, put_after: bool) -> None:
    if put_after:
        following = neighbour.getnext()
        if following is not None and following.tag in _RANGE_ENDS:
            neighbour = following
        neighbour.addnext(made)
    else:
        neighbour.addprevious(made)


def _row(element: etree._Element | None) -> etree._Element | None:
    """The outermost table row around an element, or the row itself."""
    found: etree._Element | None = None
    while element is not None:
        if element.tag == W + "tr":
            found = element
        element = element.getparent()
    return found
