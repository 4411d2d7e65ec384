"""What a draft says, as it was read: paragraphs in order, their marks, the outline, the problems."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

Where = Literal["body", "table", "textbox", "footnote", "endnote"]
MarkKind = Literal["struck", "highlighted", "coloured", "inserted", "moved"]

WHERE: tuple[str, ...] = get_args(Where)
EXCERPT_LENGTH = 80
_TYPED_NUMBER = re.compile(r"\s*(?:\(\d{1,3}[a-z]?\)|\d{1,3}[a-z]?[.)]|[a-z]{1,2}[.)])\s+")

# Every slug a Problem can have, and what it says.
PROBLEMS: dict[str, str] = {
    # What the reader met in the file.
    "tracked-insertion": "text inserted with tracked changes, read as accepted",
    "tracked-deletion": "text deleted with tracked changes, left out",
    "tracked-move": "text moved with tracked changes, read at its new place",
    "struck-text": "text struck through by hand, still in the text",
    "highlighted-text": "text highlighted by hand",
    "coloured-text": "text coloured by hand",
    "hidden-text": "hidden text, left out",
    "comment": "comments in the margin, left out",
    "text-box": "text boxes, read after the paragraph they hang on",
    "footnote": "footnotes, read after their paragraph",
    "endnote": "endnotes, read after their paragraph",
    "header-or-footer": "words in headers or footers, left out",
    "image": "pictures, not read",
    "chart-or-diagram": "charts or diagrams, not read",
    "drawn-text": "text drawn as a picture, not read",
    "embedded-object": "embedded objects, not read",
    "imported-part": "an imported document, not read",
    "equation": "equations, read as plain letters",
    "ruby": "reading aids above the text, left out",
    "symbol": "symbols of a special font, read as a sign or as a mark for unknown",
    "number-format": "automatic numbers in a format that is not known, read as figures",
    "number-field": "numbers made by a field, not read",
    "field-text": "text inside the instruction of a field, left out",
    "unfinished-field": "a field without an end",
    "unknown-element": "something in the file that is not known, not read",
    # What the outline shows about the text.
    "no-title": "no title was found",
    "no-pasal": "no Pasal was found",
    "text-before-draft": "a letter or an essay before the draft",
    "amending": "an amending regulation: Pasal are quoted, gaps are no faults",
    "bab-order": "BAB do not count on from one to the next",
    "pasal-gap": "numbers of Pasal are missing",
    "pasal-repeated": "numbers of Pasal occur more than once",
    "pasal-order": "Pasal are out of order",
    "pasal-in-annex": "Pasal in a Lampiran, not counted",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `start` to `end` (exclusive) of a paragraph's text that carry a mark.

    `struck`, `highlighted` and `coloured` are made by hand; `inserted` and `moved` are tracked by Word.
    """

    kind: MarkKind
    start: int
    end: int


class Paragraph(NamedTuple):
    """One paragraph as Word shows it; `marker` is its automatic number ("(2)", "a."), empty if it has none.

    `position` counts every paragraph of the file from 1, the empty ones too, in reading order.
    `cell` is (table, row, column) from 1 within the innermost table. Tabs are "\\t", soft breaks "\\n".
    `clean_marker` is its number once what is struck through before it is gone, None if that is the same.
    """

    position: int
    marker: str
    text: str
    style: str | None = None
    where: Where = "body"
    marks: tuple[Mark, ...] = ()
    cell: tuple[int, int, int] | None = None
    clean_marker: str | None = None

    @property
    def line(self) -> str:
        """The marker and the text together, as they are read aloud and compared."""
        return f"{self.marker} {self.text}" if self.marker and self.text else self.marker or self.text

    @property
    def struck(self) -> bool:
        """Whether the whole text is struck through, that is, deleted by hand."""
        return bool(self.marks) and is_struck(self.text, self.marks)


@dataclass(frozen=True, slots=True)
class Heading:
    """A BAB or Pasal heading: its number as written ("IV", "12A"), its title, and where it stands."""

    number: str
    title: str
    position: int
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should look at: how often, where first (0: not at one place), what it says."""

    slug: str
    count: int = 1
    position: int = 0
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """The skeleton of a draft: `bab` and `pasal` of the body, `elucidated` the Pasal of the Penjelasan."""

    title: str = ""
    bab: tuple[Heading, ...] = ()
    pasal: tuple[Heading, ...] = ()
    elucidated: tuple[Heading, ...] = ()
    annexed: tuple[Heading, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def bab_count(self) -> int:
        """BAB of the body that are not struck through."""
        return sum(not heading.struck for heading in self.bab)

    @property
    def pasal_count(self) -> int:
        """Pasal of the body that are not struck through."""
        return sum(not heading.struck for heading in self.pasal)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in the margin: who wrote it, and its text on one line, cut where it is long."""

    author: str
    text: str


@dataclass(frozen=True, slots=True)
class DraftReading:
    """All that was read of one file; `version` is the reader's, so that older readings can be made again."""

    version: int
    paragraphs: tuple[Paragraph, ...]
    outline: Outline
    problems: tuple[Problem, ...] = ()
    comments: tuple[Comment, ...] = ()

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """What the reader met in the file, then what the outline shows about the text."""
        return self.problems + self.outline.problems


def is_struck(text: str, marks: Iterable[Mark]) -> bool:
    """Whether a text is struck through as a whole; its typed number goes with it, like an automatic."""
    struck = [mark for mark in marks if mark.kind == "struck"]
    if not struck:
        return False
    covered = bytearray(len(text))
    for mark in struck:
        covered[mark.start : mark.end] = b"\1" * (min(mark.end, len(text)) - mark.start)
    first = covered.find(1)
    if first < 0:
        return False
    starts = first if _TYPED_NUMBER.fullmatch(text, 0, first) else 0
    letters = [covered[at] for at in range(starts, len(text)) if not text[at].isspace()]
    return bool(letters) and all(letters)


def excerpt(text: str, length: int = EXCERPT_LENGTH) -> str:
    """The text on one line, cut to so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def reading_to_json(reading: DraftReading) -> dict[str, Any]:
    """A reading as plain JSON values, small enough to store beside the draft."""
    outline = reading.outline
    return {
        "version": reading.version,
        "paragraphs": [_paragraph_row(paragraph) for paragraph in reading.paragraphs],
        "outline": {
            "title": outline.title,
            "bab": _heading_rows(outline.bab),
            "pasal": _heading_rows(outline.pasal),
            "elucidated": _heading_rows(outline.elucidated),
            "annexed": _heading_rows(outline.annexed),
            "problems": _problem_rows(outline.problems),
        },
        "problems": _problem_rows(reading.problems),
        "comments": [[comment.author, comment.text] for comment in reading.comments],
    }


def reading_from_json(stored: Mapping[str, Any]) -> DraftReading:
    """The reading that `reading_to_json` wrote; KeyError, TypeError or ValueError if it is something else."""
    outline = stored["outline"]
    return DraftReading(
        version=int(stored["version"]),
        paragraphs=tuple(_paragraph(row) for row in stored["paragraphs"]),
        outline=Outline(
            title=outline["title"],
            bab=_headings(outline["bab"]),
            pasal=_headings(outline["pasal"]),
            elucidated=_headings(outline["elucidated"]),
            annexed=_headings(outline["annexed"]),
            problems=_problems(outline["problems"]),
        ),
        problems=_problems(stored["problems"]),
        comments=tuple(Comment(*row) for row in stored["comments"]),
    )


def _paragraph_row(paragraph: Paragraph) -> list[Any]:
    return [
        paragraph.position,
        paragraph.marker,
        paragraph.text,
        paragraph.style,
        paragraph.where,
        [[mark.kind, mark.start, mark.end] for mark in paragraph.marks],
        list(paragraph.cell) if paragraph.cell else None,
        paragraph.clean_marker,
    ]


def _paragraph(row: Iterable[Any]) -> Paragraph:
    position, marker, text, style, where, marks, cell, clean_marker = row
    if where not in WHERE:
        raise ValueError(f"no such place: {where}")
    found = tuple(Mark(kind, start, end) for kind, start, end in marks)
    place = (cell[0], cell[1], cell[2]) if cell else None
    return Paragraph(position, marker, text, style, where, found, place, clean_marker)


def _heading_rows(headings: Iterable[Heading]) -> list[list[Any]]:
    return [[heading.number, heading.title, heading.position, heading.struck] for heading in headings]


def _headings(rows: Iterable[Iterable[Any]]) -> tuple[Heading, ...]:
    return tuple(Heading(*row) for row in rows)


def _problem_rows(problems: Iterable[Problem]) -> list[list[Any]]:
    return [[problem.slug, problem.count, problem.position, problem.excerpt] for problem in problems]


def _problems(rows: Iterable[Iterable[Any]]) -> tuple[Problem, ...]:
    return tuple(Problem(*row) for row in rows)
