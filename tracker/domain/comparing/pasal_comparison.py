"""Two drafts, Pasal by Pasal, down to ayat and huruf: what stayed, changed, moved, came and went."""

from collections.abc import Iterator, Sequence

from tracker.domain.comparing.comparison import Segment, segments
from tracker.domain.comparing.pasal_alignment import Likeness, Link, heaviest_rising, match
from tracker.domain.comparing.pasal_changes import Kind, PasalComparison, Place, Unit, only
from tracker.domain.comparing.pasal_items import HEADINGS, Item, items, without_number, words_known
from tracker.domain.drafts.legal_tree import LegalText, Path
from tracker.domain.following import follows

__all__ = ["Kind", "PasalComparison", "Place", "Unit", "compare"]


def compare(old: LegalText, new: LegalText) -> PasalComparison:
    """Compare two drafts by what their Pasal say, not by their numbers."""
    return _Comparer(items(old), items(new)).compare()


class _Comparer:
    def __init__(self, old: list[Item], new: list[Item]) -> None:
        self.old, self.new = old, new
        self.likeness = Likeness(words_known((old, new)), len(old) + len(new))
        self.numbers: dict[Path, tuple[Path, str]] = {}
        self.origin: dict[Path, Path] = {}
        self.below: dict[int, list[Link]] = {}

    def compare(self) -> PasalComparison:
        links = self._links()
        self._learn(self.old, self.new, links)
        return PasalComparison(tuple(self._units(self.old, self.new, links)))

    def _links(self) -> list[Link]:
        """First the body, then the elucidation, which follows the numbers of the body."""
        found: list[Link] = []
        for explains in (False, True):
            before = [at for at, item in enumerate(self.old) if (item.kind == "penjelasan-pasal") is explains]
            after = [at for at, item in enumerate(self.new) if (item.kind == "penjelasan-pasal") is explains]
            ours, theirs = [self.old[at] for at in before], [self.new[at] for at in after]
            known = self._explained(ours, theirs) if explains else ()
            part = match(ours, theirs, self.likeness, known)
            found += [
                Link(tuple(before[at] for at in link.old), tuple(after[at] for at in link.new), link.moved)
                for link in part
            ]
            if not explains:
                self._learn(ours, theirs, part)
        return found

    def _explained(self, old: Sequence[Item], new: Sequence[Item]) -> Iterator[tuple[int, int]]:
        """Elucidations of Pasal that belong together, as far as they say something alike."""
        by_number: dict[str, int] = {}
        for at, item in enumerate(new):
            by_number.setdefault(item.number.lower(), at)
        for old_at, item in enumerate(old):
            target = self.numbers.get((f"pasal-{item.number.lower()}",))
            new_at = by_number.get(target[1].lower()) if target else None
            if new_at is not None and _alike(item, new[new_at], self.likeness):
                yield old_at, new_at

    def _learn(self, old: Sequence[Item], new: Sequence[Item], links: Sequence[Link]) -> None:
        """Note which address became which, down to the smallest unit; each pair is looked into once."""
        for link in links:
            if not (link.old and link.new):
                continue
            self._note(old[link.old[0]], new[link.new[0]])
            ours = [item for at in link.old for item in old[at].items]
            theirs = [item for at in link.new for item in new[at].items]
            if not (ours and theirs):
                continue
            inner = match(ours, theirs, self.likeness)
            if len(link.old) == len(link.new) == 1:
                self.below[id(old[link.old[0]])] = inner
            self._learn(ours, theirs, inner)

    def _note(self, old: Item, new: Item) -> None:
        if old.kind != "isi" and new.kind != "isi":
            self.numbers.setdefault(old.path, (new.path, new.number))
            self.origin.setdefault(new.path, old.path)

    def _units(self, old: Sequence[Item], new: Sequence[Item], links: Sequence[Link]) -> Iterator[Unit]:
        """The links in the order of both texts, what came or went or moved between those that stayed."""
        pairs = sorted(
            (link.old[0], link.new[0]) for link in links if link.old and link.new and not link.moved
        )
        kept = dict(heaviest_rising(pairs, {}))
        staying = sorted(
            link for link in links if link.old and link.new and kept.get(link.old[0]) == link.new[0]
        )
        stays = set(staying)
        gone = {at: link for link in links if link not in stays for at in link.old}
        come = {at: link for link in links if link not in stays for at in link.new}
        old_from = new_from = 0
        for link in [*staying, Link((len(old),), (len(new),))]:
            yield from (self._left(old, new, gone[at], at) for at in range(old_from, link.old[0]))
            for at in range(new_from, link.new[0]):
                yield self._arrived(old, new, come[at], at)
            if link in stays:
                yield from self._stayed(old, new, link)
            old_from, new_from = link.old[-1] + 1, link.new[-1] + 1

    def _left(self, old: Sequence[Item], new: Sequence[Item], link: Link, at: int) -> Unit:
        item = old[at]
        target = new[link.new[0]] if link.new else None
        kind: Kind = "removed" if target is None else "moved"
        return Unit(
            kind,
            item.unit,
            _place(item),
            _place(target),
            only("-", item.full),
            left=target is not None,
            out_of_order=target is not None,
            heading=_heading(item),
        )

    def _arrived(self, old: Sequence[Item], new: Sequence[Item], link: Link, at: int) -> Unit:
        item = new[at]
        if not link.old:
            return Unit("added", item.unit, None, _place(item), only("+", item.full), heading=_heading(item))
        return self._paired(old[link.old[0]], item, moved=True, out_of_order=True)

    def _stayed(self, old: Sequence[Item], new: Sequence[Item], link: Link) -> Iterator[Unit]:
        if len(link.old) == len(link.new) == 1:
            before, after = old[link.old[0]], new[link.new[0]]
            yield self._paired(before, after, moved=self._elsewhere(before, after))
            return
        kind: Kind = "split" if len(link.new) > 1 else "merged"
        ours, theirs = [old[at] for at in link.old], [new[at] for at in link.new]
        marks = segments("".join(item.full for item in ours), "".join(item.full for item in theirs))
        parts, operation = (theirs, "-") if kind == "split" else (ours, "+")
        pieces = _cut(marks, [len(item.full) for item in parts], skipping=operation)
        for part, piece in zip(parts, pieces, strict=True):
            before, after = (ours[0], part) if kind == "split" else (part, theirs[0])
            yield Unit(
                kind, after.unit, _place(before), _place(after), piece, edit=kind, heading=_heading(after)
            )

    def _elsewhere(self, old: Item, new: Item) -> bool:
        """Whether a unit kept its order but stands under another heading that both drafts have."""
        for level in HEADINGS:
            before = next((item for item in old.under if item.kind == level), None)
            after = next((item for item in new.under if item.kind == level), None)
            if before is None or after is None:
                continue
            target = self.numbers.get(before.path)
            if target is not None and after.path in self.origin and target[0] != after.path:
                return True
        return False

    def _paired(self, old: Item, new: Item, *, moved: bool, out_of_order: bool = False) -> Unit:
        links = self.below.get(id(old), [])
        parts = tuple(self._units(old.items, new.items, links)) if links else ()
        edit = self._edit(old, new, parts)
        whole = edit != "changed" or not parts
        return Unit(
            "moved" if moved else edit,
            new.unit,
            _place(old),
            _place(new),
            segments(old.full, new.full) if whole else segments(old.text, new.text),
            () if whole else parts,
            edit,
            out_of_order=out_of_order,
            heading=_heading(new),
        )

    def _edit(self, old: Item, new: Item, parts: Sequence[Unit]) -> Kind:
        """What became of a pair: the same, only numbers that shifted, or other words."""
        if old.full.split() == new.full.split():
            return "same"
        if not parts and (old.items or new.items):
            return "changed"
        if not follows(
            without_number(old.text, old.number), without_number(new.text, new.number), old.path, self.numbers
        ):
            return "changed"
        return "renumbered" if {part.kind for part in parts} <= {"same", "renumbered"} else "changed"


def _alike(old: Item, new: Item, likeness: Likeness) -> bool:
    return old.plain == new.plain or likeness(old, new) >= 0.35


def _place(item: Item | None) -> Place | None:
    return Place(item.path, item.number) if item else None


def _heading(item: Item) -> str:
    """The first line, by which a reader knows the unit."""
    return " ".join(item.text.split("\n", 1)[0].split())


def _cut(marks: Sequence[Segment], lengths: Sequence[int], *, skipping: str) -> Iterator[tuple[Segment, ...]]:
    """The marks in pieces of so many letters of one side; `skipping` is the operation of the other side."""
    waiting = list(reversed(marks))
    for at, length in enumerate(lengths):
        piece: list[Segment] = []
        left = length
        while waiting and (left or at == len(lengths) - 1 or (waiting[-1][0] == skipping and not piece)):
            operation, text = waiting.pop()
            if operation != skipping and len(text) > left:
                waiting.append((operation, text[left:]))
                text = text[:left]
            left -= 0 if operation == skipping else len(text)
            piece.append((operation, text))
        yield tuple(piece)
