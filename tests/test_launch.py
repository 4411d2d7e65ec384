"""`tracker run` as a person meets it: started in a terminal, stopped, or killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

PATIENCE = 60.0  # seconds, for what takes two
_ENDED = (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)


class Started:
    """`tracker run` in a session of its own, as a terminal would have it, and everything it started."""

    def __init__(self, folder: Path, port: int, host: str = "127.0.0.1") -> None:
        self.port = port
        self.log = folder / "log"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tracker.cli", "run", "--no-demo"],
                env={
                    **kept,
                    "TRACKER_DATA_DIR": str(folder / "data"),
                    "TRACKER_HOST": host,
                    "TRACKER_PORT": str(port),
                },
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        _wait_for(lambda: "Stop with Ctrl+C" in self.said() or self.process.poll() is not None)
        self.family = [] if self.process.poll() else psutil.Process(self.process.pid).children(recursive=True)

    def said(self) -> str:
        return self.log.read_text()

    def alive(self) -> list[psutil.Process]:
        """Those still at work; one that has ended and that nobody has asked about yet is not."""
        running = psutil.wait_procs(self.family, timeout=0)[1]
        return [process for process in running if _status(process) not in _ENDED]


def _status(process: psutil.Process) -> str:
    try:
        return str(process.status())
    except psutil.NoSuchProcess:
        return psutil.STATUS_DEAD


def _wait_for(condition: Callable[[], bool]) -> None:
    patience = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < patience, "waited in vain"
        time.sleep(0.05)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Started]:
    started = Started(tmp_path, _free_port())
    yield started
    for process in started.alive():
        process.kill()
    started.process.kill()
    started.process.wait()


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopping_ends_everything_without_a_traceback(started: Started, name: signal.Signals) -> None:
    os.killpg(started.process.pid, name)
    assert started.process.wait(PATIENCE) == 0
    _wait_for(lambda: started.alive() == [])
    assert "Traceback" not in started.said()


def test_nothing_outlives_a_killed_parent(started: Started) -> None:
    assert started.alive() != []
    started.process.kill()
    _wait_for(lambda: started.alive() == [])


def test_the_end_of_one_process_ends_the_others(started: Started) -> None:
    [scheduler] = [child for child in started.family if "scheduler" in child.cmdline()]
    scheduler.kill()
    assert started.process.wait(PATIENCE) == 1
    _wait_for(lambda: started.alive() == [])


def test_a_taken_port_is_said_in_one_line(started: Started, tmp_path: Path) -> None:
    folder = tmp_path / "second"
    folder.mkdir()
    second = Started(folder, started.port)
    assert second.process.wait(PATIENCE) == 1
    assert second.said() == f"Port {started.port} is in use; set TRACKER_PORT to another one.\n"


def test_an_address_that_is_not_here_is_said_in_one_line(tmp_path: Path) -> None:
    # RFC 5737: an address for documentation, which no machine has.
    lost = Started(tmp_path, _free_port(), host="203.0.113.7")
    assert lost.process.wait(PATIENCE) == 1
    assert lost.said().startswith("Cannot listen at 203.0.113.7:")
    assert len(lost.said().splitlines()) == 1
