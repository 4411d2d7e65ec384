"""How many public pages a second, as a share of what a bare Flask route gives on the same server."""

import argparse
import http.client
import itertools
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

import psutil  # type: ignore[import-untyped]

from tests import databases
from tests.benchmarks import large_council, report
from tests.benchmarks.large_council import Council
from tests.benchmarks.load import Load, Rate, request
from tests.benchmarks.server import BARE, WHO
from tracker import bootstrap, launch
from tracker.bootstrap import Tracker
from tracker.settings import Settings
from tracker.storage.database import migrate

SIZES = (100, 1_000, 10_000)
UNDER_WAY = 50
ROUNDS = 5
SECONDS = 0.5
_PATIENCE_SECONDS = 30.0

NextRequest = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Case:
    """Something to ask for again and again."""

    name: str
    next_request: NextRequest
    status: int = 200


@dataclass(frozen=True, slots=True)
class Measured:
    """What one case gave, round by round, each beside the bare route measured just before it.

    The processor time is that of the workers in all rounds. Other programs disturb it less than the rates,
    but do disturb it: measure on a machine that does nothing else.
    """

    bare: list[Rate]
    case: list[Rate]
    bare_cpu_seconds: float
    cpu_seconds: float

    def cells(self) -> tuple[str, str, str]:
        """The median share of the bare route, the median rate, the milliseconds of processor an answer."""
        pairs = zip(self.bare, self.case, strict=True)
        share = statistics.median(case.a_second / bare.a_second for bare, case in pairs)
        rate = statistics.median(case.a_second for case in self.case)
        answers = sum(case.answers for case in self.case)
        return f"{share:.3f}", f"{rate:,.0f}", f"{self.cpu_seconds / answers * 1000:.2f}"


class Site:
    """A running server, its database, and someone who is logged in."""

    def __init__(self, tracker: Tracker, council: Council, server: psutil.Process) -> None:
        self.tracker = tracker
        self._server = server
        self.port = tracker.settings.port
        self._cookie = self._log_in(council)
        self._fresh = itertools.count(1)

    def cases(self) -> tuple[Case, ...]:
        """What is measured, with the pages there are now."""
        with self.tracker.reading() as session:
            slugs = itertools.cycle(large_council.public_slugs(session))
        page = "/raperda/raperda-20"
        return (
            Case("page, first reader", lambda: self._uncached(f"/raperda/{next(slugs)}")),
            Case("page, kept", _same(page)),
            Case("page, 304", _same(page, {"If-None-Match": self._etag(page)}), status=304),
            Case("list, first reader", lambda: self._uncached("/")),
            Case("list, kept", _same("/")),
            Case("list, 304", _same("/", {"If-None-Match": self._etag("/")}), status=304),
            Case("list, one word", lambda: self._uncached("/", q="kearsipan")),
            Case("list, two words", lambda: self._uncached("/", q="penyelenggaraan air")),
            Case("list, filtered", lambda: self._uncached("/", tahap="pengundangan", pemrakarsa="dprd")),
            Case("list, last page", lambda: self._uncached("/", hal=999999)),
            Case("statistics, first reader", lambda: self._uncached("/statistik")),
            Case("statistics, kept", _same("/statistik")),
            Case("Hari ini", _same("/kerja", self._cookie)),
            Case("workspace", _same("/kerja/raperda/raperda-20", self._cookie)),
        )

    def cpu_seconds(self) -> float:
        """The processor time that the workers have had."""
        times = [worker.cpu_times() for worker in self._server.children()]
        return sum(one.user + one.system for one in times)

    def _uncached(self, path: str, **query: object) -> bytes:
        """A request whose address nobody has asked for, so that the page is rendered and compressed anew."""
        return request(f"{path}?{urlencode({**query, 'n': next(self._fresh)})}")

    def _etag(self, path: str) -> str:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port)) as connection:
            connection.request("GET", path)
            return connection.getresponse().headers["ETag"]

    def _log_in(self, council: Council) -> dict[str, str]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port)) as connection:
            connection.request("GET", "/masuk")
            answer = connection.getresponse()
            cookie = answer.headers["Set-Cookie"].partition(";")[0]
            [token] = set(re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', answer.read().decode()))
            form = {"csrf_token": token, "email": council.email, "password": council.password}
            headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", "/masuk", urlencode(form), headers)
            answer = connection.getresponse()
            if answer.status != 303:
                raise RuntimeError(f"logging in was answered with {answer.status}")
            return {"Cookie": answer.headers["Set-Cookie"].partition(";")[0]}


def measure(site: Site, case: Case, *, rounds: int, seconds: float) -> Measured:
    """Bare, case, bare, case ...: what else the machine does meets both alike."""
    found = Measured([], [], 0.0, 0.0)
    bare = _same(BARE)
    with Load(site.port, workers=launch.WORKERS, each=launch.THREADS, who=request(WHO)) as load:
        load.rate(case.next_request, status=case.status, seconds=seconds / 4)
        for _ in range(rounds):
            begun = site.cpu_seconds()
            found.bare.append(load.rate(bare, status=200, seconds=seconds / 2))
            between = site.cpu_seconds()
            found.case.append(load.rate(case.next_request, status=case.status, seconds=seconds))
            found = replace(
                found,
                bare_cpu_seconds=found.bare_cpu_seconds + between - begun,
                cpu_seconds=found.cpu_seconds + site.cpu_seconds() - between,
            )
    return found


def bench(database_url: str, folder: Path, sizes: tuple[int, ...], *, rounds: int, seconds: float) -> str:
    """Measure every case at every size on one database, growing it in between; return the table."""
    tracker = bootstrap.build(settings_for(database_url, folder))
    council = large_council.found(tracker)
    found: dict[str, list[Measured]] = {}
    with _serving(tracker) as server:
        site = Site(tracker, council, server)
        for size in sizes:
            large_council.grow(tracker, council, size, under_way=UNDER_WAY)
            for case in site.cases():
                measured = measure(site, case, rounds=rounds, seconds=seconds)
                found.setdefault(case.name, []).append(measured)
    with tracker.reading() as session:
        events = large_council.events_each(session)
    tracker.close()
    headings = ("", *(heading for size in sizes for heading in (f"{size:,}", "a second", "ms")))
    rows = [(name, *(cell for one in row for cell in one.cells())) for name, row in found.items()]
    return f"{_caption(found, events, rounds)}\n\n{report.table(headings, rows)}"


def _caption(found: Mapping[str, list[Measured]], events: float, rounds: int) -> str:
    measured = [one for row in found.values() for one in row]
    bare = sorted(rate.a_second for one in measured for rate in one.bare)
    answers = sum(rate.answers for one in measured for rate in one.bare)
    cpu = sum(one.bare_cpu_seconds for one in measured) / answers * 1000
    return (
        f"share of a bare Flask route at so many Raperda, {UNDER_WAY} under way, {events:.0f} events each;\n"
        f"answers a second, and milliseconds of the workers' processor for one. gunicorn gthread "
        f"{launch.WORKERS} x {launch.THREADS},\nmedians of {rounds} rounds. The bare route: "
        f"{statistics.median(bare):,.0f} a second, from {bare[0]:,.0f} to {bare[-1]:,.0f}; {cpu:.2f} ms."
    )


def main() -> None:
    """Print what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of Raperda, growing")
    asked.add_argument("--on", choices=("sqlite", "postgresql"), nargs="+", default=("sqlite", "postgresql"))
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--seconds", type=float, default=SECONDS, help="for each case in each round")
    given = asked.parse_args()
    print(report.machine())
    for name in given.on:
        with (
            tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder,
            empty_database(name, folder) as url,
        ):
            table = bench(url, Path(folder), tuple(given.sizes), rounds=given.rounds, seconds=given.seconds)
            print(f"\n{name}: {table}", flush=True)


@contextmanager
def empty_database(name: str, folder: str) -> Iterator[str]:
    """Yield the address of a database that has seen no migration."""
    if name == "sqlite":
        yield f"sqlite:///{folder}/tracker.sqlite3"
    else:
        with databases.postgresql(migrate) as server, server.empty() as url:
            yield url


def settings_for(database_url: str, folder: Path) -> Settings:
    """Return settings with this database, everything else in this folder, and a free port."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = {"DATABASE_URL": database_url, "DATA_DIR": str(folder), "PORT": str(port)}
    return Settings.from_environment({f"TRACKER_{name}": value for name, value in given.items()})


@contextmanager
def _serving(tracker: Tracker) -> Iterator[psutil.Process]:
    settings = tracker.settings
    given = {
        "TRACKER_DATABASE_URL": settings.database_url,
        "TRACKER_DATA_DIR": str(settings.data_dir),
        "TRACKER_PORT": str(settings.port),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    server = subprocess.Popen([sys.executable, "-m", "tests.benchmarks.server"], env=kept | given)
    try:
        _wait_for(settings.port, server)
        yield psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(_PATIENCE_SECONDS)


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    patience = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < patience and server.poll() is None:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the server did not start")


def _same(path: str, headers: dict[str, str] | None = None) -> NextRequest:
    asked = request(path, headers)
    return lambda: asked


if __name__ == "__main__":
    main()
