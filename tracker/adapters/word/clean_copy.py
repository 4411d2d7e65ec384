"""The clean version of a Word file: marks by hand carried out, tracked changes accepted, comments gone."""

from collections.abc import Mapping
from typing import Final

from lxml import etree

from tracker.adapters.redlining.redline_package import rewritten, without_parts
from tracker.adapters.redlining.redline_settle import accept, remove
from tracker.adapters.word.docx_package import Package, W, value
from tracker.adapters.word.docx_styles import Styles
from tracker.adapters.word.docx_unmark import unmark
from tracker.domain.errors import UnreadableDraft

_STORIES: Final = ("footnotes", "endnotes", "header", "footer")
_NOTES: Final = {"footnotes": W + "footnoteReference", "endnotes": W + "endnoteReference"}
_COMMENTED: Final = (W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference")


def clean_copy(data: bytes) -> bytes:
    """The file as it would be once its marks are carried out; itself where there is none.

    Formats, styles and automatic numbering stay. `data` are bytes that `docx_guard.inspect` let through;
    the same input gives the same bytes. Raises UnreadableDraft like `docx_reader.read`.
    """
    try:
        return _cleaned(data)
    except RecursionError as problem:
        raise UnreadableDraft("too-complex", what="depth") from problem


def _cleaned(data: bytes) -> bytes:
    package = Package(data)
    stories = _stories(package)
    comments = [one.target for one in package.relationships(package.main) if one.kind.startswith("comments")]
    before = {path: etree.tostring(root) for path, root in stories.items()}
    styles = Styles(next(iter(package.related("styles")), None))
    main = stories[package.main]
    referred = _referred(main)
    for root in stories.values():
        accept(root)
        unmark(root, styles)
        for element in list(root.iter(*_COMMENTED)):
            remove(element)
    _drop_notes(package, stories, referred - _referred(main))
    changed = {path: root for path, root in stories.items() if etree.tostring(root) != before[path]}
    if not changed and not comments:
        return data
    return rewritten(data, {**changed, **without_parts(package, comments)}, leaving_out=comments)


def _stories(package: Package) -> Mapping[str, etree._Element]:
    main = package.xml(package.main)
    if main is None or main.find(W + "body") is None:
        raise UnreadableDraft("not-docx")
    others = (one for one in package.relationships(package.main) if one.kind in _STORIES)
    found = {one.target: package.xml(one.target) for one in others}
    return {package.main: main} | {path: root for path, root in found.items() if root is not None}


def _referred(main: etree._Element) -> frozenset[tuple[str, str]]:
    """The notes that the text refers to, by kind of part and id."""
    return frozenset((kind, value(one, "id") or "") for kind, tag in _NOTES.items() for one in main.iter(tag))


def _drop_notes(
    package: Package, stories: Mapping[str, etree._Element], gone: frozenset[tuple[str, str]]
) -> None:
    for one in package.relationships(package.main):
        root = stories.get(one.target) if one.kind in _NOTES else None
        for note in list(root) if root is not None else ():
            if (one.kind, value(note, "id") or "") in gone:
                remove(note)
