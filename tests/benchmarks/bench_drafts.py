"""Reading, comparing and redlining 100 and 1,000 Pasal, as ratios to parsing the same XML with lxml alone."""

import io
import random
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import docx as python_docx
from lxml import etree

from tests.adapters.docx_building import content_types, docx, numbered, p
from tests.adapters.test_docx_numbering import AYAT
from tracker.adapters.docx_reader import read
from tracker.adapters.redline import redline
from tracker.domain.comparison import compare
from tracker.domain.structure import structure

AT = datetime(2026, 1, 2, tzinfo=UTC)
NUMBERING = (
    '<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.numbering+xml"/>'
)
WORDS = (  # noqa: SIM905
    "bupati daerah peraturan pelaksanaan ketentuan penyelenggaraan dinas wajib dapat tarif retribusi pasar "
    "pedagang izin usaha masyarakat desa pembinaan pengawasan sanksi administratif tertulis anggaran belanja"
).split()


def draft(pasal: int, *, edited: bool) -> bytes:
    """A draft of so many Pasal with ayat and huruf in automatic numbering; edited: one in ten differs."""
    source, edits = random.Random(7), random.Random(8)
    body = [p("RANCANGAN PERATURAN DAERAH"), p("MEMUTUSKAN:")]
    number = 0
    for at in range(pasal):
        words = [source.choices(WORDS, k=18) for _ in range(5)]
        if edited and at % 10 == 0:
            words[edits.randrange(5)][edits.randrange(18)] = "diubah"
        if edited and at % 50 == 25:
            continue
        number += 1
        body.append(p(f"Pasal {number}"))
        lines = zip(words, (0, 0, 1, 1, 0), strict=True)
        body.extend(numbered(f"{' '.join(one)}.", 1, level) for one, level in lines)
    types = content_types().replace("</Types>", f"{NUMBERING}</Types>")
    return docx("".join(body), numbering=AYAT, parts={"[Content_Types].xml": types})


def best(work: Callable[[], object], times: int = 3) -> float:
    """The shortest of a few runs, in seconds."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return min(found)


def parse(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def listed(data: bytes) -> list[str]:
    return [one.text for one in python_docx.Document(io.BytesIO(data)).paragraphs]


def measure(pasal: int) -> None:
    """Print what reading, comparing and redlining so many Pasal costs, beside bare lxml in the same run."""
    old, new = draft(pasal, edited=False), draft(pasal, edited=True)
    before, after = read(old), read(new)
    bare, both = best(lambda: parse(new)), best(lambda: (parse(old), parse(new)))
    found = {
        "python-docx listing paragraphs": best(lambda: listed(new), 1) / bare,
        "reading": best(lambda: read(new)) / bare,
        "reading and tree": best(lambda: structure(read(new).paragraphs)) / bare,
        "comparing (both files)": best(lambda: compare(before.paragraphs, after.paragraphs)) / both,
        "redline (both files)": best(lambda: redline(old, new, author="A", at=AT)) / both,
    }
    tracemalloc.start()
    redline(old, new, author="A", at=AT)
    megabytes = tracemalloc.get_traced_memory()[1] / 1024 / 1024
    tracemalloc.stop()
    print(f"\n{pasal} Pasal: bare lxml {bare * 1000:.1f} ms")
    print(f"  redline {found['redline (both files)'] * both:.2f} s")
    for name, ratio in found.items():
        print(f"  {name:32} {ratio:6.1f} times bare lxml")
    print(f"  redline, Python memory at most   {megabytes:6.1f} MB")


if __name__ == "__main__":
    for pasal in (100, 1000):
        measure(pasal)
