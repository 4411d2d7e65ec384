"""The tree of a draft: from BAB down to the smallest huruf, each with its own words, place and address."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple, get_args

Kind = Literal[
    "judul",
    "pembukaan",
    "menimbang",
    "mengingat",
    "menetapkan",
    "bab",
    "bagian",
    "paragraf",
    "pasal",
    "ayat",
    "huruf",
    "angka",
    "penutup",
    "penjelasan-umum",
    "penjelasan-pasal",
    "lampiran",
    "paragraf-lepas",
]
Path = tuple[str, ...]

KINDS: tuple[str, ...] = get_args(Kind)
# A Pasal keeps its address when it moves to another BAB: these are no part of it.
_PASSED_OVER: Final = frozenset(("pembukaan", "bab", "bagian", "paragraf"))
_OUTSIDE: Final = frozenset(("lampiran", "penjelasan-umum", "penjelasan-pasal"))
_NAMES: Final = {
    "judul": "Judul",
    "pembukaan": "Pembukaan",
    "menimbang": "Menimbang",
    "mengingat": "Mengingat",
    "menetapkan": "Menetapkan",
    "bab": "BAB",
    "bagian": "Bagian",
    "paragraf": "Paragraf",
    "pasal": "Pasal",
    "ayat": "ayat",
    "huruf": "huruf",
    "angka": "angka",
    "penutup": "Penutup",
    "penjelasan-umum": "Penjelasan Umum",
    "penjelasan-pasal": "Penjelasan Pasal",
    "lampiran": "Lampiran",
}


def called(kind: str, number: str) -> str:
    """How a unit is called: "Pasal 5", "ayat (2)", "Menimbang"; "" for a loose paragraph."""
    name = _NAMES.get(kind, "")
    return f"{name} ({number})" if kind == "ayat" else f"{name} {number}".strip() if name else ""


class Node(NamedTuple):
    """One unit of a draft with what stands below it.

    `number` is as written, without decoration ("IV", "12A", "2" of "(2)", "a" of "a."); `heading` the title
    of a BAB, Bagian or Paragraf; `text` the unit's own lines, its number with them, joined by line ends;
    `positions` the paragraphs they come from. What is its own always stands before its children.
    """

    kind: Kind
    number: str
    heading: str
    text: str
    positions: tuple[int, ...]
    children: tuple["Node", ...] = ()

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in the order of the text."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def full_text(self) -> str:
        """Its own text and that of all below it, joined by line ends."""
        return "\n".join(node.text for node in self.walk())


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A paragraph that belongs to no unit; `reason` is a slug of `tracker.domain.drafts.structure.REASONS`."""

    position: int
    text: str
    reason: str


@dataclass(frozen=True)
class LegalText:
    """A whole draft: its units in order, and the paragraphs that stand beside the text."""

    nodes: tuple[Node, ...]
    unplaced: tuple[Unplaced, ...] = ()

    def walk(self) -> Iterator[Node]:
        """Every node, in the order of the text."""
        for node in self.nodes:
            yield from node.walk()

    def pasal(self) -> tuple[Node, ...]:
        """The Pasal of the body in order, with those an amending regulation quotes; none of a Lampiran."""
        return tuple(
            found
            for node in self.nodes
            if node.kind not in _OUTSIDE
            for found in node.walk()
            if found.kind == "pasal"
        )

    def address(self, node: Node) -> Path:
        """Where a node of this very tree stands: ("pasal-5", "ayat-2", "huruf-a"); KeyError for another's.

        A number that occurs again counts on: "pasal-3.2" is the second Pasal 3. BAB, Bagian and Paragraf have
        addresses of their own but are no part of those of their Pasal.
        """
        return self._addresses[id(node)]

    def located(self) -> Iterator[tuple[Path, Node]]:
        """Every node with its address, in the order of the text."""
        return ((self._addresses[id(node)], node) for node in self.walk())

    def find(self, path: Path) -> Node | None:
        """The node at an address."""
        return self._nodes.get(path)

    @cached_property
    def _addresses(self) -> dict[int, Path]:
        counted: Counter[Path] = Counter()
        addresses: dict[int, Path] = {}
        waiting: list[tuple[Node, Path, Path]] = [(node, (), ()) for node in reversed(self.nodes)]
        while waiting:
            node, heading, unit = waiting.pop()
            is_heading = node.kind in _PASSED_OVER
            path = (*(heading if is_heading else unit), segment(node))
            counted[path] += 1
            if counted[path] > 1:
                path = (*path[:-1], f"{path[-1]}.{counted[path]}")
            addresses[id(node)] = path
            below = (path, unit) if is_heading else (path, path)
            waiting.extend((child, *below) for child in reversed(node.children))
        return addresses

    @cached_property
    def _nodes(self) -> dict[Path, Node]:
        return {self._addresses[id(node)]: node for node in self.walk()}


def segment(node: Node) -> str:
    """One step of an address: "pasal-12a", "huruf-b", "menimbang"; only letters, figures, hyphens, points."""
    number = "-".join("".join(sign if sign.isalnum() else " " for sign in node.number.lower()).split())
    return f"{node.kind}-{number}" if number else node.kind
