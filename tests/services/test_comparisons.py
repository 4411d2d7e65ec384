"""What was compared once is kept: by what both drafts say, while the engine says the same of them."""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from tests.adapters.docx_building import docx, p
from tracker.adapters.redlining.redline import redline
from tracker.adapters.result_cache import ResultCache
from tracker.adapters.word.docx_reader import read
from tracker.domain.comparing import kept_comparison
from tracker.domain.comparing.comparison import ENGINE_VERSION, Comparison
from tracker.domain.comparing.pasal_changes import PasalComparison
from tracker.domain.drafts.clean import AS_IT_STANDS, CLEAN, READINGS, accepted
from tracker.domain.drafts.legaltext import DraftReading
from tracker.services import comparisons

SAMPLES = Path(__file__).resolve().parents[2] / "drafts" / "samples"
WITHOUT_PASAL = ("notulen-rapat-pansus", "laporan-kunjungan-kerja")
FILES = ("arsip-v1", "arsip-v2", "pasar-rakyat-v1", "pasar-rakyat-v3", "spbe-v1", "spbe-v4", *WITHOUT_PASAL)
KNOWN = (1, "3230e6b8b4c32cbb")
"""The version of the engine, and the mark of all that it makes of these files, each beside the next."""


def data(name: str) -> bytes:
    return (SAMPLES / f"{name}.docx").read_bytes()


@cache
def reading(name: str) -> DraftReading:
    return read(data(name))


@pytest.fixture
def results(tmp_path: Path) -> ResultCache:
    return ResultCache(tmp_path, ENGINE_VERSION)


def compared(results: ResultCache, old: str, new: str) -> PasalComparison | Comparison:
    return comparisons.compare(results, reading(old), reading(new))


def made(results: ResultCache, old: str, new: str) -> Iterator[bytes]:
    """What the engine makes of two files: the comparison as it is kept, and every part of the redline."""
    yield kept_comparison.to_text(compared(results, old, new)).encode()
    redlined = redline(data(old), data(new), author="A", at=datetime(2026, 1, 2, tzinfo=UTC))
    with zipfile.ZipFile(io.BytesIO(redlined)) as package:
        for name in package.namelist():
            yield name.encode() + package.read(name)


def test_other_results_come_with_another_engine_version(results: ResultCache) -> None:
    mark = hashlib.sha256()
    for old, new in pairwise(FILES):
        for part in made(results, old, new):
            mark.update(part)
    found = (ENGINE_VERSION, mark.hexdigest()[:16])
    assert found == KNOWN, (
        "Drafts compare otherwise than before, and what the old engine made would still be shown. If this "
        f"is meant: ENGINE_VERSION in tracker/domain/comparing/comparison.py becomes {KNOWN[0] + 1}, and "
        f"KNOWN here becomes {(KNOWN[0] + 1, found[1])}."
    )


def test_a_second_look_takes_what_was_kept(results: ResultCache, tmp_path: Path) -> None:
    first = compared(results, "spbe-v1", "spbe-v2")
    [path] = tmp_path.iterdir()
    other = compared(results, "spbe-v1", "spbe-v3")
    [other_path] = set(tmp_path.iterdir()) - {path}
    path.write_bytes(other_path.read_bytes())
    assert compared(results, "spbe-v1", "spbe-v2") == other != first


def test_what_is_kept_for_another_engine_or_no_longer_there_is_compared_again(
    results: ResultCache, tmp_path: Path
) -> None:
    first = compared(results, "spbe-v1", "spbe-v2")
    [path] = tmp_path.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    newer = ResultCache(tmp_path, ENGINE_VERSION + 1)
    assert compared(newer, "spbe-v1", "spbe-v2") == first
    assert len(list(tmp_path.iterdir())) == 2
    assert compared(results, "spbe-v1", "spbe-v2") == first
    assert path.read_bytes() == whole
    path.unlink()
    assert compared(results, "spbe-v1", "spbe-v2") == first
    assert path.read_bytes() == whole


def test_each_reading_of_a_draft_has_a_comparison_of_its_own(results: ResultCache, tmp_path: Path) -> None:
    runs = "<w:r><w:t>Bupati</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t> wajib</w:t></w:r>"
    struck = read(docx(p("Pasal 1") + p(runs=runs)))
    before = reading("spbe-v1")
    found = {choice: comparisons.compare(results, before, accepted(struck, choice)) for choice in READINGS}
    assert found[CLEAN] != found[AS_IT_STANDS]
    assert len(list(tmp_path.iterdir())) == 2


def test_drafts_without_pasal_are_kept_too(results: ResultCache) -> None:
    first = compared(results, *WITHOUT_PASAL)
    assert isinstance(first, Comparison)
    assert compared(results, *WITHOUT_PASAL) == first
