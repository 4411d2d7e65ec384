"""Makes a .docx of an old Word file, by LibreOffice in a process group of its own, one at a time."""

import fcntl
import hashlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Final

from tracker.adapters.word import doc_guard
from tracker.adapters.word.docx_process import ROOT, limit
from tracker.domain.errors import UnreadableDraft

SECONDS: Final = 30
WAITING_SECONDS: Final = 15
MEMORY_BYTES: Final = 1024 * 1024 * 1024
LARGEST_FILE: Final = 256 * 1024 * 1024
_PAUSE: Final = 0.1
_CHILD: Final = (
    "import sys; sys.path.insert(0, {root!r}); "
    "from tracker.adapters.word.doc_conversion import child; child({memory}, {seconds}, sys.argv[1:])"
)
_NO_NETWORK: Final = ("unshare", "--user", "--map-current-user", "--net", "--")
# What a document could set in motion: macros, links to other files and addresses, Java.
_PROFILE: Final = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def as_docx(
    data: bytes,
    *,
    soffice: Path | None,
    max_bytes: int,
    seconds: float = SECONDS,
    waiting_seconds: float = WAITING_SECONDS,
) -> bytes:
    """Return the .docx that LibreOffice makes of a .doc; anything else, or without LibreOffice, as it is.

    The result is as untrusted as the upload. Raises UnreadableDraft; `busy` where another conversion lasts.
    """
    if soffice is None or not doc_guard.is_doc(data):
        return data
    doc_guard.inspect(data, max_bytes=max_bytes)
    # Short, and resolved: LibreOffice names its pipe after this folder.
    with _turn(soffice, waiting_seconds) as turn, TemporaryDirectory(prefix="doc-") as name:
        folder = Path(name).resolve()
        (folder / "draft.doc").write_bytes(data)
        _write_profile(folder / "profile")
        _convert(soffice, folder, turn, seconds)
        made = folder / "out" / "draft.docx"
        if not made.is_file():
            raise UnreadableDraft("unconverted")
        return made.read_bytes()


@contextmanager
def _turn(soffice: Path, seconds: float) -> Iterator[IO[bytes]]:
    """Wait for the only turn on this machine. The lock is on LibreOffice itself, so it leaves no file."""
    until = time.monotonic() + seconds
    with soffice.open("rb") as program:
        while True:
            try:
                fcntl.flock(program, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as problem:
                if time.monotonic() >= until:
                    raise UnreadableDraft("busy") from problem
                time.sleep(_PAUSE)
        yield program


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _PROFILE
    )
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
    )


def _convert(soffice: Path, folder: Path, turn: IO[bytes], seconds: float) -> None:
    profile = (folder / "profile").as_uri()
    office = [
        *(_NO_NETWORK if _can_go_without_network() else ()),
        str(soffice),
        f"-env:UserInstallation={profile}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *("--infilter=MS Word 97", "--convert-to", "docx:MS Word 2007 XML"),
        *("--outdir", str(folder / "out"), str(folder / "draft.doc")),
    ]
    program = _CHILD.format(root=str(ROOT), memory=MEMORY_BYTES, seconds=int(seconds) + 1)
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-I", "-c", program, *office],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={"PATH": os.defpath, "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8"},
        start_new_session=True,
        # Should we be killed, the turn stays taken until LibreOffice has ended too.
        pass_fds=(turn.fileno(),),
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as problem:
        raise UnreadableDraft("too-complex", what="time") from problem
    finally:
        _end(process, profile)


def _end(process: subprocess.Popen[bytes], profile: str) -> None:
    """Kill whatever is left of the process group, and take away the pipe that a killed LibreOffice leaves."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    named = "".join(f"{byte:x}" for byte in hashlib.md5(profile.encode("utf-16-le")).digest())  # noqa: S324
    folder = Path("/tmp")  # noqa: S108 - where LibreOffice puts it, whatever TMPDIR says
    (folder / f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{named}").unlink(missing_ok=True)


def _can_go_without_network() -> bool:
    """Whether a program may be started without a network; if not, the profile still follows no link."""
    if shutil.which(_NO_NETWORK[0]) is None:
        return False
    return subprocess.run([*_NO_NETWORK, "true"], capture_output=True, check=False).returncode == 0  # noqa: S603


def child(memory_bytes: int, seconds: int, command: list[str]) -> None:
    """The program of the child: become LibreOffice, under limits that its own children inherit."""
    limit(memory_bytes, seconds)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    os.execvp(command[0], command)  # noqa: S606 - our own command
