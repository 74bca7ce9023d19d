"""Who may do what: the one table of rights.

A person holds rights (`HakRow`): a role over a unit, a group, or everything. What a role may do is in `IZIN`, and
nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from bot.engine.survey import Direktori
from storage.staff import HakRow, StafRow

Peran = Literal["kepala_unit", "pengawas_kelompok", "admin", "peninjau", "petugas_entri"]
PERAN: Final[tuple[Peran, ...]] = get_args(Peran)

NAMA_PERAN: Final[Mapping[Peran, str]] = {
    "kepala_unit": "Kepala unit",
    "pengawas_kelompok": "Pengawas kelompok",
    "admin": "Admin",
    "peninjau": "Peninjau",
    "petugas_entri": "Petugas entri",
}

KELOMPOK: Final = "k:"
"""Begins the scope of a petugas_entri who serves a whole group; of one who serves a unit it is the unit's code, of
one who serves all of them it is empty."""

Tindakan = Literal[
    "laporan",
    "dokumen",
    "peringkat",
    "tren",
    "target",
    "target.atur",
    "unit",
    "periode",
    "impor",
    "isi",
    "saran",
    "saran.koreksi",
    "saran.jawab",
    "rtl",
    "rtl.tulis",
    "peringatan",
    "jadwal",
    "undang",
    "cabut",
    "audit",
    "status",
    "notifikasi",
    "bantuan",
]
"""What can be done. Without a dot: to see, or to use the command of that name; after a dot: to change."""
TINDAKAN: Final[tuple[Tindakan, ...]] = get_args(Tindakan)

Jangkauan = Literal["semua", "cakupan", "tidak"]
"""How far a role reaches: everything; the unit or group it was given for; nothing."""

_SEMUA: Jangkauan = "semua"
_CAKUPAN: Jangkauan = "cakupan"
_TIDAK: Jangkauan = "tidak"

#                             kepala_unit, pengawas_kelompok, admin, peninjau, petugas_entri
_TABEL: Final[Mapping[Tindakan, tuple[Jangkauan, Jangkauan, Jangkauan, Jangkauan, Jangkauan]]] = {
    "laporan": (_CAKUPAN, _CAKUPAN, _SEMUA, _SEMUA, _TIDAK),
    "dokumen": (_CAKUPAN, _CAKUPAN, _SEMUA, _SEMUA, _TIDAK),
    "peringkat": (_TIDAK, _CAKUPAN, _SEMUA, _SEMUA, _TIDAK),
    "tren": (_CAKUPAN, _CAKUPAN, _SEMUA, _SEMUA, _TIDAK),
    "target": (_CAKUPAN, _CAKUPAN, _SEMUA, _SEMUA, _TIDAK),
    "target.atur": (_TIDAK, _TIDAK, _SEMUA, _TIDAK, _TIDAK),
    "unit": (_TIDAK, _TIDAK, _SEMUA, _TIDAK, _TIDAK),
    "periode": (_TIDAK, _TIDAK, _SEMUA, _TIDAK, _TIDAK),
    "impor": (_TIDAK, _TIDAK, _SEMUA, _TIDAK, _TIDAK),
    # Not the head of a unit: nobody fills in what they are judged by.
    "isi": (_TIDAK, _TIDAK, _SEMUA, _TIDAK, _CAKUPAN),
    "saran": (_CAKUPAN, _CAKUPAN, _SEMUA, _SEMUA, _TIDAK),
    "saran.koreksi": (_CAKUPAN, _TIDAK, _SEMUA, _TIDAK, _TIDAK),
    "saran.jawab": (_CAKUPAN, _TIDAK, _SEMUA, _TIDAK, _TIDAK),
    "rtl": (_CAKUPAN, _CAKUPAN, _SEMUA, _SEMUA, _TIDAK),
    "rtl.tulis": (_CAKUPAN, _TIDAK, _SEMUA, _TIDAK, _TIDAK),
    "peringatan": (_CAKUPAN, _CAKUPAN, _SEMUA, _TIDAK, _TIDAK),
    "jadwal": (_TIDAK, _TIDAK, _SEMUA, _TIDAK, _TIDAK),
    "undang": (_TIDAK, _TIDAK, _SEMUA, _TIDAK, _TIDAK),
    "cabut": (_TIDAK, _TIDAK, _SEMUA, _TIDAK, _TIDAK),
    "audit": (_TIDAK, _TIDAK, _SEMUA, _TIDAK, _TIDAK),
    "status": (_TIDAK, _TIDAK, _SEMUA, _TIDAK, _TIDAK),
    "notifikasi": (_SEMUA, _SEMUA, _SEMUA, _SEMUA, _TIDAK),
    "bantuan": (_SEMUA, _SEMUA, _SEMUA, _SEMUA, _SEMUA),
}

IZIN: Final[Mapping[Tindakan, Mapping[Peran, Jangkauan]]] = {
    tindakan: dict(zip(PERAN, row, strict=True)) for tindakan, row in _TABEL.items()
}


@dataclass(frozen=True, slots=True)
class Wilayah:
    """What something is done to: a unit with its group, a group (no unit), or everything (neither)."""

    unit: str = ""
    kelompok: str = ""


SEMUA_WILAYAH: Final = Wilayah()


def wilayah_of(direktori: Direktori, kode_unit: str) -> Wilayah:
    """The unit and the group it belongs to now. A unit that is not surveyed belongs to no group."""
    unit = direktori.find(kode_unit)
    return Wilayah(kode_unit, unit.kelompok if unit else "-")


def boleh(who: StafRow, tindakan: Tindakan) -> bool:
    """Whether the person may do this at all, to anything."""
    return any(_reach(right, tindakan) != "tidak" for right in who.hak)


def boleh_atas(who: StafRow, tindakan: Tindakan, wilayah: Wilayah) -> bool:
    """Whether the person may do this to that."""
    return any(_covers(right, tindakan, wilayah) for right in who.hak)


def roles(rights: Iterable[HakRow]) -> list[Peran]:
    """The roles among these rights, in the table's order."""
    held = {right.peran for right in rights}
    return [peran for peran in PERAN if peran in held]


def _covers(right: HakRow, tindakan: Tindakan, wilayah: Wilayah) -> bool:
    match _reach(right, tindakan), right.peran:
        case "semua", _:
            return True
        case "cakupan", "kepala_unit":
            return bool(wilayah.unit) and wilayah.unit == right.cakupan
        case "cakupan", "pengawas_kelompok":
            return bool(wilayah.kelompok) and wilayah.kelompok == right.cakupan
        case "cakupan", "petugas_entri":
            group = f"{KELOMPOK}{wilayah.kelompok}" if wilayah.kelompok else ""
            return not right.cakupan or right.cakupan in {wilayah.unit, group} - {""}
        case _:
            return False


def _reach(right: HakRow, tindakan: Tindakan) -> Jangkauan:
    for peran, jangkauan in IZIN[tindakan].items():
        if peran == right.peran:
            return jangkauan
    return "tidak"  # a role of another version has no rights here
