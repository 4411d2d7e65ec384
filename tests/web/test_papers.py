"""Supporting papers over HTTP: PDF or Word, with a stage or a meeting, shown to whom they are open."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.adapters.docx_building import docx, p
from tests.web.council import SPBE, Council, Visitor
from tests.web.sending import fetch, send_file, submit
from tracker.bootstrap import Tracker
from tracker.storage.models import Meeting, Paper

ATTACH = f"{SPBE}/dokumen/unggah"
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
WORD = docx(p("Notulen rapat pansus"))


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    return Council(sqlite_tracker)


@pytest.fixture
def staf(council: Council) -> Visitor:
    return council.visitor("staf")


def attach(
    visitor: Visitor,
    data: bytes,
    *,
    name: str = "Undangan 15 Juni.pdf",
    form: dict[str, str] | None = None,
    **typed: str,
) -> TestResponse:
    filled = {**(form or visitor.form(ATTACH)), "kind": "undangan", **typed}
    return send_file(visitor, ATTACH, data, name, filled)


def papers(council: Council) -> list[tuple[str, str, int | None, str, str]]:
    with council.tracker.reading() as session:
        rows = session.scalars(select(Paper).order_by(Paper.id))
        return [(one.title, one.stage, one.meeting_id, one.media_type, one.visibility) for one in rows]


def a_meeting(council: Council) -> int:
    with council.tracker.transaction() as session:
        meeting = Meeting(
            raperda_id=1,
            stage="rapat-pansus",
            kind="rapat-kerja",
            starts_at=council.tracker.now() + timedelta(days=1),
            status="dijadwalkan",
            revision=1,
        )
        session.add(meeting)
        session.flush()
        return meeting.id


def test_a_pdf_is_attached_to_a_stage_and_named_after_its_file(council: Council, staf: Visitor) -> None:
    answer = attach(staf, PDF, place="tahap:kunjungan-kerja")
    assert answer.status_code == 303
    page = staf.get(answer.location).text
    assert "<h1>Undangan 15 Juni</h1>" in page
    assert "Kunjungan Kerja" in page
    assert papers(council) == [("Undangan 15 Juni", "kunjungan-kerja", None, "application/pdf", "internal")]


def test_a_word_file_is_attached_to_a_meeting_and_its_stage(council: Council, staf: Visitor) -> None:
    meeting_id = a_meeting(council)
    form = staf.form(f"{ATTACH}?untuk=rapat:{meeting_id}")
    assert form["place"] == f"rapat:{meeting_id}"
    answer = attach(staf, WORD, name="notulen.docx", form=form, kind="notulen", title="Notulen 16 Juni")
    assert answer.status_code == 303
    assert "Rapat kerja dengan OPD" in staf.get(answer.location).text
    ((title, stage, meeting, media_type, _visibility),) = papers(council)
    assert (title, stage, meeting) == ("Notulen 16 Juni", "rapat-pansus", meeting_id)
    assert media_type.endswith("wordprocessingml.document")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Berkas ini kosong."),
        (b"<html>halo</html>", "Ini bukan keduanya."),
        (b"\x89PNG\r\n\x1a\n", "Ini bukan keduanya."),
        (PDF[:30], "PDF ini terpotong."),
        (PDF.replace(b"/Root", b"/Encrypt 3 0 R /Root"), "terkunci kata sandi atau dibatasi"),
        (b"junk " + PDF, "PDF ini rusak di bagian awalnya."),
        (b"{\\rtf1 halo}", "Ini berkas Rich Text"),
    ],
)
def test_anything_else_is_refused_and_leaves_no_trace(
    council: Council, staf: Visitor, data: bytes, words: str
) -> None:
    answer = attach(staf, data, title="Undangan rapat")
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="Undangan rapat"' in answer.text
    assert papers(council) == []
    assert list(council.tracker.drafts.kept()) == []


def test_the_same_form_sent_again_attaches_once(council: Council, staf: Visitor) -> None:
    form = staf.form(ATTACH)
    answers = [attach(staf, PDF, form=form) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert len(papers(council)) == 1


def test_the_same_paper_in_a_new_form_is_recognised(council: Council, staf: Visitor) -> None:
    attach(staf, PDF)
    answer = attach(staf, PDF)
    assert answer.status_code == 422
    assert "Ini sudah ada." in answer.text
    assert attach(staf, PDF, kind="surat").status_code == 303


def test_a_paper_cannot_belong_to_another_raperdas_meeting(council: Council, staf: Visitor) -> None:
    answer = attach(staf, PDF, place="rapat:99")
    assert answer.status_code == 422
    assert papers(council) == []


def test_a_paper_is_public_only_while_it_is_open(staf: Visitor) -> None:
    page = attach(staf, PDF).location
    public = page.replace("/kerja", "")
    assert staf.get(public).status_code == 404
    assert staf.press(page, f"{page}/keterbukaan").status_code == 303
    assert fetch(staf, public).data == PDF
    assert "sekarang terbuka untuk umum" in staf.get(page).text
    staf.press(page, f"{page}/keterbukaan")
    assert staf.get(public).status_code == 404


def test_withdrawing_needs_a_reason_and_deletes_nothing(staf: Visitor) -> None:
    page = attach(staf, PDF, is_public="y").location
    assert submit(staf, page, f"{page}/tarik").status_code == 422
    assert submit(staf, page, f"{page}/tarik", reason="Salah berkas").status_code == 303
    assert "Alasan: Salah berkas" in staf.get(page).text
    assert staf.get(page.replace("/kerja", "")).status_code == 404
    answer = fetch(staf, f"{page}/berkas")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["ketua", "pimpinan"])
def test_only_the_secretariat_manages_papers(council: Council, staf: Visitor, name: str) -> None:
    page = attach(staf, PDF).location
    visitor = council.visitor(name)
    form = {**visitor.form("/akun/sandi"), "visibility": "publik", "reason": "-", "place": "tahap:finalisasi"}
    assert visitor.get(page).status_code == 200
    assert visitor.get(ATTACH).status_code == 403
    assert attach(visitor, WORD, form=form).status_code == 403
    for action in ("keterbukaan", "tarik"):
        assert visitor.client.post(f"{page}/{action}", data=form).status_code == 403
    assert papers(council)[0][-1] == "internal"


def test_another_pansus_reads_nothing_of_it(council: Council, staf: Visitor) -> None:
    page = attach(staf, PDF).location
    lain = council.visitor("lain")
    assert lain.get(page).status_code == 403
    assert lain.get(f"{page}/berkas").status_code == 403


def test_what_does_not_exist_is_not_found(staf: Visitor) -> None:
    for address in ("9", "9/berkas"):
        assert staf.get(f"{SPBE}/dokumen/{address}").status_code == 404
