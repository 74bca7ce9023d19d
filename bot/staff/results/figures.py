"""The figures that reports, rankings and tren are made of, and what goes with them as pictures and files."""

from __future__ import annotations

from typing import Final

from bot.engine.tanggal import capital
from bot.reports.grafik import AnyGrafik, Titik, alt_text, label_of, svg_of
from bot.reports.laporan import Laporan, read_laporan
from bot.reports.sasaran import Sasaran
from bot.staff.frame import Call, Enclosure, Page
from bot.staff.subjects import day_of
from scoring.periode import Periode

CSV: Final = "text/csv"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DIBANTU: Final = "dibantu"
"""The source of responses that a petugas typed in from paper forms."""


async def read_figures(call: Call, sasaran: Sasaran, periode: Periode) -> Laporan:
    """As of today, held against the target of the year the periode is in."""
    target = await call.tx.targets.of(sasaran.jenis, sasaran.kode, int(periode.kode[:4]))
    return await read_laporan(call.tx, call.survey, sasaran, periode, day_of(call, sasaran), target=target)


async def read_dibantu(call: Call, laporan: Laporan) -> int:
    """How many of a unit's responses a petugas typed in; of several units this is not counted."""
    sasaran, periode = laporan.sasaran, laporan.periode
    if sasaran.jenis != "unit":
        return 0
    span = (laporan.instrumen.id, periode.mulai, periode.selesai)
    return (await call.tx.sheets.by_source(sasaran.kode, *span)).get(DIBANTU, 0)


def enclosed(page: Page, enclosure: Enclosure) -> Page:
    return Page(page.screen, (enclosure,))


def picture(apa: str, laporan: Laporan, grafik: AnyGrafik) -> Enclosure:
    """To be drawn when it is looked at."""
    return Enclosure(file_name(apa, laporan, "png"), "image/png", alt_text(grafik), recipe=svg_of(grafik))


def file_name(apa: str, laporan: Laporan, ending: str) -> str:
    """ "laporan-kel-pakunden-2024-S2.csv" """
    return f"{apa}-{laporan.sasaran.kode or 'semua-unit'}-{laporan.periode.kode}.{ending}"


def points_of(laporan: Laporan) -> tuple[Titik, ...]:
    """The tren as a picture shows it; only its last periode may still be running."""
    last = laporan.tren[-1]
    return tuple(
        Titik(label_of(one.periode), one.ikm, one.n, laporan.sementara and one is last)
        for one in laporan.tren
        if not one.instrumen_lain
    )


def answered_before(laporan: Laporan) -> Periode:
    """The last periode before this one in which people answered; where none did in the whole tren, the one before."""
    earlier = [one.periode for one in laporan.tren[:-1] if one.n]
    return earlier[-1] if earlier else laporan.periode.sebelumnya()


def subtitle_of(laporan: Laporan) -> str:
    """The periode, and of several units whose answers these are."""
    nama = capital(laporan.periode.nama)
    return nama if laporan.himpunan is None else f"{nama}, gabungan responden"
