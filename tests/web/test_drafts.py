"""Draft versions over HTTP: read before they are kept, kept once, shown to whom they are open."""

import re
from pathlib import Path

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from tests.adapters.docx_building import docx, p
from tests.web.council import SPBE, Council, Visitor
from tests.web.sending import fetch, send_file, submit
from tracker.adapters import docx_guard, pdf_guard
from tracker.bootstrap import Tracker
from tracker.domain.errors import UnreadableDraft
from tracker.services.drafts import SOURCES
from tracker.storage.models import DraftVersion, JournalEntry
from tracker.web import readings, uploads

ROOT = Path(__file__).resolve().parents[2]
UPLOAD = f"{SPBE}/naskah/unggah"
VERSION = f"{SPBE}/naskah/{{}}"


def draft(*ayat: str) -> bytes:
    """A small draft with one Pasal for each sentence."""
    lines = ["RANCANGAN PERATURAN DAERAH KABUPATEN SERANG", "TENTANG", "PASAR RAKYAT", "MEMUTUSKAN:"]
    lines += ["BAB I", "KETENTUAN UMUM"]
    for number, text in enumerate(ayat, start=1):
        lines += [f"Pasal {number}", text]
    return docx("".join(p(line) for line in lines))


FIRST = draft("Pasar rakyat dikelola oleh bupati.", "Pedagang wajib menjaga kebersihan.")
SECOND = draft("Pasar rakyat dikelola oleh kepala dinas.", "Pedagang wajib menjaga kebersihan.")


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    return Council(sqlite_tracker)


@pytest.fixture
def staf(council: Council) -> Visitor:
    return council.visitor("staf")


def upload(
    visitor: Visitor,
    data: bytes,
    *,
    name: str = "naskah.docx",
    form: dict[str, str] | None = None,
    **typed: str,
) -> TestResponse:
    return send_file(
        visitor, UPLOAD, data, name, {**(form or visitor.form(UPLOAD)), "source": "opd", **typed}
    )


def versions(council: Council) -> list[tuple[int, str, str]]:
    with council.tracker.reading() as session:
        rows = session.scalars(select(DraftVersion).order_by(DraftVersion.number))
        return [(one.number, one.filename, one.visibility) for one in rows]


# Uploading


def test_an_upload_shows_at_once_what_was_read(council: Council, staf: Visitor) -> None:
    answer = upload(staf, FIRST, note="Dari dinas")
    assert (answer.status_code, answer.location) == (303, VERSION.format(1))
    page = staf.get(answer.location).text
    assert "RANCANGAN PERATURAN DAERAH KABUPATEN SERANG TENTANG PASAR RAKYAT" in page
    assert re.search(r"<dt>Pasal</dt><dd>2</dd>", page)
    assert re.search(r"<dt>BAB</dt><dd>1</dd>", page)
    assert "Dari dinas" in page
    assert "Seluruh naskah terbaca" in page
    assert versions(council) == [(1, "naskah.docx", "internal")]


def test_the_stage_of_the_headline_is_offered_first(council: Council, staf: Visitor) -> None:
    council.move(("rapat-pansus", "mulai"))
    form = staf.form(UPLOAD)
    assert (form["stage"], form["source"]) == ("rapat-pansus", "")


def test_what_an_author_should_look_at_is_named_with_its_place(staf: Visitor) -> None:
    lines = [
        "RANCANGAN PERATURAN DAERAH",
        "TENTANG",
        "PASAR",
        "MEMUTUSKAN:",
        "Pasal 1",
        "Isi.",
        "Pasal 4",
        "Isi.",
    ]
    struck = p("Pedagang ", runs="<w:r><w:rPr><w:strike/></w:rPr><w:t>dilarang</w:t></w:r>")
    picture = p("Denah", runs='<w:r><w:pict><v:imagedata r:id="r9"/></w:pict></w:r>')
    answer = upload(staf, docx("".join(p(line) for line in lines) + struck + picture))
    page = staf.get(answer.location).text
    assert "Nomor Pasal terlompati." in page
    assert "Pasal 2, 3" in page
    assert "Teks yang dicoret dengan tangan." in page
    assert "“dilarang”" in page
    assert "Di dekat Pasal 4" in page
    assert "Teks di dalam gambar tidak ikut terbaca." in page
    assert "Seluruh naskah terbaca" not in page


def test_the_next_version_shows_how_much_changed(staf: Visitor) -> None:
    upload(staf, FIRST)
    page = staf.get(upload(staf, SECOND).location).text
    assert "1 Pasal berubah, 0 baru, 0 dihapus." in page
    assert f'href="{SPBE}/naskah/1/2"' in page


def test_the_same_form_sent_again_leads_to_the_same_version(council: Council, staf: Visitor) -> None:
    form = staf.form(UPLOAD)
    answers = [upload(staf, FIRST, form=form) for _ in range(2)]
    assert [(one.status_code, one.location) for one in answers] == [(303, VERSION.format(1))] * 2
    assert len(versions(council)) == 1


def test_another_file_in_a_form_gone_back_to_is_another_version(council: Council, staf: Visitor) -> None:
    form = staf.form(UPLOAD)
    assert upload(staf, FIRST, form=form).location == VERSION.format(1)
    assert upload(staf, SECOND, form=form).location == VERSION.format(2)


def test_the_same_bytes_again_lead_to_the_version_they_are(council: Council, staf: Visitor) -> None:
    upload(staf, FIRST)
    answer = upload(staf, FIRST, note="lagi")
    assert answer.status_code == 422
    assert "sama persis dengan versi 1" in answer.text
    assert f'href="{VERSION.format(1)}"' in answer.text
    assert ">lagi</textarea>" in answer.text.replace("\r\n", "").replace("\n", "")
    assert len(versions(council)) == 1


def test_a_refused_file_leaves_no_trace_and_loses_nothing_typed(council: Council, staf: Visitor) -> None:
    form = staf.form(UPLOAD)
    answer = upload(
        staf, b"{\\rtf1 halo}", name="naskah.rtf", form=form, note="Catatan saya", source="pansus"
    )
    assert answer.status_code == 422
    assert "Ini berkas Rich Text (.rtf)." in answer.text
    assert "Simpan Sebagai" in answer.text
    assert "Pilih berkasnya sekali lagi" in answer.text
    assert "Catatan saya" in answer.text
    assert re.search(r'<option selected value="pansus">', answer.text)
    assert versions(council) == []
    assert list(council.tracker.drafts.kept()) == []
    with council.tracker.reading() as session:
        assert not session.scalar(
            select(func.count()).select_from(JournalEntry).where(JournalEntry.noun == "draft")
        )
    assert upload(staf, FIRST, form=form).status_code == 303


def test_a_form_without_file_or_source_comes_back(staf: Visitor) -> None:
    answer = staf.send(UPLOAD)
    assert answer.status_code == 422
    assert "Pilih berkas naskahnya." in answer.text


def test_a_file_over_the_limit_is_refused_with_the_limit(council: Council, staf: Visitor) -> None:
    limit = council.tracker.settings.max_upload_bytes
    answer = upload(staf, b"\0" * (limit + 1))
    assert answer.status_code == 422
    assert "batasnya 25 MB" in answer.text
    assert upload(staf, b"\0" * (3 * limit + 1024)).status_code == 413


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Dokumen\\Raperda SPBE.docx", "Raperda SPBE.docx"),
        ("../../etc/passwd", "passwd.docx"),
        ("naskah\r\nX-Header: 1.docx", "naskahX-Header: 1.docx"),
        ("gnp.\u202excod.docx", "gnp.xcod.docx"),
        ("final.DOCX", "final.docx"),
        ("halaman.html", "halaman.html.docx"),
        ("", "berkas.docx"),
        ("…/.docx", "berkas.docx"),
        ("n" * 400 + ".docx", "n" * 195 + ".docx"),
    ],
)
def test_the_file_name_is_kept_without_paths_and_hidden_characters(given: str, kept: str) -> None:
    assert uploads.name_of(FileStorage(filename=given), "docx") == kept


# Words


def test_every_refusal_of_a_file_has_its_sentence(council: Council) -> None:
    assert set(uploads.REFUSALS) == set(docx_guard.REASONS) | set(pdf_guard.REASONS)
    with council.app.test_request_context("/masuk"):
        for reason in uploads.REFUSALS:
            sentence = uploads.sentence(UnreadableDraft(reason, limit=1, size=2))
            assert "%(" not in sentence
            assert sentence.endswith(".")


def test_every_finding_of_the_reader_has_its_words() -> None:
    sources = "".join(path.read_text() for path in sorted((ROOT / "tracker/adapters").glob("docx_*.py")))
    noted = set(re.findall(r'\.note\(\s*"([a-z-]+)"', sources))
    listed = set(re.findall(r'Problem\("([a-z-]+)"', (ROOT / "tracker/domain/parsing.py").read_text()))
    mapped = {"equation", "imported-part", "footnote", "endnote"}
    marks = {f"{kind}-text" for kind in ("struck", "highlighted", "coloured")}
    tracked = {"tracked-insertion", "tracked-move"}
    assert noted | listed | mapped | marks | tracked == set(readings.PROBLEMS)


def test_every_source_can_be_chosen(staf: Visitor) -> None:
    page = staf.get(UPLOAD).text
    assert {slug for slug in SOURCES if f'value="{slug}"' in page} == set(SOURCES)


# Who may


@pytest.mark.parametrize("name", ["ketua", "lain", "pimpinan"])
def test_only_the_secretariat_uploads(council: Council, name: str) -> None:
    visitor = council.visitor(name)
    assert visitor.get(UPLOAD).status_code == 403
    form = {**visitor.form("/akun/sandi"), "source": "opd", "stage": "rapat-pansus"}
    assert upload(visitor, FIRST, form=form).status_code == 403
    assert list(council.tracker.drafts.kept()) == []


def test_those_who_read_internally_see_versions_but_no_buttons(council: Council, staf: Visitor) -> None:
    upload(staf, FIRST)
    for name in ("ketua", "pimpinan"):
        visitor = council.visitor(name)
        page = visitor.get(VERSION.format(1))
        assert page.status_code == 200
        assert "keterbukaan" not in page.text
        form = visitor.form("/akun/sandi")
        for action in ("keterbukaan", "tarik"):
            answer = visitor.client.post(
                f"{VERSION.format(1)}/{action}", data={**form, "visibility": "publik"}
            )
            assert answer.status_code == 403
    lain = council.visitor("lain")
    for address in (VERSION.format(1), f"{VERSION.format(1)}/berkas", f"{SPBE}/naskah/1/1"):
        assert lain.get(address).status_code == 403
    assert versions(council) == [(1, "naskah.docx", "internal")]


def test_a_stranger_is_asked_to_log_in(council: Council) -> None:
    stranger = Visitor(council.app.test_client())
    for address in (UPLOAD, VERSION.format(1), f"{VERSION.format(1)}/berkas", f"{SPBE}/naskah/1/2"):
        answer = stranger.get(address)
        assert (answer.status_code, answer.location.split("?")[0]) == (303, "/masuk")


def test_no_page_uses_an_id_twice(staf: Visitor) -> None:
    for data in (FIRST, SECOND, draft("Lain.")):
        upload(staf, data)
    for address in (UPLOAD, VERSION.format(1), f"{SPBE}/naskah/1/2", f"{SPBE}/dokumen/unggah"):
        ids = re.findall(r'\sid="([^"]+)"', staf.get(address).text)
        assert sorted(ids) == sorted(set(ids)), address


def test_what_does_not_exist_is_not_found(staf: Visitor) -> None:
    upload(staf, FIRST)
    for address in ("naskah/2", "naskah/2/berkas", "naskah/1/2", "naskah/banding?lama=x&baru=1"):
        assert staf.get(f"{SPBE}/{address}").status_code == 404


# Showing and withdrawing


def test_a_version_is_public_only_while_it_is_open(staf: Visitor) -> None:
    public = "/raperda/spbe-2023/naskah/1"
    page = upload(staf, FIRST).location
    assert staf.get(public).status_code == 404
    opened = staf.press(page, f"{page}/keterbukaan")
    assert (opened.status_code, opened.location) == (303, page)
    assert fetch(staf, public).data == FIRST
    assert "Versi 1 sekarang terbuka untuk umum." in staf.get(page).text
    staf.press(page, f"{page}/keterbukaan")
    assert staf.get(public).status_code == 404


def test_withdrawing_needs_a_reason_and_deletes_nothing(council: Council, staf: Visitor) -> None:
    page = upload(staf, FIRST, is_public="y").location
    refused = submit(staf, page, f"{page}/tarik")
    assert refused.status_code == 422
    assert "Isi bagian ini." in refused.text
    done = submit(staf, page, f"{page}/tarik", reason="Salah lampiran")
    assert (done.status_code, done.location) == (303, page)
    assert "Alasan: Salah lampiran" in staf.get(page).text
    assert staf.get("/raperda/spbe-2023/naskah/1").status_code == 404
    assert fetch(staf, f"{page}/berkas").data == FIRST


def test_opening_what_was_withdrawn_meanwhile_is_refused(staf: Visitor) -> None:
    page = upload(staf, FIRST).location
    button = staf.form(page, marker=f'action="{page}/keterbukaan"')
    submit(staf, page, f"{page}/tarik", reason="Salah lampiran")
    answer = staf.client.post(f"{page}/keterbukaan", data=button)
    assert answer.status_code == 422
    assert "Ini sudah ditarik." in answer.text


# Files and comparisons


def test_the_file_is_handed_out_as_an_attachment_under_its_name(staf: Visitor) -> None:
    page = upload(staf, FIRST, name="Raperda SPBE versi 1.docx").location
    answer = fetch(staf, f"{page}/berkas")
    assert answer.data == FIRST
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Raperda SPBE versi 1.docx" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_any_two_versions_can_be_compared(staf: Visitor) -> None:
    third = draft("Pasar rakyat dikelola oleh kepala dinas.")
    for data in (FIRST, SECOND, third):
        upload(staf, data)
    page = staf.get(f"{SPBE}/naskah/1/3").text
    assert "Pedagang wajib menjaga kebersihan.</del>" in page
    assert '<select name="lama"' in page
    picked = staf.get(f"{SPBE}/naskah/banding?lama=3&baru=2")
    assert (picked.status_code, picked.location) == (303, f"{SPBE}/naskah/2/3")


def test_the_public_comparison_shows_the_same_text_as_the_one_at_work(staf: Visitor) -> None:
    upload(staf, FIRST, is_public="y")
    upload(staf, SECOND, is_public="y")
    article = re.compile(r"<article.*?</article>", re.S)
    at_work = article.search(staf.get(f"{SPBE}/naskah/1/2").text)
    public = article.search(staf.get("/raperda/spbe-2023/perbandingan/1/2").text)
    assert at_work is not None
    assert public is not None
    assert at_work.group().replace("/kerja/raperda/", "/raperda/") == public.group()
