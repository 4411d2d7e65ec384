"""Sending files through forms, and fetching them back."""

import io
from collections.abc import Mapping

from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.web.council import Visitor


def send_file(
    visitor: Visitor, address: str, data: bytes, name: str, typed: Mapping[str, str]
) -> TestResponse:
    """Post a form with one file in its field `file`."""
    # Encoded here: the test client would put a large file into a temporary one and never close it.
    boundary, body = encode_multipart({**typed, "file": FileStorage(io.BytesIO(data), filename=name)})
    kind = f'multipart/form-data; boundary="{boundary}"'
    return visitor.client.post(address, data=body, content_type=kind, buffered=True)


def accept_draft(visitor: Visitor, upload: str, data: bytes, name: str, **typed: str) -> TestResponse:
    """Upload a draft, and accept what its preview shows; return the answer of the step that ended it."""
    read = send_file(visitor, upload, data, name, visitor.form(upload))
    if read.status_code != 303:
        return read
    form = visitor.form(read.location) | {"source": "opd"} | typed
    return visitor.client.post(read.location, data={key: value for key, value in form.items() if value})


def submit(visitor: Visitor, page: str, action: str, **typed: str) -> TestResponse:
    """Send one of several forms of a page."""
    return visitor.client.post(action, data=visitor.form(page, marker=f'action="{action}"') | typed)


def fetch(visitor: Visitor, address: str) -> TestResponse:
    """Download a whole file."""
    return visitor.client.get(address, buffered=True)
