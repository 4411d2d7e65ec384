"""The tree as `tracker outline` shows it: what is counted is what is shown."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.domain.test_structure import HEAD, paragraphs
from tracker.domain.drafts.legal_outline import outline_to_json
from tracker.domain.drafts.legaltext import DraftReading, Outline, Paragraph
from tracker.domain.drafts.structure import structure


def every_node_is_counted(found: list[Paragraph]) -> None:
    """Each kind is counted as often as it is among the nodes."""
    shown = outline_to_json(DraftReading(0, tuple(found), Outline()), structure(found))
    nodes = Counter(row["kind"] for row in _all(shown["nodes"]))
    assert {kind: count for kind, count in shown["counts"].items() if count} == dict(nodes)


def _all(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield row
        yield from _all(row["children"])


def test_terms_and_references_that_lead_nowhere_are_listed_with_their_addresses() -> None:
    lines = ["Pasal 1", "Yang dimaksud dengan:", "1. Badan Usaha adalah badan.", "Pasal 2", "Lihat Pasal 7."]
    found = paragraphs([*HEAD, *lines])
    shown = outline_to_json(DraftReading(0, tuple(found), Outline()), structure(found))
    assert [(one["term"], one["path"]) for one in shown["definitions"]] == [
        ("Badan Usaha", ["pasal-1", "angka-1"])
    ]
    assert shown["unresolved"] == [{"path": ["pasal-2"], "text": "Pasal 7"}]


def test_every_kind_is_counted_as_often_as_it_is_shown() -> None:
    body = ["BAB I", "KETENTUAN UMUM", "Pasal 1", "(1) Isi.", "a. satu;", "b. dua.", "Pasal 2", "Isi."]
    every_node_is_counted(paragraphs([*HEAD, *body]))
    # A Pembukaan without text of its own is not shown, so it is not counted either.
    every_node_is_counted(paragraphs(["Menimbang : a. bahwa perlu;", *body]))
    every_node_is_counted(paragraphs(["Sebuah surat.", "Dengan hormat,"]))
