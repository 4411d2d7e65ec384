"""LibreOffice as a judge: what a Word file says once its tracked changes are accepted or rejected."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import pytest

_READER = Path(__file__).with_name("libreoffice_reading.py")
_COMMANDS = {"": "", "accept": ".uno:AcceptAllTrackedChanges", "reject": ".uno:RejectAllTrackedChanges"}
_PYTHONS = ("/usr/bin/python3", "/usr/lib/libreoffice/program/python", "/opt/libreoffice/program/python")
Choice = Literal["", "accept", "reject"]
Line = tuple[str, str]


@cache
def _python() -> str | None:
    """A Python that can talk to LibreOffice, if both are there."""
    for python in _PYTHONS if shutil.which("soffice") else ():
        if Path(python).exists():
            done = subprocess.run([python, "-c", "import uno"], capture_output=True, check=False)
            if done.returncode == 0:
                return python
    return None


def read(jobs: Sequence[tuple[Choice, Path]]) -> list[list[Line]]:
    """Number and text of the paragraphs that say something, for each job; skips without LibreOffice."""
    python = _python()
    if python is None:
        pytest.skip("LibreOffice with its Python module `uno` is not installed (Debian: python3-uno).")
    lines = "".join(f"{_COMMANDS[choice]}|{path}\n" for choice, path in jobs)
    done = subprocess.run([python, str(_READER)], input=lines, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [[_line(*one) for one in found if _line(*one)[1]] for found in json.loads(done.stdout)]


def _line(number: str, text: str) -> Line:
    # U+200B: LibreOffice itself puts one on each side of a drawing inside a tracked change.
    return number.strip(), text.replace("\u200b", "").strip()
