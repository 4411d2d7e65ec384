"""Edits as people make them, on real Pasal: each with the kinds that a comparison should name."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tracker.domain.drafts.legal_tree import LegalText
from tracker.domain.drafts.legaltext import Paragraph
from tracker.domain.drafts.structure import structure

REFERENCE = re.compile(r"\bPasal\s+(\d+)\b(?!\s+(?:ayat\s+\(\d+\)\s+)?(?:Undang|Peraturan|UU))")
WORDS = (
    "wajib",
    "dilarang",
    "bupati",
    "laporan",
    "bulanan",
    "petugas",
    "izin",
    "sanksi",
    "retribusi",
    "warga",
)


@dataclass(frozen=True)
class Block:
    """One Pasal or another part; `number` is 0 for what is no Pasal."""

    number: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Edited:
    """Two drafts and what was done: (kind, old number, new number) of the Pasal it was done to."""

    edit: str
    old: LegalText
    new: LegalText
    expected: tuple[tuple[str, str | None, str | None], ...]


def blocks_of(legal: LegalText) -> list[Block]:
    """Headings and Pasal of the body in order, or nothing where the numbers do not run from 1."""
    found: list[Block] = []
    for node in legal.nodes:
        for each in _flat(node):
            if each.kind in ("lampiran", "penjelasan-umum", "penjelasan-pasal"):
                return _sound(found)
            text = each.full_text() if each.kind == "pasal" else each.text
            if each.kind == "pasal" and not each.number.isdigit():
                return []
            lines = tuple(line for line in text.split("\n") if line.strip())
            if each.kind == "pasal":
                found.append(Block(int(each.number), lines))
            elif each.kind in ("bab", "bagian", "paragraf") and lines:
                found.append(Block(0, lines))
    return _sound(found)


def _flat(node):
    yield node
    if node.kind in ("bab", "bagian", "paragraf"):
        for child in node.children:
            yield from _flat(child)


def _sound(blocks: list[Block]) -> list[Block]:
    numbers = [block.number for block in blocks if block.number]
    heads = all(re.fullmatch(r"Pasal\s*\d+", block.lines[0].strip()) for block in blocks if block.number)
    return blocks if heads and len(numbers) >= 8 and numbers == list(range(1, len(numbers) + 1)) else []


def legal_of(blocks: Sequence[Block]) -> LegalText:
    lines = ["RANCANGAN PERATURAN DAERAH KABUPATEN SERANG", "TENTANG", "CONTOH", "MEMUTUSKAN:"]
    lines += [line for block in blocks for line in block.lines]
    return structure([Paragraph(at, "", line) for at, line in enumerate(lines, start=1)])


def renumbered(blocks: Sequence[Block], *, follow: bool = True) -> list[Block]:
    """Pasal numbered from 1 again, references with them; a block that is new has the number -1."""
    numbers: dict[int, int] = {}
    at = 0
    for block in blocks:
        if block.number:
            at += 1
            numbers[block.number] = at
    made, at = [], 0
    for block in blocks:
        if not block.number:
            made.append(block)
            continue
        at += 1
        rest = tuple(_following(line, numbers) if follow else line for line in block.lines[1:])
        made.append(Block(at, (f"Pasal {at}", *rest)))
    return made


def _following(line: str, numbers: dict[int, int]) -> str:
    def put(found: re.Match[str]) -> str:
        number = int(found.group(1))
        return found.group(0).replace(found.group(1), str(numbers.get(number, number)))

    return REFERENCE.sub(put, line)


def places(blocks: Sequence[Block], least: int = 12) -> list[int]:
    """Where the Pasal stand that say something and say it only once."""
    said = [" ".join(block.lines[1:]) for block in blocks]
    return [
        at
        for at, block in enumerate(blocks)
        if block.number and len(said[at].split()) >= least and said.count(said[at]) == 1
    ]


def rename(blocks: list[Block], chance: random.Random):
    at = chance.choice(places(blocks))
    block = blocks[at]
    line = chance.randrange(1, len(block.lines))
    words = block.lines[line].split()
    for _ in range(chance.randint(1, max(1, len(words) // 8))):
        words[chance.randrange(len(words) // 2, len(words))] = chance.choice(WORDS) + "nya"
    lines = (*block.lines[:line], " ".join(words), *block.lines[line + 1 :])
    number = str(block.number)
    return [*blocks[:at], Block(block.number, lines), *blocks[at + 1 :]], [("changed", number, number)]


def move(blocks: list[Block], chance: random.Random):
    old_at = chance.choice(places(blocks))
    rest = [*blocks[:old_at], *blocks[old_at + 1 :]]
    far = [at for at in range(1, len(rest)) if abs(at - old_at) > 2 and rest[at].number]
    new_at = chance.choice(far)
    new = [*rest[:new_at], blocks[old_at], *rest[new_at:]]
    number = 1 + sum(1 for block in new[:new_at] if block.number)
    return renumbered(new), [("moved", str(blocks[old_at].number), str(number))]


def insert(blocks: list[Block], chance: random.Random):
    at = chance.choice([at for at, block in enumerate(blocks) if block.number])
    words = [chance.choice(WORDS) + str(chance.choice(("", "nya", "lah"))) for _ in range(20)]
    new = [*blocks[:at], Block(-1, ("Pasal 0", " ".join(words).capitalize() + ".")), *blocks[at:]]
    return renumbered(new), [("added", None, str(blocks[at].number))]


def delete(blocks: list[Block], chance: random.Random):
    at = chance.choice(places(blocks))
    return renumbered([*blocks[:at], *blocks[at + 1 :]]), [("removed", str(blocks[at].number), None)]


def split(blocks: list[Block], chance: random.Random):
    able = [
        at
        for at in places(blocks)
        if len(blocks[at].lines) >= 3
        and all(len(line.split()) >= 8 for line in blocks[at].lines[1:])
        and re.match(r"\(\d+\)", blocks[at].lines[1])
    ]
    if not able:
        return None
    at = chance.choice(able)
    block = blocks[at]
    cut = chance.randrange(2, len(block.lines))
    first, second = Block(block.number, block.lines[:cut]), Block(-1, ("Pasal 0", *block.lines[cut:]))
    number = block.number
    told = [("split", str(number), str(number)), ("split", str(number), str(number + 1))]
    return renumbered([*blocks[:at], first, second, *blocks[at + 1 :]]), told


def merge(blocks: list[Block], chance: random.Random):
    able = [at for at in places(blocks) if at + 1 in places(blocks)]
    if not able:
        return None
    at = chance.choice(able)
    first, second = blocks[at], blocks[at + 1]
    joined = Block(first.number, (*first.lines, *second.lines[1:]))
    number = first.number
    told = [("merged", str(number), str(number)), ("merged", str(number + 1), str(number))]
    return renumbered([*blocks[:at], joined, *blocks[at + 2 :]]), told


Edit = Callable[[list[Block], random.Random], tuple[list[Block], list] | None]
EDITS: tuple[Edit, ...] = (rename, move, insert, delete, split, merge)


def edited(blocks: list[Block], edit: Edit, chance: random.Random) -> Edited | None:
    """A draft and its edit; all Pasal that only got another number are expected to be told so."""
    done = edit(blocks, chance)
    if done is None:
        return None
    new, told = done
    return Edited(edit.__name__, legal_of(blocks), legal_of(new), tuple(told))
