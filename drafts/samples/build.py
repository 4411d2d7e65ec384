"""Builds the demo's own drafts: one .docx for each text in text/, the same bytes on every run."""

import datetime
import io
import sys
import zipfile
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Inches, Length, Pt
from docx.text.paragraph import Paragraph

from draft_lines import MARKERS, Line, Numbering, parse

HERE = Path(__file__).resolve().parent
KEPT_STYLES = {"Normal", "Header", "Table Grid", "Default Paragraph Font", "Normal Table", "No List"}
UNUSED_PARTS = ("/thumbnail", "/stylesWithEffects", "/customXml")
BODY_LEFT_CM, STEP_CM = 3.1, 1.0
CENTRE, JUSTIFY, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT


class Sheet:
    """One Word document being written, paragraph by paragraph."""

    def __init__(self) -> None:
        self.document: Any = Document()  # python-docx types only a part of itself
        _set_up(self.document)
        self.numbering = Numbering(self.document.part.numbering_part)
        self._base = 0.0
        self._label: Line | None = None
        self._cell: Any = None
        self._table: Any = None
        self._widths: list[Length] = []
        self._explaining = False

    def add(self, line: Line) -> None:
        """Writes one paragraph, or one row of a table."""
        if line.depth == 0:
            self._label = self._cell = None
        if line.kind in {"widths", "cells"}:
            self._add_cells(line)
        elif line.kind == "break":
            self.document.add_page_break()
            self._base = 0.0
        elif line.kind == "row":
            self._open_row(line)
        elif line.kind in MARKERS:
            self._add_item(line)
        else:
            self._add_text(line)

    def _open_row(self, line: Line) -> None:
        self.numbering.heading(0)
        self._label = line
        if not line.text.startswith("~"):
            table = self.document.add_table(rows=0, cols=3)
            cells = _add_row(table, [Cm(2.6), Cm(0.5), Cm(12.9)])
            cells[0].paragraphs[0].add_run(line.text)
            cells[1].paragraphs[0].add_run(":")
            self._cell = cells[2]

    def _paragraph(self, text: str, *, depth: int = 0, hanging: float = 0.0, space: float = 6.0) -> Paragraph:
        if self._cell is not None:
            empty = self._cell.paragraphs[0]
            paragraph: Paragraph = empty if not empty.runs else self._cell.add_paragraph()
            left = STEP_CM * (depth - 1) + hanging
        else:
            paragraph = self.document.add_paragraph()
            left = self._base + STEP_CM * depth + hanging
        paragraph.add_run(text)
        paragraph.alignment = JUSTIFY
        paragraph.paragraph_format.space_after = Pt(space)
        paragraph.paragraph_format.left_indent = Cm(left)
        if hanging:
            paragraph.paragraph_format.first_line_indent = Cm(-hanging)
        return paragraph

    def _add_item(self, line: Line) -> None:
        opened = self.numbering.place(line)
        if self._label is not None and self._label.text.startswith("~"):
            self._add_tabbed(line)
            return
        text = f"{line.marker}\t{line.text}" if line.typed else line.text
        paragraph = self._paragraph(text, depth=line.depth, hanging=STEP_CM)
        if opened.num_id is not None:
            element: Any = paragraph._p
            properties = element.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = opened.level
            properties.get_or_add_numId().val = opened.num_id

    def _add_tabbed(self, line: Line) -> None:
        """Menimbang and Mengingat as many typists set them: tabs and typed markers instead of a table."""
        assert self._label is not None
        label = self._label.text.removeprefix("~") + "\t:" if line.marker in {"a.", "1."} else "\t"
        paragraph = self._paragraph(f"{label}\t{line.marker}\t{line.text}", hanging=4.1)
        for stop in (2.6, 3.1, 4.1):
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(stop))

    def _add_text(self, line: Line) -> None:
        if line.kind in {"centre", "pasal"}:
            self._add_heading(line)
        elif line.kind == "right":
            self.numbering.heading(0)
            paragraph = self._paragraph(line.text, space=0)
            paragraph.paragraph_format.left_indent, paragraph.alignment = Cm(8.5), LEFT
        elif line.kind == "field":
            paragraph = self._paragraph("\t: ".join(line.text.split(" :: ", 1)), hanging=3.4, space=0)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(3.2))
        else:
            self._paragraph(line.text, depth=line.depth)

    def _add_heading(self, line: Line) -> None:
        self.numbering.heading(line.depth)
        if line.text == "PENJELASAN":
            self._explaining = True
        paragraph = self._paragraph(line.text, depth=line.depth, space=6 if line.kind == "pasal" else 3)
        paragraph.paragraph_format.keep_with_next = True
        if line.kind == "centre" or not self._explaining:
            paragraph.alignment = CENTRE
        if line.kind == "pasal" or line.text.startswith(("BAB ", "Bagian ", "Paragraf ")):
            paragraph.paragraph_format.space_before = Pt(10)
        if line.text == "MEMUTUSKAN:":
            self._base = BODY_LEFT_CM

    def _add_cells(self, line: Line) -> None:
        if line.kind == "widths":
            self._widths = [Cm(float(width)) for width in line.text.split()]
            self._table = self.document.add_table(rows=0, cols=len(self._widths), style="Table Grid")
            return
        cells = _add_row(self._table, self._widths)
        for cell, text in zip(cells, line.text.split(" | "), strict=True):
            cell.paragraphs[0].add_run(text).bold = len(self._table.rows) == 1 or None


def _add_row(table: Any, widths: list[Length]) -> Any:
    """The cells of a new row; the widths stand twice, for Word reads the cells and LibreOffice the grid."""
    table.autofit = False
    cells = table.add_row().cells
    for column, cell, width in zip(table.columns, cells, widths, strict=True):
        column.width = cell.width = width
    return cells


def _set_up(document: Any) -> None:
    """F4 paper and Bookman Old Style 12 (UU 12/2011 Lampiran II angka 284), page numbers from page 2."""
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.27), Inches(13)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    section.different_first_page_header_footer = True
    header = section.header.paragraphs[0]
    header.alignment = CENTRE
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        header.add_run()._r.append(element)
    for style in list(document.styles):
        if style.name not in KEPT_STYLES:
            style.delete()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Bookman Old Style", Pt(12)
    normal.element.rPr.rFonts.set(qn("w:cs"), "Bookman Old Style")
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(0), 1.0
    for holder in (document.part.package, document.part):
        for key, relation in list(holder.rels.items()):
            if relation.reltype.endswith(UNUSED_PARTS):
                del holder.rels[key]


def build(source: str) -> bytes:
    """The .docx of one text; raises SourceError where its numbers do not follow each other."""
    sheet = Sheet()
    for line in parse(source):
        sheet.add(line)
    properties = sheet.document.core_properties
    properties.author = properties.last_modified_by = "Sekretariat DPRD Kabupaten Serang"
    properties.comments, properties.language, properties.revision = "", "id-ID", 1
    properties.created = properties.modified = datetime.datetime(2023, 6, 1, tzinfo=datetime.UTC)
    packed = io.BytesIO()
    sheet.document.save(packed)
    return _without_clock(packed.getvalue())


def _without_clock(packed: bytes) -> bytes:
    """The same package with fixed times and no compression, whose bytes differ between zlib builds."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.create_system, member.external_attr = 0, 0
            new.writestr(member, old.read(name))
    return result.getvalue()


def main() -> int:
    """Writes every .docx beside this file."""
    for text in sorted((HERE / "text").glob("*.txt")):
        (HERE / f"{text.stem}.docx").write_bytes(build(text.read_text(encoding="utf-8")))
        sys.stdout.write(f"{text.stem}.docx\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
