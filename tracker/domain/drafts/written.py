"""How the own words of a unit divide: its number as written, its heading, and the lines after them."""

import re
from typing import Final, NamedTuple

from tracker.domain.drafts.legal_tree import Node

_BEFORE: Final = re.compile(r"\s*(?:(?:BAB|Bagian|Paragraf|Pasal|Ayat|Huruf|Angka)\s+)?\(?\s*", re.IGNORECASE)
_AFTER: Final = re.compile(r"\s*[.)]*(?!\w)")


class Written(NamedTuple):
    """`number` ("Pasal 5", "(2)", "a."), `heading` and `lines` in order are all the words of a unit."""

    number: str
    heading: str
    lines: tuple[str, ...]


def written(node: Node) -> Written:
    """Divide a unit's own words; what does not begin with its number stays in the lines."""
    number, rest = _number(node)
    lines: list[str] = []
    for line in rest.split("\n"):
        words = line.strip()
        if words == ":" and lines:
            lines[-1] += " :"
        elif words:
            lines.append(words)
    wanted = " ".join(node.heading.split())
    for at in range(1, len(lines) + 1 if wanted else 0):
        if " ".join(" ".join(lines[:at]).split()) == wanted:
            return Written(number, wanted, tuple(lines[at:]))
    return Written(number, "", tuple(lines))


def _number(node: Node) -> tuple[str, str]:
    """The number with its decoration, and what follows it; compiles no pattern for each unit."""
    text = node.text
    before = _BEFORE.match(text)
    at = before.end() if before else 0
    for word in node.number.split():
        at = len(text) - len(text[at:].lstrip())
        if text[at : at + len(word)].lower() != word.lower():
            return "", text
        at += len(word)
    after = _AFTER.match(text, at)
    if not node.number or after is None:
        return "", text
    return " ".join(text[: after.end()].split()), text[after.end() :]
