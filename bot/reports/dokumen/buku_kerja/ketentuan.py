"""Ketentuan: the bobot and the bands of mutu, in named cells that every formula of the workbook refers to."""

from __future__ import annotations

from decimal import Decimal

from xlsxwriter.workbook import Workbook

from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.buku_kerja import rumus
from bot.reports.lembar import BARIS_KEPALA, Lembar, Rumus, Sel
from scoring.instrumen import Bobot, Instrumen

_NAMA = "Ketentuan"
_AWAL = BARIS_KEPALA + 2


def lembar_ketentuan(bahan: Bahan) -> Lembar:
    """The bands, lowest first as LOOKUP needs them; then the bobot, and what the figures rest on in words."""
    laporan = bahan.laporan
    pita = tuple((one.huruf, one.dari, one.kinerja) for one in reversed(laporan.instrumen.mutu))
    catatan = (
        f"Instrumen: {laporan.instrumen.nama}.",
        "IKM dibulatkan sekali, di akhir, ke dua desimal; tepat setengah dibulatkan ke atas.",
        "Mutu ditentukan dari nilai yang sudah dibulatkan, menurut batas bawah di atas.",
        "1E-11 dalam rumus menjaga agar nilai tepat setengah benar-benar dibulatkan ke atas.",
    )
    kaki: tuple[Sel, ...] = ("Bobot", _bobot(laporan.hasil.bobot), "untuk setiap unsur")
    return Lembar(_NAMA, ("Mutu", "Mulai dari", "Kinerja"), pita, (kaki,), catatan, (12, 12, 30), tegak=True)


def define_names(book: Workbook, instrumen: Instrumen) -> None:
    """The names that formulas use, on the sheet written by `lembar_ketentuan`."""
    last = _AWAL + len(instrumen.mutu) - 1
    for nama, kolom in ((rumus.HURUF, "A"), (rumus.BATAS, "B"), (rumus.KINERJA, "C")):
        book.define_name(nama, f"={_NAMA}!${kolom}${_AWAL}:${kolom}${last}")
    book.define_name(rumus.BOBOT, f"={_NAMA}!$B${last + 1}")


def _bobot(bobot: Bobot) -> Sel:
    """A decimal as it is printed; a fraction computed, and shown as a fraction."""
    if "/" in bobot.teks:
        return Rumus(f"={bobot.teks}", bobot.nilai, bentuk="#\\ ?/??")
    return Decimal(bobot.teks.replace(",", "."))
