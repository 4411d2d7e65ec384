"""The clean text (naskah bersih) behind the marks that people make by hand."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.domain.legaltext import Mark, MarkKind, Paragraph


def clean(
    paragraphs: Sequence[Paragraph],
    *,
    struck_deleted: bool = True,
    highlighted_deleted: bool = False,
    coloured_deleted: bool = False,
) -> tuple[Paragraph, ...]:
    """The draft as it would read once the marks of these kinds are carried out.

    Struck text is read as deleted, highlighted and coloured text as proposed; some legends say otherwise
    ("font merah: saran untuk dihapus"), so each can be chosen. A paragraph of which nothing is left goes with
    its number; the numbers of the others stay as they were shown.
    """
    chosen: tuple[tuple[MarkKind, bool], ...] = (
        ("struck", struck_deleted),
        ("highlighted", highlighted_deleted),
        ("coloured", coloured_deleted),
    )
    kinds = frozenset(kind for kind, deleted in chosen if deleted)
    return tuple(left for paragraph in paragraphs if (left := _without(paragraph, kinds)) is not None)


def _without(paragraph: Paragraph, kinds: frozenset[MarkKind]) -> Paragraph | None:
    gone = [mark for mark in paragraph.marks if mark.kind in kinds]
    if not gone:
        return paragraph
    text = paragraph.text
    kept = _kept(text, gone)
    if not any(not text[at].isspace() for at in kept):
        return None
    # Where each character of the old text stands in the new one.
    places: list[int] = []
    left = 0
    waiting = iter(kept)
    following = next(waiting, len(text))
    for at in range(len(text)):
        places.append(left)
        if at == following:
            left += 1
            following = next(waiting, len(text))
    places.append(left)
    marks = tuple(_moved([mark for mark in paragraph.marks if mark.kind not in kinds], places))
    return replace(paragraph, text="".join(text[at] for at in kept), marks=marks)


def _moved(marks: Sequence[Mark], places: Sequence[int]) -> Iterator[Mark]:
    for mark in marks:
        start, end = places[mark.start], places[mark.end]
        if end > start:
            yield Mark(mark.kind, start, end)


def _kept(text: str, gone: Sequence[Mark]) -> list[int]:
    """Which characters stay; between two words that a deletion brings together one space is enough."""
    deleted = bytearray(len(text))
    for mark in gone:
        deleted[mark.start : mark.end] = b"\1" * (min(mark.end, len(text)) - mark.start)
    kept: list[int] = []
    for at, letter in enumerate(text):
        if deleted[at]:
            continue
        joins = at > 0 and deleted[at - 1] and (not kept or text[kept[-1]] == " ")
        if joins and letter == " ":
            # Still directly behind what was deleted: a second space would go as well.
            deleted[at] = 1
            continue
        kept.append(at)
    return kept
