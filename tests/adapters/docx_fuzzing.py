"""What must come of any file: a reading that keeps every paragraph and can be compared, or a clean refusal.

A program of its own, for more cases than the suite has time for:
`python -m tests.adapters.docx_fuzzing 20000`.
"""

import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from tests.adapters.docx_damage import damaged, sources
from tests.domain.test_pasal_comparison import exact
from tests.domain.test_structure import everything_is_there
from tracker.adapters.word.docx_guard import REASONS, inspect
from tracker.adapters.word.docx_reader import read
from tracker.domain.drafts.clean import clean
from tracker.domain.drafts.legal_tree import LegalText
from tracker.domain.drafts.legaltext import PROBLEMS, reading_from_json, reading_to_json
from tracker.domain.drafts.structure import structure
from tracker.domain.errors import UnreadableDraft

SEED = 2026
LIMIT = 25 * 1024 * 1024
LONGEST_SECONDS = 10


def outcome(data: bytes) -> str:
    """The reason of the refusal, or "read" once the reading has gone through everything that works on it."""
    try:
        inspect(data, max_bytes=LIMIT)
        reading = read(data)
    except UnreadableDraft as refusal:
        return refusal.reason if refusal.reason in REASONS else f"FAILED unknown reason {refusal.reason}"
    assert {problem.slug for problem in reading.all_problems} <= set(PROBLEMS)
    assert reading_from_json(reading_to_json(reading)) == reading
    paragraphs = list(reading.paragraphs)
    tree = structure(paragraphs)
    everything_is_there(paragraphs, tree)
    proposed = structure(clean(paragraphs))
    everything_is_there(list(clean(paragraphs)), proposed)
    exact(whole(), tree)
    exact(tree, proposed)
    return "read"


@cache
def whole() -> LegalText:
    """The first source, unharmed."""
    return structure(read(sources()[0]).paragraphs)


@contextmanager
def no_longer_than(seconds: int) -> Iterator[None]:
    """Raise TimeoutError where something hangs, also inside a pattern; for the main thread only."""

    def late(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def case(seed: int, at: int) -> str:
    """How the case of this number ended."""
    data = damaged(seed, at)
    with no_longer_than(LONGEST_SECONDS):
        return outcome(data)


def main(count: int, seed: int = SEED) -> int:
    """Run so many cases; print how they ended, each that did not end well, and the slowest."""
    endings: Counter[str] = Counter()
    slowest = (0.0, -1)
    for at in range(count):
        begun = time.monotonic()
        try:
            endings[case(seed, at)] += 1
        except Exception as problem:
            endings[f"FAILED {type(problem).__name__}"] += 1
            print(f"case {seed} {at}: {''.join(traceback.format_exception(problem, limit=-3))}")
        slowest = max(slowest, (time.monotonic() - begun, at))
    for ending, times in endings.most_common():
        print(f"{times:7} {ending}")
    print(f"slowest: {slowest[0]:.2f} s, case {slowest[1]}")
    return sum(times for ending, times in endings.items() if ending.startswith("FAILED"))


if __name__ == "__main__":
    sys.exit(min(1, main(*map(int, sys.argv[1:]))))
