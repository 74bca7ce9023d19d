"""Scores of a unit, a group or all units, as data: decimals as text, rounded half up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from scoring.ikm import HasilIkm, HasilUnsur, compute_ikm
from scoring.instrumen import Bobot, Instrumen
from scoring.model import Rekap, UnitLayanan
from scoring.mutu import Mutu, mutu_of
from scoring.pembulatan import round_half_up
from scoring.peringkat import HasilUnit, gabungan, rata_rata_unit
from scoring.periode import Periode

Data = dict[str, Any]


def unit_score(unit: UnitLayanan, periode: Periode, instrumen: Instrumen, bobot: Bobot, rekap: Rekap) -> Data:
    """One unit in one periode: index, letter and every unsur. Without responses `n` is 0 and the rest None."""
    hasil = compute_ikm(rekap, instrumen, bobot)
    return {"unit": unit.kode, **_head(periode, instrumen, bobot), **_hasil(hasil)}


def aggregate_score(
    label: Mapping[str, str | None],
    units: Iterable[UnitLayanan],
    periode: Periode,
    instrumen: Instrumen,
    bobot: Bobot,
    rekaps: Mapping[str, Rekap],
) -> Data:
    """A group or the whole, in both forms: `gabungan` pools the respondents, `rata_rata_unit` is the simple mean
    of the units. Units without respondents are in neither, and listed."""
    hasil = [HasilUnit(u.kode, u.nama, compute_ikm(rekaps.get(u.kode, Rekap()), instrumen, bobot)) for u in units]
    mean = rata_rata_unit(hasil)
    mutu = None if mean.ikm is None else mutu_of(mean.ikm, instrumen)
    pooled = gabungan(rekaps[one.kode] for one in hasil if one.kode in rekaps)
    return {
        **label,
        **_head(periode, instrumen, bobot),
        "gabungan": _hasil(compute_ikm(pooled, instrumen, bobot)),
        "rata_rata_unit": {"n_unit": mean.banyak, "ikm": _text(mean.ikm), **_mutu(mutu)},
        "unit": [
            {
                "unit": one.kode,
                "nama": one.nama,
                "n": one.hasil.n,
                "ikm": _text(one.hasil.ikm),
                **_mutu(one.hasil.mutu),
            }
            for one in hasil
            if one.hasil.n
        ],
        "tanpa_responden": [one.kode for one in mean.tanpa_responden],
    }


def _head(periode: Periode, instrumen: Instrumen, bobot: Bobot) -> Data:
    return {"periode": periode.kode, "instrumen": instrumen.id, "bobot": bobot.teks.replace(",", ".")}


def _hasil(hasil: HasilIkm) -> Data:
    unsur = [_unsur(one) for one in hasil.unsur]
    return {"n": hasil.n, "ikm": _text(hasil.ikm), **_mutu(hasil.mutu), "unsur": unsur}


def _unsur(one: HasilUnsur) -> Data:
    return {
        "key": one.unsur.key,
        "kode": one.unsur.kode,
        "total": one.total,
        "n": one.n,
        "nrr": _text(one.nrr),
        "nrr_tertimbang": _text(one.nrr_tertimbang, 3),
        "nik": _text(one.nik),
        **_mutu(one.mutu),
    }


def _mutu(mutu: Mutu | None) -> Data:
    return {"mutu": mutu.huruf if mutu else None, "kinerja": mutu.kinerja if mutu else None}


def _text(value: Fraction | None, desimal: int = 2) -> str | None:
    return None if value is None else str(round_half_up(value, desimal))
