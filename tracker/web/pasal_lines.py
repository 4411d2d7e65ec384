"""The paragraphs of a unit that was compared, with their marks."""

from dataclasses import dataclass

from flask_babel import gettext

from tracker.domain.comparing.comparison import Segment
from tracker.domain.comparing.pasal_changes import Kind, Unit
from tracker.domain.drafts.legal_tree import called


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph or more: the old side alone, both sides in one, and what the marks do not tell."""

    kind: Kind
    old: tuple[Segment, ...]
    both: tuple[Segment, ...]
    note: str = ""


def changed_line(segments: tuple[Segment, ...]) -> Line:
    """One paragraph and what it becomes, as a line."""
    return Line("changed", tuple(one for one in segments if one[0] != "+"), segments)


def lines_of(unit: Unit) -> tuple[Line, ...]:
    """The paragraphs of a unit with their marks, without the line that only repeats its name."""
    found = []
    for one in unit.walk():
        segments = _without_name(unit) if one is unit else one.segments
        if segments:
            old = tuple(segment for segment in segments if segment[0] != "+")
            found.append(Line(one.kind, old, segments, "" if one is unit else _note(one)))
    return tuple(found)


def _without_name(unit: Unit) -> tuple[Segment, ...]:
    """What a unit says itself, without a first line that on both sides says nothing but "Pasal 5"."""
    first_lines, remaining, line_end = {"-": "", "+": ""}, list(unit.segments), ""
    while remaining and not line_end:
        operation, text = remaining.pop(0)
        first, line_end, rest = text.partition("\n")
        for side in first_lines:
            first_lines[side] += first if operation in ("=", side) else ""
        if rest:
            remaining.insert(0, (operation, rest))
    names = {
        side: called("pasal", one.number) if one else "" for side, one in (("-", unit.old), ("+", unit.new))
    }
    is_named = all(first_lines[side].casefold().split() == names[side].casefold().split() for side in names)
    return tuple(remaining) if unit.unit == "pasal" and is_named else unit.segments


def _note(unit: Unit) -> str:
    """Where an ayat or huruf went to or came from."""
    if unit.kind != "moved" or unit.old is None or unit.new is None:
        return ""
    if unit.left:
        return str(gettext("pindah menjadi %(name)s", name=called(unit.unit, unit.new.number)))
    return str(gettext("pindah, semula %(name)s", name=called(unit.unit, unit.old.number)))
