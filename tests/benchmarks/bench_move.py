"""What one move costs in a large council, and what reading and comparing drafts cost beside bare lxml."""

import argparse
import importlib.util
import io
import itertools
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from lxml import etree
from sqlalchemy import select

from tests.benchmarks import large_council, report
from tests.benchmarks.bench_public_page import UNDER_WAY, empty_database, settings_for
from tests.benchmarks.large_council import SAMPLES, TOPICS, Council
from tracker import bootstrap
from tracker.adapters.word import docx_reader
from tracker.adapters.word.docx_process import read_in_child
from tracker.bootstrap import Tracker
from tracker.domain.comparing.comparison import compare
from tracker.domain.state import Move, Request
from tracker.services import stages
from tracker.storage.models import Raperda

SIZES = (100, 10_000)
PASAL = (100, 1_000)
ROUNDS = 7
_LIMIT = 25 * 1024 * 1024
_AYAT = (
    "Setiap penyelenggara {topic} wajib menyediakan informasi yang jelas bagi masyarakat.",
    "Ketentuan lebih lanjut mengenai {topic} dan {other} diatur dalam Peraturan Bupati.",
    "Pemerintah Daerah membina penyelenggara {other} sesuai dengan kewenangannya.",
)

Action = Callable[[], object]


def seconds(*actions: Action, rounds: int) -> list[list[float]]:
    """Return what each round of each action took, one action after the other in every round."""
    found: list[list[float]] = [[] for _ in actions]
    for _ in range(rounds):
        for times, action in zip(found, actions, strict=True):
            begun = time.perf_counter()
            action()
            times.append(time.perf_counter() - begun)
    return found


def ratio(times: list[float], base: list[float]) -> float:
    """Return the median of the ratios, round by round."""
    return statistics.median(one / other for one, other in zip(times, base, strict=True))


def mover(tracker: Tracker, council: Council) -> Action:
    """Return an action that makes one move on one Raperda: its headline is completed, then opened again."""
    with tracker.reading() as session:
        under_way = (Raperda.condition == "aktif", Raperda.id >= large_council.FIRST_COPY)
        rows = session.execute(select(Raperda.slug, Raperda.headline).where(*under_way)).all()
    turns = itertools.cycle([(row, move) for row in rows for move in (Move.COMPLETE, Move.REOPEN)])

    def move() -> None:
        (slug, stage), what = next(turns)
        today = tracker.today()
        with tracker.transaction() as session:
            seen = session.scalars(select(Raperda.revision).where(Raperda.slug == slug)).one()
            request = Request(what, stage, today, reason="Disepakati dalam rapat.")
            command = stages.MoveStage(slug, seen, request)
            stages.move(session, council.staff, command, now=tracker.now(), today=today)

    return move


def moves(name: str, *, rounds: int) -> list[tuple[str, ...]]:
    """Measure moves in a small and a large council, by turns."""
    with ExitStack() as stack:
        actions = [mover(*stack.enter_context(_council(name, size))) for size in SIZES]
        seconds(*actions, rounds=4)
        small, large = seconds(*actions, rounds=rounds)
    return [
        (
            f"one move, {name}",
            f"{ratio(large, small):.2f}",
            f"{statistics.median(small) * 1000:.1f} ms",
            f"{statistics.median(large) * 1000:.1f} ms",
        )
    ]


def readings(pasal: int, *, rounds: int) -> list[tuple[str, ...]]:
    """Measure reading a draft of so many Pasal, here and in a child, and comparing two versions of it."""
    data, changed = _builder().build(_text(pasal)), _builder().build(_text(pasal, every=10))
    before, after = docx_reader.read(data), docx_reader.read(changed)
    assert before.outline.pasal_count == after.outline.pasal_count == pasal
    actions = {
        "bare lxml": lambda: _bare(data),
        "read here": lambda: docx_reader.read(data),
        "read in a child, as an upload is": lambda: read_in_child(data, max_bytes=_LIMIT),
        "compare two versions": lambda: compare(before.paragraphs, after.paragraphs),
    }
    times = seconds(*actions.values(), rounds=rounds)
    return [
        (
            f"{name}, {pasal:,} Pasal",
            f"{ratio(found, times[0]):.1f}",
            f"{statistics.median(found) * 1000:.1f} ms",
        )
        for name, found in zip(actions, times, strict=True)
    ]


def main() -> None:
    """Print what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--on", choices=("sqlite", "postgresql"), nargs="+", default=("sqlite", "postgresql"))
    asked.add_argument("--rounds", type=int, default=ROUNDS, help="of reading; of moving ten times as many")
    given = asked.parse_args()
    print(report.machine())
    rows = [row for name in given.on for row in moves(name, rounds=10 * given.rounds)]
    headings = [f"{size:,}" for size in SIZES]
    print(f"\nA move among {headings[1]} Raperda as a multiple of one among {headings[0]}.\n")
    print(report.table(("", "ratio", *headings), rows), flush=True)
    print("\nA draft, as a multiple of unpacking and parsing its document.xml with lxml.\n")
    drafts_read = [row for pasal in PASAL for row in readings(pasal, rounds=given.rounds)]
    print(report.table(("", "ratio", "median"), drafts_read))


@contextmanager
def _council(name: str, size: int) -> Iterator[tuple[Tracker, Council]]:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder, empty_database(name, folder) as url:
        tracker = bootstrap.build(settings_for(url, Path(folder)))
        council = large_council.found(tracker)
        large_council.grow(tracker, council, size, under_way=UNDER_WAY)
        yield tracker, council
        tracker.close()


def _text(pasal: int, *, every: int = 0) -> str:
    """A draft as the samples are written; with `every`, each so manieth Pasal has other words."""
    lines = ["= RANCANGAN", "= PERATURAN DAERAH KABUPATEN SERANG", "= TENTANG", "= PENYEDIAAN INFORMASI", ""]
    lines += ["= MEMUTUSKAN:", "Menetapkan:", "  PERATURAN DAERAH TENTANG PENYEDIAAN INFORMASI.", ""]
    for number in range(1, pasal + 1):
        again, place = divmod(number, len(TOPICS))
        lines.append(f"Pasal {number}")
        for at, ayat in enumerate(_AYAT, start=1):
            sentence = ayat.format(topic=TOPICS[place], other=TOPICS[again])
            if every and number % every == 0:
                sentence = sentence.replace("penyelenggara", "pengelola")
            lines.append(f"({at}) {sentence}")
        lines.append("")
    return "\n".join(lines)


def _bare(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def _builder() -> Any:
    """The program that writes the demo's drafts; it imports its neighbour."""
    spec = importlib.util.spec_from_file_location("sample_builder", SAMPLES / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(SAMPLES))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(SAMPLES))
    return module


if __name__ == "__main__":
    main()
