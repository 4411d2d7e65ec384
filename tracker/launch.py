"""Starting the processes: gunicorn for the web, and web and scheduler together on one machine."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from typing import Any

from gunicorn.app.base import BaseApplication

from tracker.bootstrap import Tracker
from tracker.settings import Settings
from tracker.web import create_app
from tracker.welcome import welcome

WORKERS = 2
THREADS = 2
THREADS_WITHOUT_PROXY = 8
"""A browser opens connections it may never use, and each holds a thread for seconds; a proxy keeps those."""
_PATIENCE_SECONDS = 15
_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

# Its standard input ends with the process that started it, however that one dies, and then so do the others.
_GUARD = 'read -r _; kill "$@"'


class _Gunicorn(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our application and our settings, each worker with connections of its own."""

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker
        super().__init__()

    def load_config(self) -> None:
        settings = self._tracker.settings
        values: dict[str, Any] = {
            "bind": f"{settings.host}:{settings.port}",
            "workers": WORKERS,
            "threads": THREADS if settings.trusted_proxies else THREADS_WITHOUT_PROXY,
            "worker_class": "gthread",
            "timeout": 60,
            "graceful_timeout": 10,
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_fork": lambda _server, _worker: self._tracker.close(),
        }
        for name, value in values.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return create_app(self._tracker)


def serve(tracker: Tracker) -> None:
    """Serve the web pages until told to stop."""
    tracker.close()
    _Gunicorn(tracker).run()


def run(tracker: Tracker) -> int:
    """Run web and scheduler as two processes until one ends or we are told to stop; return an exit code."""
    settings = tracker.settings
    if obstacle := _obstacle(settings):
        print(obstacle, file=sys.stderr)
        return 1
    tracker.close()
    for name in _STOPPING:
        signal.signal(name, _interrupt)
    children: list[subprocess.Popen[bytes]] = []
    try:
        for command in ("web", "scheduler"):
            children.append(_start([sys.executable, "-m", "tracker.cli", command]))
        children.append(_start(["/bin/sh", "-c", _GUARD, "sh", *(str(child.pid) for child in children)]))
        _wait_until_answering(settings, children[0])
        print(welcome(settings), flush=True)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(children)


def _obstacle(settings: Settings) -> str:
    """Return why nobody could listen here, or nothing."""
    try:
        with closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, settings.port))
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            return f"Port {settings.port} is in use; set TRACKER_PORT to another one."
        place = f"{settings.host}:{settings.port}"
        return f"Cannot listen at {place} ({problem.strerror}); check TRACKER_HOST and TRACKER_PORT."
    return ""


def _is_answering(settings: Settings) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex((settings.host, settings.port)) == 0


def _wait_until_answering(settings: Settings, web: "subprocess.Popen[bytes]") -> None:
    patience = time.monotonic() + _PATIENCE_SECONDS
    while web.poll() is None and time.monotonic() < patience and not _is_answering(settings):
        time.sleep(0.1)


def _start(command: list[str]) -> "subprocess.Popen[bytes]":
    # A process group of its own: Ctrl+C reaches only the parent, and each child is told to stop once.
    return subprocess.Popen(command, stdin=subprocess.PIPE, process_group=0)  # noqa: S603 -- our own commands


def _interrupt(_signal: int, _frame: Any) -> None:
    raise KeyboardInterrupt


def _stop(children: "list[subprocess.Popen[bytes]]") -> None:
    for name in _STOPPING:
        signal.signal(name, signal.SIG_IGN)
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    for child in children:
        try:
            child.wait(timeout=_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            os.kill(child.pid, signal.SIGKILL)
            child.wait()
