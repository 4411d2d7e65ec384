"""The public pages: nothing internal leaks on any address, no cookie, fresh when something changes, light."""

import gzip
import io
from datetime import timedelta

import pytest
from docx import Document
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.web.council import SPBE, TODAY, Council
from tracker.bootstrap import Tracker
from tracker.domain.local_time import WIB
from tracker.services import calendars, drafts, meetings, papers, raperda, recesses
from tracker.services.raperda import Description
from tracker.services.records import PDF
from tracker.storage.models import DraftVersion, Paper

SECRET = "RAHASIA"
BUDGET_BYTES = 14_600
COPIES = ("baca", "akn.xml", "pasal/pasal-1")
PAIRED = ("", "/redline.docx", "/matriks.docx")


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    return Council(sqlite_tracker)


@pytest.fixture
def public(council: Council) -> FlaskClient:
    """A council where every internal field says RAHASIA, read by a stranger."""
    tracker, admin, now = council.tracker, council.admin, council.tracker.now()
    with tracker.transaction() as session:
        for visible in (False, True):
            raperda.create(
                session,
                admin,
                Description(
                    title="Terbuka" if visible else f"Tertutup {SECRET}",
                    short_name="Terbuka" if visible else f"{SECRET}",
                    summary="",
                    year=2023,
                    propemperda_number="",
                    initiator="bupati",
                    leading_opd="",
                    kind="biasa",
                    pansus_id=council.pansus_id,
                    is_public=visible,
                ),
                done_through=None,
                now=now,
                today=TODAY,
            )
        for slug in ("spbe-2023", f"{SECRET.lower()}-2023"):
            raperda.write_note(session, admin, slug, f"Catatan {SECRET}", now=now)
            _meeting(session, council, slug, is_public=False, text=SECRET)
            _paper(session, council, slug, f"{SECRET}.pdf", is_public=False)
            _draft(session, council, slug, SECRET, is_public=False)
        _draft(session, council, "spbe-2023", "Naskah satu", is_public=True)
        _draft(session, council, "spbe-2023", "Naskah dua", is_public=True)
        _draft(session, council, "spbe-2023", f"Ditarik {SECRET}", is_public=True)
        drafts.withdraw(session, admin, "spbe-2023", 4, f"Sebab {SECRET}", now=now)
        _paper(session, council, "spbe-2023", "undangan.pdf", is_public=True)
        _paper(session, council, "spbe-2023", f"{SECRET}-ditarik.pdf", is_public=True)
        papers.withdraw(session, admin, "spbe-2023", 4, SECRET, now=now)
        _meeting(session, council, "spbe-2023", is_public=True, text="Rapat terbuka")
    return council.app.test_client()


def _draft(session: object, council: Council, slug: str, text: str, *, is_public: bool) -> None:
    document = Document()
    for line in ("RANCANGAN PERATURAN DAERAH", f"TENTANG {text}", "Pasal 1", f"Isi {text} {slug}."):
        document.add_paragraph(line)
    kept = io.BytesIO()
    document.save(kept)
    data = kept.getvalue()
    upload = drafts.Upload(
        stage="rapat-pansus",
        source="opd",
        note="" if is_public else SECRET,
        is_public=is_public,
        filename="naskah.docx" if is_public else f"{SECRET}.docx",
        size=len(data),
        sha256=council.tracker.drafts.put(data),
        reading=drafts.read(data, max_bytes=10_000_000),
    )
    drafts.upload(session, council.admin, slug, upload, now=council.tracker.now())  # type: ignore[arg-type]


def _paper(session: object, council: Council, slug: str, name: str, *, is_public: bool) -> None:
    data = f"%PDF-1.4 {name} {slug} %%EOF".encode()
    sha256 = council.tracker.drafts.put(data)
    paper = papers.Attachment("rapat-pansus", None, "surat", name, is_public, name, len(data), sha256, PDF)
    papers.attach(session, council.admin, slug, paper, now=council.tracker.now())  # type: ignore[arg-type]


def _meeting(session: object, council: Council, slug: str, *, is_public: bool, text: str) -> None:
    starts_at = (council.tracker.now() + timedelta(days=2)).astimezone(WIB)
    details = meetings.MeetingDetails(
        stage="rapat-pansus",
        kind="rapat-kerja",
        starts_at=starts_at,
        ends_at=None,
        place=text,
        link="",
        agenda=text,
        invitees=text,
        status="dijadwalkan",
        outcome="",
        is_public=is_public,
    )
    meetings.schedule(session, council.admin, slug, details, now=council.tracker.now())  # type: ignore[arg-type]


def addresses(council: Council) -> list[str]:
    """Every public address to think of: each slug, each number of a draft and a paper, both languages."""
    with council.tracker.reading() as session:
        versions = range(1, 2 + max(session.scalars(select(DraftVersion.number))))
        papers_ = range(1, 2 + max(session.scalars(select(Paper.id))))
    found = ["/", f"/?q={SECRET}", "/?q=naskah", "/tentang", "/healthz", "/masuk", "/tidak-ada"]
    for slug in ("spbe-2023", "terbuka-2023", f"{SECRET.lower()}-2023", "lain-2023"):
        base = f"/raperda/{slug}"
        found += [base, *(f"{base}/naskah/{number}" for number in versions)]
        found += [f"{base}/naskah/{number}/{copy}" for number in versions for copy in COPIES]
        pairs = [(old, new) for old in versions for new in versions]
        found += [f"{base}/perbandingan/{old}/{new}{end}" for old, new in pairs for end in PAIRED]
        found += [f"{base}/dokumen/{number}" for number in papers_]
    return found + [f"/en{path}" for path in found if not path.startswith(("/healthz", "/masuk"))]


def test_nothing_internal_leaks_on_any_address(council: Council, public: FlaskClient) -> None:
    leaks, opened = [], 0
    for path in addresses(council):
        answer = public.get(path)
        body = answer.data + str(answer.headers).encode()
        opened += answer.status_code == 200
        answer.close()
        # What was typed into the search box comes back in it, and a path that does not exist is not shown.
        told = body.replace(f'value="{SECRET}"'.encode(), b"").replace(f"?q={SECRET}".encode(), b"")
        told = told.replace(f"q={SECRET}".encode(), b"")
        people = [name.encode() for name in ("staf@example", "ketua@example", "admin@example")]
        if SECRET.encode() in told or any(one in told for one in people):
            leaks.append((path, answer.status_code))
    assert leaks == []
    assert opened >= 20


def test_a_raperda_that_is_not_public_does_not_exist_for_the_public(public: FlaskClient) -> None:
    base = f"/raperda/{SECRET.lower()}-2023"
    for path in (base, f"{base}/naskah/1", f"{base}/dokumen/2", f"{base}/perbandingan/1/1", f"/en{base}"):
        assert public.get(path).status_code == 404


def test_public_pages_know_no_cookie(council: Council, public: FlaskClient) -> None:
    for path in ("/", "/raperda/spbe-2023", "/raperda/spbe-2023/perbandingan/2/3", "/tentang", "/en/"):
        answer = public.get(path)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
    worker = council.visitor("admin")
    assert worker.get("/raperda/spbe-2023").data == public.get("/raperda/spbe-2023").data


def test_public_pages_have_no_script_and_no_style_of_their_own(public: FlaskClient) -> None:
    for path in ("/", "/raperda/spbe-2023", "/raperda/spbe-2023/perbandingan/2/3", "/tentang"):
        text = public.get(path).text
        for forbidden in ("<script", "<style", " style=", "javascript:", " onclick="):
            assert forbidden not in text


def test_an_unchanged_page_costs_a_304_and_a_changed_one_comes_back(
    council: Council, public: FlaskClient
) -> None:
    for path in ("/", "/raperda/spbe-2023"):
        first = public.get(path)
        assert public.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    council.move(("rapat-pansus", "mulai"))
    for path in ("/", "/raperda/spbe-2023"):
        again = public.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 200
        assert "Rapat Pansus" in again.text


def test_a_page_with_a_full_history_fits_the_first_flight(council: Council, public: FlaskClient) -> None:
    stages = ("rapat-pansus", "rapat-komprehensif", "kunjungan-kerja", "pra-finalisasi", "finalisasi")
    council.move(*((stage, move) for stage in stages for move in ("mulai", "selesaikan")))
    page = public.get("/raperda/spbe-2023", headers={"Accept-Encoding": "gzip"})
    sheet = next(part for part in gzip.decompress(page.data).decode().split('"') if part.startswith("/aset/"))
    style = public.get(sheet, headers={"Accept-Encoding": "gzip"})
    sent = sum(len(answer.data) + len(str(answer.headers)) for answer in (page, style))
    assert sent < BUDGET_BYTES


def test_a_file_is_only_ever_an_attachment(council: Council, public: FlaskClient) -> None:
    for path in ("/raperda/spbe-2023/naskah/2", "/raperda/spbe-2023/dokumen/3"):
        answer = public.get(path)
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        answer.close()


@pytest.mark.parametrize(
    "path", ["/raperda/%00", "/?q=%00", "/?hal=99999999999999", "/?tahun=99999999999", "/?tahap=x"]
)
def test_an_odd_address_is_answered_calmly(public: FlaskClient, path: str) -> None:
    assert public.get(path).status_code in (200, 404)


def test_the_workspace_is_not_the_public_page(council: Council, public: FlaskClient) -> None:
    assert public.get(SPBE).status_code == 303


def test_a_changed_recess_or_day_off_is_seen_at_once_in_a_calendar_that_a_browser_had_kept(
    council: Council,
) -> None:
    client = council.app.test_client()

    def kept() -> str:
        return client.get("/kalender").headers["ETag"]

    before = kept()
    assert client.get("/kalender", headers={"If-None-Match": before}).status_code == 304
    with council.tracker.transaction() as session:
        recess = recesses.Recess("Reses I", TODAY, TODAY)
        line = recesses.add(session, council.admin, recess, now=council.tracker.now())
    answer = client.get("/kalender", headers={"If-None-Match": before})
    assert (answer.status_code, "Reses I" in answer.text) == (200, True)
    between = kept()
    with council.tracker.transaction() as session:
        recesses.remove(session, council.admin, line.id, now=council.tracker.now())
    assert kept() not in (before, between)
    last = kept()
    with council.tracker.transaction() as session:
        day = calendars.AddHoliday(TODAY, "Hari Jadi", "lokal", "", "tetap")
        calendars.add(session, council.admin, day, now=council.tracker.now())
    assert "Hari Jadi" in client.get("/kalender", headers={"If-None-Match": last}).text
