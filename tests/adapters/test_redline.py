"""A redline accepted is the new draft, and rejected it is the old one: to the letter, numbers included."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.adapters import libreoffice
from tests.adapters.docx_building import SAMPLES, docx, numbered, p
from tests.adapters.redline_judging import accepted, rejected
from tests.adapters.test_docx_numbering import AYAT
from tracker.adapters.redlining.redline import redline
from tracker.adapters.word.docx_package import W

OURS = Path(__file__).resolve().parents[2] / "drafts" / "samples"
AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def marked(old: bytes, new: bytes) -> bytes:
    return redline(old, new, author="Sekretariat DPRD", at=AT)


def main_part(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def words(data: bytes, name: str) -> list[str]:
    """The text of every tracked change of one kind inside paragraphs."""
    found = ("".join(one.itertext(W + "t", W + "delText")) for one in main_part(data).iter(W + name))
    return [text for text in found if text]


def round_trips(old: bytes, new: bytes) -> bytes:
    made = marked(old, new)
    assert accepted(made) == accepted(new)
    assert rejected(made) == accepted(old)
    return made


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc><w:tcPr/>{p(text)}</w:tc>" for text in row) for row in rows)
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


# What is marked


def test_only_the_words_that_differ_are_marked() -> None:
    made = round_trips(docx(p("Bupati menetapkan tarif.")), docx(p("Bupati wajib menetapkan besar tarif.")))
    assert words(made, "ins") == ["wajib ", "besar "]
    assert words(made, "del") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Setiap Orang wajib hadir.", "Setiap orang wajib hadir."),
        ("tahun 2023-2026 berlaku", "tahun 2023–2026 berlaku"),
        ("tarif naik", "tarif  naik"),
        ("huruf a, huruf b", "huruf a huruf b"),
    ],
)
def test_a_change_of_case_dash_blank_or_comma_is_not_missed(old: str, new: str) -> None:
    made = round_trips(docx(p(old)), docx(p(new)))
    assert words(made, "ins") or words(made, "del")


def test_author_and_date_are_those_given() -> None:
    (change,) = main_part(marked(docx(p("satu")), docx(p("satu dua")))).iter(W + "ins")
    assert change.get(W + "author") == "Sekretariat DPRD"
    assert change.get(W + "date") == "2026-03-04T05:06:07Z"


def test_no_two_changes_share_an_id() -> None:
    made = marked(docx(p("a b c") + p("lama")), docx(p("a x c") + p("baru sekali") + p("lagi")))
    ids = [one.get(W + "id") for one in main_part(made).iter() if one.get(W + "author")]
    assert len(ids) == len(set(ids)) > 3


def test_the_format_of_the_new_version_stands_and_old_words_keep_theirs() -> None:
    old = docx(p("", runs=run("Bupati ", "<w:b/>") + run("lama", "<w:i/>")))
    new = docx(p("", runs=run("Bupati ", "<w:u/>") + run("baru", "<w:u/>")))
    root = main_part(round_trips(old, new))
    assert root.find(f".//{W}ins/{W}r/{W}rPr/{W}u") is not None
    assert root.find(f".//{W}del/{W}r/{W}rPr/{W}i") is not None
    assert root.find(f".//{W}b") is None


def test_a_pasal_put_in_before_others_leaves_their_words_alone() -> None:
    body = [("Pasal 1", "Bupati menetapkan tarif."), ("Pasal 2", "Camat melaksanakan tarif itu.")]
    old = docx("".join(p(line) for pasal in body for line in pasal))
    lines = ["Pasal 1", "Bupati menetapkan tarif.", "Pasal 2", "Dinas mengawasi semua tarif.", "Pasal 3"]
    made = round_trips(old, docx("".join(p(line) for line in [*lines, "Camat melaksanakan tarif itu."])))
    assert words(made, "del") == ["2"]
    assert words(made, "ins") == ["Pasal 2", "Dinas mengawasi semua tarif.", "3"]


def test_a_paragraph_at_another_place_has_moved() -> None:
    moving = "Ketentuan lebih lanjut diatur dalam Peraturan Bupati."
    rest = [f"Ayat yang tetap nomor {word} saja." for word in ("satu", "dua", "tiga", "empat")]
    old = docx(p(moving) + "".join(p(line) for line in rest))
    made = round_trips(old, docx("".join(p(line) for line in rest) + p(moving) + p("Tutup.")))
    root = main_part(made)
    assert words(made, "moveFrom") == words(made, "moveTo") == [moving]
    (start,), (end,) = root.iter(W + "moveFromRangeStart"), root.iter(W + "moveToRangeStart")
    assert start.get(W + "name") == end.get(W + "name")


def test_identical_files_have_no_marks() -> None:
    data = docx(p("Pasal 1") + p("Isi.") + table(("a", "b")))
    assert not [one for one in main_part(round_trips(data, data)).iter() if one.get(W + "author")]


def test_the_same_input_gives_the_same_bytes() -> None:
    old, new = (OURS / "sampah-v1.docx").read_bytes(), (OURS / "sampah-v2.docx").read_bytes()
    assert marked(old, new) == marked(old, new)


# Numbers


def test_numbers_come_back_as_they_were() -> None:
    old = docx(numbered("satu kata", 1) + numbered("dua kata", 1) + numbered("tiga kata", 1), numbering=AYAT)
    new = docx(numbered("satu kata", 1) + numbered("tiga kata", 1) + p("Tanpa nomor."), numbering=AYAT)
    made = round_trips(old, new)
    assert [marker for marker, _ in rejected(made)] == ["(1)", "(2)", "(3)"]


def test_a_typed_number_that_became_automatic_is_a_change() -> None:
    typed = docx(p("(1) Bupati menetapkan tarif.") + p("(2) Camat melaksanakan."))
    automatic = docx(
        numbered("Bupati menetapkan tarif.", 1) + numbered("Camat melaksanakan.", 1), numbering=AYAT
    )
    round_trips(typed, automatic)
    round_trips(automatic, typed)


# Tables, controls, fields


def test_rows_come_and_go_as_rows() -> None:
    old = docx(table(("No", "Uraian"), ("1", "meja kayu"), ("2", "kursi kayu")) + p("Akhir."))
    new = docx(table(("No", "Uraian"), ("2", "kursi kayu"), ("3", "lemari besi")) + p("Akhir."))
    root = main_part(round_trips(old, new))
    assert len(root.findall(f".//{W}trPr/{W}ins")) == 1
    assert len(root.findall(f".//{W}trPr/{W}del")) == 1


def test_a_whole_table_goes_and_another_comes() -> None:
    one, other = (
        table(("meja", "kursi"), ("lemari", "pintu")),
        table(("jalan", "jembatan"), ("sungai", "laut")),
    )
    old, new = docx(p("Awal.") + one + p("Akhir.")), docx(p("Awal.") + p("Akhir.") + other + p("Tutup."))
    root = main_part(round_trips(old, new))
    assert len(root.findall(f".//{W}trPr/{W}ins")) == len(root.findall(f".//{W}trPr/{W}del")) == 2


def test_paragraphs_at_the_end_of_a_cell_come_and_go() -> None:
    def cell(*lines: str) -> bytes:
        inner = "".join(p(line) for line in lines)
        return docx(f"<w:tbl><w:tr><w:tc><w:tcPr/>{inner}</w:tc></w:tr></w:tbl>{p('Akhir.')}")

    round_trips(cell("Menimbang"), cell("Menimbang", "bahwa satu", "bahwa dua"))
    round_trips(cell("Menimbang", "bahwa satu", "bahwa dua"), cell("Menimbang"))
    round_trips(cell("Menimbang", "jeruk", "mangga"), cell("Menimbang", "sepeda", "kapal", "kereta"))


def test_fields_links_and_content_controls_survive() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("Pasal 5")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    link = f'<w:hyperlink w:anchor="a">{run("tautan lama")}</w:hyperlink>'
    control = f"<w:sdt><w:sdtContent>{run('isi lama')}</w:sdtContent></w:sdt>"
    old = docx(p("lihat ", runs=field + link + control))
    new = docx(p("periksa ", runs=(field + link + control).replace("lama", "baru")))
    root = main_part(round_trips(old, new))
    for name in ("instrText", "hyperlink", "sdtContent"):
        assert root.find(f".//{W}{name}") is not None
    assert [one.get(W + "fldCharType") for one in root.iter(W + "fldChar")] == ["begin", "separate", "end"]


def test_an_end_that_changed_in_a_cell_where_others_come_and_go() -> None:
    def cell(*lines: str) -> bytes:
        inner = "".join(p(line) for line in lines)
        return docx(f"<w:tbl><w:tr><w:tc><w:tcPr/>{inner}</w:tc></w:tr></w:tbl>{p('Akhir.')}")

    round_trips(cell("bahwa tarif naik; dan", "jeruk"), cell("bahwa tarif naik", "sepeda kapal"))
    round_trips(cell("bahwa tarif naik", "jeruk"), cell("bahwa tarif naik; dan", "sepeda kapal"))


def test_an_equation_comes_and_goes_as_one() -> None:
    space = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    equation = f"<m:oMath {space}><m:r><m:t>a=b</m:t></m:r></m:oMath>"
    one, other = docx(p("rumus ", runs=equation)), docx(p("rumus tarif"))
    round_trips(one, other)
    round_trips(other, one)
    round_trips(one, docx(p("rumus baru ", runs=equation)))


def test_changes_tracked_in_the_files_count_as_accepted() -> None:
    tracked = (
        f'<w:ins w:id="1" w:author="A">{run("baru")}</w:ins>'
        '<w:del w:id="2" w:author="A"><w:r><w:delText>lama</w:delText></w:r></w:del>'
    )
    made = round_trips(docx(p("tetap ", runs=tracked)), docx(p("tetap dan ", runs=tracked)))
    assert {one.get(W + "author") for one in main_part(made).iter() if one.get(W + "author")} == {
        "Sekretariat DPRD"
    }


# Everything

_WORDS = st.lists(
    st.sampled_from(["Bupati", "tarif", "wajib", "Pasal", "(2)", "a.", "dan", "–", ";"]), max_size=6
)
_LINE = _WORDS.map(" ".join)
_PARAGRAPH = st.one_of(_LINE.map(p), st.tuples(_LINE, st.integers(1, 2)).map(lambda one: numbered(*one)))
_TABLE = st.lists(st.tuples(_LINE, _LINE), min_size=1, max_size=3).map(lambda rows: table(*rows) + p())
_BODY = st.lists(st.one_of(_PARAGRAPH, _PARAGRAPH, _TABLE), max_size=8).map(
    lambda parts: docx("".join([p("Pembukaan"), *parts, p("Penutup")]), numbering=AYAT)
)


@given(_BODY, _BODY)
@settings(max_examples=200, deadline=None)
def test_any_two_drafts_come_back_out(old: bytes, new: bytes) -> None:
    round_trips(old, new)


def _pairs() -> Iterator[tuple[Path, Path]]:
    ours: dict[str, list[Path]] = {}
    for path in sorted(OURS.glob("*-v*.docx")):
        ours.setdefault(path.name.rpartition("-v")[0], []).append(path)
    theirs = [sorted(folder.glob("v*.docx")) for folder in sorted((SAMPLES / "pairs").glob("*"))]
    for versions in (*ours.values(), *theirs):
        for old, new in pairwise(versions):
            yield old, new
            yield new, old


PAIRS = list(_pairs())
NAMES = [f"{old.parent.name}-{old.stem}-{new.stem}" for old, new in PAIRS]


@pytest.mark.parametrize(("old", "new"), PAIRS, ids=NAMES)
def test_every_pair_comes_back_out(old: Path, new: Path) -> None:
    round_trips(old.read_bytes(), new.read_bytes())


def test_libreoffice_accepts_and_rejects_every_pair_to_the_letter(tmp_path: Path) -> None:
    # Forward only, as drafts come: each reading takes LibreOffice a second, and our own reader goes back too.
    pairs = [(old, new) for old, new in PAIRS if old.name < new.name]
    files = sorted({path for pair in pairs for path in pair})
    jobs: list[tuple[libreoffice.Choice, Path]] = [("accept", path) for path in files]
    for at, (old, new) in enumerate(pairs):
        made = tmp_path / f"{at}.docx"
        made.write_bytes(marked(old.read_bytes(), new.read_bytes()))
        jobs += [("accept", made), ("reject", made)]
    texts = [[text for _, text in lines] for lines in libreoffice.read(jobs)]
    says = dict(zip(files, texts, strict=False))
    for at, (old, new) in enumerate(pairs):
        accepted_text, rejected_text = texts[len(files) + 2 * at :][:2]
        assert accepted_text == says[new], f"{old} {new}"
        assert rejected_text == says[old], f"{old} {new}"
