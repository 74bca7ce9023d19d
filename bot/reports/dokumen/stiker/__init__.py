"""Stickers by which people get into a unit's survey: A6 each, alone or four on an A4 sheet to be cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bot.engine.tanggal import angka
from bot.reports.dokumen.errors import DokumenError
from bot.reports.dokumen.identitas import Identitas
from bot.reports.dokumen.lembar import A6, Lembar, pdf_of
from bot.reports.dokumen.stiker.gambar import draw_stiker
from bot.reports.tautan import Tautan, pintu_of

LembarStiker = Literal["a6", "a4"]


def render_stiker(isi: Sequence[tuple[Tautan, Identitas]], lembar: LembarStiker = "a4") -> bytes:
    """One PDF, a page a unit in the order given: its sticker, or a sheet with four of it.

    A sticker carries each way in that the Tautan knows. An address of this machine alone is none: nobody's phone gets
    there. Raises DokumenError for no unit, and where one has no way in.
    """
    if not isi:
        raise DokumenError("there is no unit to make stickers for; add some: ikm units import FILE.csv")
    pages: list[Lembar] = []
    alt: list[str] = []
    for tautan, identitas in isi:
        nama, pintu = tautan.unit.nama, pintu_of(tautan)
        pages.append(draw_stiker(nama, identitas, pintu))
        alt.append(f"Stiker survei {nama}: {' atau '.join(satu.pendek for satu in pintu)}")
    judul = f"Stiker survei {isi[0][0].unit.nama}" if len(isi) == 1 else f"Stiker survei {angka(len(isi))} unit"
    return pdf_of(pages, A6, judul, isi[0][1].pemda, alt, 1 if lembar == "a6" else 2)
