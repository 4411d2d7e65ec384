"""Reads an uploaded draft in a child process, so that no file can take the tracker's memory or time."""

import json
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tracker.adapters.word.docx_guard import inspect
from tracker.domain.drafts.legaltext import DraftReading, reading_from_json, reading_to_json
from tracker.domain.errors import UnreadableDraft

MEMORY_BYTES: Final = 450 * 1024 * 1024
SECONDS: Final = 8
ROOT: Final = Path(__file__).resolve().parents[3]
# Isolated (-I): neither the environment nor the working directory decides what is imported in the child.
_CHILD: Final = (
    "import sys; sys.path.insert(0, {root!r}); "
    "from tracker.adapters.word.docx_process import child; child({memory}, {seconds})"
)


def read_in_child(
    data: bytes, *, max_bytes: int, memory_bytes: int = MEMORY_BYTES, seconds: int = SECONDS
) -> DraftReading:
    """Guard the bytes here, read them in a child that may use so many bytes and seconds.

    Raises UnreadableDraft with a slug of `docx_guard.REASONS`; a child that dies or is late is `too-complex`.
    """
    inspect(data, max_bytes=max_bytes)
    program = _CHILD.format(root=str(ROOT), memory=memory_bytes, seconds=seconds)
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and program; the file arrives on stdin
            [sys.executable, "-I", "-c", program],
            input=data,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise UnreadableDraft("too-complex", what="time") from problem
    if done.returncode != 0:
        raise UnreadableDraft("too-complex", what="resources")
    return _answer(done.stdout)


def _answer(output: bytes) -> DraftReading:
    try:
        answer: Mapping[str, Any] = json.loads(output)
        if "refused" not in answer:
            return reading_from_json(answer)
    except (ValueError, KeyError, TypeError) as problem:
        raise UnreadableDraft("too-complex", what="answer") from problem
    raise UnreadableDraft(str(answer["refused"]), **answer.get("detail", {}))


def child(memory_bytes: int, seconds: int) -> None:
    """The program of the child: a file on stdin, the reading or the refusal as JSON on stdout."""
    limit(memory_bytes, seconds)
    # Only the child loads the XML parser, and only under its limits.
    from tracker.adapters.word.docx_reader import read  # noqa: PLC0415

    try:
        answer = reading_to_json(read(sys.stdin.buffer.read()))
    except UnreadableDraft as refusal:
        answer = {"refused": refusal.reason, "detail": refusal.detail}
    # Surrogates cannot travel as UTF-8; escaped they can.
    sys.stdout.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")))
    sys.stdout.flush()


def limit(memory_bytes: int, seconds: int) -> None:
    """Let this process use so many bytes and seconds, and leave no core behind."""
    for what, limit in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))
