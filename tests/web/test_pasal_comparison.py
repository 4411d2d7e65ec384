"""Comparisons by Pasal on the pages: a sentence, a map, both texts, and one Pasal through all versions."""

import re

import pytest

from tests.adapters.docx_building import docx, p
from tests.web.council import SPBE, Council, Visitor
from tests.web.sending import accept_draft, send_file
from tracker.bootstrap import Tracker

MARKET = "Pasar rakyat dikelola oleh bupati dengan dibantu kepala dinas yang membidangi perdagangan."
TRADERS = "Pedagang wajib menjaga kebersihan lapak dan membuang sampah pada tempat yang disediakan."
FIRE = "Pengelola menyediakan alat pemadam kebakaran dan jalur penyelamatan pada setiap bangunan."
PUBLIC = "/raperda/spbe-2023"


def draft(*texts: str, properties: str = "") -> bytes:
    lines = ["RANCANGAN PERATURAN DAERAH KABUPATEN SERANG", "TENTANG", "PASAR RAKYAT", "MEMUTUSKAN:"]
    lines += ["BAB I", "KETENTUAN UMUM"]
    for number, text in enumerate(texts, start=1):
        lines += [f"Pasal {number}", text]
    return docx("".join(p(line, properties=properties) for line in lines))


VERSIONS = (
    draft(MARKET, TRADERS),
    draft(FIRE, MARKET, TRADERS),
    draft(FIRE, MARKET, TRADERS.replace("wajib", "harus")),
)


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    return Council(sqlite_tracker)


@pytest.fixture
def staf(council: Council) -> Visitor:
    return council.visitor("staf")


def upload(visitor: Visitor, data: bytes, **typed: str) -> None:
    address = f"{SPBE}/naskah/unggah"
    assert accept_draft(visitor, address, data, "naskah.docx", **typed).status_code == 303


@pytest.fixture
def versions(staf: Visitor) -> None:
    for data in VERSIONS:
        upload(staf, data, is_public="y")


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.usefixtures("versions")
def test_a_pasal_that_only_shifted_is_told_apart_from_a_new_one(staf: Visitor) -> None:
    page = staf.get(f"{SPBE}/naskah/1/2").text
    assert "0 Pasal berubah, 1 baru, 0 dihapus, 2 hanya bergeser nomor." in page
    assert "Pasal 3 hanya bergeser nomor semula Pasal 2" in words(page)


def test_an_ayat_that_moved_is_called_as_the_law_cites_it(staf: Visitor) -> None:
    for first, second in ((MARKET, TRADERS), (TRADERS, MARKET)):
        lines = ["BAB I", "UMUM", "Pasal 1", f"(1) {first}", f"(2) {FIRE}", f"(3) {second}"]
        upload(staf, docx("".join(p(line) for line in lines)))
    page = words(staf.get(f"{SPBE}/naskah/1/2").text)
    assert "pindah, semula ayat (3)" in page


@pytest.mark.usefixtures("versions")
def test_the_map_leads_to_every_pasal(staf: Visitor) -> None:
    page = staf.get(f"{SPBE}/naskah/2/3").text
    assert re.search(r'<a class="changed" href="#pasal-3">', page)
    assert re.search(r'<a class="same" href="[^"#]+\?lihat=semua#pasal-1">', page)
    assert FIRE not in page
    everything = staf.get(f"{SPBE}/naskah/2/3?lihat=semua").text
    assert FIRE in everything
    anchors = re.findall(r'<a class="\w+" href="#([^"]+)"', everything)
    assert set(anchors) <= set(re.findall(r'\bid="([^"]+)"', everything))


@pytest.mark.usefixtures("versions")
def test_the_name_of_a_pasal_stands_once(staf: Visitor) -> None:
    for address in ("1/2?lihat=semua", "2/3?lihat=semua", "1/3"):
        page = words(staf.get(f"{SPBE}/naskah/{address}").text.partition('<article class="law')[2])
        assert re.search(r"Pasal 1 baru Pengelola|Pasal 1 Pengelola", page)
        assert not re.search(r"Pasal (\d)( baru)? Pasal \1\b", page)
    assert "Pasal 1 Pengelola menyediakan" in words(staf.get(f"{SPBE}/naskah/3/pasal/pasal-1").text)


def test_a_pasal_keeps_what_stands_in_the_line_of_its_name(staf: Visitor) -> None:
    for word in ("wajib", "harus"):
        lines = [f"Pasal 1 Pedagang {word}:", "a. menjaga kebersihan; dan", "b. membuang sampah."]
        upload(staf, docx("".join(p(line) for line in ["BAB I", "UMUM", *lines])))
    page = staf.get(f"{SPBE}/naskah/1/2").text
    assert "Pedagang <del>wajib</del><ins>harus</ins>:" in page


def test_the_map_keeps_each_bab_with_its_pasal(staf: Visitor) -> None:
    for word in ("wajib", "harus"):
        lines = [MARKET, "BAB II", "PEDAGANG", "Pasal 2", TRADERS.replace("wajib", word)]
        upload(staf, docx("".join(p(line) for line in ["BAB I", "UMUM", "Pasal 1", *lines])))
    page = staf.get(f"{SPBE}/naskah/1/2").text
    groups = re.findall(r"<li><ol>(.*?)</ol></li>", page, re.S)
    assert [words(group) for group in groups] == [
        "BAB I , tetap Pasal 1 , tetap",
        "BAB II , tetap Pasal 2 , berubah",
    ]


def test_versions_that_say_the_same_show_no_changes(staf: Visitor) -> None:
    upload(staf, VERSIONS[0])
    address = f"{SPBE}/naskah/unggah"
    again = draft(MARKET, TRADERS, properties="<w:keepNext/>")
    preview = staf.get(send_file(staf, address, again, "naskah.docx", staf.form(address)).location).text
    assert "Kedua naskah sama kata demi kata." in preview
    assert "Lihat perubahannya" not in preview
    upload(staf, again)
    page = staf.get(f"{SPBE}/naskah/1/2").text
    assert "Kedua naskah sama kata demi kata." in page
    assert "Cara membaca" not in page
    assert "Cara membaca" in staf.get(f"{SPBE}/naskah/1/2?lihat=semua").text


@pytest.mark.usefixtures("versions")
def test_old_stands_left_and_both_in_one_for_narrow_screens(staf: Visitor) -> None:
    page = staf.get(f"{SPBE}/naskah/2/3").text
    old, both = re.findall(r'<p class="[on]">(.*?)</p>', page, re.S)[-2:]
    assert "<del>wajib</del>" in old
    assert "harus" not in old
    assert "<del>wajib</del><ins>harus</ins>" in both


@pytest.mark.usefixtures("versions")
def test_one_pasal_is_followed_through_its_numbers(staf: Visitor) -> None:
    for address in (f"{SPBE}/naskah/3/pasal/pasal-3", f"{PUBLIC}/naskah/3/pasal/pasal-3"):
        page = words(staf.get(address).text)
        assert "Riwayat Pasal 3" in page
        assert re.search(r"Versi 3 berubah .* Versi 2 hanya bergeser nomor .*semula Pasal 2.* Versi 1 ", page)
        assert "Pasal 2 Pedagang wajib" in page
        assert "Pasal 2 Pasal 2" not in page
    assert "naskah pertama" not in words(staf.get(f"{SPBE}/naskah/3/pasal/pasal-1").text)


def test_a_version_without_pasal_does_not_end_the_history_of_one(staf: Visitor) -> None:
    for data in (VERSIONS[0], docx(p("Kajian singkat.") + p("Tetap.")), VERSIONS[1]):
        upload(staf, data)
    page = words(staf.get(f"{SPBE}/naskah/3/pasal/pasal-3").text)
    assert re.search(r"Versi 3 hanya bergeser nomor .*semula Pasal 2.* Versi 1 naskah pertama", page)
    assert "Versi 2" not in page
    assert staf.get(f"{SPBE}/naskah/2/pasal/pasal-1").status_code == 404


@pytest.mark.usefixtures("versions")
def test_a_pasal_or_version_that_is_not_there_is_not_found(staf: Visitor) -> None:
    for address in ("3/pasal/pasal-9", "4/pasal/pasal-1", "3/pasal/../x"):
        assert staf.get(f"{SPBE}/naskah/{address}").status_code == 404
        assert staf.get(f"{PUBLIC}/naskah/{address}").status_code == 404


def test_the_public_history_leaves_out_what_is_internal(council: Council, staf: Visitor) -> None:
    upload(staf, VERSIONS[0], is_public="y")
    upload(staf, VERSIONS[1])
    upload(staf, VERSIONS[2], is_public="y")
    stranger = Visitor(council.app.test_client())
    # Pages are kept by address and stamp, for as long as the process lives: another address, another page.
    page = words(stranger.get(f"{PUBLIC}/naskah/3/pasal/pasal-3?umum").text)
    assert "Versi 2" not in page
    assert "semula Pasal 2" in page
    assert stranger.get(f"{PUBLIC}/naskah/2/pasal/pasal-1").status_code == 404
    assert stranger.get(f"{PUBLIC}/perbandingan/1/2").status_code == 404
    assert stranger.get(f"{SPBE}/naskah/3/pasal/pasal-3").status_code == 303


def test_a_comparison_that_is_kept_opens_no_version_to_those_who_may_not_see_it(
    council: Council, staf: Visitor
) -> None:
    upload(staf, VERSIONS[0], is_public="y")
    upload(staf, VERSIONS[1], is_public="y")
    pages = ("", "/redline.docx", "/matriks.docx")

    def statuses(visitor: Visitor, base: str) -> list[int]:
        return [visitor.get(f"{base}/1/2{page}").status_code for page in pages]

    public, work = f"{PUBLIC}/perbandingan", f"{SPBE}/naskah"
    stranger, other = Visitor(council.app.test_client()), council.visitor("lain")
    assert statuses(staf, work) == [200, 200, 200]
    kept = sorted(council.tracker.settings.cache_dir.iterdir())
    assert len(kept) == 2
    assert statuses(stranger, public) == [200, 200, 200]
    assert sorted(council.tracker.settings.cache_dir.iterdir()) == kept
    withdrawal = staf.form(f"{work}/2") | {"reason": "Salah berkas"}
    assert staf.client.post(f"{work}/2/tarik", data=withdrawal).status_code == 303
    assert statuses(stranger, public) == [404, 404, 404]
    assert statuses(other, work) == [403, 403, 403]
    assert statuses(staf, work) == [200, 200, 200]


KEPT = ("Latar belakang tidak berubah.", "Metode pun tetap.", "Hasilnya sama.", "Begitu pula sarannya.")


def test_drafts_without_pasal_are_compared_by_paragraph(staf: Visitor) -> None:
    for word in ("pertama", "kedua"):
        body = [f"Naskah kajian {word}.", *KEPT, f"Penutup kajian yang {word}."]
        upload(staf, docx("".join(p(line) for line in body)), is_public="y")
    for address in (f"{SPBE}/naskah/1/2", f"{PUBLIC}/perbandingan/1/2"):
        page = staf.get(address).text
        assert "2 paragraf berubah, 0 baru, 0 dihapus. Dibandingkan per paragraf, karena" in page
        assert 'class="map"' not in page
        first, second = (page.index(f'<section id="perubahan-{number}"') for number in (1, 2))
        assert 'rel="next" href="#perubahan-2"' in page[first:second]
        assert 'rel="prev" href="#perubahan-1"' in page[second:]
        assert page.count('rel="next"') == page.count('rel="prev"') == 1
    assert "Compared by paragraph" in staf.get(f"/en{PUBLIC}/perbandingan/1/2").text
