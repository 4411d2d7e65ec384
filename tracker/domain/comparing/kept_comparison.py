"""A comparison as text and back, so that it can be kept."""

import json
from collections.abc import Sequence
from typing import Any

from tracker.domain.comparing.comparison import Change, Comparison, Segment, summary_of
from tracker.domain.comparing.pasal_changes import PasalComparison, Place, Unit


def to_text(compared: PasalComparison | Comparison) -> str:
    """The whole comparison, as `from_text` of the same engine reads it."""
    if isinstance(compared, Comparison):
        rows = [[one.kind, one.old, one.new, one.segments] for one in compared.changes]
        return _json({"paragraphs": rows})
    return _json({"units": [_unit_row(unit) for unit in compared.units]})


def from_text(kept: str) -> PasalComparison | Comparison:
    """The comparison that `to_text` wrote."""
    found = json.loads(kept)
    if "units" in found:
        return PasalComparison(tuple(_unit(row) for row in found["units"]))
    changes = tuple(
        Change(kind, old, new, _segments(segments)) for kind, old, new, segments in found["paragraphs"]
    )
    return Comparison(changes, summary_of(changes))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _unit_row(unit: Unit) -> list[Any]:
    return [
        unit.kind,
        unit.unit,
        unit.old and (unit.old.path, unit.old.number),
        unit.new and (unit.new.path, unit.new.number),
        unit.segments,
        [_unit_row(part) for part in unit.parts],
        unit.edit,
        unit.left,
        unit.out_of_order,
        unit.heading,
    ]


def _unit(row: Sequence[Any]) -> Unit:
    kind, unit, old, new, segments, parts, *rest = row
    below = tuple(_unit(part) for part in parts)
    return Unit(kind, unit, _place(old), _place(new), _segments(segments), below, *rest)


def _place(row: Sequence[Any] | None) -> Place | None:
    return Place(tuple(row[0]), row[1]) if row else None


def _segments(rows: Sequence[Any]) -> tuple[Segment, ...]:
    return tuple((operation, text) for operation, text in rows)
