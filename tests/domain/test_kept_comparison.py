"""A comparison that is kept and read back says what it said."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.test_pasal_comparison import trees
from tracker.domain.comparing import comparison, pasal_comparison
from tracker.domain.comparing.kept_comparison import from_text, to_text
from tracker.domain.drafts.legal_tree import LegalText
from tracker.domain.drafts.legaltext import Paragraph


@settings(max_examples=50, deadline=None)
@given(trees(), trees())
def test_a_comparison_by_pasal_comes_back_whole(old: LegalText, new: LegalText) -> None:
    compared = pasal_comparison.compare(old, new)
    assert from_text(to_text(compared)) == compared


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=9), max_size=6), st.lists(st.text(max_size=9), max_size=6))
def test_a_comparison_by_paragraph_comes_back_whole(old: list[str], new: list[str]) -> None:
    before, after = ([Paragraph(at, "", text) for at, text in enumerate(side, 1)] for side in (old, new))
    compared = comparison.compare(before, after)
    assert from_text(to_text(compared)) == compared
