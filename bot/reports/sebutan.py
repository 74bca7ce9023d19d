"""How people name a periode when they type: "semester lalu", "tw 3 2024", "Juli 2024", "2024-S2"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.engine.tanggal import capital
from scoring.errors import PeriodeError
from scoring.periode import BULAN, JenisPeriode, Periode, parse_periode, periode_of

_JENIS: Final[dict[str, JenisPeriode]] = {
    "tahun": "tahun", "thn": "tahun", "th": "tahun",
    "semester": "semester", "smt": "semester",
    "triwulan": "triwulan", "tw": "triwulan", "kuartal": "triwulan",
    "bulan": "bulan", "bln": "bulan",
    "minggu": "minggu", "pekan": "minggu",
}  # fmt: skip
_KODE: Final[dict[JenisPeriode, str]] = {
    "semester": "S{}", "triwulan": "T{}", "bulan": "{:02}", "minggu": "W{:02}"
}  # fmt: skip
_KE: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4}
_LALU: Final = ("lalu", "yang lalu", "kemarin", "sebelumnya")
_BATAS: Final[dict[JenisPeriode, str]] = {
    "semester": "Semester hanya I dan II.",
    "triwulan": "Triwulan hanya I sampai IV.",
    "bulan": "Bulan hanya 1 sampai 12.",
    "minggu": "Minggu dalam setahun hanya 1 sampai 52, kadang 53.",
}
_EJAAN_LAMA: Final = {"pebruari": 2, "nopember": 11, "agt": 8, "ags": 8, "agust": 8, "sept": 9, "nop": 11, "may": 5}
_BULAN: Final = {nama.casefold(): ke for ke, nama in enumerate(BULAN, start=1)}
_BULAN_PENDEK: Final = {nama[:3]: ke for nama, ke in _BULAN.items()} | _EJAAN_LAMA

_TAHUN = r"(?:(?:tahun|thn|th) )?((?:19|20)[0-9]{2})"
_NOMOR = r"(?:ke ?-?)?(i{1,3}|iv|[0-9]{1,2}|pertama|kedua|ketiga|keempat)"
_SATUAN = "|".join(_JENIS)


@dataclass(frozen=True, slots=True)
class Sebutan:
    """The periode a text names, None where it names none; `sisa` is the text without it. `masalah` is a sentence
    for who typed it, where it names something that is no periode to report on."""

    periode: Periode | None
    sisa: str
    masalah: str = ""


def find_periode(teks: str, hari_ini: date, jenis: JenisPeriode) -> Sebutan:
    """Find the one periode named in `teks`, which may also hold a name. "periode ini" is one of `jenis`.

    A number without its year ("semester 2") means the latest that has begun by `hari_ini`.
    """
    first = _find(plain(teks), hari_ini, jenis)
    if first.periode is None or first.masalah:
        return first
    if first.periode.mulai > hari_ini:
        return Sebutan(None, first.sisa, f"{capital(first.periode.nama)} belum dimulai.")
    if (second := _find(first.sisa, hari_ini, jenis)).periode or second.masalah:
        return Sebutan(None, second.sisa, "Sebutkan satu periode saja.")
    return first


def plain(teks: str) -> str:
    """Small letters, single spaces, no punctuation but the hyphen."""
    return " ".join(re.sub(r"[^\w-]", " ", teks.casefold()).split())


def _find(teks: str, hari_ini: date, jenis: JenisPeriode) -> Sebutan:
    for pola, read in _POLA:
        if found := pola.search(teks):
            sisa = " ".join((teks[: found.start()] + " " + teks[found.end() :]).split())
            try:
                return Sebutan(read(found, hari_ini, jenis), sisa)
            except PeriodeError as error:
                return Sebutan(None, sisa, str(error))
    return Sebutan(None, teks)


def _kode(found: re.Match[str], hari_ini: date, jenis: JenisPeriode) -> Periode:
    try:
        return parse_periode(found[1].replace("tw", "t"))
    except PeriodeError:
        raise PeriodeError(f"Tidak ada periode “{found[1].upper()}”.") from None


def _hari(found: re.Match[str], hari_ini: date, jenis: JenisPeriode) -> Periode:
    raise PeriodeError("Tidak ada laporan per hari. Yang paling pendek satu minggu.")


def _relatif(found: re.Match[str], hari_ini: date, jenis: JenisPeriode) -> Periode:
    berjalan = periode_of(hari_ini, _JENIS.get(found[1], jenis))
    return berjalan.sebelumnya() if found[2] in _LALU else berjalan


def _bernomor(found: re.Match[str], hari_ini: date, jenis: JenisPeriode) -> Periode:
    satuan = _JENIS["semester" if found[2] == "s" else "triwulan" if found[2] in {"t", "q"} else found[2]]
    nomor, tahun = _KE.get(found[3]) or int(found[3]), found[1] or found[4]
    if satuan == "tahun":
        raise PeriodeError("Tulis tahun dengan empat angka, misalnya 2024.")
    return _terakhir(lambda y: f"{y}-{_KODE[satuan].format(nomor)}", satuan, tahun, hari_ini)


def _bulan(found: re.Match[str], hari_ini: date, jenis: JenisPeriode) -> Periode:
    bulan = _BULAN.get(found[1]) or _BULAN_PENDEK[found[1]]
    return _terakhir(lambda y: f"{y}-{bulan:02}", "bulan", found[2], hari_ini)


def _tahun(found: re.Match[str], hari_ini: date, jenis: JenisPeriode) -> Periode:
    return parse_periode(found[1])


def _terakhir(kode: Callable[[int], str], jenis: JenisPeriode, tahun: str | None, hari_ini: date) -> Periode:
    """That of the year said, else the latest that has begun."""
    try:
        if tahun:
            return parse_periode(kode(int(tahun)))
        begun = (parse_periode(kode(year)) for year in (hari_ini.year, hari_ini.year - 1))
        return next(one for one in begun if one.mulai <= hari_ini)
    except PeriodeError:
        raise PeriodeError(_BATAS[jenis]) from None


def _pola(isi: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:(?:untuk|pada|selama|periode) )*{isi}(?![\w-])")


_Read = Callable[[re.Match[str], date, JenisPeriode], Periode]
_POLA: tuple[tuple[re.Pattern[str], _Read], ...] = (
    (_pola(r"([0-9]{4}-(?:s|t|tw|w)?[0-9]{1,2})"), _kode),
    (_pola(rf"({_SATUAN}|periode) (ini|berjalan|sekarang|{'|'.join(_LALU)})"), _relatif),
    (_pola(r"(?:hari ini|kemarin)"), _hari),
    (_pola(rf"(?:{_TAHUN} )?({_SATUAN}) ?-?{_NOMOR}(?: {_TAHUN})?"), _bernomor),
    (_pola(rf"{_TAHUN} ([stq])([0-9])()"), _bernomor),
    (_pola(rf"()([stq])([0-9]) {_TAHUN}"), _bernomor),
    (_pola(rf"(?:(?:bulan|bln) )?({'|'.join(_BULAN)}|pebruari|nopember)(?: {_TAHUN})?"), _bulan),
    (_pola(rf"(?:(?:bulan|bln) )?({'|'.join(_BULAN_PENDEK)}) {_TAHUN}"), _bulan),
    (_pola(_TAHUN), _tahun),
)
"""Tried in this order: what says more comes before what says less."""
