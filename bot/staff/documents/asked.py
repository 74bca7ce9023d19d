"""What document was asked for, as it is written down until it is done, and who may have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.engine.survey import Direktori
from bot.reports.dokumen.pesanan import BENTUK, PERORANGAN, Bentuk
from bot.reports.sasaran import Sasaran, sasaran_kelompok, sasaran_kota, sasaran_unit
from bot.staff.hak import SEMUA_WILAYAH, Wilayah, boleh_atas, wilayah_of
from scoring.errors import PeriodeError
from scoring.periode import Periode, parse_periode
from storage.staff import StafRow


@dataclass(frozen=True, slots=True)
class Diminta:
    """One document of `sasaran`; with `masing`, one of each of its units."""

    sasaran: Sasaran
    periode: Periode
    bentuk: Bentuk
    masing: bool = False

    def units(self) -> list[Diminta]:
        """The same of each unit, by name."""
        units = sorted(self.sasaran.units, key=lambda unit: unit.nama)
        return [replace(self, sasaran=sasaran_unit(unit), masing=False) for unit in units]

    def to_json(self) -> dict[str, Any]:
        return {
            "jenis": self.sasaran.jenis,
            "kode": self.sasaran.kode,
            "periode": self.periode.kode,
            "bentuk": self.bentuk,
            "masing": self.masing,
        }


def read_diminta(isi: Mapping[str, Any], direktori: Direktori, nama_pemda: str) -> Diminta | None:
    """What `to_json` wrote; None where it is of another version, or its unit or group is gone."""
    try:
        periode, bentuk, kode = parse_periode(isi["periode"]), isi["bentuk"], str(isi["kode"])
        jenis, masing = isi["jenis"], bool(isi["masing"])
    except (KeyError, TypeError, AttributeError, PeriodeError):
        return None
    sasaran: Sasaran | None = None
    match jenis:
        case "kota":
            sasaran = sasaran_kota(direktori, nama_pemda)
        case "kelompok":
            found = next((one for one in direktori.kelompok if one.kode == kode), None)
            sasaran = sasaran_kelompok(found, direktori) if found else None
        case "unit":
            unit = direktori.find(kode)
            sasaran = sasaran_unit(unit) if unit else None
    if sasaran is None or bentuk not in BENTUK:
        return None
    return Diminta(sasaran, periode, bentuk, masing)


def allowed(who: StafRow, asked: Diminta, direktori: Direktori) -> bool:
    """Whether this person may have it. A line a respondent is for those alone who may see everything: a head who
    knows the counter's day could guess who answered what."""
    if asked.bentuk in PERORANGAN and not boleh_atas(who, "dokumen", SEMUA_WILAYAH):
        return False
    match asked.sasaran.jenis:
        case "unit":
            wilayah = wilayah_of(direktori, asked.sasaran.kode)
        case "kelompok":
            wilayah = Wilayah(kelompok=asked.sasaran.kode)
        case "kota":
            wilayah = SEMUA_WILAYAH
    return boleh_atas(who, "dokumen", wilayah)
