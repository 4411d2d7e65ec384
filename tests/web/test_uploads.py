"""Word files of every kind through the real upload form: read, or refused in words; no error, none slow."""

import re
import time
from pathlib import Path

import pytest

from tests.web.council import SPBE, Council, Visitor, fields_of
from tests.web.sending import fetch, send_file
from tracker.bootstrap import Tracker

FILES = Path(__file__).resolve().parents[3] / "shared" / "samples" / "docx-robustness"
UPLOAD = f"{SPBE}/naskah/unggah"
SECONDS = 10

needs_files = pytest.mark.skipif(not FILES.is_dir(), reason=f"the sample files in {FILES} are not here")


def _is_shown_and_kept(staf: Visitor, preview: str, data: bytes, *, accept: bool) -> bool:
    """Whether a preview is shown and, if it is accepted, leads to a version with the same bytes."""
    page = staf.get(preview)
    if not accept or page.status_code != 200:
        return page.status_code == 200
    form = next(part for part in re.findall(r"<form.*?</form>", page.text, re.S) if 'name="key"' in part)
    version = staf.client.post(preview, data=fields_of(form) | {"source": "opd"}).location
    return staf.get(version).status_code == 200 and fetch(staf, f"{version}/berkas").data == data


@needs_files
@pytest.mark.parametrize("quarter", range(4))
def test_every_file_uploads_or_is_refused_with_a_sentence(sqlite_tracker: Tracker, quarter: int) -> None:
    council = Council(sqlite_tracker)
    staf = council.visitor("staf")
    form = staf.form(UPLOAD)
    files = sorted(FILES.iterdir())[quarter::4]
    wrong, stored = [], 0
    for path in files:
        data = path.read_bytes()
        before = time.perf_counter()
        answer = send_file(staf, UPLOAD, data, path.name, form)
        took = time.perf_counter() - before
        if answer.status_code == 303:
            stored += 1
            good = _is_shown_and_kept(staf, answer.location, data, accept=stored % 3 == 0)
        else:
            good = answer.status_code == 422 and 'id="file-masalah"' in answer.text
        if not good or took >= SECONDS:
            wrong.append((path.name, answer.status_code, round(took, 1)))
    assert wrong == []
    assert len(files) >= 25
    assert stored >= 15
    assert len(list(council.tracker.drafts.kept())) == stored
