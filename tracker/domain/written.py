"""How the own words of a unit divide: its number as written, its heading, and the lines after them."""

import re
from typing import Final, NamedTuple

from tracker.domain.legal_tree import Node

_NAMED: Final = r"(?:BAB|Bagian|Paragraf|Pasal|Ayat|Huruf|Angka)\s+"


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
    if not node.number:
        return "", node.text
    spaced = r"\s+".join(re.escape(word) for word in node.number.split())
    found = re.match(rf"\s*(?:{_NAMED})?\(?\s*{spaced}\s*[.)]*(?!\w)", node.text, re.IGNORECASE)
    if found is None:
        return "", node.text
    return " ".join(found.group().split()), node.text[found.end() :]
