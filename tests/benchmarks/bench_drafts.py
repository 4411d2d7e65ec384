"""Reading, comparing and redlining drafts as ratios to parsing the same XML with lxml alone; kept results."""

import io
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import docx as python_docx
from lxml import etree

from tests.adapters.docx_building import content_types, docx, numbered, p
from tests.adapters.test_docx_numbering import AYAT, instance
from tracker.adapters.redlining.redline import redline
from tracker.adapters.result_cache import ResultCache
from tracker.adapters.word.docx_reader import read
from tracker.domain.comparing.draft_comparison import compare
from tracker.domain.drafts.structure import structure
from tracker.services import comparisons

AT = datetime(2026, 1, 2, tzinfo=UTC)
NUMBERING = (
    '<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.numbering+xml"/>'
)
BEGINS_AGAIN = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
WORDS = (  # noqa: SIM905
    "bupati daerah peraturan pelaksanaan ketentuan penyelenggaraan dinas wajib dapat tarif retribusi pasar "
    "pedagang izin usaha masyarakat desa pembinaan pengawasan sanksi administratif tertulis anggaran belanja"
).split()


def draft(pasal: int, *, edited: bool, one_in: int = 10) -> bytes:
    """A draft of so many Pasal, each with a list of its own; edited: one in so many differs."""
    source, edits = random.Random(7), random.Random(8)
    body = [p("RANCANGAN PERATURAN DAERAH"), p("MEMUTUSKAN:")]
    number = 0
    for at in range(pasal):
        words = [source.choices(WORDS, k=18) for _ in range(5)]
        if edited and at % one_in == 0:
            words[edits.randrange(5)][edits.randrange(18)] = "diubah"
        if edited and at % 50 == 25:
            continue
        number += 1
        body.append(p(f"Pasal {number}"))
        lines = zip(words, (0, 0, 1, 1, 0), strict=True)
        body.extend(numbered(f"{' '.join(one)}.", at + 2, level) for one, level in lines)
    types = content_types().replace("</Types>", f"{NUMBERING}</Types>")
    lists = "".join(instance(at + 2, 1, BEGINS_AGAIN) for at in range(pasal))
    return docx("".join(body), numbering=AYAT + lists, parts={"[Content_Types].xml": types})


def best(jobs: dict[str, Callable[[], object]], times: int = 5) -> dict[str, float]:
    """The shortest of a few runs of each job, in seconds; in turn, so that a busy moment hits all."""
    found: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(times):
        for name, work in jobs.items():
            begun = time.perf_counter()
            work()
            found[name].append(time.perf_counter() - begun)
    return {name: min(seconds) for name, seconds in found.items()}


def parse(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def listed(data: bytes) -> list[str]:
    return [one.text for one in python_docx.Document(io.BytesIO(data)).paragraphs]


def measure(pasal: int) -> float:
    """Print what reading, comparing and redlining so many Pasal costs, beside bare lxml in the same run.

    Returns the seconds of a redline.
    """
    old, new = draft(pasal, edited=False), draft(pasal, edited=True)
    before, after = read(old), read(new)
    found = best(
        {
            "bare lxml": lambda: parse(new),
            "bare lxml (both files)": lambda: (parse(old), parse(new)),
            "reading": lambda: read(new),
            "reading and tree": lambda: structure(read(new).paragraphs),
            "trees, compared by Pasal (both files)": lambda: compare(before.paragraphs, after.paragraphs),
            "redline (both files)": lambda: redline(old, new, author="A", at=AT),
        }
    )
    found |= best({"python-docx listing paragraphs": lambda: listed(new)}, 1)
    print(f"\n{pasal} Pasal: bare lxml {found['bare lxml'] * 1000:.1f} ms")
    for name, seconds in found.items():
        bare = found["bare lxml (both files)" if "both" in name else "bare lxml"]
        print(f"  {name:38} {seconds:7.3f} s {seconds / bare:7.1f} times bare lxml")
    return found["redline (both files)"]


def measure_kept(pasal: int) -> None:
    """Print what a comparison costs in which every Pasal was edited, and what it costs once it is kept."""
    old, new = (read(draft(pasal, edited=edited, one_in=1)) for edited in (False, True))
    with tempfile.TemporaryDirectory() as folder:
        results = ResultCache(Path(folder), 1)

        def cold() -> object:
            for path in Path(folder).iterdir():
                path.unlink()
            return comparisons.compare(results, old, new)

        found = best({"cold": cold, "kept": lambda: comparisons.compare(results, old, new)})
    cold_seconds, ratio = found["cold"], found["cold"] / found["kept"]
    print(f"\n{pasal} Pasal, every one edited: {cold_seconds:.3f} s, once kept {ratio:.0f} times as quick")


def beside_python_redlines(pasal: int, ours: float) -> None:
    """Print what both engines of python-redlines take for the same files, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder, "old.docx"), Path(folder, "new.docx")
        old.write_bytes(draft(pasal, edited=False))
        new.write_bytes(draft(pasal, edited=True))
        files = str(old), str(new)
        megabytes = _peak(sys.executable, _OURS, *files)[1]
        print(f"  redline, a process of its own    {megabytes:7.0f} MB at most")
        python = os.environ.get("TRACKER_TEST_REDLINES")
        if not python:
            print("  python-redlines: absent; TRACKER_TEST_REDLINES names a Python with python-redlines[all]")
            return
        for engine in ("DocxodusEngine", "XmlPowerToolsEngine"):
            seconds, megabytes = _peak(python, _THEIRS, engine, *files)
            print(
                f"  {engine:32} {seconds:7.3f} s {seconds / ours:7.1f} times ours, {megabytes:.0f} MB at most"
            )


_OURS = """
import sys
from pathlib import Path
from tests.benchmarks.bench_drafts import AT, redline
redline(*(Path(name).read_bytes() for name in sys.argv[1:]), author="A", at=AT)
"""
_THEIRS = """
import sys
from pathlib import Path
from python_redlines import engines
getattr(engines, sys.argv[1])().run_redline("A", *(Path(name).read_bytes() for name in sys.argv[2:]))
"""
_MEASURED = """
import resource, subprocess, sys, time
begun = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def _peak(*command: str) -> tuple[float, float]:
    """Seconds and megabytes at most of a Python program and of what it starts."""
    python, program, *arguments = command
    asked = [sys.executable, "-c", _MEASURED, python, "-c", program, *arguments]
    said = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    seconds, megabytes = said.split()
    return float(seconds), float(megabytes)


if __name__ == "__main__":
    measure(100)
    beside_python_redlines(1000, measure(1000))
    measure_kept(600)
