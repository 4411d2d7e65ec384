"""An old .doc becomes a .docx where LibreOffice is installed; what goes wrong ends in a reason, in time."""

import fcntl
import os
import shutil
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.adapters.docx_building import SAMPLES
from tracker.adapters.word.doc_conversion import as_docx
from tracker.adapters.word.docx_guard import REASONS
from tracker.adapters.word.docx_process import read_in_child
from tracker.adapters.word.docx_reader import read
from tracker.domain.drafts.legaltext import DraftReading
from tracker.domain.errors import UnreadableDraft
from tracker.settings import ROOT

LIMIT = 25 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOC = OLE + bytes(504) + b"\xec\xa5" + bytes(510) + "WordDocument".encode("utf-16-le")
SOFFICE = Path(found) if (found := shutil.which("soffice")) else None
OURS = ROOT / "drafts" / "samples" / "spbe-v1.docx"

needs_office = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not installed (Debian: apt install libreoffice-writer-nogui)"
)
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the folder of real drafts is not here")


@cache
def our_doc() -> bytes:
    """A draft of ours as LibreOffice writes it in the old format."""
    with TemporaryDirectory() as folder:
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        asked = ["--convert-to", "doc:MS Word 97", "--outdir", folder, str(OURS)]
        subprocess.run([*command, *asked], capture_output=True, check=True)
        return (Path(folder) / "spbe-v1.doc").read_bytes()


def outcome(data: bytes, soffice: Path | None = SOFFICE, **limits: float) -> bytes | str:
    try:
        return as_docx(data, soffice=soffice, max_bytes=LIMIT, **limits)
    except UnreadableDraft as refusal:
        return refusal.reason if refusal.reason in REASONS else f"not listed: {refusal.reason}"


def texts(reading: DraftReading) -> list[str]:
    return [text for one in reading.paragraphs if (text := " ".join(one.text.split()))]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Temporary files of this test alone: another LibreOffice may be at work beside it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def left_behind() -> set[str]:
    """Folders of conversions, and pipes that no LibreOffice listens on any more."""
    pipes = {str(path) for path in Path("/tmp").glob("OSL_PIPE_*")}  # noqa: S108 - where LibreOffice puts them
    listening = {line.split()[-1] for line in Path("/proc/net/unix").read_text().splitlines()}
    return {str(path) for path in Path(tempfile.gettempdir()).glob("doc-*")} | pipes - listening


def office(folder: Path, script: str) -> Path:
    """A program in LibreOffice's place that does what a broken one may do."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


@needs_office
def test_a_doc_says_as_docx_what_it_said_before_it_was_a_doc() -> None:
    before = left_behind()
    made = outcome(our_doc())
    assert isinstance(made, bytes)
    said, before_it = read_in_child(made, max_bytes=LIMIT), read(OURS.read_bytes())
    assert texts(said) == texts(before_it)
    assert said.outline.pasal == before_it.outline.pasal
    assert left_behind() <= before


@needs_office
@needs_samples
def test_a_real_doc_is_converted_with_every_pasal() -> None:
    made = outcome((SAMPLES / "pairs/21-perbup-tambak/v2.doc").read_bytes())
    assert isinstance(made, bytes)
    outline = read_in_child(made, max_bytes=LIMIT).outline
    assert len(outline.pasal) + len(outline.elucidated) == 10


@needs_office
def test_a_killed_libreoffice_leaves_nothing_behind() -> None:
    before = left_behind()
    assert outcome(our_doc(), seconds=0.6) == "too-complex"
    assert left_behind() <= before


@needs_office
def test_a_cut_or_invented_doc_is_refused() -> None:
    assert outcome(our_doc()[:3000] + "WordDocument".encode("utf-16-le")) == "unconverted"


def test_without_libreoffice_a_doc_stays_as_it_is() -> None:
    assert outcome(DOC, None) is DOC


def test_what_is_no_doc_starts_nothing(tmp_path: Path) -> None:
    for data in (OURS.read_bytes(), b"", b"{\\rtf1 }", OLE + os.urandom(2000), b"%PDF-1.4"):
        assert outcome(data, tmp_path / "absent") is data


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (DOC[:522] + b"\0\x01" + DOC[524:], "encrypted"),
        (DOC + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (DOC + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
        (DOC + "Ole10Native".encode("utf-16-le"), "unsafe-content"),
        (DOC + b"\x13 DDEAUTO cmd", "unsafe-content"),
        (DOC + b"\x13\0" + "DDE cmd".encode("utf-16-le"), "unsafe-content"),
        (DOC + bytes(LIMIT), "too-large"),
    ],
    ids=["encrypted", "encrypted-package", "macros", "packaged", "dde", "dde-wide", "large"],
)
def test_a_doc_that_acts_by_itself_or_is_locked_starts_nothing(
    data: bytes, reason: str, tmp_path: Path
) -> None:
    assert outcome(data, tmp_path / "absent") == reason


@pytest.mark.parametrize("script", ["kill -SEGV $$", "exit 1", "exit 0"])
def test_a_libreoffice_that_makes_nothing_is_a_refusal(tmp_path: Path, script: str) -> None:
    before = left_behind()
    assert outcome(DOC, office(tmp_path, script)) == "unconverted"
    assert left_behind() <= before


def test_a_libreoffice_that_hangs_is_killed_with_its_children(tmp_path: Path) -> None:
    note, before = tmp_path / "children", left_behind()
    script = f"sleep 60 & echo $! > {note}; wait"
    assert outcome(DOC, office(tmp_path, script), seconds=1) == "too-complex"
    assert not _runs(int(note.read_text()))
    assert left_behind() <= before


def test_one_conversion_at_a_time_and_no_endless_waiting(tmp_path: Path) -> None:
    program = office(tmp_path, "exit 0")
    with program.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert outcome(DOC, program, waiting_seconds=0.2) == "busy"
    assert outcome(DOC, program, waiting_seconds=0.2) == "unconverted"


def _runs(pid: int) -> bool:
    """Whether a process runs still; one that only waits to be collected does not."""
    for _ in range(50):
        status = Path(f"/proc/{pid}/status")
        if not status.exists() or "State:\tZ" in status.read_text():
            return False
        time.sleep(0.02)
    return True
