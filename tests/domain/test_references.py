"""Cross-references lead to units of the same text, or are listed; definitions are found."""

from tests.domain.test_structure import paragraphs, read
from tracker.domain.drafts.definitions import Definition, definitions
from tracker.domain.drafts.references import citation, references, unresolved
from tracker.domain.drafts.structure import structure

DRAFT = read(
    "Pasal 1", "Dalam Peraturan Daerah ini yang dimaksud dengan:", "1. Daerah adalah Kabupaten Serang.",
    "2. Dewan Perwakilan Rakyat Daerah yang selanjutnya disingkat DPRD adalah lembaga perwakilan rakyat.",
    "Pasal 2", "(1) Setiap orang wajib:", "a. memilah; dan", "b. membuang.",
    "(2) Kewajiban sebagaimana dimaksud pada ayat (1) huruf a dan huruf b diatur dengan Peraturan Bupati.",
    "(3) Pasal 18 ayat (6) dan Pasal 19 Undang-Undang Dasar berlaku.",
    "Pasal 3", "Sanksi atas Pasal 2 ayat (1) huruf b, Pasal 2 ayat (2), dan Pasal 9 Peraturan Daerah ini.",
    "PENJELASAN", "I. UMUM", "Penting.", "II. PASAL DEMI PASAL", "Pasal 1", "Cukup jelas.", "Pasal 2",
    "Ayat (1)", "Lihat ayat (2).",
)  # fmt: skip


def told(*, of: str) -> dict[str, str]:
    return {
        one.text: "/".join(one.target) if one.target else "-"
        for one in references(DRAFT)
        if one.source[0] == of
    }


def test_a_reference_leads_to_the_unit_it_names() -> None:
    assert told(of="pasal-3") == {
        "Pasal 2 ayat (1) huruf b": "pasal-2/ayat-1/huruf-b",
        "Pasal 2 ayat (2)": "pasal-2/ayat-2",
        "Pasal 9": "-",
    }


def test_a_short_reference_is_read_where_it_stands_and_after_what_it_follows() -> None:
    assert told(of="pasal-2") == {
        "ayat (1) huruf a": "pasal-2/ayat-1/huruf-a",
        "huruf b": "pasal-2/ayat-1/huruf-b",
    }


def test_the_penjelasan_speaks_of_the_pasal_it_explains() -> None:
    assert told(of="penjelasan-pasal-2") == {"ayat (2)": "pasal-2/ayat-2"}


def test_what_leads_nowhere_is_listed() -> None:
    assert [one.text for one in unresolved(DRAFT)] == ["Pasal 9"]


def test_a_text_that_changes_another_may_refer_to_that_one() -> None:
    lines = ("Pasal 1", "Ketentuan Pasal 9 diubah.")
    assert [one.text for one in unresolved(read(*lines))] == ["Pasal 9"]
    title = ("RANCANGAN PERATURAN DAERAH", "TENTANG", "PERUBAHAN ATAS PERATURAN DAERAH NOMOR 5 TAHUN 2019")
    assert unresolved(structure(paragraphs([*title, "MEMUTUSKAN:", *lines]))) == ()
    assert unresolved(read("Pasal I", "1. Ketentuan Pasal 9 diubah.", "Pasal II", "Lihat Pasal 8.")) == ()


def test_numbers_in_an_annex_or_in_the_reasons_are_not_held_against_the_pasal() -> None:
    text = read("Menimbang:", "a. bahwa untuk melaksanakan Pasal 86;", "MEMUTUSKAN:", "Pasal 1", "Cukup.",
                "LAMPIRAN I", "Sebagaimana dimaksud pada ayat (7).")  # fmt: skip
    assert unresolved(text) == ()


def test_a_unit_is_cited_as_the_law_cites_it() -> None:
    assert citation(DRAFT, ("pasal-2", "ayat-1", "huruf-b")) == "Pasal 2 ayat (1) huruf b"


def test_the_place_of_a_reference_is_exact() -> None:
    for one in references(DRAFT):
        node = DRAFT.find(one.source)
        assert node is not None
        assert node.text[one.start : one.end] == one.text


def test_a_short_form_is_told_however_it_is_given() -> None:
    said = ("yang selanjutnya disebut", "selanjutnya disingkat", "selanjutnya yang disingkat")
    for way in said:
        text = read("Pasal 1", "Yang dimaksud dengan:", f"1. Badan Usaha, {way} BU adalah badan.")
        assert [(one.term, one.short) for one in definitions(text)] == [("Badan Usaha", "BU")]


def test_the_terms_of_ketentuan_umum_are_found() -> None:
    assert definitions(DRAFT) == (
        Definition("Daerah", "", ("pasal-1", "angka-1")),
        Definition("Dewan Perwakilan Rakyat Daerah", "DPRD", ("pasal-1", "angka-2")),
    )
