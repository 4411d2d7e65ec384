"""The clean version of a Word file says what the clean reading says, and keeps everything else as it was."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.adapters import libreoffice
from tests.adapters.docx_building import NAMESPACES, SAMPLES, docx, numbered, p, relationships
from tests.adapters.test_docx_numbering import AYAT
from tracker.adapters.word.clean_copy import clean_copy
from tracker.adapters.word.docx_guard import inspect
from tracker.adapters.word.docx_package import W
from tracker.adapters.word.docx_reader import read
from tracker.domain.drafts.clean import clean
from tracker.domain.drafts.legaltext import Paragraph
from tracker.domain.errors import UnreadableDraft

MARKS = {f"{kind}-text" for kind in ("struck", "coloured", "highlighted")}
MARKS |= {f"tracked-{kind}" for kind in ("insertion", "deletion", "move")} | {"comment"}
STRIKE, RED, YELLOW = "<w:strike/>", '<w:color w:val="FF0000"/>', '<w:highlight w:val="yellow"/>'
NUMBER = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def said(paragraphs: tuple[Paragraph, ...]) -> list[tuple[str, str | None, str, str]]:
    return [(one.where, one.style, one.marker, one.text) for one in paragraphs]


def cleaned(data: bytes) -> bytes:
    """The clean copy, after it has been read back: the clean reading, and no mark left."""
    made = clean_copy(data)
    inspect(made, max_bytes=100 * 1024 * 1024)
    again = read(made)
    assert said(again.paragraphs) == said(clean(read(data).paragraphs))
    assert {problem.slug for problem in again.problems} & MARKS == set()
    return made


def lines(data: bytes) -> list[str]:
    return [one.line for one in read(data).paragraphs]


def main_part(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read("word/document.xml"))


# What goes and what stays


def test_struck_words_go_and_coloured_ones_stay_without_their_colour() -> None:
    bold = '<w:b/><w:shd w:fill="FFFF00"/>'
    runs = run("lama ", STRIKE) + run("baru", RED) + run(" sekali", YELLOW) + run(" tebal", bold)
    made = cleaned(docx(p("Tarif ", runs=runs)))
    assert lines(made) == ["Tarif baru sekali tebal"]
    assert main_part(made).find(f".//{W}b") is not None
    assert main_part(made).find(f".//{W}shd") is None


def test_a_struck_paragraph_goes_and_the_list_counts_on_by_itself() -> None:
    items = [numbered("satu", 1), p(properties=NUMBER, runs=run("dua", STRIKE)), numbered("tiga", 1)]
    made = cleaned(docx("".join(items), numbering=AYAT))
    assert lines(made) == ["(1) satu", "(2) tiga"]
    assert len(list(main_part(made).iter(W + "numId"))) == 2


def test_the_end_of_a_cell_and_of_a_section_stays_without_text_or_number() -> None:
    gone = p(properties=NUMBER, runs=run("dihapus", STRIKE))
    row = f"<w:tr><w:tc><w:tcPr/>{gone}</w:tc><w:tc><w:tcPr/>{p('tetap')}</w:tc></w:tr>"
    section = p(properties=f"{NUMBER}<w:sectPr/>", runs=run("dihapus", STRIKE))
    made = cleaned(docx(f"<w:tbl>{row}</w:tbl>{section}{numbered('akhir', 1)}", numbering=AYAT))
    assert lines(made) == ["tetap", "(1) akhir"]
    assert main_part(made).find(f".//{W}sectPr") is not None
    assert all(cell.find(W + "p") is not None for cell in main_part(made).iter(W + "tc"))


def test_a_row_that_was_struck_as_a_whole_goes() -> None:
    def row(properties: str, *texts: str) -> str:
        cells = "".join(f"<w:tc><w:tcPr/>{p(runs=run(text, properties))}</w:tc>" for text in texts)
        return f"<w:tr>{cells}</w:tr>"

    made = cleaned(docx(f"<w:tbl>{row('', 'a', 'b')}{row(STRIKE, 'c', 'd')}</w:tbl>{p('akhir')}"))
    assert len(list(main_part(made).iter(W + "tr"))) == 1


def test_two_tables_with_a_struck_line_between_them_stay_two() -> None:
    table = f"<w:tbl><w:tr><w:tc><w:tcPr/>{p('sel')}</w:tc></w:tr></w:tbl>"
    made = cleaned(docx(table + p(runs=run("di antara", STRIKE)) + table + p("akhir")))
    assert [child.tag for child in main_part(made)[0]][:3] == [W + "tbl", W + "p", W + "tbl"]


def test_a_text_box_on_a_struck_paragraph_stays() -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{p('di kotak')}</w:txbxContent></v:textbox></w:pict></w:r>"
    assert lines(cleaned(docx(p(runs=run("dihapus", STRIKE) + box) + p("akhir")))) == ["di kotak", "akhir"]


def test_the_note_of_a_struck_reference_goes_with_it() -> None:
    notes = "".join(f'<w:footnote w:id="{at}">{p(f"Catatan {at}")}</w:footnote>' for at in (1, 2))
    parts = {
        "word/footnotes.xml": f"<w:footnotes {NAMESPACES}>{notes}</w:footnotes>",
        "word/_rels/document.xml.rels": relationships(("footnotes", "footnotes.xml")),
    }
    struck = f'<w:r><w:rPr>{STRIKE}</w:rPr><w:footnoteReference w:id="1"/></w:r>'
    kept = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    made = cleaned(docx(p("Satu", runs=struck) + p("Dua", runs=kept), parts=parts))
    assert lines(made) == ["Satu", "Dua[^2]", "Catatan 2"]
    assert b"Catatan 1" not in zipfile.ZipFile(io.BytesIO(made)).read("word/footnotes.xml")


def test_tracked_changes_are_accepted_and_comments_gone() -> None:
    comment = f'<w:comment w:id="1" w:author="A">{p("Periksa.")}</w:comment>'
    parts = {
        "word/comments.xml": f"<w:comments {NAMESPACES}>{comment}</w:comments>",
        "word/_rels/document.xml.rels": relationships(("comments", "comments.xml")),
    }
    tracked = (
        f'<w:ins w:id="2" w:author="A">{run("baru")}</w:ins>'
        '<w:del w:id="3" w:author="A"><w:r><w:delText>lama</w:delText></w:r></w:del>'
    )
    around = '<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/>'
    reference = '<w:r><w:commentReference w:id="1"/></w:r>'
    made = cleaned(docx(p("tetap ", runs=around[0] + tracked + around[1] + reference), parts=parts))
    assert lines(made) == ["tetap baru"]
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert "word/comments.xml" not in package.namelist()
        assert b"comments" not in package.read("word/_rels/document.xml.rels")
    assert not re.search(r"comment|w:ins\b|w:del\b", etree.tostring(main_part(made)).decode())


def test_headers_are_cleaned_as_well() -> None:
    header = f"<w:hdr {NAMESPACES}>{p('Draf', runs=run(' lama', STRIKE) + run(' baru', RED))}</w:hdr>"
    parts = {
        "word/header1.xml": header,
        "word/_rels/document.xml.rels": relationships(("header", "header1.xml")),
    }
    made = cleaned(docx(p("isi"), parts=parts))
    found = zipfile.ZipFile(io.BytesIO(made)).read("word/header1.xml").decode()
    assert "lama" not in found
    assert "FF0000" not in found
    assert "baru" in found


def test_a_file_without_marks_is_its_own_clean_version() -> None:
    data = docx(p("Bupati menetapkan tarif.") + numbered("satu", 1), numbering=AYAT)
    assert clean_copy(data) is data


def test_the_same_file_gives_the_same_bytes_and_cleaning_twice_changes_nothing() -> None:
    data = docx(p("satu ", runs=run("dua", STRIKE)))
    made = clean_copy(data)
    assert clean_copy(data) == made
    assert clean_copy(made) is made


# Everything

_RUN = st.tuples(
    st.sampled_from(["tarif ", "Bupati", " dan", " ", "Pasal 5", "; "]),
    st.sampled_from(["", "", STRIKE, RED, YELLOW, STRIKE + RED]),
).map(lambda one: run(*one))
_RUNS = st.lists(st.one_of(_RUN, st.just("<w:r><w:tab/></w:r>")), max_size=5).map("".join)
_PARAGRAPH = st.tuples(_RUNS, st.sampled_from(["", NUMBER])).map(
    lambda one: p(properties=one[1], runs=one[0])
)
_CELL = st.lists(_PARAGRAPH, min_size=1, max_size=2).map(
    lambda inner: f"<w:tc><w:tcPr/>{''.join(inner)}</w:tc>"
)
_TABLE = st.lists(
    st.tuples(_CELL, _CELL).map(lambda row: f"<w:tr>{''.join(row)}</w:tr>"), min_size=1, max_size=3
).map(lambda rows: f"<w:tbl>{''.join(rows)}</w:tbl>")
_BODY = st.lists(st.one_of(_PARAGRAPH, _PARAGRAPH, _TABLE), max_size=8).map(
    lambda parts: docx("".join([p("Pembukaan"), *parts, p("Penutup")]), numbering=AYAT)
)


@given(_BODY)
@settings(max_examples=200, deadline=None)
def test_any_draft_reads_back_as_its_clean_reading(data: bytes) -> None:
    cleaned(data)


def _marked() -> Iterator[Path]:
    """The real files that may carry a mark."""
    marks = re.compile(rb"<w:(?:strike|dstrike|highlight|color|shd|ins|del|moveTo|comment)\b")
    for path in sorted(SAMPLES.rglob("*.docx")):
        try:
            with zipfile.ZipFile(path) as package:
                if any(marks.search(package.read(name)) for name in package.namelist() if "document" in name):
                    yield path
        except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError):
            continue


needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"the sample files in {SAMPLES} are not here")


@needs_samples
def test_every_real_draft_reads_back_as_its_clean_reading() -> None:
    marked = 0
    for path in _marked():
        data = path.read_bytes()
        try:
            inspect(data, max_bytes=25 * 1024 * 1024)
            found = {problem.slug for problem in read(data).problems} & MARKS
        except UnreadableDraft:
            continue
        if found:
            marked += 1
            cleaned(data)
    assert marked >= 45


@needs_samples
def test_libreoffice_shows_the_clean_reading_of_real_drafts(tmp_path: Path) -> None:
    # Struck and without notes, whose signs LibreOffice writes otherwise; a few, for it takes a second each.
    files: dict[Path, list[str]] = {}
    places = (SAMPLES / "pairs").glob("*/v2*.docx"), (SAMPLES / "drafts").rglob("*anggapan*.docx")
    for path in (one for found in places for one in sorted(found)):
        reading = read(path.read_bytes())
        slugs = {problem.slug for problem in reading.problems}
        if len(files) < 6 and "struck-text" in slugs and not slugs & {"footnote", "endnote", "text-box"}:
            made = tmp_path / f"{len(files)}.docx"
            made.write_bytes(clean_copy(path.read_bytes()))
            files[made] = [text for one in clean(reading.paragraphs) if (text := one.text.strip())]
    assert len(files) >= 4
    shown = libreoffice.read([("", path) for path in files])
    assert [[text for _, text in found] for found in shown] == list(files.values())


def test_libreoffice_numbers_a_clean_list_as_the_clean_reading_does(tmp_path: Path) -> None:
    items = [
        p(properties=NUMBER, runs=run(f"ayat {at}", STRIKE if at in (1, 3) else "")) for at in range(1, 6)
    ]
    data = docx("".join([p("Pasal 1"), *items]), numbering=AYAT)
    made = tmp_path / "bersih.docx"
    made.write_bytes(clean_copy(data))
    (shown,) = libreoffice.read([("", made)])
    assert shown == [(one.marker, one.text) for one in clean(read(data).paragraphs)]
