"""From paragraphs to the outline of a draft: its title, its BAB and Pasal, and what is odd about them."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple, Protocol

from tracker.domain.drafts.draft_margins import draft_columns, why_beside
from tracker.domain.drafts.legaltext import Heading, Outline, Paragraph, Problem, excerpt
from tracker.domain.drafts.numbering_problems import annex_problems, bab_problems, figure, pasal_problems

Zone = Literal["body", "elucidation", "annex"]

BAB: Final = re.compile(r"^BAB\s+([IVXLCDM]+[A-Z]?)\s*(?:[.:–-]\s*)?(.*)$", re.DOTALL)
_PASAL: Final = re.compile(r"^[\"“”'‘(]*(?:Pasal|PASAL)\s*(\d{1,4}\s?[A-Z]{0,2}|[IVX]{1,5})\s*[.:\"”;]*$")
_TITLE_OPENS: Final = re.compile(
    r"^(?:RANCANGAN\s*$|(?:RANCANGAN\s+)?(?:PERATURAN|KEPUTUSAN)\s+(?:DAERAH|BUPATI|WALI\s?KOTA|GUBERNUR|DEWAN|DPRD)\b)"
)
_TITLE_ENDS: Final = re.compile(
    r"^(?:DENGAN\s+RAHMAT|DENGAN\s+MENGHARAP|MENIMBANG|MENGINGAT|BAB\s+[IVX]+\b|PASAL\s+\d|UMUM$|I\.\s*UMUM"
    r"|(?:BUPATI|WALI\s?KOTA|GUBERNUR)\s+[^\d]{3,40},$|MATERI\b|NO\.?$)"
)
_ABOUT: Final = re.compile(r"^(?:T\s?E\s?N\s?T\s?A\s?N\s?G)\b")
_RECITAL: Final = re.compile(r"^(?:DENGAN\s+RAHMAT|MENIMBANG\b)", re.IGNORECASE)
DECIDES: Final = re.compile(r"^(?:M\s*E\s*M\s*U\s*T\s*U\s*S\s*K\s*A\s*N\b|Menetapkan\b|MENETAPKAN\b)")
ELUCIDATION: Final = re.compile(
    r"^(?:P\s?E\s?N\s?J\s?E\s?L\s?A\s?S\s?A\s?N(?:\s+ATAS\b.*)?|(?:II\.?\s*)?PASAL\s+DEMI\s+PASAL)\s*:?$"
)
ANNEX: Final = re.compile(
    r"^(?:ANAK\s+)?LAMPIRAN(?:\s+[IVX\d]+)?\s*[.:]?(?:$|\s+(?:RANCANGAN|PERATURAN|KEPUTUSAN)\b|\s*\t)"
)
_RUN_IN: Final = re.compile(r"^Pasal\s*(\d{1,4})\s+(?!Undang|Peraturan|UU)[A-Z(\"“]")
NOTE: Final = re.compile(r"\[\^+\d+\]")
# A heading whose Pasal follows on the same line ("Bagian Kesatu Umum Pasal 19"), "Cukup jelas. Pasal 5".
_BEFORE_PASAL: Final = re.compile(
    r"\s*(?:.{1,150}?(?<!dalam)(?<!dengan)(?<!pada)(?<!,))\s+(?=Pasal\s+\d+[A-Z]?\s*$)", re.DOTALL
)
_ALL_CLEAR: Final = re.compile(r"\s*Cukup\s+[Jj]elas\.?\s+Pasal\s")
OPENS_TITLE: Final = re.compile(r"\s*(?:Bagian|Paragraf|BAB)\s")
AMENDS: Final = re.compile(r"TENTANG PERUBAHAN\b.*\b(?:ATAS|TERHADAP)\b")
_OPENS: Final = re.compile(r"[PIAL]|BAB|[\"“”'‘(]+(?:Pasal|PASAL)")
"""What every heading and every part of the draft begins with: most lines are told at once."""
_OPENS_ZONE: Final = "PIAL"
"""The letters that PENJELASAN, II. PASAL DEMI PASAL, ANAK LAMPIRAN and LAMPIRAN begin with."""
_OPENS_PASAL: Final = ("Pasal", "PASAL", '"', "“", "”", "'", "‘", "(")
_LONGEST_TITLE: Final = 14
_OPENS_WITHIN: Final = 30


class Said(Protocol):
    """What a title is found by: a line, or a piece of one."""

    @property
    def text(self) -> str: ...
    @property
    def struck(self) -> bool: ...


class Line(NamedTuple):
    """One line as it stands on the page: a paragraph, or a part of one between soft breaks."""

    text: str
    position: int
    struck: bool


def outline(paragraphs: Sequence[Paragraph]) -> Outline:
    """The skeleton of a draft; faults of its author are kept and listed, never repaired.

    The Pasal of the Penjelasan and of the Lampiran are told apart from those of the body (UU 12/2011,
    Lampiran II angka 176 to 197), so that no Pasal counts twice.
    """
    lines = _lines(paragraphs)
    title_at, title_ends, title = find_title(lines)
    starts = body_start(lines, title_ends)
    zones: dict[Zone, list[Heading]] = {"body": [], "elucidation": [], "annex": []}
    bab: list[Heading] = []
    zone: Zone = "body"
    for at, (text, position, struck) in enumerate(lines[starts:], starts):
        if not _OPENS.match(text):
            continue
        zone = zone_of(text, zone, seen_body=bool(zones["body"]))
        if zone == "body" and (found := BAB.match(text)) and is_heading(found.group(2)):
            bab.append(Heading(found.group(1), _heading_title(lines, at, found.group(2)), position, struck))
        elif number := pasal_number(text, zones[zone]):
            zones[zone].append(Heading(number, "", position, struck))
    body, amends = zones["body"], AMENDS.search(title) is not None
    problems = (
        *_front_problems(lines, title, title_at),
        *bab_problems(bab, amends=amends),
        *pasal_problems(body, amends=amends),
        *annex_problems(zones["annex"]),
    )
    return Outline(
        title, tuple(bab), tuple(body), tuple(zones["elucidation"]), tuple(zones["annex"]), problems
    )


def _lines(paragraphs: Sequence[Paragraph]) -> list[Line]:
    columns = draft_columns(paragraphs)
    lines: list[Line] = []
    in_title = False
    for paragraph in paragraphs:
        # The head of a matrix belongs to the title: it may say that the text below it is a draft.
        if why_beside(paragraph, columns) not in ("", "matrix-head"):
            continue
        line = paragraph.line
        opens = OPENS_TITLE.match(line) is not None
        for text in without_notes(line).split("\n") if "\n" in line or "[^" in line else [line]:
            end = before_pasal(text, in_title=in_title or opens) if "Pasal" in text else 0
            for part in (text[:end], text[end:]) if end else (text,):
                if stripped := part.strip():
                    lines.append(Line(stripped, paragraph.position, paragraph.struck))
        in_title = opens or (in_title and not line.strip())
    return lines


def without_notes(text: str) -> str:
    """A text without its references to footnotes and endnotes."""
    return NOTE.sub("", text) if "[^" in text else text


def before_pasal(text: str, *, in_title: bool) -> int:
    """Where a Pasal begins behind a title or "Cukup jelas" on the same line; 0 if none does."""
    found = _BEFORE_PASAL.match(text) if in_title or _ALL_CLEAR.match(text) else None
    return found.end() if found else 0


def find_title(lines: Sequence[Said]) -> tuple[int, int, str]:
    """Where the title begins and ends, and the title on one line; one that recitals follow comes first."""
    found: tuple[int, int, str] | None = None
    for at, line in enumerate(lines):
        if not _TITLE_OPENS.match(line.text):
            continue
        ends = _title_end(lines, at)
        if ends is None:
            continue
        title = _title_text(lines[at:ends])
        if any(_RECITAL.match(after.text) for after in lines[ends : ends + 6]):
            return at, ends, title
        found = found or (at, ends, title)
    return found or (0, 0, "")


def _title_text(lines: Sequence[Said]) -> str:
    """The title on one line, without struck lines and without what stands between RANCANGAN and PERATURAN."""
    parts = [" ".join(line.text.split()) for line in lines if not line.struck]
    about = next((at for at, part in enumerate(parts) if "TENTANG" in part or _ABOUT.match(part)), 0)
    opens = [
        at for at, part in enumerate(parts[: about + 1]) if _TITLE_OPENS.match(part) and part != "RANCANGAN"
    ]
    starts = opens[-1] if opens else 0
    named = parts[starts].startswith("RANCANGAN") if parts else True
    draft = any(part.startswith("RANCANGAN") for part in parts[:starts])
    return " ".join((["RANCANGAN"] if draft and not named else []) + parts[starts:])


def _title_end(lines: Sequence[Said], at: int) -> int | None:
    """The line after the title; None if what begins here has no TENTANG and so is no title."""
    about: int | None = None
    for ends in range(at, min(at + _LONGEST_TITLE, len(lines))):
        text = lines[ends].text
        if about is None and _ABOUT.match(text):
            about = ends
        elif about is None and "TENTANG" in text.split():
            about = ends - 1
        elif ends > at and (_TITLE_ENDS.match(text.upper()) or not is_capital(text)):
            return ends if about is not None and ends > about + 1 else None
    return None if about is None else min(at + _LONGEST_TITLE, len(lines))


def is_capital(text: str) -> bool:
    """Whether a line is set in capitals; a line of dots and figures is."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) >= 0.8 * len(letters)


def body_start(lines: Sequence[Said], title_ends: int) -> int:
    """The first line after MEMUTUSKAN and Menetapkan, or after the title where those are missing."""
    for at in range(title_ends, len(lines)):
        if DECIDES.match(lines[at].text):
            return at + 1
        if title_ends and _PASAL.match(lines[at].text):
            break
    return title_ends


def zone_of(text: str, zone: Zone, *, seen_body: bool) -> Zone:
    if not seen_body:
        return "body"
    if text[:1] not in _OPENS_ZONE:
        return zone
    if zone != "elucidation" and ELUCIDATION.match(text):
        return "elucidation"
    if ANNEX.match(text):
        return "annex"
    return zone


def pasal_number(text: str, before: Sequence[Heading]) -> str:
    """The number of a Pasal heading, empty if the line is none.

    Some run the heading into its text ("Pasal 3 Setiap orang berhak"): that is one only where 3 is due.
    """
    if not text.startswith(_OPENS_PASAL):
        return ""
    if heading := _PASAL.match(text):
        return heading.group(1).replace(" ", "")
    run_in = _RUN_IN.match(text)
    if run_in is None:
        return ""
    due = figure(before[-1]) + 1 if before and before[-1].number[0].isdigit() else 1
    return run_in.group(1) if int(run_in.group(1)) == due else ""


def is_heading(rest: str) -> bool:
    """Whether what follows "BAB IV" is a title, not the rest of a sentence."""
    return not rest or is_capital(rest)


def _heading_title(lines: Sequence[Line], at: int, rest: str) -> str:
    """The title of a BAB: on the same line, or on the capital lines that follow."""
    parts = [rest] if rest.strip() else []
    for line in lines[at + 1 : at + 4]:
        if BAB.match(line.text) or _PASAL.match(line.text) or not is_capital(line.text):
            break
        parts.append(line.text)
    return " ".join(" ".join(parts).split())


def _front_problems(lines: Sequence[Line], title: str, title_at: int) -> Iterator[Problem]:
    if not title:
        yield Problem("no-title")
    elif is_letter([line.text for line in lines[:title_at]]):
        yield Problem("text-before-draft", title_at, lines[0].position, excerpt(lines[0].text))


def is_letter(before_title: Sequence[str]) -> bool:
    """Whether what stands before the title is a letter or an essay, not the head of the draft itself."""
    has_prose = any(len(text.split()) > 12 and not is_capital(text) for text in before_title)
    return has_prose or len(before_title) > _OPENS_WITHIN
