"""A result broken down: per service, per class of respondents, per answer. Nobody can be found in it.

A class of fewer than MINIMAL_RINCI respondents is hidden. Where its figures would follow from the total and the
other classes, the next smallest is hidden as well, until those hidden are at least two and together no fewer than
MINIMAL_RINCI. This is cell suppression, primary and secondary: Hundepool and others, Statistical Disclosure Control,
2012.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bot.engine.survey import Survey
from bot.reports.berlaku import read_anggota, read_berlaku, read_terinci
from bot.reports.sasaran import Sasaran
from bot.reports.simpanan import HitunganKelas, order_kelas
from bot.reports.ukuran import MINIMAL_RINCI
from scoring.ikm import compute_ikm
from scoring.instrumen import Bobot, Instrumen
from scoring.model import Rekap, Sebaran, UnitLayanan, Unsur
from scoring.mutu import Mutu
from scoring.periode import Periode
from scoring.profil import TIDAK_DIISI
from storage.store import Transaction


@dataclass(frozen=True, slots=True)
class Kelas:
    """One line of a table: a service, or a class of respondents. All but `label` is None where it is hidden."""

    label: str
    n: int | None
    ikm: Fraction | None
    mutu: Mutu | None

    @property
    def tersembunyi(self) -> bool:
        return self.n is None


@dataclass(frozen=True, slots=True)
class SebaranUnsur:
    """How many gave each answer to `unsur`, which carries the labels this unit uses."""

    unsur: Unsur
    sebaran: Sebaran


@dataclass(frozen=True, slots=True)
class Rincian:
    """Of `n` responses. Below MINIMAL_RINCI everything is empty. `profil` is by the key of the question."""

    n: int
    layanan: tuple[Kelas, ...]
    profil: Mapping[str, tuple[Kelas, ...]]
    sebaran: tuple[SebaranUnsur, ...]


async def read_rincian(
    tx: Transaction, survey: Survey, sasaran: Sasaran, periode: Periode, *, bobot: Bobot | None = None
) -> Rincian:
    """As read_terinci reads, so of an open periode on request only."""
    units, kode = await read_anggota(tx, sasaran)
    (berlaku,) = await read_berlaku(tx, survey, [periode])
    terinci = await read_terinci(tx, berlaku, kode)
    return compose_rincian(berlaku.instrumen, units, terinci.layanan, terinci.kelas, bobot)


def compose_rincian(
    instrumen: Instrumen,
    units: Sequence[UnitLayanan],
    layanan: Mapping[str, Rekap],
    kelas: HitunganKelas,
    bobot: Bobot | None = None,
) -> Rincian:
    """`layanan` are the counts per service ("" for not known), `kelas` those of the same responses per class."""
    semua = sum(layanan.values(), Rekap())
    if semua.n < MINIMAL_RINCI:
        return Rincian(semua.n, (), {}, ())
    return Rincian(
        semua.n,
        hide_small(_services(units, layanan), instrumen, bobot),
        {key: hide_small(isi, instrumen, bobot) for key, isi in order_kelas(kelas, instrumen).items()},
        sebaran_of(semua, instrumen, units[0] if len(units) == 1 else None),
    )


def sebaran_of(rekap: Rekap, instrumen: Instrumen, unit: UnitLayanan | None = None) -> tuple[SebaranUnsur, ...]:
    """The distribution of answers per unsur, in the labels of `unit`; empty below MINIMAL_RINCI responses."""
    if rekap.n < MINIMAL_RINCI:
        return ()
    label = unit.label if unit else {}
    return tuple(
        SebaranUnsur(
            replace(unsur, label=label.get(unsur.key, unsur.label)), rekap.sebaran.get(unsur.key, (0, 0, 0, 0))
        )
        for unsur in instrumen.unsur
    )


def hide_small(
    kelas: Sequence[tuple[str, Rekap]], instrumen: Instrumen, bobot: Bobot | None = None
) -> tuple[Kelas, ...]:
    """Score the classes, in their order, and hide what could be traced to few. An empty class hides nobody."""
    hidden = _hidden([rekap.n for _, rekap in kelas])
    found = []
    for place, (label, rekap) in enumerate(kelas):
        hasil = None if place in hidden else compute_ikm(rekap, instrumen, bobot)
        found.append(Kelas(label, hasil.n, hasil.ikm, hasil.mutu) if hasil else Kelas(label, None, None, None))
    return tuple(found)


def _hidden(banyak: Sequence[int]) -> set[int]:
    """The places of the counts to be hidden."""
    rising = sorted((n, place) for place, n in enumerate(banyak) if n)
    few = sum(n < MINIMAL_RINCI for n, _ in rising)
    if not few:
        return set()
    while few < len(rising) and (few < 2 or sum(n for n, _ in rising[:few]) < MINIMAL_RINCI):
        few += 1
    return {place for _, place in rising[:few]}


def _services(units: Sequence[UnitLayanan], layanan: Mapping[str, Rekap]) -> list[tuple[str, Rekap]]:
    """Those the units offer, in their order, then those they no longer offer, by code, then the unknown."""
    nama = {jenis.kode: jenis.nama for unit in units for jenis in unit.layanan}
    lain = sorted(kode for kode in layanan if kode and kode not in nama)
    kosong = [(TIDAK_DIISI, layanan[""])] if "" in layanan else []
    return [(nama.get(kode, kode), layanan.get(kode, Rekap())) for kode in (*nama, *lain)] + kosong
