"""The matriks persandingan: every change is a row, exact and marked, on a page that a printer takes."""

import io
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm

from tracker.adapters.matrix import Cover, matrix, remark
from tracker.adapters.word.docx_guard import inspect
from tracker.adapters.word.docx_reader import read
from tracker.domain.comparing.comparison import compare
from tracker.domain.comparing.draft_comparison import as_units
from tracker.domain.comparing.side_by_side import Row, of_units

SAMPLES = Path(__file__).resolve().parents[2] / "drafts" / "samples"
AT = datetime(2023, 6, 15, 2, 0, tzinfo=UTC)
COVER = Cover("Raperda tentang Pasar Rakyat", "Versi 1, 10 Mei 2023", "Versi 2, 15 Juni 2023")
ROWS = (
    Row("same", "Pasal 1", "Pasal 1", (("=", "Pasal 1\nDaerah adalah Kabupaten."),)),
    Row(
        "changed",
        "Pasal 2",
        "Pasal 2",
        (("=", "Pasal 2\n(1)\tPasar buka "), ("-", "setiap"), ("+", "enam"), ("=", " hari.")),
    ),
    Row("removed", "Pasal 3", "", (("-", "Pasal 3\nPasar tutup."),)),
    Row("added", "", "Pasal 3", (("+", "Pasal 3\nPedagang terdaftar.\nBiaya nihil."),)),
    Row("renumbered", "Pasal 4", "Pasal 5", (("=", "Pasal "), ("-", "4"), ("+", "5"), ("=", "\nBerlaku."))),
)


def opened(data: bytes) -> Any:
    return Document(io.BytesIO(data))


def texts(data: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in opened(data).tables[0].rows]


def test_every_unit_is_a_row() -> None:
    assert texts(matrix(ROWS, COVER, at=AT)) == [
        ["Semula", "Menjadi", "Keterangan"],
        ["Pasal 1\nDaerah adalah Kabupaten.", "Pasal 1\nDaerah adalah Kabupaten.", "Tetap."],
        ["Pasal 2\n(1)\tPasar buka setiap hari.", "Pasal 2\n(1)\tPasar buka enam hari.", "Diubah."],
        ["Pasal 3\nPasar tutup.", "Dihapus.", "Dihapus."],
        ["Belum diatur.", "Pasal 3\nPedagang terdaftar.\nBiaya nihil.", "Ketentuan baru."],
        ["Pasal 4\nBerlaku.", "Pasal 5\nBerlaku.", "Semula Pasal 4, menjadi Pasal 5."],
    ]


def test_a_loose_paragraph_is_no_provision() -> None:
    rows = (Row("added", "", "paragraf", (("+", "Kantor Wilayah"),)), Row("added", "", "", (("+", "Umum"),)))
    assert texts(matrix(rows, COVER, at=AT))[1:] == [
        ["Tidak ada.", "Kantor Wilayah", "Baru."],
        ["Tidak ada.", "Umum", "Baru."],
    ]


def test_the_shorter_one_has_only_what_changed() -> None:
    rows = texts(matrix(ROWS, COVER, at=AT, changed_only=True))
    assert [row[2] for row in rows[1:]] == [remark(row) for row in ROWS[1:]]


def test_words_that_went_are_struck_and_words_that_came_are_bold_and_underlined() -> None:
    row = opened(matrix(ROWS, COVER, at=AT)).tables[0].rows[2]
    before, after = (
        {run.text: (run.font.strike, run.bold, run.underline) for run in cell.paragraphs[1].runs}
        for cell in row.cells[:2]
    )
    assert before["setiap"] == (True, None, None)
    assert after["enam"] == (None, True, True)
    assert before[" hari."] == after[" hari."] == (None, None, None)


def test_the_page_is_f4_on_its_side_and_the_head_repeats() -> None:
    document = opened(matrix(ROWS, COVER, at=AT))
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert abs(section.page_width - Cm(33)) < Cm(0.01)
    assert abs(section.page_height - Cm(21.5)) < Cm(0.01)
    heads = [
        row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None
        for row in document.tables[0].rows
    ]
    assert heads == [True] + [False] * len(ROWS)


def test_two_equal_drafts_have_nothing_to_compare() -> None:
    document = opened(matrix(ROWS[:1], COVER, at=AT, changed_only=True))
    assert document.tables == []
    assert document.paragraphs[-1].text == "Kedua naskah sama kata demi kata."


def test_the_same_rows_give_the_same_bytes() -> None:
    assert matrix(ROWS, COVER, at=AT) == matrix(ROWS, COVER, at=AT)


def test_a_file_may_be_named_anything() -> None:
    odd = Cover("Raperda\x07", "lama\udcff.docx", "baru\x00.docx")
    assert "lama\ufffd.docx" in opened(matrix(ROWS, odd, at=AT)).paragraphs[2].text


def test_it_passes_our_own_guard() -> None:
    data = matrix(ROWS, COVER, at=AT)
    inspect(data, max_bytes=len(data))
    assert "Pedagang terdaftar." in {paragraph.text for paragraph in read(data).paragraphs}


def test_the_texts_of_a_real_pair_stand_in_the_two_columns() -> None:
    old, new = (read((SAMPLES / f"spbe-v{number}.docx").read_bytes()) for number in (3, 4))
    rows = texts(matrix(of_units(as_units(compare(old.paragraphs, new.paragraphs))), COVER, at=AT))
    semula = "".join(row[0] for row in rows[1:] if row[0] != "Tidak ada.")
    menjadi = "".join(row[1] for row in rows[1:] if row[1] != "Dihapus.")
    assert _letters(semula) == _letters("".join(one.line for one in old.paragraphs))
    assert _letters(menjadi) == _letters("".join(one.line for one in new.paragraphs))


def test_libreoffice_opens_it(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed (Debian: apt install libreoffice-writer-nogui)")
    (tmp_path / "matriks.docx").write_bytes(matrix(ROWS, COVER, at=AT))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "matriks.docx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert (tmp_path / "matriks.pdf").read_bytes().startswith(b"%PDF")


def _letters(text: str) -> str:
    return "".join(text.split())
