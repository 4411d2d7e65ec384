"""A draft as Akoma Ntoso 3.0 (OASIS LegalDocML): the tree of the regulation with its metadata, as XML."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from lxml import etree

from tracker.adapters.akoma_ntoso_meta import AKN, Bill, component_meta, element, meta
from tracker.adapters.akoma_ntoso_terms import mark_terms
from tracker.domain.drafts.definitions import definitions
from tracker.domain.drafts.legal_tree import LegalText, Node
from tracker.domain.drafts.written import written

MEDIA_TYPE: Final = "application/akn+xml"

_UNITS: Final = {
    "bab": ("chapter", "chp"),
    "bagian": ("part", "part"),
    "paragraf": ("subpart", "subpart"),
    "pasal": ("article", "art"),
    "ayat": ("paragraph", "para"),
    "huruf": ("point", "point"),
    "angka": ("point", "point"),
}
"""What each unit is in Akoma Ntoso, and how its eId begins; everything else is an hcontainer."""

_SECTIONS: Final = ("coverPage", "preface", "preamble", "body", "conclusions", "attachments")
_PLACE: Final = {
    "judul": "preface",
    "pembukaan": "preamble",
    "menimbang": "preamble",
    "mengingat": "preamble",
    "menetapkan": "preamble",
    "penutup": "conclusions",
    "penjelasan-umum": "attachments",
    "penjelasan-pasal": "attachments",
    "lampiran": "attachments",
}
"""Where a node of the top stands; units stand in the body, loose paragraphs where they are."""

_CONSIDERATIONS: Final = {
    "menimbang": ("recitals", "recital", "rec"),
    "mengingat": ("citations", "citation", "cit"),
}


def akoma_ntoso(text: LegalText, bill: Bill) -> bytes:
    """Return the draft as UTF-8 XML that is valid against the OASIS schema; nothing of its text is left out.

    What was not placed in the tree stands in an attachment of its own.
    """
    root = etree.Element(AKN + "akomaNtoso", nsmap={None: AKN[1:-1]})
    document = element(root, "bill", name="raperda", contains="singleVersion")
    document.append(meta(bill))
    writer = _Writer(document, bill)
    for node in text.nodes:
        writer.top(node)
    writer.finish([one.text for one in text.unplaced])
    etree.indent(root)
    nodes = ((one, text.find(one.address)) for one in definitions(text))
    mark_terms(document, ((one, writer.units[id(node)]) for one, node in nodes if id(node) in writer.units))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


class _Writer:
    """Fills the sections of a bill in the order the schema wants, never going back."""

    def __init__(self, document: etree._Element, bill: Bill) -> None:
        self._document = document
        self._bill = bill
        self._section = 0
        self._open: dict[str, etree._Element] = {}
        self._attached = ""
        self._main: etree._Element | None = None
        self._ids: set[str] = set()
        self.units: dict[int, etree._Element] = {}

    def top(self, node: Node) -> None:
        """Write a node of the top into its section, or where the text is by now if that has passed."""
        if node.kind == "paragraf-lepas":
            wanted = self._section
        else:
            wanted = _SECTIONS.index(_PLACE.get(node.kind, "body"))
        self._section = max(wanted, self._section)
        section = _SECTIONS[self._section]
        if section == "body":
            self._unit(self._container("body"), node, "")
        elif section == "attachments":
            self._attach(node)
        elif section == "preamble" and wanted == self._section and node.kind != "paragraf-lepas":
            self._preamble(self._container("preamble"), node)
        else:
            _lines(self._container(section), node.full_text())

    def finish(self, unplaced: Sequence[str]) -> None:
        """Close what must not be empty, and write what no place was found for."""
        if "body" not in self._open:
            body = etree.Element(AKN + "body")
            element(
                element(body, "hcontainer", name="kosong", eId=self._eid("", "hcontainer", "")), "content"
            )
            self._insert(body)
        if unplaced:
            main = self._attachment("tidak-tertempatkan", "Teks yang tidak tertempatkan")
            for text in unplaced:
                _lines(main, text)
        for container in (*self._open.values(), *self._document.iter(AKN + "mainBody")):
            if not len(container):
                element(container, "p")

    def _container(self, name: str) -> etree._Element:
        if name not in self._open:
            self._open[name] = element(self._document, name)
        return self._open[name]

    def _insert(self, body: etree._Element) -> None:
        """Put a body that came last before what must follow it."""
        for name in ("conclusions", "attachments"):
            if name in self._open:
                self._open[name].addprevious(body)
                return
        self._document.append(body)

    def _preamble(self, parent: etree._Element, node: Node) -> None:
        if node.kind == "pembukaan":
            _lines(parent, node.text)
            for child in node.children:
                self._preamble(parent, child)
        elif node.kind in _CONSIDERATIONS:
            self._considerations(parent, node)
        elif node.kind == "menetapkan":
            eid = self._eid("", "formula", "")
            _lines(element(parent, "formula", name="menetapkan", eId=eid), node.full_text())
        else:
            _lines(parent, node.full_text())

    def _considerations(self, parent: etree._Element, node: Node) -> None:
        outer, inner, short = _CONSIDERATIONS[node.kind]
        whole = element(parent, outer, eId=self._eid("", outer, ""))
        if node.children and node.text:
            _lines(element(whole, "intro", eId=self._eid(whole.get("eId", ""), "intro", "")), node.text)
        for child in node.children or (node,):
            one = element(whole, inner, eId=self._eid(whole.get("eId", ""), short, child.number))
            number, heading, rest = written(child)
            if number:
                element(one, "num").text = number
            _lines(one, heading, *rest, *(each.full_text() for each in child.children), always=True)

    def _unit(self, parent: etree._Element, node: Node, prefix: str) -> None:
        tag, short = _UNITS.get(node.kind, ("hcontainer", "hcontainer"))
        one = self.units[id(node)] = element(parent, tag, eId=self._eid(prefix, short, node.number))
        if tag == "hcontainer":
            one.set("name", node.kind)
        number, heading, rest = written(node)
        if number:
            element(one, "num").text = number
        if heading:
            element(one, "heading").text = heading
        if node.children:
            self._inside(one, rest, node.children)
        else:
            _lines(
                element(one, "content", eId=self._eid(one.get("eId", ""), "content", "")), *rest, always=True
            )

    def _inside(self, one: etree._Element, intro: Sequence[str], children: Sequence[Node]) -> None:
        runs = [(listed, list(run)) for listed, run in groupby(children, _is_point)]
        if len(runs) == 1 and runs[0][0]:
            one = self._list(one)
        if any(intro):
            _lines(element(one, "intro", eId=self._eid(one.get("eId", ""), "intro", "")), *intro)
        for listed, run in runs:
            target = self._list(one) if listed and one.tag != AKN + "list" else one
            for child in run:
                self._unit(target, child, target.get("eId", ""))

    def _list(self, parent: etree._Element) -> etree._Element:
        return element(parent, "list", eId=self._eid(parent.get("eId", ""), "list", "1"))

    def _attach(self, node: Node) -> None:
        name = node.kind.partition("-")[0] if node.kind.startswith("penjelasan") else node.kind
        continues = node.kind not in _PLACE or (name == self._attached and name != "lampiran")
        if self._main is None or not continues:
            heading = {"penjelasan": "Penjelasan", "lampiran": "Lampiran"}.get(name, "Di luar susunan")
            self._main = self._attachment(name, heading)
            self._attached = name
        if node.kind == "paragraf-lepas":
            _lines(self._main, node.full_text())
        else:
            self._unit(self._main, node, self._attachment_id)

    @property
    def _attachment_id(self) -> str:
        return f"att_{len(self._open['attachments'])}"

    def _attachment(self, name: str, title: str) -> etree._Element:
        outer = element(self._container("attachments"), "attachment")
        outer.set("eId", self._attachment_id)
        document = element(outer, "doc", name=name)
        document.append(component_meta(self._bill, f"{name}_{len(self._open['attachments'])}", title))
        return element(document, "mainBody")

    def _eid(self, prefix: str, short: str, number: str) -> str:
        """A name of its own: `chp_I__art_5`; the second Pasal 5 in the chapter is `chp_I__art_5-2`."""
        tail = re.sub(r"[^A-Za-z0-9]+", "-", number).strip("-")
        base = "__".join(filter(None, (prefix, f"{short}_{tail}" if tail else short)))
        name, count = base, 1
        while name in self._ids:
            count += 1
            name = f"{base}-{count}"
        self._ids.add(name)
        return name


def _is_point(node: Node) -> bool:
    return node.kind in ("huruf", "angka")


def _lines(parent: etree._Element, *texts: str, always: bool = False) -> None:
    """Write every line that is not empty as a paragraph; `always` leaves an empty one where there is none."""
    written = False
    for line in _each(texts):
        element(parent, "p").text = line
        written = True
    if always and not written:
        element(parent, "p")


def _each(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (line.strip() for line in text.split("\n") if line.strip())
