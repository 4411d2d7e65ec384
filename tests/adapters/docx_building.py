"""Small Word files made in memory, part by part, so that a test shows the XML it is about."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def content_types(main_type: str = MAIN_TYPE) -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/></Types>'
    )


def relationships(*targets: tuple[str, str], extra: str = "") -> str:
    rows = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets)
    )
    opening = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    return f"{opening}{rows}{extra}</Relationships>"


def document(body: str) -> str:
    return f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"


def p(text: str = "", *, properties: str = "", runs: str = "") -> str:
    """A paragraph: plain text, or runs written out."""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{runs}</w:p>"


def numbered(text: str, number: int, level: int = 0) -> str:
    """A paragraph in an automatic list."""
    inner = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(text, properties=inner)


def docx(
    body: str = "",
    *,
    main: str | bytes | None = None,
    parts: Mapping[str, str | bytes] | None = None,
    numbering: str = "",
    styles: str = "",
    extra_relationships: str = "",
    packing: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A package around a body; `parts` adds or replaces members."""
    related = [("numbering", "numbering.xml")] * bool(numbering) + [("styles", "styles.xml")] * bool(styles)
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relationships(*related, extra=extra_relationships),
        "word/document.xml": document(body) if main is None else main,
    }
    if numbering:
        members["word/numbering.xml"] = f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>"
    if styles:
        members["word/styles.xml"] = f"<w:styles {NAMESPACES}>{styles}</w:styles>"
    return package({**members, **(parts or {})}, packing)


def package(members: Mapping[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()
