"""Takes tracked changes back, to see with our own reader what a redline says was there before."""

import io
import re
import zipfile

from lxml import etree

from tracker.adapters.word.docx_package import W
from tracker.adapters.word.docx_reader import read

# A note that is brought along gets a number of its own.
_NOTE = re.compile(r"\[\^+-?\d+\]")
_STORIES = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")


def accepted(data: bytes) -> list[tuple[str, str]]:
    """Number and text of every paragraph that says something, as our reader accepts changes."""
    paragraphs = [one for one in read(data).paragraphs if one.where != "textbox"]
    return [(one.marker, _NOTE.sub("[^]", one.text)) for one in paragraphs]


def rejected(data: bytes) -> list[tuple[str, str]]:
    """The same with every tracked change of the text and its notes rejected."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name in _STORIES:
                root = etree.fromstring(content)
                reject(root)
                content = etree.tostring(root)
            target.writestr(name, content)
    return accepted(buffer.getvalue())


def reject(root: etree._Element) -> None:
    """Swap what came and what went: accepting the result is rejecting the redline."""
    swapped = {"ins": "del", "del": "ins", "moveTo": "moveFrom", "moveFrom": "moveTo"}
    for element in list(root.iter(*(W + name for name in swapped))):
        element.tag = W + swapped[str(element.tag).rpartition("}")[2]]
    for element in root.iter(W + "delText"):
        element.tag = W + "t"
    for change in list(root.iter(W + "pPrChange")):
        properties = change.getparent()
        assert properties is not None
        for child in list(properties):
            if child.tag not in (W + "rPr", W + "sectPr"):
                properties.remove(child)
        properties[0:0] = list(change[0])
