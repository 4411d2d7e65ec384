"""Writes a package again with some parts replaced or added: the same bytes for the same input."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from lxml import etree

from tracker.adapters.docx_package import Package, W
from tracker.domain.errors import UnreadableDraft

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_NUMBERING: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAME: Final = "numbering-redline.xml"
_TYPES: Final = "[Content_Types].xml"


def rewritten(data: bytes, parts: Mapping[str, etree._Element]) -> bytes:
    """The package with these parts instead of, or besides, its own; names without regard to case."""
    waiting = {name.casefold(): (name, written(root)) for name, root in parts.items()}
    buffer = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
            for name in source.namelist():
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


def with_numbering(package: Package, numbering: etree._Element) -> dict[str, etree._Element]:
    """The parts that give a package without lists a numbering part of its own."""
    folder, name = posixpath.split(package.main)
    path = posixpath.join(folder, _NAME)
    rels_path = posixpath.join(folder, "_rels", f"{name}.rels")
    rels, types = package.xml(rels_path), package.xml(_TYPES)
    if types is None:
        raise UnreadableDraft("not-docx")
    if rels is None:
        rels = etree.Element("{http://schemas.openxmlformats.org/package/2006/relationships}Relationships")
    space = str(rels.tag).rpartition("}")[0] + "}"
    etree.SubElement(
        rels,
        f"{space}Relationship",
        Id="rIdRedline",
        Type=f"{_OFFICE}/numbering",
        Target=_NAME,
    )
    space = str(types.tag).rpartition("}")[0] + "}"
    etree.SubElement(types, f"{space}Override", PartName=f"/{path}", ContentType=_NUMBERING)
    return {path: numbering, rels_path: rels, _TYPES: types}


def empty_numbering() -> etree._Element:
    """A numbering part without lists."""
    return etree.Element(W + "numbering", nsmap={"w": W[1:-1]})
