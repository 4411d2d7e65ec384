"""Reads Word files through LibreOffice, run by the Python that has its `uno` module.

A program of its own: job lines "command|file" on stdin (the command may be empty), JSON on stdout: for each
job the paragraphs as [number shown, text] in the order of the document, tables row by row, then the notes.
"""

import importlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PIPE = "pipe,name=raperda{};urp;StarOffice.ComponentContext"
SECONDS_TO_START = 60


def connect(uno: Any, pipe: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            return resolver.resolve(f"uno:{pipe}")
        except Exception:  # the office raises its own class until it listens
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def story(text: Any) -> Iterator[tuple[str, str]]:
    parts = text.createEnumeration()
    while parts.hasMoreElements():
        part = parts.nextElement()
        if part.supportsService("com.sun.star.text.TextTable"):
            for name in part.getCellNames():
                yield from story(part.getCellByName(name))
        elif part.supportsService("com.sun.star.text.Paragraph"):
            yield part.ListLabelString, part.getString()


def reading(document: Any) -> Iterator[tuple[str, str]]:
    yield from story(document.Text)
    for notes in (document.Footnotes, document.Endnotes):
        for at in range(notes.getCount()):
            yield from story(notes.getByIndex(at))


def settled(context: Any, uno: Any, command: str, path: str) -> list[tuple[str, str]]:
    manager = context.ServiceManager
    desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    hidden = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    hidden.Name, hidden.Value = "Hidden", True
    document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, (hidden,))
    try:
        if command:
            dispatcher = manager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
            dispatcher.executeDispatch(document.CurrentController.Frame, command, "", 0, ())
        return list(reading(document))
    finally:
        document.close(True)


def main() -> None:
    uno = importlib.import_module("uno")
    folder = tempfile.mkdtemp()
    pipe = PIPE.format(Path(folder).name)
    office = subprocess.Popen(
        [
            "soffice",
            "--headless",
            "--norestore",
            f"--accept={pipe}",
            f"-env:UserInstallation=file://{folder}",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        context = connect(uno, pipe)
        jobs = [line.rstrip("\n").split("|", 1) for line in sys.stdin]
        json.dump([settled(context, uno, command, path) for command, path in jobs], sys.stdout)
    finally:
        try:
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            desktop.terminate()
            office.wait(30)
        except Exception:
            office.terminate()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
