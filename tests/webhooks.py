"""A service of the network for the tests: keeps what is posted to it, and answers as it is told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Webhook:
    """What arrived, by path; `answer` is the status it gives."""

    port: int = 0
    answer: int = 200
    posts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def url(self, token: str) -> str:
        """The Apprise URL of this service for someone with this token."""
        return f"json://127.0.0.1:{self.port}/{token}"


@contextmanager
def webhook() -> Iterator[Webhook]:
    """Run the service on a free port until the block ends."""
    hook = Webhook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            hook.posts.append((self.path, content))
            self.send_response(hook.answer)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook.port = server.server_port
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
