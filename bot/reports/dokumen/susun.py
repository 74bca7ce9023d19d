"""From what was asked for to an order that can be printed: read in one consistent look, and checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.engine.survey import Survey
from bot.reports.dokumen.bahan_baca import read_bahan
from bot.reports.dokumen.bahan_kota_baca import read_bahan_kota
from bot.reports.dokumen.errors import TanpaTautan
from bot.reports.dokumen.identitas import Identitas
from bot.reports.dokumen.identitas_berkas import BerkasIdentitas, identitas_of
from bot.reports.dokumen.kasus import read_kasus
from bot.reports.dokumen.periksa import check_bahan
from bot.reports.dokumen.periksa_kota import check_kota
from bot.reports.dokumen.pesanan import PERORANGAN, POSTER, Bentuk, Pesanan
from bot.reports.sasaran import Sasaran
from bot.reports.tautan import Tautan, public_links
from scoring.model import UnitLayanan
from scoring.periode import Periode, local_day
from storage.store import Transaction


class BelumAdaJawaban(Exception):  # noqa: N818  an answer, not a failure
    """Nobody has answered in that periode, so there is nothing to report."""


@dataclass(frozen=True, slots=True)
class Susunan:
    """What an installation says of itself: its letterheads, and how the links of a unit read."""

    berkas: BerkasIdentitas
    tautan: Callable[[UnitLayanan], Tautan]

    async def read(
        self, tx: Transaction, survey: Survey, sasaran: Sasaran, periode: Periode, bentuk: Bentuk, now: datetime
    ) -> Pesanan:
        """The order, complete and free of contradictions. Stickers need no answers.

        Raises BelumAdaJawaban, TidakKonsisten, TanpaTautan for stickers that lead nowhere, and what read_laporan
        raises.
        """
        identitas = self._identitas(sasaran)
        if bentuk == "stiker":
            links = tuple(
                public_links(self.tautan(unit)) for unit in sorted(sasaran.units, key=lambda unit: unit.nama)
            )
            return Pesanan(
                bentuk, None, tautan=links, identitas=tuple(identitas_of(self.berkas, one.unit) for one in links)
            )
        hari = local_day(now, sasaran.units[0].zona_waktu if sasaran.units else survey.direktori.zona)
        if sasaran.jenis != "unit":
            kota = await read_bahan_kota(tx, survey, sasaran, periode, identitas, hari)
            if not kota.laporan.hasil.n:
                raise BelumAdaJawaban(sasaran.nama)
            check_kota(kota)
            return Pesanan(bentuk, kota)
        bahan = await read_bahan(tx, survey, sasaran.units[0], periode, identitas, hari)
        if not bahan.laporan.hasil.n:
            raise BelumAdaJawaban(sasaran.nama)
        check_bahan(bahan)
        if bentuk in POSTER:
            return Pesanan(bentuk, bahan, tautan=self._where(bahan.unit))
        if bentuk not in PERORANGAN:
            return Pesanan(bentuk, bahan)
        return Pesanan(bentuk, bahan, await read_kasus(tx, bahan.laporan.instrumen, bahan.unit, periode))

    def _where(self, unit: UnitLayanan) -> tuple[Tautan, ...]:
        """A poster does without a link."""
        try:
            return (public_links(self.tautan(unit)),)
        except TanpaTautan:
            return ()

    def _identitas(self, sasaran: Sasaran) -> Identitas:
        if sasaran.jenis == "unit":
            return identitas_of(self.berkas, sasaran.units[0])
        return identitas_of(self.berkas, kelompok=sasaran.kode)
