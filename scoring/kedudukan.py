"""How a unit or an unsur moves between letters and across the floor, one evaluation at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from scoring.amatan import Kebijakan, Kedudukan
from scoring.instrumen import Instrumen
from scoring.mutu import mutu_of
from scoring.pembulatan import round_half_up


@dataclass(frozen=True, slots=True)
class Letak:
    """A printed value of a periode and its letter."""

    nilai: Decimal
    huruf: str
    periode: str


@dataclass(frozen=True, slots=True)
class Gerak:
    """A move worth telling: across `batas`, down or, with `pulih`, up again."""

    jenis: Literal["mutu", "lantai"]
    pulih: bool
    batas: Decimal


def letak_of(nilai: Fraction, periode: str, instrumen: Instrumen) -> Letak:
    """Where an ikm or nik stands in the periode with this kode."""
    return Letak(round_half_up(nilai), mutu_of(nilai, instrumen).huruf, periode)


def held_at(letak: Letak) -> Kedudukan:
    """The start: what is held before anything was told."""
    return Kedudukan(letak.huruf, letak.nilai, letak.periode)


def move_kedudukan(
    lama: Kedudukan, kini: Letak, lantai: Decimal | None, instrumen: Instrumen, kebijakan: Kebijakan, now: datetime
) -> tuple[Kedudukan, Gerak | None]:
    """The next Kedudukan and what of it is to be told; `lantai` is None where there is no floor."""
    boleh_turun = not lama.naik or may_turn(lama.pada, now, kebijakan)
    boleh_naik = lama.naik or may_turn(lama.pada, now, kebijakan)
    batas = {pita.huruf: pita.dari for pita in instrumen.mutu}
    jarak = kebijakan.jarak
    if lantai is not None and lama.di_bawah_lantai:
        if boleh_naik and kini.nilai > lantai + jarak:
            asal = lama.asal if lama.asal and kini.nilai < batas[lama.asal] else None
            return _told(lama, kini, now, asal=asal, naik=True), Gerak("lantai", True, lantai)
    elif lantai is not None and kini.nilai < lantai:
        if boleh_turun:
            return _told(lama, kini, now, asal=lama.asal, di_bawah=True), Gerak("lantai", False, lantai)
    elif kini.nilai < batas[lama.huruf] - jarak:
        if boleh_turun:
            asal = lama.asal or lama.huruf
            return _told(lama, kini, now, asal=asal), Gerak("mutu", False, batas[lama.huruf])
    elif lama.asal is not None:
        if boleh_naik and kini.nilai > batas[lama.asal] + jarak:
            return _told(lama, kini, now, asal=None, naik=True), Gerak("mutu", True, batas[lama.asal])
    elif kini.nilai > _next_above(lama.huruf, instrumen) + jarak:
        return replace(lama, huruf=kini.huruf, nilai=kini.nilai, periode=kini.periode), None
    return lama, None


def may_turn(pada: datetime | None, now: datetime, kebijakan: Kebijakan) -> bool:
    """Whether the cool-down after an alert at `pada` is over."""
    return pada is None or now - pada >= timedelta(days=kebijakan.jeda_hari)


def _told(
    lama: Kedudukan, kini: Letak, now: datetime, *, asal: str | None, di_bawah: bool = False, naik: bool = False
) -> Kedudukan:
    return Kedudukan(kini.huruf, kini.nilai, kini.periode, asal, di_bawah, naik, lama.ke + 1, now)


def _next_above(huruf: str, instrumen: Instrumen) -> Decimal:
    """The lower bound of the letter above; for the highest, the end of its own band, which nothing passes."""
    pita = instrumen.mutu
    i = next(i for i, satu in enumerate(pita) if satu.huruf == huruf)
    return pita[i - 1].dari if i else pita[0].sampai
