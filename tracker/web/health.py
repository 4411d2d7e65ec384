"""One address that says whether web, database and scheduler are alive."""

from flask import Blueprint, jsonify
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from tracker.services import health
from tracker.web.door import tracker

blueprint = Blueprint("health", __name__)
_STALE_SECONDS = 300


@blueprint.get("/healthz")
def healthz() -> tuple[Response, int]:
    """Answer 200 while the database answers; a scheduler that has stopped is said, not hidden."""
    try:
        with tracker().reading() as session:
            found = health.check(session, now=tracker().now())
    except SQLAlchemyError:
        return jsonify(database="down"), 503
    ago = found.scheduler_seconds_ago
    running = ago is not None and ago <= _STALE_SECONDS
    return jsonify(
        database="ok",
        scheduler="ok" if running else "stale",
        scheduler_seconds_ago=ago,
        lag_seconds=found.lag_seconds,
        queue=found.queue,
        failed=found.failed,
    ), 200
