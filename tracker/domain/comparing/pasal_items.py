"""The units of a draft as they are compared: what each says, with and without the numbers in it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from tracker.domain.drafts.legal_tree import LegalText, Node, Path, Unplaced

# Units that only gather others; what they gather is compared beside them, so that a Pasal can leave its BAB.
GATHERING: Final = frozenset(("pembukaan", "bab", "bagian", "paragraf", "lampiran"))
HEADINGS: Final = frozenset(("bab", "bagian", "paragraf"))
_LISTED: Final = frozenset(("ayat", "huruf", "angka", "paragraf-lepas", "isi"))

_WORD: Final = re.compile(r"[^\W\d_]+")
_MARKER: Final = re.compile(r"^\s*(?:\(?\d+[a-z]?[.)]+|\(?[a-z]{1,2}[.)])\s+", re.MULTILINE)
_FIGURE: Final = re.compile(r"\d+[A-Z]?\b|\b(?<=huruf )[a-z]{1,2}\b")
_BEFORE_NUMBER: Final = re.compile(r"\W*(?:BAB|Bagian|Paragraf|Pasal|LAMPIRAN)?\s*\(?")
_WORD_END: Final = re.compile(r"\b")
_PASAL_LINE: Final = re.compile(r"^\W*Pasal\s*\w{1,6}\s*\W*$")


class Item:
    """One unit: its own `text` (line ends included), the items below it, and the headings it stands under.

    `unit` is what a reader calls it; `kind` is "isi" for the words that follow "Pasal 5" without a number.
    """

    def __init__(self, kind: str, number: str, path: Path, text: str, zone: str = "") -> None:
        self.kind, self.number, self.path, self.text, self.zone = kind, number, path, text, zone
        self.items: list[Item] = []
        self.under: tuple[Item, ...] = ()

    @property
    def unit(self) -> str:
        """The kind of unit, as the JSON names it."""
        return "pasal" if self.kind == "isi" else self.kind

    @cached_property
    def family(self) -> tuple[str, str]:
        """Only items of one family can be the same one: a list may go from letters to figures."""
        return self.zone, "item" if self.kind in _LISTED else self.kind

    def walk(self) -> Iterator["Item"]:
        """This item and all below it, in the order of the text."""
        yield self
        for item in self.items:
            yield from item.walk()

    @cached_property
    def full(self) -> str:
        """Its own text and that of all below it."""
        return "".join(item.text for item in self.walk())

    @cached_property
    def plain(self) -> str:
        """All its words without its own number, blanks made one."""
        return " ".join(without_number(self.full, self.number).split())

    @cached_property
    def bare(self) -> str:
        """All its words without any number or letter of a list: what a renumbering leaves alone."""
        text = _MARKER.sub("", without_number(self.full, self.number))
        return " ".join(_FIGURE.sub("#", text).split())

    @cached_property
    def sequence(self) -> tuple[str, ...]:
        """Its words in order, in small letters."""
        return tuple(_WORD.findall(self.bare.lower())) or (self.plain,)

    @cached_property
    def bag(self) -> Counter[str]:
        """How often each word occurs."""
        return Counter(self.sequence)


def without_number(text: str, number: str) -> str:
    """The text without the number it begins with: "Pasal 5", "(2)", "BAB IV", "a."."""
    before = _BEFORE_NUMBER.match(text)
    if not number or before is None:
        return text
    start, end = before.end(), before.end() + len(number)
    stands = text.startswith(number, start) and _WORD_END.match(text, end)
    return f"{text[:start]}#{text[end:]}" if stands else text


def items(legal: LegalText) -> list[Item]:
    """What is compared, in order: headings, Pasal with all they hold, and the other parts of a draft."""
    return _Builder(legal).build()


class _Builder:
    """Walks a tree once; what stands beside the text is put back where it stood."""

    def __init__(self, legal: LegalText) -> None:
        self._legal = legal
        self._beside = sorted(legal.unplaced, key=lambda one: one.position)
        self._next = 0
        self._texts: list[Item] = []

    def build(self) -> list[Item]:
        found: list[Item] = []
        for node in self._legal.nodes:
            self._gather(node, found, (), "")
        found.extend(self._unplaced(None))
        if self._texts:
            last = self._texts[-1]
            last.text = last.text.removesuffix("\n")
        return found

    def _gather(self, node: Node, found: list[Item], under: tuple[Item, ...], zone: str) -> None:
        if node.kind not in GATHERING:
            found.extend(self._unplaced(node))
            item = self._item(node, zone)
            item.under = under
            found.append(item)
            return
        if node.kind == "lampiran":
            zone = "lampiran"
        found.extend(self._unplaced(node))
        heading = self._made(node.kind, node.number, self._legal.address(node), node.text, zone)
        heading.under = under
        if node.text:
            found.append(heading)
        for child in node.children:
            self._gather(child, found, (*under, heading) if node.kind in HEADINGS else under, zone)

    def _item(self, node: Node, zone: str) -> Item:
        path = self._legal.address(node)
        own, rest = _own(node)
        item = self._made(node.kind, node.number, path, own, zone)
        if rest:
            item.items.append(self._made("isi", "", path, rest, zone))
        for child in node.children:
            item.items.extend(self._unplaced(child))
            item.items.append(self._item(child, zone))
        return item

    def _unplaced(self, node: Node | None) -> Iterator[Item]:
        """What stands beside the text before a node; without a node, all that is left."""
        until = node.positions[0] if node and node.positions else None if node is None else -1
        while self._next < len(self._beside):
            one: Unplaced = self._beside[self._next]
            if until is not None and one.position >= until:
                return
            self._next += 1
            yield self._made("paragraf-lepas", "", (f"paragraf-lepas-di-{one.position}",), one.text, "lepas")

    def _made(self, kind: str, number: str, path: Path, text: str, zone: str) -> Item:
        item = Item(kind, number, path, f"{text}\n" if text else "", zone)
        if text:
            self._texts.append(item)
        return item


def _own(node: Node) -> tuple[str, str]:
    """The heading line of a Pasal and what stands below it without a number; other units stay whole."""
    first, _, rest = node.text.partition("\n")
    if node.kind in ("pasal", "penjelasan-pasal") and rest and _PASAL_LINE.match(first):
        return first, rest
    return node.text, ""


def words_known(sides: Sequence[Sequence[Item]]) -> Counter[str]:
    """In how many items each word occurs: a word that occurs everywhere says little."""
    known: Counter[str] = Counter()
    for side in sides:
        for item in side:
            known.update(item.bag.keys())
    return known
