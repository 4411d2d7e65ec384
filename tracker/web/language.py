"""The language of a page: of its address in public, of the account at work, Indonesian by default."""

from pathlib import Path

from flask import Flask, request, url_for
from flask_babel import Babel

from tracker.services.accounts import LANGUAGES
from tracker.web import login

TRANSLATIONS = Path(__file__).parent / "translations"


def init_app(app: Flask) -> None:
    """Choose a language for every page."""
    Babel(
        app,
        default_locale="id",
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=current,
    )


def current() -> str:
    """Return the language of this page: id or en."""
    if (request.blueprint or "") == "public_en" or request.path.startswith("/en/"):
        return "en"
    person = login.known()
    if person is not None:
        return person.language
    asked = request.args.get("lang", "id")
    return asked if asked in LANGUAGES else "id"


def other_language_url() -> str | None:
    """Return the address of this page in the other language; None where an account's own language rules."""
    endpoint = request.endpoint or ""
    other = "id" if current() == "en" else "en"
    if endpoint.startswith(("public.", "public_en.")):
        noun = endpoint.partition(".")[2]
        arguments = {**request.args.to_dict(), **(request.view_args or {})}
        return url_for(f"{'public_en' if other == 'en' else 'public'}.{noun}", **arguments)
    if endpoint == "accounts.login":
        return url_for(endpoint, lang=other)
    return None


def url(endpoint: str, **values: object) -> str:
    """Return the address of an endpoint, public ones in the language of this page."""
    noun = endpoint.removeprefix("public.")
    if noun != endpoint and current() == "en":
        endpoint = f"public_en.{noun}"
    kept = {name: value for name, value in values.items() if value not in ("", None)}
    return url_for(endpoint, **kept)  # type: ignore[arg-type]
