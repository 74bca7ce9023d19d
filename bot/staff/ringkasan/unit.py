"""The weekly digest of a unit, for its heads. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, get_args

from bot.engine.messages import Choice
from bot.engine.tanggal import angka
from bot.reports.mingguan import MINGGU, Mingguan
from bot.reports.ukuran import MINIMAL_RINCI
from bot.saran.klasifikasi import Klasifikasi, Sifat
from bot.saran.pilih import Kutipan, Tulisan, pick
from bot.staff.frame import Page, button, say
from bot.staff.results.buttons import laporan_button
from bot.staff.results.teks import name_of
from bot.staff.ringkasan.teks import figure_lines, fitting, heading_of, next_line, sample_line, week_line
from bot.staff.rtl.pages import rtl_button
from scoring.ikm import HasilUnsur
from scoring.pembulatan import round_half_up
from scoring.tren import highlight_unsur
from storage.plans import PlanCount
from storage.voices import SaranRow

UNSUR_PALING: Final = 60
_SIFAT: Final = frozenset(get_args(Sifat))


def weakest_unsur(mingguan: Mingguan) -> HasilUnsur | None:
    """The lowest of the periode; None of too few answers, and where no unsur is lower than another."""
    if mingguan.hasil.n < MINIMAL_RINCI:
        return None
    sorotan = highlight_unsur(mingguan.hasil, 1)
    if not sorotan.terendah or sorotan.terendah[0].nik == sorotan.tertinggi[0].nik:
        return None
    return sorotan.terendah[0]


def quotes_of(mingguan: Mingguan, unsur: str, rows: Sequence[SaranRow]) -> tuple[Kutipan, ...]:
    """What people wrote about that unsur in the last weeks.

    Nothing where fewer than MINIMAL_RINCI answered in all of them, and nothing of last week where fewer did in it:
    with so few, who wrote would be known by the time alone (UU 27/2022).
    """
    minggu = mingguan.minggu
    until = _until(mingguan)
    if sum(one.n for one in minggu if one.periode.selesai <= until) < MINIMAL_RINCI:
        return ()
    tulisan = (
        Tulisan(row.teks, row.hari, Klasifikasi(row.unsur, sifat))
        for row in rows
        if row.hari < until and (sifat := next((one for one in _SIFAT if one == row.sifat), None))
    )
    return pick(tulisan, unsur)


def _until(mingguan: Mingguan) -> date:
    last = mingguan.minggu[-1]
    return last.periode.selesai if last.n >= MINIMAL_RINCI else last.periode.mulai


def unit_page(mingguan: Mingguan, rows: Sequence[SaranRow], rencana: PlanCount) -> Page:
    """`rows` are the unit's texts about its weakest unsur in the weeks of the digest."""
    heading, unsur = heading_of(mingguan), weakest_unsur(mingguan)
    quotes = quotes_of(mingguan, unsur.unsur.key, rows) if unsur else ()
    texts = (_text(mingguan, unsur, quotes[:most], rencana) for most in range(len(quotes), -1, -1))
    return say(fitting(heading, texts), *_buttons(mingguan, unsur), heading=heading)


def _text(mingguan: Mingguan, unsur: HasilUnsur | None, quotes: Sequence[Kutipan], rencana: PlanCount) -> str:
    parts = [
        [*figure_lines(mingguan), week_line(mingguan)],
        _weakest(mingguan, unsur, quotes) if unsur else [],
        [sample_line(mingguan), plan_line(rencana), *next_line(mingguan)],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def _weakest(mingguan: Mingguan, unsur: HasilUnsur, quotes: Sequence[Kutipan]) -> list[str]:
    assert unsur.nik is not None  # noqa: S101  it is the lowest of those with answers
    mutu = f" ({unsur.mutu.huruf})" if unsur.mutu else ""
    so_far = "" if mingguan.jangka.final else " sejauh ini"
    nama = name_of(unsur.unsur.nama, UNSUR_PALING)
    line = f"Unsur terlemah{so_far}: {nama}, {angka(round_half_up(unsur.nik))}{mutu}."
    if not quotes:
        return [line]
    return [f"{line} Kata warga dalam {MINGGU} minggu terakhir:", *map(_quoted, quotes)]


def _quoted(quote: Kutipan) -> str:
    return f"“{quote.teks}”{f' (ditulis {angka(quote.banyak)} orang)' if quote.banyak > 1 else ''}"


def plan_line(rencana: PlanCount) -> str:
    if rencana.open:
        done = f", {angka(rencana.done)} selesai" if rencana.done else ""
        return f"Rencana tindak lanjut (RTL): {angka(rencana.open)} belum selesai{done}."
    if rencana.done:
        return f"Rencana tindak lanjut (RTL): semua selesai ({angka(rencana.done)})."
    return "Rencana tindak lanjut (RTL): belum ada."


def _buttons(mingguan: Mingguan, unsur: HasilUnsur | None) -> list[tuple[Choice, ...]]:
    sasaran, periode = mingguan.sasaran, mingguan.jangka.berjalan
    laporan = laporan_button("Lihat laporan", sasaran, periode, peran="utama")
    if mingguan.hasil.n < MINIMAL_RINCI:
        return [(laporan,)]
    plan = rtl_button(sasaran.kode, unsur.unsur.key if unsur else "", periode.kode)
    return [(laporan, button("Saran", "sar", sasaran.kode)), (plan,)]
