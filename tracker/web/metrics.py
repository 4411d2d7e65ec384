"""Figures for monitoring in the text format of Prometheus, closed to all but this machine and one token."""

import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime
from ipaddress import ip_address

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from tracker.services import health
from tracker.services.health import Figures
from tracker.web.door import tracker

blueprint = Blueprint("metrics", __name__)

_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_PASSED_ON = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")
_BACKSLASH = {"\\": "\\\\", '"': '\\"', "\n": "\\n"}

Sample = tuple[dict[str, str], float]


@blueprint.get("/metrics")
def metrics() -> Response:
    """Answer whoever holds the token, and this machine itself; nothing personal is in it."""
    if not (_holds_the_token() or _is_this_machine()):
        abort(403)
    now = tracker().now()
    with tracker().reading() as session:
        found = health.figures(session, today=tracker().today())
    return Response("\n".join((*_lines(found, now), "")), content_type=_TYPE)


def _holds_the_token() -> bool:
    token = tracker().settings.metrics_token
    given = request.headers.get("Authorization", "")
    return bool(token) and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


def _is_this_machine() -> bool:
    """What a proxy passes on comes from elsewhere, whatever address it seems to have."""
    if any(name in request.headers for name in _PASSED_ON):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _lines(found: Figures, now: datetime) -> Iterator[str]:
    named = [({"scheduler": pulse.name}, pulse) for pulse in found.pulses]
    yield from _metric(
        "tracker_heartbeat_age_seconds", "gauge", "Seconds since a scheduler last said that it is alive.",
        [(name, (now - pulse.beat_at).total_seconds()) for name, pulse in named],
    )  # fmt: skip
    yield from _metric(
        "tracker_scheduler_lag_seconds", "gauge", "How late the last round of a scheduler began.",
        [(name, pulse.lag_seconds) for name, pulse in named],
    )  # fmt: skip
    yield from _metric(
        "tracker_messages_unsent", "gauge", "Messages waiting, on their way, or failed, by server.",
        [({"server": way, "status": status}, count) for (way, status), count in sorted(found.unsent.items())],
    )  # fmt: skip
    yield from _metric(
        "tracker_messages_sent_total", "counter", "Messages sent.",
        [({}, found.by_status.get("terkirim", 0))],
    )  # fmt: skip
    yield from _metric(
        "tracker_messages_failed_total", "counter", "Messages given up.",
        [(name, pulse.given_up) for name, pulse in named],
    )  # fmt: skip
    yield from _metric("tracker_deadlines_open", "gauge", "Open deadlines.", [({}, found.open_deadlines)])
    yield from _metric("tracker_deadlines_overdue", "gauge", "Open deadlines past their date.",
                       [({}, found.overdue)])  # fmt: skip


def _metric(name: str, kind: str, words: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP {name} {words}"
    yield f"# TYPE {name} {kind}"
    for labels, value in samples:
        said = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        yield f"{name}{{{said}}} {value}" if said else f"{name} {value}"


def _escaped(text: str) -> str:
    return "".join(_BACKSLASH.get(letter, letter) for letter in text)
