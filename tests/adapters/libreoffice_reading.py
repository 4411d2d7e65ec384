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
from pathlib import Path
from typing import Any

PIPE = "pipe,name=raperda{};urp;StarOffice.ComponentContext"
SECONDS_TO_START = 60
# Runs inside the office: a call from outside costs more than a whole document does in there. No paragraph
# holds the characters 1 and 2, which XML forbids; they part number from text, and paragraphs.
MACRO = """
Private said

Function Document(file)
    Dim at
    said = ""
    Story file.Text
    For at = 0 To file.Footnotes.getCount() - 1
        Story file.Footnotes.getByIndex(at)
    Next
    For at = 0 To file.Endnotes.getCount() - 1
        Story file.Endnotes.getByIndex(at)
    Next
    Document = said
End Function

Sub Story(text)
    Dim parts, part, name
    parts = text.createEnumeration()
    Do While parts.hasMoreElements()
        part = parts.nextElement()
        If part.supportsService("com.sun.star.text.TextTable") Then
            For Each name In part.getCellNames()
                Story part.getCellByName(name)
            Next
        ElseIf part.supportsService("com.sun.star.text.Paragraph") Then
            said = said & part.ListLabelString & Chr(1) & part.getString() & Chr(2)
        End If
    Loop
End Sub
"""


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


def reader(context: Any) -> Any:
    """The macro as something that can be called."""
    manager = context.ServiceManager
    container = "com.sun.star.script.ApplicationScriptLibraryContainer"
    libraries = manager.createInstanceWithContext(container, context)
    libraries.createLibrary("Judge").insertByName("Reading", MACRO)
    factory = "com.sun.star.script.provider.MasterScriptProviderFactory"
    scripts = manager.createInstanceWithContext(factory, context).createScriptProvider("")
    return scripts.getScript("vnd.sun.star.script:Judge.Reading.Document?language=Basic&location=application")


def settled(context: Any, uno: Any, read: Any, command: str, path: str) -> list[list[str]]:
    manager = context.ServiceManager
    desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    hidden = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    hidden.Name, hidden.Value = "Hidden", True
    document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, (hidden,))
    try:
        if command:
            dispatcher = manager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
            dispatcher.executeDispatch(document.CurrentController.Frame, command, "", 0, ())
        said, _, _ = read.invoke((document,), (), ())
        return [line.split("\1") for line in said.split("\2")[:-1]]
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
        read = reader(context)
        json.dump([settled(context, uno, read, command, path) for command, path in jobs], sys.stdout)
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
