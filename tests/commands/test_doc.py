"""Commands on an old .doc: converted where LibreOffice is installed, then read like any other draft."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.adapters.redline_judging import accepted
from tests.adapters.test_akoma_ntoso import faults
from tests.adapters.test_doc_conversion import DOC, OURS, needs_office, our_doc
from tracker.adapters.word.docx_reader import read
from tracker.cli import commands


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    path = tmp_path / "rancangan.doc"
    path.write_bytes(our_doc())
    return path


def tell(*words: str | Path) -> str:
    answer = CliRunner().invoke(commands, [str(word) for word in words])
    assert (answer.exit_code, answer.stderr) == (0, "")
    return answer.stdout


@needs_office
def test_a_doc_has_the_outline_of_the_docx_it_was(old_file: Path) -> None:
    found, expected = (json.loads(tell("outline", path, "--json")) for path in (old_file, OURS))
    assert (found["title"], found["counts"]) == (expected["title"], expected["counts"])


@needs_office
def test_a_doc_is_compared_with_a_docx(old_file: Path, tmp_path: Path) -> None:
    redline = tmp_path / "redline.docx"
    found = json.loads(tell("compare", old_file, OURS, "--json", "--redline", redline))["summary"]
    # LibreOffice counts some lists anew when it writes a .doc; every word is as it was.
    assert found["same"] + found["renumbered"] == len(read(OURS.read_bytes()).outline.pasal)
    assert accepted(redline.read_bytes()) == accepted(OURS.read_bytes())


@needs_office
def test_a_doc_becomes_valid_akoma_ntoso(old_file: Path) -> None:
    assert faults(tell("akn", old_file).encode()) == []


def test_without_libreoffice_a_doc_is_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_SOFFICE", "")
    path = tmp_path / "rancangan.doc"
    path.write_bytes(DOC)
    answer = CliRunner().invoke(commands, ["outline", str(path)])
    assert (answer.exit_code, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
    assert "save it as .docx first" in answer.stderr
