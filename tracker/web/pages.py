"""Rendered public pages, kept by what they depend on: compressed once, answered with 304 where unchanged."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from flask import request
from werkzeug.wrappers import Response

_KEPT = 512


class PageCache:
    """A small memory of rendered pages. A key must name everything its page depends on."""

    def __init__(self, kept: int = _KEPT) -> None:
        self._pages: OrderedDict[str, tuple[bytes, bytes]] = OrderedDict()
        self._kept = kept
        self._lock = Lock()

    def get(self, key: str, render: Callable[[], str]) -> tuple[bytes, bytes]:
        """Return the page, plain and compressed, rendering it where it is not kept."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
                return self._pages[key]
        body = render().encode()
        page = body, gzip.compress(body, 6, mtime=0)
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > self._kept:
                self._pages.popitem(last=False)
        return page


def respond(cache: PageCache, depends_on: tuple[object, ...], render: Callable[[], str]) -> Response:
    """Answer with a page that depends on its address and on `depends_on`, or with 304."""
    key = repr((request.full_path, *depends_on))
    etag = hashlib.sha256(key.encode()).hexdigest()[:20]
    zipped = request.accept_encodings.quality("gzip") > 0
    if request.if_none_match.contains(etag) and request.method in ("GET", "HEAD"):
        response = Response(status=304)
    else:
        plain, compressed = cache.get(key, render)
        response = Response(compressed if zipped else plain, content_type="text/html; charset=utf-8")
        if zipped:
            response.headers["Content-Encoding"] = "gzip"
    response.set_etag(etag)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, no-cache"
    return response
