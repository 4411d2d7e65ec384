"""What is refused before any parser sees it, and that ordinary drafts are not."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.adapters.docx_building import SAMPLES, content_types, document, docx, p, package
from tracker.adapters.word.docx_guard import MAX_MEMBERS, REASONS, inspect
from tracker.domain.errors import UnreadableDraft

LIMIT = 25 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def reason(data: bytes) -> str:
    with pytest.raises(UnreadableDraft) as refused:
        inspect(data, max_bytes=LIMIT)
    assert refused.value.reason in REASONS
    return refused.value.reason


def verdict(data: bytes) -> str:
    try:
        inspect(data, max_bytes=LIMIT)
    except UnreadableDraft as refusal:
        return refusal.reason
    return ""


def field(*instructions: str) -> bytes:
    runs = "".join(f"<w:r><w:instrText>{text}</w:instrText></w:r>" for text in instructions)
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    return docx(p("isi", runs=begin + runs))


def link(target: str, kind: str = "attachedTemplate") -> bytes:
    extra = (
        f'<Relationship Id="x" TargetMode="External" Target="{target}" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
    )
    return docx(p("isi"), extra_relationships=extra)


def test_an_ordinary_file_passes() -> None:
    inspect(docx(p("Pasal 1")), max_bytes=LIMIT)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b"x" * (LIMIT + 1), "too-large"),
        (OLE + "WordDocument".encode("utf-16-le"), "doc"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + "Workbook".encode("utf-16-le"), "not-docx"),
        (b"{\\rtf1 halo}", "rtf"),
        (b"%PDF-1.7\n", "pdf"),
        (b"<html>", "not-docx"),
        (package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "odt"),
        (package({"a.txt": "a"}), "not-docx"),
        (docx(parts={"[Content_Types].xml": content_types("application/vnd.ms-excel.main+xml")}), "not-docx"),
        (docx(parts={"word/vbaProject.bin": b"x"}), "macros"),
        (docx(parts={"word/activeX/activeX1.bin": b"x"}), "unsafe-content"),
        (docx(p("isi"))[:-30], "corrupt-zip"),
    ],
    ids=[
        "empty", "large", "doc", "locked", "xls", "rtf", "pdf", "html", "odt", "zip", "xlsx", "macros",
        "activex", "cut",
    ],
)  # fmt: skip
def test_every_other_kind_of_file_is_named(data: bytes, expected: str) -> None:
    assert reason(data) == expected


def test_a_template_and_a_macro_document_are_told_apart() -> None:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
    assert reason(docx(parts={"[Content_Types].xml": content_types(word)})) == "template"
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert reason(docx(parts={"[Content_Types].xml": content_types(macro)})) == "macros"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/footnotes.xml", "[Content_Types].xml"])
def test_a_document_type_is_refused_in_every_encoding_and_part(encoding: str, part: str) -> None:
    name = "utf-16" if "16" in encoding else "utf-8"
    inner = content_types() if part.startswith("[") else document(p("&a;"))
    xml = f'<?xml version="1.0" encoding="{name}"?><!DOCTYPE a [<!ENTITY a "b">]>{inner}'
    assert reason(docx(parts={part: xml.encode(encoding)})) == "xml-entities"


def test_an_encoding_that_can_hide_a_document_type_is_refused() -> None:
    xml = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a>'
    assert reason(docx(main=xml)) == "xml-entities"


def test_three_million_empty_paragraphs_in_a_small_file_are_refused() -> None:
    data = docx("<w:p/>" * 3_000_000)
    assert len(data) < 70_000
    assert reason(data) == "zip-bomb"


def test_a_part_that_unpacks_hundreds_of_times_is_refused() -> None:
    assert reason(docx(parts={"word/settings.xml": b"<a>" + b" " * 20_000_000 + b"</a>"})) == "zip-bomb"
    assert reason(docx(parts={"word/media/a.bmp": b"\0" * (201 * 1024 * 1024)})) == "zip-bomb"


def test_too_many_members_are_refused() -> None:
    assert reason(docx(parts={f"word/a{at}.bin": b"" for at in range(MAX_MEMBERS + 1)})) == "zip-bomb"


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(docx(p("isi" * 1000)))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (5).to_bytes(4, "little")
    assert reason(bytes(data)) == "corrupt-zip"


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "word\\..\\..\\a", "c:/a"])
def test_a_path_out_of_the_package_is_refused(name: str) -> None:
    assert reason(docx(parts={name: b"x"})) == "unsafe-content"


def test_two_parts_of_one_name_are_refused() -> None:
    buffer = io.BytesIO(docx(p("isi")))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/Document.xml", document(p("lain")))
    assert reason(buffer.getvalue()) == "unsafe-content"


@pytest.mark.parametrize(
    "instructions", [("DDEAUTO c:\\cmd",), ("DD", "E excel"), (" dde a b",), ("&#68;DEAUTO x",)]
)
def test_a_field_that_starts_programs_is_refused(instructions: tuple[str, ...]) -> None:
    assert reason(field(*instructions)) == "unsafe-content"


def test_the_letters_of_such_a_field_in_ordinary_text_are_not() -> None:
    inspect(docx(p("Penggunaan DDE dilarang")), max_bytes=LIMIT)


@pytest.mark.parametrize("target", ["https://a.example/t.dotm", "\\\\server\\t.dotm", "file://server/t.dotm"])
def test_a_part_fetched_from_another_machine_is_refused(target: str) -> None:
    assert reason(link(target)) == "unsafe-content"
    assert reason(link(target, "image")) == "unsafe-content"


def test_links_people_click_and_templates_of_their_own_machine_pass() -> None:
    inspect(link("https://jdih.example/perda", "hyperlink"), max_bytes=LIMIT)
    inspect(link("file:///C:\\Users\\a\\Normal.dotm"), max_bytes=LIMIT)


def test_a_program_packed_as_an_object_is_refused() -> None:
    content = b"\1" + "Ole10Native".encode("utf-16-le")
    assert reason(docx(parts={"word/embeddings/oleObject1.bin": content})) == "unsafe-content"


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_damaged_bytes_pass_or_are_refused_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(docx(p("Pasal 1")))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert verdict(bytes(content[: data.draw(st.integers(1, len(content)))])) in ("", *REASONS)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2_000), st.sampled_from([b"", b"PK\x03\x04", OLE[:8], b"{\\rtf", b"\xff\xfe"]))
def test_random_bytes_are_refused(content: bytes, start: bytes) -> None:
    assert reason(start + content) != "no-text"


def test_every_real_draft_passes() -> None:
    if not SAMPLES.is_dir():
        pytest.skip("the folder of real drafts is not on this machine")
    found = [path for folder in ("drafts", "pairs") for path in SAMPLES.glob(f"{folder}/**/*.docx")]
    assert found
    for path in found:
        inspect(path.read_bytes(), max_bytes=LIMIT)
