"""A draft that was read but is no version yet: its two readings, and what each would change."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.adapters.result_cache import ResultCache
from tracker.domain.comparing.comparison import Comparison, Segment, segments
from tracker.domain.comparing.pasal_changes import PasalComparison
from tracker.domain.drafts.clean import AS_IT_STANDS, CLEAN, accepted
from tracker.domain.drafts.legaltext import DraftReading
from tracker.services import comparisons


@dataclass(frozen=True, slots=True)
class Proposal:
    """One reading of a draft, and what it changes; None where there is no version before it."""

    choice: str
    reading: DraftReading
    changes: PasalComparison | Comparison | None


@dataclass(frozen=True, slots=True)
class Preview:
    """The clean reading first; the other one only where the two differ, with the paragraphs that do.

    The segments of a paragraph go from how it stands to how it would read clean.
    """

    proposals: tuple[Proposal, ...]
    differences: tuple[tuple[Segment, ...], ...]


def preview(results: ResultCache, said: DraftReading, before: DraftReading | None) -> Preview:
    """Return what can be accepted of a draft; `before` is the version before it as it was accepted."""
    clean, standing = accepted(said, CLEAN), accepted(said, AS_IT_STANDS)
    differences = tuple(_differences(standing, clean))
    readings = {CLEAN: clean, **({AS_IT_STANDS: standing} if differences else {})}
    proposals = tuple(
        Proposal(choice, reading, comparisons.compare(results, before, reading) if before else None)
        for choice, reading in readings.items()
    )
    return Preview(proposals, differences)


def _differences(standing: DraftReading, clean: DraftReading) -> Iterator[tuple[Segment, ...]]:
    lines = {paragraph.position: paragraph.line for paragraph in clean.paragraphs}
    for paragraph in standing.paragraphs:
        line = lines.get(paragraph.position, "")
        if line != paragraph.line:
            yield segments(paragraph.line, line)
