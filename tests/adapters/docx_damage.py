"""Word files damaged at random, each the same on every run: bytes, package, XML, words."""

import copy
import io
import random
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from lxml import etree

from tests.adapters.docx_building import NAMESPACES, docx, numbered, p, package, relationships
from tests.adapters.test_docx_numbering import AYAT
from tests.domain.test_structure import AMENDING, HEAD
from tracker.adapters.word.docx_package import W

OWN = Path(__file__).resolve().parents[2] / "drafts" / "samples"
SMALL = ("undangan-rapat-pansus", "laporan-kunjungan-kerja", "cadangan-pangan-v1")
Parts = dict[str, bytes]

_MOST_NODES = 4_000
TAGS = (  # noqa: SIM905
    "p r t tbl tr tc pPr rPr numPr numId ilvl sdt sdtContent hyperlink smartTag customXml ins del "
    "moveFrom moveTo delText instrText fldChar fldSimple footnoteReference endnoteReference drawing pict "
    "object txbxContent sectPr br tab sym ruby rubyBase strike vanish highlight color shd rStyle pStyle "
    "abstractNum num lvl lvlOverride startOverride lvlText numFmt lvlRestart isLgl numStyleLink style "
    "basedOn trPr tcPr cellDel altChunk comment footnote body document"
).split()
VALUES = (
    "", " ", "0", "1", "2", "-1", "00", "1.5", "1e9", "x", "%1%2%9", "%0", "٣", "²", "9" * 5_000,
    "-" + "9" * 30, "begin", "separate", "end", "true", "none", "bullet", "lowerLetter", "lowerRoman",
    "ideograph", "Heading1", "FFFFFF", "ff0000", "\U0001d11e", "\u200b", "../../etc/passwd",
    "word/document.xml", "F0B7", "D800", "110000",
)  # fmt: skip
LINES = (
    *HEAD, "BAB I", "BAB IV PENUTUP", "Bagian Kesatu", "Paragraf 1", "Pasal 1", "Pasal 2", "Pasal I",
    "Pasal", "Pasal 3 Setiap orang", "Pasal ٣", "Pasal 9999A", "(1) Isi:", "(1a) Isi.", "(٣) Isi.",
    "a. isi;", "b)", "1.1.1. isi", "xviii. isi", "Ayat (٣)", "Angka 1", "Huruf z", "PENJELASAN",
    "PENJELASAN ATAS", "I. UMUM", "II. PASAL DEMI PASAL", "Cukup jelas. Pasal 4", "LAMPIRAN I",
    "LAMPIRAN\tPERATURAN", "Ditetapkan di Serang",
    "sebagaimana dimaksud dalam Pasal 2 ayat (1) huruf a angka 1",
    "1. Ketentuan Pasal 2 diubah sehingga berbunyi:", "Menimbang : a. bahwa 1. isi (1) isi", "MEMUTUSKAN",
    "RANCANGAN", "TENTANG", "\u00a0", "\u2028", "\ufeff", "\u0085", "\U0010ffff", "İSTANBUL", "ﬁ ﬂ",
    "e\u0301", "\u202e(1)", "kata " * 400, "(" * 300, "1." * 300, "M E M U T U S K A N",
)  # fmt: skip


def _run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def _everything() -> bytes:
    """A small draft with one of each thing that Word can put into a file and the reader knows."""
    cells = "".join(f"<w:tc><w:tcPr/>{p(one)}</w:tc>" for one in ("NO", "RANCANGAN", "SARAN"))
    inner = f"<v:textbox><w:txbxContent>{p('Kotak')}</w:txbxContent></v:textbox>"
    box = f"<w:pict><v:shape>{inner}</v:shape></w:pict>"
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    field = f"{begin}<w:r><w:instrText>REF a</w:instrText></w:r>{separate}{_run('5')}{end}"
    added = f'<w:ins>{_run("baru")}</w:ins><w:r><w:footnoteReference w:id="2"/></w:r>'
    removed = "<w:del><w:r><w:delText>lama</w:delText></w:r></w:del>"
    marked = (
        _run("coret", "<w:strike/>") + _run("merah", '<w:color w:val="FF0000"/>') + _run("-", "<w:vanish/>")
    )
    body = [
        *map(p, (*HEAD, "BAB I", "KETENTUAN UMUM", "Pasal 1")),
        p("Dalam ini:", runs=marked), numbered("Sampah adalah sisa.", 1, 1), p("Pasal 2"),
        numbered("Setiap orang wajib:", 1), numbered("memilah;", 1, 1), numbered("plastik.", 1, 2),
        numbered("Tata cara pada ayat (1) diatur.", 2),
        p("Lihat ", runs=field + removed + added),
        p("Judul", properties='<w:pStyle w:val="A"/>'), p(runs=f"<w:r>{box}<w:tab/><w:br/><w:sym/></w:r>"),
        f"<w:tbl><w:tr>{cells}</w:tr><w:tr><w:trPr/>{cells}</w:tr></w:tbl>",
        f"<w:sdt><w:sdtContent>{p('Pasal 3')}{p('Isi.')}</w:sdtContent></w:sdt>",
        *map(p, ("PENJELASAN", "I. UMUM", "Umum.", "II. PASAL DEMI PASAL", "Pasal 1", "Ayat (1)", "Jelas.")),
        *map(p, ("LAMPIRAN I", "Pasal 1", "Para pihak.")), "<w:sectPr/>",
    ]  # fmt: skip
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride>'
    numbering = f'{AYAT}<w:num w:numId="2"><w:abstractNumId w:val="1"/>{again}</w:num>'
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="Ayat"/><w:basedOn w:val="N"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    related = (("numbering", "numbering.xml"), ("styles", "styles.xml"), ("footnotes", "footnotes.xml"),
               ("comments", "comments.xml"))  # fmt: skip
    notes = {
        f"word/{name}s.xml": f"<w:{name}s {NAMESPACES}>"
        f'<w:{name} w:id="2">{p("Catatan")}</w:{name}></w:{name}s>'
        for name in ("footnote", "comment")
    }
    rels = {"word/_rels/document.xml.rels": relationships(*related)}
    return docx("".join(body), numbering=numbering, styles=styles, parts={**notes, **rels})


@cache
def sources() -> tuple[bytes, ...]:
    """What is damaged; small files, for speed, and the demo's own, which Word could have written."""
    quoted = ("1. Pasal 5 diubah, berbunyi:", "Pasal 5", "(1) Isi.", "2. Pasal 7 dihapus.")
    lines = (*AMENDING, "Pasal I", *quoted, "Pasal II", "Mulai berlaku.")
    amending = docx("".join(map(p, lines)))
    own = [(OWN / f"{name}.docx").read_bytes() for name in SMALL]
    return (*[_everything()] * 6, amending, amending, *own)


def damaged(seed: int, at: int) -> bytes:
    """The file of a case: the same for the same seed and number."""
    chance = random.Random(f"{seed}-{at}")
    return chance.choice(KINDS)(chance.choice(sources()), chance)


def _scattered(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut out, put in, doubled or cut off, a few at a time."""
    content = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(content) + 1)
        end = min(len(content), at + chance.choice((1, 1, 4, 40)))
        what = chance.randrange(6)
        if what <= 1 and at < len(content):
            content[at] = chance.choice((0, 0x22, 0x26, 0x3C, 0x3E, 0x80, 0xFF, chance.randrange(256)))
        elif what == 2:
            del content[at:end]
        elif what == 3:
            content[at:at] = chance.randbytes(chance.choice((1, 4, 30)))
        elif what == 4:
            content[at:at] = content[at:end] * chance.choice((1, 2, 50))
        elif chance.random() < 0.2:
            del content[at:]
    return bytes(content)


def _records(data: bytes, chance: random.Random) -> bytes:
    """A wrong value in a record of the zip: sizes, offsets, methods, flags, lengths of names."""
    content = bytearray(data)
    starts = [at for sign in (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06") for at in _found(data, sign)]
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.choice(starts) + 4 + chance.randrange(44)
        wrong = chance.choice(
            (b"\0\0", b"\xff\xff", b"\xff\xff\xff\xff", b"\x01\0", b"\x08\0", chance.randbytes(2))
        )
        content[at : at + len(wrong)] = wrong
    return bytes(content)


def _found(data: bytes, sign: bytes) -> list[int]:
    return (
        [at for at in range(len(data)) if data.startswith(sign, at)]
        if len(data) < 20_000
        else [data.rfind(sign)]
    )


def _parts(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _one_part(change: Callable[[bytes, random.Random], bytes]) -> Callable[[bytes, random.Random], bytes]:
    def damage(data: bytes, chance: random.Random) -> bytes:
        parts = _parts(data)
        xml = [name for name in parts if name.endswith((".xml", ".rels")) and not name.startswith("docProps")]
        heavy = [
            name for name in xml if name.rpartition("/")[2] in ("document.xml", "numbering.xml", "styles.xml")
        ]
        name = chance.choice(heavy if chance.random() < 0.8 else xml)
        parts[name] = change(parts[name], chance)
        return package(parts)

    return damage


def _rewritten(content: bytes, chance: random.Random) -> bytes:
    """The tree of a part changed: units cut, doubled, moved, wrapped, renamed; values and words replaced."""
    root = etree.fromstring(content)
    for _ in range(chance.choice((1, 2, 5, 20))):
        nodes = [node for node in root.iter() if node is not root and isinstance(node.tag, str)]
        if not 0 < len(nodes) < _MOST_NODES:
            break
        _CHANGES[chance.randrange(len(_CHANGES))](chance.choice(nodes), chance.choice(nodes), chance)
    return etree.tostring(root)


def _cut(node: etree._Element, _other: etree._Element, _chance: random.Random) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _double(node: etree._Element, other: etree._Element, chance: random.Random) -> None:
    doubles = [copy.deepcopy(node) for _ in range(chance.choice((1, 1, 3, 30)) if len(node) < 20 else 1)]
    for double in doubles:
        other.insert(chance.randint(0, len(other)), double)


def _wrap(node: etree._Element, _other: etree._Element, chance: random.Random) -> None:
    parent = node.getparent()
    if parent is not None:
        around = etree.Element(W + chance.choice(TAGS))
        parent.replace(node, around)
        inner = around
        for _ in range(chance.choice((0, 0, 3, 90))):
            inner = etree.SubElement(inner, around.tag)
        inner.append(node)


def _rename(node: etree._Element, _other: etree._Element, chance: random.Random) -> None:
    node.tag = W + chance.choice(TAGS)


def _revalue(node: etree._Element, _other: etree._Element, chance: random.Random) -> None:
    valued = [one for one in node.getroottree().iter() if one.attrib]
    node = chance.choice(valued) if valued else node
    names = [str(name) for name in node.attrib] or [W + "val"]
    node.set(chance.choice(names), chance.choice(VALUES))


def _reword(node: etree._Element, _other: etree._Element, chance: random.Random) -> None:
    worded = [one for one in node.getroottree().iter() if one.text and one.text.strip()]
    (chance.choice(worded) if worded else node).text = chance.choice(LINES)


def _add(node: etree._Element, _other: etree._Element, chance: random.Random) -> None:
    new = etree.SubElement(node, W + chance.choice(TAGS), {W + "val": chance.choice(VALUES)})
    new.text = chance.choice((None, chance.choice(LINES)))


_CHANGES = (_cut, _double, _wrap, _rename, _revalue, _revalue, _reword, _reword, _reword, _add)


def _encoded(content: bytes, chance: random.Random) -> bytes:
    """A part in another encoding than it says, or than anyone expects."""
    text = content.decode("utf-8")
    said = chance.choice(
        ("utf-8", "utf-16", "utf-16-le", "iso-8859-1", "windows-1252", "utf-7", "ebcdic", "", "x")
    )
    real = chance.choice(("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "latin-1"))
    return f'<?xml version="1.0" encoding="{said}"?>{text}'.encode(real, "replace")


def _words(data: bytes, chance: random.Random) -> bytes:
    """A whole new draft of lines as drafts have them, in any order, numbered or in tables or not."""
    body = []
    for _ in range(chance.choice((1, 5, 20, 60))):
        line = chance.choice(LINES)
        is_listed = chance.random() < 0.3
        made = numbered(line, chance.randint(0, 3), chance.randint(0, 9)) if is_listed else p(line)
        cells = f"<w:tc>{made}</w:tc>" * chance.randint(1, 4)
        body.append(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>" if chance.random() < 0.1 else made)
    return docx("".join(body), numbering=AYAT)


def _noise(data: bytes, chance: random.Random) -> bytes:
    starts = (
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"{\\rtf",
        b"%PDF-",
        b"\xff\xfe",
        data[:100],
    )
    return chance.choice(starts) + chance.randbytes(chance.choice((0, 1, 30, 2_000)))


KINDS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _scattered, _records, _noise, _words, _words, _one_part(_scattered), _one_part(_scattered),
    _one_part(_encoded), *[_one_part(_rewritten)] * 6,
)  # fmt: skip
