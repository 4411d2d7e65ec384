"""The matriks persandingan as a Word file: Semula, Menjadi, Keterangan, on landscape F4, ready to print."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from lxml import etree

from tracker.domain.comparing.side_by_side import Row, RowKind, Run, changed
from tracker.domain.drafts.clean import AS_IT_STANDS, CLEAN

F4_LONG, F4_SHORT = Cm(33), Cm(21.5)
_MARGIN: Final = Cm(2)
_FONT: Final = "Bookman Old Style"
_COLUMNS: Final = (("Semula", 12.0), ("Menjadi", 12.0), ("Keterangan", 5.0))
_TWIPS_PER_CM: Final = 567
_W: Final = "{" + qn("w:p")[1:].partition("}")[0] + "}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_MARKS: Final = {"-": ("strike",), "+": ("b", "u"), "=": (), "title": ("b",)}

_REMARKS: Final[dict[RowKind, str]] = {
    "same": "Tetap.",
    "changed": "Diubah.",
    "added": "Ketentuan baru.",
    "removed": "Dihapus.",
    "renumbered": "Nomor bergeser.",
    "moved": "Dipindahkan.",
    "split": "Dipecah.",
    "merged": "Digabung.",
}

_READ_AS: Final = {
    CLEAN: "dibaca sebagai naskah bersih: teks yang dicoret dengan tangan di berkasnya tidak ikut",
    AS_IT_STANDS: "dibaca apa adanya: teks yang dicoret dengan tangan di berkasnya ikut",
}


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands above the table: the Raperda, and which two drafts these are ("Versi 1, 10 Mei 2023").

    `read_as` are the readings compared, of `clean.READINGS`; "" where a draft can be read in one way only.
    """

    title: str
    old: str
    new: str
    read_as: tuple[str, str] = ("", "")

    @property
    def sides(self) -> tuple[str, str]:
        """What each draft is, and the reading it is compared in."""
        old, new = (f", {_READ_AS[choice]}" if choice else "" for choice in self.read_as)
        return f"Semula: {self.old}{old}", f"Menjadi: {self.new}{new}"


def matrix(rows: Iterable[Row], cover: Cover, *, at: datetime, changed_only: bool = False) -> bytes:
    """Return the matrix as .docx, the same bytes for the same rows, cover and `at` (when it was made)."""
    found = tuple(rows)
    cover = replace(cover, title=_writable(cover.title), old=_writable(cover.old), new=_writable(cover.new))
    document: Any = Document()  # python-docx types only a part of itself
    _page(document)
    _properties(document, cover, at)
    _opening(document, cover, changed_only=changed_only)
    shown = changed(found) if changed_only else found
    if not changed(found):
        document.add_paragraph("Kedua naskah sama kata demi kata.")
    if shown:
        _table(document, shown)
    return _same_bytes(document)


def remark(row: Row) -> str:
    """Say what happened to a unit, for the column Keterangan."""
    if row.kind in ("renumbered", "moved") and row.old and row.new and row.old != row.new:
        verb = "Dipindahkan; semula" if row.kind == "moved" else "Semula"
        return f"{verb} {row.old}, menjadi {row.new}."
    if row.kind in ("split", "merged") and row.old and row.new:
        verb = "Dipecah" if row.kind == "split" else "Digabung"
        return f"{verb}: {row.old} menjadi {row.new}."
    if row.kind == "changed" and row.old and row.new and row.old != row.new:
        return f"Diubah; semula {row.old}, menjadi {row.new}."
    if row.kind == "added" and not _is_provision(row.new):
        return "Baru."
    return _REMARKS[row.kind]


def _is_provision(name: str) -> bool:
    """Whether a unit is one of the regulation, not a loose paragraph as in a letter before it."""
    return name not in ("", "paragraf")


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = F4_LONG, F4_SHORT
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = _MARGIN
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(10)
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        style.element.rPr.rFonts.set(qn(script), _FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "id-ID")
    style.element.rPr.append(language)
    style.paragraph_format.space_after = Pt(3)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer.add_run("Halaman ")
    _field(footer, "PAGE")
    footer.add_run(" dari ")
    _field(footer, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _properties(document: Any, cover: Cover, at: datetime) -> None:
    properties = document.core_properties
    properties.title = f"Matriks persandingan: {cover.title}"[:255]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.language = "id-ID"
    properties.created = properties.modified = at


def _opening(document: Any, cover: Cover, *, changed_only: bool) -> None:
    kind = "MATRIKS PERSANDINGAN" + (" (hanya yang berubah)" if changed_only else "")
    for text, is_bold in (
        (kind, True),
        (cover.title, True),
        ("\n".join(cover.sides), False),
    ):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(text).bold = is_bold
    legend = document.add_paragraph("Cara membaca: ")
    legend.add_run("teks yang dicoret").font.strike = True
    legend.add_run(" dihapus; ")
    new = legend.add_run("teks tebal bergaris bawah")
    new.bold = new.underline = True
    legend.add_run(" baru.")
    legend.paragraph_format.space_before = Pt(6)


def _table(document: Any, rows: Sequence[Row]) -> None:
    table = document.add_table(rows=0, cols=len(_COLUMNS))
    table.style = "Table Grid"
    table.autofit = False
    root = table._tbl
    for column, (_name, width) in zip(root.tblGrid, _COLUMNS, strict=True):
        column.set(qn("w:w"), str(_twips(width)))
    head = _add(root, "tr")
    properties = _add(head, "trPr")
    _add(properties, "cantSplit")
    _add(properties, "tblHeader")
    for name, width in _COLUMNS:
        _paragraph(_cell(head, width, shade="E7E6E6"), [("title", name)], centred=True)
    for row in rows:
        line = _add(root, "tr")
        cells = [_cell(line, width) for _name, width in _COLUMNS]
        _side(cells[0], row.before, "Belum diatur." if _is_provision(row.new) else "Tidak ada.")
        _side(cells[1], row.after, "Dihapus.")
        _paragraph(cells[2], [("=", remark(row))])


def _side(cell: Any, paragraphs: Sequence[Sequence[Run]], nothing: str) -> None:
    for runs in paragraphs or ([("=", nothing)],):
        _paragraph(cell, runs)


def _cell(row: Any, width: float, shade: str = "") -> Any:
    cell = _add(row, "tc")
    properties = _add(cell, "tcPr")
    _add(properties, "tcW", w=str(_twips(width)), type="dxa")
    if shade:
        _add(properties, "shd", val="clear", color="auto", fill=shade)
    return cell


def _paragraph(cell: Any, runs: Iterable[tuple[str, str]], *, centred: bool = False) -> None:
    paragraph = _add(cell, "p")
    if centred:
        _add(_add(paragraph, "pPr"), "jc", val="center")
    for mark, text in runs:
        run = _add(paragraph, "r")
        if _MARKS[mark]:
            properties = _add(run, "rPr")
            for name in _MARKS[mark]:
                _add(properties, name, **({"val": "single"} if name == "u" else {}))
        for at, part in enumerate(text.split("\t")):
            if at:
                _add(run, "tab")
            if part:
                words = _add(run, "t")
                words.text = part
                words.set(_SPACE, "preserve")


def _add(parent: Any, tag: str, /, **attributes: str) -> Any:
    return etree.SubElement(parent, _W + tag, {_W + key: value for key, value in attributes.items()})


def _writable(text: str) -> str:
    """The text without what XML cannot hold; a file may be named anything."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _twips(centimetres: float) -> int:
    return round(centimetres * _TWIPS_PER_CM)


def _same_bytes(document: Any) -> bytes:
    """Save without the time of day in the archive."""
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _ZIP_TIME), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
