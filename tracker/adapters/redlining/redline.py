"""Two Word files as one with tracked changes: accepted it is the new file, rejected it says the old."""

from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from tracker.adapters.redlining import redline_ends, redline_package, redline_settle
from tracker.adapters.redlining.redline_formats import Formats
from tracker.adapters.redlining.redline_marks import Marks, highest_id
from tracker.adapters.redlining.redline_notes import Notes
from tracker.adapters.redlining.redline_numbering import Bridge, Lists
from tracker.adapters.redlining.redline_package import new_part
from tracker.adapters.redlining.redline_story import Story
from tracker.adapters.word.docx_package import Package, W, value
from tracker.adapters.word.docx_styles import Styles
from tracker.domain.errors import UnreadableDraft


def redline(old: bytes, new: bytes, *, author: str, at: datetime) -> bytes:
    """The new file with what changed since the old one as tracked changes of this author at this time.

    Both are bytes that `docx_guard.inspect` let through; changes tracked in them count as accepted.
    Text boxes, headers and footers stay as they are in the new file. The same input gives the same bytes.
    Raises UnreadableDraft like `docx_reader.read`.
    """
    try:
        return _Redline(old, new, author, at).made()
    except RecursionError as problem:
        raise UnreadableDraft("too-complex", what="depth") from problem


class _Redline:
    def __init__(self, old: bytes, new: bytes, author: str, at: datetime) -> None:
        self._data = new
        self._old, self._new = Package(old), Package(new)
        self._old_body, _ = _body(self._old)
        self._body, self._main = _body(self._new)
        self._marks = Marks(author, at, highest_id(self._main))

    def made(self) -> bytes:
        old_styles, new_styles = _styles(self._old), _styles(self._new)
        numbering = _first(self._new, "numbering")
        lists = numbering if numbering is not None else redline_package.empty_numbering()
        before = Lists(_first(self._old, "numbering"), Styles(old_styles))
        after = Lists(lists, Styles(new_styles))
        bridge = Bridge(before, after, _list_numbers(self._main, lists, new_styles))
        notes = Notes(self._old, self._new)
        formats = Formats(_same_styles(old_styles, new_styles), notes, bridge)
        self._compare(formats, notes)
        parts = notes.parts()
        if bridge.changed:
            parts.append(new_part(self._new, "numbering", redline_package.NUMBERING_TYPE, lists))
        written = redline_package.with_parts(self._new, parts)
        return redline_package.rewritten(self._data, {self._new.main: self._main, **written})

    def _compare(self, formats: Formats, notes: Notes) -> None:
        def merge(old: etree._Element, new: etree._Element) -> None:
            story = Story(old, new, formats, self._marks)
            story.merge()
            redline_ends.repair(story.status, self._marks)

        story = Story(self._old_body, self._body, formats, self._marks)
        for old, new in story.notes():
            notes.compare(old, new, merge)
        story.merge()
        redline_ends.repair(story.status, self._marks)


def _body(package: Package) -> tuple[etree._Element, etree._Element]:
    main = package.xml(package.main)
    body = main.find(W + "body") if main is not None else None
    if main is None or body is None:
        raise UnreadableDraft("not-docx")
    redline_settle.accept(main)
    return body, main


def _list_numbers(*roots: etree._Element | None) -> Iterator[str]:
    for root in roots:
        if root is not None:
            yield from (value(one) or "" for one in root.iter(W + "numId"))
            yield from (value(one, "numId") or "" for one in root.iter(W + "num"))


def _first(package: Package, kind: str) -> etree._Element | None:
    return next(iter(package.related(kind)), None)


def _styles(package: Package) -> etree._Element | None:
    return _first(package, "styles")


def _same_styles(old: etree._Element | None, new: etree._Element | None) -> dict[str, str]:
    """The styles of the old file by id, each with the id of its namesake in the new one."""
    there = {named: style_id for style_id, named in _named(new)}
    return {style_id: there[named] for style_id, named in _named(old) if named in there}


def _named(root: etree._Element | None) -> list[tuple[str, tuple[str | None, str]]]:
    found = root.findall(W + "style") if root is not None else []
    return [
        (value(one, "styleId") or "", (value(one, "type"), (value(one.find(W + "name")) or "").casefold()))
        for one in found
    ]
