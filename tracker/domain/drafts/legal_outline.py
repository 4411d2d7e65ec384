"""The tree of a draft as `tracker outline` shows it: lines for people, and JSON for scripts."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from tracker.domain.drafts.definitions import definitions
from tracker.domain.drafts.legal_tree import KINDS, LegalText, Node, called
from tracker.domain.drafts.legaltext import PROBLEMS, DraftReading, excerpt
from tracker.domain.drafts.references import unresolved

_TRACKED: Final = ("tracked-insertion", "tracked-deletion", "tracked-move")
_HELD: Final = ("ayat", "huruf", "angka")
_UNNAMED: Final = frozenset((*_HELD, "judul", "pembukaan"))


def counts(text: LegalText) -> dict[str, int]:
    """How many units of each kind; the Pasal of the body and of Lampiran, those of the Penjelasan apart."""
    found = Counter(_kind(node) for node in text.walk())
    return {kind: found[kind] for kind in KINDS if kind != "pembukaan"}


def outline_to_json(reading: DraftReading, text: LegalText) -> dict[str, Any]:
    """A draft as plain JSON values; the Pembukaan is no unit there, its parts stand in its place."""
    problems = Counter({problem.slug: problem.count for problem in reading.all_problems})
    return {
        "title": reading.outline.title,
        "counts": counts(text),
        "nodes": [row for node in text.nodes for row in _rows(node)],
        "unplaced": [
            {"paragraph": one.position, "text": one.text, "reason": one.reason} for one in text.unplaced
        ],
        "tracked_changes": sum(problems[slug] for slug in _TRACKED),
        "comments": problems["comment"],
        "definitions": [
            {"term": one.term, "short": one.short, "path": list(one.address)} for one in definitions(text)
        ],
        "unresolved": [{"path": list(one.source), "text": one.text} for one in unresolved(text)],
    }


def _rows(node: Node) -> Iterator[dict[str, Any]]:
    children = [row for child in node.children for row in _rows(child)]
    inside = node.kind != "pembukaan"
    if kind := _kind(node):
        yield {
            "kind": kind,
            "number": node.number,
            "heading": node.heading,
            "text": node.text,
            "children": children if inside else [],
        }
    if not inside:
        yield from children


def _kind(node: Node) -> str:
    """What a node is shown as: the Pembukaan's own text stands loose, without any it is not shown."""
    if node.kind != "pembukaan":
        return node.kind
    return "paragraf-lepas" if node.text else ""


def outline_lines(reading: DraftReading, text: LegalText) -> Iterator[str]:
    """A draft on lines: its title, its headings with what they hold, what is odd, what stands beside it."""
    yield reading.outline.title or "(no title)"
    yield ""
    for node in text.nodes:
        yield from _lines(node, 0)
    yield ""
    found = counts(text)
    yield ", ".join(f"{count} {kind}" for kind, count in found.items() if count)
    for problem in reading.all_problems:
        told = f": {problem.excerpt}" if problem.excerpt else ""
        yield f"note  {PROBLEMS.get(problem.slug, problem.slug)} ({problem.count}){told}"
    for one in text.unplaced:
        yield f"beside the text  paragraph {one.position} ({one.reason}): {excerpt(one.text)}"


def _lines(node: Node, depth: int) -> Iterator[str]:
    name = "" if node.kind in _UNNAMED else called(node.kind, node.number)
    if name:
        yield f"{'  ' * depth}{f'{name} {node.heading}'.strip()}{_holds(node)}"
    for child in node.children:
        yield from _lines(child, depth + bool(name))


def _holds(node: Node) -> str:
    held = Counter(child.kind for child in node.children)
    parts = [f"{held[kind]} {kind}" for kind in _HELD if held[kind]]
    return f"  ({', '.join(parts)})" if parts else ""
