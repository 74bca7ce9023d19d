"""What the engine may know of the world: the instrumen, the units, the rules an installation sets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from scoring.instrumen import Instrumen
from scoring.model import Kelompok, UnitLayanan
from scoring.periode import JenisPeriode

if TYPE_CHECKING:
    from bot.engine.questions import Question

KODE_UNIT = re.compile(r"[A-Za-z0-9_-]{1,40}")
"""A unit's code: fits a Telegram start parameter (64) and, with its prefix, a button (64 bytes)."""

_SINGKATAN = {
    "kel": "kelurahan",
    "kec": "kecamatan",
    "bag": "bagian",
    "pkm": "puskesmas",
    "disdukcapil": "dispendukcapil",
    "dinkes": "dinas kesehatan",
    "dinsos": "dinas sosial",
    "dishub": "dinas perhubungan",
    "disdik": "dinas pendidikan",
    "diknas": "dinas pendidikan",
    "1": "i",
    "2": "ii",
    "3": "iii",
}
_UMUM = {"kelurahan", "kecamatan", "kantor", "lurah", "camat", "dinas", "kota", "di", "unit"}
_CUKUP_MIRIP = 72


@dataclass(frozen=True, slots=True)
class Aturan:
    """What an installation may set about the interview. `harapan`: each unsur is asked a second time, for how much it
    matters."""

    nama_pemda: str = "Pemerintah Kota Kediri"
    sapaan: str = "Anda"
    usia_boleh_lewat: bool = False
    harapan: bool = False
    jeda_isi_ulang_hari: int = 30
    minimal_tampil: int = 10
    ingatkan_menit: int = 30
    kedaluwarsa_jam: int = 24
    jenis_periode: JenisPeriode = "semester"


def _words(teks: str) -> list[str]:
    found = re.findall(r"[a-z0-9]+", teks.casefold())
    return [part for word in found for part in _SINGKATAN.get(word, word).split()]


@dataclass(frozen=True, slots=True)
class Direktori:
    """The units that may be surveyed, found by code, by group or by a name typed with errors."""

    kelompok: tuple[Kelompok, ...]
    unit: Mapping[str, UnitLayanan]
    _nama: Mapping[str, tuple[str, str]] = field(repr=False)

    @classmethod
    def of(cls, kelompok: Iterable[Kelompok], unit: Iterable[UnitLayanan]) -> Direktori:
        aktif = {u.kode.casefold(): u for u in unit if u.aktif}
        used = {u.kelompok for u in aktif.values()}
        nama = {}
        for kode, u in aktif.items():
            words = _words(u.nama)
            telling = [w for w in words if w not in _UMUM] or words
            nama[kode] = (" ".join(words), " ".join(telling))
        return cls(tuple(k for k in kelompok if k.kode in used), aktif, nama)

    def find(self, kode: str) -> UnitLayanan | None:
        """The unit of that code, in any case; None where there is none or it is closed."""
        return self.unit.get(kode.casefold())

    @property
    def zona(self) -> str:
        """The time zone that most units are in, for what concerns them all."""
        zones = [unit.zona_waktu for unit in self.unit.values()]
        return max(sorted(set(zones)), key=zones.count, default="Asia/Jakarta")

    def in_kelompok(self, kode: str) -> list[UnitLayanan]:
        return sorted((u for u in self.unit.values() if u.kelompok == kode), key=lambda u: u.nama)

    def named(self, teks: str, *, loosely: bool = False) -> list[UnitLayanan]:
        """Units of exactly this name, spaces, case and kel./kec. aside; `loosely`, general words ("dinas") too."""
        words = _words(teks[:100])
        wanted = "".join(w for w in words if not (loosely and w in _UMUM))
        return [
            self.unit[kode]
            for kode, (full, short) in self._nama.items()
            if wanted and (short if loosely else full).replace(" ", "") == wanted
        ]

    def search(self, teks: str, most: int = 6) -> list[UnitLayanan]:
        """Units whose name resembles `teks`, the likeliest first; tolerant of typing errors, order and kel./kec."""
        words = _words(teks[:100])
        whole = " ".join(words)
        telling = " ".join(w for w in words if w not in _UMUM) or whole
        if len(telling) < 2:
            return []
        scored = []
        for kode, (full, short) in self._nama.items():
            score = max(fuzz.token_sort_ratio(telling, short), 0.97 * fuzz.token_set_ratio(telling, short))
            if len(telling) >= 4:
                score = max(score, 0.9 * fuzz.partial_ratio(telling, short))
            # "kecamatan pesantren" and "puskesmas pesantren" differ in the general word alone.
            scored.append((round(score), fuzz.token_sort_ratio(whole, full), kode))
        best = sorted((s for s in scored if s[0] >= _CUKUP_MIRIP), key=lambda s: (-s[0], -s[1], s[2]))
        return [self.unit[kode] for _, _, kode in best[:most]]


@dataclass(frozen=True, slots=True)
class Survey:
    """All that `advance` knows beside the session. One value per moment: it is replaced, never changed.

    `instrumen` and `aturan.harapan` are as they hold in the running periode; `lazim` is the survey where a periode
    has agreed nothing of its own, None where that is the same.
    """

    instrumen: Instrumen
    direktori: Direktori
    aturan: Aturan = Aturan()
    lazim: Survey | None = None
    memo: dict[tuple[str, str], Question] = field(default_factory=dict, init=False, compare=False, repr=False)
    """Questions made before, by unit and key. They depend on this survey alone, and go with it."""
