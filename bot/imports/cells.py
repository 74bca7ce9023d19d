"""What is known of a unit, read from a text: a cell of a file, or what an admin types. Each raises Unreadable."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from bot.engine.survey import KODE_UNIT
from bot.imports.faults import Unreadable
from bot.imports.table import slug
from scoring.model import JenisLayanan, Kelompok
from scoring.periode import ZONA

PEMISAH: Final = "|"
NAMA_PALING: Final = 200
JENIS_PALING: Final = 80
LABEL_PALING: Final = 60
Label = tuple[str, str, str, str]


def read_kode(teks: str) -> str:
    """A unit's code."""
    if not teks:
        raise Unreadable("is empty", "masih kosong")
    if not KODE_UNIT.fullmatch(teks):
        raise Unreadable(
            "may hold only letters, digits, - and _, at most 40 of them",
            "hanya boleh berisi huruf, angka, - dan _, paling banyak 40",
        )
    return teks


def read_nama(teks: str, most: int = NAMA_PALING) -> str:
    """A name, which must say something."""
    if not teks:
        raise Unreadable("is empty", "masih kosong")
    return read_teks(teks, most)


def read_teks(teks: str, most: int) -> str:
    if len(teks) > most:
        raise Unreadable(f"is longer than {most} characters", f"lebih panjang dari {most} huruf")
    return teks


def read_kelompok(teks: str) -> Kelompok:
    """A group, whose code follows from its name."""
    nama = read_nama(teks)
    return Kelompok(_slug(nama), nama)


def read_layanan(teks: str) -> JenisLayanan:
    """A service, whose code follows from its name."""
    nama = read_nama(teks)
    return JenisLayanan(_slug(nama), nama)


def read_zona(teks: str) -> str:
    """A time zone by its short name or its IANA name."""
    zona = ZONA.get(teks.upper(), teks)
    try:
        ZoneInfo(zona)
    except (KeyError, ValueError, OSError):
        known = ", ".join(ZONA)
        raise Unreadable(
            f"is no time zone; use {known}", f"bukan zona waktu; pakailah salah satu dari {known}"
        ) from None
    return zona


def read_populasi(teks: str) -> int | None:
    """Service users in a period, points between thousands allowed; None for an empty text."""
    digits = teks.replace(".", "")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise Unreadable("is no whole number", "bukan bilangan bulat")
    return int(digits)


def read_label(teks: str) -> Label | None:
    """Four labels, for score 1 to 4; None for an empty text, which leaves the instrumen's own."""
    if not teks:
        return None
    four = [part.strip() for part in teks.split(PEMISAH)]
    if len(four) != 4 or len({label.casefold() for label in four} - {""}) != 4:
        raise Unreadable(
            f"must be four different labels parted by {PEMISAH}, for score 1 to 4",
            f"harus empat label yang berbeda untuk nilai 1 sampai 4, dipisah dengan {PEMISAH}",
        )
    for label in four:
        read_teks(label, LABEL_PALING)
    return (four[0], four[1], four[2], four[3])


def _slug(nama: str) -> str:
    if not (kode := slug(nama)):
        raise Unreadable("holds no letter or digit", "tidak berisi huruf atau angka")
    return kode
