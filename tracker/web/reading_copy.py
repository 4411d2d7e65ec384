"""A version as a page to be read: its parts with their headings in order, and a table of contents."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from flask_babel import lazy_gettext as _

from tracker.domain.legal_tree import LegalText, Node
from tracker.domain.written import written

_QUIET: Final = {
    "pembukaan": _("Pembukaan"),
    "menimbang": _("Menimbang"),
    "mengingat": _("Mengingat"),
    "menetapkan": _("Menetapkan"),
    "penutup": _("Penutup"),
    "penjelasan-umum": _("Penjelasan umum"),
    "penjelasan-pasal": _("Penjelasan pasal demi pasal"),
    "lampiran": _("Lampiran"),
}
"""Headings that the draft itself does not have, for those who find their way by headings."""

_TITLED: Final = frozenset({"bab", "bagian", "paragraf", "pasal", "penjelasan-pasal"})
_ITEMS: Final = frozenset({"ayat", "huruf", "angka"})
_DEEPEST: Final = 6


@dataclass(frozen=True, slots=True)
class Part:
    """One unit as it is read.

    `level` is that of its heading, 0 where it has none; `heading` has the draft's own lines, or else `quiet`
    says it. `groups` are the units below: an item list where `is_list`.
    """

    kind: str
    anchor: str
    level: int
    heading: tuple[str, ...]
    quiet: str
    lines: tuple[str, ...]
    groups: tuple["Group", ...]

    @property
    def name(self) -> str:
        """Its heading on one line."""
        return " ".join(self.heading) or self.quiet


@dataclass(frozen=True, slots=True)
class Group:
    """Units that stand one after another, all items of a list or none of them."""

    is_list: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents, with the Pasal below it: (anchor, number)."""

    anchor: str
    name: str
    pasal: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReadingCopy:
    """A whole version; `beside` are texts for which there is no place in its structure."""

    parts: tuple[Part, ...]
    contents: tuple[Entry, ...]
    beside: tuple[str, ...]


def reading_copy(text: LegalText) -> ReadingCopy:
    """Return a draft as its page shows it; nothing of it is left out."""
    parts = tuple(_tops(text))
    contents = tuple(
        Entry(part.anchor, part.name, tuple(_pasal(part)))
        for part in parts
        if part.level and not (part.kind == "pasal" and part.level > 2)
    )
    return ReadingCopy(parts, contents, tuple(one.text for one in text.unplaced))


def _tops(text: LegalText) -> Iterator[Part]:
    """The top of the tree; the elucidations of single Pasal are gathered under one heading."""
    for explains, run in groupby(text.nodes, key=lambda node: node.kind == "penjelasan-pasal"):
        nodes = list(run)
        if not explains:
            yield from (_part(text, node, 2) for node in nodes)
            continue
        anchor = f"{_anchor(text, nodes[0])}-semua"
        groups = _groups(text, nodes, 3)
        yield Part("penjelasan", anchor, 2, (), str(_QUIET["penjelasan-pasal"]), (), groups)


def _part(text: LegalText, node: Node, level: int) -> Part:
    own = written(node)
    lines = own.lines
    heading: tuple[str, ...] = ()
    quiet = ""
    if node.kind in _TITLED:
        heading = tuple(filter(None, (own.number, own.heading)))
        if not heading and lines:
            heading, lines = lines[:1], lines[1:]
    else:
        if node.kind in _QUIET and level == 2:
            quiet = str(_QUIET[node.kind])
        lines = _first_with_number(own.number, tuple(filter(None, (own.heading, *lines))))
    has_heading = bool(heading or quiet)
    shown = min(level, _DEEPEST) if has_heading else 0
    below = _groups(text, node.children, level + 1 if has_heading else level)
    return Part(node.kind, _anchor(text, node), shown, heading, quiet, lines, below)


def _first_with_number(number: str, lines: tuple[str, ...]) -> tuple[str, ...]:
    if not number:
        return lines
    return (f"{number} {lines[0]}", *lines[1:]) if lines else (number,)


def _groups(text: LegalText, nodes: Iterable[Node], level: int) -> tuple[Group, ...]:
    runs = groupby(nodes, key=lambda node: node.kind in _ITEMS)
    return tuple(Group(listed, tuple(_part(text, node, level) for node in run)) for listed, run in runs)


def _anchor(text: LegalText, node: Node) -> str:
    return "-".join(text.address(node))


def _pasal(part: Part) -> Iterator[tuple[str, str]]:
    for group in part.groups:
        for one in group.parts:
            if one.kind in ("pasal", "penjelasan-pasal"):
                yield one.anchor, one.name.removeprefix("Pasal ").strip()
            yield from _pasal(one)
