"""MemoryDenyWriteExecute stands in the units: what draws and prints works where no memory is written and run."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.cli.program import Ikm, command

PR_SET_MDWE = 65
DENIED = f"""
import ctypes, os, sys
sys.exit(77) if ctypes.CDLL(None).prctl({PR_SET_MDWE}, 1, 0, 0, 0) else os.execv(sys.argv[1], sys.argv[1:])
"""
TRIED = """
import mmap
try:
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
except PermissionError:
    print("denied")
"""
DRAWN = """
import asyncio
from bot.reports.pelukis import Pelukis

async def main() -> None:
    pelukis = Pelukis()
    png = await pelukis.png('<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><path d="M0 0H9"/></svg>')
    await pelukis.close()
    assert png.startswith(b"\\x89PNG")

asyncio.run(main())
"""


def denied(ikm: Ikm, *words: str) -> str:
    """What a program says that may not make memory both writable and runnable, nor its children."""
    done = subprocess.run(
        [sys.executable, "-c", DENIED, *words],
        cwd=ikm.folder,
        env=ikm.environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode == 77:
        pytest.skip("this kernel has no PR_SET_MDWE (Linux 6.3)")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "prctl"), reason="prctl is Linux'")
def test_it_draws_and_prints_where_no_memory_is_written_and_run(tmp_path: Path) -> None:
    """A picture (vl-convert), a report (typst), an import (pandas); and it is denied indeed."""
    ikm = Ikm(tmp_path)
    assert denied(ikm, sys.executable, "-c", TRIED) == "denied\n"
    denied(ikm, sys.executable, "-c", DRAWN)
    ikm.units("a,Unit A,G")
    ikm.responses("a", *["3,3,3,3,3,3,3,3,3"] * 6)
    denied(ikm, command(), "report", "a", "--periode", "2024-S2", "--format", "pdf", "--out", "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
