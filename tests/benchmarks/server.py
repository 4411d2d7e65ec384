"""The server under measurement: gunicorn as `tracker web` starts it, with a bare Flask route beside it."""

import os
from typing import Any

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from tracker import bootstrap, launch
from tracker.settings import Settings

BARE = "/bare/"
WHO = "/bare/worker"


def bare() -> Flask:
    """An application that does nothing but answer."""
    app = Flask("bare")

    @app.get("/")
    def answer() -> str:
        return "ok"

    @app.get("/worker")
    def worker() -> str:
        return str(os.getpid())

    return app


class _Gunicorn(launch._Gunicorn):
    """The tracker's own gunicorn, so that workers, threads and everything else are what people get."""

    def load_config(self) -> None:
        super().load_config()
        self.cfg.set("max_requests", 0)  # a worker that is replaced would be measured as a slow page

    def load(self) -> Any:
        return DispatcherMiddleware(super().load(), {BARE.rstrip("/"): bare()})


def main() -> None:
    """Serve what the environment says until told to stop."""
    tracker = bootstrap.build(Settings.from_environment(os.environ))
    tracker.close()
    _Gunicorn(tracker).run()


if __name__ == "__main__":
    main()
