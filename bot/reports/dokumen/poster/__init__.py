"""The poster by which a unit publishes its ikm: A4, A3, or a square for social media; as PDF or PNG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.lembar import A3, A4, Lembar, Ukuran, pdf_of, png_of
from bot.reports.dokumen.poster.isi import isi_of
from bot.reports.dokumen.poster.persegi import draw_persegi
from bot.reports.dokumen.poster.potret import draw_potret
from bot.reports.tautan import Pintu

Bentuk = Literal["a4", "a3", "persegi"]
Format = Literal["pdf", "png"]

KERTAS = {"a4": A4, "a3": A3, "persegi": Ukuran(200, 200)}
PIKSEL = {"a4": 1654, "a3": 3508, "persegi": 1080}
"""How wide a PNG is: 200 dots an inch of A4, 300 of A3."""


def render_poster(
    bahan: Bahan,
    bentuk: Bentuk = "a4",
    format: Format = "pdf",  # noqa: A002 - the word of the command line
    pintu: Sequence[Pintu] = (),
) -> bytes:
    """The poster of a unit's periode as a file's bytes. `pintu` are the ways into the survey that lead there from
    anywhere, printed as QR codes. Takes up to a second of one core, so not for the event loop."""
    isi = isi_of(bahan, pintu)
    lembar: Lembar = draw_persegi(isi) if bentuk == "persegi" else draw_potret(isi)
    if format == "png":
        return png_of(lembar, PIKSEL[bentuk])
    judul = f"Indeks Kepuasan Masyarakat {isi.unit}, {isi.periode}"
    return pdf_of([lembar], KERTAS[bentuk], judul, isi.pemda, [isi.alt])
