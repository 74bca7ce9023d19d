"""What the repository holds, for the tests that look at all of it."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "scoring", "storage")


@cache
def files() -> tuple[Path, ...]:
    """Every file of the repository that is there: known to git, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    names = sorted({name for name in listed.stdout.split("\0") if name})
    return tuple(path for path in (ROOT / name for name in names) if path.is_file())


def modules(*packages: str) -> list[Path]:
    """The Python files of these packages, all of ours where none is named."""
    wanted = packages or PACKAGES
    return [
        path
        for path in files()
        if path.suffix == ".py" and path.is_relative_to(ROOT) and _package(path).startswith(tuple(wanted))
    ]


def _package(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def texts() -> list[tuple[str, str]]:
    """Name and content of every file that is text."""
    found = []
    for path in files():
        try:
            found.append((str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found
