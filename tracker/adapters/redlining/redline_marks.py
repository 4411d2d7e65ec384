"""The elements of tracked changes: who, when, and an id that no other annotation of the part has."""

from datetime import datetime
from typing import Final

from lxml import etree

from tracker.adapters.word.docx_package import W

_AFTER_RUN_PROPERTIES: Final = (W + "sectPr", W + "pPrChange")
_PARAGRAPH_MARKS: Final = (W + "ins", W + "del", W + "moveFrom", W + "moveTo")


class Marks:
    """Makes tracked changes of one author at one time, with ids that rise through the document."""

    def __init__(self, author: str, at: datetime, first_id: int) -> None:
        self._author = author
        self._date = at.strftime("%Y-%m-%dT%H:%M:%SZ")
        self._next = first_id

    def element(self, change: str, /, **attributes: str) -> etree._Element:
        """A tracked change such as "ins", "del", "moveFrom" or "pPrChange"."""
        made = etree.Element(W + change)
        made.set(W + "id", self.new_id())
        made.set(W + "author", self._author)
        made.set(W + "date", self._date)
        for attribute, said in attributes.items():
            made.set(W + attribute, said)
        return made

    def new_id(self) -> str:
        """The next free id."""
        self._next += 1
        return str(self._next)

    def mark_end(self, paragraph: etree._Element, name: str | None) -> None:
        """Say that the end of a paragraph came ("ins", "moveTo"), goes ("del", "moveFrom") or neither."""
        run = run_properties(paragraph)
        for element in list(run):
            if element.tag in _PARAGRAPH_MARKS:
                run.remove(element)
        if name is not None:
            run.insert(0, self.element(name))

    def mark_row(self, row: etree._Element, name: str) -> None:
        """Say that a table row came ("ins") or goes ("del")."""
        properties = row.find(W + "trPr")
        if properties is None:
            properties = etree.Element(W + "trPr")
            before = row.find(W + "tblPrEx")
            row.insert(0 if before is None else row.index(before) + 1, properties)
        properties.append(self.element(name))

    def mark_properties(self, paragraph: etree._Element, before: etree._Element) -> None:
        """Say what the properties of a paragraph were before; `before` is a w:pPr and is copied."""
        properties = paragraph_properties(paragraph)
        known = properties.find(W + "pPrChange")
        if known is not None:
            properties.remove(known)
        if _said(properties) == _said(before):
            return
        change = self.element("pPrChange")
        was = etree.SubElement(change, W + "pPr")
        for child in before:
            if child.tag not in (W + "rPr", *_AFTER_RUN_PROPERTIES):
                was.append(copied(child))
        properties.append(change)


def _said(properties: etree._Element) -> list[bytes]:
    return sorted(
        etree.tostring(child, method="c14n")
        for child in properties
        if child.tag not in (W + "rPr", *_AFTER_RUN_PROPERTIES)
    )


def paragraph_properties(paragraph: etree._Element) -> etree._Element:
    """The w:pPr of a paragraph, made if it has none."""
    properties = paragraph.find(W + "pPr")
    if properties is None:
        properties = etree.Element(W + "pPr")
        paragraph.insert(0, properties)
    return properties


def run_properties(paragraph: etree._Element) -> etree._Element:
    """The w:rPr of the end of a paragraph, made where the schema wants it."""
    properties = paragraph_properties(paragraph)
    run = properties.find(W + "rPr")
    if run is None:
        run = etree.Element(W + "rPr")
        later = [child for child in properties if child.tag in _AFTER_RUN_PROPERTIES]
        if later:
            later[0].addprevious(run)
        else:
            properties.append(run)
    return run


def highest_id(root: etree._Element) -> int:
    """The highest w:id of a part; tracked changes count on from it."""
    highest = 0
    for element in root.iter():
        found = element.get(W + "id")
        if found is not None and found.isdecimal() and len(found) < 10:
            highest = max(highest, int(found))
    return highest


def copied(element: etree._Element) -> etree._Element:
    """A copy without what follows the element in its parent."""
    made: etree._Element = etree.fromstring(etree.tostring(element, with_tail=False))
    return made
