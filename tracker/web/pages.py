"""Rendered public pages, kept by what they depend on: compressed once, answered with 304 where unchanged."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

from tracker.settings import ROOT

HTML = "text/html; charset=utf-8"
_KEPT_BYTES = 32 * 1024 * 1024
_MAKES_PAGES = {".html", ".css", ".mo", ".py"}


class PageCache:
    """A memory of rendered pages, compressed. A key must name everything its page depends on.

    `edition` names the templates, words and styles pages are made with, so that an update shows at once.
    """

    def __init__(self, edition: str, kept_bytes: int = _KEPT_BYTES) -> None:
        self.edition = edition
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._kept_bytes = kept_bytes
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: str, render: Callable[[], str]) -> bytes:
        """Return the page compressed with gzip, rendering it where it is not kept."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
                return self._pages[key]
        page = gzip.compress(render().encode(), 6, mtime=0)
        with self._lock:
            self._bytes += len(page) - len(self._pages.pop(key, b""))
            self._pages[key] = page
            while self._bytes > self._kept_bytes:
                self._bytes -= len(self._pages.popitem(last=False)[1])
        return page


def init_app(app: Flask) -> None:
    """Give the application a memory of its own: two of them may serve two councils."""
    app.extensions["pages"] = PageCache(_edition())


def _edition() -> str:
    digest = hashlib.sha256()
    for folder in (ROOT / "templates", Path(__file__).parent):
        for path in sorted(folder.rglob("*")):
            if path.suffix in _MAKES_PAGES:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def respond(
    depends_on: tuple[object, ...], render: Callable[[], str], *, content_type: str = HTML
) -> Response:
    """Answer with a public page that depends on its address and on `depends_on`, or with 304."""
    cache: PageCache = current_app.extensions["pages"]
    key = _key(depends_on)
    response = _unless_known(key, lambda: cache.get(key, render), content_type)
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def respond_privately(
    depends_on: tuple[object, ...], render: Callable[[], str], *, content_type: str = HTML
) -> Response:
    """Answer the same way for one person's eyes: nothing is kept, here or on the way."""
    response = _unless_known(
        _key(depends_on), lambda: gzip.compress(render().encode(), 6, mtime=0), content_type
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _key(depends_on: tuple[object, ...]) -> str:
    cache: PageCache = current_app.extensions["pages"]
    return repr((cache.edition, request.full_path, *depends_on))


def _unless_known(key: str, zip_page: Callable[[], bytes], content_type: str) -> Response:
    etag = hashlib.sha256(key.encode()).hexdigest()[:20]
    zipped = request.accept_encodings.quality("gzip") > 0
    if request.if_none_match.contains(etag) and request.method in ("GET", "HEAD"):
        response = Response(status=304)
    else:
        page = zip_page()
        body = page if zipped else gzip.decompress(page)
        response = Response(body, content_type=content_type)
        if zipped:
            response.headers["Content-Encoding"] = "gzip"
    response.set_etag(etag)
    response.headers["Vary"] = "Accept-Encoding"
    return response
