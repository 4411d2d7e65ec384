"""Makes a redline in a child process, so that no pair of files can take the tracker's memory or time."""

import json
import subprocess
import sys
from datetime import datetime
from typing import Final

from tracker.adapters.docx_guard import inspect
from tracker.adapters.docx_process import MEMORY_BYTES, ROOT, limit
from tracker.domain.errors import UnreadableDraft

SECONDS: Final = 20
_MADE, _REFUSED = b"+", b"-"
_CHILD: Final = (
    "import sys; sys.path.insert(0, {root!r}); "
    "from tracker.adapters.redline_process import child; child({memory}, {seconds})"
)


def redline_in_child(
    old: bytes, new: bytes, *, author: str, at: datetime, max_bytes: int, seconds: int = SECONDS
) -> bytes:
    """Do what `redline.redline` does, in a child with limits. Raises UnreadableDraft."""
    inspect(old, max_bytes=max_bytes)
    inspect(new, max_bytes=max_bytes)
    heading = json.dumps({"author": author, "at": at.isoformat(), "old": len(old)}).encode()
    program = _CHILD.format(root=str(ROOT), memory=MEMORY_BYTES, seconds=seconds)
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and program; the files arrive on stdin
            [sys.executable, "-I", "-c", program],
            input=heading + b"\n" + old + new,
            capture_output=True,
            timeout=seconds,
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
    """The program of the child: both files on stdin, the redline or the reason why not on stdout."""
    limit(memory_bytes, seconds)
    # Only the child loads the XML parser, and only under its limits.
    from tracker.adapters.redline import redline  # noqa: PLC0415

    heading = json.loads(sys.stdin.buffer.readline())
    both = sys.stdin.buffer.read()
    old, new = both[: heading["old"]], both[heading["old"] :]
    try:
        at = datetime.fromisoformat(heading["at"])
        answer = _MADE + redline(old, new, author=heading["author"], at=at)
    except UnreadableDraft as refusal:
        answer = _REFUSED + refusal.reason.encode()
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
