"""The ways to reach people: mail, and the services that a URL names; what may be shown of such a URL."""

import re
from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import unquote, urlsplit

EMAIL, SERVICE = "email", "apprise"
DAILY, AT_ONCE = "harian", "segera"

SERVICES = {
    "tgram": "Telegram",
    "whatsapp": "WhatsApp",
    "whapi": "WhatsApp (Whapi)",
    "slack": "Slack",
    "discord": "Discord",
    "workflows": "Microsoft Teams",
    "webex": "Webex",
    "gchat": "Google Chat",
    "line": "LINE",
    "pover": "Pushover",
}
"""By the scheme of its URL, each service in the cloud that is one and the same for everybody: what may be
used unless a setting says else."""

LOCAL_ONLY = frozenset({"dbus", "file", "glib", "gnome", "growl", "kde", "macosx", "qt", "syslog", "windows"})
"""Ways that end on the machine itself; nobody is reached by them."""

_OPTIONS = frozenset(
    {"format", "from", "lang", "method", "priority", "silent", "sound", "thread", "to", "token", "topic"}
)
"""What may be asked for behind the `?` of a URL. Others make a service read a file of this machine
(`template`), call any host, or wait as long as someone likes."""

_HEADERS = ("+", "-", ":")
"""What begins the name of a header or a value that a webhook is given."""

MASK = "•••"
_SHORTEST_SECRET = 4


def scheme_of(address: str) -> str:
    """Return what stands before `://`; empty where nothing does."""
    return address.partition("://")[0].strip().lower() if "://" in address else ""


def is_harmless(address: str) -> bool:
    """Say whether the URL asks for nothing but what may be asked for."""
    scheme = scheme_of(address)
    # The templates of WhatsApp are names at its own place, not files.
    allowed = _OPTIONS | {"template"} if scheme == "whatsapp" else _OPTIONS
    asked = re.split(r"[?&;]", address)[1:]
    names = [unquote(one).partition("=")[0].strip().lower() for one in asked if one]
    return all(name in allowed or name.startswith(_HEADERS) for name in names)


def server_of(address: str) -> str:
    """Return a name for what fails together: the service, or where anybody may run one, its host.

    It tells nothing of the URL but the scheme.
    """
    scheme = scheme_of(address)
    if scheme in SERVICES:
        return scheme
    return f"{scheme}-{sha256(_host(address).encode()).hexdigest()[:12]}"


def shown(address: str) -> str:
    """Return what a page may show of the URL of a service: not a letter of what follows the scheme."""
    scheme = scheme_of(address)
    return SERVICES.get(scheme, f"{scheme}://{MASK}")


def masked(words: str, address: str) -> str:
    """Return `words` without any part of the URL."""
    for secret in sorted(_secrets(address), key=len, reverse=True):
        words = words.replace(secret, MASK)
    return words


def _secrets(address: str) -> Iterable[str]:
    rest = address.partition("://")[2]
    parts = {address, rest, *re.split(r"[/?&=@#]", rest)}
    parts |= {piece for part in tuple(parts) for piece in part.split(":")}
    parts |= {unquote(part) for part in tuple(parts)}
    return {part for part in parts if len(part) >= _SHORTEST_SECRET}


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
