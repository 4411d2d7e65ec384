"""From paragraphs to the tree of a draft; every paragraph is placed once or listed as beside the text."""

from collections.abc import Sequence
from typing import Final

from tracker.domain.drafts.draft_parts import Reader
from tracker.domain.drafts.draft_pieces import cut
from tracker.domain.drafts.legal_tree import Kind, LegalText, Node, Path, Unplaced
from tracker.domain.drafts.legaltext import Paragraph

__all__ = ["REASONS", "Kind", "LegalText", "Node", "Path", "Unplaced", "structure"]

# Every slug an Unplaced can have, and what it says.
REASONS: Final[dict[str, str]] = {
    "footnote": "a footnote",
    "endnote": "an endnote",
    "text-box": "a text box beside the text",
    "matrix-column": "another column of a matrix than the draft's",
    "matrix-head": "the head of a matrix",
}


def structure(paragraphs: Sequence[Paragraph]) -> LegalText:
    """The tree of a draft; faults of its author are kept where they stand, never repaired.

    The text of the nodes, in the order of `LegalText.walk`, is that of the document without the unplaced
    paragraphs, to the letter; only a line end may stand where two units shared a line.
    """
    pieces, beside = cut(paragraphs)
    reader = Reader()
    reader.place(pieces)
    unplaced = sorted([*beside, *reader.beside], key=lambda one: one.position)
    return LegalText(reader.tree.finish(), tuple(unplaced))
