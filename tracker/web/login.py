"""Who is asking: a stranger is refused unless the endpoint is in PUBLIC."""

from urllib.parse import urlsplit

from flask import Flask, g, redirect, request, session, url_for
from flask import Response as FlaskResponse
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from tracker.domain.access import Actor
from tracker.services import accounts
from tracker.services.accounts import Login
from tracker.web.door import tracker

PUBLIC = frozenset(
    {
        "asset",
        "health.healthz",
        "metrics.metrics",
        "public.index",
        "public.raperda",
        "public.comparison",
        "public.clean",
        "public.draft_file",
        "public.draft_original",
        "public.reading",
        "public.akoma_ntoso",
        "public.matrix",
        "public.redline",
        "public.pasal",
        "public.paper_file",
        "public.about",
        "public.statistics",
        "public.calendar",
        "public.calendar_feed",
        "public.raperda_feed",
        "public.quorum",
        "public_en.index",
        "public_en.raperda",
        "public_en.comparison",
        "public_en.clean",
        "public_en.draft_file",
        "public_en.draft_original",
        "public_en.reading",
        "public_en.akoma_ntoso",
        "public_en.matrix",
        "public_en.redline",
        "public_en.pasal",
        "public_en.paper_file",
        "public_en.about",
        "public_en.statistics",
        "public_en.calendar",
        "public_en.calendar_feed",
        "public_en.raperda_feed",
        "feeds.personal",
        "public_en.quorum",
        "accounts.login",
    }
)
"""Every endpoint a stranger may use."""

WITHOUT_COOKIE = PUBLIC - {"accounts.login"}
"""Endpoints that never read or set a cookie."""

BEFORE_NEW_PASSWORD = frozenset({"accounts.password", "accounts.logout"})
"""What someone may use before changing an initial password."""


class Person(UserMixin):
    """A login as Flask-Login wants it."""

    def __init__(self, login: Login) -> None:
        self.login = login

    def get_id(self) -> str:
        """Return the account and the version of its sessions; raising the version ends them all."""
        return f"{self.login.actor.id}:{self.login.session_version}"


class Sessions(SecureCookieSessionInterface):
    """Sessions in a signed cookie, and none at all on pages that need none."""

    def save_session(self, app: Flask, session: SessionMixin, response: FlaskResponse) -> None:
        """Keep the session, unless this page is one without cookies."""
        if request.endpoint not in WITHOUT_COOKIE:
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Ask who it is before every request."""
    app.session_interface = Sessions()
    manager = LoginManager()
    manager.init_app(app, add_context_processor=False)
    manager.user_loader(_load)
    app.before_request(_refuse_strangers)


def actor() -> Actor:
    """Return who is asking; only for endpoints that are not public."""
    return person().actor


def person() -> Login:
    """Return the login of who is asking; only for endpoints that are not public."""
    login: Login = current_user.login
    return login


def known() -> Login | None:
    """Return the login of who is asking, or None for a stranger and on pages without cookies."""
    if request.endpoint is None or request.endpoint in WITHOUT_COOKIE or g.get("nobody_known"):
        return None
    return current_user.login if current_user.is_authenticated else None


def enter(login: Login) -> None:
    """Start a fresh session for someone who has proved who they are."""
    session.clear()
    session.permanent = True
    login_user(Person(login))
    g.pop("csrf_token", None)


def leave() -> None:
    """End this session."""
    logout_user()
    session.clear()


def safe_next(address: str | None) -> str:
    """Return where to go after logging in: a path of this site, or "Hari ini"."""
    home = url_for("work.today")
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return home
    parts = urlsplit(address)
    odd = any(letter in address for letter in "\\\r\n\t")
    return home if parts.scheme or parts.netloc or odd else address


def _load(session_id: str) -> Person | None:
    user_id, _, version = session_id.partition(":")
    if not (user_id.isdecimal() and version.isdecimal()):
        return None
    with tracker().reading() as rows:
        login = accounts.logged_in(rows, int(user_id), int(version))
    return Person(login) if login else None


def _refuse_strangers() -> Response | None:
    if request.endpoint is None or request.endpoint in PUBLIC:
        return None
    if not current_user.is_authenticated:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts.login", next=wanted), 303)
    if person().must_change_password and request.endpoint not in BEFORE_NEW_PASSWORD:
        return redirect(url_for("accounts.password"), 303)
    return None
