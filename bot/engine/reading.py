"""What was typed, read as an answer to the question asked."""

from __future__ import annotations

from dataclasses import dataclass

from bot.engine.questions import SARAN_PALING, Question
from bot.engine.tanggal import angka
from bot.engine.understand import is_blank, plain, read_choice, read_number
from bot.engine.wording import id as w
from bot.engine.wording import kata

USIA_TERENDAH, USIA_TERTINGGI = 10, 120
PILIHAN_DISEBUT = 12
"""A question with more options than this does not repeat them all to somebody it did not understand."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why an answer was not taken, in words for the person."""

    notice: str


def read_answer(asked: Question, teks: str, tahun_ini: int, sapaan: str) -> str | int | Rejected | None:
    """The value to keep for what was typed: a score as int, an option's code, a text, None for skipping."""
    if asked.boleh_lewat and (plain(teks) in kata.LEWATI or (teks.strip() and not teks.strip(" \n\t.-–—"))):
        return None
    if asked.key == "usia":
        return _read_usia(teks, tahun_ini, sapaan)
    if asked.harap == "teks":
        clean = teks.strip()
        if len(clean) > SARAN_PALING:
            return Rejected(w.TERLALU_PANJANG.format(panjang=angka(len(clean)), paling=angka(SARAN_PALING)))
        return Rejected(w.TULIS_SAJA.format(lewati=w.LEWATI)) if is_blank(clean) else clean
    value = read_choice(teks, asked.pilihan)
    return Rejected(_which(asked)) if value is None else value_of(asked, value)


def _which(asked: Question) -> str:
    if len(asked.pilihan) > PILIHAN_DISEBUT:
        return w.PILIH_SATU_SAJA
    listed = ", ".join(f"{n} {option.label}" for n, option in enumerate(asked.pilihan, start=1))
    return w.PILIH_SATU.format(pilihan=listed)


def value_of(asked: Question, nilai: str) -> str | int:
    """An unsur's answer is its score, a number; any other is the option's code."""
    return int(nilai) if asked.skor else nilai


def _read_usia(teks: str, tahun_ini: int, sapaan: str) -> int | Rejected:
    usia = read_number(teks)
    if usia is None:
        return Rejected(w.USIA_TAK_DIBACA)
    if USIA_TERENDAH <= tahun_ini - usia <= USIA_TERTINGGI and usia > USIA_TERTINGGI:
        return Rejected(w.USIA_TAHUN_LAHIR.format(sapaan=sapaan, contoh=tahun_ini - usia))
    if not USIA_TERENDAH <= usia <= USIA_TERTINGGI:
        return Rejected(w.USIA_DI_LUAR)
    return usia
