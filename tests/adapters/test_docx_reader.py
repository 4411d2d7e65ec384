"""The whole body is read once, in order, and what is not read is named."""

import contextlib
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.adapters.docx_building import NAMESPACES, SAMPLES, docx, numbered, p, relationships
from tests.adapters.test_docx_numbering import AYAT
from tracker.adapters.word import docx_inline, docx_reader
from tracker.adapters.word.docx_guard import inspect
from tracker.adapters.word.docx_reader import READER_VERSION, read
from tracker.domain.drafts import parsing
from tracker.domain.drafts.clean import AS_IT_STANDS, CLEAN, accepted
from tracker.domain.drafts.legaltext import PROBLEMS, Comment, Mark, reading_from_json, reading_to_json
from tracker.domain.errors import UnreadableDraft

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def texts(body: str) -> list[str]:
    return [paragraph.line for paragraph in read(docx(body)).paragraphs]


def slugs(body: str) -> dict[str, int]:
    return {problem.slug: problem.count for problem in read(docx(body)).problems}


def test_paragraphs_tables_and_content_controls_come_in_order() -> None:
    cell = "<w:tc><w:tcPr/>{}</w:tc>"
    table = f"<w:tbl><w:tr>{cell.format(p('b'))}{cell.format(p('c'))}</w:tr></w:tbl>"
    control = f"<w:sdt><w:sdtContent>{p('d')}</w:sdtContent></w:sdt>"
    reading = read(docx(p("a") + table + control + p("e")))
    assert [paragraph.text for paragraph in reading.paragraphs] == ["a", "b", "c", "d", "e"]
    assert [paragraph.where for paragraph in reading.paragraphs] == ["body", "table", "table", "body", "body"]
    assert [paragraph.cell for paragraph in reading.paragraphs][1:3] == [(1, 1, 1), (1, 1, 2)]
    assert [paragraph.position for paragraph in reading.paragraphs] == [1, 2, 3, 4, 5]


def test_tabs_soft_breaks_and_special_hyphens_are_kept() -> None:
    runs = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:softHyphen/></w:r>"
    assert texts(p(runs=runs)) == ["a\tb\nc‑"]


def test_links_smart_tags_and_simple_fields_are_read_through() -> None:
    inner = "".join(f"<w:{tag}>{run(tag)}</w:{tag}>" for tag in ("hyperlink", "smartTag", "fldSimple"))
    assert texts(p(runs=inner)) == ["hyperlinksmartTagfldSimple"]


def test_a_field_shows_its_result_not_its_instruction() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("Pasal 5") + "<w:r><w:fldChar "
        'w:fldCharType="end"/></w:r>'
    )
    assert texts(p("lihat ", runs=field)) == ["lihat Pasal 5"]


def test_a_field_that_never_ends_swallows_nothing_after_its_paragraph() -> None:
    body = p("a", runs='<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + p("b")
    assert texts(body) == ["a", "b"]
    assert slugs(body) == {"unfinished-field": 1}


def test_insertions_stand_deletions_are_dropped_and_both_are_counted() -> None:
    runs = (
        f"{run('tetap ')}<w:ins>{run('baru')}</w:ins><w:del><w:r><w:delText>lama</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('pindah')}</w:moveFrom><w:moveTo>{run(' sini')}</w:moveTo>"
    )
    reading = read(docx(p(runs=runs)))
    assert reading.paragraphs[0].text == "tetap baru sini"
    assert reading.paragraphs[0].marks == (Mark("inserted", 6, 10), Mark("moved", 10, 15))
    assert {q.slug: q.count for q in reading.problems} == {
        "tracked-insertion": 1,
        "tracked-deletion": 1,
        "tracked-move": 1,
    }


def test_a_deleted_paragraph_end_joins_the_next_and_is_not_numbered() -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = p("satu ", properties=number + deleted) + numbered("dua", 1) + numbered("tiga", 1)
    lines = [paragraph.line for paragraph in read(docx(body, numbering=AYAT)).paragraphs]
    assert lines == ["(1) satu dua", "(2) tiga"]


def test_hand_marks_are_kept_with_their_places() -> None:
    runs = (
        run("lama", "<w:strike/>")
        + run(" ")
        + run("baru", '<w:highlight w:val="yellow"/>')
        + run("merah", '<w:color w:val="FF0000"/>')
        + run("hitam", '<w:color w:val="000000"/>')
        + run("utuh", '<w:strike w:val="0"/>')
    )
    paragraph = read(docx(p(runs=runs))).paragraphs[0]
    assert paragraph.marks == (Mark("struck", 0, 4), Mark("highlighted", 5, 9), Mark("coloured", 9, 14))
    assert not paragraph.struck
    assert slugs(p(runs=runs)) == {"struck-text": 1, "highlighted-text": 1, "coloured-text": 1}


def test_a_number_is_known_with_and_without_the_paragraphs_struck_before_it() -> None:
    def item(text: str, properties: str = "") -> str:
        number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        return p(properties=number, runs=run(text, properties))

    body = item("satu") + item("dua", "<w:strike/>") + item("tiga") + item("empat")
    read_so = [(one.marker, one.clean_marker) for one in read(docx(body, numbering=AYAT)).paragraphs]
    assert read_so == [("(1)", None), ("(2)", None), ("(3)", "(2)"), ("(4)", "(3)")]


def test_a_struck_hyphen_is_struck_and_a_struck_tab_still_parts_words() -> None:
    runs = "<w:r><w:rPr><w:strike/></w:rPr><w:t>a</w:t><w:noBreakHyphen/><w:tab/><w:t>b</w:t></w:r>"
    paragraph = read(docx(p(runs=runs) + p("akhir"))).paragraphs[0]
    assert paragraph.struck
    assert paragraph.marks == (Mark("struck", 0, 2), Mark("struck", 3, 4))


def test_a_struck_reference_to_a_note_is_struck_text() -> None:
    notes = f"<w:footnotes {NAMESPACES}><w:footnote w:id='1'>{p('Catatan')}</w:footnote></w:footnotes>"
    parts = {
        "word/footnotes.xml": notes,
        "word/_rels/document.xml.rels": relationships(("footnotes", "footnotes.xml")),
    }
    struck = '<w:r><w:rPr><w:strike/></w:rPr><w:footnoteReference w:id="1"/></w:r>'
    reading = read(docx(p("isi", runs=struck), parts=parts))
    assert [one.text for one in accepted(reading, CLEAN).paragraphs] == ["isi"]
    assert [one.text for one in accepted(reading, AS_IT_STANDS).paragraphs] == ["isi[^1]", "Catatan"]


def test_comments_are_read_with_their_authors() -> None:
    said = f'<w:comment w:id="1" w:author="Budi">{p("Lihat ")}{p("UU 23.")}</w:comment>'
    parts = {
        "word/comments.xml": f"<w:comments {NAMESPACES}>{said}</w:comments>",
        "word/_rels/document.xml.rels": relationships(("comments", "comments.xml")),
    }
    reading = read(docx(p("isi"), parts=parts))
    assert reading.comments == (Comment("Budi", "Lihat UU 23."),)
    assert reading_from_json(reading_to_json(reading)) == reading


def test_a_paragraph_struck_in_pieces_is_struck() -> None:
    body = p(runs=run("Pasal", "<w:strike/>") + run(" ") + run("5", "<w:dstrike/>"))
    assert read(docx(body)).paragraphs[0].struck


def test_a_text_box_is_read_once_though_word_stores_it_twice() -> None:
    box = f"<w:txbxContent>{p('RANCANGAN')}</w:txbxContent>"
    runs = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>"
        f"{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}"
        "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    reading = read(docx(p("a", runs=runs) + p("b")))
    assert [(q.text, q.where) for q in reading.paragraphs] == [
        ("a", "body"),
        ("RANCANGAN", "textbox"),
        ("b", "body"),
    ]


def test_footnotes_are_marked_and_read_after_their_paragraph() -> None:
    note = f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{p("catatan")}</w:footnote></w:footnotes>'
    parts = {
        "word/_rels/document.xml.rels": relationships(("footnotes", "footnotes.xml")),
        "word/footnotes.xml": note,
    }
    data = docx(p("a", runs='<w:r><w:footnoteReference w:id="2"/></w:r>') + p("b"), parts=parts)
    reading = read(data)
    assert [(q.text, q.where) for q in reading.paragraphs] == [
        ("a[^2]", "body"),
        ("catatan", "footnote"),
        ("b", "body"),
    ]


def test_pictures_objects_and_imported_parts_are_named() -> None:
    image = "<w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r>"
    assert slugs(p("a", runs=image) + "<w:altChunk/>") == {"image": 1, "imported-part": 1}


def test_hidden_text_is_left_out_and_named() -> None:
    body = p("a", runs=run("rahasia", "<w:vanish/>"))
    assert texts(body) == ["a"]
    assert slugs(body) == {"hidden-text": 1}


def test_strict_documents_are_read() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    main = (
        f'<w:document xmlns:w="{strict}"><w:body><w:p><w:r><w:t>isi</w:t></w:r></w:p></w:body></w:document>'
    )
    assert [q.text for q in read(docx(main=main)).paragraphs] == ["isi"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (docx(p()), "no-text"),
        (docx(p(" ... ")), "no-text"),
        (docx(main="<w:document"), "broken-xml"),
        (docx(main="<a/>"), "not-docx"),
        (docx(main=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "xml-entities"),
        (docx("<w:sdt><w:sdtContent>" * 100 + p("a") + "</w:sdtContent></w:sdt>" * 100), ""),
        (docx("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000), "too-complex"),
        (docx("<w:p/>" * 60_001), "too-complex"),
    ],
    ids=["empty", "dots", "cut", "other", "entity", "deep", "deeper", "long"],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    if not reason:
        assert read(data).paragraphs
        return
    with pytest.raises(UnreadableDraft) as refused:
        read(data)
    assert refused.value.reason == reason


def test_a_reading_survives_being_stored() -> None:
    body = p("Pasal 1", runs=run("lama", "<w:strike/>")) + numbered("isi", 1)
    reading = read(docx(body, numbering=AYAT))
    assert reading.version == READER_VERSION
    assert reading_from_json(reading_to_json(reading)) == reading


def real_drafts() -> list[Path]:
    return sorted(path for folder in ("drafts", "pairs") for path in SAMPLES.glob(f"{folder}/**/*.docx"))


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the folder of real drafts is not on this machine")
def test_every_word_of_every_real_draft_is_read_once() -> None:
    for path in real_drafts():
        data = path.read_bytes()
        inspect(data, max_bytes=25 * 1024 * 1024)
        main = etree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
        reading = read(data)
        told = "".join(q.text for q in reading.paragraphs if q.where not in ("footnote", "endnote"))
        found = Counter("".join(told.split()).replace("\u2011", ""))
        written = Counter("".join("".join(_shown(main)).split()))
        notes = sum(q.count for q in reading.problems if q.slug in ("footnote", "endnote"))
        extra = found - written
        assert not written - found, path.name
        assert set(extra) <= set("[^]0123456789"), path.name
        assert extra["["] == notes, path.name


def _shown(element: etree._Element) -> list[str]:
    """The text of all runs, without what is deleted, hidden or the second form of the same thing."""
    if element.tag in (W + "del", W + "moveFrom") or str(element.tag).endswith("}Fallback"):
        return []
    if element.tag == W + "r" and element.find(f"{W}rPr/{W}vanish") is not None:
        return []
    if element.tag == W + "t" or str(element.tag).endswith("/math}t"):
        return [element.text or ""]
    return [text for child in element for text in _shown(child)]


_PIECES = st.sampled_from(
    [
        "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>kata</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>",
        "<w:tc>", "</w:tc>", '<w:numPr><w:numId w:val="1"/></w:numPr>', "<w:pPr>", "</w:pPr>",
        "<w:ins>", "</w:ins>",
        "<w:del>", "</w:del>", '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="end"/>',
        "<w:sdt/>", "<w:sym/>",
        '<w:ilvl w:val="x"/>', '<w:footnoteReference w:id="1"/>', "<mc:AlternateContent/>",
        "<w:ruby/>", "<w:rPr/>",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=30))
def test_any_order_of_elements_is_read_or_refused_and_nothing_else(pieces: list[str]) -> None:
    with contextlib.suppress(UnreadableDraft):
        reading = read(docx("".join(pieces), numbering=AYAT))
        assert reading_from_json(reading_to_json(reading)) == reading


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        _PIECES.filter(lambda piece: piece.endswith("/>") or "kata" in piece),
        lambda inner: st.builds(
            lambda tag, parts: f"<w:{tag}>{''.join(parts)}</w:{tag}>",
            st.sampled_from(
                [
                    "p",
                    "r",
                    "tbl",
                    "tr",
                    "tc",
                    "ins",
                    "del",
                    "pPr",
                    "rPr",
                    "sdt",
                    "sdtContent",
                    "hyperlink",
                    "pict",
                ]
            ),
            st.lists(inner, max_size=5),
        ),
        max_leaves=25,
    )
)
def test_any_tree_of_elements_is_read_or_refused_and_nothing_else(body: str) -> None:
    with contextlib.suppress(UnreadableDraft):
        assert read(docx(body, numbering=AYAT)).paragraphs


def test_every_problem_that_the_code_names_is_listed_with_its_meaning() -> None:
    source = "".join(
        Path(module.__file__ or "").read_text(encoding="utf-8")
        for module in (docx_reader, docx_inline, parsing)
    )
    named = set(re.findall(r'(?:Problem|note)\(\s*"([a-z-]+)"', source))
    assert named
    assert named <= set(PROBLEMS)
