"""Grows the tree of a draft piece by piece: what is open, what closes it, and where a number belongs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from tracker.domain.drafts.draft_pieces import Piece
from tracker.domain.drafts.legal_tree import Kind, Node
from tracker.domain.drafts.numbering_marks import Numeral

# The order of units that hold others; items in lists stand below them all.
RANKS: Final[dict[str, int]] = {"bab": 1, "bagian": 2, "paragraf": 3, "pasal": 4}
_CONTAINER: Final = 9
_ITEM: Final = 10
_DEEPEST: Final = 12
_FINISHED: Final = re.compile(r"[.;]\Z|\b(?:dan|atau)\Z", re.IGNORECASE)
_LONGEST_END: Final = len("atau")
_SPACES: Final = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())
_BEHIND_END: Final = f"{_SPACES}\"”'’)"


@dataclass(slots=True)
class Open:
    """A node while it grows."""

    kind: Kind
    number: str = ""
    heading: str = ""
    numeral: Numeral | None = None
    row: tuple[int, int] | None = None
    is_instruction: bool = False
    pieces: list[Piece] = field(default_factory=list)
    children: list["Open"] = field(default_factory=list)

    @property
    def rank(self) -> int:
        """Its place in the order of units."""
        return _ITEM if self.numeral else RANKS.get(self.kind, _CONTAINER)

    def finish(self) -> Node:
        """The node, with all below it."""
        pieces = self.pieces
        positions: tuple[int, ...]
        if len(pieces) == 1:
            text, positions = pieces[0].raw, (pieces[0].position,)
        else:
            text = "\n".join([piece.raw for piece in pieces])
            positions = tuple(dict.fromkeys([piece.position for piece in pieces]))
        children = tuple([child.finish() for child in self.children])
        return Node(self.kind, self.number, self.heading, text, positions, children)


class Tree:
    """The open units, outermost first, and the roots they hang on."""

    def __init__(self) -> None:
        self.roots: list[Open] = []
        self.stack: list[Open] = []

    def finish(self) -> tuple[Node, ...]:
        """All nodes, closed."""
        return tuple(root.finish() for root in self.roots)

    @property
    def top(self) -> Open | None:
        """The innermost open unit."""
        return self.stack[-1] if self.stack else None

    def close_all(self) -> None:
        """Close every open unit."""
        self.stack.clear()

    def open(self, node: Open, piece: Piece) -> Open:
        """Open a unit below the innermost one."""
        node.pieces.append(piece)
        (self.stack[-1].children if self.stack else self.roots).append(node)
        self.stack.append(node)
        return node

    def root(self, kind: Kind, piece: Piece, number: str = "", heading: str = "") -> Open:
        """Close everything and open a unit at the root."""
        self.close_all()
        return self.open(Open(kind, number, heading), piece)

    def start(self, kind: Kind) -> Open:
        """Open a unit at the root that has no line of its own."""
        node = Open(kind)
        self.roots.append(node)
        self.stack = [node]
        return node

    @property
    def has_instruction(self) -> bool:
        """Whether an angka of an amending regulation is open."""
        return self._instruction() >= 0

    def heading(self, kind: Kind, number: str, piece: Piece) -> Open:
        """Open a BAB, Bagian, Paragraf or Pasal where it belongs; what an amendment quotes stays in it."""
        instruction = self._instruction()
        if kind == "pasal" and not number[:1].isdigit() and number:
            # Pasal I and II of an amending regulation: nothing that was quoted goes on.
            if instruction >= 0:
                self._close_to(instruction)
            instruction = -1
        if self.stack and self.stack[0].kind == "lampiran":
            # A template in an annex has Pasal of its own.
            instruction = max(instruction, 0)
        rank = RANKS[kind]
        while len(self.stack) > instruction + 1 and self.stack[-1].rank >= rank:
            self.stack.pop()
        return self.open(Open(kind, number), piece)

    def instruction(self, numeral: Numeral, piece: Piece) -> None:
        """Open an angka of an amending regulation, which says what is to change."""
        known = self._instruction()
        if known >= 0:
            self._close_to(known)
        else:
            while self.stack and self.stack[-1].numeral:
                self.stack.pop()
        self.open(Open(numeral.kind, numeral.number, numeral=numeral, is_instruction=True), piece)

    def follows_instruction(self, numeral: Numeral) -> bool:
        """Whether a number goes on the angka of the amendment, and no list inside what it quotes."""
        known = self._instruction()
        if known < 0:
            return False
        instruction = self.stack[known].numeral
        inner = [node.numeral for node in self.stack[known + 1 :] if node.numeral]
        return (
            instruction is not None
            and numeral.follows(instruction)
            and not any(numeral.style == other.style for other in inner)
            and len(self.stack) > known + 1
        )

    def item(self, numeral: Numeral, piece: Piece, *, explained: bool = False) -> None:
        """Open an ayat, huruf or angka below the unit it belongs to; its number is taken as it is."""
        base = self._container() + 1
        items = self.stack[base:]
        level = _explained_level(numeral, items) if explained else _level(numeral, items)
        del self.stack[base + level :]
        self.open(Open(numeral.kind, numeral.number, numeral=numeral), piece)

    def text(self, piece: Piece) -> None:
        """Place a line without a number: with the open unit, or after its list as a paragraph of its own."""
        top = self.top
        if top is None:
            self.loose(piece)
        elif not top.children and (piece.continues or self._goes_on(top)) and piece.row is None:
            top.pieces.append(piece)
        else:
            is_listed = top.numeral is not None and top.kind != "ayat" and not top.is_instruction
            if is_listed and not piece.continues and len(self.stack) > 1:
                self.stack.pop()
            self.loose(piece)

    def loose(self, piece: Piece) -> None:
        """A paragraph of its own below the open unit; the cells of one row of a table stay together."""
        siblings = self.stack[-1].children if self.stack else self.roots
        last = siblings[-1] if siblings else None
        together = piece.row is not None and last is not None and last.row == piece.row
        if last is not None and last.kind == "paragraf-lepas" and (together or piece.continues):
            last.pieces.append(piece)
            return
        node = Open("paragraf-lepas", row=piece.row)
        node.pieces.append(piece)
        siblings.append(node)

    def _goes_on(self, top: Open) -> bool:
        """Whether a new paragraph belongs to the open unit: an item that is finished takes no more."""
        if top.numeral is None:
            return True
        said = len(top.pieces) > 1 or top.pieces[0].raw[top.numeral.end :].strip()
        return not (said and _is_finished(top.pieces[-1].raw))

    def _container(self) -> int:
        """Where the innermost unit stands that lists hang on; -1 if there is none."""
        for at in range(len(self.stack) - 1, -1, -1):
            if self.stack[at].numeral is None or self.stack[at].is_instruction:
                return at
        return -1

    def _instruction(self) -> int:
        return next((at for at, node in enumerate(self.stack) if node.is_instruction), -1)

    def _close_to(self, at: int) -> None:
        del self.stack[at:]


def _is_finished(text: str) -> bool:
    """Whether a line ends as items of a list do; looks at its last signs only."""
    said = text.rstrip(_BEHIND_END)
    return _FINISHED.search(said, max(0, len(said) - _LONGEST_END)) is not None


def _level(numeral: Numeral, items: Sequence[Open]) -> int:
    """How many of the open items a number leaves open.

    The one it follows, however deep; else a list that begins after a colon; else its own style, as a gap or
    a repeat of the author's; else below the innermost item.
    """
    if not items:
        return 0
    if len(items) >= _DEEPEST:
        # No law goes so deep; a file made to be costly would.
        return len(items) - 1
    numerals = [item.numeral for item in items if item.numeral]
    for at in range(len(items) - 1, -1, -1):
        if numeral.follows(numerals[at]):
            return at
    if numeral.is_first and items[-1].pieces[-1].raw.rstrip().endswith(":"):
        return len(items)
    same = [at for at, other in enumerate(numerals) if other.style == numeral.style]
    beyond = [at for at in same if numerals[at].value < numeral.value]
    if same:
        return (beyond or same)[-1]
    return 0 if numeral.kind == "ayat" else len(items)


_EXPLAINED_ORDER: Final = {"Ayat": 0, "Huruf": 1, "Angka": 2}


def _explained_level(numeral: Numeral, items: Sequence[Open]) -> int:
    order = _EXPLAINED_ORDER[numeral.style]
    for at, item in enumerate(items):
        if item.numeral and _EXPLAINED_ORDER.get(item.numeral.style, 9) >= order:
            return at
    return len(items)
