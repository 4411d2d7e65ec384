"""A version as a page to be read: its parts with their headings in order, and a table of contents."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import Final

from flask_babel import lazy_gettext as _

from tracker.domain.drafts.definitions import definitions
from tracker.domain.drafts.legal_tree import LegalText, Node, Path
from tracker.domain.drafts.parsing import is_letter
from tracker.domain.drafts.references import Reference, references
from tracker.domain.drafts.written import written

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

Line = tuple[tuple[str, str], ...]
"""The pieces of a line: words, and the anchor they lead to or ""."""


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
    lines: tuple[Line, ...]
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
class Term:
    """A term that the draft defines, with its short form, and the anchor of its definition."""

    anchor: str
    name: str


@dataclass(frozen=True, slots=True)
class ReadingCopy:
    """A whole version; `terms` by the alphabet, `beside` are texts that have no place in its structure."""

    parts: tuple[Part, ...]
    contents: tuple[Entry, ...]
    terms: tuple[Term, ...]
    beside: tuple[str, ...]


def reading_copy(text: LegalText) -> ReadingCopy:
    """Return a draft as its page shows it; nothing of it is left out."""
    parts = tuple(_Parts(text).tops())
    contents = tuple(
        Entry(part.anchor, part.name, tuple(_pasal(part)))
        for part in parts
        if part.level and not (part.kind == "pasal" and part.level > 2)
    )
    terms = tuple(sorted(_terms(text), key=lambda term: term.name.casefold()))
    return ReadingCopy(parts, contents, terms, tuple(one.text for one in text.unplaced))


def _terms(text: LegalText) -> Iterator[Term]:
    for one in definitions(text):
        yield Term(_anchor(one.address), f"{one.term} ({one.short})" if one.short else one.term)


class _Parts:
    """Makes the parts of one draft, with its references as links."""

    def __init__(self, text: LegalText) -> None:
        self._text = text
        self._references: dict[Path, list[Reference]] = {}
        for one in references(text):
            if one.target is not None:
                self._references.setdefault(one.source, []).append(one)

    def tops(self) -> Iterator[Part]:
        """The top of the tree; a letter, and the elucidations of single Pasal, each under one heading."""
        nodes = self._text.nodes
        front = list(takewhile(lambda node: node.kind == "paragraf-lepas", nodes))
        if is_letter([node.text for node in front]) and len(front) < len(nodes):
            heading = (str(_("Sebelum naskah: surat atau uraian")),)
            yield Part("sebelum-naskah", "sebelum-naskah", 2, heading, "", (), self._groups(front, 3))
            nodes = nodes[len(front) :]
        for explains, run in groupby(nodes, key=lambda node: node.kind == "penjelasan-pasal"):
            found = list(run)
            if not explains:
                yield from (self._part(node, 2) for node in found)
                continue
            anchor = f"{_anchor(self._text.address(found[0]))}-semua"
            groups = self._groups(found, 3)
            yield Part("penjelasan", anchor, 2, (), str(_QUIET["penjelasan-pasal"]), (), groups)

    def _part(self, node: Node, level: int) -> Part:
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
                quiet = f"{_QUIET[node.kind]} {node.number}".strip()
            lines = tuple(filter(None, (own.heading, *lines)))
        shown = self._lines(node, lines, "" if heading else own.number)
        has_heading = bool(heading or quiet)
        return Part(
            node.kind,
            _anchor(self._text.address(node)),
            min(level, _DEEPEST) if has_heading else 0,
            heading,
            quiet,
            shown,
            self._groups(node.children, level + 1 if has_heading else level),
        )

    def _groups(self, nodes: Iterable[Node], level: int) -> tuple[Group, ...]:
        runs = groupby(nodes, key=lambda node: node.kind in _ITEMS)
        return tuple(Group(listed, tuple(self._part(node, level) for node in run)) for listed, run in runs)

    def _lines(self, node: Node, lines: tuple[str, ...], number: str) -> tuple[Line, ...]:
        """The lines with their references; the number goes before the first."""
        links = self._references.get(self._text.address(node), [])
        found: list[Line] = []
        cursor = 0
        for line in lines:
            at = node.text.find(line, cursor)
            found.append(_linked(line, at, links) if at >= 0 else ((line, ""),))
            cursor = max(cursor, at + len(line))
        if not number:
            return tuple(found)
        first = ((f"{number} ", ""), *found[0]) if found else ((number, ""),)
        return (first, *found[1:])


def _linked(line: str, start: int, links: Iterable[Reference]) -> Line:
    """Cut a line that begins at `start` of its unit's text at the references within it."""
    pieces: list[tuple[str, str]] = []
    done = 0
    for one in links:
        first, last = one.start - start, one.end - start
        if one.target is None or first < done or last > len(line):
            continue
        pieces += [(line[done:first], ""), (line[first:last], _anchor(one.target))]
        done = last
    pieces.append((line[done:], ""))
    return tuple(piece for piece in pieces if piece[0])


def _anchor(path: Path) -> str:
    return "-".join(path)


def _pasal(part: Part) -> Iterator[tuple[str, str]]:
    for group in part.groups:
        for one in group.parts:
            if one.kind in ("pasal", "penjelasan-pasal"):
                yield one.anchor, one.name.removeprefix("Pasal ").strip()
            yield from _pasal(one)
