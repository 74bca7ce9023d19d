"""Documents set as PDF and read back, for the tests."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from bot.reports.dokumen.blok import Blok, Dokumen, Kolom, Sampul, TabelBlok
from bot.reports.dokumen.identitas import Identitas, PenandaTangan
from bot.reports.dokumen.pdf import render_pdf

HARI = date(2026, 11, 21)
LURAH = PenandaTangan("Lurah Pulutan", "Dra. Sri Wahyuni", "Penata Tingkat I (III/d)", "19700101 199503 2 001")
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="5"/></svg>'
IDENTITAS = Identitas(
    "Pemerintah Kota Salatiga", ("Kecamatan Sidorejo", "Kelurahan Pulutan"), "Jalan Merdeka 1", LOGO
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="200" font-family="Liberation Sans">'
    '<text x="20" y="60" font-size="30">Sangat Baik 88,31</text></svg>'
)
SAMPUL = Sampul(("Laporan", "Survei Kepuasan Masyarakat"), "Kelurahan Pulutan", "Semester II 2024", ("Kota",), "2024")
KHUSUS = "#let x = 1 $y$ *tebal* _miring_ @rujuk <label> \\ [isi] {k} ` ~ -- ' \" // /* = + - % & ✓ ≥ –"


def dokumen(*blok: Blok, identitas: Identitas = IDENTITAS, kop: bool = False) -> Dokumen:
    return Dokumen("Laporan SKM", "Kelurahan Pulutan", identitas, HARI, blok, kop)


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
