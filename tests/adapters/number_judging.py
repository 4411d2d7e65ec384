"""The numbers and the text that LibreOffice shows of real drafts, beside ours.

A program of its own, for more drafts than the suite has time for: `python -m tests.adapters.number_judging`.
One of the 52 differs, pairs/26-rkpd-2025/v1.docx: LibreOffice sets its floating table into a frame, which is
no part of the text it is asked for; no number stands in it.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path

from tests.adapters import libreoffice
from tests.adapters.docx_building import SAMPLES
from tests.adapters.libreoffice import Line
from tracker.adapters.word.docx_reader import read
from tracker.domain.drafts.legaltext import Paragraph

_NOTE = re.compile(r"\[\^+(\d+)\]")
Difference = tuple[list[Line], list[Line]]


def judged(paths: Sequence[Path]) -> tuple[int, dict[str, list[Difference]]]:
    """How many numbers LibreOffice shows, and by file where its numbers or its text differ from ours."""
    theirs = [[_line(*one) for one in found] for found in libreoffice.read([("", path) for path in paths])]
    count = sum(bool(number) for found in theirs for number, _ in found)
    found = {
        f"{path.parent.name}/{path.name}": _differences(_ours(path), shown)
        for path, shown in zip(paths, theirs, strict=True)
    }
    return count, {name: differences for name, differences in found.items() if differences}


def _ours(path: Path) -> list[Line]:
    """Our reading in the order of LibreOffice: text boxes are none of its text, and notes come last."""
    paragraphs = sorted(read(path.read_bytes()).paragraphs, key=_rank)
    lines = [_line(one.marker, _NOTE.sub(r"\1", one.text)) for one in paragraphs if one.where != "textbox"]
    return [line for line in lines if line[1]]


def _rank(paragraph: Paragraph) -> int:
    return {"footnote": 1, "endnote": 2}.get(paragraph.where, 0)


def _line(number: str, text: str) -> Line:
    # A bullet is no number, and LibreOffice shows none where it knows its sign.
    is_bullet = not any(letter.isalnum() for letter in number)
    return "" if is_bullet else number.strip(), " ".join(text.split())


def _differences(ours: list[Line], theirs: list[Line]) -> list[Difference]:
    if ours == theirs:
        return []
    codes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    return [(ours[a:b], theirs[c:d]) for kind, a, b, c, d in codes if kind != "equal"]


if __name__ == "__main__":
    drafts = [path for folder in ("drafts", "pairs") for path in sorted((SAMPLES / folder).rglob("*.docx"))]
    count, found = judged(drafts)
    for name, differences in found.items():
        for our_lines, their_lines in differences:
            print(f"{name}\n  ours: {our_lines}\n  theirs: {their_lines}")
    print(f"{len(drafts)} drafts, {count} numbers, {len(found)} drafts differ.")
