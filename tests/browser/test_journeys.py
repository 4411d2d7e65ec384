"""The three kinds of people, in a real browser: what each came for, from beginning to end."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, LiveServer, Visit
from tests.web.test_drafts import marked_draft
from tracker.settings import ROOT

SAMPLES = ROOT / "drafts" / "samples"
REAL_PAIR = ROOT.parent / "shared" / "samples" / "pairs" / "10-ksb-pupuk-pestisida"
SECRETARIAT, CHAIR, ADMIN = "sekretariat@dprd.example", "ketua1@dprd.example", "admin@dprd.example"

Shot = Callable[[Page, str], None]


def log_in(page: Page, server: LiveServer, email: str) -> None:
    page.goto("/masuk")
    page.get_by_label("Alamat email").fill(email)
    page.get_by_label("Kata sandi").fill(server.passwords[email])
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url("**/kerja")


def enter_raperda(page: Page, name: str) -> str:
    page.goto("/kerja/raperda/baru")
    page.get_by_label("Judul lengkap").fill(f"Raperda tentang {name}")
    page.get_by_label("Nama pendek").fill(name)
    page.get_by_label("Pansus").select_option(label="Pansus I")
    page.get_by_label("Tampilkan untuk umum").check()
    page.get_by_label("Sudah selesai sampai tahap").select_option("pembentukan-pansus")
    page.get_by_role("button", name="Catat Raperda").click()
    page.wait_for_url("**/kerja/raperda/*-20*")
    return page.url.rsplit("/", 1)[-1]


def read(page: Page, slug: str, file: Path) -> None:
    page.goto(f"/kerja/raperda/{slug}/naskah/unggah")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Baca naskah").click()
    page.wait_for_url("**/naskah/unggah/*")


def upload(page: Page, slug: str, file: Path, *, public: bool) -> None:
    read(page, slug, file)
    page.get_by_label("Dari siapa").select_option("pansus")
    if public:
        page.get_by_label("Langsung buka untuk umum").check()
    page.locator("main form button.button").click()
    page.wait_for_url(re.compile(r"/naskah/\d+$"))


@pytest.mark.parametrize("width", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("source", ["ours", "real"])
def test_from_a_new_raperda_to_what_the_public_sees(
    visit: Visit, server: LiveServer, shot: Shot, width: tuple[int, int], source: str
) -> None:
    if source == "real" and not REAL_PAIR.exists():
        pytest.skip("the folder of real samples is not here")
    pair = {
        "ours": (SAMPLES / "spbe-v1.docx", SAMPLES / "spbe-v2.docx"),
        "real": (REAL_PAIR / "v1-draf.docx", REAL_PAIR / "v2-tanggapan.docx"),
    }[source]
    staff = visit("/", width)
    log_in(staff, server, SECRETARIAT)
    slug = enter_raperda(staff, f"Uji {source} {width[0]}")
    for file in pair:
        upload(staff, slug, file, public=True)
    shot(staff, "read")
    staff.get_by_role("link", name="Lihat perubahannya").click()
    expect(staff.locator("article.law ins:visible").first).to_be_visible()
    expect(staff.locator("article.law del:visible").first).to_be_visible()
    shot(staff, "changed")

    member = visit("/", PHONE, has_touch=True, is_mobile=True)
    log_in(member, server, CHAIR)
    for _move in ("Mulai", "Selesaikan"):
        member.goto(f"/kerja/raperda/{slug}")
        member.locator(".actions .button").first.tap()
        shot(member, f"before-{_move}")
        member.locator("main form button.button").first.tap()
        member.wait_for_url(f"**/kerja/raperda/{slug}*")
    shot(member, "done")

    citizen = visit(f"/raperda/{slug}", width)
    history = citizen.locator(".history")
    expect(history).to_contain_text("Rapat Pansus dimulai")
    expect(history).to_contain_text("Rapat Pansus selesai")
    shot(citizen, "public")
    citizen.get_by_role("link", name="Apa yang berubah").first.click()
    expect(citizen.locator("article.law ins:visible").first).to_be_visible()


def test_two_people_on_one_page_and_nothing_typed_is_lost(visit: Visit, server: LiveServer) -> None:
    first, second = visit("/"), visit("/")
    log_in(first, server, SECRETARIAT)
    log_in(second, server, CHAIR)
    slug = enter_raperda(first, "Uji serentak")
    for page in (first, second):
        page.goto(f"/kerja/raperda/{slug}/tahap/rapat-pansus/mulai")
    first.locator("main form button.button").first.click()
    first.wait_for_url(f"**/kerja/raperda/{slug}*")
    second.locator("textarea[name=reason]").fill("Sudah disepakati tadi pagi")
    with second.expect_response(lambda response: response.request.method == "POST") as answer:
        second.locator("main form button.button").first.click()
    assert answer.value.status == 409
    expect(second.locator("main")).to_contain_text("Sudah disepakati tadi pagi")


def test_a_locked_file_is_refused_in_plain_words(visit: Visit, server: LiveServer, tmp_path: Path) -> None:
    old = tmp_path / "naskah.docx"
    old.write_bytes(b"{\\rtf1 Naskah}")
    page = visit("/")
    log_in(page, server, SECRETARIAT)
    slug = enter_raperda(page, "Uji berkas")
    page.goto(f"/kerja/raperda/{slug}/naskah/unggah")
    page.locator("input[type=file]").set_input_files(old)
    page.locator("main form button.button").click()
    expect(page.get_by_role("alert")).to_contain_text(".docx")
    expect(page.locator("input[type=file]")).to_be_visible()


def test_a_draft_is_looked_at_then_accepted_in_the_reading_that_was_chosen(
    visit: Visit, server: LiveServer, shot: Shot, tmp_path: Path
) -> None:
    page = visit("/", PHONE, java_script_enabled=False)
    log_in(page, server, SECRETARIAT)
    slug = enter_raperda(page, "Uji dua bacaan")
    upload(page, slug, SAMPLES / "spbe-v1.docx", public=False)
    file = tmp_path / "naskah.docx"
    file.write_bytes(marked_draft())
    read(page, slug, file)
    preview = page.url
    shot(page, "preview")
    expect(page.get_by_role("radio", name="Naskah bersih")).to_be_checked()
    page.get_by_role("radio", name="Apa adanya").check()
    page.locator("textarea[name=note]").fill("Catatan yang tidak boleh hilang")
    page.get_by_role("button", name="Terima sebagai versi 2").click()
    expect(page.get_by_role("alert")).to_contain_text("Dari siapa")
    expect(page.get_by_role("radio", name="Apa adanya")).to_be_checked()
    expect(page.locator("textarea[name=note]")).to_have_value("Catatan yang tidak boleh hilang")
    page.get_by_label("Dari siapa").select_option("opd")
    page.get_by_role("button", name="Terima sebagai versi 2").click()
    expect(page.get_by_role("status")).to_contain_text("Naskah sudah diterima")
    expect(page.locator("main")).to_contain_text("Dibaca apa adanya")
    version = page.url
    page.goto(preview)
    expect(page).to_have_url(version)


def test_keys_go_from_change_to_change_inside_the_comparison(visit: Visit, server: LiveServer) -> None:
    page = visit("/")
    log_in(page, server, SECRETARIAT)
    page.goto("/kerja/raperda/spbe-2023/naskah/2/3")
    focused = "document.activeElement.id"
    page.keyboard.press("j")
    assert page.evaluate(focused) == ""
    page.get_by_role("link", name="Langsung ke perubahan pertama").press("Enter")
    first = page.evaluate(focused)
    page.keyboard.press("j")
    second = page.evaluate(focused)
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate(focused) == second
    page.keyboard.press("k")
    assert page.evaluate(focused) == first != second
    assert page.url.endswith(f"#{first}")
    following = page.locator(f"[id='{first}'] a[rel=next]")
    assert following.get_attribute("href") == f"#{second}"


def test_the_language_switch_reaches_every_page(visit: Visit, server: LiveServer) -> None:
    page = visit("/")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator(".rows a").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    log_in(page, server, CHAIR)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Bahasa Indonesia").click()
    expect(page.locator("html")).to_have_attribute("lang", "id")
