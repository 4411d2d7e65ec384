"""The tree of a draft: every unit at its place, every fault kept, nothing lost and nothing twice."""

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.drafts.legal_tree import LegalText, Node, segment
from tracker.domain.drafts.legaltext import Paragraph, Where
from tracker.domain.drafts.structure import REASONS, structure

HEAD = [
    "BUPATI SERANG",
    "RANCANGAN",
    "PERATURAN DAERAH KABUPATEN SERANG",
    "NOMOR ... TAHUN ...",
    "TENTANG",
    "PENGELOLAAN SAMPAH",
    "DENGAN RAHMAT TUHAN YANG MAHA ESA",
    "BUPATI SERANG,",
    "Menimbang\t:\ta. bahwa sampah perlu dikelola;",
    "b. bahwa perlu menetapkan Peraturan Daerah;",
    "Mengingat\t:\t1. Pasal 18 ayat (6) Undang-Undang Dasar;",
    "2. Undang-Undang Nomor 18 Tahun 2008;",
    "Dengan Persetujuan Bersama",
    "DEWAN PERWAKILAN RAKYAT DAERAH KABUPATEN SERANG",
    "dan",
    "BUPATI SERANG",
    "MEMUTUSKAN:",
    "Menetapkan\t:\tPERATURAN DAERAH TENTANG PENGELOLAAN SAMPAH.",
]
AMENDING = [line.replace("TENTANG", "TENTANG\nPERUBAHAN ATAS PERATURAN DAERAH TENTANG") for line in HEAD]


def paragraphs(lines: Iterable[str | tuple[str, str]]) -> list[Paragraph]:
    """Lines as paragraphs; a pair is an automatic number and its text."""
    return [
        Paragraph(at, *(("", line) if isinstance(line, str) else line))
        for at, line in enumerate(lines, start=1)
    ]


def read(*lines: str | tuple[str, str]) -> LegalText:
    return structure(paragraphs([*HEAD, *lines]))


def addresses(text: LegalText, *kinds: str) -> list[str]:
    return ["/".join(path) for path, node in text.located() if node.kind in kinds]


def without_line_ends(text: str) -> str:
    return text.replace("\n", "")


def everything_is_there(found: list[Paragraph], text: LegalText) -> None:
    """Each paragraph in the tree or beside it, once, to the letter and in order."""
    beside = {one.position: one.text for one in text.unplaced}
    assert len(beside) == len(text.unplaced)
    placed = [one for one in found if one.position not in beside]
    assert without_line_ends("".join(one.line for one in placed if one.line.strip())) == without_line_ends(
        "".join(node.text for node in text.walk())
    )
    positions = [position for node in text.walk() for position in node.positions]
    assert {one.position: one.line for one in found if one.position in beside} == beside
    assert sorted(set(positions)) == [one.position for one in placed if one.line.strip()]
    assert {one.reason for one in text.unplaced} <= set(REASONS)


# What stands where


def test_the_opening_has_its_parts() -> None:
    text = read("Pasal 1", "Isi.")
    assert [node.kind for node in text.nodes] == ["paragraf-lepas", "judul", "pembukaan", "pasal"]
    assert addresses(text, "menimbang", "huruf") == ["menimbang", "menimbang/huruf-a", "menimbang/huruf-b"]
    assert addresses(text, "angka") == ["mengingat/angka-1", "mengingat/angka-2"]
    recital = text.find(("menimbang", "huruf-a"))
    assert recital is not None
    assert recital.text == "a. bahwa sampah perlu dikelola;"
    decision = text.find(("menetapkan",))
    assert decision is not None
    assert decision.text.startswith("MEMUTUSKAN:\nMenetapkan")


def test_bab_bagian_and_paragraf_hold_their_pasal_and_have_titles() -> None:
    text = read(
        "BAB I", "KETENTUAN UMUM", "Pasal 1", "Isi.", "BAB II\nPENYELENGGARAAN", "Bagian Kesatu", "Umum",
        "Paragraf 1", "Perencanaan", "Pasal 2", "Isi.", "Bagian Kedua Belas Pengawasan", "Pasal 3", "Isi.",
    )  # fmt: skip
    assert addresses(text, "bab", "bagian", "paragraf", "pasal") == [
        "bab-i", "pasal-1", "bab-ii", "bab-ii/bagian-kesatu", "bab-ii/bagian-kesatu/paragraf-1", "pasal-2",
        "bab-ii/bagian-kedua-belas", "pasal-3",
    ]  # fmt: skip
    headings = {
        node.number: node.heading for node in text.walk() if node.kind in ("bab", "bagian", "paragraf")
    }
    assert headings == {
        "I": "KETENTUAN UMUM", "II": "PENYELENGGARAAN", "Kesatu": "Umum", "1": "Perencanaan",
        "Kedua Belas": "Pengawasan",
    }  # fmt: skip


def test_a_line_after_a_table_is_no_title_of_what_stands_above_it() -> None:
    found = paragraphs([*HEAD, "BAB I", "UMUM", "Pasal 1", "Isi.", "BAB II", "1000", "TARIF"])
    cell = found[-2]
    found[-2] = Paragraph(cell.position, "", cell.text, None, "table", (), (1, 1, 3))
    text = structure(found)
    assert [node.text for node in text.nodes[-1].walk()] == ["BAB II", "1000", "TARIF"]
    everything_is_there(found, text)


def test_ayat_huruf_and_angka_stand_in_each_other_typed_or_automatic() -> None:
    typed = read(
        "Pasal 5", "(1) Setiap orang wajib:", "a. memilah:", "1. plastik;", "2. kertas; dan",
        "b. mengumpulkan.", "(2) Tata cara diatur.",
    )  # fmt: skip
    automatic = read(
        "Pasal 5", ("(1)", "Setiap orang wajib:"), ("a.", "memilah:"), ("1.", "plastik;"), ("2.",
        "kertas; dan"),
        ("b.", "mengumpulkan."), ("(2)", "Tata cara diatur."),
    )  # fmt: skip
    assert typed == automatic
    assert addresses(typed, "ayat", "huruf", "angka")[-6:] == [
        "pasal-5/ayat-1", "pasal-5/ayat-1/huruf-a", "pasal-5/ayat-1/huruf-a/angka-1",
        "pasal-5/ayat-1/huruf-a/angka-2", "pasal-5/ayat-1/huruf-b", "pasal-5/ayat-2",
    ]  # fmt: skip


def test_several_units_on_one_line_are_told_apart() -> None:
    text = read("Pasal 5 (1) Setiap orang:", "(2) a. berhak;\nb. wajib.", "Pasal 6\nIsi.")
    assert addresses(text, "pasal", "ayat", "huruf")[-6:] == [
        "pasal-5", "pasal-5/ayat-1", "pasal-5/ayat-2", "pasal-5/ayat-2/huruf-a", "pasal-5/ayat-2/huruf-b",
        "pasal-6",
    ]  # fmt: skip


def test_a_pasal_behind_the_title_of_its_bagian_is_found() -> None:
    text = read(
        "Bagian Kesatu Umum Pasal 1", "(1) Isi.", "Bagian Kedua Pencabutan Izin", "Kegiatan Usaha Pasal 2",
        "(1) Isi.", "Bagian Ketiga", "Sanksi Pasal 3", "(1) Isi.",
    )  # fmt: skip
    headings = [node.heading for node in text.walk() if node.kind == "bagian"]
    assert headings == ["Umum", "Pencabutan Izin Kegiatan Usaha", "Sanksi"]
    assert [node.number for node in text.pasal()] == ["1", "2", "3"]


def test_a_line_after_a_list_belongs_to_what_the_list_hangs_on() -> None:
    text = read("Pasal 5", "(1) Wajib:", "a. memilah; dan", "b. membuang.", "di tempatnya.", "(2) Isi.")
    assert addresses(text, "paragraf-lepas")[-1] == "pasal-5/ayat-1/paragraf-lepas"


def test_faults_are_kept_and_addressable() -> None:
    text = read(
        "Pasal 3", "(1) Isi.", "(1) Lagi.", "(4) Isi.", "Pasal 3", "Isi.", "Pasal 7", "Isi.", "Pasal ..."
    )
    assert addresses(text, "pasal", "ayat") == [
        "pasal-3", "pasal-3/ayat-1", "pasal-3/ayat-1.2", "pasal-3/ayat-4", "pasal-3.2", "pasal-7", "pasal",
    ]  # fmt: skip


def test_body_penjelasan_and_lampiran_are_told_apart() -> None:
    text = read(
        "Pasal 1", "Isi.", "Agar setiap orang mengetahuinya.", "Ditetapkan di Serang", "BUPATI SERANG,",
        "PENJELASAN", "ATAS", "PERATURAN DAERAH KABUPATEN SERANG", "I. UMUM", "Sampah itu penting.",
        "II. PASAL DEMI PASAL", "Pasal 1", "Ayat (1)", "Cukup jelas.", "Huruf a", "Cukup jelas.",
        "LAMPIRAN I", "PERATURAN DAERAH KABUPATEN SERANG", "Tarif sampah.", "Pasal 1", "Para pihak sepakat.",
    )  # fmt: skip
    assert [node.number for node in text.pasal()] == ["1"]
    assert [node.kind for node in text.nodes[3:]] == [
        "pasal", "penutup", "penjelasan-umum", "paragraf-lepas", "penjelasan-pasal", "lampiran",
    ]  # fmt: skip
    assert "penjelasan-pasal-1/ayat-1/huruf-a" in addresses(text, "huruf")
    assert "lampiran-i/pasal-1" in addresses(text, "pasal")


def test_what_an_amendment_quotes_stays_inside_it() -> None:
    text = structure(
        paragraphs([
            *AMENDING, "Pasal I", "Beberapa ketentuan diubah sebagai berikut:",
            "1. Ketentuan Pasal 5 diubah sehingga berbunyi sebagai berikut:", "Pasal 5", "(1) Isi.",
            "(1a) Sisipan.",
            "2. Di antara Pasal 9 dan Pasal 10 disisipkan 1 (satu) pasal, sehingga berbunyi:", "Pasal 9A",
            "1. kata;", "2. kata.", "3. Pasal 12 dihapus.", "Pasal II", "Mulai berlaku.",
        ])
    )  # fmt: skip
    assert addresses(text, "pasal") == [
        "pasal-i",
        "pasal-i/angka-1/pasal-5",
        "pasal-i/angka-2/pasal-9a",
        "pasal-ii",
    ]
    assert "pasal-i/angka-1/pasal-5/ayat-1a" in addresses(text, "ayat")
    assert "pasal-i/angka-3" in addresses(text, "angka")
    assert "pasal-i/angka-2/pasal-9a/angka-2" in addresses(text, "angka")


def test_the_draft_is_read_from_its_column_of_a_matrix() -> None:
    heads = ["NO", "RANCANGAN PERATURAN DAERAH", "SARAN PENYEMPURNAAN"]
    cells = [heads, ["1.", "\n".join(HEAD), ""], ["2.", "Pasal 1", "Pasal 1 dihapus"], ["", "(1) Isi.", ""]]
    found = [
        Paragraph(row * 10 + column, "", text, None, "table", (), (1, row, column))
        for row, texts in enumerate(cells, start=1)
        for column, text in enumerate(texts, start=1)
    ]
    text = structure(found)
    assert addresses(text, "pasal", "ayat") == ["pasal-1", "pasal-1/ayat-1"]
    assert {one.reason for one in text.unplaced if one.text} == {"matrix-column", "matrix-head"}


def test_notes_and_boxes_in_the_body_are_listed_beside_it() -> None:
    found = paragraphs([*HEAD, "Pasal 1", "Isi."])
    places: tuple[Where, ...] = ("footnote", "textbox")
    found += [Paragraph(90 + at, "", f"Catatan {at}", None, where) for at, where in enumerate(places)]
    text = structure(found)
    assert [(one.position, one.reason) for one in text.unplaced] == [(90, "footnote"), (91, "text-box")]
    everything_is_there(found, text)


def test_what_is_no_regulation_is_kept_paragraph_by_paragraph() -> None:
    text = structure(paragraphs(["Yth. Bupati", "1. Dengan hormat,", "a. kami undang;", "Hormat kami"]))
    assert [node.kind for node in text.nodes] == ["paragraf-lepas"] * 4
    assert text.pasal() == ()


def test_an_address_leads_back_to_its_node() -> None:
    text = read("Pasal 1", "(1) Isi.", "(1) Isi.", "Pasal 1", "(1) Isi.")
    assert all(text.find(path) is node and text.address(node) == path for path, node in text.located())


def test_a_step_of_an_address_is_fit_for_a_url() -> None:
    assert segment(Node("pasal", "12A", "", "", ())) == "pasal-12a"
    assert segment(Node("bagian", "Kedua Belas", "", "", ())) == "bagian-kedua-belas"
    assert segment(Node("angka", "1.2", "", "", ())) == "angka-1-2"


# Nothing lost, nothing twice

LINES = st.one_of(
    st.sampled_from([
        *HEAD, "BAB I", "BAB II PENUTUP", "KETENTUAN UMUM", "Bagian Kesatu", "Umum", "Paragraf 1",
        "Pasal 1", "Pasal 2",
        "Pasal I", "Pasal 3 Setiap orang berhak", "Pasal", "(1) Isi:", "(1a) Isi.", "(2)", "a. isi;",
        "b.\tisi; dan",
        "1. isi.", "2. Ketentuan Pasal 2 diubah sehingga berbunyi:", "a) isi", "i. isi", "isi\n\nlagi",
        "\n a. isi\nb. isi",
        "Agar setiap orang mengetahuinya.", "PENJELASAN", "I. UMUM", "II. PASAL DEMI PASAL",
        "Cukup jelas. Pasal 4",
        "Ayat (1)", "Ayat (٣)", "Huruf a", "Angka ٣", "LAMPIRAN I", "LAMPIRAN PERATURAN DAERAH",
        "MEMUTUSKAN:", "Menetapkan :", " ", "\n", "[^1]",
    ]),
    st.text(max_size=30),
)  # fmt: skip
PLACES: tuple[Where, ...] = ("body", "body", "body", "body", "table", "textbox", "footnote", "endnote")
CELLS = st.one_of(st.none(), st.tuples(st.integers(1, 2), st.integers(1, 4), st.integers(1, 4)))


@st.composite
def drafts(draw: st.DrawFn) -> list[Paragraph]:
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["", "", "", "(1)", "a.", "1.", "2)", "BAB I", "Pasal 5", "•"]),
                LINES,
                st.sampled_from(PLACES),
                CELLS,
            ),
            max_size=60,
        )
    )
    return [
        Paragraph(at, marker, text, None, where, (), cell if where == "table" else None)
        for at, (marker, text, where, cell) in enumerate(rows, start=1)
    ]


@settings(max_examples=300)
@given(drafts())
def test_whatever_is_written_every_paragraph_is_accounted_for(found: list[Paragraph]) -> None:
    text = structure(found)
    everything_is_there(found, text)
    paths = [path for path, _ in text.located()]
    assert len(set(paths)) == len(paths)


@settings(max_examples=100)
@given(drafts())
def test_the_same_draft_gives_the_same_tree(found: list[Paragraph]) -> None:
    assert structure(found) == structure(list(found))
