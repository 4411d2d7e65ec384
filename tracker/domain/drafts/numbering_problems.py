"""What is odd about the numbers of a draft: kept and told, never repaired."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from tracker.domain.drafts.legaltext import Heading, Problem
from tracker.domain.drafts.numbering_marks import roman

_BAB_NUMBER: Final = re.compile(r"([IVXLCDM]+)([A-Z]?)")
_FIGURE: Final = re.compile(r"\d+")
_LISTED: Final = 12


def bab_problems(bab: Sequence[Heading], *, amends: bool) -> Iterator[Problem]:
    """BAB that stand and do not count on from the one before; an amending regulation quotes them freely."""
    astray: list[Heading] = []
    before = 0
    for heading in bab:
        if heading.struck:
            continue
        figure, inserted = _BAB_NUMBER.fullmatch(heading.number).groups()  # type: ignore[union-attr]
        worth = roman(figure)
        if worth != before + (0 if inserted else 1):
            astray.append(heading)
        before = worth
    if astray and not amends:
        numbers = [heading.number for heading in astray]
        yield Problem("bab-order", len(astray), astray[0].position, _listed(numbers, "BAB"))


def pasal_problems(pasal: Sequence[Heading], *, amends: bool) -> Iterator[Problem]:
    """Gaps, repeats and disorder among the Pasal that stand; an amending regulation quotes Pasal freely."""
    standing = [heading for heading in pasal if not heading.struck]
    if not standing:
        yield Problem("no-pasal")
        return
    if amends or any(not heading.number[0].isdigit() for heading in standing):
        yield Problem("amending", len(standing), standing[0].position)
        return
    yield from _repeats(standing)
    yield from _gaps(standing)
    numbers = [figure(heading) for heading in standing]
    fallen = [at for at in range(1, len(numbers)) if numbers[at] < numbers[at - 1]]
    if fallen:
        first = standing[fallen[0]]
        yield Problem("pasal-order", len(fallen), first.position, f"Pasal {first.number}")


def _repeats(standing: Sequence[Heading]) -> Iterator[Problem]:
    counted = Counter(heading.number for heading in standing)
    repeated = [number for number, times in counted.items() if times > 1]
    if repeated:
        again = [heading for heading in standing if heading.number == repeated[0]][1]
        yield Problem("pasal-repeated", len(repeated), again.position, _listed(repeated))


def _gaps(standing: Sequence[Heading]) -> Iterator[Problem]:
    present = {figure(heading) for heading in standing}
    missing = [number for number in range(1, min(max(present), 2_000)) if number not in present]
    if missing:
        after = next(heading for heading in standing if figure(heading) > missing[0])
        yield Problem("pasal-gap", len(missing), after.position, _listed([str(number) for number in missing]))


def figure(heading: Heading) -> int:
    """The figures a Pasal number begins with; raises TypeError for one in Roman numerals."""
    return int(_FIGURE.match(heading.number)[0])  # type: ignore[index]


def _listed(numbers: Sequence[str], name: str = "Pasal") -> str:
    return f"{name} " + ", ".join(numbers[:_LISTED]) + (", …" if len(numbers) > _LISTED else "")


def annex_problems(annexed: Sequence[Heading]) -> Iterator[Problem]:
    """Pasal in a Lampiran, which are none of the regulation's own."""
    if annexed:
        yield Problem("pasal-in-annex", len(annexed), annexed[0].position, f"Pasal {annexed[0].number}")
