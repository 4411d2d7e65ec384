"""Copies of versions, to read, as Akoma Ntoso, as a matrix: for the public only of public versions."""

import io
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from lxml import etree, html

from tests.adapters.test_akoma_ntoso import faults
from tests.domain.test_structure import paragraphs
from tests.web.council import SPBE, Council
from tracker.adapters.word.docx_reader import read
from tracker.bootstrap import Tracker
from tracker.domain.drafts.legaltext import DraftReading
from tracker.domain.drafts.structure import structure
from tracker.services import drafts
from tracker.services.drafts import Upload
from tracker.web.reading_copy import reading_copy

SAMPLES = Path(__file__).resolve().parents[2] / "drafts" / "samples"
READ, AKN, CLEAN = "/naskah/{}/baca", "/naskah/{}/akn.xml", "/naskah/{}/bersih.docx"
MATRIX = "/naskah/1/{}/matriks.docx"
PUBLIC = "/raperda/spbe-2023"


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    """SPBE with versions 1 and 2 for the public and version 3 internal."""
    built = Council(sqlite_tracker)
    for number in (1, 2, 3):
        data = (SAMPLES / f"spbe-v{number + 1}.docx").read_bytes()
        upload = Upload(
            stage="rapat-pansus",
            source="pansus",
            note="",
            is_public=number < 3,
            filename=f"spbe-{number}.docx",
            size=len(data),
            sha256=sqlite_tracker.drafts.put(data),
            reading=sample(number + 1),
        )
        with sqlite_tracker.transaction() as session:
            drafts.upload(session, built.admin, "spbe-2023", upload, now=sqlite_tracker.now())
    return built


@cache
def sample(version: int) -> DraftReading:
    return read((SAMPLES / f"spbe-v{version}.docx").read_bytes())


def letters(text: str) -> str:
    return "".join(text.split())


def test_the_page_has_every_word_of_the_draft_in_order(council: Council) -> None:
    page = council.app.test_client().get(PUBLIC + READ.format(2))
    assert page.status_code == 200
    article = html.fromstring(page.text).find_class("law")[0]
    for quiet in article.find_class("vh"):
        quiet.drop_tree()
    said = sample(3)
    assert letters(article.text_content()) == letters("".join(one.line for one in said.paragraphs))


def test_headings_are_nested_in_order_below_one_h1(council: Council) -> None:
    page = council.app.test_client().get(PUBLIC + READ.format(2)).text
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert max(levels) >= 3


def test_every_line_of_the_contents_leads_somewhere(council: Council) -> None:
    page = html.fromstring(council.app.test_client().get(PUBLIC + READ.format(2)).text)
    ids = [str(one) for one in page.xpath("//@id")]
    assert len(ids) == len(set(ids))
    targets = [str(one)[1:] for one in page.xpath("//ol[contains(@class, 'toc')]//@href")]
    assert set(targets) <= set(ids)
    assert {"bab-i", "pasal-1", "pasal-5"} <= set(targets)


def test_the_contents_tell_one_lampiran_from_another(council: Council) -> None:
    lines = ["BAB I", "UMUM", "Pasal 1", "Isi.", "LAMPIRAN I", "Tarif.", "LAMPIRAN II", "Peta."]
    with council.app.test_request_context():
        copy = reading_copy(structure(paragraphs(lines)))
    assert [one.name for one in copy.contents][-2:] == ["Lampiran I", "Lampiran II"]


def test_a_letter_before_the_draft_stands_apart_from_it(council: Council) -> None:
    prose = "Bersama ini kami sampaikan hasil harmonisasi atas rancangan itu untuk dibahas oleh pansus."
    draft = ["PERATURAN DAERAH", "TENTANG", "TARIF", "Menimbang: a. bahwa tarif;", "Pasal 1", "Isi."]
    with council.app.test_request_context():
        after_letter = reading_copy(structure(paragraphs(["KEMENTERIAN HUKUM", prose, *draft])))
        alone = reading_copy(structure(paragraphs(["BUPATI SERANG", *draft])))
    assert after_letter.contents[0].name == "Sebelum naskah: surat atau uraian"
    assert [part.kind for part in after_letter.parts[:2]] == ["sebelum-naskah", "judul"]
    assert "sebelum-naskah" not in [part.kind for part in alone.parts]


def test_a_reference_leads_to_what_it_names(council: Council) -> None:
    page = html.fromstring(council.app.test_client().get(PUBLIC + READ.format(2)).text)
    links = page.xpath("//article//p/a")
    ids = {str(one) for one in page.xpath("//@id")}
    assert len(links) > 20
    assert {one.get("href")[1:] for one in links} <= ids
    second = page.get_element_by_id("pasal-5-ayat-2")
    assert [(one.text, one.get("href")) for one in second.xpath("./p/a")] == [("ayat (1)", "#pasal-5-ayat-1")]


def test_each_term_leads_to_its_definition(council: Council) -> None:
    at_work = council.visitor("ketua").get(SPBE + READ.format(2)).text
    for text in (council.app.test_client().get(PUBLIC + READ.format(2)).text, at_work):
        page = html.fromstring(text)
        terms = page.xpath("//nav/details//a")
        names = [one.text for one in terms]
        assert "Sistem Pemerintahan Berbasis Elektronik (SPBE)" in names
        assert names == sorted(names, key=str.casefold)
        assert len(names) == 20
        for one in terms:
            definition = page.get_element_by_id(one.get("href")[1:]).text_content()
            assert one.text.split(" (")[0] in definition


@pytest.mark.parametrize("prefix", [PUBLIC, "/en" + PUBLIC])
@pytest.mark.parametrize("copy", [READ, AKN, CLEAN])
def test_the_public_gets_copies_of_public_versions_only(council: Council, prefix: str, copy: str) -> None:
    stranger = council.app.test_client()
    assert [stranger.get(prefix + copy.format(number)).status_code for number in (1, 2, 3, 9)] == [
        200,
        200,
        404,
        404,
    ]


def test_the_public_compares_public_versions_only(council: Council) -> None:
    stranger = council.app.test_client()
    found = {n: stranger.get(f"{PUBLIC}/perbandingan/1/{n}/matriks.docx").status_code for n in (2, 3)}
    assert found == {2: 200, 3: 404}


@pytest.mark.parametrize("copy", [READ, AKN, MATRIX])
def test_at_work_every_version_has_its_copies(council: Council, copy: str) -> None:
    assert council.visitor("ketua").get(SPBE + copy.format(3)).status_code == 200
    assert council.visitor("lain").get(SPBE + copy.format(3)).status_code == 403
    assert council.app.test_client().get(SPBE + copy.format(3)).status_code == 303


def test_akoma_ntoso_is_valid_and_tells_of_public_versions_only(council: Council) -> None:
    answer = council.app.test_client().get(PUBLIC + AKN.format(2))
    assert answer.mimetype == "application/akn+xml"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert faults(answer.data) == []
    names = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
    events: Any = etree.fromstring(answer.data).xpath("//a:eventRef/@source", namespaces=names)
    assert events == ["#draft1", "#draft2"]
    inside = council.visitor("ketua").get(SPBE + AKN.format(3))
    assert faults(inside.data) == []
    events = etree.fromstring(inside.data).xpath("//a:eventRef/@source", namespaces=names)
    assert events == ["#draft1", "#draft2", "#draft3"]


def test_the_matrix_has_a_row_for_each_pasal_or_only_for_what_changed(council: Council) -> None:
    stranger = council.app.test_client()
    address = f"{PUBLIC}/perbandingan/1/2/matriks.docx"
    whole, changes = (
        Document(io.BytesIO(stranger.get(address + query).data)).tables[0].rows
        for query in ("", "?isi=berubah")
    )
    assert 1 < len(changes) < len(whole)
    assert "Tetap." not in {row.cells[2].text for row in changes}


def test_a_copy_that_the_reader_has_is_not_sent_again(council: Council) -> None:
    stranger = council.app.test_client()
    for address in (
        PUBLIC + READ.format(2),
        PUBLIC + AKN.format(2),
        f"{PUBLIC}/perbandingan/1/2/matriks.docx",
    ):
        first = stranger.get(address)
        again = stranger.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
        assert "Set-Cookie" not in first.headers
