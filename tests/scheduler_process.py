"""The scheduler as a process of its own, for the tests to kill.

Processes are forked from a server that has imported everything and opened nothing, since importing takes ten
times as long as a tick.
"""

import logging
import multiprocessing
import warnings
from collections.abc import Mapping
from multiprocessing.context import ForkServerProcess
from multiprocessing.synchronize import Event
from pathlib import Path

from tracker import scheduler
from tracker.bootstrap import build
from tracker.settings import Settings

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload([__name__])


def start(environment: Mapping[str, str], log: Path) -> ForkServerProcess:
    """Start a scheduler that ticks every second, and return when it is about to tick first."""
    ready = _FORKING.Event()
    process = _FORKING.Process(target=_run, args=(dict(environment), log, ready), daemon=True)
    process.start()
    assert ready.wait(60), "the scheduler did not start"
    return process


def _run(environment: dict[str, str], log: Path, ready: Event) -> None:
    warnings.simplefilter("error")
    logging.basicConfig(level=logging.INFO, filename=log, format="%(process)d %(message)s")
    tracker = build(Settings.from_environment(environment))
    ready.set()
    scheduler.run(tracker, every_seconds=1)
