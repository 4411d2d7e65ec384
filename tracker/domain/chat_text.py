"""Text for WhatsApp: a bold title, short lines, the address at the end."""

from collections.abc import Iterable
from urllib.parse import quote

_SHARE = "https://wa.me/?text="


def chat_text(title: str, lines: Iterable[str], link: str) -> str:
    """Return a message as WhatsApp reads it: *bold*, a line for each fact, then the address by itself.

    A star inside the title would end the bold too early, so it is left out.
    """
    facts = [line for line in map(_one_line, lines) if line]
    return "\n".join((f"*{_one_line(title.replace('*', ' '))}*", *facts, "", link))


def share_address(text: str) -> str:
    """Return the address that opens WhatsApp with this text, on a phone or in a browser, without a script."""
    return _SHARE + quote(text, safe="")


def _one_line(text: str) -> str:
    return " ".join(text.split())
