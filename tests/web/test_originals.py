"""An old .doc over HTTP: both files are kept and handed out, and the same one twice is told as such."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.docx_building import docx, p
from tests.adapters.test_doc_conversion import DOC, office
from tests.conftest import MakeSettings
from tests.web.council import SPBE, Council
from tests.web.sending import accept_draft, fetch, send_file
from tracker.adapters.clock import FixedClock
from tracker.bootstrap import build
from tracker.services import integrity
from tracker.storage.models import DraftVersion

UPLOAD = f"{SPBE}/naskah/unggah"
VERSION = f"{SPBE}/naskah/1"
PUBLIC = "/raperda/spbe-2023/naskah/1"
MADE = docx(p("Pasal 1") + p("Pasar rakyat dikelola oleh bupati."))


@pytest.fixture
def council(
    sqlite_url: str, make_settings: MakeSettings, clock: FixedClock, tmp_path: Path
) -> Iterator[Council]:
    """A council with a program in LibreOffice's place that makes the same .docx of everything."""
    (tmp_path / "made.docx").write_bytes(MADE)
    program = office(tmp_path, f"mkdir out && cp {tmp_path / 'made.docx'} out/draft.docx")
    tracker = build(make_settings(sqlite_url, SOFFICE=str(program)), clock=clock)
    yield Council(tracker)
    tracker.close()


def test_both_files_are_kept_shown_and_handed_out(council: Council) -> None:
    staf = council.visitor("staf")
    answer = accept_draft(staf, UPLOAD, DOC, "Rancangan.doc", is_public="y")
    assert answer.location == VERSION
    page = staf.get(VERSION).text
    assert "dikonversi dari .doc" in page
    assert "Rancangan.docx" in page
    assert fetch(staf, f"{VERSION}/berkas").data == MADE
    original = fetch(staf, f"{VERSION}/berkas-asal")
    assert (original.data, original.mimetype) == (DOC, "application/msword")
    assert "filename=Rancangan.doc" in original.headers["Content-Disposition"]
    stranger = council.app.test_client()
    assert stranger.get(f"{PUBLIC}/asal", buffered=True).data == DOC
    assert f'href="{PUBLIC}/asal"' in stranger.get(f"{PUBLIC}/baca").text
    assert f'href="{VERSION}/berkas-asal"' in staf.get(f"{VERSION}/baca").text


def test_an_original_is_as_closed_as_its_version(council: Council) -> None:
    accept_draft(council.visitor("staf"), UPLOAD, DOC, "a.doc")
    assert council.app.test_client().get(f"{PUBLIC}/asal").status_code == 404
    assert council.visitor("lain").get(f"{VERSION}/berkas-asal").status_code in (403, 404)


def test_the_same_doc_twice_is_told_and_leaves_no_file(council: Council) -> None:
    staf = council.visitor("staf")
    accept_draft(staf, UPLOAD, DOC, "a.doc")
    kept = list(council.tracker.drafts.kept())
    answer = send_file(staf, UPLOAD, DOC, "b.doc", staf.form(UPLOAD))
    assert answer.status_code == 422
    assert "sama persis dengan versi 1" in answer.text
    assert list(council.tracker.drafts.kept()) == kept


def test_a_doc_accepted_twice_at_once_becomes_one_version(council: Council, tmp_path: Path) -> None:
    staf = council.visitor("staf")
    first = send_file(staf, UPLOAD, DOC, "a.doc", staf.form(UPLOAD)).location
    (tmp_path / "made.docx").write_bytes(docx(p("Pasal 1") + p("Byte lain, berkas asal sama.")))
    second = send_file(staf, UPLOAD, DOC, "a.doc", staf.form(UPLOAD)).location
    forms = [staf.form(address) | {"source": "opd"} for address in (first, second)]
    for address, form in zip((first, second), forms, strict=True):
        staf.client.post(address, data={key: value for key, value in form.items() if value})
    with council.tracker.reading() as session:
        assert session.query(DraftVersion).count() == 1


def test_verify_misses_an_original(council: Council) -> None:
    accept_draft(council.visitor("staf"), UPLOAD, DOC, "a.doc")
    with council.tracker.reading() as session:
        assert integrity.check(session, council.tracker.drafts).findings == ()
        original = session.query(DraftVersion).one().original_sha256
    assert original is not None
    council.tracker.drafts.path(original).unlink()
    with council.tracker.reading() as session:
        [found] = integrity.check(session, council.tracker.drafts).findings
    assert found.is_harm
    assert "'a.doc' is missing" in found.sentence


def test_without_libreoffice_the_refusal_says_how_to_save_it(
    sqlite_url: str, make_settings: MakeSettings, clock: FixedClock
) -> None:
    council = Council(build(make_settings(sqlite_url), clock=clock))
    staf = council.visitor("staf")
    answer = send_file(staf, UPLOAD, DOC, "a.doc", staf.form(UPLOAD))
    assert answer.status_code == 422
    assert "Ini berkas Word lama (.doc). Buka di Word, pilih Simpan Sebagai" in answer.text
    council.tracker.close()
