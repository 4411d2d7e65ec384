"""The terms that a draft defines, as Akoma Ntoso marks them: at their definitions, and in the references."""

import re
from collections.abc import Iterable

from lxml import etree

from tracker.adapters.akoma_ntoso_meta import AKN, element, slug_of
from tracker.domain.drafts.definitions import Definition


def mark_terms(bill: etree._Element, defined: Iterable[tuple[Definition, etree._Element]]) -> None:
    """Mark each term at the beginning of the unit that defines it, and name it once in the references.

    The document is indented already, so that no white space comes between its words.
    """
    references = next(bill.iter(AKN + "references"))
    named: set[str] = set()
    for one, unit in defined:
        slug = slug_of(one.term)
        if slug and _mark(unit, one.term, f"istilah-{slug}") and slug not in named:
            named.add(slug)
            place = f"/ontology/term/id/{slug}"
            element(references, "TLCTerm", eId=f"istilah-{slug}", href=place, showAs=one.term)
    etree.indent(references, level=3)


def _mark(unit: etree._Element, term: str, refers_to: str) -> bool:
    """Put the term at the beginning of a unit into an element of its own; False where it is not there."""
    line = next(unit.iter(AKN + "p"), None)
    text = line.text if line is not None else None
    said = re.match(r"\s+".join(map(re.escape, term.split())), text or "")
    if line is None or text is None or said is None:
        return False
    line.text = None
    marked = element(line, "term", eId=f"{unit.get('eId')}__term_1", refersTo=f"#{refers_to}")
    marked.text, marked.tail = said[0], text[said.end() :]
    return True
