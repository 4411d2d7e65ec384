"""Handing out files: as an attachment, under the name they came with, never to be shown in place."""

import hashlib

from flask import request, send_file
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from tracker.services.records import StoredFile
from tracker.web.door import tracker


def attachment(file: StoredFile, *, public: bool) -> Response:
    """Answer with the bytes of a stored file."""
    path = tracker().drafts.path(file.sha256)
    if not path.exists():
        raise NotFound
    response = send_file(
        path,
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.filename,
        etag=file.sha256,
        last_modified=None,
        conditional=True,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "public, no-cache" if public else "private, no-cache"
    return response


def made(data: bytes, filename: str, media_type: str, *, public: bool) -> Response:
    """Answer with a file that was made for this request; 304 where it is what the reader has already."""
    response = Response(data, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "public, no-cache" if public else "private, no-cache"
    response.set_etag(hashlib.sha256(data).hexdigest()[:20])
    return response.make_conditional(request)
