"""The world the conversations take place in: the demo city, and a few units made for one purpose each."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.demo import UNITS
from bot.engine.events import Earlier, Isi
from bot.engine.questions import is_alasan, is_harapan
from bot.engine.survey import Aturan, Direktori, Survey
from bot.imports.table import slug
from scoring.instrumen import Instrumen, shipped_instrumen
from scoring.model import JenisLayanan, Kelompok, UnitLayanan

INSTRUMEN = shipped_instrumen()
UNSUR = INSTRUMEN.urutan
LAMA = (shipped_instrumen("permenpan-16-2014"), shipped_instrumen("kepmenpan-25-2004"))
"""The instrumen of earlier regulations."""
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
KK, KTP = JenisLayanan("kk", "Kartu Keluarga"), JenisLayanan("ktp", "KTP elektronik")
BANYAK, SATU, TANPA, PULUTAN = "uji-banyak", "uji-satu", "uji-tanpa", "uji-pulutan"
"""Units with several services, with one, without any, and with labels of its own."""

_UJI = (
    UnitLayanan(BANYAK, "Kantor Uji Banyak", "uji", layanan=(KK, KTP)),
    UnitLayanan(SATU, "Kantor Uji Satu", "uji", layanan=(KTP,)),
    UnitLayanan(TANPA, "Kantor Uji Tanpa", "uji"),
    UnitLayanan(
        PULUTAN,
        "Kantor Uji Pulutan",
        "uji",
        label={
            "pengaduan": ("Tidak baik", "Kurang baik", "Baik", "Sangat baik"),
            "sarana": ("Tidak baik", "Cukup baik", "Baik", "Sangat baik"),
        },
    ),
)


def _city() -> tuple[list[Kelompok], list[UnitLayanan]]:
    groups: dict[str, Kelompok] = {}
    units = []
    with UNITS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            group = Kelompok(slug(row["kelompok"]), row["kelompok"])
            groups[group.kode] = group
            layanan = tuple(JenisLayanan(slug(name), name) for name in row["layanan"].split("|"))
            units.append(UnitLayanan(row["kode"], row["nama"], group.kode, layanan=layanan))
    return [*groups.values(), Kelompok("uji", "Unit uji")], [*units, *_UJI]


KELOMPOK, KOTA = _city()
SURVEY = Survey(INSTRUMEN, Direktori.of(KELOMPOK, KOTA))


def with_aturan(**changes: object) -> Survey:
    return replace(SURVEY, aturan=replace(Aturan(), **changes))  # type: ignore[arg-type]


def with_harapan(survey: Survey) -> Survey:
    """Each unsur is asked a second time, for how much it matters."""
    return replace(survey, aturan=replace(survey.aturan, harapan=True))


def with_instrumen(instrumen: Instrumen) -> Survey:
    return replace(SURVEY, instrumen=instrumen)


def with_units(*units: UnitLayanan) -> Survey:
    """The city with these units in the place of those of the same code."""
    return replace(SURVEY, direktori=Direktori.of(KELOMPOK, {u.kode: u for u in (*KOTA, *units)}.values()))


def changed(kode: str, **changes: object) -> UnitLayanan:
    unit = SURVEY.direktori.find(kode)
    assert unit is not None
    return replace(unit, **changes)  # type: ignore[arg-type]


def earlier(skor: int = 3, hari: int = 4, *, bersama: bool = False, **isi: str | int | None) -> Earlier:
    """A whole response of the same person, some days ago."""
    profil: Isi = {"jenis_kelamin": "P", "usia": 41, "pendidikan": "s1", "pekerjaan": "pns"}
    whole: dict[str, str | int | None] = {
        **profil,
        **dict.fromkeys(UNSUR, skor),
        "saran": "Sudah baik.",
        "balas": "ya",
        **isi,
    }
    return Earlier(7, NOW - timedelta(days=hari), {} if bersama else whole, bersama)


def invalid(survey: Survey, isi: Isi) -> list[str]:
    """What an interview must never hold: a key of no question, a value that no option has."""
    unsur = survey.instrumen.urutan
    pilihan = {p.key: {o.kode for o in p.pilihan} for p in survey.instrumen.profil}

    def holds(key: str, value: str | int | None) -> bool:
        if key in unsur or (is_harapan(key) and key.removeprefix("harapan.") in unsur):
            return type(value) is int and 1 <= value <= 4
        if key == "usia":
            return value is None or (type(value) is int and 10 <= value <= 120)
        if key == "saran" or (is_alasan(key) and key.removeprefix("alasan.") in unsur):
            return value is None or (isinstance(value, str) and 0 < len(value) <= 4000)
        if key == "layanan":
            return isinstance(value, str)
        if key == "balas":
            return value in {"ya", "tidak"} and isinstance(isi.get("saran"), str)
        return value == "ya" if key == "wali" else value in pilihan[key]

    return [f"{key}={value!r}" for key, value in isi.items() if not holds(key, value)]
