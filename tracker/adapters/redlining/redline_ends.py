"""The last paragraph of a cell cannot lose its end: the ends before it come and go instead."""

from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree

from tracker.adapters.redlining.redline_marks import Marks, copied, paragraph_properties
from tracker.adapters.word.docx_package import W

_BETWEEN: Final = frozenset(
    W + name
    for name in (
        "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "moveFromRangeStart",
        "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "proofErr", "permStart", "permEnd",
    )
)  # fmt: skip
_ROW_MARKS: Final = (f"{W}trPr/{W}ins", f"{W}trPr/{W}del")
_END_CAME: Final = f"{W}pPr/{W}rPr/{W}ins"
_END_GOES: Final = f"{W}pPr/{W}rPr/{W}del"
Statuses = Mapping[etree._Element, str]


def repair(statuses: Statuses, marks: Marks) -> None:
    """Move the marks of ends where a run of paragraphs ends with one that came or went."""
    holders = dict.fromkeys(one.getparent() for one in statuses)
    for holder in holders:
        if holder is not None and not _inside_marked_row(holder):
            for run in _runs(holder):
                _repair_run(run, statuses, marks)


def _inside_marked_row(holder: etree._Element) -> bool:
    return any(row.find(mark) is not None for row in holder.iterancestors(W + "tr") for mark in _ROW_MARKS)


def _runs(holder: etree._Element) -> list[list[etree._Element]]:
    """Paragraphs that follow each other without a table between."""
    found: list[list[etree._Element]] = [[]]
    for child in holder:
        if child.tag == W + "p":
            found[-1].append(child)
        elif child.tag not in _BETWEEN and child.tag != W + "sectPr" and found[-1]:
            found.append([])
    return [run for run in found if run]


def _repair_run(run: Sequence[etree._Element], statuses: Statuses, marks: Marks) -> None:
    at = len(run)
    while at and run[at - 1] in statuses:
        at -= 1
    kept, tail = (run[at - 1] if at else None), run[at:]
    came = [one for one in tail if statuses[one] == "came"]
    went = [one for one in tail if statuses[one] == "went"]
    _separate(run[:at] if came and went else run, statuses, marks)
    if came and went:
        _join(went, came, marks)
    elif kept is not None and tail and kept.find(_END_CAME if came else _END_GOES) is None:
        _shift(kept, tail, marks, "ins" if came else "del")


def _separate(run: Sequence[etree._Element], statuses: Statuses, marks: Marks) -> None:
    """Where the words that came at the end of a paragraph go on in new ones, its end came as well.

    That is how Word writes it; LibreOffice takes the end for changed in any case.
    """
    for at, kept in enumerate(run):
        name = None if kept in statuses else _changed_last(kept)
        said = "came" if name == "ins" else "went"
        after = at + 1
        while name is not None and after < len(run) and statuses.get(run[after]) == said:
            after += 1
        if name is not None and after > at + 1:
            _shift(kept, run[at + 1 : after], marks, name)


def _changed_last(paragraph: etree._Element) -> str | None:
    """Whether the last words of a paragraph came ("ins") or went ("del")."""
    for child in reversed(paragraph):
        if child.tag in (W + "ins", W + "del"):
            return str(child.tag).rpartition("}")[2]
        if child.tag not in _BETWEEN:
            return None
    return None


def _shift(kept: etree._Element, tail: Sequence[etree._Element], marks: Marks, name: str) -> None:
    """What ends where the kept paragraph ended ends where the last one does, and the other way round."""
    last = tail[-1]
    for one in (kept, *tail[:-1]):
        marks.mark_end(one, name)
    marks.mark_end(last, None)
    if name == "ins":
        marks.mark_properties(last, _before(kept))
        return
    before = copied(paragraph_properties(last))
    properties = paragraph_properties(last)
    parent = properties.getparent()
    if parent is not None:
        now = copied(paragraph_properties(kept))
        for child in list(now):
            if child.tag in (W + "rPr", W + "sectPr", W + "pPrChange"):
                now.remove(child)
        parent.replace(properties, now)
    marks.mark_properties(last, before)


def _before(paragraph: etree._Element) -> etree._Element:
    """The properties a paragraph had before."""
    properties = paragraph_properties(paragraph)
    change = properties.find(f"{W}pPrChange/{W}pPr")
    return properties if change is None else change


def _join(went: Sequence[etree._Element], came: Sequence[etree._Element], marks: Marks) -> None:
    """The last that went and the first that came share one paragraph; the last end stays as it is."""
    first, last = came[0], went[-1]
    for one in went:
        first.addprevious(one)
    marks.mark_properties(first, paragraph_properties(last))
    at = first.index(paragraph_properties(first)) + 1
    first[at:at] = [child for child in last if child.tag != W + "pPr"]
    parent = last.getparent()
    if parent is not None:
        parent.remove(last)
    if came[-1] is not first:
        marks.mark_properties(came[-1], paragraph_properties(last))
    marks.mark_end(came[-1], None)
