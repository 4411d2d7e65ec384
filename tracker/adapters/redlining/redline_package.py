"""Writes a package again with some parts replaced or added: the same bytes for the same input."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from lxml import etree

from tracker.adapters.word.docx_package import Package, W
from tracker.domain.errors import UnreadableDraft

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
NUMBERING_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CONTENT_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_TYPES: Final = "[Content_Types].xml"


def rewritten(
    data: bytes, parts: Mapping[str, etree._Element], *, leaving_out: Collection[str] = ()
) -> bytes:
    """The package with these parts instead of, or besides, its own; names without regard to case."""
    left_out = {name.casefold() for name in leaving_out}
    waiting = {name.casefold(): (name, written(root)) for name, root in parts.items()}
    buffer = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
            for name in source.namelist():
                if name.casefold() in left_out:
                    continue
                _, content = waiting.pop(name.casefold(), (name, None))
                _write(target, name, source.read(name) if content is None else content)
            for name, content in waiting.values():
                _write(target, name, content)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError) as problem:
        raise UnreadableDraft("corrupt-zip") from problem
    return buffer.getvalue()


def _write(target: zipfile.ZipFile, name: str, content: bytes) -> None:
    information = zipfile.ZipInfo(name, _EPOCH)
    information.compress_type = zipfile.ZIP_DEFLATED
    information.create_system = 0
    target.writestr(information, content)


def written(root: etree._Element) -> bytes:
    """A part as bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


class NewPart(NamedTuple):
    """A part to be written: replaced where the package has one of its kind, else added."""

    kind: str
    path: str
    content_type: str
    root: etree._Element
    is_new: bool


def new_part(package: Package, kind: str, content_type: str, root: etree._Element) -> NewPart:
    """A part that the main part points to, at the path it has or under a new name."""
    for one in package.relationships(package.main):
        if one.kind == kind and package.xml(one.target) is not None:
            return NewPart(kind, one.target, content_type, root, False)
    folder = posixpath.dirname(package.main)
    return NewPart(kind, posixpath.join(folder, f"{kind}-redline.xml"), content_type, root, True)


def with_parts(package: Package, parts: Sequence[NewPart]) -> dict[str, etree._Element]:
    """The parts by path, with the relationships and content types that the new ones need."""
    found = {part.path: part.root for part in parts}
    added = [part for part in parts if part.is_new]
    if not added:
        return found
    folder, name = posixpath.split(package.main)
    rels_path = posixpath.join(folder, "_rels", f"{name}.rels")
    rels, types = package.xml(rels_path), package.xml(_TYPES)
    if types is None:
        raise UnreadableDraft("not-docx")
    rels = rels if rels is not None else etree.Element(f"{_RELATIONSHIPS}Relationships")
    for part in added:
        one = etree.SubElement(rels, f"{_RELATIONSHIPS}Relationship", Id=f"rIdRedline{part.kind}")
        one.set("Type", f"{_OFFICE}/{part.kind}")
        one.set("Target", posixpath.basename(part.path))
        one = etree.SubElement(types, f"{_CONTENT_TYPES}Override", PartName=f"/{part.path}")
        one.set("ContentType", part.content_type)
    return {**found, rels_path: rels, _TYPES: types}


def without_parts(package: Package, paths: Collection[str]) -> dict[str, etree._Element]:
    """The relationships of the main part and the content types, without what they say of these parts."""
    if not paths:
        return {}
    folder, name = posixpath.split(package.main)
    rels_path = posixpath.join(folder, "_rels", f"{name}.rels")
    rels, types = package.xml(rels_path), package.xml(_TYPES)
    if rels is None or types is None:
        raise UnreadableDraft("not-docx")
    gone = {f"/{path}".casefold() for path in paths}
    for element in list(rels):
        target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
        if element.get("TargetMode") != "External" and target.casefold() in gone:
            rels.remove(element)
    for element in list(types):
        if element.get("PartName", "").casefold() in gone:
            types.remove(element)
    return {rels_path: rels, _TYPES: types}


def empty_numbering() -> etree._Element:
    """A numbering part without lists."""
    return etree.Element(W + "numbering", nsmap={"w": W[1:-1]})
