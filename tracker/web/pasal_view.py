"""A comparison by Pasal as a page shows it: a sentence, a map, and every unit with its marks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import request
from flask_babel import lazy_gettext as _

from tracker.domain.comparing.comparison import Comparison
from tracker.domain.comparing.pasal_changes import Kind, PasalComparison, Unit
from tracker.domain.drafts.clean import has_struck_text
from tracker.domain.drafts.legal_tree import Path, called
from tracker.domain.drafts.legaltext import DraftReading
from tracker.services import comparisons
from tracker.web.change_sentence import sentence
from tracker.web.door import tracker
from tracker.web.paragraph_view import stretches
from tracker.web.pasal_lines import Line, lines_of

KINDS: Final[dict[Kind, object]] = {
    "changed": _("berubah"),
    "added": _("baru"),
    "removed": _("dihapus"),
    "moved": _("pindah"),
    "split": _("dipecah"),
    "merged": _("digabung"),
    "renumbered": _("hanya bergeser nomor"),
    "same": _("tetap"),
}
"""Every kind in the order of the legend, and what it is called."""

OLDEST: Final = _("naskah pertama")
"""What is said of a Pasal in the oldest version."""

_HEADINGS: Final = ("bab", "bagian", "paragraf", "lampiran")


@dataclass(frozen=True, slots=True)
class Row:
    """One unit: `name` as it is called now, `was` as it was called before where that differs.

    `pasal` is the step of its address for its history, empty for what has none.
    """

    kind: Kind
    unit: str
    anchor: str
    name: str
    was: str
    lines: tuple[Line, ...]
    number: str = ""
    pasal: str = ""
    left: bool = False
    edit: Kind = "same"
    to: str = ""
    to_anchor: str = ""
    previous: str = ""
    following: str = ""

    @property
    def kind_name(self) -> object:
        """What became of it, in a word or two."""
        return KINDS[self.kind]

    @property
    def is_heading(self) -> bool:
        """Whether it is the heading of others."""
        return self.unit in _HEADINGS

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to see."""
        return self.kind != "same"

    @property
    def is_step(self) -> bool:
        """Whether one goes from change to change by way of it."""
        return bool(self.name) and not self.left and self.kind not in ("same", "renumbered")

    @property
    def has_marks(self) -> bool:
        """Whether any words differ; a Pasal whose number alone shifted is told, not shown."""
        return self.kind not in ("same", "renumbered") and not (
            self.kind == "moved" and self.edit != "changed"
        )


@dataclass(frozen=True, slots=True)
class PasalView:
    """What the page shows; `rows` are all units, or only what changed with the headings it stands under.

    The `map` has every Pasal, each BAB with its own after it.
    """

    sentence: str
    map: tuple[tuple[Row, ...], ...]
    rows: tuple[Row, ...]
    counts: tuple[tuple[Kind, object, int], ...]
    everything: bool

    @property
    def anchors(self) -> frozenset[str]:
        """Where the page can be jumped to."""
        return frozenset(row.anchor for row in self.rows)


def view(comparison: PasalComparison, *, everything: bool, prefix: str = "") -> PasalView:
    """Return a comparison as a page shows it; `prefix` goes before its anchors where a page shows two."""
    rows = _linked(list(_rows(comparison.units, prefix)))
    counts = comparison.counts()
    return PasalView(
        sentence=sentence(comparison),
        map=tuple(_mapped(rows)),
        rows=tuple(rows if everything else _shown(rows)),
        counts=tuple((kind, name, counts[kind]) for kind, name in KINDS.items() if counts[kind]),
        everything=everything,
    )


def page(old: DraftReading, new: DraftReading) -> dict[str, Any]:
    """What the template of a comparison needs: `by_pasal` is None where paragraphs were compared.

    ?lihat=semua in the address asks for the whole text.
    """
    compared = comparisons.compare(tracker().results, old, new)
    everything = request.args.get("lihat") == "semua"
    return {
        **shown(compared, everything=everything),
        "struck": (has_struck_text(old), has_struck_text(new)),
    }


def shown(
    compared: PasalComparison | Comparison, *, everything: bool = False, prefix: str = ""
) -> dict[str, Any]:
    """What the macros that show a comparison need, of both kinds; `prefix` goes before its anchors."""
    found: dict[str, Any] = {
        "summary": sentence(compared),
        "identical": compared.identical,
        "by_pasal": None,
        "by_paragraph": (),
    }
    if isinstance(compared, Comparison):
        found["by_paragraph"] = tuple(stretches(compared.changes, prefix))
    else:
        found["by_pasal"] = view(compared, everything=everything, prefix=prefix)
    return found


def _rows(units: Iterable[Unit], prefix: str) -> Iterator[Row]:
    used: set[str] = set()
    for unit in units:
        place, before = unit.new or unit.old, unit.old
        if unit.left:
            place = unit.old
        assert place is not None  # noqa: S101 a unit stands on one side at least
        anchor = _free(prefix + _anchor(place.path, gone=unit.left or unit.new is None), used)
        was = "" if before is None or unit.left else called(unit.unit, before.number)
        name = called(unit.unit, place.number)
        yield Row(
            unit.kind,
            unit.unit,
            anchor,
            name,
            was if was != name else "",
            lines_of(unit),
            place.number,
            place.path[0] if unit.unit == "pasal" and unit.new and len(place.path) == 1 else "",
            unit.left,
            unit.edit,
            to=called(unit.unit, unit.new.number) if unit.left and unit.new else "",
            to_anchor=prefix + _anchor(unit.new.path, gone=False) if unit.left and unit.new else "",
        )


def _anchor(path: Path, *, gone: bool) -> str:
    return ("lama-" if gone else "") + "--".join(path)


def _free(anchor: str, used: set[str]) -> str:
    found, count = anchor, 1
    while found in used:
        count += 1
        found = f"{anchor}-{count}"
    used.add(found)
    return found


def _linked(rows: Sequence[Row]) -> list[Row]:
    """Each change with the one before it and the one after it."""
    changed = [at for at, row in enumerate(rows) if row.is_step]
    found = list(rows)
    for step, at in enumerate(changed):
        previous = rows[changed[step - 1]].anchor if step else ""
        following = rows[changed[step + 1]].anchor if step + 1 < len(changed) else ""
        found[at] = replace(rows[at], previous=previous, following=following)
    return found


def _mapped(rows: Sequence[Row]) -> Iterator[tuple[Row, ...]]:
    """The BAB and the Pasal, each once: a merger is told twice, once for each old one."""
    group: list[Row] = []
    last = ""
    for row in rows:
        again = row.kind == "merged" and row.name == last
        if row.unit == "bab" and group and not row.left and not again:
            yield tuple(group)
            group = []
        if row.unit in ("bab", "pasal") and not row.left and not again:
            group.append(row)
        last = row.name
    if group:
        yield tuple(group)


def _shown(rows: Sequence[Row]) -> Iterator[Row]:
    """What changed, each after the headings it stands under."""
    waiting: dict[str, Row] = {}
    for row in rows:
        if row.is_heading:
            level = _HEADINGS.index(row.unit)
            waiting = {unit: one for unit, one in waiting.items() if _HEADINGS.index(unit) < level}
            waiting[row.unit] = row
        if row.is_changed:
            yield from waiting.values()
            waiting = {}
            if not row.is_heading:
                yield row
