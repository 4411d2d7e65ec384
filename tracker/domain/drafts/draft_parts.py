"""The parts of a draft, from its front to its Lampiran, and what a line opens in each of them."""

from collections.abc import Sequence
from typing import Final, Literal

from tracker.domain.drafts.draft_headings import (
    ANNEX_NUMBER,
    BAGIAN,
    BY_ARTICLE,
    CLOSING,
    FORMULA,
    GAZETTE,
    GENERAL,
    INSTRUCTION,
    LABELS,
    NO_NUMBER,
    PARAGRAF,
    is_head,
    is_title,
)
from tracker.domain.drafts.draft_pieces import Piece
from tracker.domain.drafts.legal_tree import Kind, Unplaced
from tracker.domain.drafts.legaltext import Heading
from tracker.domain.drafts.numbering_marks import Numeral, read_explained
from tracker.domain.drafts.parsing import (
    AMENDS,
    ANNEX,
    BAB,
    Zone,
    body_start,
    find_title,
    is_capital,
    is_heading,
    pasal_number,
    zone_of,
)
from tracker.domain.drafts.tree_building import Open, Tree

_OPENS_HEADING: Final = "BbPp"
_MOST_TITLE_LINES: Final = 3
_MOST_HEAD_LINES: Final = 30


class Reader:
    """Goes through the pieces once and hands each to the part of the draft it stands in."""

    def __init__(self) -> None:
        self.tree = Tree()
        self.beside: list[Unplaced] = []
        self._amends = False
        self._boxes_are_text = False
        self._zone: Zone = "body"
        self._part: Literal["front", "preamble", "body"] = "front"
        self._pasal: dict[Zone, list[Heading]] = {"body": [], "elucidation": [], "annex": []}
        self._untitled: Open | None = None
        self._box = 0, False

    def place(self, pieces: Sequence[Piece]) -> None:
        """Place the pieces of a whole draft."""
        title_from, title_to, title = find_title(pieces)
        body_from = body_start(pieces, title_to)
        self._amends = AMENDS.search(title) is not None
        # A whole draft in text boxes is read as one; a few boxes stand beside it.
        self._boxes_are_text = sum([piece.is_box for piece in pieces]) * 2 > len(pieces)
        for piece in pieces[:title_from]:
            self._preamble(piece)
        if title_from < title_to:
            self._title(pieces[title_from:title_to])
        for piece in pieces[title_to:body_from]:
            self._preamble(piece)
        for piece in pieces[body_from:]:
            self._after_preamble(piece)

    def _title(self, pieces: Sequence[Piece]) -> None:
        self.tree.root("judul", pieces[0]).pieces.extend(pieces[1:])
        self.tree.close_all()
        self._part = "preamble"

    def _after_preamble(self, piece: Piece) -> None:
        if piece.row is None:
            zone = zone_of(piece.text, self._zone, seen_body=bool(self._pasal["body"]))
            if zone != self._zone:
                self.tree.close_all()
                self._zone = zone
        if piece.is_box and self._is_beside(piece):
            self._put_beside(piece)
        elif self._zone == "body":
            self._body(piece)
        elif self._zone == "elucidation":
            self._elucidation(piece)
        else:
            self._annex(piece)

    def _is_beside(self, piece: Piece) -> bool:
        """Whether a text box interrupts the body; what is said of its first piece holds for the others."""
        position = piece.position
        if self._box[0] != position:
            is_beside = self._part == "body" and not self._boxes_are_text and self._zone != "annex"
            self._box = position, is_beside
        return self._box[1]

    def _put_beside(self, piece: Piece) -> None:
        position, text = piece.position, piece.raw
        if self.beside and self.beside[-1].position == position:
            before = self.beside.pop().text
            text = before + ("\n" if piece.continues else "") + text
        self.beside.append(Unplaced(position, text, "text-box"))

    # Front and preamble

    def _preamble(self, piece: Piece) -> None:
        """What stands before the first BAB or Pasal; before the title it is a letter or an essay."""
        kind = next((kind for kind, shape in LABELS if shape.match(piece.text)), None)
        top = self.tree.top
        if kind and piece.row is None:
            self._recital(kind, piece)
        elif self._part == "front":
            self.tree.loose(piece)
        elif top is None:
            self.tree.root("pembukaan", piece)
        elif FORMULA.match(piece.text):
            self._back_to_preamble()
            self.tree.loose(piece)
        elif top.kind == "pembukaan":
            self.tree.text(piece)
        else:
            self._number_or_text(piece)

    def _recital(self, kind: Kind, piece: Piece) -> None:
        self._part = "preamble"
        top = self.tree.top
        if top is not None and top.kind == kind == "menetapkan" and not top.children:
            top.pieces.append(piece)
            return
        self._back_to_preamble()
        heading = "Memperhatikan" if piece.text.startswith("Memperhatikan") else ""
        self.tree.open(Open(kind, heading=heading), piece)

    def _back_to_preamble(self) -> None:
        """Leave the recital; a Pembukaan without lines of its own begins where none is open."""
        if not self.tree.stack or self.tree.stack[0].kind != "pembukaan":
            self.tree.close_all()
            self.tree.start("pembukaan")
        del self.tree.stack[1:]

    # Body

    def _body(self, piece: Piece) -> None:
        if piece.row is not None:
            self.tree.loose(piece)
        elif piece.numeral is None:
            self._words(piece)
        elif self._part != "body":
            self._preamble(piece)
        elif self._is_closing:
            self._closing(piece)
        else:
            self._number(piece.numeral, piece)

    def _words(self, piece: Piece) -> None:
        """A line without a number; no heading begins with one."""
        if self._opens_heading(piece) or self._opens_pasal(piece):
            self._part = "body"
        elif self._part != "body":
            self._preamble(piece)
        elif self._is_closing:
            self._closing(piece)
        elif CLOSING.match(piece.text):
            self.tree.root("penutup", piece)
        elif not self._titles(piece):
            self.tree.text(piece)

    def _opens_heading(self, piece: Piece) -> bool:
        if piece.text[:1] not in _OPENS_HEADING:
            return False
        kind, found = "bab", BAB.match(piece.text)
        if found is None:
            kind, found = "bagian", BAGIAN.match(piece.text)
        if found is None:
            kind, found = "paragraf", PARAGRAF.match(piece.text)
        if found is None or not (is_heading(found[2]) if kind == "bab" else is_title(found[2])):
            return False
        node = self.tree.heading(kind, " ".join(found[1].split()), piece)  # type: ignore[arg-type]
        node.heading = " ".join(found[2].split())
        self._untitled = node
        return True

    def _opens_pasal(self, piece: Piece) -> bool:
        number = pasal_number(piece.text, self._pasal["body"])
        if not number and not NO_NUMBER.match(piece.text):
            return False
        self.tree.heading("pasal", number, piece)
        if number:
            self._note_pasal(number, piece)
            self._amends = self._amends or not number[0].isdigit()
        return True

    def _note_pasal(self, number: str, piece: Piece) -> None:
        self._pasal[self._zone].append(Heading(number, "", piece.position, piece.struck))

    @property
    def _is_closing(self) -> bool:
        return bool(self.tree.stack) and self.tree.stack[0].kind == "penutup"

    def _closing(self, piece: Piece) -> None:
        """The order to promulgate and the signatures, all one unit."""
        top = self.tree.stack[0]
        if len(top.pieces) < _MOST_HEAD_LINES and not top.children:
            top.pieces.append(piece)
        else:
            self.tree.loose(piece)

    def _titles(self, piece: Piece) -> bool:
        """The title of a BAB, Bagian or Paragraf on the lines below it."""
        node = self._untitled
        if node is None or self.tree.top is not node or node.children or len(node.pieces) > _MOST_TITLE_LINES:
            return False
        if not is_title(piece.text):
            return False
        node.pieces.append(piece)
        words = piece.text.split()
        if node.kind == "bagian" and not node.heading and words[0] in ("Belas", "Puluh"):
            node.number, words = f"{node.number} {words[0]}", words[1:]
        node.heading = " ".join([*node.heading.split(), *words])
        return True

    def _number_or_text(self, piece: Piece) -> None:
        if piece.numeral is None:
            self.tree.text(piece)
        else:
            self._number(piece.numeral, piece)

    def _number(self, numeral: Numeral, piece: Piece) -> None:
        if self._amends and self._zone == "body" and self._is_instruction(numeral, piece):
            self.tree.instruction(numeral, piece)
        else:
            self.tree.item(numeral, piece)

    def _is_instruction(self, numeral: Numeral, piece: Piece) -> bool:
        """Whether an angka of an amending regulation says what is to change."""
        if numeral.style not in ("1.", "a."):
            return False
        said = INSTRUCTION.match(piece.raw[numeral.end :].strip()) is not None
        return self.tree.follows_instruction(numeral) or (
            said and numeral.style == "1." and (numeral.is_first or self.tree.has_instruction)
        )

    # Penjelasan and Lampiran

    def _elucidation(self, piece: Piece) -> None:
        top = self.tree.top
        number = pasal_number(piece.text, self._pasal["elucidation"]) if piece.row is None else ""
        explained = read_explained(piece.text)
        if number:
            self.tree.root("penjelasan-pasal", piece, number)
            self._note_pasal(number, piece)
        elif any(shape.match(piece.text) for shape in (BY_ARTICLE, BAB, GAZETTE)):
            self.tree.close_all()
            self.tree.loose(piece)
        elif top is None:
            self._opens_general(piece)
        elif top.kind == "penjelasan-umum":
            self._general(top, piece)
        elif explained:
            self.tree.item(explained, piece, explained=True)
        else:
            self.tree.text(piece)

    def _opens_general(self, piece: Piece) -> None:
        roots = self.tree.roots
        if roots and roots[-1].kind == "paragraf-lepas" and self._pasal["elucidation"]:
            self.tree.loose(piece)
        else:
            self.tree.root("penjelasan-umum", piece)

    def _general(self, top: Open, piece: Piece) -> None:
        is_head = is_capital(piece.text) or GENERAL.match(piece.text)
        if is_head and not top.children and piece.row is None:
            top.pieces.append(piece)
        else:
            self.tree.loose(piece)

    def _annex(self, piece: Piece) -> None:
        """A Lampiran: its head, then each paragraph and row on its own; Pasal of a template are read."""
        top = self.tree.top
        number = pasal_number(piece.text, self._pasal["annex"]) if piece.row is None else ""
        if top is None or (ANNEX.match(piece.text) and piece.row is None):
            found = ANNEX_NUMBER.match(piece.text)
            self.tree.root("lampiran", piece, found[1] if found else "")
        elif number:
            self.tree.heading("pasal", number, piece)
            self._note_pasal(number, piece)
        elif top.kind != "lampiran" and piece.row is None:
            self._number_or_text(piece)
        elif not top.children and is_head(piece.text) and len(top.pieces) < _MOST_HEAD_LINES:
            top.pieces.append(piece)
        else:
            self.tree.loose(piece)
