"""What the repository must not hold, and what its files promise."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest

from tests.architecture.repository import ROOT, modules, texts

# Written so that this file is not what it looks for.
MACHINE = re.compile(r"(?<![\w.])/(?:ho" + r"me|ro" + r"ot|Us" + r"ers|wo" + r"rk|workspa" + r"ce)/\w")
REGISTRY = re.compile(
    r"py" + r"pi\.org|pythonhos" + r"ted\.org|npm" + r"js\.|--(?:extra-)?index" + r"-url|\bpip" + r"\.conf"
)
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "base"}


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    found = [f"{name}: {hit[0]}" for name, text in texts() for hit in MACHINE.finditer(text)]
    assert found == []


def test_no_file_names_a_package_registry() -> None:
    found = [f"{name}: {hit[0]}" for name, text in texts() for hit in REGISTRY.finditer(text)]
    assert found == []


def test_every_requirement_is_pinned_with_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    entries = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", lock, flags=re.MULTILINE).strip())
    assert len(entries) > 30
    for entry in entries:
        assert re.match(r"[a-z0-9][a-z0-9._-]*(?:\[[a-z0-9,_-]+\])?==\S+", entry), entry.split("\n")[0]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), f"no hash for {entry.split(chr(10))[0]}"


def test_every_dependency_is_in_the_lock_file() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lock = (ROOT / "requirements.lock").read_text()
    asked = [
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
        *project["build-system"]["requires"],
    ]
    names = [re.sub("[-_.]+", "-", re.split(r"[^\w.-]", one, maxsplit=1)[0]).lower() for one in asked]
    assert [name for name in names if not re.search(rf"^{name}(\[\S+\])?==", lock, flags=re.MULTILINE)] == []


@pytest.mark.parametrize("target", ["install", "run", "test", "lint", "bench", "docs", "lock", "clean", "help"])
def test_make_help_lists_every_target_that_is_there(target: str) -> None:
    listed = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    told = dict(line.split(maxsplit=1) for line in listed.stdout.splitlines())
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    assert set(told) == targets
    assert target in told
    dry = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert dry.returncode == 0, dry.stderr


def test_no_module_is_named_after_nothing() -> None:
    assert [path for path in modules() if path.stem in FORBIDDEN_NAMES] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in modules()
        if (text := path.read_text().strip()) and not text.startswith('"""')
    ]
    assert [name for name in silent if "migrations/" not in name] == []
