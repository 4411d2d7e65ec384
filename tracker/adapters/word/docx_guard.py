"""Looks at uploaded bytes before any parser does and refuses what is not an ordinary, harmless .docx."""

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from tracker.adapters.word import doc_guard
from tracker.domain.errors import UnreadableDraft

REASONS: Final[dict[str, str]] = {
    "empty": "the file has no bytes",
    "too-large": "the file is larger than `limit` bytes",
    "doc": "the old binary Word format",
    "encrypted": "locked with a password or by rights management",
    "odt": "OpenDocument text",
    "rtf": "Rich Text Format",
    "pdf": "a PDF",
    "not-docx": "anything else, or a package without a Word document in it",
    "template": "a Word template (.dotx)",
    "macros": "carries macros",
    "corrupt-zip": "the package is damaged or cut short",
    "broken-xml": "a part of the package is not well-formed XML",
    "zip-bomb": "unpacks to far more than a draft can be",
    "xml-entities": "an XML part declares a document type, behind which text can be hidden",
    "unsafe-content": "content that acts by itself or reaches out of the package; `what` says which",
    "no-text": "a Word document without any text that could be read",
    "too-complex": "reading it took too much time or memory",
    "unconverted": "an old Word file that LibreOffice could not convert",
    "busy": "another file is being converted, and this one waited long enough",
}

MAX_MEMBERS: Final = 2_000
MAX_UNPACKED: Final = 200 * 1024 * 1024
MAX_XML: Final = 64 * 1024 * 1024
MAX_TAGS: Final = 1_500_000
MAX_RATIO: Final = 300
RATIO_FROM: Final = 1024 * 1024
_CHUNK: Final = 256 * 1024

# What zipfile raises on damaged bytes (NotImplementedError is a RuntimeError).
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, LookupError, RuntimeError)
_MAIN_TYPE: Final = b"wordprocessingml.document.main+xml"
_TEMPLATE_TYPE: Final = b"wordprocessingml.template.main+xml"
_DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING: Final = re.compile(rb"""^[^<]{0,4}<\?xml[^>]{0,80}encoding\s*=\s*["']([^"']{1,40})["']""")
_KNOWN_ENCODINGS: Final = (b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"iso-8859-", b"windows-125")
_FIELD: Final = re.compile(
    r"""<\w*:?(?:instrText|delInstrText)\b[^>]*>([^<]*)<|<\w*:?fldSimple\b[^>]*?instr\s*=\s*["']([^"']*)|<\w*:?(fldChar)\b"""
)
_DDE: Final = re.compile(r"(?:^|[\s\0])DDE(?:AUTO)?\b", re.IGNORECASE)
_RELATIONSHIP: Final = re.compile(r"<\w*:?Relationship\b[^>]*>")
_REMOTE: Final = re.compile(
    r"""Target\s*=\s*["']\s*(?:https?:|ftp:|\\\\|//|file:/{0,3}\\\\|file:/{4,}|file://[^/\\])""",
    re.IGNORECASE,
)


def inspect(data: bytes, *, max_bytes: int) -> None:
    """Raise `UnreadableDraft` with a slug of `REASONS` unless the bytes look like an ordinary .docx.

    Every member is unpacked in pieces under hard limits; sizes that the file claims are not believed.
    """
    if not data:
        raise UnreadableDraft("empty")
    if len(data) > max_bytes:
        raise UnreadableDraft("too-large", limit=max_bytes, size=len(data))
    _refuse_other_formats(data)
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:
        raise UnreadableDraft("zip-bomb", what="members")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _inspect_package(package)
    except _BROKEN as problem:
        raise UnreadableDraft("corrupt-zip") from problem


def _refuse_other_formats(data: bytes) -> None:
    head = data[:1024].lstrip()
    if doc_guard.is_ole(data):
        locked, is_doc = doc_guard.is_locked(data), doc_guard.is_doc(data)
        raise UnreadableDraft("encrypted" if locked else "doc" if is_doc else "not-docx")
    if head.startswith(b"{\\rt"):
        raise UnreadableDraft("rtf")
    if b"%PDF-" in data[:1024]:
        raise UnreadableDraft("pdf")
    if not data.startswith(b"PK\x03\x04"):
        raise UnreadableDraft("not-docx")


def _inspect_package(package: zipfile.ZipFile) -> None:
    members = package.infolist()
    names = [member.filename for member in members]
    _refuse_names(names)
    if any(member.flag_bits & 0x1 for member in members):
        raise UnreadableDraft("encrypted")
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise UnreadableDraft("corrupt-zip")
    _refuse_kind(package, names)
    budget = _Budget()
    for member in members:
        _inspect_member(package, member, budget)


def _refuse_names(names: list[str]) -> None:
    if len({name.casefold() for name in names}) != len(names):
        raise UnreadableDraft("unsafe-content", what="duplicate-part")
    for name in names:
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name:
            raise UnreadableDraft("unsafe-content", what="path")


def _refuse_kind(package: zipfile.ZipFile, names: list[str]) -> None:
    if "mimetype" in names and b"opendocument" in _head(package, "mimetype", 200):
        raise UnreadableDraft("odt")
    if "[Content_Types].xml" not in names:
        raise UnreadableDraft("not-docx")
    types = _head(package, "[Content_Types].xml", 1024 * 1024).replace(b"\0", b"")
    lowered = [name.casefold() for name in names]
    if b"macroEnabled" in types or any(name.endswith("vbaproject.bin") for name in lowered):
        raise UnreadableDraft("macros")
    if any("/activex/" in name for name in lowered) or b"ms-office.activeX" in types:
        raise UnreadableDraft("unsafe-content", what="activex")
    if _MAIN_TYPE not in types:
        raise UnreadableDraft("template" if _TEMPLATE_TYPE in types else "not-docx")


def _head(package: zipfile.ZipFile, name: str, size: int) -> bytes:
    with package.open(name) as stream:
        return stream.read(size)


class _Budget:
    """What has been unpacked so far, against what a draft can need."""

    def __init__(self) -> None:
        self.unpacked = 0
        self.xml = 0
        self.tags = 0

    def take(self, chunk: bytes, *, is_xml: bool) -> None:
        self.unpacked += len(chunk)
        if is_xml:
            self.xml += len(chunk)
            self.tags += chunk.count(b"<")
        if self.unpacked > MAX_UNPACKED or self.xml > MAX_XML or self.tags > MAX_TAGS:
            raise UnreadableDraft("zip-bomb", what="tags" if self.tags > MAX_TAGS else "size")


def _inspect_member(package: zipfile.ZipFile, member: zipfile.ZipInfo, budget: _Budget) -> None:
    named_xml = member.filename.casefold().endswith((".xml", ".rels", ".vml"))
    embedded = "embeddings/" in member.filename.casefold()
    kept: list[bytes] = []
    size = 0
    is_xml = named_xml
    for chunk in _chunks(package, member):
        is_xml = is_xml or (not size and _opens_like_xml(chunk))
        size += len(chunk)
        budget.take(chunk, is_xml=is_xml)
        if is_xml and size > RATIO_FROM and size > MAX_RATIO * max(1, member.compress_size):
            raise UnreadableDraft("zip-bomb", what="ratio")
        if named_xml or embedded:
            kept.append(chunk)
    if named_xml:
        _inspect_xml(member.filename, b"".join(kept))
    elif embedded and "Ole10Native".encode("utf-16-le") in b"".join(kept):
        raise UnreadableDraft("unsafe-content", what="packaged-file")


def _opens_like_xml(chunk: bytes) -> bool:
    return chunk[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def _chunks(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _inspect_xml(name: str, content: bytes) -> None:
    refuse_declarations(content)
    if name.casefold().endswith(".rels"):
        _refuse_remote(_as_text(content))
    elif b"instr" in content or content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:4]:
        _refuse_dde(_as_text(content))


def refuse_declarations(content: bytes) -> None:
    """Refuse a DOCTYPE or an entity in any encoding, and encodings in which one could hide."""
    plain = content.replace(b"\0", b"") if b"\0" in content[:8] else content
    if _DOCTYPE.search(plain):
        raise UnreadableDraft("xml-entities")
    declared = _ENCODING.match(plain[:200])
    if declared and not declared.group(1).lower().startswith(_KNOWN_ENCODINGS):
        raise UnreadableDraft("xml-entities", what="encoding")


def _as_text(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    if b"\0" in content[:4]:
        return content.replace(b"\0", b"").decode("utf-8", "replace")
    return content.decode("utf-8", "replace")


def _refuse_remote(relationships: str) -> None:
    for found in _RELATIONSHIP.finditer(relationships):
        link = html.unescape(found.group(0))
        if "External" in link and "/hyperlink" not in link and _REMOTE.search(link):
            raise UnreadableDraft("unsafe-content", what="remote-part")


def _refuse_dde(xml: str) -> None:
    pieces = [
        "\0" if char else instruction or f"\0{simple}\0" for instruction, simple, char in _FIELD.findall(xml)
    ]
    if _DDE.search(html.unescape("".join(pieces))):
        raise UnreadableDraft("unsafe-content", what="dde-field")
