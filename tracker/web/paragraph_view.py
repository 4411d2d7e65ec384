"""A comparison by paragraph as a page shows it: what changed in stretches, and what stayed between them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from tracker.domain.comparing.comparison import Change


@dataclass(frozen=True, slots=True)
class Stretch:
    """Paragraphs that stand together and all changed, or all stayed; then there is nothing to step to."""

    changes: tuple[Change, ...]
    anchor: str = ""
    previous: str = ""
    following: str = ""


def stretches(changes: Iterable[Change], prefix: str = "") -> Iterator[Stretch]:
    """Return the paragraphs in order, each stretch of changes with the one before it and the one after it."""
    runs = [(changed, tuple(run)) for changed, run in groupby(changes, lambda one: one.kind != "same")]
    last = sum(changed for changed, _run in runs)
    at = 0
    for changed, run in runs:
        if not changed:
            yield Stretch(run)
            continue
        at += 1
        previous, following = (
            f"{prefix}perubahan-{one}" if 1 <= one <= last else "" for one in (at - 1, at + 1)
        )
        yield Stretch(run, f"{prefix}perubahan-{at}", previous, following)
