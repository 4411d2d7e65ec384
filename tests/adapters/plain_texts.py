"""Enacted regulations kept as plain text, made into Word files with typed and with automatic numbers."""

import re
from itertools import groupby
from statistics import median
from xml.sax.saxutils import escape

from tests.adapters.docx_building import docx, numbered, p
from tracker.domain.drafts.numbering_marks import Numeral, read_numeral

HEADING = re.compile(r"^\s*(?:Pasal|PASAL)\s+(?:\d+\s?[A-Z]?|[IVX]+)\s*$")
_PAGE_NUMBER = re.compile(r"^\s*-?\s*\d{1,3}(?:\s+\d{1,3})?\s*-?\s*$")
_NARROWEST_SHEET = 85
_FEWEST_SHARED_LINES = 5
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_STANDS_ALONE = re.compile(
    r"^(?:BAB\s+[IVX]+|Bagian\s+\w+|Paragraf\s+\w+|(?:Pasal|PASAL)\s+(?:\d+[A-Z]?|[IVX]+)|Ayat\s*\(\d+\)|Huruf\s+[a-z]"
    r"|Menimbang|Mengingat|Menetapkan|MEMUTUSKAN|PENJELASAN|Cukup jelas|[A-Z][A-Z ,.:/()–-]+$)"
)
_FORMATS = {
    "(1)": ("decimal", "(%1)"),
    "1.": ("decimal", "%1."),
    "1)": ("decimal", "%1)"),
    "a.": ("lowerLetter", "%1."),
    "a)": ("lowerLetter", "%1)"),
}


def in_reading_order(text: str) -> str:
    """The text of every page; where two are printed side by side on a sheet, the left one comes first."""
    sheets = [[line.expandtabs() for line in sheet.splitlines()] for sheet in text.split("\f")]
    bands = [_white_bands(sheet) for sheet in sheets]
    # Tables have white bands, too: the one between the pages is where it is on most sheets.
    usual = median([found[0] for found in bands if len(found) == 1] or [0])
    return "\n".join(
        page for sheet, found in zip(sheets, bands, strict=True) for page in _pages(sheet, found, usual)
    )


def _pages(sheet: list[str], bands: list[int], usual: float) -> list[str]:
    gutter = min(bands, key=lambda at: abs(at - usual), default=0)
    halves = [[line[:gutter] for line in sheet], [line[gutter:] for line in sheet]] if gutter else [sheet]
    return ["\n".join(half) for half in halves]


def _white_bands(sheet: list[str]) -> list[int]:
    """The middles of the white bands that no line crosses and that part the most lines."""
    width = max(map(len, sheet), default=0)
    if width < _NARROWEST_SHEET:
        return []
    shared = {at: _lines_beside(sheet, at) for at in range(width * 3 // 10, width * 8 // 10)}
    most = max(shared.values())
    if most < _FEWEST_SHARED_LINES:
        return []
    bands = [list(band) for is_wide, band in groupby(shared, lambda at: shared[at] > 0.7 * most) if is_wide]
    return [band[len(band) // 2] for band in bands]


def _lines_beside(sheet: list[str], at: int) -> int:
    """How many lines have text on both sides of a place; 0 if one has text there."""
    if any(line[at - 1 : at + 1].strip() for line in sheet):
        return 0
    return sum(bool(line[:at].strip() and line[at:].strip()) for line in sheet)


def paragraphs_of(text: str) -> list[str]:
    """The lines of a page put together to paragraphs, without page numbers."""
    found: list[str] = []
    is_open = False
    for raw in _CONTROL.sub(" ", text).splitlines():
        line = " ".join(raw.split())
        if not line or _PAGE_NUMBER.match(raw):
            is_open = is_open and bool(line)
            continue
        if not is_open or read_numeral(line) or _STANDS_ALONE.match(line):
            found.append(line)
        else:
            found[-1] += f" {line}"
        is_open = not _STANDS_ALONE.match(line) or line.startswith(("Menimbang", "Mengingat"))
    return found


def typed(paragraphs: list[str]) -> bytes:
    """A Word file with every number typed."""
    return docx("".join(p(escape(line)) for line in paragraphs))


def automatic(paragraphs: list[str]) -> bytes:
    """A Word file in which Word counts: a list goes on where the numbers do, else a new one begins."""
    lists = _Lists()
    body = "".join(lists.paragraph(line) for line in paragraphs)
    return docx(body, numbering="".join((*lists.abstracts(), *lists.numbers)))


class _Lists:
    def __init__(self) -> None:
        self.numbers: list[str] = []
        self._last: dict[str, tuple[int, Numeral]] = {}

    def paragraph(self, line: str) -> str:
        numeral = read_numeral(line)
        rest = line[numeral.end :] if numeral else ""
        # Word puts room behind a number: "(5)Setiap orang" can only be typed.
        if numeral is None or not rest.startswith(" ") or not self._can_count(numeral):
            return p(escape(line))
        known = self._last.get(numeral.style)
        if known is None or not numeral.follows(known[1]):
            self.numbers.append(self._number(numeral))
            known = (len(self.numbers), numeral)
        self._last[numeral.style] = (known[0], numeral)
        return numbered(escape(rest.strip()), known[0])

    def _can_count(self, numeral: Numeral) -> bool:
        """Not (1a), and no letters beyond z: those are typed in Word, too."""
        shown = numeral.number.isdigit() and not numeral.number.startswith("0")
        return numeral.style in _FORMATS and (shown or len(numeral.number) == 1)

    def _number(self, numeral: Numeral) -> str:
        start = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{numeral.value // 100}"/></w:lvlOverride>'
        abstract = list(_FORMATS).index(numeral.style)
        number = len(self.numbers) + 1
        return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{start}</w:num>'

    def abstracts(self) -> list[str]:
        return [
            f'<w:abstractNum w:abstractNumId="{at}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{number_format}"/><w:lvlText w:val="{shown}"/></w:lvl></w:abstractNum>'
            for at, (number_format, shown) in enumerate(_FORMATS.values())
        ]
