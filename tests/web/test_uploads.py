"""Word files of every kind through the real upload form: read, or refused in words; no error, none slow."""

import time
from pathlib import Path

import pytest

from tests.web.council import SPBE, Council
from tests.web.sending import fetch, send_file
from tracker.bootstrap import Tracker

FILES = Path(__file__).resolve().parents[3] / "shared" / "samples" / "docx-robustness"
UPLOAD = f"{SPBE}/naskah/unggah"
SECONDS = 10

needs_files = pytest.mark.skipif(not FILES.is_dir(), reason=f"the sample files in {FILES} are not here")


@needs_files
def test_every_file_uploads_or_is_refused_with_a_sentence(sqlite_tracker: Tracker) -> None:
    council = Council(sqlite_tracker)
    staf = council.visitor("staf")
    form = staf.form(UPLOAD)
    files = sorted(FILES.iterdir())
    wrong, stored = [], 0
    for path in files:
        data = path.read_bytes()
        before = time.perf_counter()
        answer = send_file(staf, UPLOAD, data, path.name, form)
        took = time.perf_counter() - before
        if answer.status_code == 303:
            stored += 1
            answer = staf.send(answer.location, source="opd")
            page = staf.get(answer.location)
            good = page.status_code == 200 and fetch(staf, f"{answer.location}/berkas").data == data
        else:
            good = answer.status_code == 422 and 'id="file-masalah"' in answer.text
        if not good or took >= SECONDS:
            wrong.append((path.name, answer.status_code, round(took, 1)))
    assert wrong == []
    assert len(files) >= 100
    assert stored >= 70
    assert len(list(council.tracker.drafts.kept())) == stored
