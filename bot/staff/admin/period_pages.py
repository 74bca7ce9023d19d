"""What an official periode looks like in a chat: what was agreed, how many answered, whether it is closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.engine.tanggal import angka, capital, tanggal
from bot.reports.berlaku import ketentuan_of
from bot.reports.penutupan import PenutupanDitolak, Tinjauan, check_jenis, read_tinjauan
from bot.staff.frame import Call, Page, Refused, button, say
from bot.staff.hak import SEMUA_WILAYAH
from bot.staff.subjects import parse_kode
from scoring.errors import ScoringError
from scoring.instrumen import Instrumen, shipped_instrumen
from scoring.ketentuan import Ketentuan
from scoring.periode import Periode, local_day
from scoring.profil import kelas_usia

JUDUL: Final = "Periode resmi"
DAFTAR, LIHAT, TUTUP, YA_TUTUP, BUKA, ATUR, PILIH = "prd", "pr", "prt", "pry", "prb", "pra", "prp"
"""Verbs of buttons: the list, one periode, closing it, for certain, opening it again, agreements, one of them."""
HAL: Final[Mapping[str, str]] = {
    "bobot": "Bobot",
    "mutu": "Batas mutu",
    "urutan": "Urutan pertanyaan",
    "usia": "Kelompok usia",
    "harapan": "Harapan",
    "instrumen": "Kuesioner",
}
"""What can be agreed, as buttons call it; the questionnaire, seldom changed, last."""
_LAGI: Final = "Periode itu tidak kami kenal. Silakan mulai lagi dengan /periode."


def periode_of_button(call: Call, kode: str) -> Periode:
    """The periode a button names, which may be forged. Raises Refused for what is none, and for who may not."""
    call.require("periode", SEMUA_WILAYAH)
    periode = parse_kode(kode)
    if periode is None:
        raise Refused(_LAGI)
    return periode


async def look(call: Call, periode: Periode) -> Tinjauan:
    """Raises Refused for a periode that can have no official result."""
    try:
        if await call.tx.periods.get(periode.kode) is None:
            check_jenis(call.survey, periode)
        return await read_tinjauan(call.tx, call.survey, periode, call.now)
    except PenutupanDitolak as error:
        raise Refused(error.indonesia) from None
    except ScoringError as error:
        raise Refused(f"Ketentuan {periode.nama} tidak dapat dibaca oleh versi program ini.") from error


async def periode_page(call: Call, periode: Periode, *, fresh: bool = False) -> Page:
    tinjauan = await look(call, periode)
    lines = [*_state(call, tinjauan), "", *ketentuan_lines(call, tinjauan)]
    for kode, n in sorted(tinjauan.lain.items()):
        lines.append(f"{angka(n)} jawaban memakai kuesioner lain ({kode}) dan tidak ikut dihitung.")
    kode, rows = periode.kode, []
    if tinjauan.ditutup:
        rows.append((button("Buka lagi", BUKA, kode),))
    else:
        rows.append((button("Atur", ATUR, kode),))
        if tinjauan.selesai:
            rows.append((button("Tutup", TUTUP, kode),))
    rows.append((button("Daftar periode", DAFTAR, peran="navigasi"),))
    return say("\n".join(lines), *rows, heading=capital(periode.nama), fresh=fresh)


def people(tinjauan: Tinjauan) -> str:
    """ "50 jawaban dari 1 unit" """
    return f"{angka(tinjauan.n)} jawaban dari {angka(tinjauan.unit)} unit"


def ketentuan_lines(call: Call, tinjauan: Tinjauan) -> list[str]:
    """What was agreed, a line each."""
    said = in_words(tinjauan.berlaku.instrumen, ketentuan_of(call.survey, tinjauan.berlaku))
    return [f"{HAL[hal]}: {text}" for hal, text in said.items()]


def in_words(instrumen: Instrumen, ketentuan: Ketentuan) -> dict[str, str]:
    """Each thing that can be agreed, by its key of HAL. `instrumen` is as it holds under `ketentuan`."""
    return {
        "instrumen": instrumen.nama,
        "bobot": instrumen.bobot.teks,
        "mutu": bands_text(instrumen, ketentuan),
        "urutan": order_text(instrumen),
        "usia": ", ".join(kelas.label for kelas in kelas_usia(instrumen.usia_kelas)),
        "harapan": "ditanyakan" if ketentuan.harapan else "tidak ditanyakan",
    }


def bands_text(instrumen: Instrumen, ketentuan: Ketentuan) -> str:
    """ "A mulai 88,31, B mulai 76,61, …" and whose they are where they are another instrumen's."""
    bands = ", ".join(f"{pita.huruf} mulai {angka(pita.dari)}" for pita in instrumen.mutu[:-1])
    whose = f", menurut {shipped_instrumen(ketentuan.mutu).nama}" if ketentuan.mutu else ""
    return bands + whose


def order_text(instrumen: Instrumen) -> str:
    listed = tuple(unsur.key for unsur in instrumen.unsur)
    return "sesuai daftar unsur" if instrumen.urutan == listed else "sesuai formulir"


def state_text(call: Call, periode: Periode, ditutup_pada: datetime | None) -> str:
    """In a word or two, as a list shows it."""
    if ditutup_pada is not None:
        return f"ditutup {_day(call, ditutup_pada)}"
    if call.today in periode:
        return "sedang berjalan"
    return "belum ditutup" if periode.selesai <= call.today else "belum mulai"


def _state(call: Call, tinjauan: Tinjauan) -> list[str]:
    row, counted = tinjauan.row, people(tinjauan)
    if row is not None and row.ditutup_pada is not None:
        closed = f"Ditutup {_day(call, row.ditutup_pada)}. Hasil akhirnya tersimpan: {counted}."
        return [closed, f"Unit yang disurvei: {angka(tinjauan.semua)}."]
    over = "Sudah selesai, belum ditutup" if tinjauan.selesai else "Belum selesai"
    lines = [f"{over}: {counted}.", f"Unit yang disurvei: {angka(tinjauan.semua)}."]
    if row is not None and row.dibuka_lagi_pada is not None:
        lines.append(f"Dibuka lagi {_day(call, row.dibuka_lagi_pada)}: {row.alasan}")
    return lines


def _day(call: Call, pada: datetime) -> str:
    return tanggal(local_day(pada, call.who.zona_waktu))
