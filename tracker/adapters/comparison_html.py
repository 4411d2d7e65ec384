"""Two drafts side by side as one HTML file that needs nothing else: no network, no script."""

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Final

from tracker.adapters.matrix import Cover, remark
from tracker.domain.side_by_side import Row, RowKind, Run, changed

_KINDS: Final[tuple[tuple[RowKind, str], ...]] = (
    ("changed", "berubah"),
    ("added", "baru"),
    ("removed", "dihapus"),
    ("moved", "dipindahkan"),
    ("split", "hasil pemecahan"),
    ("merged", "hasil penggabungan"),
    ("renumbered", "hanya bergeser nomor"),
)
_TAGS: Final = {"-": ("<del>", "</del>"), "+": ("<ins>", "</ins>"), "=": ("", "")}
_STYLE: Final = """
:root { color-scheme: light dark; --line: #73776f; --ins: #d9eedf; --del: #f7dfd8; }
@media (prefers-color-scheme: dark) { :root { --ins: #1d4630; --del: #54281c; } }
body { max-width: 74rem; margin: 0 auto; padding: 1rem; font: 1.0625rem/1.6 Georgia, serif; }
body { overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.25; }
h2 { margin: 2rem 0 .5rem; font-size: 1.2rem; border-top: 1px solid var(--line); padding-top: .75rem; }
h3 { margin: 0; font-size: 1rem; }
p { margin: 0 0 .6rem; white-space: pre-wrap; }
ins { background: var(--ins); } del { background: var(--del); }
li { padding: .25rem 0; }
summary { padding: .6rem 0; cursor: pointer; }
@media (min-width: 48rem) { .two { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; } }
"""


def comparison_html(rows: Sequence[Row], cover: Cover) -> bytes:
    """Return the whole comparison as UTF-8 HTML; what stayed is there too, folded."""
    title = escape(f"Perbandingan naskah: {cover.title}")
    links = "".join(
        f'<li><a href="#b{at}">{_name(row)}</a>: {escape(remark(row))}</li>'
        for at, row in enumerate(rows, start=1)
        if row.kind != "same"
    )
    contents = f'<nav aria-label="Yang berubah"><ul>{links}</ul></nav>' if links else ""
    body = "\n".join(_section(at, row) for at, row in enumerate(rows, start=1))
    page = f"""<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{escape(summary(rows))}</p>
<p>Semula: {escape(cover.old)}
Menjadi: {escape(cover.new)}</p>
<p>Cara membaca: <ins>teks baru</ins>, <del>teks yang dihapus</del></p>
{contents}
{body}
</main>
</body>
</html>
"""
    return page.encode("utf-8", "replace")


def summary(rows: Sequence[Row]) -> str:
    """Say in a sentence how many units became what."""
    if not changed(rows):
        return "Kedua naskah sama kata demi kata."
    counted = Counter(row.kind for row in rows)
    parts = [f"{counted[kind]} {words}" for kind, words in _KINDS if counted[kind]]
    return f"{', '.join(parts)}; {counted['same']} tetap."


def _section(at: int, row: Row) -> str:
    if row.kind == "same":
        return f'<details id="b{at}"><summary>{_name(row)}: tetap</summary>{_paragraphs(row.after)}</details>'
    return (
        f'<section id="b{at}"><h2>{_name(row)}</h2><p>{escape(remark(row))}</p><div class="two">'
        f"<div><h3>Semula</h3>{_paragraphs(row.before) or '<p>Belum diatur.</p>'}</div>"
        f"<div><h3>Menjadi</h3>{_paragraphs(row.after) or '<p>Dihapus.</p>'}</div></div></section>"
    )


def _name(row: Row) -> str:
    words = " ".join("".join(text for _mark, text in (row.after or row.before or ((),))[0]).split())
    return escape(row.new or row.old or words[:60] or "Paragraf")


def _paragraphs(paragraphs: Sequence[Sequence[Run]]) -> str:
    return "".join(f"<p>{''.join(_run(*run) for run in runs)}</p>" for runs in paragraphs)


def _run(mark: str, text: str) -> str:
    opening, closing = _TAGS[mark]
    return f"{opening}{escape(text)}{closing}"
