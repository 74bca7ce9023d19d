"""Prints one document, and the program that does so in a process of its own: orders in, files out.

What it is spoken to by stands in `bot.reports.kuas.answer`; an order is a pickled `Pesanan`, from the program that
started it and nobody else.
"""

from __future__ import annotations

import contextlib
import os
import pickle
from collections.abc import Mapping
from typing import Final, Literal

from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.bahan_kota import BahanKota
from bot.reports.dokumen.blok import Dokumen
from bot.reports.dokumen.errors import DokumenError
from bot.reports.dokumen.pesanan import SIFAT, Bentuk, Pesanan
from bot.reports.kuas import answer

_YIELDING: Final = 10
"""How far the process steps back, from 0 to 19, for whoever waits for a reply."""

_KERTAS: Final[Mapping[Bentuk, Literal["a4", "a3", "persegi"]]] = {
    "poster": "a4",
    "poster-a3": "a3",
    "poster-persegi": "persegi",
}


def cetak(pesanan: Pesanan) -> bytes:
    """The finished file. Raises DokumenError. What is heavy to import is imported for the shape that needs it."""
    match pesanan.bentuk, pesanan.bahan:
        case "pdf", (Bahan() | BahanKota()) as bahan:
            from bot.reports.dokumen.pdf import render_pdf

            return render_pdf(_compose(bahan))
        case "docx", (Bahan() | BahanKota()) as bahan:
            from bot.reports.dokumen.docx import render_docx

            return render_docx(_compose(bahan))
        case "xlsx", Bahan() as bahan:
            from bot.reports.dokumen.buku_kerja import render_xlsx

            return render_xlsx(bahan)
        case "xlsx", BahanKota() as kota:
            from bot.reports.xlsx import xlsx_laporan

            return xlsx_laporan(kota.laporan)
        case "sav", Bahan() as bahan:
            from bot.reports.dokumen.sav import render_sav

            return render_sav(pesanan.kasus, bahan.laporan.instrumen, bahan.unit, bahan.laporan.periode)
        case "csv", Bahan() as bahan:
            from bot.reports.dokumen.data_csv import render_csv

            return render_csv(pesanan.kasus, bahan.laporan.instrumen)
        case "json", Bahan() as bahan:
            from bot.reports.dokumen.data_terbuka import render_json

            return render_json(bahan)
        case (("poster" | "poster-a3" | "poster-persegi"), Bahan() as bahan):
            from bot.reports.dokumen.poster import render_poster
            from bot.reports.tautan import pintu_of

            pintu = [door for one in pesanan.tautan for door in pintu_of(one)]
            akhiran = pesanan.akhiran or SIFAT[pesanan.bentuk].akhiran
            return render_poster(bahan, _KERTAS[pesanan.bentuk], "png" if akhiran == "png" else "pdf", pintu)
        case "stiker", None:
            from bot.reports.dokumen.stiker import render_stiker

            return render_stiker(list(zip(pesanan.tautan, pesanan.identitas, strict=True)), "a4")
        case _:
            raise DokumenError(f"there is no {pesanan.bentuk} of {type(pesanan.bahan).__name__}")


def _compose(bahan: Bahan | BahanKota) -> Dokumen:
    from bot.reports.dokumen.laporan_unit import compose_laporan_unit
    from bot.reports.dokumen.ringkasan_kota import compose_ringkasan

    return compose_ringkasan(bahan) if isinstance(bahan, BahanKota) else compose_laporan_unit(bahan)


def _order(work: bytes) -> bytes:
    return cetak(pickle.loads(work))  # noqa: S301  written by the program that started us


if __name__ == "__main__":
    with contextlib.suppress(AttributeError, OSError):
        os.nice(_YIELDING)
    answer(_order)
