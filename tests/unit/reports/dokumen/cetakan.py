"""Documents set as PDF and read back, for the tests."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from bot.reports.dokumen.blok import Blok, Kolom, TabelBlok
from bot.reports.dokumen.identitas import Identitas
from bot.reports.dokumen.pdf import render_pdf
from tests.unit.reports.dokumen.contoh import IDENTITAS, dokumen

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="200" font-family="Liberation Sans">'
    '<text x="20" y="60" font-size="30">Sangat Baik 88,31</text></svg>'
)
KHUSUS = "#let x = 1 $y$ *tebal* _miring_ @rujuk <label> \\ [isi] {k} ` ~ -- ' \" // /* = + - % & ✓ ≥ –"


def read(*blok: Blok, identitas: Identitas = IDENTITAS, kop: bool = False) -> PdfReader:
    return PdfReader(BytesIO(render_pdf(dokumen(*blok, identitas=identitas, kop=kop))))


def texts(reader: PdfReader) -> list[str]:
    """The text of each page, in single spaces."""
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def objects(reader: PdfReader) -> list[DictionaryObject]:
    found = (reader.get_object(n) for n in range(1, len(reader.xref_objStm) + len(reader.xref[0]) + 1))
    return [one for one in found if isinstance(one, DictionaryObject)]


def tabel(judul: str, rows: int = 2, label: str = "", columns: int = 3) -> TabelBlok:
    names = tuple(Kolom(f"Kolom {n}", "kanan") for n in range(columns))
    return TabelBlok(
        judul,
        names,
        tuple(tuple(f"{judul[0]}{row}.{n}" for n in range(columns)) for row in range(rows)),
        (tuple(f"jumlah {n}" for n in range(columns)),),
        f"Catatan {judul}.",
        label,
    )
