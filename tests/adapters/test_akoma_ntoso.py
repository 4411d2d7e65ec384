"""Akoma Ntoso: valid against the OASIS schema whatever the tree, and nothing of the draft is left out."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from tests.legal_trees import SMALL, TEXTS
from tracker.adapters.akoma_ntoso import akoma_ntoso
from tracker.adapters.akoma_ntoso_meta import AKN, Bill, Party, Step, Version
from tracker.adapters.word.docx_reader import read
from tracker.domain.drafts.legal_tree import LegalText
from tracker.domain.drafts.structure import structure

SCHEMA = Path(__file__).parents[1] / "standards" / "akomantoso30.xsd"
SAMPLES = Path(__file__).parents[2] / "drafts" / "samples"
FIRST, SECOND = Version(1, date(2023, 2, 2), "Propemperda"), Version(2, date(2023, 5, 10), "Rapat Pansus")
BILL = Bill(
    slug="pasar-rakyat-2023",
    title="Rancangan Peraturan Daerah tentang Pasar Rakyat",
    year=2023,
    number="7",
    region=Party("kabupaten-serang", "Kabupaten Serang"),
    keeper=Party("setwan", "Sekretariat DPRD"),
    author=Party("bupati", "Bupati"),
    introduced_on=date(2023, 2, 2),
    version=SECOND,
    exported_on=date(2023, 6, 15),
    versions=(FIRST, SECOND),
    steps=(
        Step(
            date(2023, 3, 1),
            Party("rapat-pansus", "Rapat Pansus"),
            Party("pansus", "Pansus"),
            Party("selesai", "Selesai"),
        ),
    ),
)
NAMES = {"a": AKN[1:-1]}


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA))


def faults(document: bytes) -> list[str]:
    judge = schema()
    judge.validate(etree.fromstring(document))
    return [str(entry.message) for entry in judge.error_log]


def letters(text: str) -> str:
    return "".join(text.split())


def words(document: bytes) -> str:
    root = etree.fromstring(document)
    for meta in root.iter(AKN + "meta"):
        meta.clear()
    return letters("".join(root.itertext()))


def said(text: LegalText) -> str:
    nodes = "".join(node.full_text() for node in text.nodes)
    return letters(nodes + "".join(one.text for one in text.unplaced))


def found(document: bytes, path: str) -> list[str]:
    result = etree.fromstring(document).xpath(path, namespaces=NAMES)
    assert isinstance(result, list)
    return [str(one) for one in result]


def test_a_term_is_marked_where_it_is_defined_and_named_in_the_references() -> None:
    document = akoma_ntoso(SMALL, BILL)
    assert found(document, "//a:point//a:p/a:term/text()") == ["Daerah", "Bupati"]
    assert found(document, "//a:TLCTerm/@showAs") == ["Daerah", "Bupati"]
    names = [f"#{name}" for name in found(document, "//a:TLCTerm/@eId")]
    assert found(document, "//a:term/@refersTo") == names
    # Words without white space of the indentation before them.
    assert found(document, "//a:p[a:term]/text()") == [" adalah Kabupaten Serang.", " adalah Bupati Serang."]


def test_a_whole_draft_is_valid_and_complete() -> None:
    document = akoma_ntoso(SMALL, BILL)
    assert faults(document) == []
    assert words(document) == said(SMALL)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_tree_is_valid_and_complete(text: LegalText) -> None:
    document = akoma_ntoso(text, BILL)
    assert faults(document) == []
    assert words(document) == said(text)


def test_units_are_what_the_standard_calls_them() -> None:
    document = akoma_ntoso(SMALL, BILL)
    assert found(document, "//a:chapter/a:num/text()") == ["BAB I", "BAB II"]
    assert found(document, "//a:chapter/a:heading/text()") == ["KETENTUAN UMUM", "PENATAAN PASAR"]
    assert found(document, "//a:part/a:num/text()") == ["Bagian Kesatu"]
    assert found(document, "//a:body//a:article/@eId") == [
        "chp_I__art_1",
        "chp_II__part_Kesatu__art_2",
        "chp_II__part_Kesatu__art_2-2",
    ]
    assert found(document, "//a:paragraph/a:num/text()") == ["(1)", "(2)"]
    assert found(document, "//a:body//a:point/a:num/text()") == ["1.", "2.", "a.", "b.", "1."]
    assert found(document, "//a:recital/a:num/text()") == ["a.", "b."]
    assert found(document, "//a:attachment/a:doc/@name") == ["penjelasan", "lampiran", "tidak-tertempatkan"]


def test_stages_are_steps_and_versions_are_events() -> None:
    document = akoma_ntoso(SMALL, BILL)
    assert found(document, "//a:step/@date") == ["2023-03-01"]
    assert found(document, "//a:eventRef/@type") == ["generation", "amendment"]
    assert found(document, "//a:bill/a:meta//a:FRBRExpression/a:FRBRthis/@value") == [
        "/akn/id-kabupaten-serang/bill/raperda/2023/7/ind@2023-05-10;v2/!main"
    ]
    targets = set(found(document, "//a:references/*/@eId"))
    used = {one.removeprefix("#") for one in found(document, "//a:step/@*[starts-with(., '#')]")}
    assert used <= targets


def test_the_same_draft_gives_the_same_bytes() -> None:
    assert akoma_ntoso(SMALL, BILL) == akoma_ntoso(SMALL, BILL)


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.docx")))
def test_our_own_samples_are_valid_and_complete(name: str) -> None:
    text = structure(read((SAMPLES / name).read_bytes()).paragraphs)
    document = akoma_ntoso(text, BILL)
    assert faults(document) == []
    assert words(document) == said(text)
    assert len(found(document, "//a:body//a:article")) == len(text.pasal())
