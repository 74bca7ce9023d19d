"""Closing a periode: every unit's figures are computed once more, kept with the instrumen, and never change again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from bot.engine.survey import Survey
from bot.engine.tanggal import capital
from bot.reports.berlaku import Berlaku, ketentuan_of, read_berlaku, read_terinci
from bot.reports.simpanan import write_simpanan
from scoring.errors import NilaiError
from scoring.ikm import compute_ikm
from scoring.ketentuan import Ketentuan
from scoring.model import UnitLayanan
from scoring.naskah import write_naskah
from scoring.pembulatan import round_half_up
from scoring.periode import Periode, local_day
from storage.periods import HasilRow, PeriodeRow
from storage.store import Transaction

ALASAN_PALING: Final = 500
ALASAN_SEDIKIT: Final = 10
"""Letters of a reason: enough to say something."""


class PenutupanDitolak(ValueError):  # noqa: N818  a verdict on a wish, not a failure of ours
    """A periode cannot be set, closed or opened again; nothing was changed. `indonesia` says it to who is in chat."""

    def __init__(self, english: str, indonesia: str) -> None:
        super().__init__(english)
        self.indonesia = indonesia


@dataclass(frozen=True, slots=True)
class Tinjauan:
    """What stands in a periode now: the instrumen that holds, how many responses to it and to others (`lain`, by the
    instrumen's id), how many units have some and how many are asked. `selesai`: it is over at every unit's place."""

    periode: Periode
    row: PeriodeRow | None
    berlaku: Berlaku
    n: int
    lain: dict[str, int]
    unit: int
    semua: int
    selesai: bool

    @property
    def ditutup(self) -> bool:
        return self.row is not None and self.row.ditutup


async def read_tinjauan(tx: Transaction, survey: Survey, periode: Periode, now: datetime) -> Tinjauan:
    """Of a closed periode the responses are those that were kept. Raises InstrumenError as read_berlaku does."""
    (berlaku,) = await read_berlaku(tx, survey, [periode])
    units = await tx.directory.units()
    row = await tx.periods.get(periode.kode)
    counted = await tx.periods.counted(periode.mulai, periode.selesai)
    n = counted.pop(berlaku.instrumen.id, 0)
    if row is not None and row.ditutup:
        results = (await tx.periods.results(periode.kode)).values()
        n, having, semua = sum(one.n for one in results), sum(one.n > 0 for one in results), len(results)
    else:
        found = await tx.facts.rekap_rentang(berlaku.instrumen.id, [(periode.mulai, periode.selesai)], sebaran=False)
        having, semua = len(found[0]), sum(unit.aktif or unit.kode in found[0] for unit in units)
    return Tinjauan(periode, row, berlaku, n, counted, having, semua, _is_over(periode, units, now))


async def close_periode(tx: Transaction, survey: Survey, periode: Periode, now: datetime, oleh: str) -> Tinjauan:
    """Keep what every unit came to, and forget whose the responses are. Returns what stood in it.

    Raises PenutupanDitolak where it is not a periode of the installation's kind, not over in the time zone of every
    unit, closed already, or where a unit's counts cannot be scored.
    """
    check_jenis(survey, periode)
    before = await read_tinjauan(tx, survey, periode, now)
    if before.ditutup:
        raise PenutupanDitolak(f"{periode.kode} is closed already", f"{capital(periode.nama)} sudah ditutup.")
    if not before.selesai:
        raise PenutupanDitolak(
            f"{periode.kode} is not over everywhere yet; it ends before {periode.selesai}",
            f"{capital(periode.nama)} belum selesai di semua unit, jadi belum dapat ditutup.",
        )
    results = [
        one for unit in await tx.directory.units() if (one := await _result(tx, before.berlaku, unit)).n or unit.aktif
    ]
    row = PeriodeRow(
        periode.kode, ketentuan_of(survey, before.berlaku), write_naskah(before.berlaku.instrumen), now, oleh
    )
    await tx.periods.close(row, results)
    await tx.periods.unlink(periode.mulai, periode.selesai)
    return before


async def reopen_periode(tx: Transaction, periode: Periode, now: datetime, alasan: str) -> PeriodeRow:
    """Let it be counted again. What was kept goes; whose the responses are stays forgotten. Returns the row before.

    Raises PenutupanDitolak without a reason, and where it is not closed.
    """
    alasan = read_alasan(alasan)
    row = await tx.periods.get(periode.kode)
    if row is None or not await tx.periods.reopen(periode.kode, now, alasan):
        raise PenutupanDitolak(f"{periode.kode} is not closed", f"{capital(periode.nama)} tidak sedang ditutup.")
    return row


def read_alasan(teks: str) -> str:
    """A reason as it is kept. Raises PenutupanDitolak for one that says nothing, and for a whole letter."""
    alasan = " ".join(teks.split())
    if len(alasan) < ALASAN_SEDIKIT:
        raise PenutupanDitolak(
            f"a reason of at least {ALASAN_SEDIKIT} letters is needed",
            "Tuliskan alasannya dengan beberapa kata, supaya kelak dapat dipertanggungjawabkan.",
        )
    if len(alasan) > ALASAN_PALING:
        raise PenutupanDitolak(
            f"the reason has {len(alasan)} letters; {ALASAN_PALING} can be kept",
            f"Alasannya terlalu panjang. Tulis paling banyak {ALASAN_PALING} huruf.",
        )
    return alasan


async def set_periode(
    tx: Transaction, survey: Survey, periode: Periode, changes: Mapping[str, Any]
) -> tuple[Ketentuan, Ketentuan]:
    """Agree upon something else for an open periode: `changes` are fields of Ketentuan. Returns what held before and
    what holds now. Raises PenutupanDitolak where it is closed or of another kind, InstrumenError where what is
    wanted does not fit together."""
    check_jenis(survey, periode)
    (berlaku,) = await read_berlaku(tx, survey, [periode])
    before = ketentuan_of(survey, berlaku)
    after = agree_on(before, changes)
    after.terapkan()
    if not await tx.periods.put(periode.kode, after):
        raise PenutupanDitolak(
            f"{periode.kode} is closed; `ikm periode reopen` opens it again",
            f"{capital(periode.nama)} sudah ditutup, jadi ketentuannya tidak dapat diubah.",
        )
    return before, after


def agree_on(ketentuan: Ketentuan, changes: Mapping[str, Any]) -> Ketentuan:
    """With other values of its fields. Another instrumen brings its own bobot, order and bands."""
    other = changes.get("instrumen", ketentuan.instrumen) != ketentuan.instrumen
    kept = replace(ketentuan, bobot="", urutan=(), mutu="") if other else ketentuan
    return replace(kept, **changes)


def check_jenis(survey: Survey, periode: Periode) -> None:
    """Raises PenutupanDitolak unless the installation's official results are of this kind of periode."""
    jenis = survey.aturan.jenis_periode
    if periode.jenis != jenis:
        raise PenutupanDitolak(
            f"{periode.kode} is a {periode.jenis}; official results here are per {jenis} (IKM_PERIODE)",
            f"Hasil resmi di sini per {jenis}, sedangkan {periode.nama} adalah {periode.jenis}.",
        )


def _is_over(periode: Periode, units: Sequence[UnitLayanan], now: datetime) -> bool:
    zones = {unit.zona_waktu for unit in units} or {"Asia/Jakarta"}
    return all(local_day(now, zona) >= periode.selesai for zona in zones)


async def _result(tx: Transaction, berlaku: Berlaku, unit: UnitLayanan) -> HasilRow:
    counted = await read_terinci(tx, berlaku, [unit.kode])
    try:
        hasil = compute_ikm(counted.rekap, berlaku.instrumen)
    except NilaiError as error:
        raise PenutupanDitolak(
            f"{unit.kode} cannot be scored: {error}; `ikm db check` compares counters and responses",
            f"Nilai {unit.nama} tidak dapat dihitung, jadi periode ini belum ditutup.",
        ) from error
    ikm = None if hasil.ikm is None else str(round_half_up(hasil.ikm))
    isi = write_simpanan(counted, unit)
    return HasilRow(unit.kode, hasil.n, ikm, hasil.mutu.huruf if hasil.mutu else None, isi)
