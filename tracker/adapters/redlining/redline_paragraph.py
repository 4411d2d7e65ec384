"""Marks inside one paragraph: words that came and went, on the runs and in the format they have."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from lxml import etree

from tracker.adapters.redlining.redline_formats import Formats
from tracker.adapters.redlining.redline_marks import Marks, copied
from tracker.adapters.redlining.redline_pieces import (
    EQUATIONS,
    HOLDERS,
    NOTES,
    Content,
    Piece,
    lone_copy,
    text_node,
)
from tracker.adapters.word.docx_package import W
from tracker.domain.comparing.comparison import Segment, segments

_RUN_LIKE: Final = (W + "r", *EQUATIONS)
Cut = tuple[int, int]


class Edits:
    """What the segments say, by places in the new text: what came, and what went before which place."""

    def __init__(self, found: Iterable[Segment]) -> None:
        self.came: list[Cut] = []
        self.went: dict[int, list[Cut]] = {}
        old_at = new_at = 0
        for operation, text in found:
            if operation == "+":
                self.came.append((new_at, new_at + len(text)))
            elif operation == "-":
                self.went.setdefault(new_at, []).append((old_at, old_at + len(text)))
            old_at += len(text) if operation != "+" else 0
            new_at += len(text) if operation != "-" else 0

    def came_whole(self, start: int, end: int) -> bool:
        """Whether all of a stretch of the new text came."""
        return any(first <= start and end <= last for first, last in self.came)


def mark_all(paragraph: etree._Element, marks: Marks, name: str) -> None:
    """Mark everything in a paragraph as come ("ins", "moveTo")."""
    wrapper: etree._Element | None = None
    for child in list(paragraph):
        if child.tag in _RUN_LIKE:
            if wrapper is None:
                wrapper = marks.element(name)
                child.addprevious(wrapper)
            wrapper.append(child)
        else:
            wrapper = None
            if child.tag in HOLDERS:
                mark_all(child, marks, name)


def gone_runs(content: Content, cut: Cut, formats: Formats) -> list[etree._Element]:
    """Runs that show a stretch of the old text as deleted, each in its old format."""
    start, end = cut
    found: list[etree._Element] = []
    source: etree._Element | None = None
    for piece in content.pieces:
        if not piece.text or piece.start >= end or piece.start + len(piece.text) <= start:
            continue
        text = piece.text[max(0, start - piece.start) : end - piece.start]
        node = _gone_node(piece.node, text, formats)
        if node is None:
            continue
        if piece.run.tag in EQUATIONS:
            found.append(node)
            source = None
            continue
        if piece.run is not source:
            source = piece.run
            made = etree.Element(W + "r")
            properties = formats.run(piece.run)
            if properties is not None:
                made.append(properties)
            found.append(made)
        found[-1].append(node)
    return found


def _gone_node(node: etree._Element, text: str, formats: Formats) -> etree._Element | None:
    if node.tag == W + "t":
        return text_node(text, "delText")
    return formats.note(node) if node.tag in NOTES else lone_copy(node)


def edit(paragraph: etree._Element, old: Content, new: Content, marks: Marks, formats: Formats) -> None:
    """Mark in a paragraph of the new file what differs from the old one."""
    edits = Edits(segments(old.text, new.text))
    waiting = {at: _deletion(old, cuts, marks, formats) for at, cuts in edits.went.items()}
    front = waiting.pop(0, None)
    for run, inside in _by_run(new.pieces):
        _edit_run(run, inside, edits, waiting, marks)
    if front is not None:
        properties = paragraph.find(W + "pPr")
        paragraph.insert(0 if properties is None else 1, front)
    for late in waiting.values():
        paragraph.append(late)


def _deletion(old: Content, cuts: list[Cut], marks: Marks, formats: Formats) -> etree._Element:
    made = marks.element("del")
    for cut in cuts:
        made.extend(gone_runs(old, cut, formats))
    return made


def _by_run(pieces: Iterable[Piece]) -> Iterator[tuple[etree._Element, list[Piece]]]:
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].run is not piece.run:
            yield found[0].run, found
            found = []
        found.append(piece)
    if found:
        yield found[0].run, found


def _edit_run(
    run: etree._Element, pieces: list[Piece], edits: Edits, waiting: dict[int, etree._Element], marks: Marks
) -> None:
    """Cut a run where something came or went; a run that nothing touches stays as it is."""
    parts = [part for piece in pieces for part in _parts(piece, edits, waiting)]
    if not any(came for came, _, _ in parts) and not any(_due(end, waiting) for _, _, end in parts):
        return
    made: list[tuple[bool, list[etree._Element]]] = []
    out: list[etree._Element] = []

    def flush() -> None:
        for came, nodes in made:
            out.append(_run_of(run, nodes, marks if came else None))
        made.clear()

    for came, node, end in parts:
        if made and made[-1][0] == came:
            made[-1][1].append(node)
        else:
            made.append((came, [node]))
        if _due(end, waiting):
            flush()
            out.append(waiting.pop(end))
    here = etree.Element(W + "r")
    run.addprevious(here)
    flush()
    _swap(run, here, out)


def _swap(run: etree._Element, here: etree._Element, out: list[etree._Element]) -> None:
    """Put the parts where `here` is and take the run away, unless it is itself inside a part."""
    parent = here.getparent()
    if parent is None:
        return
    if run.getparent() is parent:
        parent.remove(run)
    at = parent.index(here)
    parent[at : at + 1] = out


def _due(end: int, waiting: dict[int, etree._Element]) -> bool:
    return end in waiting


def _run_of(run: etree._Element, nodes: list[etree._Element], marks: Marks | None) -> etree._Element:
    made = run
    if run.tag not in EQUATIONS:
        made = etree.Element(run.tag, dict(run.attrib))
        properties = run.find(W + "rPr")
        if properties is not None:
            made.append(copied(properties))
        made.extend(nodes)
    if marks is None:
        return made
    wrapper = marks.element("ins")
    wrapper.append(made)
    return wrapper


def _parts(
    piece: Piece, edits: Edits, waiting: dict[int, etree._Element]
) -> Iterator[tuple[bool, etree._Element, int]]:
    """A piece cut up: whether each part came, its node, and where it ends (-1 for what shows nothing)."""
    if not piece.text:
        group = piece.field
        came = bool(group and group.end > group.start and edits.came_whole(group.start, group.end))
        yield came, piece.node, -1
        return
    start, end = piece.start, piece.start + len(piece.text)
    places = {start, end}
    for first, last in edits.came:
        places.update(at for at in (first, last) if start < at < end)
    places.update(at for at in waiting if start < at < end)
    cuts = sorted(places)
    for first, last in pairwise(cuts):
        node = piece.node
        if len(cuts) > 2:
            node = text_node(piece.text[first - start : last - start], "t")
        yield edits.came_whole(first, last), node, last
