"""Draft versions over HTTP: read before they are kept, kept once, shown to whom they are open."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from tests.adapters.docx_building import NAMESPACES, docx, p
from tests.adapters.redline_judging import accepted, rejected
from tests.web.council import SPBE, Council, Visitor
from tests.web.sending import accept_draft, fetch, send_file, submit
from tracker.adapters import pdf_guard
from tracker.adapters.word import docx_guard
from tracker.adapters.word.clean_copy import clean_copy
from tracker.bootstrap import Tracker
from tracker.domain.access import Actor, Role
from tracker.domain.errors import UnreadableDraft
from tracker.services import integrity
from tracker.services.drafts import SOURCES
from tracker.storage.models import Base, DraftVersion
from tracker.web import kept_files, readings, uploads

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


def read(visitor: Visitor, data: bytes, *, name: str = "naskah.docx", again: str = UPLOAD) -> TestResponse:
    """The first step: the file alone."""
    return send_file(visitor, UPLOAD, data, name, visitor.form(again))


def upload(visitor: Visitor, data: bytes, *, name: str = "naskah.docx", **typed: str) -> TestResponse:
    """Both steps."""
    return accept_draft(visitor, UPLOAD, data, name, **typed)


def everything(council: Council) -> dict[str, int]:
    """How many rows each table has, but for what only says who is logged in."""
    with council.tracker.reading() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


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
    form = staf.form(read(staf, FIRST).location)
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


def test_what_leads_nowhere_or_is_defined_twice_is_told_before_and_after_accepting(staf: Visitor) -> None:
    lines = [
        *("RANCANGAN PERATURAN DAERAH", "TENTANG", "PASAR", "MEMUTUSKAN:"),
        *("Pasal 1", "Yang dimaksud dengan:", "1. Dinas adalah dinas.", "2. Dinas adalah perangkat daerah."),
        *("Pasal 2", "(1) Isi.", "(2) Kewajiban sebagaimana dimaksud dalam Pasal 7 huruf b wajib dipenuhi."),
    ]
    answer = read(staf, docx("".join(p(line) for line in lines)))
    before = staf.get(answer.location).text
    after = staf.get(upload(staf, docx("".join(p(line) for line in lines))).location).text
    for page in (before, after):
        words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
        assert "Istilah “Dinas” didefinisikan lebih dari sekali. Di Pasal 1 angka 2" in words
        assert "Tujuan rujukan “Pasal 7 huruf b” tidak ditemukan di naskah ini. Di Pasal 2 ayat (2)" in words
        assert "“(2) Kewajiban sebagaimana dimaksud dalam Pasal 7 huruf b wajib dipenuhi.”" in words
        assert "Seluruh naskah terbaca" not in page


def test_the_next_version_shows_how_much_changed(staf: Visitor) -> None:
    upload(staf, FIRST)
    page = staf.get(upload(staf, SECOND).location).text
    assert "1 Pasal berubah, 0 baru, 0 dihapus." in page
    assert f'href="{SPBE}/naskah/1/2"' in page


def test_nothing_is_a_version_before_it_is_accepted(council: Council, staf: Visitor) -> None:
    before = everything(council)
    answer = read(staf, FIRST)
    assert answer.status_code == 303
    for _time in range(2):
        page = staf.get(answer.location).text
        assert "Terima sebagai versi 1" in page
        assert "RANCANGAN PERATURAN DAERAH KABUPATEN SERANG TENTANG PASAR RAKYAT" in page
    assert everything(council) == before
    with council.tracker.reading() as session:
        report = integrity.check(session, council.tracker.drafts)
    assert [one.is_harm for one in report.findings] == [False]


def test_the_same_form_sent_again_leads_to_the_same_version(council: Council, staf: Visitor) -> None:
    preview = read(staf, FIRST).location
    form = staf.form(preview) | {"source": "opd"}
    answers = [staf.client.post(preview, data=form) for _ in range(2)]
    assert [(one.status_code, one.location) for one in answers] == [(303, VERSION.format(1))] * 2
    assert len(versions(council)) == 1


def test_another_file_in_a_form_gone_back_to_is_another_version(council: Council, staf: Visitor) -> None:
    form = staf.form(UPLOAD)
    for number, data in ((1, FIRST), (2, SECOND)):
        preview = send_file(staf, UPLOAD, data, "naskah.docx", form).location
        assert staf.send(preview, source="opd").location == VERSION.format(number)


def test_a_preview_gone_back_to_leads_to_the_version_it_became(staf: Visitor) -> None:
    preview = read(staf, FIRST).location
    staf.send(preview, source="opd")
    again = staf.get(preview)
    assert (again.status_code, again.location) == (303, VERSION.format(1))
    assert "Berkas ini sudah menjadi versi 1." in staf.get(again.location).text


def test_the_same_bytes_again_lead_to_the_version_they_are(council: Council, staf: Visitor) -> None:
    upload(staf, FIRST)
    answer = read(staf, FIRST)
    assert answer.status_code == 422
    assert "sama persis dengan versi 1" in answer.text
    assert f'href="{VERSION.format(1)}"' in answer.text
    assert len(versions(council)) == 1


def test_bytes_that_became_a_version_meanwhile_lose_nothing_typed(council: Council, staf: Visitor) -> None:
    first, second = (read(staf, FIRST).location for _ in range(2))
    form = staf.form(second)
    staf.send(first, source="opd")
    answer = staf.client.post(second, data=form | {"source": "opd", "note": "lagi"})
    assert answer.status_code == 422
    assert "sama persis dengan versi 1" in answer.text
    assert ">lagi</textarea>" in answer.text.replace("\r\n", "").replace("\n", "")
    assert len(versions(council)) == 1


def test_a_version_accepted_meanwhile_is_told_and_the_form_can_be_sent_again(
    council: Council, staf: Visitor
) -> None:
    mine, theirs = read(staf, SECOND).location, read(council.visitor("admin"), FIRST).location
    form = staf.form(mine) | {"source": "pansus", "note": "Catatan saya"}
    assert council.visitor("admin").send(theirs, source="opd").location == VERSION.format(1)
    answer = staf.client.post(mine, data=form)
    assert answer.status_code == 409
    assert "Sementara itu versi 1 diterima." in answer.text
    assert "1 Pasal berubah, 0 baru, 0 dihapus." in answer.text
    assert "Catatan saya" in answer.text
    assert re.search(r'<option selected value="pansus">', answer.text)
    done = staf.send_again(answer, mine)
    assert (done.status_code, done.location) == (303, VERSION.format(2))


def test_a_preview_opens_for_its_person_and_its_raperda_alone(council: Council, staf: Visitor) -> None:
    preview = read(staf, FIRST).location
    other = council.visitor("admin")
    assert other.get(preview).status_code == 404
    assert other.client.post(preview, data=other.form(UPLOAD) | {"source": "opd"}).status_code == 404
    # The last letter of a signature holds four bits of it and two that mean nothing: A and B are the same.
    changed = preview[:-1] + ("A" if preview[-1] != "A" else "E")
    for address in (changed, f"{UPLOAD}/x", f"{UPLOAD}/{preview.rpartition('/')[2].partition('.')[0]}"):
        assert staf.get(address).status_code == 404
    assert versions(council) == []


def test_a_preview_closes_after_a_day_and_its_form_a_day_later(
    sqlite_tracker: Tracker, staf: Visitor, council: Council
) -> None:
    preview = read(staf, FIRST).location
    form = staf.form(preview) | {"source": "opd"}
    part, raperda_id = preview.rpartition("/")[2], 1
    with council.app.test_request_context():
        for hours, opens in ((23, True), (25, False)):
            at = sqlite_tracker.now() + timedelta(hours=hours)
            staff = Actor(council.ids["staf"], "staf", Role.SEKRETARIAT)
            found = kept_files.kept_file(part, raperda_id, staff, at, kept_files.OPEN_FOR)
            assert (found is not None) == opens
    assert kept_files.ANSWER_WITHIN > kept_files.OPEN_FOR
    assert staf.client.post(preview, data=form).status_code == 303


def test_a_refused_file_leaves_no_trace_and_gives_the_form_back(council: Council, staf: Visitor) -> None:
    answer = read(staf, b"{\\rtf1 halo}", name="naskah.rtf")
    assert answer.status_code == 422
    assert "Ini berkas Rich Text (.rtf)." in answer.text
    assert "Simpan Sebagai" in answer.text
    assert "Pilih berkasnya sekali lagi" in answer.text
    assert list(council.tracker.drafts.kept()) == []
    assert upload(staf, FIRST).status_code == 303


def test_a_form_without_source_comes_back_as_it_was_filled(council: Council, staf: Visitor) -> None:
    preview = read(staf, marked_draft()).location
    answer = staf.send(preview, note="Catatan saya", accepted="apa-adanya")
    assert answer.status_code == 422
    assert "Isi bagian ini." in answer.text
    assert "Catatan saya" in answer.text
    assert re.search(r'value="apa-adanya"[^>]* checked', answer.text)
    assert versions(council) == []


# Two readings


def struck(text: str) -> str:
    return f'<w:r><w:rPr><w:strike/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def marked_draft() -> bytes:
    """FIRST with "bupati" struck through, "kepala dinas" coloured behind it, and the second Pasal struck."""
    lines = ["RANCANGAN PERATURAN DAERAH KABUPATEN SERANG", "TENTANG", "PASAR RAKYAT", "MEMUTUSKAN:"]
    lines += ["BAB I", "KETENTUAN UMUM", "Pasal 1"]
    red = '<w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>kepala dinas.</w:t></w:r>'
    body = "".join(p(line) for line in lines) + p(
        "Pasar rakyat dikelola oleh ", runs=struck("bupati. ") + red
    )
    return docx(body + p(runs=struck("Pasal 2")) + p(runs=struck("Pedagang wajib menjaga kebersihan.")))


def test_the_preview_shows_both_readings_and_what_each_changes(staf: Visitor) -> None:
    upload(staf, FIRST)
    page = staf.get(read(staf, marked_draft()).location).text
    assert re.search(r'value="bersih"[^>]* checked', page)
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "membuat 3 paragraf dapat dibaca dengan dua cara" in words
    assert "Naskah bersih. 1 Pasal berubah, 0 baru, 1 dihapus." in words
    assert "Apa adanya. 1 Pasal berubah, 0 baru, 0 dihapus." in words
    assert "teks berwarna atau disorot diterima. 1 BAB, 1 Pasal." in words
    assert "juga yang dicoret. 1 BAB, 2 Pasal." in words
    assert "Teks yang dicoret dengan tangan. 3 kali" in words
    clean, standing = page.index('id="bersih-pasal-1"'), page.index('id="apa-adanya-pasal-1"')
    assert "Pedagang wajib" in page[clean:standing]
    assert "Pedagang wajib" not in page[standing:]
    assert 'href="#apa-adanya-pasal-1"' in page[standing - 1000 : standing]
    anchors = re.findall(r' id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert "Teks dengan huruf berwarna." in words


def test_a_draft_without_struck_text_has_nothing_to_choose(staf: Visitor) -> None:
    page = staf.get(read(staf, FIRST).location).text
    assert 'type="radio"' not in page
    assert "Dua bacaan" not in page


def test_comments_are_listed_with_their_authors(staf: Visitor) -> None:
    said = f'<w:comment w:id="1" w:author="Budi">{p("Lihat UU 23.")}</w:comment>'
    comments = f"<w:comments {NAMESPACES}>{said}</w:comments>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    related = f'<Relationship Id="c1" Type="{kind}" Target="comments.xml"/>'
    data = docx(p("Satu."), parts={"word/comments.xml": comments}, extra_relationships=related)
    for step in (read, upload):
        page = staf.get(step(staf, data).location).text
        assert "1 komentar" in page
        assert "Lihat UU 23." in page
        assert "Budi" in page


@pytest.mark.parametrize(
    ("choice", "summary", "reads"),
    [
        ("bersih", "1 Pasal berubah, 0 baru, 1 dihapus.", "Dibaca sebagai naskah bersih"),
        ("apa-adanya", "1 Pasal berubah, 0 baru, 0 dihapus.", "Dibaca apa adanya"),
    ],
)
def test_every_page_follows_the_reading_that_was_accepted(
    staf: Visitor, choice: str, summary: str, reads: str
) -> None:
    upload(staf, FIRST, is_public="y")
    page = upload(staf, marked_draft(), is_public="y", accepted=choice).location
    clean = choice == "bersih"
    assert reads in staf.get(page).text
    for address in (page, f"{SPBE}/naskah/1/2", "/raperda/spbe-2023/perbandingan/1/2"):
        assert summary in staf.get(address).text
    pasal = "/raperda/spbe-2023/naskah/2/pasal/pasal-1"
    for address in (f"{SPBE}/naskah/1/2", "/raperda/spbe-2023/perbandingan/1/2", f"{page}/baca", pasal):
        assert reads in staf.get(address).text
    for address in (
        f"{page}/baca",
        "/raperda/spbe-2023/naskah/2/baca",
        f"{page}/akn.xml",
        "/raperda/spbe-2023/naskah/2/akn.xml",
    ):
        assert ("Pedagang wajib" in fetch(staf, address).text) != clean
    assert staf.get(f"{page}/pasal/pasal-2").status_code == (404 if clean else 200)
    assert ("2 Pasal" in staf.get("/raperda/spbe-2023").text.partition("Versi 1")[0]) != clean


@pytest.mark.parametrize(
    ("choice", "reads"), [("bersih", "dibaca sebagai naskah bersih"), ("apa-adanya", "dibaca apa adanya")]
)
def test_a_matriks_names_the_reading_of_a_draft_with_struck_text(
    staf: Visitor, choice: str, reads: str
) -> None:
    upload(staf, FIRST)
    upload(staf, marked_draft(), accepted=choice)
    made = Document(io.BytesIO(fetch(staf, f"{SPBE}/naskah/1/2/matriks.docx").data))
    old, new = made.paragraphs[2].text.splitlines()
    assert reads in new
    assert "dibaca" not in old


@pytest.mark.parametrize(("choice", "old_words"), [("bersih", []), ("apa-adanya", ["bupati."])])
def test_a_redline_holds_the_reading_that_was_accepted(
    staf: Visitor, choice: str, old_words: list[str]
) -> None:
    upload(staf, marked_draft(), accepted=choice)
    upload(staf, SECOND)
    redline = fetch(staf, f"{SPBE}/naskah/1/2/redline.docx").data
    (before,) = (line for line in rejected(redline) if line[1].startswith("Pasar rakyat"))
    assert before[1].split() == ["Pasar", "rakyat", "dikelola", "oleh", *old_words, "kepala", "dinas."]
    assert accepted(redline) == accepted(SECOND)


def test_the_clean_version_can_be_had_where_it_was_accepted(staf: Visitor) -> None:
    page = upload(staf, marked_draft(), accepted="bersih").location
    public = "/raperda/spbe-2023/naskah/1"
    assert f'href="{page}/bersih.docx"' in staf.get(page).text
    assert staf.get(f"{public}/bersih.docx").status_code == 404
    staf.press(page, f"{page}/keterbukaan")
    assert f'href="{public}/bersih.docx"' in staf.get(f"{public}/baca").text
    answer = fetch(staf, f"{public}/bersih.docx")
    assert answer.data == fetch(staf, f"{page}/bersih.docx").data == clean_copy(marked_draft())
    assert "spbe-2023-versi-1-bersih.docx" in answer.headers["Content-Disposition"]
    assert "Set-Cookie" not in answer.headers


def test_a_version_accepted_as_it_stands_has_no_other_clean_one(staf: Visitor) -> None:
    page = upload(staf, marked_draft(), is_public="y", accepted="apa-adanya").location
    for address in (page, "/raperda/spbe-2023/naskah/1"):
        assert staf.get(f"{address}/bersih.docx").status_code == 404
    for address in (page, f"{page}/baca", "/raperda/spbe-2023/naskah/1/baca"):
        assert "bersih.docx" not in staf.get(address).text


def test_a_reading_that_does_not_exist_is_not_accepted(council: Council, staf: Visitor) -> None:
    answer = upload(staf, marked_draft(), accepted="kotor")
    assert answer.status_code == 422
    assert versions(council) == []


# Files that are refused


def test_a_form_without_file_comes_back(staf: Visitor) -> None:
    answer = staf.send(UPLOAD)
    assert answer.status_code == 422
    assert "Pilih berkas naskahnya." in answer.text


def test_a_file_over_the_limit_is_refused_with_the_limit(council: Council, staf: Visitor) -> None:
    limit = council.tracker.settings.max_upload_bytes
    answer = read(staf, b"\0" * (limit + 1))
    assert answer.status_code == 422
    assert "batasnya 25 MB" in answer.text
    assert read(staf, b"\0" * (3 * limit + 1024)).status_code == 413


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
    def said(folder: str, pattern: str) -> set[str]:
        return {
            slug for path in (ROOT / folder).glob("*.py") for slug in re.findall(pattern, path.read_text())
        }

    noted = said("tracker/adapters/word", r'\.note\(\s*"([a-z-]+)"')
    listed = said("tracker/domain/drafts", r'Problem\("([a-z-]+)"')
    mapped = {"equation", "imported-part", "footnote", "endnote"}
    marks = {f"{kind}-text" for kind in ("struck", "highlighted", "coloured")}
    tracked = {"tracked-insertion", "tracked-move"}
    assert noted | listed | mapped | marks | tracked == set(readings.PROBLEMS)


def test_every_source_can_be_chosen(staf: Visitor) -> None:
    page = staf.get(read(staf, FIRST).location).text
    assert {slug for slug in SOURCES if f'value="{slug}"' in page} == set(SOURCES)


# Who may


@pytest.mark.parametrize("name", ["ketua", "lain", "pimpinan"])
def test_only_the_secretariat_uploads(council: Council, name: str) -> None:
    visitor = council.visitor(name)
    assert visitor.get(UPLOAD).status_code == 403
    assert read(visitor, FIRST, again="/akun/sandi").status_code == 403
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
    for address in (UPLOAD, f"{UPLOAD}/x", VERSION.format(1), f"{VERSION.format(1)}/berkas"):
        answer = stranger.get(address)
        assert (answer.status_code, answer.location.split("?")[0]) == (303, "/masuk")


def test_no_page_uses_an_id_twice(staf: Visitor) -> None:
    for data in (FIRST, SECOND, draft("Lain.")):
        upload(staf, data)
    preview = read(staf, marked_draft()).location
    for address in (UPLOAD, preview, VERSION.format(1), f"{SPBE}/naskah/1/2", f"{SPBE}/dokumen/unggah"):
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
