"""The outline: title, BAB and Pasal as they stand, with every fault listed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.drafts.legaltext import Mark, Outline, Paragraph
from tracker.domain.drafts.parsing import outline

HEAD = [
    "RANCANGAN",
    "PERATURAN DAERAH KABUPATEN SERANG",
    "NOMOR ... TAHUN ...",
    "TENTANG",
    "PENGELOLAAN SAMPAH",
    "DENGAN RAHMAT TUHAN YANG MAHA ESA",
    "BUPATI SERANG,",
    "Menimbang\t:\ta. bahwa Pasal 18 ayat (6) perlu dilaksanakan;",
    "MEMUTUSKAN:",
    "Menetapkan\t:\tPERATURAN DAERAH TENTANG PENGELOLAAN SAMPAH.",
]
BODY = ["BAB I", "KETENTUAN UMUM", "Pasal 1", "Dalam Peraturan Daerah ini:", "Pasal 2", "Isi."]


def read(*lines: str) -> Outline:
    return outline([Paragraph(at, "", line) for at, line in enumerate(lines, start=1)])


def slugs(found: Outline) -> dict[str, str]:
    return {problem.slug: problem.excerpt for problem in found.problems}


def numbers(found: Outline) -> list[str]:
    return [heading.number for heading in found.pasal]


def test_a_heading_in_capitals_is_one_and_the_heading_of_the_elucidation_is_none() -> None:
    found = read(*HEAD, *BODY, "PASAL 3", "Isi.", "PENJELASAN", "II. PASAL DEMI PASAL", "PASAL 1", "Jelas.")
    assert (numbers(found), [one.number for one in found.elucidated]) == (["1", "2", "3"], ["1"])


def test_the_title_is_read_up_to_the_recitals() -> None:
    found = read(*HEAD, *BODY)
    assert found.title == (
        "RANCANGAN PERATURAN DAERAH KABUPATEN SERANG NOMOR ... TAHUN ... TENTANG PENGELOLAAN SAMPAH"
    )
    assert found.problems == ()


def test_what_stands_between_rancangan_and_peraturan_is_no_part_of_the_title() -> None:
    found = read("RANCANGAN", "BUPATI SERANG", "PROVINSI BANTEN", *HEAD[1:], *BODY)
    assert found.title.startswith("RANCANGAN PERATURAN DAERAH KABUPATEN SERANG NOMOR")


def test_a_pasal_behind_a_title_or_behind_cukup_jelas_is_no_gap() -> None:
    found = read(
        *HEAD, *BODY, "Bagian Kesatu Umum Pasal 3", "Isi.", "Bagian Kedua Izin", "Usaha Pasal 4", "Isi.",
        "PENJELASAN", "Pasal 1", "Cukup jelas. Pasal 2", "Cukup jelas.",
    )  # fmt: skip
    assert numbers(found) == ["1", "2", "3", "4"]
    assert [heading.number for heading in found.elucidated] == ["1", "2"]
    assert found.problems == ()


def test_bab_and_pasal_are_counted_with_their_titles_and_places() -> None:
    found = read(*HEAD, *BODY, "BAB II PEMBIAYAAN", "Pasal 3", "Isi.")
    assert [(bab.number, bab.title) for bab in found.bab] == [("I", "KETENTUAN UMUM"), ("II", "PEMBIAYAAN")]
    assert (found.bab_count, found.pasal_count) == (2, 3)
    assert [heading.position for heading in found.pasal] == [13, 15, 18]


def test_a_bab_and_its_title_in_one_paragraph_are_one_heading() -> None:
    found = read(*HEAD, "BAB I\nKETENTUAN UMUM", "Pasal 1\nIsi.")
    assert [(bab.number, bab.title) for bab in found.bab] == [("I", "KETENTUAN UMUM")]
    assert numbers(found) == ["1"]


def test_the_pasal_of_the_elucidation_and_of_annexes_do_not_count_again() -> None:
    tail = [
        "PENJELASAN",
        "ATAS",
        "I. UMUM",
        "II. PASAL DEMI PASAL",
        "Pasal 1",
        "Cukup jelas.",
        "Pasal 2 Cukup jelas.",
    ]
    found = read(*HEAD, *BODY, *tail, "LAMPIRAN I", "Pasal 1", "Contoh perjanjian.")
    assert numbers(found) == ["1", "2"]
    assert [heading.number for heading in found.elucidated] == ["1", "2"]
    assert slugs(found) == {"pasal-in-annex": "Pasal 1"}


def test_a_sentence_that_begins_with_pasal_is_no_heading() -> None:
    assert numbers(read(*HEAD, *BODY, "Pasal 2 ayat (1) dan", "Pasal 9 Undang-Undang Nomor 1 berlaku.")) == [
        "1",
        "2",
    ]


def test_a_heading_run_into_its_text_counts_where_its_number_is_due() -> None:
    assert numbers(read(*HEAD, *BODY, "Pasal 3 Setiap orang berhak:", "Pasal 7 Setiap orang.")) == [
        "1",
        "2",
        "3",
    ]


def test_gaps_and_repeats_are_listed_and_left_as_they_are() -> None:
    found = read(*HEAD, *BODY, "Pasal 2", "Pasal 5", "Pasal 4")
    assert numbers(found) == ["1", "2", "2", "5", "4"]
    assert slugs(found) == {"pasal-repeated": "Pasal 2", "pasal-gap": "Pasal 3", "pasal-order": "Pasal 4"}


@pytest.mark.parametrize(
    ("bab", "told"),
    [
        ("I II III IV V VI VII VIII IX X XI", None),
        ("I III IV", "BAB III"),
        ("I II II IV XII V", "BAB II, IV, XII, V"),
        ("II III", "BAB II"),
        ("I II IIA III", None),
        ("I XLIX L LI", "BAB XLIX"),
    ],
)
def test_bab_that_do_not_count_on_are_listed_and_left_as_they_are(bab: str, told: str | None) -> None:
    found = read(*HEAD, *(line for number in bab.split() for line in (f"BAB {number}", "JUDUL")), "Pasal 1")
    assert [heading.number for heading in found.bab] == bab.split()
    assert slugs(found).get("bab-order") == told


def test_a_struck_bab_does_not_count_and_an_amending_regulation_quotes_them_freely() -> None:
    lines = [Paragraph(at, "", line) for at, line in enumerate([*HEAD, *BODY], start=1)]
    struck = Paragraph(99, "", "BAB II", marks=(Mark("struck", 0, 6),))
    assert "bab-order" not in slugs(outline([*lines, struck, Paragraph(100, "", "BAB II")]))
    amending = [line.replace("PENGELOLAAN", "PERUBAHAN ATAS") for line in HEAD]
    quoted = ("Pasal I", "BAB IV", "PAJAK", "Pasal 5", "Pasal II")
    assert "bab-order" not in slugs(read(*amending, *quoted))
    assert slugs(read(*HEAD, *quoted))["bab-order"] == "BAB IV"


def test_a_struck_heading_is_kept_but_does_not_count() -> None:
    lines = [Paragraph(at, "", line) for at, line in enumerate([*HEAD, *BODY], start=1)]
    struck = Paragraph(99, "", "Pasal 2", marks=(Mark("struck", 0, 7),))
    found = outline([*lines, struck])
    assert len(found.pasal) == 3
    assert found.pasal_count == 2
    assert "pasal-repeated" not in slugs(found)


def test_an_amending_regulation_is_told_and_its_quoted_pasal_are_no_gaps() -> None:
    found = read(*HEAD, "Pasal I", "1. Pasal 5 diubah:", "“Pasal 5", "Isi.”", "Pasal 12A", "Pasal II")
    assert numbers(found) == ["I", "5", "12A", "II"]
    assert list(slugs(found)) == ["amending"]


def test_a_letter_before_the_draft_is_told() -> None:
    letter = (
        "Berdasarkan surat Saudara perihal permohonan pengharmonisasian rancangan peraturan daerah ini kami"
    )
    found = read("KEMENTERIAN HUKUM", f"{letter} sampaikan hasilnya.", *HEAD, *BODY)
    assert slugs(found) == {"text-before-draft": "KEMENTERIAN HUKUM"}
    assert found.title.endswith("TENTANG PENGELOLAAN SAMPAH")


def test_a_paper_that_is_no_draft_is_told() -> None:
    assert set(slugs(read("Notulen rapat", "Hadir lima orang."))) == {"no-title", "no-pasal"}
    assert set(slugs(outline([]))) == {"no-title", "no-pasal"}


def test_note_references_do_not_hide_a_heading() -> None:
    assert numbers(read(*HEAD, "Pasal 1[^3]", "Isi.")) == ["1"]


fragments = st.sampled_from(
    [*HEAD, *BODY, "BAB", "Pasal 3", "PENJELASAN", "LAMPIRAN", "", "\n", "Pasal 0", "Pasal IV"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(fragments, max_size=30))
def test_any_lines_give_an_outline_whose_headings_are_all_in_the_text(lines: list[str]) -> None:
    found = read(*lines)
    for heading in (*found.pasal, *found.elucidated, *found.annexed):
        assert f"Pasal {heading.number}" in lines[heading.position - 1]
    positions = [heading.position for heading in found.pasal]
    assert positions == sorted(positions)


def test_a_pasal_named_beside_the_draft_in_a_matrix_is_none_of_its_own() -> None:
    rows = [
        ["NO", "MATERI", "RANCANGAN", "SARAN"],
        ["1", "Judul", "\n".join(HEAD[1:]), ""],
        ["2", "Pasal 1", "Pasal 1", ""],
    ]
    cells = [
        Paragraph(row * 10 + column, "", text, None, "table", (), (1, row, column))
        for row, texts in enumerate(rows, start=1)
        for column, text in enumerate(texts, start=1)
    ]
    found = outline([*cells, Paragraph(50, "", "Pasal 1", None, "footnote")])
    assert [(heading.number, heading.position) for heading in found.pasal] == [("1", 33)]
    assert found.title.startswith("RANCANGAN PERATURAN DAERAH KABUPATEN SERANG")
