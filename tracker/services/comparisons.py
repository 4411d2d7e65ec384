"""What changed between two versions, by Pasal where both have any; one Pasal through all versions."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.adapters.result_cache import ResultCache
from tracker.domain import comparison, kept_comparison, pasal_comparison
from tracker.domain.comparison import Comparison
from tracker.domain.legal_tree import LegalText, Path
from tracker.domain.legaltext import DraftReading
from tracker.domain.pasal_changes import PasalComparison, Unit
from tracker.domain.structure import structure


@dataclass(frozen=True, slots=True)
class Moment:
    """One Pasal in one version, and what it became of in the version before; None where it is oldest."""

    number: int
    before: int | None
    path: Path
    pasal: str
    text: str
    units: tuple[Unit, ...]


def compare(results: ResultCache, old: DraftReading, new: DraftReading) -> PasalComparison | Comparison:
    """Say what changed; by paragraph only where one of the two has no Pasal.

    What was compared before is kept by what both readings say, whichever versions they are of.
    """
    key = ("comparison", _content(old), _content(new))
    kept = results.get(key, lambda: kept_comparison.to_text(_afresh(old, new)).encode())
    return kept_comparison.from_text(kept.decode())


def _content(reading: DraftReading) -> str:
    said = repr((reading.outline.pasal_count > 0, reading.paragraphs))
    return hashlib.sha256(said.encode()).hexdigest()


def _afresh(old: DraftReading, new: DraftReading) -> PasalComparison | Comparison:
    if old.outline.pasal_count and new.outline.pasal_count:
        compared = pasal_comparison.compare(_tree(old), _tree(new))
        if compared.has_pasal:
            return compared
    return comparison.compare(old.paragraphs, new.paragraphs)


def history(
    results: ResultCache, versions: Sequence[tuple[int, DraftReading]], path: Path
) -> Iterator[Moment]:
    """One Pasal of the newest version through all before it, newest first, whatever its number was then.

    `versions` newest first. It ends with the version in which the Pasal came; a Pasal that the newest version
    does not have has no history.
    """
    for at, (number, reading) in enumerate(versions):
        legal = _tree(reading)
        node = legal.find(path)
        if node is None:
            return
        facts = (node.number, node.full_text())
        if at + 1 == len(versions):
            yield Moment(number, None, path, *facts, ())
            return
        before, earlier = versions[at + 1]
        compared = compare(results, earlier, reading)
        if isinstance(compared, Comparison):
            compared = pasal_comparison.compare(_tree(earlier), legal)
        units = _units(compared, path)
        yield Moment(number, before, path, *facts, units)
        origin = next((unit.old.path for unit in units if unit.old), None)
        if origin is None:
            return
        path = origin


def _tree(reading: DraftReading) -> LegalText:
    return structure(reading.paragraphs)


def _units(compared: PasalComparison, path: Path) -> tuple[Unit, ...]:
    return tuple(unit for unit in compared.units if unit.new and unit.new.path == path and not unit.left)
