"""Every page, on phone and desk: axe finds nothing, nothing scrolls sideways, the public page is light."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, LiveServer, Visit
from tests.browser.test_journeys import ADMIN, SECRETARIAT, log_in, read
from tests.web.test_drafts import marked_draft

PUBLIC = (
    "/",
    "/?q=pasar",
    "/?q=tidak-ada",
    "/tentang",
    "/statistik",
    "/kuorum",
    "/kuorum?jenis=perda&kursi=50&hadir=34&setuju=20",
    "/kuorum?hadir=99",
    "/raperda/spbe-2023",
    "/raperda/penyandang-disabilitas-{year}",
    "/raperda/spbe-2023/perbandingan/2/3",
    "/raperda/spbe-2023/perbandingan/2/3?lihat=semua",
    "/raperda/spbe-2023/naskah/3/pasal/pasal-27",
    "/raperda/spbe-2023/naskah/3/baca",
    "/kalender",
    "/kalender?bulan=2023-06",
    "/en/kalender",
    "/en/",
    "/en/kuorum?hadir=34",
    "/en/raperda/spbe-2023",
    "/en/statistik",
    "/masuk",
    "/tidak-ada",
)
WORK = (
    "/kerja",
    "/kerja/raperda",
    "/kerja/raperda/baru",
    "/kerja/raperda/pasar-rakyat-{year}",
    "/kerja/raperda/kearsipan-{year}",
    "/kerja/raperda/pasar-rakyat-{year}/ubah",
    "/kerja/raperda/pasar-rakyat-{year}/nomor",
    "/kerja/raperda/pasar-rakyat-{year}/jadwal",
    "/kerja/raperda/lahan-pangan-{year}/rencana",
    "/kerja/raperda/pasar-rakyat-{year}/tahap/rapat-pansus/selesaikan",
    "/kerja/raperda/pasar-rakyat-{year}/tahap/rapat-pansus/koreksi",
    "/kerja/raperda/air-limbah-{year}/tahap/harmonisasi-provinsi/kembalikan",
    "/kerja/raperda/ketertiban-umum-{year}/tahap/rapat-paripurna/selesaikan",
    "/kerja/raperda/pasar-rakyat-{year}/rapat/baru",
    "/kerja/raperda/pasar-rakyat-{year}/naskah/unggah",
    "/kerja/raperda/pasar-rakyat-{year}/naskah/2",
    "/kerja/raperda/pasar-rakyat-{year}/naskah/1/3",
    "/kerja/raperda/pasar-rakyat-{year}/naskah/3/pasal/pasal-1",
    "/kerja/raperda/pasar-rakyat-{year}/naskah/3/baca",
    "/kerja/raperda/pasar-rakyat-{year}/dokumen/unggah",
    "/kerja/kalender",
    "/kerja/kalender?bulan=2023-06",
    "/kerja/tenggat",
    "/kerja/tenggat?jenis=hukum&saya=1",
    "/kerja/pansus/1/jadwal",
    "/kerja/akun/kalender",
    "/kerja/raperda/pasar-rakyat-{year}/pesan",
    "/akun/sandi",
    "/pemberitahuan",
    "/pengingat",
)
ADMINISTRATION = (
    "/admin",
    "/admin/akun",
    "/admin/akun/baru",
    "/admin/pansus",
    "/admin/pansus/1",
    "/admin/kalender",
    "/admin/kalender/segarkan",
    "/admin/kalender/skb?tahun=2027",
    "/admin/kalender/cuti-bersama?bekerja=ya",
    "/admin/reses",
    "/admin/tenggat",
    "/admin/tenggat/baru",
    "/admin/tenggat/12",
    "/admin/tenggat/perubahan",
    "/admin/tahap",
    "/admin/pengingat",
    "/admin/pengingat/aturan",
    "/admin/pengingat/aturan/baru",
    "/admin/pengingat/saluran",
)
BUDGET_BYTES = 14_600
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

Violations = Callable[..., list[str]]


def faults(page: Page, server: LiveServer, paths: tuple[str, ...], violations: Violations) -> list[str]:
    """Visit each page once and look four times: on a phone and on a desk, in light and in the dark."""
    found = []
    for template in paths:
        path = template.format(year=server.tracker.today().year)
        answer = page.goto(path)
        if answer is None or (answer.status != 200 and path != "/tidak-ada"):
            found.append(f"{path}: status {answer and answer.status}")
        for width, height in (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme="light")
            found += [f"{path} at {width}: {each}" for each in violations(page)]
            page.emulate_media(color_scheme="dark")
            found += [f"{path} at {width}, dark: {each}" for each in violations(page, "color-contrast")]
            wide = page.evaluate(SIDEWAYS)
            if wide > 0:
                found.append(f"{path} at {width}: scrolls {wide} px sideways")
        heading, title = page.locator("h1").all_inner_texts(), page.title()
        if len(heading) != 1 or not " ".join(title.split()).startswith(" ".join(heading[0].split())[:30]):
            found.append(f"{path}: one h1, and the title begins with it: {heading} {title!r}")
    return found


class TestEveryPage:
    def test_of_the_public(self, page: Page, server: LiveServer, violations: Violations) -> None:
        assert faults(page, server, PUBLIC, violations) == []

    def test_of_those_who_work_here(self, page: Page, server: LiveServer, violations: Violations) -> None:
        log_in(page, server, SECRETARIAT)
        assert faults(page, server, WORK, violations) == []

    def test_of_a_draft_that_is_no_version_yet(
        self, page: Page, server: LiveServer, violations: Violations, tmp_path: Path
    ) -> None:
        log_in(page, server, SECRETARIAT)
        file = tmp_path / "RANCANGAN_PERATURAN_DAERAH_TENTANG_PASAR_RAKYAT_FINAL.docx"
        file.write_bytes(marked_draft())
        read(page, f"pasar-rakyat-{server.tracker.today().year}", file)
        assert page.locator("input[type=radio]").count() == 2
        assert faults(page, server, (urlsplit(page.url).path,), violations) == []

    def test_of_the_administrator(self, page: Page, server: LiveServer, violations: Violations) -> None:
        log_in(page, server, ADMIN)
        assert faults(page, server, ADMINISTRATION, violations) == []


@pytest.mark.parametrize("path", ["/", "/raperda/spbe-2023", "/raperda/penyandang-disabilitas-{year}"])
def test_a_public_page_is_two_requests_and_fits_the_first_flight(
    visit: Visit, server: LiveServer, path: str
) -> None:
    page = visit("/tentang")
    page.context.clear_cookies()
    sizes: list[int] = []
    tools = page.context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    tools.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(path.format(year=server.tracker.today().year), wait_until="networkidle")
    # The favicon is a data: URI, which Chromium counts as a request of 0 bytes.
    sent = [size for size in sizes if size]
    assert len(sent) <= 2
    assert sum(sent) < BUDGET_BYTES
    assert page.context.cookies() == []


def test_the_schedule_of_each_pansus_prints_on_one_sheet(visit: Visit, server: LiveServer) -> None:
    page = visit("/", DESK)
    log_in(page, server, SECRETARIAT)
    for pansus in (1, 2, 3):
        page.goto(f"/kerja/pansus/{pansus}/jadwal")
        for width, height in (("210mm", "297mm"), ("215mm", "330mm")):
            printed = page.pdf(width=width, height=height, landscape=True)
            assert re.findall(rb"/Count (\d+)", printed) == [b"1"], (pansus, width)


def test_everything_works_without_javascript(visit: Visit, server: LiveServer) -> None:
    page = visit("/", PHONE, java_script_enabled=False)
    log_in(page, server, SECRETARIAT)
    page.goto("/kerja/raperda")
    page.locator(".rows").get_by_role("link", name="Sampah").click()
    assert page.locator("h1").inner_text().startswith("Raperda tentang Pengelolaan Sampah")


def test_the_button_that_copies_is_there_where_it_can_copy(visit: Visit, server: LiveServer) -> None:
    for enabled in (True, False):
        page = visit("/", PHONE, java_script_enabled=enabled)
        log_in(page, server, SECRETARIAT)
        page.goto("/kerja/raperda/spbe-2023/pesan")
        assert page.get_by_role("button", name="Salin teks").is_visible() == enabled
        assert page.get_by_role("link", name="Buka di WhatsApp").is_visible()


def test_the_keyboard_reaches_the_content_first(visit: Visit) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#isi"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "isi"
