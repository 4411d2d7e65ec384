"""Which way two drafts are compared, and that paragraphs as units keep both texts to the letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_structure import HEAD
from tracker.domain.comparing.comparison import Comparison
from tracker.domain.comparing.draft_comparison import as_units, compare
from tracker.domain.comparing.pasal_changes import PasalComparison
from tracker.domain.drafts.legaltext import Paragraph

LAW = (*HEAD, "BAB I", "KETENTUAN UMUM", "Pasal 1", "Pasar rakyat dikelola oleh bupati.")
LETTER = ("Yang terhormat bupati,", "bersama ini disampaikan kajian.")
LINES = st.lists(st.sampled_from(("Satu dua.", "Satu tiga.", "a\nb", "Empat")), max_size=6)


def paragraphs(*lines: str) -> list[Paragraph]:
    return [Paragraph(at, "", line) for at, line in enumerate(lines, start=1)]


@pytest.mark.parametrize(
    ("old", "new", "result"),
    [
        (LAW, LAW, PasalComparison),
        (LAW, LETTER, Comparison),
        (LETTER, LAW, Comparison),
        (LETTER, LETTER, Comparison),
    ],
)
def test_pasal_are_compared_only_where_both_drafts_have_any(
    old: tuple[str, ...], new: tuple[str, ...], result: type
) -> None:
    compared = compare(paragraphs(*old), paragraphs(*new))
    assert isinstance(compared, result)
    assert as_units(compared).has_pasal is (result is PasalComparison)
    assert as_units(compared).identical is compared.identical is (old == new)


@given(LINES, LINES)
def test_paragraphs_as_units_rebuild_both_texts_to_the_letter(old: list[str], new: list[str]) -> None:
    compared = as_units(compare(paragraphs(*old), paragraphs(*new)))
    marks = [mark for change in compared.changes() for mark in change.segments]
    assert "".join(text for operation, text in marks if operation != "+") == "\n".join(old)
    assert "".join(text for operation, text in marks if operation != "-") == "\n".join(new)
