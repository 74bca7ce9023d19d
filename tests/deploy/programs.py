"""Programs that the files in deploy/ are written for, each by the Debian package that brings it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT

DEPLOY = ROOT / "deploy"


def program(name: str, package: str) -> str:
    """Where it is. Skips the test where it is not."""
    path = f"{os.environ['PATH']}:/usr/sbin:/sbin"
    found = shutil.which(name, path=path)
    if found is None:
        pytest.skip(f"{name} is not installed (Debian: apt-get install {package})")
    return found


def ours(name: str) -> str:
    """A program that stands beside this Python."""
    return str(Path(sys.executable).with_name(name))


def said(*command: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    """What a program says that has nothing to find fault with."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, **env} if env else None,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
