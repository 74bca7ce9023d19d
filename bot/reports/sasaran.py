"""What a report is about, and when: found in what an official types after a command."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.engine.survey import Direktori
from bot.reports.sebutan import find_periode, plain
from scoring.model import Kelompok, UnitLayanan
from scoring.periode import JenisPeriode, Periode, periode_of

JenisSasaran = Literal["unit", "kelompok", "kota"]
SEMUA = "Semua unit"
_SEMUA = frozenset(("kota", "semua", "semua unit", "seluruh unit", "kabupaten", "pemda"))
CALON_PALING = 8


@dataclass(frozen=True, slots=True)
class Sasaran:
    """One unit, a group, or all units ("kota"). `kode` is the unit's or the group's, empty for all.

    `units` are those open now; a closed one is in a report where it has respondents.
    """

    jenis: JenisSasaran
    kode: str
    nama: str
    units: tuple[UnitLayanan, ...]

    @property
    def key(self) -> str:
        """Tells it from every other: "unit:kel-pakunden", "kota:"."""
        return f"{self.jenis}:{self.kode}"

    def members(self, units: Iterable[UnitLayanan]) -> tuple[UnitLayanan, ...]:
        """Those of `units` that belong to it, open or closed."""
        if self.jenis == "unit":
            return self.units
        return tuple(unit for unit in units if self.jenis == "kota" or unit.kelompok == self.kode)


@dataclass(frozen=True, slots=True)
class Argumen:
    """What was meant. `sasaran` is None where nothing was named, or where it is not certain which of `calon`.

    `masalah` is a sentence for who typed it, empty where all was understood; `periode` is the running one then and
    where none was named.
    """

    sasaran: Sasaran | None
    calon: tuple[Sasaran, ...]
    periode: Periode
    masalah: str = ""


def sasaran_unit(unit: UnitLayanan) -> Sasaran:
    return Sasaran("unit", unit.kode, unit.nama, (unit,))


def sasaran_kelompok(kelompok: Kelompok, direktori: Direktori) -> Sasaran:
    return Sasaran("kelompok", kelompok.kode, kelompok.nama, tuple(direktori.in_kelompok(kelompok.kode)))


def sasaran_kota(direktori: Direktori, nama: str = "") -> Sasaran:
    """All units, under the name of the pemda where it is given."""
    return Sasaran("kota", "", nama or SEMUA, tuple(sorted(direktori.unit.values(), key=lambda unit: unit.nama)))


def parse_argumen(
    teks: str, direktori: Direktori, hari_ini: date, jenis: JenisPeriode, nama_pemda: str = ""
) -> Argumen:
    """Read "mojoroto 2024-S2" and the like. `jenis` is the installation's kind of periode.

    A unit or group is certain when it alone has the code or the name that was typed, spaces, case, kel./kec. and
    general words aside. Otherwise all that have it, or else whatever resembles it, if only one, is in `calon`, the
    likeliest first: a wrong guess would show the figures of another unit.
    """
    sebutan = find_periode(teks, hari_ini, jenis)
    periode = sebutan.periode or periode_of(hari_ini, jenis)
    if sebutan.masalah:
        return Argumen(None, (), periode, sebutan.masalah)
    nama = plain(sebutan.sisa)
    if not nama:
        return Argumen(None, (), periode)
    named = _named(nama, direktori, nama_pemda)
    if len(named) == 1:
        return Argumen(named[0], (), periode)
    if calon := named or _alike(nama, direktori):
        return Argumen(None, tuple(calon[:CALON_PALING]), periode)
    return Argumen(None, (), periode, f"Tidak ada unit atau kelompok bernama “{sebutan.sisa[:60]}”.")


def _named(nama: str, direktori: Direktori, nama_pemda: str) -> list[Sasaran]:
    if nama in _SEMUA:
        return [sasaran_kota(direktori, nama_pemda)]
    groups = _groups(direktori)
    if found := _both(direktori, filter(None, [groups.find(nama)]), filter(None, [direktori.find(nama)])):
        return found
    for loosely in (False, True):
        if found := _both(direktori, groups.named(nama, loosely=loosely), direktori.named(nama, loosely=loosely)):
            return found
    if set(nama.split()) <= set(plain(nama_pemda).split()) | {"pemkot", "pemkab"}:
        return [sasaran_kota(direktori, nama_pemda)]
    return []


def _alike(nama: str, direktori: Direktori) -> list[Sasaran]:
    return _both(direktori, _groups(direktori).search(nama), direktori.search(nama))


def _groups(direktori: Direktori) -> Direktori:
    """The groups as if they were units: they are few, and are looked up by the same rules."""
    return Direktori.of((), (UnitLayanan(one.kode, one.nama, one.kode) for one in direktori.kelompok))


def _both(direktori: Direktori, groups: Iterable[UnitLayanan], units: Iterable[UnitLayanan]) -> list[Sasaran]:
    kelompok = {one.kode: one for one in direktori.kelompok}
    return [
        *(sasaran_kelompok(kelompok[one.kode], direktori) for one in groups),
        *(sasaran_unit(unit) for unit in units),
    ]
