"""Rows of a matrix: each holds the old text and the new one of its Pasal to the letter."""

from pathlib import Path

import pytest

from tests.legal_trees import text_of
from tracker.adapters.word.docx_reader import read
from tracker.domain.comparing.pasal_comparison import compare
from tracker.domain.comparing.side_by_side import changed, of_units
from tracker.domain.drafts.structure import structure

SAMPLES = Path(__file__).resolve().parents[2] / "drafts" / "samples"
PAIRS = sorted(
    (old.name, new.name)
    for old in SAMPLES.glob("*-v?.docx")
    if (new := old.with_name(f"{old.stem[:-1]}{int(old.stem[-1]) + 1}.docx")).exists()
)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_the_rows_hold_both_texts(old: str, new: str) -> None:
    before, after = (structure(read((SAMPLES / name).read_bytes()).paragraphs) for name in (old, new))
    rows = of_units(compare(before, after))
    joined = {
        side: "".join(text for row in rows for kind, text in row.segments if kind in ("=", side))
        for side in ("-", "+")
    }
    assert sorted(joined["-"]) == sorted(text_of(before))
    assert _letters(joined["+"]) == _letters(text_of(after))
    assert all(row.old or row.new for row in changed(rows))


def _letters(text: str) -> str:
    return "".join(text.split())
