"""The only folder that knows HTTP: `create_app(tracker)` puts its pages together."""

from datetime import timedelta

from flask import Flask, abort, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from tracker.bootstrap import Tracker
from tracker.settings import ROOT, secret_key
from tracker.web import (
    accounts,
    addresses,
    admin,
    agenda,
    assets,
    channels,
    copies,
    deadlines,
    drafts,
    errors,
    feeds,
    health,
    language,
    login,
    meetings,
    messages,
    metrics,
    notices,
    pages,
    papers,
    pasal_history,
    plans,
    previews,
    public,
    public_copies,
    public_statistics,
    quorum,
    raperda,
    redlines,
    rendering,
    stages,
    work,
)
from tracker.web.csrf import csrf

_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_WITH_SCRIPT = frozenset(
    {"drafts.compare", "feeds.renew", "messages.status", "messages.meeting", "messages.deadline"}
)
"""The pages that run a script, a file of ours: keys that go from change to change, a button that copies."""

_NOUNS = (
    accounts,
    admin,
    agenda,
    channels,
    deadlines,
    drafts,
    feeds,
    health,
    meetings,
    messages,
    metrics,
    notices,
    papers,
    plans,
    raperda,
    stages,
    work,
)
"""Modules with a blueprint of their own."""

_DOOR_WIDTH = 3
"""How many times the upload limit is let in, so that a form with too large a file comes back as typed."""

_FURTHER = (copies, pasal_history, previews, public_copies, public_statistics, quorum, redlines)
"""Modules that add their pages to the blueprints of others: of drafts, and of what is public."""

_TYPED_BYTES = 1024 * 1024
"""What may be typed into one form."""


def create_app(tracker: Tracker) -> Flask:
    """Return the web application for this tracker."""
    settings = tracker.settings
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(
        SECRET_KEY=secret_key(settings),
        MAX_CONTENT_LENGTH=_DOOR_WIDTH * settings.max_upload_bytes,
        MAX_FORM_MEMORY_SIZE=_TYPED_BYTES,
        PERMANENT_SESSION_LIFETIME=timedelta(days=14),
        SESSION_COOKIE_NAME="__Host-session" if settings.secure else "session",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.extensions["tracker"] = tracker
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies
        )
    addresses.init_app(app)
    login.init_app(app)
    csrf.init_app(app)
    language.init_app(app)
    errors.init_app(app)
    assets.init_app(app)
    rendering.init_app(app)
    pages.init_app(app)
    feeds.init_app(app)
    for module in _NOUNS:
        app.register_blueprint(module.blueprint)
    app.register_blueprint(public.blueprint)
    app.register_blueprint(public.blueprint, name="public_en", url_prefix="/en")
    app.before_request(_refuse_nul)
    app.after_request(_protect)
    return app


def _refuse_nul() -> None:
    """No address of ours has a NUL character, and PostgreSQL cannot be asked about one."""
    if "\0" in request.path or any("\0" in value for value in request.args.values()):
        abort(404)


def _protect(response: Response) -> Response:
    headers = response.headers
    script = "; script-src 'self'" if request.endpoint in _WITH_SCRIPT else ""
    headers.setdefault("Content-Security-Policy", _CSP + script)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    headers.setdefault("Cache-Control", "private, no-cache")
    return response
