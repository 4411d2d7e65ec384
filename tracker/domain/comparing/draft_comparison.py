"""Two drafts compared by Pasal where both have any, else by paragraph: the one place that chooses."""

from collections.abc import Sequence

from tracker.domain.comparing import comparison, pasal_comparison
from tracker.domain.comparing.comparison import Change, Comparison, joined, segments
from tracker.domain.comparing.pasal_changes import PasalComparison, Place, Unit
from tracker.domain.drafts.legaltext import Paragraph
from tracker.domain.drafts.structure import structure


def compare(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> PasalComparison | Comparison:
    """Say what changed between two drafts."""
    before, after = structure(old), structure(new)
    if before.pasal() and after.pasal():
        return pasal_comparison.compare(before, after)
    return comparison.compare(old, new)


def as_units(compared: PasalComparison | Comparison) -> PasalComparison:
    """The same result as units, where paragraphs were compared each of them one; they end in line ends."""
    if isinstance(compared, PasalComparison):
        return compared
    last_old = max((one.old for one in compared.changes if one.old is not None), default=None)
    last_new = max((one.new for one in compared.changes if one.new is not None), default=None)
    return PasalComparison(tuple(_unit(change, last_old, last_new) for change in compared.changes))


def _unit(change: Change, last_old: int | None, last_new: int | None) -> Unit:
    old_end = "" if change.old in (None, last_old) else "\n"
    new_end = "" if change.new in (None, last_new) else "\n"
    marks = tuple(joined([*change.segments, *segments(old_end, new_end)]))
    return Unit(
        change.kind, "paragraf-lepas", _place(change.old), _place(change.new), marks, edit=change.kind
    )


def _place(position: int | None) -> Place | None:
    return None if position is None else Place((f"paragraf-lepas-di-{position}",), "")
