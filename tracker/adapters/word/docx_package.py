"""Opens the parts of a .docx: hardened XML, and relationships instead of fixed names."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable
from typing import Final, NamedTuple

from lxml import etree

from tracker.adapters.word.docx_guard import refuse_declarations
from tracker.domain.errors import UnreadableDraft

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
# Out of memory, and the parser's own limits on depth and on the length of one text.
_TOO_MUCH: Final = (etree.ErrorTypes.ERR_NO_MEMORY, etree.ErrorTypes.ERR_RESOURCE_LIMIT)
_MOST: Final = 2**31
_MAX_PART: Final = 64 * 1024 * 1024


class Relationship(NamedTuple):
    """What another part is to this one (the last word of its type) and where it is."""

    kind: str
    target: str


class Package:
    """The parts of a package that the guard has let through."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as problem:
            raise UnreadableDraft("corrupt-zip") from problem
        self._names = {name.casefold(): name for name in self._zip.namelist()}
        self.main = self._find_main()
        self._related = self.relationships(self.main)

    def _find_main(self) -> str:
        for relationship in self.relationships(""):
            if relationship.kind == "officeDocument":
                return relationship.target
        raise UnreadableDraft("not-docx")

    def relationships(self, part: str) -> list[Relationship]:
        """The internal relationships of a part, targets resolved; none if it has none."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: list[Relationship] = []
        for element in root if root is not None else ():
            target = element.get("Target", "")
            if element.get("TargetMode") != "External" and target:
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found.append(Relationship(element.get("Type", "").rpartition("/")[2], path))
        return found

    def related(self, kind: str) -> list[etree._Element]:
        """The root elements of all parts of one kind that the main part points to, in its order."""
        roots = (self.xml(target) for found, target in self._related if found == kind)
        return [root for root in roots if root is not None]

    def xml(self, part: str) -> etree._Element | None:
        """The root element of a part, None if there is no such part. Raises UnreadableDraft(`broken-xml`)."""
        name = self._names.get(part.casefold())
        if name is None:
            return None
        try:
            with self._zip.open(name) as stream:
                content = stream.read(_MAX_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError) as problem:
            raise UnreadableDraft("corrupt-zip") from problem
        if len(content) > _MAX_PART:
            raise UnreadableDraft("zip-bomb", what="size")
        return parse(content)


def parse(content: bytes) -> etree._Element:
    """The root element of XML bytes: no entities, no network, no outside document type, bounded depth."""
    refuse_declarations(content)
    if b"purl.oclc.org/ooxml" in content:
        for strict, transitional in _STRICT.items():
            content = content.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as problem:
        if problem.code in _TOO_MUCH:
            raise UnreadableDraft("too-complex", what="xml") from problem
        raise UnreadableDraft("broken-xml") from problem
    except (ValueError, LookupError) as problem:
        raise UnreadableDraft("broken-xml") from problem
    if root.getroottree().docinfo.doctype:
        raise UnreadableDraft("xml-entities")
    return root


def first(elements: Iterable[etree._Element], tag: str) -> etree._Element | None:
    """The first of some elements with this tag; quicker than `find`, which reads its path each time."""
    for element in elements:
        if element.tag == tag:
            return element
    return None


def value(element: etree._Element | None, attribute: str = "val") -> str | None:
    """A w: attribute of an element that may be absent."""
    return None if element is None else element.get(W + attribute)


def number(element: etree._Element | None, attribute: str = "val") -> int | None:
    """A w: attribute as an integer; None if absent or not a number, as damaged files have it."""
    found = value(element, attribute)
    if found is None:
        return None
    try:
        said = int(found)
    except ValueError:
        return None
    return said if -_MOST <= said <= _MOST else _MOST if said > 0 else -_MOST


def is_on(element: etree._Element | None) -> bool | None:
    """A w: switch: None if absent, else whether it is on (ECMA-376 Part 1, 17.17.4)."""
    return None if element is None else value(element) not in ("0", "false", "off")
