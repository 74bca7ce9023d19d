"""The questions of an interview: which, in what order, what each accepts.

The order is computed from what was answered, never stored: going on is "the first question without an answer",
so going back, changing an answer at the end and correcting an earlier response all need no rules of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.engine.events import Isi
from bot.engine.messages import Harap
from bot.engine.session import Session
from bot.engine.survey import Survey
from bot.engine.tanggal import angka
from bot.engine.understand import Opsi, is_blank, plain, read_choice, read_number
from bot.engine.wording import id as w
from bot.engine.wording import kata
from scoring.model import UnitLayanan

USIA_TERENDAH, USIA_TERTINGGI = 10, 120
DEWASA = 18
SARAN_PALING = 4000
"""Characters; a Telegram message holds 4,096."""
ALASAN_PALING_DILEWATI = 2
"""Who skipped "Apa yang kurang?" this often is not asked again: an interview stays within 20 taps."""
PILIHAN_DISEBUT = 12
"""A question with more options than this does not repeat them all to somebody it did not understand."""
PILIHAN_TAMPAK = 80
"""Buttons for the options of one question; a Telegram message holds 100. Any others are typed."""

MEMO_PALING = 20_000
"""Questions kept: about a thousand units' worth."""

YA, TIDAK = "ya", "tidak"
PILIHAN_YA_TIDAK = (Opsi(YA, w.SEDIA, kata.YA), Opsi(TIDAK, w.TIDAK_SEDIA, kata.TIDAK))


@dataclass(frozen=True, slots=True)
class Question:
    """What one screen asks. `pilihan` are the answers, empty where the answer is typed; `navigasi` the ways
    around; `utama` marks pilihan whose first is the step the screen is about. `skor` is true for an unsur."""

    key: str
    heading: str
    teks: str
    pilihan: tuple[Opsi, ...] = ()
    navigasi: tuple[Opsi, ...] = ()
    boleh_lewat: bool = False
    harap: Harap = "pilihan"
    skor: bool = False
    definisi: str = ""
    utama: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why an answer was not taken, in words for the person."""

    notice: str


def is_alasan(key: str) -> bool:
    return key.startswith("alasan.")


def sequence(survey: Survey, unit: UnitLayanan, isi: Isi) -> Iterator[str]:
    """The question keys of this interview, in order, given what was answered so far."""
    if len(unit.layanan) > 1:
        yield "layanan"
    for profil in survey.instrumen.profil:
        yield profil.key
        usia = isi.get("usia")
        if profil.key == "usia" and isinstance(usia, int) and usia < DEWASA:
            yield "wali"
    for key in survey.instrumen.urutan:
        yield key
        skor = isi.get(key)
        alasan = f"alasan.{key}"
        if isinstance(skor, int) and skor <= 2 and (alasan in isi or not _tired(isi)):
            yield alasan
    yield "saran"


def _tired(isi: Isi) -> bool:
    return sum(value is None for key, value in isi.items() if is_alasan(key)) >= ALASAN_PALING_DILEWATI


def next_langkah(survey: Survey, unit: UnitLayanan, isi: Isi) -> str:
    """The first question without an answer; `tinjau`, the review, when there is none."""
    return next((key for key in sequence(survey, unit, isi) if not _answered(unit, isi, key)), "tinjau")


def _answered(unit: UnitLayanan, isi: Isi, key: str) -> bool:
    # A service that the unit has dropped since is no answer any more.
    return key in isi and (key != "layanan" or any(isi[key] == layanan.kode for layanan in unit.layanan))


def previous_langkah(survey: Survey, unit: UnitLayanan, isi: Isi, langkah: str) -> str | None:
    """The question before `langkah`; None at the first."""
    before = None
    for key in sequence(survey, unit, isi):
        if key == langkah:
            return before
        before = key
    return None


def unit_of(survey: Survey, session: Session) -> UnitLayanan:
    """The unit of a session that has one. Raises LookupError where it was closed since."""
    unit = survey.direktori.find(session.unit)
    if unit is None:
        raise LookupError(session.unit)
    return unit


def question(survey: Survey, session: Session, key: str) -> Question:
    """The question of that key for this unit, labels overridden where the unit has its own."""
    if is_alasan(key):
        return _alasan(survey, session, key.removeprefix("alasan."))
    made = survey.memo.get((session.unit, key))
    if made is None:
        if len(survey.memo) >= MEMO_PALING:
            survey.memo.clear()
        made = survey.memo[session.unit, key] = _made(survey, session, key)
    return made


def _made(survey: Survey, session: Session, key: str) -> Question:
    unit = unit_of(survey, session)
    sapaan = survey.aturan.sapaan
    if key == "layanan":
        options = tuple(Opsi(layanan.kode, layanan.nama) for layanan in unit.layanan)
        teks = w.LAYANAN.format(sapaan=sapaan)
        if len(options) > PILIHAN_TAMPAK:
            teks = f"{teks} {w.DAFTAR_PANJANG}"
        return Question(key, unit.nama, teks, options)
    if key == "usia":
        boleh = survey.aturan.usia_boleh_lewat
        teks = w.USIA.format(sapaan=sapaan)
        return Question(key, w.TENTANG.format(sapaan=sapaan), teks, boleh_lewat=boleh, harap="angka")
    if key == "wali":
        ya, tidak = PILIHAN_YA_TIDAK
        options = (Opsi(YA, w.WALI_YA, (*ya.lain, "diizinkan")), Opsi(TIDAK, w.WALI_TIDAK, tidak.lain))
        return Question(key, w.TENTANG.format(sapaan=sapaan), w.WALI.format(sapaan=sapaan), options)
    if key == "saran":
        return Question(key, w.KEPALA_SARAN, w.SARAN.format(sapaan=sapaan), boleh_lewat=True, harap="teks")
    for profil in survey.instrumen.profil:
        if profil.key == key:
            options = tuple(Opsi(p.kode, p.label, kata.PROFIL.get(p.kode, ())) for p in profil.pilihan)
            return Question(key, w.TENTANG.format(sapaan=sapaan), _addressed(profil.pertanyaan, sapaan), options)
    return _unsur(survey, session, key)


def labels_of(survey: Survey, session: Session, key: str) -> tuple[str, str, str, str]:
    """The four labels of an unsur as this unit words them, score 1 first."""
    return unit_of(survey, session).label.get(key) or survey.instrumen.unsur_of(key).label


def _unsur(survey: Survey, session: Session, key: str) -> Question:
    unsur = survey.instrumen.unsur_of(key)
    urutan = survey.instrumen.urutan
    heading = w.KEMAJUAN.format(ke=urutan.index(key) + 1, dari=len(urutan), unsur=unsur.nama)
    options = tuple(Opsi(str(n), label) for n, label in enumerate(labels_of(survey, session, key), start=1))
    teks = _addressed(unsur.pertanyaan, survey.aturan.sapaan)
    definisi = _addressed(unsur.definisi, survey.aturan.sapaan)
    return Question(key, heading, teks, options, skor=True, definisi=definisi)


def _alasan(survey: Survey, session: Session, unsur_key: str) -> Question:
    skor = session.isi[unsur_key]
    assert isinstance(skor, int)  # noqa: S101  sequence() puts this question only behind a score
    label = labels_of(survey, session, unsur_key)[skor - 1]
    heading = w.KEPALA_ALASAN.format(unsur=survey.instrumen.unsur_of(unsur_key).nama, label=label)
    return Question(f"alasan.{unsur_key}", heading, w.ALASAN, boleh_lewat=True, harap="teks")


def _addressed(teks: str, sapaan: str) -> str:
    # The official wording says "Saudara"; the form of address is the installation's choice (domain: Saudara or Anda).
    return re.sub(r"\b(?:Saudara|Anda)\b", lambda _: sapaan, teks)


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
