"""The two readings of a draft with marks made by hand: clean (naskah bersih), and as it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from tracker.domain.drafts.legaltext import DraftReading, Mark, Paragraph
from tracker.domain.drafts.parsing import outline

CLEAN: Final = "bersih"
AS_IT_STANDS: Final = "apa-adanya"
READINGS: Final = (CLEAN, AS_IT_STANDS)


def accepted(reading: DraftReading, choice: str) -> DraftReading:
    """What a draft says in one of `READINGS`: its paragraphs and its outline; the findings stay.

    Clean, struck text is deleted; as it stands, all text counts and nothing is struck any more. Coloured and
    highlighted text is proposed text and counts in both.
    """
    if not has_struck_text(reading):
        return reading
    if choice == CLEAN:
        paragraphs = clean(reading.paragraphs)
    else:
        paragraphs = tuple(_unstruck(paragraph) for paragraph in reading.paragraphs)
    return replace(reading, paragraphs=paragraphs, outline=outline(paragraphs))


def has_struck_text(reading: DraftReading) -> bool:
    """Whether the two readings may differ. A reading that was accepted still says so of its draft."""
    return any(problem.slug == "struck-text" for problem in reading.problems)


def where_it_matters(reading: DraftReading, choice: str) -> str:
    """The reading chosen of a draft, "" where both say the same."""
    return choice if has_struck_text(reading) else ""


def clean(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The draft without what is struck through, as Word would show it once that text is deleted.

    A paragraph struck as a whole goes with its number, and those behind it in its list count on without it.
    """
    return tuple(_without(paragraph) for paragraph in paragraphs if not paragraph.struck)


def _unstruck(paragraph: Paragraph) -> Paragraph:
    if not paragraph.marks and paragraph.clean_marker is None:
        return paragraph
    marks = tuple(mark for mark in paragraph.marks if mark.kind != "struck")
    return paragraph._replace(marks=marks, clean_marker=None)


def _without(paragraph: Paragraph) -> Paragraph:
    if paragraph.clean_marker is not None:
        paragraph = paragraph._replace(marker=paragraph.clean_marker, clean_marker=None)
    gone = [mark for mark in paragraph.marks if mark.kind == "struck"]
    if not gone:
        return paragraph
    text = paragraph.text
    kept = kept_characters(text, gone)
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
    marks = tuple(_moved([mark for mark in paragraph.marks if mark.kind != "struck"], places))
    return paragraph._replace(text="".join(text[at] for at in kept), marks=marks)


def _moved(marks: Sequence[Mark], places: Sequence[int]) -> Iterator[Mark]:
    for mark in marks:
        start, end = places[mark.start], places[mark.end]
        if end > start:
            yield Mark(mark.kind, start, end)


def kept_characters(text: str, gone: Sequence[Mark]) -> list[int]:
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
