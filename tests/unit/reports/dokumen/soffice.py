"""LibreOffice, asked what it makes of a workbook: every sheet as it shows it, a text a cell."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

Buku = dict[str, list[list[str]]]
"""A workbook's sheets by name, each a list of lines."""
_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
"""UTF-8, commas, cells as shown, every sheet a file."""


def shown(books: Mapping[str, bytes], folder: Path) -> dict[str, Buku]:
    """What LibreOffice shows of each workbook, all in one run. It takes over results that stand in the file, and
    computes those that do not. Skips without LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("workbooks are computed by LibreOffice; install it, e.g. apt-get install libreoffice-calc")
    for name, book in books.items():
        (folder / f"{name}.xlsx").write_bytes(book)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{name}.xlsx") for name in books]
    out = folder / "csv"
    call = [program, profile, "--headless", "--convert-to", _CSV, "--outdir", str(out), *files]
    subprocess.run(call, check=True, capture_output=True, timeout=120)
    found: dict[str, Buku] = {name: {} for name in books}
    for path in out.glob("*.csv"):
        name, sheet = path.stem.split("-", 1)
        found[name][sheet] = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    return found


def without_results(book: bytes) -> bytes:
    """The workbook with its formulas and none of their results."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data) if "worksheets" in name else data)
    return out.getvalue()
