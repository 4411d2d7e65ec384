"""Riwayat Pasal: one Pasal through all versions, whatever its number was, at work and in public."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flask import render_template
from werkzeug.wrappers import Response

from tracker.domain.comparing.pasal_changes import Place, Unit
from tracker.domain.drafts.clean import has_struck_text
from tracker.domain.drafts.legal_tree import called
from tracker.domain.drafts.legaltext import DraftReading
from tracker.domain.errors import NotFound
from tracker.services import comparisons, progress, workspace
from tracker.services.comparisons import Moment
from tracker.services.views import DraftLine
from tracker.web import drafts, language, pasal_view, public
from tracker.web.copies import numbered, read_version
from tracker.web.door import tracker
from tracker.web.login import actor
from tracker.web.pages import respond
from tracker.web.pasal_lines import Line, lines_of


@dataclass(frozen=True, slots=True)
class Step:
    """A Pasal in one version, and what became of it there; `struck` where text was struck by hand."""

    draft: DraftLine
    struck: bool
    name: str
    was: str
    kind_name: object
    lines: tuple[Line, ...]


@drafts.blueprint.get("/<int:number>/pasal/<string:pasal>")
def pasal(slug: str, number: int, pasal: str) -> str:
    """Show one Pasal through all versions up to this one."""
    with tracker().reading() as session:
        header, versions = workspace.drafts(session, actor(), slug)
    steps = _steps(versions, number, pasal)
    return render_template("drafts/pasal_history.html", header=header, steps=steps, name=steps[0].name)


@public.blueprint.get("/raperda/<slug>/naskah/<int:number>/pasal/<string:pasal>", endpoint="pasal")
def public_pasal(slug: str, number: int, pasal: str) -> Response:
    """Show one Pasal through all public versions up to this one."""
    with tracker().reading() as session:
        stamp = progress.page_stamp(session, slug)
        header = progress.public_header(session, slug)
        versions = progress.public_drafts(session, slug)
    numbered(versions, number)

    def render() -> str:
        steps = _steps(versions, number, pasal)
        return render_template("public/pasal_history.html", header=header, steps=steps, name=steps[0].name)

    return respond((stamp, language.current()), render)


def _steps(versions: tuple[DraftLine, ...], number: int, pasal: str) -> tuple[Step, ...]:
    """Newest first; raises NotFound for a version or a Pasal that is not there."""
    numbered(versions, number)
    lines = {
        line.number: line for line in versions if line.number <= number and line.withdrawn_reason is None
    }
    lines |= {number: numbered(versions, number)}
    ordered = [lines[one] for one in sorted(lines, reverse=True)]
    read = _read(ordered)
    struck = {number for number, reading in read if has_struck_text(reading)}
    found = tuple(_shown(comparisons.history(tracker().results, read, (pasal,)), lines, struck))
    if not found:
        raise NotFound("pasal", pasal)
    return found


def _read(lines: Iterable[DraftLine]) -> list[tuple[int, DraftReading]]:
    return [(line.number, read_version(line)) for line in lines]


def _shown(moments: Iterable[Moment], lines: dict[int, DraftLine], struck: Collection[int]) -> Iterable[Step]:
    for moment in moments:
        first = moment.units[0] if moment.units else None
        was = called("pasal", first.old.number) if first and first.old else ""
        name = f"Pasal {moment.pasal}"
        shown = tuple(line for unit in moment.units if unit.kind != "same" for line in lines_of(unit))
        place = Place(moment.path, moment.pasal)
        whole = Unit("same", "pasal", place, place, (("=", moment.text),))
        yield Step(
            lines[moment.number],
            moment.number in struck,
            name,
            was if was != name else "",
            pasal_view.KINDS[first.kind] if first else pasal_view.OLDEST,
            shown if first else lines_of(whole),
        )
