"""Who may import whom, and what the pure parts may not do."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, modules

CLOCKS = {"now", "today", "utcnow", "fromtimestamp", "localtime", "monotonic", "perf_counter"}
DOES = {"print", "input", "open", "exec", "eval"}


def test_the_contracts_of_the_import_linter_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "path", modules("bot.engine", "bot.saran", "scoring"), ids=lambda path: str(path.relative_to(ROOT))
)
def test_the_pure_parts_ask_no_clock_and_print_nothing(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute):
            assert node.func.attr not in CLOCKS, f"line {node.lineno} asks a clock: pass the moment in"
        elif isinstance(node.func, ast.Name):
            assert node.func.id not in DOES, f"line {node.lineno} does something: return what is to be done"
        assert not isinstance(node.func, ast.Await)


def test_one_module_opens_databases() -> None:
    openers = [
        str(path.relative_to(ROOT))
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in {"create_engine", "create_async_engine"}
    ]
    assert openers == ["storage/postgres.py", "storage/sqlite.py"]


def test_settings_are_read_in_one_place() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]
    # storage/dump hands the environment on to the programs it starts, and reads nothing in it.
    assert set(readers) <= {"bot/settings.py", "storage/dump.py"}
