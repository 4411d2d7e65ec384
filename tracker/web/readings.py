"""What was read in a draft, as a page shows it: its chapters, and its problems in words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from tracker.domain.drafts.clean import has_struck_text
from tracker.domain.drafts.definitions import definitions
from tracker.domain.drafts.legal_tree import LegalText
from tracker.domain.drafts.legaltext import DraftReading, Heading, Outline, Problem
from tracker.domain.drafts.references import citation, unresolved
from tracker.services import copies

_WORDS_BEFORE: Final = re.compile(r"(?<!\S)(?:\S+\s+){0,8}\S*$")
_WORDS_AFTER: Final = re.compile(r"\S*(?:\s+\S+){0,5}")

Weight = Literal["unread", "mark", "check", "known"]
WEIGHTS: Final[tuple[Weight, ...]] = ("unread", "mark", "check", "known")

PROBLEMS: Final[dict[str, tuple[Weight, object]]] = {
    # What the reader could not read, or had to leave out.
    "unknown-element": ("unread", _("Bagian yang tidak dikenal, tidak ikut terbaca.")),
    "imported-part": ("unread", _("Dokumen lain yang disisipkan, tidak ikut terbaca.")),
    "image": ("unread", _("Gambar. Teks di dalam gambar tidak ikut terbaca.")),
    "chart-or-diagram": ("unread", _("Grafik atau bagan, tidak ikut terbaca.")),
    "drawn-text": ("unread", _("Teks hias dalam gambar, tidak ikut terbaca.")),
    "embedded-object": ("unread", _("Berkas lain yang ditanam, misalnya lembar kerja, tidak ikut terbaca.")),
    "unfinished-field": ("unread", _("Kode bidang Word yang tidak ditutup; teks di dekatnya perlu dilihat.")),
    "number-field": ("unread", _("Nomor dari kode bidang Word, tidak ikut terbaca.")),
    "number-format": (
        "unread",
        _("Bentuk nomor otomatis yang tidak dikenal; nomornya ditulis dengan angka."),
    ),
    "hidden-text": ("unread", _("Teks tersembunyi. Word tidak menampilkannya, jadi tidak ikut dibaca.")),
    # What people marked in it.
    "struck-text": ("mark", _("Teks yang dicoret dengan tangan.")),
    "coloured-text": ("mark", _("Teks dengan huruf berwarna. Dibaca sebagai usulan yang diterima.")),
    "highlighted-text": ("mark", _("Teks yang disorot warna. Dibaca sebagai usulan yang diterima.")),
    "tracked-insertion": ("mark", _("Sisipan yang dilacak Word. Dibaca sebagai sudah diterima.")),
    "tracked-deletion": ("mark", _("Hapusan yang dilacak Word. Dibaca sebagai sudah dihapus.")),
    "tracked-move": ("mark", _("Pemindahan yang dilacak Word. Dibaca di tempatnya yang baru.")),
    "comment": ("mark", _("Komentar di tepi naskah. Tidak menjadi bagian naskah.")),
    # What an author should look at.
    "no-title": ("check", _("Judul Raperda tidak ditemukan.")),
    "no-pasal": ("check", _("Tidak ada Pasal yang ditemukan.")),
    "bab-order": ("check", _("Nomor BAB tidak berurutan.")),
    "pasal-gap": ("check", _("Nomor Pasal terlompati.")),
    "pasal-repeated": ("check", _("Nomor Pasal terpakai lebih dari sekali.")),
    "pasal-order": ("check", _("Urutan nomor Pasal mundur.")),
    "text-before-draft": ("check", _("Ada tulisan lain di depan naskah, misalnya surat pengantar.")),
    "symbol": ("check", _("Lambang dari huruf khusus; mungkin terbaca sebagai tanda lain.")),
    "equation": ("check", _("Rumus, dibaca hanya huruf dan angkanya.")),
    # What is good to know.
    "amending": ("known", _("Raperda perubahan. Nomor Pasal tidak diperiksa urutannya.")),
    "pasal-in-annex": ("known", _("Pasal di dalam Lampiran. Tidak ikut dihitung.")),
    "text-box": ("known", _("Kotak teks, dibaca sesudah paragraf tempatnya menempel.")),
    "footnote": ("known", _("Catatan kaki, dibaca sesudah paragrafnya.")),
    "endnote": ("known", _("Catatan akhir, dibaca sesudah paragrafnya.")),
    "header-or-footer": ("known", _("Tulisan di kepala atau kaki halaman. Tidak menjadi bagian naskah.")),
    "ruby": ("known", _("Huruf bantu baca di atas teks. Hanya teks dasarnya yang dibaca.")),
    "field-text": ("known", _("Kode bidang Word. Hanya hasilnya yang dibaca.")),
}
"""Every slug that the reader and the outline can give: how much it matters, and what it says."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A BAB, or (an empty number) what stands before the first one, with its first and last Pasal."""

    number: str
    title: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: what it is, how often, where first ("di dekat Pasal 4" or ""), what it says there."""

    sentence: str
    count: int
    place: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class ReadingView:
    """What was read in one version. The four lists are its findings by weight."""

    title: str
    bab_count: int
    pasal_count: int
    elucidated_count: int
    chapters: tuple[Chapter, ...]
    struck: bool
    unread: tuple[Finding, ...]
    marks: tuple[Finding, ...]
    check: tuple[Finding, ...]
    known: tuple[Finding, ...]

    @property
    def is_clean(self) -> bool:
        """Whether everything was read and nothing needs a look."""
        return not (self.unread or self.marks or self.check)


def view(reading: DraftReading) -> ReadingView:
    """Return a reading that was accepted, or is proposed, as a page shows it."""
    outline = reading.outline
    found = {weight: tuple(_findings(reading, weight)) for weight in WEIGHTS}
    return ReadingView(
        title=outline.title,
        bab_count=outline.bab_count,
        pasal_count=outline.pasal_count,
        elucidated_count=len(outline.elucidated),
        chapters=tuple(_chapters(outline)),
        struck=has_struck_text(reading),
        unread=found["unread"],
        marks=found["mark"],
        check=(*found["check"], *_slips(copies.tree(reading))),
        known=found["known"],
    )


def has_marks(reading: DraftReading) -> bool:
    """Whether the file carries marks that its clean version does not have."""
    return any(PROBLEMS.get(one.slug, ("",))[0] == "mark" for one in reading.problems)


def _findings(reading: DraftReading, weight: Weight) -> Iterator[Finding]:
    for problem in reading.all_problems:
        its_weight, sentence = PROBLEMS.get(problem.slug, PROBLEMS["unknown-element"])
        if its_weight == weight:
            place = _place(reading.outline, problem)
            yield Finding(str(sentence), problem.count, place, problem.excerpt)


def _slips(text: LegalText) -> Iterator[Finding]:
    """Terms that are defined again, and references to units that the draft does not have."""
    known: set[str] = set()
    for term in definitions(text):
        if term.term.casefold() in known:
            sentence = gettext("Istilah “%(term)s” didefinisikan lebih dari sekali.", term=term.term)
            yield Finding(sentence, 1, gettext("di %(place)s", place=citation(text, term.address)), "")
        known.add(term.term.casefold())
    for one in unresolved(text):
        node = text.find(one.source)
        sentence = gettext(
            "Tujuan rujukan “%(reference)s” tidak ditemukan di naskah ini.", reference=one.text
        )
        place = gettext("di %(place)s", place=citation(text, one.source))
        yield Finding(sentence, 1, place, _around(node.text, one.start, one.end) if node else "")


def _around(text: str, start: int, end: int) -> str:
    """A place with a few words before and behind it, on one line."""
    before, after = _WORDS_BEFORE.search(text[:start]), _WORDS_AFTER.match(text[end:])
    first, last = start - len(before[0]) if before else start, end + len(after[0]) if after else end
    cut = " ".join(text[first:last].split())
    return f"{'…' if text[:first].strip() else ''}{cut}{'…' if text[last:].strip() else ''}"


def _place(outline: Outline, problem: Problem) -> str:
    """Say near which heading a paragraph stands: paragraph numbers mean nothing to someone in Word."""
    if not problem.position:
        return ""
    names = (
        (outline.bab, gettext("di dekat BAB %(number)s")),
        (outline.pasal, gettext("di dekat Pasal %(number)s")),
        (outline.elucidated, gettext("di dekat Penjelasan Pasal %(number)s")),
        (outline.annexed, gettext("di dalam Lampiran, dekat Pasal %(number)s")),
    )
    before = [
        (heading.position, order, name % {"number": heading.number})
        for order, (headings, name) in enumerate(names)
        for heading in headings
        if heading.position <= problem.position
    ]
    return str(max(before)[2] if before else gettext("di bagian pembuka"))


def _chapters(outline: Outline) -> Iterator[Chapter]:
    first_bab = outline.bab[0].position if outline.bab else None
    before = [one for one in outline.pasal if first_bab is None or one.position < first_bab]
    if before:
        yield Chapter("", "", *_ends(before))
    for at, bab in enumerate(outline.bab):
        ends = outline.bab[at + 1].position if at + 1 < len(outline.bab) else None
        inside = [
            one for one in outline.pasal if bab.position <= one.position and (not ends or one.position < ends)
        ]
        yield Chapter(bab.number, bab.title, *_ends(inside))


def _ends(pasal: Iterable[Heading]) -> tuple[str, str]:
    numbers = [one.number for one in pasal]
    return (numbers[0], numbers[-1]) if numbers else ("", "")
