"""What Akoma Ntoso says about a draft before its text: which work, which version, its stages and actors."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from lxml import etree

_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
AKN: Final = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"


def slug_of(name: str) -> str:
    """A name as a part of addresses; empty if it has neither letters nor figures."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


@dataclass(frozen=True, slots=True)
class Party:
    """Who wrote, keeps or handles: a slug for addresses, and the name as shown."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Version:
    """One draft of the work; `note` says at which stage it came ("Rapat Pansus")."""

    number: int
    on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the process that began on a day; `outcome` is how it stands now."""

    on: date
    stage: Party
    by: Party
    outcome: Party


@dataclass(frozen=True, slots=True)
class Bill:
    """The Raperda that a draft belongs to. `number` may be empty, then `slug` names it in addresses."""

    slug: str
    title: str
    year: int
    number: str
    region: Party
    keeper: Party
    author: Party
    introduced_on: date
    version: Version
    exported_on: date
    versions: tuple[Version, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def work(self) -> str:
        """The address of the work, whatever its version."""
        region = slug_of(self.region.slug)
        place = f"id-{region}" if region else "id"
        number = re.sub(r"[^A-Za-z0-9]+", "-", self.number).strip("-")
        return f"/akn/{place}/bill/raperda/{self.year}/{number or self.slug}"

    def expression(self, version: Version) -> str:
        """The address of one version of the work."""
        return f"{self.work}/ind@{version.on.isoformat()};v{version.number}"


def bill_of_file(name: str, title: str, on: date) -> Bill:
    """What can be said of a file that belongs to no Raperda here: its name, its title, its day."""
    version = Version(1, on)
    return Bill(
        slug=slug_of(name) or "naskah",
        title=title or _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", name),
        year=on.year,
        number="",
        region=Party("", ""),
        keeper=Party("pelacak-raperda", "Pelacak Raperda"),
        author=Party("penyusun", "Penyusun"),
        introduced_on=on,
        version=version,
        exported_on=on,
    )


def element(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    """Add an element of Akoma Ntoso."""
    return etree.SubElement(parent, AKN + tag, attributes)


def meta(bill: Bill) -> etree._Element:
    """Everything about the bill: identification, versions, stages, references."""
    root = etree.Element(AKN + "meta")
    _identification(root, bill, "!main", bill.title)
    _lifecycle(root, bill)
    if bill.steps:
        _workflow(root, bill)
    _references(root, bill)
    return root


def component_meta(bill: Bill, component: str, title: str) -> etree._Element:
    """The identification of a part that is a document of its own: the elucidation, an annex."""
    root = etree.Element(AKN + "meta")
    _identification(root, bill, f"!{component}", title)
    return root


def _identification(root: etree._Element, bill: Bill, component: str, title: str) -> None:
    version, keeper = bill.version, f"#{bill.keeper.slug}"
    whole = element(root, "identification", source=keeper)
    work = element(whole, "FRBRWork")
    _addresses(work, bill.work, component, "")
    element(work, "FRBRalias", value=title, name="title")
    element(work, "FRBRdate", date=bill.introduced_on.isoformat(), name="introduced")
    element(work, "FRBRauthor", href=f"#{bill.author.slug}")
    element(work, "FRBRcountry", value="id")
    element(work, "FRBRsubtype", value="raperda")
    if bill.number:
        element(work, "FRBRnumber", value=bill.number)
    expression = element(whole, "FRBRExpression")
    _addresses(expression, bill.expression(version), component, "")
    element(expression, "FRBRdate", date=version.on.isoformat(), name=f"draft-{version.number}")
    element(expression, "FRBRauthor", href=f"#{bill.author.slug}")
    element(expression, "FRBRversionNumber", value=str(version.number))
    element(expression, "FRBRlanguage", language="ind")
    manifestation = element(whole, "FRBRManifestation")
    _addresses(manifestation, bill.expression(version), component, ".xml")
    element(manifestation, "FRBRdate", date=bill.exported_on.isoformat(), name="export")
    element(manifestation, "FRBRauthor", href=keeper)
    element(manifestation, "FRBRformat", value="application/akn+xml")


def _addresses(parent: etree._Element, address: str, component: str, ending: str) -> None:
    element(parent, "FRBRthis", value=f"{address}/{component}{ending}")
    element(parent, "FRBRuri", value=address + ending)


def _lifecycle(root: etree._Element, bill: Bill) -> None:
    whole = element(root, "lifecycle", source=f"#{bill.keeper.slug}")
    for at, version in enumerate(_versions(bill)):
        kind = "amendment" if at else "generation"
        draft = f"draft{version.number}"
        element(
            whole, "eventRef", eId=f"e{at + 1}", date=version.on.isoformat(), type=kind, source=f"#{draft}"
        )


def _versions(bill: Bill) -> tuple[Version, ...]:
    return tuple(sorted(bill.versions, key=lambda one: one.number)) or (bill.version,)


def _workflow(root: etree._Element, bill: Bill) -> None:
    whole = element(root, "workflow", source=f"#{bill.keeper.slug}")
    for at, step in enumerate(bill.steps, start=1):
        element(
            whole,
            "step",
            eId=f"wf{at}",
            date=step.on.isoformat(),
            by=f"#{step.by.slug}",
            refersTo=f"#proses-{step.stage.slug}",
            outcome=f"#hasil-{step.outcome.slug}",
        )


def _references(root: etree._Element, bill: Bill) -> None:
    whole = element(root, "references", source=f"#{bill.keeper.slug}")
    for at, version in enumerate(_versions(bill)):
        shown = f"Naskah versi {version.number}" + (f", {version.note}" if version.note else "")
        name = "passiveRef" if at else "original"
        element(whole, name, eId=f"draft{version.number}", href=bill.expression(version), showAs=shown)
    parties = {bill.keeper.slug: bill.keeper, bill.author.slug: bill.author}
    parties |= {step.by.slug: step.by for step in bill.steps}
    kinds = (
        ("TLCOrganization", "organization", "", parties),
        ("TLCProcess", "process", "proses-", {step.stage.slug: step.stage for step in bill.steps}),
        ("TLCConcept", "concept", "hasil-", {step.outcome.slug: step.outcome for step in bill.steps}),
    )
    for tag, folder, prefix, found in kinds:
        for slug, one in found.items():
            element(whole, tag, eId=prefix + slug, href=f"/ontology/{folder}/id/{slug}", showAs=one.name)
