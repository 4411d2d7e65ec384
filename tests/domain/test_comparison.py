"""Two drafts compared: exact to the letter, marks between words, the same answer every time, and fast."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.adapters.docx_building import SAMPLES
from tracker.domain.comparing.comparison import Comparison, Summary, compare, segments
from tracker.domain.drafts.legaltext import Paragraph

WORDS = [
    "setiap",
    "orang",
    "wajib",
    "dapat",
    "dilarang",
    "pemerintah",
    "daerah",
    "data",
    "aplikasi",
    "layanan",
    "rencana",
    "jaringan",
    "desa",
]


def paragraphs(*lines: str) -> list[Paragraph]:
    return [Paragraph(at, "", line) for at, line in enumerate(lines, start=1)]


def sides(comparison: Comparison) -> tuple[list[str], list[str]]:
    """The old and the new lines, rebuilt from the marks alone."""
    old = [change for change in comparison.changes if change.old is not None]
    new = [change for change in comparison.changes if change.new is not None]
    return (
        ["".join(text for operation, text in change.segments if operation != "+") for change in old],
        ["".join(text for operation, text in change.segments if operation != "-") for change in new],
    )


def kinds(old: list[Paragraph], new: list[Paragraph]) -> list[str]:
    return [change.kind for change in compare(old, new).changes]


def a_draft(pasal: int, seed: int) -> list[Paragraph]:
    chance = random.Random(seed)
    found: list[Paragraph] = []
    for number in range(1, pasal + 1):
        found.append(Paragraph(len(found) + 1, "", f"Pasal {number}"))
        for ayat in range(1, 6):
            words = " ".join(chance.choice(WORDS) for _ in range(25))
            found.append(
                Paragraph(len(found) + 1, f"({ayat})", f"{words} dalam Pasal {chance.randint(1, pasal)}.")
            )
    return found


def test_equal_drafts_are_the_same() -> None:
    draft = a_draft(3, 1)
    comparison = compare(draft, draft)
    assert comparison.summary == Summary(same=18)
    assert comparison.summary.identical


def test_a_changed_word_is_marked_and_nothing_else() -> None:
    change = compare(
        paragraphs("Setiap orang wajib hadir."), paragraphs("Setiap orang harus hadir.")
    ).changes[0]
    assert change.segments == (("=", "Setiap orang "), ("-", "wajib"), ("+", "harus"), ("=", " hadir."))


def test_neighbouring_changes_read_as_one_phrase() -> None:
    assert segments("paling lama 7 hari kerja", "paling lama 14 (empat belas) hari") == (
        ("=", "paling lama "),
        ("-", "7"),
        ("+", "14 (empat belas)"),
        ("=", " hari"),
        ("-", " kerja"),
    )


def test_case_dashes_and_punctuation_are_changes() -> None:
    marks = segments("Pasal 5-7 Desa.", "Pasal 5–7 desa;")
    assert [text for operation, text in marks if operation == "-"] == ["-", "Desa."]
    assert [text for operation, text in marks if operation == "+"] == ["–", "desa;"]


def test_only_white_space_is_no_change_but_stays_exact() -> None:
    comparison = compare(paragraphs("Pasal  1 "), paragraphs("Pasal 1"))
    assert comparison.summary.identical
    assert sides(comparison) == (["Pasal  1 "], ["Pasal 1"])


def test_added_and_removed_paragraphs_stand_where_they_were() -> None:
    old = paragraphs("Pembukaan draf ini", "Kalimat yang akan hilang", "Penutup draf ini")
    new = paragraphs("Pembukaan draf ini", "Penutup draf ini", "Hal lain sama sekali, sesudahnya")
    assert kinds(old, new) == ["same", "removed", "same", "added"]


def test_an_ayat_that_only_moved_up_is_paired_with_itself() -> None:
    old = [
        Paragraph(1, "(1)", "Bupati menetapkan rencana induk."),
        Paragraph(2, "(2)", "Rencana berlaku lima tahun."),
    ]
    new = [Paragraph(1, "(1)", "Rencana berlaku lima tahun.")]
    changes = compare(old, new).changes
    assert [(change.kind, change.old, change.new) for change in changes] == [
        ("removed", 1, None),
        ("changed", 2, 1),
    ]
    assert changes[1].segments == (("=", "("), ("-", "2"), ("+", "1"), ("=", ") Rencana berlaku lima tahun."))


def test_a_pasal_put_in_front_leaves_every_other_text_paired() -> None:
    old = a_draft(40, 2)
    new = [Paragraph(0, "", "Pasal 1"), Paragraph(0, "", "Ketentuan yang sama sekali baru, di muka.")]
    for paragraph in old:
        number = int(paragraph.text.split()[1]) + 1 if paragraph.text.startswith("Pasal") else 0
        new.append(
            Paragraph(paragraph.position, paragraph.marker, f"Pasal {number}" if number else paragraph.text)
        )
    paired = {(c.old, c.new) for c in compare(old, new).changes if c.old is not None and c.new is not None}
    texts = [q.position for q in old if q.marker]
    assert all((position, position) in paired for position in texts)


line = st.text(alphabet="ab (1).;\n\té—", max_size=25)


@settings(max_examples=300, deadline=None)
@given(st.lists(line, max_size=12), st.lists(line, max_size=12))
def test_both_texts_can_be_rebuilt_from_the_marks_alone(old: list[str], new: list[str]) -> None:
    comparison = compare(paragraphs(*old), paragraphs(*new))
    assert sides(comparison) == (old, new)
    positions = [change.new for change in comparison.changes if change.new is not None]
    assert positions == sorted(positions)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_marks_are_exact_for_any_two_texts(old: str, new: str) -> None:
    marks = segments(old, new)
    assert "".join(text for operation, text in marks if operation != "+") == old
    assert "".join(text for operation, text in marks if operation != "-") == new
    assert all(text for _, text in marks)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30), st.lists(st.sampled_from(WORDS), max_size=30))
def test_a_mark_never_splits_a_word(old: list[str], new: list[str]) -> None:
    for operation, text in segments(" ".join(old), " ".join(new)):
        assert all(word in WORDS for word in text.split()), (operation, text)


def test_the_answer_is_the_same_every_time() -> None:
    old, new = a_draft(30, 3), a_draft(30, 4)
    assert compare(old, new) == compare(old, new)


@pytest.mark.parametrize("edit", ["a word in four", "everything", "one sentence over and over"])
def test_a_thousand_pasal_are_compared_in_a_few_seconds(edit: str) -> None:
    old = a_draft(1_000, 5)
    chance = random.Random(6)
    if edit == "a word in four":
        new = [
            Paragraph(
                q.position, q.marker, q.text.replace("wajib", "harus") if chance.random() < 0.25 else q.text
            )
            for q in old
        ]
    elif edit == "everything":
        new = a_draft(1_000, 7)
    else:
        old = [Paragraph(at, "", "Cukup jelas.") for at in range(6_000)]
        new = [Paragraph(at, "", "Cukup jelas sekali.") for at in range(5_000)]
    begun = time.perf_counter()
    comparison = compare(old, new)
    assert time.perf_counter() - begun < 6, "measured: 0.3, 1.0 and 0.5 seconds"
    assert sides(comparison) == ([q.line for q in old], [q.line for q in new])


def test_one_paragraph_of_thirty_thousand_words_is_compared_in_a_few_seconds() -> None:
    chance = random.Random(8)
    old, new = (" ".join(chance.choice(WORDS) for _ in range(30_000)) for _ in range(2))
    begun = time.perf_counter()
    segments(old, new)
    assert time.perf_counter() - begun < 6


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the folder of real drafts is not on this machine")
def test_every_real_pair_can_be_rebuilt_from_the_marks_alone() -> None:
    from tracker.adapters.word.docx_reader import read

    compared = 0
    for folder in sorted((SAMPLES / "pairs").iterdir()):
        versions = [read(path.read_bytes()).paragraphs for path in sorted(folder.glob("*.docx"))]
        for old in versions:
            for new in versions:
                expected = ([q.line for q in old], [q.line for q in new])
                assert sides(compare(old, new)) == expected, folder.name
                compared += old is not new
    assert compared >= 20
