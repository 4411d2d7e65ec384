"""`tracker akn`: a Word file in, valid Akoma Ntoso out, with neither a database nor settings."""

import os
import subprocess
import sys
from pathlib import Path

from tests.adapters.test_akoma_ntoso import faults, found

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "drafts" / "samples" / "pasar-rakyat-v3.docx"


def akn(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    # Settings that cannot be used do not matter to a command that needs none.
    environment = {**os.environ, "TRACKER_PORT": "no number"}
    command = [sys.executable, "-m", "tracker.cli", "akn", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True)


def test_it_writes_valid_xml() -> None:
    answer = akn(str(SAMPLE))
    assert (answer.returncode, answer.stderr) == (0, b"")
    assert faults(answer.stdout) == []
    assert found(answer.stdout, "//a:bill/a:meta//a:FRBRcountry/@value") == ["id"]
    assert found(answer.stdout, "//a:article/a:num/text()")[0] == "Pasal 1"


def test_the_same_file_gives_the_same_bytes() -> None:
    assert akn(str(SAMPLE)).stdout == akn(str(SAMPLE)).stdout


def test_what_cannot_be_read_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    broken = tmp_path / "rusak.docx"
    broken.write_bytes(b"PK\3\4 and nothing else")
    for path in (broken, tmp_path / "tidak-ada.docx"):
        answer = akn(str(path))
        assert answer.returncode == 2
        assert answer.stdout == b""
        assert len(answer.stderr.decode().splitlines()) == 1
