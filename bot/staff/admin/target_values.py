"""A target as people write it and as it is said back, and what was reached held against it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from bot.engine.tanggal import angka
from scoring.ikm import SKALA
from scoring.pembulatan import round_half_up
from scoring.tren import SkalaTarget, Target, compare_target

_NILAI: Final = re.compile(r"(\d{1,3})(?:[.,](\d{1,4}))?")
_DESIMAL: Final[Mapping[SkalaTarget, int]] = {"1-4": 4, "25-100": 2}


def read_target(teks: str) -> Target | None:
    """A target as people write it, "3,75" or "88,31". The scales do not overlap, so its size says which one it is on:
    up to 4 that of 1 to 4, from 25 that of the ikm. None for anything else."""
    found = _NILAI.fullmatch(teks.strip().rstrip("%").strip())
    if found is None:
        return None
    nilai = Decimal(f"{found[1]}.{found[2] or 0}")
    skala: SkalaTarget = "1-4" if nilai <= 4 else "25-100"
    exact = round_half_up(nilai, _DESIMAL[skala])
    if exact != nilai or not (1 <= nilai <= 4 or 25 <= nilai <= 100):
        return None
    return Target(_shown(exact), skala)


def both_scales(target: Target) -> str:
    """ "3,75 pada skala 1–4, sama dengan IKM 93,75"."""
    if target.skala == "1-4":
        return f"{angka(_shown(target.nilai))} pada skala 1–4, sama dengan IKM {angka(target.ikm)}"
    return f"IKM {angka(_shown(target.nilai))}, sama dengan {angka(_shown(target.nilai / SKALA))} pada skala 1–4"


def _shown(nilai: Decimal) -> Decimal:
    """With two decimals, or as many more as it has."""
    exponent = nilai.normalize().as_tuple().exponent
    return nilai.quantize(Decimal(1).scaleb(min(-2, int(exponent))))


def held(ikm: Fraction, target: Target | None) -> str:
    """An ikm as printed and, where there is a target, how it stands to it."""
    if target is None:
        return angka(round_half_up(ikm))
    capaian = compare_target(ikm, target)
    if capaian.tercapai:
        over = f", lebih {angka(capaian.selisih)}" if capaian.selisih else ""
        return f"{angka(capaian.ikm)}, tercapai{over}"
    return f"{angka(capaian.ikm)}, belum tercapai, kurang {angka(-capaian.selisih)}"
