"""What a unit's inbox of saran holds, and how its texts are named in buttons.

Free text is shown without time, service or profile, and not at all while fewer than five people have answered in the
periode: who was served that day would be known by the words alone (UU 27/2022). A response's id holds the moment it
was given, so no button carries it: a text goes by a keyed hash.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.engine.balasan import IZIN_SESUDAH_PERIODE
from bot.engine.survey import Survey
from bot.reports.ukuran import MINIMAL_RINCI
from bot.saran.lipat import fold
from bot.staff.frame import Call, Entry, Refused, number
from bot.staff.hak import Tindakan, boleh_atas, wilayah_of
from scoring.model import Rekap, UnitLayanan
from scoring.periode import JenisPeriode, Periode, local_day, periode_of
from storage.voices import SARAN, IzinRow, SaranRow

SIFAT: Final[Mapping[str, str]] = {
    "keluhan": "Keluhan",
    "usul": "Usul",
    "pertanyaan": "Pertanyaan",
    "pujian": "Pujian",
    "lain": "Lainnya",
}
TANPA_UNSUR: Final = "Tidak menyebut unsur"
GONE: Final = "Tulisan itu tidak ada lagi di sini. Daftar yang terbaru: /saran"
_TAK_DIKENAL: Final = "Unit itu tidak kami kenal. Silakan mulai lagi dengan /saran."
_BELUM_CUKUP: Final = (
    "Saran untuk {unit} belum ditampilkan: baru ada {n} jawaban pada {jangka}. Tulisan baru terbuka setelah ada "
    "{minimal} jawaban, supaya penulisnya tidak dapat ditebak."
)
_TANDA_HURUF = 10


@dataclass(frozen=True, slots=True)
class Folded:
    """Texts that say the same: `shown` is the one to show, `members` all of them."""

    shown: SaranRow
    members: tuple[SaranRow, ...]

    @property
    def people(self) -> int:
        """How many wrote it. Who gave it as the reason of two scores is one."""
        return len({row.respons for row in self.members})


@dataclass(frozen=True, slots=True)
class Inbox:
    """A unit's texts of the periods shown, of which `n` responses are; `jangka` is these periods, as a sentence says
    them. `permits` are those whose writer may be answered, by response."""

    unit: UnitLayanan
    jangka: str
    n: int
    rows: tuple[SaranRow, ...]
    permits: Mapping[int, IzinRow]

    def open(self, row: SaranRow) -> bool:
        """Whether it can be answered. Leave is given for a saran, not for the reason of a low score."""
        return row.bagian == SARAN and row.jawaban is None and row.respons in self.permits

    def read(self, rows: Sequence[SaranRow]) -> Entry:
        """The line for the audit log: whose texts were read, and how many."""
        return Entry("saran.baca", self.unit.nama[:120], {"tulisan": len(rows)})


def shown_periods(hari: date, jenis: JenisPeriode) -> tuple[Periode, ...]:
    """The running periode, and before it the last one while those who wrote in it may still be answered."""
    running, before = periode_of(hari, jenis), periode_of(hari - IZIN_SESUDAH_PERIODE, jenis)
    return (running,) if before == running else (before, running)


async def read_inbox(call: Call, kode_unit: str, tindakan: Tindakan = "saran") -> Inbox:
    """Raises Refused where the person may not, the unit is unknown, or too few have answered."""
    call.require(tindakan, wilayah_of(call.survey.direktori, kode_unit))
    unit = call.survey.direktori.find(kode_unit)
    if unit is None:
        raise Refused(_TAK_DIKENAL)
    periods = shown_periods(local_day(call.now, unit.zona_waktu), call.survey.aturan.jenis_periode)
    span, jangka = (periods[0].mulai, periods[-1].selesai), " dan ".join(one.nama for one in periods)
    counted = await call.tx.facts.rekap_rentang(call.survey.instrumen.id, [span], [unit.kode], sebaran=False)
    n = counted[0].get(unit.kode, Rekap()).n
    if n < MINIMAL_RINCI:
        text = _BELUM_CUKUP.format(unit=unit.nama, n=n, jangka=jangka, minimal=MINIMAL_RINCI)
        raise Refused(text)
    rows = await call.tx.voices.of_unit(unit.kode, *span)
    permits = await call.tx.voices.allowed({row.respons for row in rows}, int(call.now.timestamp() * 1000))
    return Inbox(unit, jangka, n, tuple(rows), permits)


async def folded(rows: Sequence[SaranRow]) -> list[Folded]:
    """Duplicates folded, in the order of the first of each."""
    groups = await asyncio.to_thread(fold, [row.teks for row in rows])
    return [Folded(rows[group.wakil], tuple(rows[n] for n in group.anggota)) for group in groups]


async def find_folded(call: Call, inbox: Inbox, tanda: str) -> Folded:
    """The group in which the text of that mark is the one shown. Raises Refused where there is none any more."""
    row = find_row(call, inbox, tanda)
    group = next(one for one in await folded(inbox.rows) if row in one.members)
    return replace(group, shown=row)


def find_row(call: Call, inbox: Inbox, tanda: str) -> SaranRow:
    """The text of that mark. Raises Refused where there is none any more."""
    row = next((row for row in inbox.rows if tanda_of(call, row) == tanda), None)
    if row is None:
        raise Refused(GONE)
    return row


def tanda_of(call: Call, row: SaranRow) -> str:
    """What a button carries in place of the response's id: 10 hex digits."""
    return call.hash_token(f"saran:{row.respons}:{row.bagian}")[:_TANDA_HURUF]


def may(call: Call, tindakan: Tindakan, unit: UnitLayanan) -> bool:
    return boleh_atas(call.who, tindakan, wilayah_of(call.survey.direktori, unit.kode))


# Filters: "" all; "u0" no unsur, "u1" the instrumen's first and so on; "s0" the first sifat; "b" to be answered


def filter_of(inbox: Inbox, survey: Survey, saring: str) -> tuple[str, Callable[[SaranRow], bool]]:
    """What a filter is called and what it lets through; anything forged lets all through."""
    n = number(saring[1:])
    keys = unsur_keys(survey)
    if saring == "b":
        return "Boleh dibalas, belum dijawab", inbox.open
    if saring[:1] == "u" and n is not None and n < len(keys):
        return nama_unsur(survey, keys[n]), lambda row: row.unsur == keys[n]
    if saring[:1] == "s" and n is not None and n < len(SIFAT):
        sifat = list(SIFAT)[n]
        return SIFAT[sifat], lambda row: row.sifat == sifat
    return "Semua tulisan", lambda _: True


def unsur_keys(survey: Survey) -> list[str | None]:
    """None, then the unsur in the instrumen's own order: what a filter's number stands for."""
    return [None, *(unsur.key for unsur in survey.instrumen.unsur)]


def nama_unsur(survey: Survey, key: str | None) -> str:
    """None, and an unsur that only another instrumen has, are none here."""
    return next((unsur.nama for unsur in survey.instrumen.unsur if unsur.key == key), TANPA_UNSUR)
