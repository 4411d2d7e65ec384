"""Load from this machine: a few connections that stay open, each asking again as soon as it is answered."""

import selectors
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType

_PATIENCE_SECONDS = 30
_MOST_TRIES = 200


@dataclass(slots=True)
class _Line:
    """One connection and what has come in of the answer it waits for."""

    socket: socket.socket
    received: bytearray = field(default_factory=bytearray)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many answers in so many seconds."""

    answers: int
    seconds: float

    @property
    def a_second(self) -> float:
        """The answers in one second."""
        return self.answers / self.seconds


class Load:
    """So many clients in one process and one thread: little work, so that the server has the processors.

    `who` asks which worker answers; each of the workers gets as many connections as the others, for a
    connection stays with the worker that took it, and chance would be measured instead of the page.
    """

    def __init__(self, port: int, *, workers: int, each: int, who: bytes) -> None:
        self._lines: list[_Line] = []
        taken: dict[bytes, int] = {}
        for _ in range(_MOST_TRIES):
            line = _Line(socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE_SECONDS))
            line.socket.sendall(who)
            while not _is_whole(line):
                pass
            worker = bytes(line.received).rpartition(b"\r\n\r\n")[2]
            if taken.get(worker, 0) < each:
                taken[worker] = taken.get(worker, 0) + 1
                self._lines.append(line)
            else:
                line.socket.close()
            if len(self._lines) == workers * each:
                return
        raise RuntimeError(f"of {workers} workers only {len(taken)} answer")

    def __enter__(self) -> "Load":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for line in self._lines:
            line.socket.close()

    def rate(self, next_request: Callable[[], bytes], *, status: int, seconds: float) -> Rate:
        """Return what is answered in so many seconds; raises RuntimeError for any other status."""
        done = 0
        with selectors.DefaultSelector() as selector:
            begun = time.perf_counter()
            for line in self._lines:
                selector.register(line.socket, selectors.EVENT_READ, line)
                _ask(line, next_request())
            waiting = len(self._lines)
            while waiting:
                for key, _ in selector.select():
                    line = key.data
                    if not _is_whole(line):
                        continue
                    _refuse_other_than(status, line)
                    done += 1
                    if time.perf_counter() - begun < seconds:
                        _ask(line, next_request())
                    else:
                        waiting -= 1
            return Rate(done, time.perf_counter() - begun)


def request(path: str, headers: Mapping[str, str] | None = None) -> bytes:
    """A GET as a browser sends it."""
    lines = {"Host": "127.0.0.1", "Accept-Encoding": "gzip", **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"GET {path} HTTP/1.1\r\n{head}\r\n".encode()


def _ask(line: _Line, asked: bytes) -> None:
    line.received.clear()
    line.socket.sendall(asked)


def _is_whole(line: _Line) -> bool:
    """Take in what has come and say whether that is the whole answer."""
    part = line.socket.recv(262_144)
    if not part:
        raise RuntimeError("the server hung up")
    line.received += part
    end = line.received.find(b"\r\n\r\n")
    return end >= 0 and len(line.received) - end - 4 >= _length(bytes(line.received[:end]))


def _refuse_other_than(status: int, line: _Line) -> None:
    first = bytes(line.received[:40])
    if f" {status} ".encode() not in first:
        raise RuntimeError(f"expected {status} and got {first!r}")


def _length(head: bytes) -> int:
    """The bytes of the body; 0 where none is announced, as with 304."""
    _, found, rest = head.lower().partition(b"\r\ncontent-length:")
    return int(rest.partition(b"\r\n")[0]) if found else 0
