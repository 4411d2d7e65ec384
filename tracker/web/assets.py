"""The stylesheet and what else pages load: fingerprinted, compressed once, kept by browsers for a year."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, abort, request, url_for
from werkzeug.wrappers import Response

_FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent."""

    body: bytes
    zipped: bytes
    version: str
    media_type: str


def init_app(app: Flask) -> None:
    """Serve what lies in the static folder."""
    kept = {path.name: _load(path) for path in sorted(_FOLDER.iterdir()) if path.suffix in _TYPES}

    @app.get("/aset/<name>", endpoint="asset")
    def asset(name: str) -> Response:
        if name not in kept:
            abort(404)
        return _send(kept[name])

    @app.template_global("asset")
    def address(name: str) -> str:
        return url_for("asset", name=name, v=kept[name].version)


def _load(path: Path) -> Asset:
    body = path.read_bytes()
    if path.suffix == ".css":
        body = _slim(body.decode()).encode()
    version = hashlib.sha256(body).hexdigest()[:10]
    return Asset(body, gzip.compress(body, 9, mtime=0), version, _TYPES[path.suffix])


def _slim(css: str) -> str:
    """Take comments and indentation out of a stylesheet."""
    without_comments = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return "\n".join(line.strip() for line in without_comments.splitlines() if line.strip())


def _send(asset: Asset) -> Response:
    zipped = request.accept_encodings.quality("gzip") > 0
    response = Response(asset.zipped if zipped else asset.body, content_type=asset.media_type)
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.set_etag(asset.version)
    return response.make_conditional(request)
