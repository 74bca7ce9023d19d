"""LibreOffice, asked what it makes of our files: of a workbook every sheet as shown, of a Word file its pages."""

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
from pypdf import PdfReader

Buku = dict[str, list[list[str]]]
"""A workbook's sheets by name, each a list of lines."""
_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
"""UTF-8, commas, cells as shown, every sheet a file."""


def shown(books: Mapping[str, bytes], folder: Path) -> dict[str, Buku]:
    """What LibreOffice shows of each workbook, all in one run. It takes over results that stand in the file, and
    computes those that do not."""
    found: dict[str, Buku] = {name: {} for name in books}
    files = {f"{name}.xlsx": book for name, book in books.items()}
    for path in _converted(files, _CSV, folder).glob("*.csv"):
        name, sheet = path.stem.split("-", 1)
        found[name][sheet] = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    return found


def pages_of(docx: bytes, folder: Path) -> list[str]:
    """The text of each page of a Word file, as LibreOffice sets it."""
    (pdf,) = _converted({"laporan.docx": docx}, "pdf", folder).glob("*.pdf")
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf.read_bytes())).pages]


def flat(text: str) -> str:
    """Without spaces, which a page's text has by chance, and in small letters."""
    return "".join(text.split()).lower()


def without_results(book: bytes) -> bytes:
    """The workbook with its formulas and none of their results."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data) if "worksheets" in name else data)
    return out.getvalue()


def _converted(files: Mapping[str, bytes], to: str, folder: Path) -> Path:
    """The folder with what has become of them. Skips the test without LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip(
            "our files are opened in LibreOffice; install it, e.g. apt-get install libreoffice-calc-nogui "
            "libreoffice-writer-nogui"
        )
    for name, data in files.items():
        (folder / name).write_bytes(data)
    profile, out = f"-env:UserInstallation={(folder / 'profile').as_uri()}", folder / "converted"
    call = [program, profile, "--headless", "--convert-to", to, "--outdir", str(out)]
    subprocess.run([*call, *(str(folder / name) for name in files)], check=True, capture_output=True, timeout=250)
    return out
