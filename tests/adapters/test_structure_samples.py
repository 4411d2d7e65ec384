"""The tree on real drafts and enacted texts: the headings counted by hand, every number, every letter."""

import csv
import re
from pathlib import Path

import pytest

from tests.adapters.docx_building import SAMPLES
from tests.adapters.plain_texts import HEADING, automatic, in_reading_order, paragraphs_of, typed
from tests.adapters.test_docx_process import DIFFERENT
from tests.domain.test_legal_outline import every_node_is_counted
from tests.domain.test_structure import everything_is_there
from tracker.adapters.word.docx_guard import inspect
from tracker.adapters.word.docx_reader import read
from tracker.domain.drafts.clean import clean
from tracker.domain.drafts.legal_tree import LegalText, Node
from tracker.domain.drafts.legaltext import Paragraph
from tracker.domain.drafts.numbering_marks import read_numeral
from tracker.domain.drafts.structure import structure
from tracker.domain.errors import UnreadableDraft

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the folder of real drafts is not on this machine"
)

# Where ayat differ from those counted by hand (typed and automatic), and why.
OTHER_AYAT = {
    "01._Tanggapan_Raperbup_APBDes_2024": (2, "21 of 23 stand in a Lampiran"),
}


def real_drafts() -> list[tuple[str, dict[str, str]]]:
    if not SAMPLES.is_dir():
        return []
    with (SAMPLES / "manifest.tsv").open(encoding="utf-8") as listed:
        rows = list(csv.DictReader(listed, delimiter="\t"))
    return [
        (row["file"], row)
        for row in rows
        if row["file"].endswith(".docx") and row["file"].startswith(("drafts/", "pairs/"))
    ]


def expected_pasal(name: str, row: dict[str, str]) -> int:
    return next((known[1] for part, known in DIFFERENT.items() if part in name), int(row["pasal_headings"]))


def all_pasal(text: LegalText) -> int:
    """Pasal of body, Penjelasan and Lampiran; not those whose number is missing."""
    return sum(node.kind in ("pasal", "penjelasan-pasal") and node.number != "" for node in text.walk())


@pytest.mark.parametrize(
    ("name", "row"), real_drafts(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_real_draft_is_read_whole(name: str, row: dict[str, str]) -> None:
    reading = read((SAMPLES / name).read_bytes())
    paragraphs = list(reading.paragraphs)
    text = structure(paragraphs)
    everything_is_there(paragraphs, text)
    every_node_is_counted(paragraphs)
    assert [one.number for one in text.pasal() if one.number] == [one.number for one in reading.outline.pasal]
    assert all_pasal(text) == expected_pasal(name, row)
    every_number_is_there(paragraphs, text)
    ayat_agree(name, row, text)
    everything_is_there(list(clean(paragraphs)), structure(clean(paragraphs)))


def every_number_is_there(paragraphs: list[Paragraph], text: LegalText) -> None:
    """What Word counts before a paragraph of the body is the number of a node that begins with it."""
    shown = {one.position: one.marker for one in paragraphs if one.marker and one.text.strip()}
    inside = [node for top in text.nodes if top.kind in ("pembukaan", "bab", "pasal") for node in top.walk()]
    missing = [
        (position, shown[position])
        for position in shown
        if any(position in node.positions for node in inside)
        and (numeral := read_numeral(shown[position]))
        and not any(begins(node, position, numeral.number) for node in inside)
    ]
    assert missing == []


def begins(node: Node, position: int, number: str) -> bool:
    return node.positions[:1] == (position,) and node.number == number


def ayat_agree(name: str, row: dict[str, str], text: LegalText) -> None:
    counted = re.search(r"ayat typed (\d+)/auto (\d+)", row["notes"])
    assert counted is not None
    expected = next(
        (known[0] for part, known in OTHER_AYAT.items() if part in name), sum(map(int, counted.groups()))
    )
    found = sum(
        node.kind == "ayat" and node.text.lstrip().startswith("(")
        for top in text.nodes
        if top.kind not in ("lampiran", "penjelasan-umum", "penjelasan-pasal")
        for node in top.walk()
    )
    assert found == expected


def test_every_readable_file_of_the_robustness_set_is_read_whole() -> None:
    read_whole = 0
    for path in sorted((SAMPLES / "docx-robustness").iterdir()):
        try:
            inspect(path.read_bytes(), max_bytes=25 * 1024 * 1024)
            paragraphs = list(read(path.read_bytes()).paragraphs)
        except UnreadableDraft:
            continue
        everything_is_there(paragraphs, structure(paragraphs))
        read_whole += 1
    assert read_whole >= 70


def texts() -> list[Path]:
    return sorted((SAMPLES / "texts").glob("*.txt"))


# Where the Pasal of an enacted text do not run on from 1, in the body or in the Penjelasan, and why.
NOT_RUNNING_ON = {
    "perda-1-2018-": "the Penjelasan has a second Pasal 22 between 23 and 24",
    "perda-2-1992-": '"Psal 16" is typed so, the Penjelasan runs headings in, one sheet is cut wrongly',
    "perda-11-2015-": "amends: Pasal I and II, and the Pasal they quote",
    "perda-19-2015-": "the Penjelasan has no Pasal 19",
}


@pytest.mark.parametrize("path", texts(), ids=lambda path: path.stem[-40:])
def test_typed_and_automatic_numbers_give_the_same_tree(path: Path) -> None:
    source = in_reading_order(path.read_text(encoding="utf-8", errors="replace"))
    lines = paragraphs_of(source)
    by_hand = list(read(typed(lines)).paragraphs)
    by_word = list(read(automatic(lines)).paragraphs)
    assert sum(bool(one.marker) for one in by_word) >= 25
    tree = structure(by_hand)
    assert structure(by_word) == tree
    everything_is_there(by_hand, tree)
    everything_is_there(by_word, tree)
    assert all_pasal(tree) == sum(bool(HEADING.match(line)) for line in source.splitlines())
    assert run_on(tree) != any(known in path.stem for known in NOT_RUNNING_ON)


def run_on(text: LegalText) -> bool:
    """Whether the Pasal of the body follow each other from 1 on, and those of the Penjelasan, too."""
    return all(
        numbers == [str(at) for at in range(1, len(numbers) + 1)]
        for kind in ("pasal", "penjelasan-pasal")
        if (numbers := [node.number for node in text.walk() if node.kind == kind and node.number])
    )
