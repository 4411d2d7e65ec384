"""`tracker compare`: two Word files Pasal by Pasal, as text, JSON, redline, matriks or page; no database."""

import json
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click

from tracker.adapters.comparison_page import comparison_page
from tracker.adapters.matrix import Cover, matrix
from tracker.adapters.redlining.redline import redline
from tracker.adapters.word.clean_copy import clean_copy
from tracker.adapters.word.docx_guard import REASONS
from tracker.commands.drafts import draft_bytes, read_bytes, say
from tracker.commands.refusal import BadInput
from tracker.domain.comparing.draft_comparison import as_units, compare
from tracker.domain.comparing.pasal_changes import PasalComparison, Unit, to_json
from tracker.domain.comparing.side_by_side import of_units
from tracker.domain.drafts.clean import AS_IT_STANDS, CLEAN, accepted, where_it_matters
from tracker.domain.errors import UnreadableDraft

_FILE = click.Path(path_type=Path)
_READ_AS: Final = {
    CLEAN: "Read clean: text struck through by hand is left out.",
    AS_IT_STANDS: "Read as it stands: text struck through by hand counts; --clean leaves it out.",
}


@click.command("compare")
@click.argument("old", type=_FILE)
@click.argument("new", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
@click.option("--clean", "is_clean", is_flag=True, help="Read text struck through by hand as deleted.")
@click.option("--redline", "redline_out", type=_FILE, help="Write the new file with tracked changes.")
@click.option("--matrix", "matrix_out", type=_FILE, help="Write Semula | Menjadi | Keterangan as .docx.")
@click.option("--html", "html_out", type=_FILE, help="Write both texts beside each other as one page.")
def compare_files(
    old: Path,
    new: Path,
    *,
    as_json: bool,
    is_clean: bool,
    redline_out: Path | None,
    matrix_out: Path | None,
    html_out: Path | None,
) -> None:
    """Compare two drafts Pasal by Pasal: changed, moved, renumbered, added, removed, split, merged."""
    _refuse_twice((old, new), (redline_out, matrix_out, html_out))
    files = [draft_bytes(path) for path in (old, new)]
    readings = [read_bytes(*one) for one in zip((old, new), files, strict=True)]
    choice = CLEAN if is_clean else AS_IT_STANDS
    before, after = (accepted(reading, choice) for reading in readings)
    compared = as_units(compare(before.paragraphs, after.paragraphs))
    read_as = (where_it_matters(before, choice), where_it_matters(after, choice))
    cover = Cover(after.outline.title, old.name, new.name, read_as)
    at = datetime.fromtimestamp(new.stat().st_mtime, tz=UTC)
    makers: tuple[tuple[Path | None, Callable[[], bytes]], ...] = (
        (redline_out, lambda: _redline(new, files, at, is_clean=is_clean)),
        (matrix_out, lambda: matrix(of_units(compared), cover, at=at)),
        (html_out, lambda: comparison_page(compared, cover).encode()),
    )
    _write([(path, make()) for path, make in makers if path is not None])
    if as_json:
        say(json.dumps(to_json(compared, reading=choice), ensure_ascii=False, indent=2))
    else:
        told = [_READ_AS[choice]] if any(read_as) else []
        say("\n".join([_sentence(compared), *told, *_lines(compared)]))


def _refuse_twice(inputs: Iterable[Path], outputs: Iterable[Path | None]) -> None:
    """No output takes the place of a draft that is compared, or of another output."""
    taken = {path.resolve() for path in inputs}
    for path in filter(None, outputs):
        with _refusing(path):
            if _is_stream(path):
                continue
            if path.resolve() in taken:
                raise BadInput(path, "named twice; an output needs a file of its own")
            taken.add(path.resolve())


def _redline(path: Path, files: list[bytes], at: datetime, *, is_clean: bool) -> bytes:
    try:
        return redline(*(map(clean_copy, files) if is_clean else files), author="tracker", at=at)
    except UnreadableDraft as refusal:
        raise BadInput(path, REASONS[refusal.reason]) from refusal


def _write(outputs: Iterable[tuple[Path, bytes]]) -> None:
    """Write every file or none: each waits beside its place under another name until all are written."""
    waiting: list[tuple[Path, Path]] = []
    try:
        for path, data in outputs:
            with _refusing(path):
                if _is_stream(path):
                    path.write_bytes(data)
                else:
                    waiting.append((_beside(path), path))
                    waiting[-1][0].write_bytes(data)
        for fresh, path in waiting:
            with _refusing(path):
                fresh.replace(path.resolve())
    finally:
        for fresh, _path in waiting:
            fresh.unlink(missing_ok=True)


def _is_stream(path: Path) -> bool:
    """Whether it is a pipe or a device such as /dev/stdout, which nothing may take the place of."""
    return path.exists() and not (path.is_file() or path.is_dir())


def _beside(path: Path) -> Path:
    """A new name in the folder of a file; raises OSError where the file itself may not be written."""
    if path.exists():
        path.open("ab").close()
    return path.resolve().with_name(f".{secrets.token_hex(8)}")


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise BadInput(path, problem.strerror or "cannot be written") from problem
    except RuntimeError as problem:  # what Path.resolve raises before Python 3.13
        raise BadInput(path, "a link that leads to itself") from problem


def _sentence(compared: PasalComparison) -> str:
    if compared.identical:
        return "The two texts are the same."
    counts: dict[Any, int] = {**compared.counts(pasal=compared.has_pasal)}
    told = ", ".join(f"{times} {kind}" for kind, times in counts.items() if times)
    if not compared.has_pasal:
        return f"paragraphs (one or both drafts have no Pasal): {told}"
    rest = compared.changed_beside
    return f"Pasal: {told}" + (f"; beside them {rest} changed" if rest else "")


def _lines(compared: PasalComparison) -> list[str]:
    return [_line(unit) for unit in compared.units if unit.kind != "same" and not unit.left]


def _line(unit: Unit) -> str:
    sides = ["/".join(place.path) for place in (unit.old, unit.new) if place is not None]
    return f"{unit.kind:11}" + " -> ".join(dict.fromkeys(sides))
