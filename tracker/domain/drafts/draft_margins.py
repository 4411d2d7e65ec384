"""What stands beside the text of a draft: notes, and the other columns of a matrix."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from tracker.domain.drafts.legaltext import Paragraph

_DRAFT_COLUMN: Final = re.compile(r"^(?:RANCANGAN|RAPERDA|RANPERDA|NASKAH|SEMULA|DRAFT?)\b", re.IGNORECASE)
_REMARK_COLUMN: Final = re.compile(
    r"^(?:SARAN|TANGGAPAN|KETERANGAN|CATATAN|USUL|MENJADI|PENYEMPURNAAN)", re.IGNORECASE
)


def draft_columns(paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """The column of the draft in each table that is a matrix and sets remarks beside it."""
    heads: dict[int, dict[int, str]] = defaultdict(dict)
    for paragraph in paragraphs:
        if paragraph.cell is not None and paragraph.cell[1] == 1:
            table, _, column = paragraph.cell
            heads[table][column] = f"{heads[table].get(column, '')} {paragraph.text}".strip()
    return {table: column for table, found in heads.items() if (column := _draft_column(found))}


def why_beside(paragraph: Paragraph, columns: Mapping[int, int]) -> str:
    """Why a paragraph is no part of the draft's own text, as a slug; empty if it is one."""
    if paragraph.where in ("footnote", "endnote"):
        return paragraph.where
    if paragraph.cell is not None and paragraph.cell[0] in columns:
        if paragraph.cell[2] != columns[paragraph.cell[0]]:
            return "matrix-column"
        if _DRAFT_COLUMN.match(paragraph.text.strip()) and paragraph.cell[1] == 1:
            return "matrix-head"
    return ""


def _draft_column(heads: Mapping[int, str]) -> int:
    """The column whose head names a draft, where another's names remarks; 0 if the table is no matrix."""
    if not any(_REMARK_COLUMN.match(head) for head in heads.values()):
        return 0
    return next((column for column, head in heads.items() if _DRAFT_COLUMN.match(head)), 0)
