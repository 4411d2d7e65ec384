"""No file, however made, does more than be read or be refused: not in time, not in memory."""

import csv
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.adapters.docx_building import SAMPLES, docx, p
from tracker.adapters.word.docx_guard import MAX_TAGS, REASONS
from tracker.adapters.word.docx_process import read_in_child
from tracker.adapters.word.docx_reader import read
from tracker.domain.drafts.legaltext import PROBLEMS, DraftReading
from tracker.domain.errors import UnreadableDraft

LIMIT = 25 * 1024 * 1024
LONGEST_SECONDS = 10
MOST_MEGABYTES = 500

needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the folder of real drafts is not on this machine"
)


def outcome(data: bytes, **limits: int) -> DraftReading | str:
    try:
        return read_in_child(data, max_bytes=LIMIT, **limits)
    except UnreadableDraft as refusal:
        return refusal.reason if refusal.reason in REASONS else f"not listed: {refusal.reason}"


def measure(paths: list[Path]) -> dict[str, str]:
    """How each file ended, after checking that none took too long or too much."""
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "tests.adapters.docx_measuring", *map(str, paths)],
        cwd=root,
        capture_output=True,
        check=True,
    )
    measured = json.loads(done.stdout)
    slow = {name: seconds for name, (_, seconds) in measured["files"].items() if seconds >= LONGEST_SECONDS}
    assert not slow
    assert measured["megabytes"] < MOST_MEGABYTES
    return {name: ending for name, (ending, _) in measured["files"].items()}


def test_a_draft_is_read_in_the_child_as_it_is_here() -> None:
    data = docx(p("Pasal 1") + p("Setiap orang “berhak” … 𝄞"))
    assert outcome(data) == read(data)


def test_a_refusal_of_the_child_arrives_with_its_reason() -> None:
    assert outcome(docx(p())) == "no-text"
    assert outcome(docx(main="<w:document")) == "broken-xml"


def test_a_refusal_of_the_guard_starts_no_child() -> None:
    assert outcome(b"", seconds=0) == "empty"


def test_a_child_without_time_or_memory_is_a_refusal() -> None:
    assert outcome(docx(p("a") * 20_000), memory_bytes=40 * 1024 * 1024) == "too-complex"
    assert outcome(docx(p("kata " * 50) * 50_000), seconds=1) == "too-complex"


def test_the_working_directory_and_environment_decide_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.chdir(tmp_path)
    assert isinstance(outcome(docx(p("a"))), DraftReading)


@pytest.mark.parametrize(
    "body",
    [
        p("a") + "<w:p/>" * (MAX_TAGS - 1_000),
        p("a" * 20_000_000),
        p("a") + "<w:p>" + "<w:r><w:t>a</w:t></w:r>" * (MAX_TAGS // 5) + "</w:p>",
        p("a b c d e f g h i j") * 50_000,
        p("<w:ins/>" * (MAX_TAGS - 1_000)),
        p("a") + "<w:tbl><w:tr><w:tc>" * 60 + p("b") + "</w:tc></w:tr></w:tbl>" * 60,
        p("a") + '<w:p w:a="b" w:c="d" w:e="f" w:g="h"/>' * 600_000,
        p("a", runs="<w:ins>" * 200 + "<w:r><w:t>b</w:t></w:r>" * 20_000 + "</w:ins>" * 200),
    ],
    ids=[
        "paragraphs",
        "one-word",
        "runs",
        "long-draft",
        "insertions",
        "nested-tables",
        "attributes",
        "nested-insertions",
    ],
)
def test_files_made_to_be_costly_end_in_time_and_memory(body: str, tmp_path: Path) -> None:
    # Stored, not deflated: the guard would refuse the ratio before the reader had anything to do.
    data = docx(body, packing=zipfile.ZIP_STORED)
    path = tmp_path / "costly.docx"
    path.write_bytes(data)
    assert set(measure([path]).values()) <= {"read", *REASONS}


@needs_samples
def test_every_file_of_the_robustness_set_is_read_or_refused() -> None:
    found = sorted((SAMPLES / "docx-robustness").iterdir())
    assert len(found) >= 100
    endings = measure(found)
    assert len(endings) == len(found)
    assert set(endings.values()) <= {"read", *REASONS}


# Where the outline differs from the counted headings, and why. The count leaves out: in amending regulations
# Pasal I and II and inserted ones such as 9A, elsewhere run-in headings ("Pasal 3 Setiap orang ...").
AMENDING = "amending"
RUN_IN = "run-in"
BEHIND = 'behind the title of a Bagian, or behind "Cukup jelas"'
DIFFERENT = {
    "RAPERBUP_TENTANG_PERUBAHAN_ATAS_PERBUP_NOMOR_29_TAHUN_2023": (8, 11, AMENDING),
    "TANGGAPAN_PERDA_PERUBAHAN_TTG_PERLINDUNGAN_ANAK": (15, 18, AMENDING),
    "Tanggapan_Raperwal_Perubahan_Tambahan_Penghasilan_ASN": (9, 11, AMENDING),
    "14-ksb-perubahan-perjalanan-dinas/v1-raperbup": (11, 12, AMENDING),
    "14-ksb-perubahan-perjalanan-dinas/v2-tanggapan": (10, 12, AMENDING),
    "01._TANGGAPAN_RAPERDA_PENYELENGGARAAN_USAAHA_PARIWISATA": (65, 115, RUN_IN),
    "24-ksb-lkpm/v1-revisi": (51, 57, f"3 {RUN_IN}, 3 {BEHIND}"),
    "04-bima-njkp-pbb/matriks": (4, 3, 'one "Pasal 2" is the label of a row in another column'),
    "11-ksb-pengarusutamaan-gender/v1-draf": (27, 45, BEHIND),
    "11-ksb-pengarusutamaan-gender/v2-tanggapan": (27, 45, BEHIND),
}


@needs_samples
def test_the_pasal_of_every_real_draft_agree_with_the_headings_counted_by_hand() -> None:
    with (SAMPLES / "manifest.tsv").open(encoding="utf-8") as listed:
        rows = [row for row in csv.DictReader(listed, delimiter="\t") if row["file"].endswith(".docx")]
    checked = 0
    for row in rows:
        if row["file"].startswith("docx-robustness") or not row["pasal_headings"]:
            continue
        reading = read((SAMPLES / row["file"]).read_bytes())
        assert {problem.slug for problem in reading.all_problems} <= set(PROBLEMS), row["file"]
        outline = reading.outline
        count = len(outline.pasal) + len(outline.elucidated) + len(outline.annexed)
        expected = next((known[1] for name, known in DIFFERENT.items() if name in row["file"]), None)
        assert count == (int(row["pasal_headings"]) if expected is None else expected), row["file"]
        checked += 1
    assert checked >= 50
