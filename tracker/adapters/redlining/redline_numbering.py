"""Lets paragraphs of the old file count in the new one: in the same list, or in a copy of the old list."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from lxml import etree

from tracker.adapters.redlining.redline_marks import copied
from tracker.adapters.word.docx_package import W, number, value
from tracker.adapters.word.docx_runs import Properties, read_properties
from tracker.adapters.word.docx_styles import Styles

Place = tuple[str, int]
_NOT_COPIED: Final = frozenset(W + name for name in ("nsid", "tmpl", "styleLink", "numStyleLink", "name"))
_NOT_IN_LEVEL: Final = (W + "pStyle", W + "lvlPicBulletId")
# The order of ECMA-376 Part 1, 17.3.1.26: what stands before w:numPr in a w:pPr.
_BEFORE_NUMBERING: Final = tuple(
    W + name for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
)


class Lists:
    """The lists of one file: which paragraph stands in which, and how each counts."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self.root = root
        self._styles = styles
        found = root if root is not None else ()
        self.numbers = {value(one, "numId") or "": one for one in found if one.tag == W + "num"}
        self.abstract = {
            value(one, "abstractNumId") or "": one for one in found if one.tag == W + "abstractNum"
        }
        self._shown: dict[etree._Element, tuple[str, ...]] = {}

    def place(self, properties: etree._Element | None) -> Place | None:
        """The list and level of a paragraph with these properties; None outside lists."""
        said = read_properties(properties) if properties is not None else Properties()
        style, number_id, level, _ = said
        if number_id is None:
            number_id, inherited = self._styles.numbering(style)
            level = level if level is not None else self._level_of_style(number_id, style, inherited)
        if number_id in (None, "0") or number_id not in self.numbers:
            return None
        return number_id, min(max(level or 0, 0), 8)

    def _level_of_style(self, number_id: str | None, style: str | None, inherited: int | None) -> int | None:
        names = self._styles.ancestry(style)
        source = self.source(number_id or "")
        for level in source.findall(W + "lvl") if source is not None else ():
            if value(level.find(W + "pStyle")) in names:
                return number(level, "ilvl")
        return inherited

    def source(self, number_id: str) -> etree._Element | None:
        """The abstract list behind a number, through a numbering style."""
        one = self.numbers.get(number_id)
        source = self.abstract.get(value(one.find(W + "abstractNumId")) or "") if one is not None else None
        link = value(source.find(W + "numStyleLink")) if source is not None else None
        if link is not None:
            linked = self._styles.numbering(link)[0] or ""
            other = self.numbers.get(linked)
            if other is not None and linked != number_id:
                return self.abstract.get(value(other.find(W + "abstractNumId")) or "")
        return source

    def counts_as(self, number_id: str) -> tuple[str, ...]:
        """How a list counts and what it shows; lists that agree in this can stand for each other."""
        source, one = self.source(number_id), self.numbers.get(number_id)
        if source is not None and source not in self._shown:  # one list, a number for each Pasal
            self._shown[source] = tuple(_levels(source))
        said = list(self._shown[source]) if source is not None else []
        for override in one.findall(W + "lvlOverride") if one is not None else ():
            start = value(override.find(W + "startOverride"))
            said.append(f"override {value(override, 'ilvl')} {start} {'|'.join(_levels(override))}")
        return tuple(said)


def _levels(source: etree._Element) -> Iterable[str]:
    for level in source.findall(W + "lvl"):
        told = (value(level.find(W + name)) for name in ("start", "numFmt", "lvlText", "lvlRestart", "isLgl"))
        yield f"{value(level, 'ilvl')} {list(told)}"


class Bridge:
    """Finds the list of the new file that stands for one of the old; copies the old one where none does."""

    def __init__(self, old: Lists, new: Lists, used: Iterable[str]) -> None:
        self.old, self.new = old, new
        # A number that paragraphs name without its being defined must stay undefined.
        self._highest = max((int(one) for one in used if one.isdecimal() and len(one) < 10), default=0)
        self._known: dict[str, str] = {}
        self._sources: dict[int, str] = {}
        self.changed = False

    def learn(self, together: Iterable[tuple[Place | None, Place | None]]) -> None:
        """Learn from paragraphs that belong together which lists stand for each other, the surest first."""
        votes = Counter((old[0], new[0]) for old, new in together if old and new)
        sources: dict[int, int] = {}
        taken, taken_sources = set(self._known.values()), set[int]()
        for (old, new), _count in votes.most_common():
            before, after = self.old.source(old), self.new.source(new)
            if old in self._known or new in taken or before is None or after is None:
                continue
            agreed = sources.get(id(before), id(after)) == id(after)
            free = id(before) in sources or id(after) not in taken_sources
            if agreed and free and self.old.counts_as(old) == self.new.counts_as(new):
                self._known[old] = new
                sources[id(before)] = id(after)
                taken.add(new)
                taken_sources.add(id(after))

    def place(self, old: Place | None) -> Place | None:
        """Where a paragraph of the old file counts in the new one."""
        if old is None:
            return None
        number_id = self._known.get(old[0])
        if number_id is None and self.new.root is not None:
            number_id = self._known[old[0]] = self._copy(old[0])
        return (number_id, old[1]) if number_id else None

    def _copy(self, number_id: str) -> str:
        root, one, source = self.new.root, self.old.numbers[number_id], self.old.source(number_id)
        if root is None or source is None:
            return ""
        self.changed = True
        list_id = self._sources.get(id(source)) or self._copy_source(root, source)
        self._sources[id(source)] = list_id
        made = copied(one)
        self._highest += 1
        new_id = str(self._highest)
        made.set(W + "numId", new_id)
        pointer = made.find(W + "abstractNumId")
        if pointer is not None:
            pointer.set(W + "val", list_id)
        for level in made.iter(W + "lvl"):
            _clean(level)
        self.new.numbers[new_id] = made
        last = root.findall(W + "num")
        if last:
            last[-1].addnext(made)
        else:
            root.append(made)
        return new_id

    def _copy_source(self, root: etree._Element, source: etree._Element) -> str:
        made = copied(source)
        list_id = str(max((int(known) for known in self.new.abstract if known.isdecimal()), default=0) + 1)
        made.set(W + "abstractNumId", list_id)
        for child in list(made):
            if child.tag in _NOT_COPIED:
                made.remove(child)
        for level in made.iter(W + "lvl"):
            _clean(level)
        self.new.abstract[list_id] = made
        first = root.find(W + "num")
        if first is not None:
            first.addprevious(made)
        else:
            root.append(made)
        return list_id


def _clean(level: etree._Element) -> None:
    for name in _NOT_IN_LEVEL:
        child = level.find(name)
        if child is not None:
            level.remove(child)


def set_numbering(properties: etree._Element, place: Place | None) -> None:
    """Let a w:pPr say its place in a list, or that it has none whatever its style says."""
    known = properties.find(W + "numPr")
    if known is not None:
        properties.remove(known)
    before = [child for child in properties if child.tag in _BEFORE_NUMBERING]
    at = properties.index(before[-1]) + 1 if before else 0
    properties.insert(at, _numbering_properties(place))


def _numbering_properties(place: Place | None) -> etree._Element:
    made = etree.Element(W + "numPr")
    if place is not None:
        etree.SubElement(made, W + "ilvl").set(W + "val", str(place[1]))
    etree.SubElement(made, W + "numId").set(W + "val", place[0] if place else "0")
    return made
