"""The house rules that no linter knows; `ruff`, `mypy` and `lint-imports` hold the others."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from tracker.cli import commands

ROOT = Path(__file__).resolve().parent.parent
TRACKER = ROOT / "tracker"
MODULES = sorted(TRACKER.rglob("*.py"))
DATABASE = TRACKER / "storage" / "database.py"
WEB = TRACKER / "web"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def _place(path: Path, node: ast.stmt | ast.expr | None = None) -> str:
    line = f":{node.lineno}" if node is not None else ""
    return f"{path.relative_to(ROOT)}{line}"


def _functions(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _imports(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or "", node


def _tracked() -> list[str]:
    """Every file in git's index; none where the project came without its history."""
    if not (ROOT / ".git").exists():
        return []
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def _text(name: str) -> str:
    """The text of a tracked file, or nothing if it is not text."""
    content = (ROOT / name).read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", errors="replace")


# Sizes and names


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lengths = {_place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {place: length for place, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    lengths = {
        f"{_place(path, node)} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in MODULES
        for node in _functions(_tree(path))
    }
    assert {place: length for place, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_every_module_says_what_lives_there() -> None:
    silent = [_place(path) for path in MODULES if not ast.get_docstring(_tree(path))]
    # The docstring of an empty __init__.py would only repeat its folder's name.
    assert [place for place in silent if (ROOT / place).stat().st_size] == []


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
    named = [path for path in MODULES if {path.stem, path.parent.name} & drawers]
    assert [_place(path) for path in named] == []


# Floors


def test_the_domain_imports_only_the_standard_library() -> None:
    foreign = [
        f"{_place(path, node)} {name}"
        for path in sorted((TRACKER / "domain").rglob("*.py"))
        for name, node in _imports(_tree(path))
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("tracker.domain")
    ]
    assert foreign == []


def test_only_the_web_floor_knows_http() -> None:
    http = {"flask", "flask_babel", "flask_login", "flask_wtf", "werkzeug", "wtforms"}
    knowing = [
        f"{_place(path, node)} {name}"
        for path in MODULES
        if WEB not in path.parents
        for name, node in _imports(_tree(path))
        if name.split(".")[0] in http
    ]
    assert knowing == []


def test_only_the_database_opens_and_commits() -> None:
    verbs = {"commit", "rollback", "begin", "begin_nested"}
    doing = [
        f"{_place(path, node)} .{node.func.attr}()"
        for path in MODULES
        if path != DATABASE
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in verbs
    ]
    # A savepoint ends inside the transaction it was opened in, so a service may use one.
    assert [place for place in doing if not place.endswith(".begin_nested()")] == []


# Permission


# Called by use cases that have asked already; `actor` is only the name to write down.
NOT_USE_CASES = {TRACKER / "services" / "journal.py"}


def _takes_an_actor(function: Function) -> bool:
    arguments = function.args
    named = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    return any(argument.arg == "actor" for argument in named)


def _first_statement(function: Function) -> ast.stmt:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[0]


def _asks_permission(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and ast.unparse(statement).startswith("access.require(")


def test_every_use_case_asks_for_permission_first() -> None:
    forgetting = [
        f"{_place(path, node)} {node.name}"
        for path in sorted((TRACKER / "services").rglob("*.py"))
        if path not in NOT_USE_CASES
        for node in _tree(path).body
        if isinstance(node, Function) and not node.name.startswith("_") and _takes_an_actor(node)
        if not _asks_permission(_first_statement(node))
    ]
    assert forgetting == []


# Pages


def test_no_template_carries_script_or_style_of_its_own() -> None:
    """The content security policy refuses them, so they would be silently dead."""
    inline = re.compile(
        r"<style\b|<script\b(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", re.I
    )
    found = [
        f"{_place(path)}: {match.group().strip()}"
        for path in TEMPLATES
        if "email" not in path.parts  # mail has no stylesheet to refer to
        for match in inline.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_nothing_on_a_page_is_loaded_from_elsewhere() -> None:
    loaded = re.compile(
        r"<(?:link|script|img|iframe|source)\b[^>]*\b(?:href|src)\s*=\s*[\"'](?:https?:)?//", re.I
    )
    found = [_place(path) for path in TEMPLATES if loaded.search(path.read_text(encoding="utf-8"))]
    assert found == []


# What the project says about itself


def _readme() -> str:
    path = ROOT / "README.md"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _commands(program: str) -> list[str]:
    """Every `program word word` in the README's code, as far as its words go."""
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", _readme(), re.S))
    words = re.findall(rf"(?:^|[`/ ]){program}((?: [a-z]+(?![\w./:=@-]))+)", code, re.M)
    return sorted({found.strip() for found in words})


@pytest.mark.parametrize("words", _commands("tracker"))
def test_the_commands_of_the_readme_exist(words: str) -> None:
    answer = CliRunner().invoke(commands, [*words.split(), "--help"])
    assert answer.exit_code == 0, answer.output


def test_the_make_targets_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    assert {word for words in _commands("make") for word in words.split()} - targets == set()


def test_every_setting_is_in_the_example() -> None:
    reader = (TRACKER / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'self\._(?:text|number|folder|url|address)\(\s*"([A-Z_]+)"', reader))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert read == set(re.findall(r"^#?TRACKER_([A-Z_]+)=", example, re.M))


def test_no_tracked_file_names_one_machine() -> None:
    """Paths of one person's machine, and hosts that only some networks can reach."""
    one_machine = re.compile(
        r"(?<![\w.])/(?:work|root|home/\w+|opt/\w*pypi|tmp/venv)/|py[p]i\.org|python[h]osted|registry\.[n]pmjs"
    )
    found = [
        f"{name}: {match.group()}"
        for name in _tracked()
        if name != "tests/test_house.py"
        for match in one_machine.finditer(_text(name))
    ]
    assert found == []


def test_what_is_made_again_is_not_kept() -> None:
    made = re.compile(r"\.(?:mo|pyc|eml|sqlite3?|db)$|(?:^|/)(?:\.env|secret_key)$|^(?:data|\.venv)/")
    assert [name for name in _tracked() if made.search(name)] == []


def test_no_sentence_to_translate_stands_inside_an_f_string() -> None:
    """The catalogue is drawn from plain calls; one inside an f-string is never found there."""
    marks = {"_", "gettext", "ngettext", "lazy_gettext"}
    found = [
        _place(path, call)
        for path in MODULES
        for text in ast.walk(_tree(path))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in marks
    ]
    assert found == []
