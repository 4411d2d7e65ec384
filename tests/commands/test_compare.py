"""`tracker compare`: no database, no settings; both texts to the letter; bad input in one line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.adapters.docx_building import docx, p
from tests.adapters.redline_judging import accepted, rejected
from tests.domain.test_structure import HEAD
from tests.legal_trees import text_of
from tracker.adapters.word.docx_guard import inspect
from tracker.adapters.word.docx_reader import read
from tracker.cli import commands
from tracker.domain.drafts.structure import structure

MARKET = "Pasar rakyat dikelola oleh bupati dengan dibantu kepala dinas yang membidangi perdagangan."
TRADERS = "Pedagang wajib menjaga kebersihan lapak dan membuang sampah pada tempat yang disediakan."
FIRE = "Pengelola menyediakan alat pemadam kebakaran dan jalur penyelamatan pada setiap bangunan."


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_PORT", "not a port")
    monkeypatch.setenv("TRACKER_DATABASE_URL", "nowhere://")


def written(path: Path, *texts: str) -> Path:
    lines = [*HEAD, "BAB I", "KETENTUAN UMUM"]
    for number, text in enumerate(texts, start=1):
        lines += [f"Pasal {number}", text]
    path.write_bytes(docx("".join(p(line) for line in lines)))
    return path


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    old = written(tmp_path / "lama.docx", MARKET, TRADERS)
    return old, written(tmp_path / "baru.docx", MARKET.replace("bupati", "camat"), FIRE, TRADERS)


def tell(*words: str | Path) -> Result:
    return CliRunner().invoke(commands, [str(word) for word in words])


def test_what_changed_is_told_in_lines(pair: tuple[Path, Path]) -> None:
    answer = tell("compare", *pair)
    assert answer.exit_code == 0, answer.output
    assert answer.stdout.splitlines() == [
        "Pasal: 1 changed, 1 renumbered, 1 added",
        "changed    pasal-1",
        "added      pasal-2",
        "renumbered pasal-2 -> pasal-3",
    ]


def test_what_changed_beside_the_pasal_is_counted_too(tmp_path: Path) -> None:
    old, new, page = written(tmp_path / "lama.docx", MARKET), tmp_path / "baru.docx", tmp_path / "hasil.html"
    lines = [*HEAD, "BAB I", "RUANG LINGKUP", "Pasal 1", MARKET]
    new.write_bytes(docx("".join(p(line) for line in lines)))
    answer = tell("compare", old, new, "--html", page)
    assert answer.stdout.splitlines()[0] == "Pasal: 1 same; beside them 1 changed"
    assert "<p>Pasal: 1 tetap. Di luar Pasal, 1 bagian berubah.</p>" in page.read_text(encoding="utf-8")


@pytest.fixture
def marked(pair: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    """The old draft, and one whose last line is struck through by hand."""
    lines = [*HEAD, "BAB I", "KETENTUAN UMUM", "Pasal 1", MARKET]
    struck = p(runs=f"<w:r><w:rPr><w:strike/></w:rPr><w:t>{FIRE}</w:t></w:r>")
    path = tmp_path / "coretan.docx"
    path.write_bytes(docx("".join(p(line) for line in lines) + struck))
    return pair[0], path


@pytest.mark.parametrize(
    ("options", "told", "reading", "reads"),
    [
        ([], "Read as it stands:", "apa-adanya", "dibaca apa adanya:"),
        (["--clean"], "Read clean:", "bersih", "dibaca sebagai naskah bersih:"),
    ],
)
def test_every_output_names_the_reading_of_a_draft_with_struck_text(
    marked: tuple[Path, Path], options: list[str], told: str, reading: str, reads: str
) -> None:
    matrix, page = marked[1].with_name("matriks.docx"), marked[1].with_name("hasil.html")
    answer = tell("compare", *marked, *options, "--matrix", matrix, "--html", page)
    assert answer.stdout.splitlines()[1].startswith(told)
    answer = tell("compare", *marked, *options, "--json")
    assert json.loads(answer.stdout)["summary"]["reading"] == reading
    sides = f"Menjadi: coretan.docx, {reads}"
    assert any(sides in one.text for one in read(matrix.read_bytes()).paragraphs[:4])
    assert sides in page.read_text(encoding="utf-8")


def test_a_clean_comparison_has_a_clean_redline(marked: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "redline.docx"
    answer = tell("compare", *marked, "--clean", "--redline", out)
    assert answer.exit_code == 0, answer.output
    assert accepted(out.read_bytes())[-1] == ("", MARKET)
    assert rejected(out.read_bytes()) == accepted(marked[0].read_bytes())


def test_the_json_rebuilds_both_texts(pair: tuple[Path, Path]) -> None:
    answer = json.loads(tell("compare", *pair, "--json").stdout)
    assert list(answer) == ["summary", "changes"]
    assert {kind: answer["summary"][kind] for kind in ("changed", "added", "removed")} == {
        "changed": 1,
        "added": 1,
        "removed": 0,
    }
    assert answer["summary"]["by"] == "pasal"
    for path, other in zip(pair, ("+", "-"), strict=True):
        text = text_of(structure(read(path.read_bytes()).paragraphs))
        marks = [segment for change in answer["changes"] for segment in change["segments"]]
        assert "".join(words for operation, words in marks if operation != other) == text
    assert all(list(one) == ["kind", "unit", "old", "new", "segments"] for one in answer["changes"])


def test_the_json_has_the_units_of_the_outline(pair: tuple[Path, Path]) -> None:
    known = json.loads(tell("outline", pair[0], "--json").stdout)["counts"]
    units = {one["unit"] for one in json.loads(tell("compare", *pair, "--json").stdout)["changes"]}
    assert {"paragraf-lepas", "judul", "bab", "pasal"} <= units <= set(known)


def test_drafts_without_pasal_are_compared_by_paragraph_and_every_output_says_so(tmp_path: Path) -> None:
    pair = (tmp_path / "lama.docx", tmp_path / "baru.docx")
    for path, word in zip(pair, ("pertama", "kedua"), strict=True):
        path.write_bytes(docx(p(f"Kajian {word}.") + p("Tetap.")))
    said_by_paragraph(*pair, english="1 same, 1 changed", indonesian="1 tetap, 1 berubah")


def test_a_draft_with_pasal_and_one_without_are_compared_by_paragraph_too(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    letter = tmp_path / "surat.docx"
    letter.write_bytes(docx(p("Surat pengantar.") + p(MARKET)))
    english, indonesian = "1 same, 1 added, 23 removed", "1 tetap, 1 baru, 23 dihapus"
    said_by_paragraph(pair[0], letter, english=english, indonesian=indonesian)


def said_by_paragraph(old: Path, new: Path, *, english: str, indonesian: str) -> None:
    page = new.with_name("hasil.html")
    answer = tell("compare", old, new, "--html", page)
    assert answer.stdout.startswith(f"paragraphs (one or both drafts have no Pasal): {english}\n")
    why = "Dibandingkan per paragraf, karena salah satu atau kedua naskah tidak memuat Pasal."
    assert f"<p>Paragraf: {indonesian}. {why}</p>" in page.read_text(encoding="utf-8")
    assert json.loads(tell("compare", old, new, "--json").stdout)["summary"]["by"] == "paragraf"


def test_redline_matrix_and_page_are_written(pair: tuple[Path, Path], tmp_path: Path) -> None:
    made = {name: tmp_path / f"hasil.{name}" for name in ("redline", "matrix", "html")}
    answer = tell("compare", *pair, *(word for name, path in made.items() for word in (f"--{name}", path)))
    assert answer.exit_code == 0, answer.output
    for name in ("redline", "matrix"):
        inspect(made[name].read_bytes(), max_bytes=1_000_000)
    page = made["html"].read_text(encoding="utf-8")
    assert "<ins>camat</ins>" in page
    assert "<del>bupati</del>" in page


@pytest.mark.parametrize("wrong", ["tidak-ada.docx", "surat.docx"])
def test_bad_input_is_refused_in_one_line_and_writes_nothing(
    pair: tuple[Path, Path], tmp_path: Path, wrong: str
) -> None:
    (tmp_path / "surat.docx").write_bytes(b"Dengan hormat,")
    out = tmp_path / "hasil.docx"
    for files in ((tmp_path / wrong, pair[1]), (pair[0], tmp_path / wrong)):
        answer = tell("compare", *files, "--redline", out, "--json")
        assert answer.exit_code == 2
        assert answer.stdout == ""
        assert len(answer.stderr.splitlines()) == 1
        assert not out.exists()


def test_where_one_output_cannot_be_written_there_is_none_and_it_is_told_in_one_line(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "lama.html").write_text("lama")
    before = sorted(tmp_path.rglob("*"))
    for wrong in (tmp_path / "tidak-ada" / "hasil.html", tmp_path / "folder"):
        words = ("--redline", tmp_path / "hasil.docx", "--matrix", tmp_path / "lama.html", "--html", wrong)
        answer = tell("compare", *pair, *words)
        assert (answer.exit_code, answer.stdout, len(answer.stderr.splitlines())) == (2, "", 1)
        assert str(wrong) in answer.stderr
        assert sorted(tmp_path.rglob("*")) == before
        assert (tmp_path / "lama.html").read_text() == "lama"


def test_an_output_takes_the_place_of_no_draft_and_of_no_other_output(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "lagi.docx").symlink_to("baru.docx")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    out, loop = tmp_path / "hasil.docx", tmp_path / "putar.docx"
    for words in (
        ("--redline", pair[1]),
        ("--matrix", tmp_path / "lagi.docx"),
        ("--redline", out, "--matrix", out),
    ):
        answer = tell("compare", *pair, *words)
        assert (answer.exit_code, answer.stdout, len(answer.stderr.splitlines())) == (2, "", 1)
        assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    loop.symlink_to(loop)
    answer = tell("compare", *pair, "--html", loop)
    assert (answer.exit_code, len(answer.stderr.splitlines())) == (2, 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only a device that is always full can show it")
def test_where_standard_output_takes_nothing_it_is_told_in_one_line(pair: tuple[Path, Path]) -> None:
    for words in (["outline", pair[0]], ["akn", pair[0]], ["compare", *pair, "--json"]):
        command = [sys.executable, "-m", "tracker.cli", *map(str, words)]
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr


def test_an_output_takes_the_place_of_the_file_that_a_link_leads_to(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "asli.html").write_text("lama")
    (tmp_path / "hasil.html").symlink_to("asli.html")
    assert tell("compare", *pair, "--html", tmp_path / "hasil.html").exit_code == 0
    assert (tmp_path / "hasil.html").is_symlink()
    assert "<ins>camat</ins>" in (tmp_path / "asli.html").read_text(encoding="utf-8")


def test_an_output_may_be_a_device(pair: tuple[Path, Path]) -> None:
    assert tell("compare", *pair, "--html", "/dev/null").exit_code == 0
    assert Path("/dev/null").is_char_device()
