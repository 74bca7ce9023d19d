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
from bot.engine.understand import Opsi
from bot.engine.wording import id as w
from bot.engine.wording import kata
from scoring.model import UnitLayanan

DEWASA = 18
SARAN_PALING = 4000
"""Characters; a Telegram message holds 4,096."""
ALASAN_PALING_DILEWATI = 2
"""Who skipped "Apa yang kurang?" this often is not asked again: an interview stays within 20 taps, and one more an
unsur where harapan is asked."""
PILIHAN_TAMPAK = 80
"""Buttons for the options of one question; a Telegram message holds 100. Any others are typed."""

MEMO_PALING = 20_000
"""Questions kept: about a thousand units' worth."""

YA, TIDAK = "ya", "tidak"
PILIHAN_YA_TIDAK = (Opsi(YA, w.SEDIA, kata.YA), Opsi(TIDAK, w.TIDAK_SEDIA, kata.TIDAK))
_PILIHAN_BALAS = (Opsi(YA, w.BALAS_YA, kata.YA), Opsi(TIDAK, w.BALAS_TIDAK, (*kata.TIDAK, *kata.LEWATI)))


@dataclass(frozen=True, slots=True)
class Question:
    """What one screen asks. `pilihan` are the answers, empty where the answer is typed; `navigasi` the ways
    around; `utama` marks pilihan whose first is the step the screen is about. `skor` is true where the answer is a
    score: for an unsur and its harapan."""

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


def is_alasan(key: str) -> bool:
    return key.startswith("alasan.")


def is_harapan(key: str) -> bool:
    return key.startswith("harapan.")


def harapan_key(unsur_key: str) -> str:
    """The key of the question how much that unsur matters."""
    return f"harapan.{unsur_key}"


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
        if survey.aturan.harapan:
            yield harapan_key(key)
    yield "saran"
    if isi.get("saran") is not None:
        yield "balas"


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


def layanan_of(unit: UnitLayanan, isi: Isi) -> str:
    """The service answered about: the one chosen, or the unit's only one, or "" where it lists none. Raises KeyError
    where one is still to be chosen."""
    if len(unit.layanan) > 1:
        return str(isi["layanan"])
    return unit.layanan[0].kode if unit.layanan else ""


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
    if is_harapan(key):
        return _harapan(survey, session, key.removeprefix("harapan."))
    if key == "balas":
        return _balas(survey, session)
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
    """The four labels of an unsur as this unit words them, or of its harapan; score 1 first."""
    if is_harapan(key):
        return survey.instrumen.label_harapan
    return unit_of(survey, session).label.get(key) or survey.instrumen.unsur_of(key).label


def _unsur(survey: Survey, session: Session, key: str) -> Question:
    unsur = survey.instrumen.unsur_of(key)
    urutan = survey.instrumen.urutan
    heading = w.KEMAJUAN.format(ke=urutan.index(key) + 1, dari=len(urutan), unsur=unsur.nama)
    options = _scored(labels_of(survey, session, key))
    teks = _addressed(unsur.pertanyaan, survey.aturan.sapaan)
    definisi = _addressed(unsur.definisi, survey.aturan.sapaan)
    return Question(key, heading, teks, options, skor=True, definisi=definisi)


def _scored(label: tuple[str, str, str, str]) -> tuple[Opsi, ...]:
    return tuple(Opsi(str(n), one) for n, one in enumerate(label, start=1))


def _alasan(survey: Survey, session: Session, unsur_key: str) -> Question:
    heading = _said(survey, session, unsur_key)
    return Question(f"alasan.{unsur_key}", heading, w.ALASAN, boleh_lewat=True, harap="teks")


def _harapan(survey: Survey, session: Session, unsur_key: str) -> Question:
    """Headed by the answer just given, so that it is plain that the tap was taken and this asks something else."""
    teks = _addressed(survey.instrumen.unsur_of(unsur_key).pertanyaan_harapan, survey.aturan.sapaan)
    options = _scored(survey.instrumen.label_harapan)
    return Question(harapan_key(unsur_key), _said(survey, session, unsur_key), teks, options, skor=True)


def _said(survey: Survey, session: Session, unsur_key: str) -> str:
    """What was answered about an unsur, over a question that goes on from there."""
    skor = session.isi[unsur_key]
    assert isinstance(skor, int)  # noqa: S101  such a question is reached only behind a score
    label = labels_of(survey, session, unsur_key)[skor - 1]
    return w.KEPALA_JAWABAN.format(unsur=survey.instrumen.unsur_of(unsur_key).nama, label=label)


def _balas(survey: Survey, session: Session) -> Question:
    teks = w.BALAS.format(sapaan=survey.aturan.sapaan)
    if session.bersama:
        teks = f"{teks} {w.BALAS_BERSAMA}"
    return Question("balas", w.KEPALA_SARAN, teks, _PILIHAN_BALAS)


def _addressed(teks: str, sapaan: str) -> str:
    # The official wording says "Saudara"; the form of address is the installation's choice (domain: Saudara or Anda).
    return re.sub(r"\b(?:Saudara|Anda)\b", lambda _: sapaan, teks)
