"""Makes Word files of drafts in a child process, so that no file can take the tracker's memory or time."""

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from tracker.adapters.word.docx_guard import inspect
from tracker.adapters.word.docx_process import MEMORY_BYTES, ROOT, limit
from tracker.domain.errors import UnreadableDraft

SECONDS: Final = 20
_MADE, _REFUSED = b"+", b"-"
_CHILD: Final = (
    "import sys; sys.path.insert(0, {root!r}); "
    "from tracker.adapters.word.making_process import child; child({memory}, {seconds})"
)


def redline_in_child(
    old: bytes, new: bytes, *, cleaned: tuple[bool, bool], author: str, at: datetime, max_bytes: int
) -> bytes:
    """Do what `redline.redline` does, in a child with limits. Raises UnreadableDraft.

    `cleaned` says of each side whether its clean copy counts instead.
    """
    facts = {"author": author, "at": at.isoformat(), "cleaned": cleaned}
    return _made(facts, (old, new), max_bytes)


def clean_copy_in_child(data: bytes, *, max_bytes: int) -> bytes:
    """Do what `clean_copy.clean_copy` does, in a child with limits. Raises UnreadableDraft."""
    return _made({"cleaned": (True,)}, (data,), max_bytes)


def _made(facts: dict[str, Any], files: Sequence[bytes], max_bytes: int) -> bytes:
    for data in files:
        inspect(data, max_bytes=max_bytes)
    heading = json.dumps(facts | {"sizes": [len(data) for data in files]}).encode()
    program = _CHILD.format(root=str(ROOT), memory=MEMORY_BYTES, seconds=SECONDS)
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and program; the files arrive on stdin
            [sys.executable, "-I", "-c", program],
            input=b"\n".join((heading, b"".join(files))),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise UnreadableDraft("too-complex", what="time") from problem
    if done.returncode != 0 or done.stdout[:1] not in (_MADE, _REFUSED):
        raise UnreadableDraft("too-complex", what="resources")
    if done.stdout[:1] == _REFUSED:
        raise UnreadableDraft(done.stdout[1:].decode())
    return done.stdout[1:]


def child(memory_bytes: int, seconds: int) -> None:
    """The program of the child: one file or two on stdin, what is made of them or why not on stdout."""
    limit(memory_bytes, seconds)
    # Only the child loads the XML parser, and only under its limits.
    from tracker.adapters.redlining.redline import redline  # noqa: PLC0415
    from tracker.adapters.word.clean_copy import clean_copy  # noqa: PLC0415

    facts = json.loads(sys.stdin.buffer.readline())
    files = [sys.stdin.buffer.read(size) for size in facts["sizes"]]
    try:
        sides = [
            clean_copy(data) if clean else data for data, clean in zip(files, facts["cleaned"], strict=True)
        ]
        made = sides[0]
        if len(sides) > 1:
            made = redline(*sides, author=facts["author"], at=datetime.fromisoformat(facts["at"]))
        answer = _MADE + made
    except UnreadableDraft as refusal:
        answer = _REFUSED + refusal.reason.encode()
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
