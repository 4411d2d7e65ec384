"""What changed between two versions; one Pasal through all versions."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.adapters.result_cache import ResultCache
from tracker.domain.comparing import draft_comparison, kept_comparison
from tracker.domain.comparing.comparison import Comparison
from tracker.domain.comparing.draft_comparison import as_units
from tracker.domain.comparing.pasal_changes import PasalComparison, Unit
from tracker.domain.drafts.legal_tree import LegalText, Path
from tracker.domain.drafts.legaltext import DraftReading
from tracker.domain.drafts.structure import structure


@dataclass(frozen=True, slots=True)
class Moment:
    """One Pasal in one version, and the units it came from in the version before; none where it is oldest."""

    number: int
    path: Path
    pasal: str
    text: str
    units: tuple[Unit, ...]


def compare(results: ResultCache, old: DraftReading, new: DraftReading) -> PasalComparison | Comparison:
    """Say what changed; kept by what both readings say, whichever versions they are of."""
    key = ("comparison", _content(old), _content(new))

    def afresh() -> bytes:
        compared = draft_comparison.compare(old.paragraphs, new.paragraphs)
        return kept_comparison.to_text(compared).encode()

    return kept_comparison.from_text(results.get(key, afresh).decode())


def _content(reading: DraftReading) -> str:
    return hashlib.sha256(repr(reading.paragraphs).encode()).hexdigest()


def history(
    results: ResultCache, versions: Sequence[tuple[int, DraftReading]], path: Path
) -> Iterator[Moment]:
    """One Pasal of the newest version through all before it, newest first, whatever its number was then.

    `versions` newest first; those without any Pasal between others are passed over. It ends with the version
    in which the Pasal came; a Pasal that the newest version does not have has no history.
    """
    laws = _laws(versions)
    this = next(laws, None)
    while this is not None:
        number, reading, legal = this
        node = legal.find(path)
        if node is None:
            return
        before = next(laws, None)
        units = _units(as_units(compare(results, before[1], reading)), path) if before else ()
        yield Moment(number, path, node.number, node.full_text(), units)
        origin = next((unit.old.path for unit in units if unit.old), None)
        if origin is None:
            return
        this, path = before, origin


def _laws(versions: Sequence[tuple[int, DraftReading]]) -> Iterator[tuple[int, DraftReading, LegalText]]:
    """The newest version, and those before it that have a Pasal, each made a tree when it is asked for."""
    for at, (number, reading) in enumerate(versions):
        legal = structure(reading.paragraphs)
        if at == 0 or legal.pasal():
            yield number, reading, legal


def _units(compared: PasalComparison, path: Path) -> tuple[Unit, ...]:
    return tuple(unit for unit in compared.units if unit.new and unit.new.path == path and not unit.left)
