"""Two drafts beside each other, one row for each unit, as people print and discuss them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from tracker.domain.comparing.comparison import Operation, Segment
from tracker.domain.comparing.pasal_changes import PasalComparison, Place, Unit
from tracker.domain.drafts.legal_tree import called

RowKind = Literal["same", "changed", "renumbered", "moved", "added", "removed", "split", "merged"]
Run = tuple[Operation, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One unit of the old draft, the new one or both. `old` and `new` name it ("Pasal 5" or "").

    The segments are exact: "=" and "-" joined give the old text, "=" and "+" the new one.
    """

    kind: RowKind
    old: str
    new: str
    segments: tuple[Segment, ...]

    @property
    def before(self) -> tuple[tuple[Run, ...], ...]:
        """The old text in paragraphs, each in runs: "=" stayed, "-" went."""
        return _paragraphs(self.segments, "+")

    @property
    def after(self) -> tuple[tuple[Run, ...], ...]:
        """The new text in paragraphs, each in runs: "=" stayed, "+" came."""
        return _paragraphs(self.segments, "-")


def of_units(comparison: PasalComparison) -> tuple[Row, ...]:
    """One row for each unit that was compared, be it a paragraph; what moved stands where it is now."""
    return tuple(
        Row(unit.kind, _name(unit, unit.old), _name(unit, unit.new), tuple(_segments(unit)))
        for unit in comparison.units
        if not unit.left
    )


def changed(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows in which anything happened."""
    return tuple(row for row in rows if row.kind != "same")


def _paragraphs(segments: Iterable[Segment], without: Operation) -> tuple[tuple[Run, ...], ...]:
    paragraphs: list[list[Run]] = [[]]
    for operation, text in segments:
        if operation == without:
            continue
        first, *others = text.split("\n")
        if first:
            paragraphs[-1].append((operation, first))
        paragraphs.extend([(operation, line)] if line else [] for line in others)
    return tuple(tuple(runs) for runs in paragraphs if runs)


def _segments(unit: Unit) -> Iterator[Segment]:
    """All segments of a unit; an ayat that moved within it came here and went where it was."""
    yield from unit.segments
    for part in unit.parts:
        if part.out_of_order and not part.left:
            yield "+", part.side("+")
        else:
            yield from _segments(part)


def _name(unit: Unit, place: Place | None) -> str:
    return (called(unit.unit, place.number) or "paragraf") if place else ""
