"""The clean text: what was struck through is gone, what was proposed stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.drafts.clean import AS_IT_STANDS, CLEAN, accepted, clean
from tracker.domain.drafts.legaltext import DraftReading, Mark, MarkKind, Paragraph, Problem
from tracker.domain.drafts.parsing import outline

KINDS: tuple[MarkKind, ...] = ("struck", "highlighted", "coloured", "inserted", "moved")


def marked(text: str, *marks: Mark) -> Paragraph:
    return Paragraph(1, "a.", text, marks=marks)


def test_struck_words_go_with_the_space_beside_them() -> None:
    text = "Perlindungan Pelindungan anak dan korban."
    (left,) = clean([marked(text, Mark("struck", 0, 12), Mark("struck", 30, 33))])
    assert left.text == "Pelindungan anak korban."


def test_what_is_coloured_or_highlighted_stands_and_keeps_its_mark() -> None:
    text = "lama baru"
    (left,) = clean([marked(text, Mark("struck", 0, 5), Mark("coloured", 5, 9))])
    assert (left.text, left.marks, left.marker) == ("baru", (Mark("coloured", 0, 4),), "a.")


def test_a_paragraph_struck_as_a_whole_goes_with_its_number() -> None:
    assert clean([marked("lama sekali", Mark("struck", 0, 11)), Paragraph(2, "b.", "tetap")]) == (
        Paragraph(2, "b.", "tetap"),
    )


@pytest.mark.parametrize(
    ("text", "struck_from", "left"),
    [
        ("c.\tbahwa lama;", 3, []),
        ("(2) Setiap orang.", 4, []),
        ("\t3) lama", 4, []),
        ("Pasal 5", 6, ["Pasal "]),
        ("23", 1, ["2"]),
        ("1.000", 2, ["1."]),
    ],
)
def test_a_typed_number_goes_with_the_text_that_was_struck_behind_it(
    text: str, struck_from: int, left: list[str]
) -> None:
    paragraph = Paragraph(1, "", text, marks=(Mark("struck", struck_from, len(text)),))
    assert [one.text for one in clean([paragraph])] == left


def test_what_stands_behind_a_struck_paragraph_counts_on_without_it() -> None:
    struck = Paragraph(1, "a.", "lama", marks=(Mark("struck", 0, 4),))
    left = clean([struck, Paragraph(2, "b.", "tetap", clean_marker="a.")])
    assert left == (Paragraph(2, "a.", "tetap"),)


def read(*paragraphs: Paragraph) -> DraftReading:
    return DraftReading(1, paragraphs, outline(paragraphs), (Problem("struck-text"),))


def test_each_reading_has_an_outline_of_its_own() -> None:
    heading = Paragraph(1, "", "Pasal 12", marks=(Mark("struck", 6, 7),))
    gone = Paragraph(2, "", "Pasal 3", marks=(Mark("struck", 0, 7),))
    both = [accepted(read(heading, gone), choice) for choice in (CLEAN, AS_IT_STANDS)]
    assert [[one.number for one in reading.outline.pasal] for reading in both] == [["2"], ["12", "3"]]
    assert both[1].outline.pasal_count == 2
    assert [one.text for one in both[1].paragraphs] == ["Pasal 12", "Pasal 3"]


def test_a_reading_that_was_accepted_is_not_changed_again() -> None:
    paragraphs = (marked("lama baru", Mark("struck", 0, 5)), marked("hapus", Mark("struck", 0, 5)))
    for choice in (CLEAN, AS_IT_STANDS):
        once = accepted(read(*paragraphs), choice)
        assert accepted(once, CLEAN) == accepted(once, AS_IT_STANDS) == once


@st.composite
def paragraphs(draw: st.DrawFn) -> Paragraph:
    text = draw(st.text(alphabet="ab c\n", min_size=1, max_size=40))
    spans = draw(
        st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 40), st.integers(0, 40)), max_size=5)
    )
    marks = [
        Mark(kind, min(start, end, len(text)), min(max(start, end), len(text))) for kind, start, end in spans
    ]
    return Paragraph(1, "", text, marks=tuple(marks))


@given(paragraphs())
def test_only_what_is_struck_goes_and_only_spaces_with_it(paragraph: Paragraph) -> None:
    struck = {at for mark in paragraph.marks if mark.kind == "struck" for at in range(mark.start, mark.end)}
    expected = "".join(letter for at, letter in enumerate(paragraph.text) if at not in struck)
    left = clean([paragraph])
    assert "".join(one.text for one in left).split() == expected.split() or not struck
    for one in left:
        assert all(0 <= mark.start < mark.end <= len(one.text) for mark in one.marks if struck)
    assert clean(left) == left
