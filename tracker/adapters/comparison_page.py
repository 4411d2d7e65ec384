"""A comparison as one HTML file that needs nothing else: for the command line, to print or to send on."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from tracker.adapters.matrix import Cover
from tracker.domain.comparing.pasal_changes import Kind, PasalComparison
from tracker.domain.comparing.side_by_side import Row, Run, of_units

_NAMES: Final[dict[Kind, str]] = {
    "same": "tetap",
    "changed": "berubah",
    "renumbered": "hanya bergeser nomor",
    "moved": "pindah",
    "added": "baru",
    "removed": "dihapus",
    "split": "dipecah",
    "merged": "digabung",
}
_WHY_PARAGRAPHS: Final = "Dibandingkan per paragraf, karena salah satu atau kedua naskah tidak memuat Pasal."
_TAGS: Final = {"-": "del", "+": "ins"}
_STYLE: Final = (
    "body{max-width:80rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 Georgia,serif}"
    "table{border-collapse:collapse;width:100%;table-layout:fixed}"
    "th,td{border-top:1px solid #bbb;padding:.5rem;text-align:left;vertical-align:top}"
    "td{overflow-wrap:break-word}"
    "th:last-child,td:last-child{width:9rem}"
    "p{margin:0 0 .4rem;white-space:pre-wrap}ins{background:#d9eedf}del{background:#f7dfd8}"
    "@media(max-width:40rem){thead{display:none}tr,td{display:block}"
    "tr{border-top:1px solid #bbb;padding:.5rem 0}td,td:last-child{width:auto;border:0;padding:0}"
    "td:empty{display:none}td:last-child{font-style:italic}td::before{font-weight:bold}"
    "td:first-child::before{content:'Semula'}td:nth-child(2)::before{content:'Menjadi'}}"
)


def comparison_page(compared: PasalComparison, cover: Cover) -> str:
    """Everything as a table, old left and new right, under what is compared and how much changed."""
    title = f"{cover.old} → {cover.new}"
    sides = "<br>".join(escape(side) for side in cover.sides)
    body = "".join(_row(row) for row in of_units(compared))
    return (
        '<!doctype html>\n<html lang="id">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{escape(title)}</h1>\n<p>{_sentence(compared)}</p>\n<p>{sides}</p>\n"
        '<table>\n<thead><tr><th scope="col">Semula</th><th scope="col">Menjadi</th>'
        f'<th scope="col">Keterangan</th></tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n</body>\n</html>\n'
    )


def _sentence(compared: PasalComparison) -> str:
    if compared.identical:
        return "Kedua naskah sama kata demi kata."
    counts = compared.counts(pasal=compared.has_pasal)
    told = ", ".join(f"{counts[kind]} {name}" for kind, name in _NAMES.items() if counts[kind])
    if compared.has_pasal:
        rest = compared.changed_beside
        return f"Pasal: {told}." + (f" Di luar Pasal, {rest} bagian berubah." if rest else "")
    return f"Paragraf: {told}. {_WHY_PARAGRAPHS}"


def _row(row: Row) -> str:
    cells = "".join(f"<td>{''.join(_paragraphs(side))}</td>" for side in (row.before, row.after))
    return f"<tr>{cells}<td>{_NAMES[row.kind]}</td></tr>\n"


def _paragraphs(side: Iterable[tuple[Run, ...]]) -> Iterator[str]:
    for runs in side:
        yield f"<p>{''.join(_marked(operation, text) for operation, text in runs)}</p>"


def _marked(operation: str, text: str) -> str:
    tag = _TAGS.get(operation)
    return f"<{tag}>{escape(text)}</{tag}>" if tag else escape(text)
