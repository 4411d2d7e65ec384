"""Cross-references of a draft ("Pasal 5 ayat (2) huruf a") and the units of the same text they lead to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tracker.domain.drafts.legal_tree import LegalText, Node, Path, called
from tracker.domain.drafts.parsing import AMENDS

_STEP: Final = (
    r"(?:[Pp]asal\s+\d{1,4}[A-Z]{0,2}\b|[Aa]yat\s*\(\s?\d{1,3}[a-z]?\s?\)"
    r"|[Hh]uruf\s+[a-z]{1,2}\b|[Aa]ngka\s+\d{1,3}[a-z]?\b(?!\s*\())"
)
_CHAIN: Final = re.compile(rf"{_STEP}(?:,?\s*{_STEP})*")
_ONE: Final = re.compile(_STEP)
_PARTS: Final = re.compile(r"(pasal|ayat|huruf|angka)\W*(\w+)", re.IGNORECASE)
_LINK: Final = re.compile(r"\s*(?:,|,?\s*(?:dan/atau|dan|atau|serta|sampai dengan|s\.d\.))\s*", re.IGNORECASE)
_ELSEWHERE: Final = re.compile(
    r",?\s*(?:(?:dari|dalam|pada)\s+)?(?!Peraturan\s+(?:Daerah|Bupati|Wali\s?[Kk]ota|Gubernur|DPRD)\s+ini\b)"
    r"(?:Undang|Peraturan\b|Perda\b|Perbup\b|Keputusan\b|Kitab\b|UUD|UU\b|PP\b)"
)
_ORDER: Final = {"pasal": 0, "ayat": 1, "huruf": 2, "angka": 3}
_NO_TEXT: Final = frozenset(("judul", "mengingat"))

Step = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Reference:
    """Characters `start` to `end` of a node's text that name a unit; `target` is None where there is none."""

    source: Path
    start: int
    end: int
    text: str
    target: Path | None


@dataclass(frozen=True, slots=True)
class _Named:
    start: int
    end: int
    steps: tuple[Step, ...]


def references(text: LegalText) -> tuple[Reference, ...]:
    """Every reference to a unit of this text, in order; those to other regulations are left out.

    "huruf b" alone is that of the nearest list around it, or of what the reference before it names.
    """
    known = {path for path, _ in text.located()}
    finder = _Finder(text, known)
    return tuple(reference for path, node in text.located() for reference in finder.of(path, node))


def unresolved(text: LegalText) -> tuple[Reference, ...]:
    """The references in Pasal of the body that lead nowhere.

    None in a text that changes another one, which is where they may lead; none in notes between the lines,
    which count in their own way.
    """
    if any(not node.number[:1].isdigit() for node in text.pasal()) or any(
        node.kind == "judul" and AMENDS.search(" ".join(node.text.split())) for node in text.nodes
    ):
        return ()
    return tuple(
        one
        for one in references(text)
        if one.target is None and one.source[0].startswith("pasal-") and not _is_loose(one.source)
    )


def citation(text: LegalText, path: Path) -> str:
    """How a unit is cited: "Pasal 5 ayat (2) huruf a"."""
    above = (text.find(path[:length]) for length in range(1, len(path) + 1))
    return " ".join(called(node.kind, node.number) for node in above if node and node.kind in _ORDER)


def _is_loose(path: Path) -> bool:
    return any(step.startswith("paragraf-lepas") for step in path)


class _Finder:
    def __init__(self, text: LegalText, known: set[Path]) -> None:
        self._known = known
        self._pasal: dict[str, list[Path]] = {}
        for node in text.pasal():
            self._pasal.setdefault(node.number.lower(), []).append(text.address(node))

    def of(self, path: Path, node: Node) -> Iterator[Reference]:
        if node.kind in _NO_TEXT or path[0] in _NO_TEXT:
            return
        here = self._explained(path)
        for group in _groups(node):
            if _ELSEWHERE.match(node.text, group[-1].end):
                continue
            before: tuple[Step, ...] = ()
            for named in group:
                steps = _inherited(named.steps, before)
                yield Reference(
                    path,
                    named.start,
                    named.end,
                    node.text[named.start : named.end],
                    self._target(steps, here),
                )
                before = steps

    def _explained(self, path: Path) -> Path:
        """The unit that a line of the Penjelasan speaks about; elsewhere the place itself."""
        if path[0].startswith("penjelasan-pasal-"):
            return (path[0].removeprefix("penjelasan-"), *path[1:])
        return path

    def _target(self, steps: tuple[Step, ...], here: Path) -> Path | None:
        kind, number = steps[0]
        if kind == "pasal":
            found = self._pasal.get(number.lower(), [])
            # What an amendment quotes refers to what it quotes beside it.
            near = [path for path in found if path[:-1] == here[: len(path) - 1] and len(path) > 1]
            starts = near or found
        else:
            segment = f"{kind}-{number.lower()}"
            around = ((*here[:length], segment) for length in range(len(here), 0, -1))
            starts = [path for path in around if path in self._known]
        below = tuple(f"{kind}-{number.lower()}" for kind, number in steps[1:])
        target = (*starts[0], *below) if starts else ()
        return target if target in self._known else None


def _groups(node: Node) -> Iterator[list[_Named]]:
    """References joined by commas and "dan": what is said after the last one holds for all."""
    group: list[_Named] = []
    for named in _named(node):
        if group and not _LINK.fullmatch(node.text[group[-1].end : named.start]):
            yield group
            group = []
        group.append(named)
    if group:
        yield group


def _named(node: Node) -> Iterator[_Named]:
    heading = len(node.text) - len(node.text.lstrip())
    for chain in _CHAIN.finditer(node.text):
        if chain.start() <= heading and node.kind in ("pasal", "penjelasan-pasal", "ayat", "huruf", "angka"):
            continue
        start = chain.start()
        steps: list[Step] = []
        end = start
        for one in _ONE.finditer(chain[0]):
            parts = _PARTS.match(one[0])
            step = (parts[1].lower(), parts[2]) if parts else ("", "")
            if steps and _ORDER[step[0]] <= _ORDER[steps[-1][0]]:
                yield _Named(start, end, tuple(steps))
                start, steps = chain.start() + one.start(), []
            steps.append(step)
            end = chain.start() + one.end()
        yield _Named(start, end, tuple(steps))


def _inherited(steps: tuple[Step, ...], before: tuple[Step, ...]) -> tuple[Step, ...]:
    """ "huruf b" after "ayat (1) huruf a dan" is that of ayat (1)."""
    above = tuple(step for step in before if _ORDER[step[0]] < _ORDER[steps[0][0]])
    return (*above, *steps)
