"""What the demo's own drafts promise: built to the byte, read as written, in the form the law asks for."""

import importlib.util
import io
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tracker.adapters.word import docx_guard, docx_reader

SAMPLES = Path(__file__).resolve().parent.parent / "drafts" / "samples"
TEXTS = sorted((SAMPLES / "text").glob("*.txt"))
DRAFTS = [text for text in TEXTS if re.search(r"-v\d$", text.stem)]
ORDINARY = [text for text in DRAFTS if not text.stem.startswith("pajak-")]
SPBE_PASAL = {"spbe-v1": 49, "spbe-v2": 53, "spbe-v3": 50, "spbe-v4": 50}
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def _builder() -> Any:
    spec = importlib.util.spec_from_file_location("sample_builder", SAMPLES / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(SAMPLES))  # build.py imports its neighbour
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(SAMPLES))
    return module


BUILDER = _builder()


def _name(path: Path) -> str:
    return path.stem


def _docx(text: Path) -> bytes:
    return (SAMPLES / f"{text.stem}.docx").read_bytes()


def _body_and_elucidation(text: Path) -> tuple[str, str]:
    body, _, elucidation = text.read_text(encoding="utf-8").partition("\nII. PASAL DEMI PASAL\n")
    return body.partition("= PENJELASAN")[0], elucidation.partition("\n---\n")[0]


def _pasal_blocks(body: str) -> dict[int, str]:
    parts = re.split(r"^Pasal (\d+)$", body, flags=re.MULTILINE)
    return {int(number): block for number, block in zip(parts[1::2], parts[2::2], strict=True)}


@pytest.mark.parametrize("text", TEXTS, ids=_name)
def test_building_gives_exactly_the_committed_bytes(text: Path) -> None:
    assert BUILDER.build(text.read_text(encoding="utf-8")) == _docx(text)


def test_every_committed_docx_has_its_text() -> None:
    assert {text.stem for text in TEXTS} == {docx.stem for docx in SAMPLES.glob("*.docx")}


@pytest.mark.parametrize("text", TEXTS, ids=_name)
def test_every_sample_opens_in_python_docx_on_f4_paper(text: Path) -> None:
    section = Document(io.BytesIO(_docx(text))).sections[0]
    assert section.page_width
    assert section.page_height
    assert (round(section.page_width.inches, 2), round(section.page_height.inches, 2)) == (8.27, 13.0)


@pytest.mark.parametrize("text", DRAFTS, ids=_name)
def test_word_shows_the_numbers_and_words_the_text_carries(text: Path) -> None:
    docx_guard.inspect(_docx(text), max_bytes=5_000_000)
    shown = [
        re.sub(r"\s+", " ", paragraph.line).strip()
        for paragraph in docx_reader.read(_docx(text)).paragraphs
        if paragraph.line.strip() and not re.match(r"(~?Menimbang|Mengingat|Menetapkan|:)$", paragraph.line)
    ]
    written: list[str] = []
    for line in BUILDER.parse(text.read_text(encoding="utf-8")):
        if line.kind == "cells":
            written += line.text.split(" | ")
        elif line.kind not in {"row", "break", "widths"}:
            written.append(f"{line.marker} {line.text}".strip())
    without_labels = [re.sub(r"^(Menimbang|Mengingat) : ", "", line) for line in shown]
    assert without_labels == written


@pytest.mark.parametrize("text", ORDINARY, ids=_name)
def test_pasal_and_bab_run_on_without_gap_and_every_pasal_is_elucidated(text: Path) -> None:
    body, elucidation = _body_and_elucidation(text)
    pasal = [int(number) for number in re.findall(r"^Pasal (\d+)$", body, flags=re.MULTILINE)]
    explained = [int(number) for number in re.findall(r"^Pasal (\d+)$", elucidation, flags=re.MULTILINE)]
    bab = re.findall(r"^= BAB (\w+)$", body, flags=re.MULTILINE)
    assert pasal == list(range(1, len(pasal) + 1)) == explained
    assert len(pasal) >= 8
    assert tuple(bab) == ROMAN[: len(bab)]


@pytest.mark.parametrize("text", ORDINARY, ids=_name)
def test_every_reference_inside_a_draft_has_its_target_before_it(text: Path) -> None:
    blocks = _pasal_blocks(_body_and_elucidation(text)[0].partition("= BAB I\n")[2])
    for number, block in blocks.items():
        for target, ayat, huruf in re.findall(r"Pasal (\d+)(?: ayat \((\d+)\))?(?: huruf (\w)\b)?", block):
            assert int(target) < number, f"Pasal {number} -> Pasal {target}"
            assert not ayat or f"({ayat}) " in blocks[int(target)]
            assert not huruf or re.search(rf"^\W*{huruf}\. ", blocks[int(target)], flags=re.MULTILINE)
        for own in re.findall(r"pada ayat \((\d+)\)", block):
            assert re.search(rf"^~?\({own}\) ", block, flags=re.MULTILINE), f"Pasal {number} ayat ({own})"


def test_the_spbe_draft_has_its_pasal_in_all_four_versions() -> None:
    counts = {
        name: len(_pasal_blocks(_body_and_elucidation(SAMPLES / "text" / f"{name}.txt")[0]))
        for name in SPBE_PASAL
    }
    assert counts == SPBE_PASAL


@pytest.mark.parametrize("text", DRAFTS, ids=_name)
def test_the_reader_finds_the_title_and_as_many_pasal_as_the_text_has(text: Path) -> None:
    outline = docx_reader.read(_docx(text)).outline
    title = re.search(r"^= TENTANG\n= (.+)$", text.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert title
    assert title.group(1) in outline.title.upper()
    if text in ORDINARY:
        assert len(outline.pasal) == len(_pasal_blocks(_body_and_elucidation(text)[0]))


def test_numbers_that_do_not_follow_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^3: expected \(2\), found \(3\)"):
        BUILDER.build("Pasal 1\n(1) Satu.\n(3) Tiga.\n")


def test_the_catalogue_names_every_raperda_that_has_drafts() -> None:
    rows = tomllib.loads((SAMPLES / "catalogue.toml").read_text(encoding="utf-8"))["raperda"]
    assert {row["slug"] for row in rows} == {re.sub(r"-v\d$", "", text.stem) for text in DRAFTS}
    for row in rows:
        first = (SAMPLES / "text" / f"{row['slug']}-v1.txt").read_text(encoding="utf-8")
        assert f"= {row['title'].removeprefix('Raperda tentang ').upper()}\n" in first
        assert row["initiator"] in {"bupati", "dprd"}
        assert row["kind"] in {"biasa", "dievaluasi"}
    assert len({row["propemperda_number"] for row in rows}) == len(rows)
