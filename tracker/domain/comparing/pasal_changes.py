"""What became of each unit of a draft: the result of a comparison by Pasal, its counts and its JSON."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from tracker.domain.comparing.comparison import Segment
from tracker.domain.drafts.legal_tree import Path

Kind = Literal["same", "changed", "renumbered", "moved", "added", "removed", "split", "merged"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands on one side: its address and its number as written."""

    path: Path
    number: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the old text, the new text or both.

    `segments` are exact. With `parts` they cover the unit's own words only, else all that stands below it
    too. What moved out of its order stands twice: where it was (`left`, all "-") and where it is, with the
    marks between the two texts. `edit` says what became of a moved unit besides ("same", "renumbered" or
    "changed"); of any other it repeats the kind.
    """

    kind: Kind
    unit: str
    old: Place | None
    new: Place | None
    segments: tuple[Segment, ...]
    parts: tuple["Unit", ...] = ()
    edit: Kind = "same"
    left: bool = False
    out_of_order: bool = False
    heading: str = ""

    def walk(self) -> Iterator["Unit"]:
        """This unit and all parts below it."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def side(self, operation: Literal["-", "+"]) -> str:
        """All its text on the old ("-") or the new ("+") side."""
        return "".join(
            text for unit in self.walk() for kind, text in unit.segments if kind in ("=", operation)
        )


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the flat list, in which "=" and "-" give the old text, "=" and "+" the new."""

    kind: Kind
    unit: str
    old: Place | None
    new: Place | None
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class PasalComparison:
    """All units in the order of the new text; what is gone stands where it stood."""

    units: tuple[Unit, ...]

    def counts(self, *, pasal: bool = True) -> dict[Kind, int]:
        """How many Pasal of the body (or how many other units) became what; a split or merger counts once."""
        found = Counter[Kind]()
        seen: set[tuple[Kind, Path]] = set()
        for unit in self.units:
            if unit.left or (unit.unit == "pasal" and not _annexed(unit)) is not pasal:
                continue
            whole = unit.old if unit.kind == "split" else unit.new if unit.kind == "merged" else None
            if whole is not None and (unit.kind, whole.path) in seen:
                continue
            if whole is not None:
                seen.add((unit.kind, whole.path))
            found[unit.kind] += 1
        return {kind: found[kind] for kind in KINDS}

    @property
    def changed_beside(self) -> int:
        """How many units other than Pasal of the body changed in more than their number."""
        others = self.counts(pasal=False)
        return sum(times for kind, times in others.items() if kind not in ("same", "renumbered"))

    @property
    def identical(self) -> bool:
        """Whether both texts say the same throughout, in the same order."""
        return all(unit.kind == "same" for unit in self.units)

    @property
    def has_pasal(self) -> bool:
        """Whether there is any Pasal to compare by; without one, paragraphs are compared."""
        return any(unit.unit == "pasal" for unit in self.units)

    def changes(self) -> Iterator[Change]:
        """Everything as one flat list in order: joining its segments rebuilds both texts to the letter."""
        for unit in self.units:
            yield from _flat(unit)


def _annexed(unit: Unit) -> bool:
    place = unit.new or unit.old
    return place is not None and not place.path[0].startswith("pasal")


def _flat(unit: Unit) -> Iterator[Change]:
    if unit.out_of_order and not unit.left:
        yield Change(unit.kind, unit.unit, unit.old, unit.new, only("+", unit.side("+")))
        return
    yield Change(unit.kind, unit.unit, unit.old, unit.new, unit.segments)
    for part in unit.parts:
        yield from _flat(part)


def only(operation: Literal["-", "+"], text: str) -> tuple[Segment, ...]:
    """The whole text as gone or come; nothing for an empty one."""
    return ((operation, text),) if text else ()


def to_json(comparison: PasalComparison, *, reading: str) -> dict[str, Any]:
    """How many Pasal and others became what, what was compared in which `reading`, and every change.

    As in the outline, the own text of a Pembukaan is a loose paragraph.
    """
    return {
        "summary": {
            **{str(kind): count for kind, count in comparison.counts().items()},
            "others": comparison.counts(pasal=False),
            "by": "pasal" if comparison.has_pasal else "paragraf",
            "reading": reading,
        },
        "changes": [
            {
                "kind": change.kind,
                "unit": "paragraf-lepas" if change.unit == "pembukaan" else change.unit,
                "old": _place_json(change.old),
                "new": _place_json(change.new),
                "segments": [list(segment) for segment in change.segments],
            }
            for change in comparison.changes()
        ],
    }


def _place_json(place: Place | None) -> dict[str, Any] | None:
    return {"path": list(place.path), "number": place.number} if place else None
