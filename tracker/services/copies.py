"""What leaves the tracker of its versions: the tree to read, Akoma Ntoso, and the matrix of two versions."""

from collections.abc import Iterable
from datetime import date, datetime

from tracker.adapters import akoma_ntoso as akn
from tracker.adapters.akoma_ntoso_meta import Bill, Party, Step, Version, slug_of
from tracker.adapters.draft_store import DraftStore
from tracker.adapters.matrix import Cover, matrix
from tracker.adapters.result_cache import ResultCache
from tracker.adapters.word.making_process import clean_copy_in_child
from tracker.domain.comparing.draft_comparison import as_units
from tracker.domain.comparing.side_by_side import Row, of_units
from tracker.domain.drafts.clean import CLEAN, where_it_matters
from tracker.domain.drafts.legal_tree import LegalText
from tracker.domain.drafts.legaltext import DraftReading
from tracker.domain.drafts.structure import structure
from tracker.domain.errors import NotFound
from tracker.domain.local_time import local
from tracker.services import comparisons
from tracker.services.views import DraftLine, Header, Strip

AKN_TYPE = akn.MEDIA_TYPE
_INITIATORS = {"bupati": "Bupati", "dprd": "DPRD"}
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def tree(reading: DraftReading) -> LegalText:
    """Return the structure of a version."""
    return structure(reading.paragraphs)


def akoma_ntoso(reading: DraftReading, bill: Bill) -> bytes:
    """Return a version as Akoma Ntoso 3.0."""
    return akn.akoma_ntoso(tree(reading), bill)


def clean_copy(store: DraftStore, draft: DraftLine, *, max_bytes: int) -> bytes:
    """Return the clean version of a file; raises UnreadableDraft, NotFound where it was not accepted so."""
    if draft.reading != CLEAN:
        raise NotFound("clean version", draft.number)
    return clean_copy_in_child(store.read(draft.sha256), max_bytes=max_bytes)


def rows(results: ResultCache, old: DraftReading, new: DraftReading) -> tuple[Row, ...]:
    """Return two versions side by side, a row for each unit."""
    return of_units(as_units(comparisons.compare(results, old, new)))


def matrix_of(
    results: ResultCache,
    header: Header,
    old: tuple[DraftLine, DraftReading],
    new: tuple[DraftLine, DraftReading],
    *,
    changed_only: bool,
) -> bytes:
    """Return the matriks persandingan of two versions as .docx; dated by the newer of them."""
    read_as = (where_it_matters(old[1], old[0].reading), where_it_matters(new[1], new[0].reading))
    cover = Cover(header.title, _described(old[0]), _described(new[0]), read_as)
    at = max(old[0].uploaded_at, new[0].uploaded_at)
    return matrix(rows(results, old[1], new[1]), cover, at=at, changed_only=changed_only)


def bill_of(
    header: Header,
    drafts: Iterable[DraftLine],
    number: int,
    strip: Strip,
    *,
    council: str,
    region: str,
    today: date,
) -> Bill:
    """Return what Akoma Ntoso says of a Raperda and its version `number`, of the versions given."""
    versions = {line.number: Version(line.number, _day(line.uploaded_at), line.stage.name) for line in drafts}
    first = min(versions.values(), key=lambda one: one.number)
    initiator = header.initiator
    return Bill(
        slug=header.slug,
        title=header.title,
        year=header.year,
        number=header.propemperda_number,
        region=Party(slug_of(region), region),
        keeper=Party("sekretariat", f"Sekretariat {council}"),
        author=Party(initiator, _INITIATORS.get(initiator, initiator)),
        introduced_on=first.on,
        version=versions[number],
        exported_on=today,
        versions=tuple(versions.values()),
        steps=tuple(_steps(strip)),
    )


def _steps(strip: Strip) -> Iterable[Step]:
    for one in (*strip.before, *strip.numbered, *strip.after):
        if one.started_on is not None:
            stage = Party(one.stage.slug, one.stage.name)
            holder = Party(slug_of(one.holder) or "sekretariat", one.holder or "Sekretariat")
            yield Step(one.started_on, stage, holder, Party(slug_of(one.shape), one.shape))


def _described(line: DraftLine) -> str:
    on = _day(line.uploaded_at)
    return f"Versi {line.number}, {on.day} {_MONTHS[on.month - 1]} {on.year}, {line.stage.name}"


def _day(moment: datetime) -> date:
    return local(moment).date()
