"""The lines that open the parts of a draft, and those that are titles."""

import re
from typing import Final

from tracker.domain.drafts.legal_tree import Kind
from tracker.domain.drafts.numbering_marks import read_numeral
from tracker.domain.drafts.parsing import is_capital

LABELS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("menimbang", re.compile(r"(?:Menimbang|MENIMBANG)\b")),
    ("mengingat", re.compile(r"(?:Mengingat|MENGINGAT|Memperhatikan)\b\s*(?::|$|\d|[A-Z])")),
    ("menetapkan", re.compile(r"(?:Menetapkan|MENETAPKAN|M\s*E\s*M\s*U\s*T\s*U\s*S\s*K\s*A\s*N)\b")),
)
FORMULA: Final = re.compile(r"(?:Dengan\s+(?:Persetujuan|Rahmat)|DEWAN PERWAKILAN RAKYAT)\b", re.IGNORECASE)
_ORDINAL: Final = (
    r"Ke\s?\w+(?:\s+(?:Belas|Puluh(?:\s+(?:Satu|Dua|Tiga|Empat|Lima|Enam|Tujuh|Delapan|Sembilan))?))?"
)
BAGIAN: Final = re.compile(
    rf"Bagian\s+({_ORDINAL}|Pertama|[IVX]+)\b[\s.:–-]*(.*)$", re.IGNORECASE | re.DOTALL
)
PARAGRAF: Final = re.compile(r"Paragraf\s+(\d+|Ke\w+|[IVX]+)\b[\s.:–-]*(.*)$", re.IGNORECASE | re.DOTALL)
NO_NUMBER: Final = re.compile(r"Pasal\s*[.…]*$")
CLOSING: Final = re.compile(
    r"(?:Agar\s+(?:setiap|semua|supaya)\s+orang|(?:Ditetapkan|Disahkan|Diundangkan)\s+di\b)", re.IGNORECASE
)
INSTRUCTION: Final = re.compile(
    r"(?:Beberapa\s+|Semua\s+)?(?:Ketentuan|Diantara|Di\s+antara|Judul|Setelah|Sesudah|Penjelasan|Pasal|BAB|Bagian"
    r"|Paragraf|Lampiran|Ayat|Huruf|Menambah|Mengubah)\b.*\b(?:diubah|dihapus|disisip\w*|ditambah\w*|berbunyi)\b",
    re.IGNORECASE | re.DOTALL,
)
BY_ARTICLE: Final = re.compile(r"(?:(?:II|[2B])\.?\s*)?PASAL\s+DEMI\s+PASAL\b", re.IGNORECASE)
GAZETTE: Final = re.compile(r"TAMBAHAN\s+(?:LEMBARAN|BERITA)\b")
GENERAL: Final = re.compile(r"(?:(?:I|[1A])\.?\s*)?UMUM\s*:?$", re.IGNORECASE)
ANNEX_NUMBER: Final = re.compile(r"(?:ANAK\s+)?LAMPIRAN\s+([IVX]+|\d+)\b")
_MOST_TITLE_WORDS: Final = 20


def is_head(text: str) -> bool:
    """Whether a line belongs to the head of a Lampiran: in capitals, and no item of a list."""
    return is_capital(text) and read_numeral(text) is None


def is_title(text: str) -> bool:
    """Whether a line can be the title of a Bagian: short, and no sentence."""
    return not text or (
        len(text.split()) <= _MOST_TITLE_WORDS and text[-1] not in ".;:," and not text[0].islower()
    )
