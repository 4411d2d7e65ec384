"""Numbers before a unit: which are read, and that one pattern and a memory of them change nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.drafts.numbering_marks import may_begin_with_numeral, read_numeral

BEGINNINGS = st.text("( 12345.)abixvIVXA\t", max_size=9)


@pytest.mark.parametrize(
    ("text", "style", "number", "value"),
    [
        ("(2) Setiap orang", "(1)", "2", 200),
        ("(2a) Setiap orang", "(1)", "2a", 201),
        ("1.2.3 Umum", "1.12", "1.2.3", 300),
        ("12. Dinas", "1.", "12", 1200),
        ("3) pasar", "1)", "3", 300),
        ("(b) pasar", "(a)", "b", 200),
        ("bb. pasar", "a.", "bb", 2800),
        ("a.bahwa pasar", "a.", "a", 100),
        ("c) pasar", "a)", "c", 300),
        ("iv. pasar", "i.", "iv", 400),
        ("IX. UMUM", "I.", "IX", 900),
        ("B. Umum", "A.", "B", 200),
    ],
)
def test_each_shape_is_read(text: str, style: str, number: str, value: int) -> None:
    numeral = read_numeral(text)
    assert numeral is not None
    assert (numeral.style, numeral.number, numeral.value) == (style, number, value)


@pytest.mark.parametrize("text", ["a.n. Bupati", "(2), atau", "(1234) pasar", "Pasal 5", ""])
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert read_numeral(text) is None


@given(BEGINNINGS, st.text(max_size=9))
def test_what_stands_behind_a_space_does_not_change_the_number(begins: str, rest: str) -> None:
    alone = read_numeral(f"{begins} ")
    if alone is not None and alone.end <= len(begins):
        assert read_numeral(f"{begins} {rest}") == alone


@given(BEGINNINGS)
def test_a_number_is_never_missed_by_the_quick_look(text: str) -> None:
    assert may_begin_with_numeral(text, 0) or read_numeral(text) is None
