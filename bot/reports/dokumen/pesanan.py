"""An order for one document: its shape and all it is made of. Read and checked first, it is printed elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.bahan_kota import BahanKota
from bot.reports.dokumen.identitas import Identitas
from bot.reports.dokumen.kasus import Kasus
from bot.reports.tautan import Tautan

Bentuk = Literal["pdf", "docx", "xlsx", "sav", "csv", "json", "poster", "poster-a3", "poster-persegi", "stiker"]
BENTUK: Final[tuple[Bentuk, ...]] = get_args(Bentuk)
BENTUK_KOTA: Final[tuple[Bentuk, ...]] = ("pdf", "docx", "xlsx", "stiker")
"""What there is of a group or of all units together."""


@dataclass(frozen=True, slots=True)
class Sifat:
    """What a shape is called in chat, the ending and type of its file."""

    nama: str
    akhiran: str
    mime: str


_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

SIFAT: Final[Mapping[Bentuk, Sifat]] = {
    "pdf": Sifat("Laporan (PDF)", "pdf", "application/pdf"),
    "docx": Sifat("Laporan (Word)", "docx", _DOCX),
    "xlsx": Sifat("Buku kerja (Excel)", "xlsx", _XLSX),
    "sav": Sifat("Data SPSS", "sav", "application/x-spss-sav"),
    "csv": Sifat("Data CSV", "csv", "text/csv"),
    "json": Sifat("Data JSON", "json", "application/json"),
    "poster": Sifat("Poster A4", "pdf", "application/pdf"),
    "poster-a3": Sifat("Poster A3", "pdf", "application/pdf"),
    "poster-persegi": Sifat("Poster media sosial", "png", "image/png"),
    "stiker": Sifat("Stiker QR", "pdf", "application/pdf"),
}
POSTER: Final[frozenset[Bentuk]] = frozenset({"poster", "poster-a3", "poster-persegi"})
PERORANGAN: Final[frozenset[Bentuk]] = frozenset({"sav", "csv"})
"""Shapes that hold a line a respondent, though nobody's name: for those alone who may see all units."""


@dataclass(frozen=True, slots=True)
class Pesanan:
    """`bahan` is None for stickers alone, which need no figures: `tautan` are the public links of their units,
    `identitas` who publishes for each. A poster has the links of its unit, where there are any. `kasus` are the
    respondents one by one, for the shapes of PERORANGAN. `akhiran` is one of `akhiran_of`; "" the usual one."""

    bentuk: Bentuk
    bahan: Bahan | BahanKota | None
    kasus: tuple[Kasus, ...] = ()
    tautan: tuple[Tautan, ...] = ()
    identitas: tuple[Identitas, ...] = ()
    akhiran: str = ""


def akhiran_of(bentuk: Bentuk) -> tuple[str, ...]:
    """The endings of the files it may be printed to, the usual one first. Posters are to be had as PDF and as PNG."""
    usual = SIFAT[bentuk].akhiran
    return (usual, *({"pdf", "png"} - {usual})) if bentuk in POSTER else (usual,)


def nama_berkas(bentuk: Bentuk, kode: str, periode: str) -> str:
    """ "laporan-kel-pakunden-2024-S2.pdf"; of all units, whose `kode` is empty, "laporan-semua-unit-2024-S2.pdf"."""
    apa = {"pdf": "laporan", "docx": "laporan", "xlsx": "buku-kerja", "sav": "data", "csv": "data", "json": "data"}
    return f"{apa.get(bentuk, bentuk)}-{kode or 'semua-unit'}-{periode}.{SIFAT[bentuk].akhiran}"
