"""Reads files in children and prints how each ended, its seconds, and the megabytes of the largest child.

A program of its own: the largest child of the test run itself may be a browser or a database.
"""

import json
import resource
import sys
import time
from pathlib import Path

from tracker.adapters.word.docx_process import read_in_child
from tracker.domain.errors import UnreadableDraft

LIMIT = 25 * 1024 * 1024


def ending(path: Path) -> str:
    try:
        read_in_child(path.read_bytes(), max_bytes=LIMIT)
    except UnreadableDraft as refusal:
        return refusal.reason
    return "read"


def main() -> None:
    found: dict[str, tuple[str, float]] = {}
    for name in sys.argv[1:]:
        begun = time.monotonic()
        found[Path(name).name] = (ending(Path(name)), time.monotonic() - begun)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    json.dump({"files": found, "megabytes": peak}, sys.stdout)


if __name__ == "__main__":
    main()
