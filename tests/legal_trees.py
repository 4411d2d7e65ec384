"""Drafts as trees, written by hand or drawn by Hypothesis, for tests of what is made from a tree."""

from typing import cast, get_args

from hypothesis import strategies as st

from tracker.domain.comparing.pasal_items import items
from tracker.domain.drafts.legal_tree import Kind, LegalText, Node, Unplaced


def node(kind: str, number: str = "", text: str = "", *children: Node, heading: str = "") -> Node:
    """A node whose positions do not matter."""
    return Node(cast(Kind, kind), number, heading, text, (1,), children)


def text_of(legal: LegalText) -> str:
    """The whole draft, one line for each of its lines: what a comparison can rebuild to the letter."""
    return "".join(item.full for item in items(legal))


SMALL = LegalText(
    (
        node("paragraf-lepas", "", "Serang, 2 Mei 2023\nKepada Yth. Ketua DPRD"),
        node("judul", "", "RANCANGAN PERATURAN DAERAH\nTENTANG\nPASAR RAKYAT"),
        node(
            "pembukaan",
            "",
            "DENGAN RAHMAT TUHAN YANG MAHA ESA\nBUPATI SERANG,",
            node(
                "menimbang",
                "",
                "Menimbang :",
                node("huruf", "a", "a. bahwa pasar rakyat perlu dilindungi;"),
                node("huruf", "b", "b. bahwa perlu menetapkan Peraturan Daerah;"),
            ),
            node("mengingat", "", "Mengingat : Pasal 18 ayat (6) Undang-Undang Dasar 1945;"),
            node("menetapkan", "", "MEMUTUSKAN:\nMenetapkan : PERATURAN DAERAH TENTANG PASAR RAKYAT."),
        ),
        node(
            "bab",
            "I",
            "BAB I\nKETENTUAN UMUM",
            node(
                "pasal",
                "1",
                "Pasal 1\nDalam Peraturan Daerah ini yang dimaksud dengan:",
                node("angka", "1", "1. Daerah adalah Kabupaten Serang."),
                node("angka", "2", "2. Bupati adalah Bupati Serang."),
            ),
            heading="KETENTUAN UMUM",
        ),
        node(
            "bab",
            "II",
            "BAB II\nPENATAAN\nPASAR",
            node(
                "bagian",
                "Kesatu",
                "Bagian Kesatu\nUmum",
                node(
                    "pasal",
                    "2",
                    "Pasal 2",
                    node(
                        "ayat",
                        "1",
                        "(1) Penataan meliputi:",
                        node("huruf", "a", "a. lokasi; dan"),
                        node("huruf", "b", "b. bangunan & sarana:", node("angka", "1", "1. jalan;")),
                    ),
                    node("ayat", "2", "(2) Penataan ditetapkan Bupati < 60 hari."),
                ),
                node("pasal", "2", "Pasal 2 Pasar buka setiap hari."),
                heading="Umum",
            ),
            heading="PENATAAN PASAR",
        ),
        node("penutup", "", "Ditetapkan di Serang\npada tanggal ..."),
        node("penjelasan-umum", "", "PENJELASAN\nI. UMUM\nPasar rakyat adalah tempat bertemu."),
        node("penjelasan-pasal", "", "II. PASAL DEMI PASAL", node("pasal", "1", "Pasal 1\nCukup jelas.")),
        node("lampiran", "", "LAMPIRAN\nDaftar pasar"),
    ),
    (Unplaced(99, "Catatan kaki yang berdiri sendiri", "footnote"),),
)
"""A whole small regulation, with two Pasal 2."""

_TEXTS = st.lists(
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=30), max_size=3
).map("\n".join)
_NUMBERS = st.sampled_from(["", "1", "2", "12A", "IV", "a", "b", "Kesatu"])


_KINDS = st.sampled_from(cast(tuple[Kind, ...], get_args(Kind)))


def _node(below: st.SearchStrategy[tuple[Node, ...]]) -> st.SearchStrategy[Node]:
    # Of a NamedTuple Hypothesis makes up every field it is not given, also one that has a default.
    return st.builds(Node, _KINDS, _NUMBERS, st.just(""), _TEXTS, st.just((1,)), below)


NODES = st.recursive(
    _node(st.just(())), lambda nodes: _node(st.lists(nodes, max_size=3).map(tuple)), max_leaves=8
)
UNPLACED = st.builds(Unplaced, st.integers(1, 99), _TEXTS, st.just("footnote"))
TEXTS = st.builds(
    LegalText, st.lists(NODES, max_size=6).map(tuple), st.lists(UNPLACED, max_size=2).map(tuple)
)
"""Any tree, however odd: the kinds stand anywhere."""
