"""Footnotes and endnotes: old ones come along with the words that went, kept ones are compared themselves."""

from collections.abc import Callable
from typing import Final

from lxml import etree

from tracker.adapters.redlining import redline_pieces
from tracker.adapters.redlining.redline_marks import copied
from tracker.adapters.redlining.redline_package import NewPart, new_part
from tracker.adapters.redlining.redline_settle import accept, remove
from tracker.adapters.word.docx_package import Package, W, number, value

_KINDS: Final = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_RELATED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_NOT_BROUGHT: Final = (W + "numPr", W + "pStyle", W + "sectPr")
_DRAWN: Final = (W + "drawing", W + "pict", W + "object")
Compare = Callable[[etree._Element, etree._Element], None]


class Notes:
    """The notes of both files; what is written to is given back by `parts`."""

    def __init__(self, old: Package, new: Package) -> None:
        self._new_package = new
        self._old = {kind: _accepted(old, f"{kind}s") for kind in _KINDS.values()}
        self._new = {kind: _accepted(new, f"{kind}s") for kind in _KINDS.values()}
        self._changed: set[str] = set()

    def brought(self, reference: etree._Element) -> etree._Element | None:
        """A reference of the old file as one of the new file, its note brought along."""
        kind = _KINDS[str(reference.tag)]
        note = _by_id(self._old[kind], value(reference, "id"))
        if note is None:
            return None
        root = self._root(kind)
        made = copied(note)
        new_id = str(max((number(one, "id") or 0 for one in root), default=0) + 1)
        made.set(W + "id", new_id)
        _lone(made)
        root.append(made)
        self._changed.add(kind)
        here = copied(reference)
        here.set(W + "id", new_id)
        return here

    def compare(self, old: etree._Element, new: etree._Element, merge: Compare) -> None:
        """Compare the notes behind two references that belong together."""
        kind, other = _KINDS[str(new.tag)], _KINDS[str(old.tag)]
        before, after = _by_id(self._old[other], value(old, "id")), _by_id(self._new[kind], value(new, "id"))
        if before is not None and after is not None and _text(before) != _text(after):
            merge(before, after)
            self._changed.add(kind)

    def parts(self) -> list[NewPart]:
        """The note parts that differ from those of the new file."""
        return [
            new_part(self._new_package, f"{kind}s", _CONTENT_TYPE.format(f"{kind}s"), self._root(kind))
            for kind in sorted(self._changed)
        ]

    def _root(self, kind: str) -> etree._Element:
        root = self._new[kind]
        if root is None:
            # The lines above notes have numbers below 1 and come from the old file.
            source = self._old[kind]
            root = self._new[kind] = copied(source) if source is not None else etree.Element(f"{W}{kind}s")
            for note in list(root):
                if value(note, "type") in (None, "normal"):
                    root.remove(note)
        return root


def _accepted(package: Package, kind: str) -> etree._Element | None:
    root = next(iter(package.related(kind)), None)
    if root is not None:
        accept(root)
    return root


def _by_id(root: etree._Element | None, wanted: str | None) -> etree._Element | None:
    return next((one for one in root if value(one, "id") == wanted), None) if root is not None else None


def _text(note: etree._Element) -> list[str]:
    return [redline_pieces.plain(paragraph) for paragraph in note.iter(W + "p")]


def _lone(note: etree._Element) -> None:
    """Take out what points to other parts of the old file, and numbers of its lists."""
    for element in list(note.iter(*_NOT_BROUGHT)):
        remove(element)
    for element in list(note.iter(*_DRAWN)):
        if not redline_pieces.portable(element):
            remove(element)
    for element in note.iter():
        for name in [name for name in element.attrib if str(name).startswith(_RELATED)]:
            del element.attrib[name]
