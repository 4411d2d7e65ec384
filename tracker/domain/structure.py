"""From paragraphs to the tree of a draft; every paragraph is placed once or listed as beside the text."""

from collections.abc import Sequence

from tracker.domain.legal_tree import Kind, LegalText, Node, Path, Unplaced
from tracker.domain.legaltext import Paragraph

__all__ = ["Kind", "LegalText", "Node", "Path", "Unplaced", "structure"]


def structure(paragraphs: Sequence[Paragraph]) -> LegalText:
    """The tree of a draft."""
    raise NotImplementedError
