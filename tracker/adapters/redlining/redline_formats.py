"""Carries the formats of the old file over to the new one, as far as the new one knows them."""

from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree

from tracker.adapters.redlining.redline_blocks import Block
from tracker.adapters.redlining.redline_marks import copied
from tracker.adapters.redlining.redline_notes import Notes
from tracker.adapters.redlining.redline_numbering import Bridge, Lists, Place, set_numbering
from tracker.adapters.word.docx_package import W, first, value

_PROPERTIES: Final = W + "pPr"
_NOT_BROUGHT: Final = tuple(
    W + name
    for name in (
        "sectPr", "rPr", "pPrChange", "numPr", "cnfStyle", "framePr", "pageBreakBefore", "divId",
    )
)  # fmt: skip


class Formats:
    """What paragraphs, runs and tables of the old file look like in the new one."""

    def __init__(self, styles: Mapping[str, str], notes: Notes, bridge: Bridge) -> None:
        self._styles = styles
        self._notes = notes
        self._old, self._new = bridge.old, bridge.new
        self._places: dict[Block, Place | None] = {}
        self._bridge = bridge

    def learn(self, together: Sequence[tuple[Block, Block]]) -> None:
        """Learn which lists stand for each other from paragraphs that belong together."""
        self._bridge.learn((self._old_place(old), self._new_place(new)) for old, new in together)

    def counts_differently(self, old: Block, new: Block) -> bool:
        """Whether a paragraph would count in another list, or in none, if only its words went back."""
        here = self._new_place(new)
        before = self._old_place(old)
        return (before is not None or here is not None) and self._bridge.place(before) != here

    def paragraph(self, old: etree._Element) -> etree._Element:
        """The properties of an old paragraph as the new file can read them."""
        found = old.find(W + "pPr")
        made = etree.Element(W + "pPr") if found is None else copied(found)
        for child in list(made):
            if child.tag in _NOT_BROUGHT:
                made.remove(child)
        style = made.find(W + "pStyle")
        if style is not None:
            self._rename(made, style)
        place = self._bridge.place(self._old.place(found))
        if place is not None or self._new.place(made) is not None:
            set_numbering(made, place)
        return made

    def run(self, old: etree._Element) -> etree._Element | None:
        """The properties of an old run as the new file can read them."""
        found = old.find(W + "rPr")
        if found is None:
            return None
        made = copied(found)
        style = made.find(W + "rStyle")
        if style is not None:
            self._rename(made, style)
        return made

    def note(self, reference: etree._Element) -> etree._Element | None:
        """The reference to a note of the old file, its note brought along; None if it has none."""
        return self._notes.brought(reference)

    def _rename(self, properties: etree._Element, style: etree._Element) -> None:
        known = self._styles.get(value(style) or "")
        if known is None:
            properties.remove(style)
        else:
            style.set(W + "val", known)

    def table(self, properties: etree._Element) -> None:
        """Let the style of a table that is brought along be one of the new file."""
        style = properties.find(W + "tblStyle")
        if style is not None:
            self._rename(properties, style)

    def _old_place(self, block: Block) -> Place | None:
        return self._place(self._old, block)

    def _new_place(self, block: Block) -> Place | None:
        return self._place(self._new, block)

    def _place(self, lists: Lists, block: Block) -> Place | None:
        """Where a paragraph counts; asked twice of each, found once."""
        if block not in self._places:
            self._places[block] = lists.place(first(block.paragraph, _PROPERTIES))
        return self._places[block]
