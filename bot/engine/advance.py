"""All transitions of the interview, in one place.

The rules this file keeps:

1. Every event in every state has an answer; `match` with `assert_never` lets the type checker say so.
2. Nothing here waits, draws lots, reads a clock, logs or stores. What a step needs to know it asks for
   (`Step.ask`), and the host's answer comes back as an event in the same transaction.
3. A wrong answer is a transition: the same question again, with the reason. It is never an exception.
4. `revisi` goes up with every event that changes anything. A button of another revision changes nothing and
   shows where we are; so do double taps, redelivered updates and a second device.

It is longer than other files here because it is complete: there is no transition anywhere else.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.engine.closing import thanks
from bot.engine.events import (
    Commanded,
    Earlier,
    EarlierChecked,
    Erased,
    Event,
    Expired,
    Isi,
    JenisKiriman,
    Moved,
    MoveOffered,
    NamaPerintah,
    Repeated,
    Sent,
    Shown,
    Started,
    Stored,
    Tapped,
    TimedOut,
    Typed,
)
from bot.engine.messages import Perihal, Screen
from bot.engine.moving import arrived, code_in, code_of_entry, offer
from bot.engine.places import ARTI, KEMBALI, LEWATI, PER_HALAMAN, PLACES, asked
from bot.engine.questions import (
    DEWASA,
    TIDAK,
    is_alasan,
    layanan_of,
    next_langkah,
    previous_langkah,
    question,
    sequence,
    unit_of,
)
from bot.engine.reading import Rejected, read_answer, value_of
from bot.engine.screens import render
from bot.engine.session import CheckEarlier, EraseResponse, OfferMove, Session, Step, StoreResponse, TakeOver
from bot.engine.survey import Survey
from bot.engine.understand import (
    is_blank,
    is_command,
    is_greeting,
    is_thanks,
    legible,
    quoted,
    read_choice,
    read_word,
)
from bot.engine.wording import id as w
from scoring.model import UnitLayanan

_TERTIMBUN_PALING = 3
_ANGKA36 = "0123456789abcdefghijklmnopqrstuvwxyz"


def advance(survey: Survey, session: Session | None, event: Event, now: datetime) -> Step:
    """What follows when `event` happens to `session` (None: no conversation open) at `now` (aware).

    Total: every (session, event) pair has an answer, and no input raises.
    """
    if session is not None and session.unit:
        if survey.direktori.find(session.unit) is None:
            return _without_unit(survey, event, now)
        session = _settled(survey, session)
    match event:
        case Started(kode):
            return _enter(survey, session, legible(kode), now)
        case Commanded(nama, argumen):
            return _command(survey, session, nama, legible(argumen), now)
        case Tapped(token):
            return _tap(survey, session, token, now)
        case Typed(teks):
            return _type(survey, _buried(session), legible(teks), now)
        case Sent(jenis):
            return _receive(survey, _buried(session), jenis, now)
        case Repeated() | Shown():
            return Step(None) if session is None else _show(survey, session)
        case TimedOut():
            return _remind(survey, session)
        case Expired():
            return _expire(survey, session)
        case EarlierChecked(earlier, bersama):
            return Step(None) if session is None else _checked(survey, replace(session, bersama=bersama), earlier)
        case Stored():
            if session is None or session.langkah != "tinjau":
                return Step(None) if session is None else _show(survey, session)
            return _closed(thanks(survey, session, event), heading=w.SELESAI_KEPALA, fresh=False)
        case Erased(nama_unit):
            return _erased(survey, session, nama_unit)
        case MoveOffered():
            return Step(None) if session is None else _tell(survey, session, offer(survey, event))
        case Moved():
            return _goes_on_here(survey, session, event, now)
        case _:
            assert_never(event)


def _without_unit(survey: Survey, event: Event, now: datetime) -> Step:
    """The unit was closed while its interview was open: what was answered is given up."""
    match event:
        case Tapped() | Typed() | Sent() | Repeated() | Shown():
            return _search(now, survey, w.UNIT_DITUTUP)
        case _:
            return advance(survey, None, event, now)


def _settled(survey: Survey, session: Session) -> Session:
    """The session at a question that still stands: a unit's services may have changed since it was asked."""
    if session.langkah in PLACES or session.langkah in sequence(survey, unit_of(survey, session), session.isi):
        return session
    return _moved(session, next_langkah(survey, unit_of(survey, session), session.isi))


# Entry


def _enter(survey: Survey, session: Session | None, kode: str, now: datetime) -> Step:
    unit = survey.direktori.find(kode) if kode else None
    if unit is None and (code := code_of_entry(kode)):
        return _take_over(survey, session, code)
    if session is not None and _has_answers(session):
        fork = _moved(session, "simpang", menunggu=unit.kode if unit else "")
        return _show(survey, fork, _unknown(kode) if unit is None else "", fresh=True)
    if unit is None:
        return _search(now, survey, _unknown(kode), like=kode)
    return _greet(survey, unit, now)


def _unknown(kode: str) -> str:
    return w.CARI_TIDAK_ADA.format(kode=quoted(kode, 40)) if kode else ""


def _greet(survey: Survey, unit: UnitLayanan, now: datetime, notice: str = "", *, fresh: bool = True) -> Step:
    return _show(survey, Session(_tanda(now), "sapa", unit=unit.kode), notice, fresh=fresh)


def _search(now: datetime, survey: Survey, notice: str = "", *, like: str = "", fresh: bool = True) -> Step:
    found = tuple(unit.kode for unit in survey.direktori.search(like))
    return _show(survey, Session(_tanda(now), "cari", temuan=found), notice, fresh=fresh)


def _has_answers(session: Session) -> bool:
    return session.persetujuan_pada is not None and session.langkah != "ganda"


def _tanda(now: datetime) -> str:
    number, digits = int(now.timestamp() * 1000), ""
    while number:
        number, digit = divmod(number, 36)
        digits = _ANGKA36[digit] + digits
    return digits


# Commands


def _command(survey: Survey, session: Session | None, nama: NamaPerintah, argumen: str, now: datetime) -> Step:
    match nama:
        case "mulai":
            return _enter(survey, session, argumen, now)
        case "bantuan":
            return _tell(survey, session, w.BANTUAN.format(sapaan=survey.aturan.sapaan))
        case "privasi":
            return _tell(survey, session, _privasi(survey))
        case "batal":
            return _closed(w.TIDAK_ADA_DRAF if session is None or not session.unit else w.DIBATALKAN)
        case "ulang":
            if session is None:
                return _closed(w.TIDAK_ADA_DRAF)
            unit = survey.direktori.find(session.unit)
            return _greet(survey, unit, now, w.DIULANG) if unit else _search(now, survey)
        case "hapus":
            if argumen:
                return Step(session, ask=EraseResponse(argumen))
            notice = f"{w.HAPUS_DRAF} {w.HAPUS_TANYA_LAGI}" if session and _has_answers(session) else ""
            return _show(survey, Session(_tanda(now), "hapus"), notice, fresh=True)
        case "lanjut":
            if argumen:
                return _take_over(survey, session, argumen)
            if session is not None and _is_begun(session):
                return Step(session, ask=OfferMove(session.tanda))
            return _show(survey, _code_wanted(session, now), fresh=True)
        case _:
            assert_never(nama)


def _tell(survey: Survey, session: Session | None, teks: str) -> Step:
    """Something to read, without losing the question that is open."""
    if session is None:
        return _closed(teks)
    return _show(survey, session, teks, fresh=True)


def _privasi(survey: Survey) -> str:
    aturan = survey.aturan
    return w.PRIVASI.format(sapaan=aturan.sapaan, jam=aturan.kedaluwarsa_jam, pemda=aturan.nama_pemda)


def _closed(teks: str, *, heading: str = "", fresh: bool = True) -> Step:
    return Step(None, (Screen(teks, heading, fresh=fresh, harap="apa pun", key="selesai"),))


# Taps and words


def _tap(survey: Survey, session: Session | None, token: str, now: datetime) -> Step:
    if session is None:
        # Nothing is shown in place of the old screen: it may hold the receipt.
        return Step(None, toast=w.SUDAH_SELESAI)
    tanda, _, rest = token.partition(".")
    revisi, _, nilai = rest.partition(".")
    here = asked(survey, session)
    known = {option.nilai for option in (*here.pilihan, *here.navigasi)}
    if tanda != session.tanda or revisi != str(session.revisi) or nilai not in known:
        return replace(_show(survey, session), toast=w.TOMBOL_LAMA)
    return _choose(survey, session, nilai, now)


def _type(survey: Survey, session: Session | None, teks: str, now: datetime) -> Step:
    if is_command(teks):
        return _tell(survey, session, w.PERINTAH_TIDAK_DIKENAL)
    if code := code_in(teks):
        return _take_over(survey, session, code)
    if session is None:
        if is_thanks(teks):
            return _closed(w.SAMA_SAMA)
        session = Session(_tanda(now), "cari")
    here = asked(survey, session)
    nav = read_word(teks, here.navigasi)
    if nav is not None:
        return _choose(survey, session, nav, now)
    if session.langkah == "hapus":
        if is_blank(teks):
            return _show(survey, session)
        return Step(session, ask=EraseResponse(teks))
    if session.langkah == "lanjut":
        return _show(survey, session) if is_blank(teks) else _take_over(survey, session, teks)
    if session.langkah in {"cari", "kelompok", "daftar"}:
        return _find(survey, session, teks, read_choice(teks, here.pilihan) if here.pilihan else None, now)
    answer = read_answer(here, teks, now.year, survey.aturan.sapaan)
    if isinstance(answer, Rejected):
        return _show(survey, session, answer.notice)
    if session.langkah in PLACES:
        return _choose(survey, session, str(answer), now)
    return _answer(survey, session, answer, now)


def _find(survey: Survey, session: Session, teks: str, nilai: str | None, now: datetime) -> Step:
    if nilai is not None:
        return _choose(survey, session, nilai, now)
    if unit := survey.direktori.find(teks.strip()):
        return _greet(survey, unit, now)
    found = survey.direktori.search(teks)
    moved = _moved(session, "cari", temuan=tuple(unit.kode for unit in found))
    named = quoted(teks, 60)
    unknown = not found and named and not is_greeting(teks)
    return _show(survey, moved, w.CARI_NIHIL.format(teks=named) if unknown else "")


def _receive(survey: Survey, session: Session | None, jenis: JenisKiriman, now: datetime) -> Step:
    """Thanks or regrets for what is no text, and what to do instead."""
    if session is None:
        return _search(now, survey, w.KIRIMAN[jenis])
    return _show(survey, session, f"{w.KIRIMAN[jenis]} {w.HARAP[asked(survey, session).harap]}")


def _choose(survey: Survey, session: Session, nilai: str, now: datetime) -> Step:
    """A known option of the present screen was taken, by tap or in words."""
    kind, _, rest = nilai.partition(":")
    match session.langkah, kind:
        case "cari" | "kelompok" | "daftar", _:
            return _browse(survey, session, kind, rest, now)
        case "sapa", "privasi":
            return _show(survey, session, _privasi(survey))
        case "sapa", "cari":
            return _search(now, survey, fresh=False)
        case "sapa", "tidak":
            return _closed(w.TIDAK_IKUT, fresh=False)
        case "sapa", _:
            agreed = _moved(session, "", persetujuan_versi=w.VERSI_PERSETUJUAN, persetujuan_pada=now)
            return _go_on(survey, agreed, check=True)
        case "simpang", "baru":
            unit = survey.direktori.find(session.menunggu)
            return _greet(survey, unit, now, fresh=False) if unit else _search(now, survey, fresh=False)
        case "simpang", _:
            return _go_on(survey, _moved(session, "", menunggu=""))
        case "ganda", "perbaiki":
            assert session.earlier is not None  # noqa: S101  "ganda" is entered with one only
            isi = _answerable({**session.earlier.isi, **session.isi})
            return _go_on(survey, _moved(session, "", koreksi=True, isi=isi))
        case "ganda", "lain":
            return _go_on(survey, _moved(session, "", earlier=None))
        case "ganda", _:
            return _closed(w.GANDA_SELESAI.format(sapaan=survey.aturan.sapaan), fresh=False)
        case "tinjau", "kirim":
            return _store(survey, session)
        case "tinjau", _:
            return _show(survey, _moved(session, "ubah"))
        case "ubah", "e":
            return _show(survey, _moved(session, rest))
        case "ubah", _:
            return _show(survey, _moved(session, "tinjau"))
        case "hapus", _:
            return _closed(w.TIDAK_ADA_DRAF, fresh=False)
        case "lanjut", _:
            unit = survey.direktori.find(session.menunggu)
            return _greet(survey, unit, now, fresh=False) if unit else _closed(w.TIDAK_ADA_DRAF, fresh=False)
        case _:
            return _choose_answer(survey, session, nilai, now)


def _browse(survey: Survey, session: Session, kind: str, kode: str, now: datetime) -> Step:
    unit = survey.direktori.find(kode)
    match kind:
        case "u" if unit is not None:
            return _greet(survey, unit, now, fresh=False)
        case "daftar" if len(survey.direktori.kelompok) != 1:
            return _show(survey, _moved(session, "kelompok", temuan=()))
        case "daftar":
            alone = survey.direktori.kelompok[0].kode
            return _show(survey, _moved(session, "daftar", menunggu=alone, halaman=0, temuan=()))
        case "k":
            return _show(survey, _moved(session, "daftar", menunggu=kode, halaman=0))
        case "h+" | "h-":
            last = (len(survey.direktori.in_kelompok(session.menunggu)) - 1) // PER_HALAMAN
            halaman = session.halaman + (1 if kind == "h+" else -1)
            return _show(survey, _moved(session, "daftar", halaman=max(0, min(halaman, last))))
        case _:
            return _show(survey, _moved(session, "cari", temuan=()))


def _choose_answer(survey: Survey, session: Session, nilai: str, now: datetime) -> Step:
    if nilai == ARTI:
        return _show(survey, session, arti=True)
    if nilai == KEMBALI:
        unit = unit_of(survey, session)
        if next_langkah(survey, unit, session.isi) == "tinjau":
            return _show(survey, _moved(session, "tinjau"))
        before = previous_langkah(survey, unit, session.isi, session.langkah)
        return _show(survey, _moved(session, before or session.langkah))
    if nilai == LEWATI:
        return _answer(survey, session, None, now)
    return _answer(survey, session, value_of(question(survey, session, session.langkah), nilai), now)


# The questions


def _answer(survey: Survey, session: Session, value: str | int | None, now: datetime) -> Step:
    key = session.langkah
    if key == "wali" and value == TIDAK:
        return _closed(w.WALI_DITOLAK.format(sapaan=survey.aturan.sapaan), fresh=False)
    isi: dict[str, str | int | None] = {**session.isi, key: value}
    # What only made sense beside the earlier answer goes with it.
    if isinstance(value, int) and value > 2 and not is_alasan(key):
        isi.pop(f"alasan.{key}", None)
    if key == "usia" and not (isinstance(value, int) and value < DEWASA):
        isi.pop("wali", None)
    return _go_on(survey, _moved(session, "", isi=_answerable(isi)), check=key == "layanan")


def _answerable(isi: Isi) -> Isi:
    """Without leave to answer a saran where there is none."""
    return isi if isi.get("saran") is not None else {key: value for key, value in isi.items() if key != "balas"}


def _go_on(survey: Survey, session: Session, *, check: bool = False) -> Step:
    """To the first question without an answer. `check` first asks whether this person has answered here before."""
    unit = unit_of(survey, session)
    moved = replace(session, langkah=next_langkah(survey, unit, session.isi))
    if check and not session.koreksi and moved.langkah != "layanan":
        return Step(
            moved, ask=CheckEarlier(unit.kode, layanan_of(unit, session.isi), survey.aturan.jeda_isi_ulang_hari)
        )
    return _show(survey, moved)


def _checked(survey: Survey, session: Session, earlier: Earlier | None) -> Step:
    # Asked of the host on the way to a question or to the review; anywhere else the answer comes too late.
    if earlier is None or not _has_answers(session) or session.langkah in PLACES - {"tinjau"}:
        return _show(survey, session)
    return _show(survey, _moved(session, "ganda", earlier=earlier))


def _store(survey: Survey, session: Session) -> Step:
    unit = unit_of(survey, session)
    if (missing := next_langkah(survey, unit, session.isi)) != "tinjau" or session.persetujuan_pada is None:
        return _show(survey, _moved(session, missing))
    wanted = set(sequence(survey, unit, session.isi))
    ask = StoreResponse(
        unit.kode,
        layanan_of(unit, session.isi),
        {key: value for key, value in session.isi.items() if key in wanted},
        session.persetujuan_versi,
        session.persetujuan_pada,
        session.earlier.id if session.earlier and session.koreksi else None,
    )
    return Step(session, ask=ask)


# Going on elsewhere


def _is_begun(session: Session) -> bool:
    """Whether there is something that must not be lost without a word: what was agreed to, at least."""
    return session.persetujuan_pada is not None


def _code_wanted(session: Session | None, now: datetime) -> Session:
    """Where a code can be typed. The unit whose greeting stands there comes back if it is not."""
    menunggu = session.unit or (session.menunggu if session.langkah == "lanjut" else "") if session else ""
    return Session(_tanda(now), "lanjut", menunggu=menunggu)


def _take_over(survey: Survey, session: Session | None, kode: str) -> Step:
    if session is not None and _is_begun(session):
        return _not_beside(survey, session)
    return Step(session, ask=TakeOver(kode))


def _not_beside(survey: Survey, session: Session) -> Step:
    return _show(survey, session, w.LANJUT_ADA_SURVEI.format(unit=unit_of(survey, session).nama), fresh=True)


def _goes_on_here(survey: Survey, session: Session | None, moved: Moved, now: datetime) -> Step:
    if session is not None and _is_begun(session):
        return _not_beside(survey, session)
    if moved.draft is None:
        notice = w.LANJUT_GAGAL[moved.sebab]
        if moved.sebab == "asing":
            return _show(survey, _code_wanted(session, now), notice, fresh=True)
        return _tell(survey, session if session and session.langkah != "lanjut" else None, notice)
    unit = survey.direktori.find(moved.draft.unit)
    if unit is None:
        return _search(now, survey, w.UNIT_DITUTUP)
    notice = w.LANJUT_SAMBUT.format(unit=unit.nama, sapaan=survey.aturan.sapaan)
    return _show(survey, arrived(survey, unit, moved), notice, fresh=True)


# Erasing, silence


def _erased(survey: Survey, session: Session | None, nama_unit: str) -> Step:
    if nama_unit:
        teks = w.HAPUS_SELESAI.format(sapaan=survey.aturan.sapaan, unit=nama_unit)
        # Somebody who erases an answer in the middle of another interview stays in that interview.
        if session is None or session.langkah == "hapus":
            return _closed(teks)
        return _show(survey, session, teks, fresh=True)
    return _tell(survey, session, w.HAPUS_TIDAK_ADA)


def _remind(survey: Survey, session: Session | None) -> Step:
    if session is None or not _has_answers(session):
        return Step(session)
    unit = unit_of(survey, session)
    left = sum(1 for key in sequence(survey, unit, session.isi) if key not in session.isi)
    teks = w.INGATKAN.format(unit=unit.nama, sisa=left) if left else w.INGATKAN_KIRIM.format(unit=unit.nama)
    step = _show(survey, session, teks, fresh=True)
    perihal = Perihal("pengingat", (w.INGATKAN_PERIHAL.format(unit=unit.nama),))
    return replace(step, messages=tuple(replace(screen, perihal=perihal) for screen in step.messages))


def _expire(survey: Survey, session: Session | None) -> Step:
    if session is None or not _has_answers(session):
        return Step(None)
    return _closed(w.KEDALUWARSA.format(unit=unit_of(survey, session).nama), fresh=False)


# Sessions and screens


def _moved(session: Session, langkah: str, **changes: object) -> Session:
    """The session at another place, one revision on: buttons shown before no longer count."""
    return replace(session, langkah=langkah, revisi=session.revisi + 1, **changes)  # type: ignore[arg-type]


def _buried(session: Session | None) -> Session | None:
    return None if session is None else replace(session, tertimbun=session.tertimbun + 1)


def _show(survey: Survey, session: Session, notice: str = "", *, fresh: bool = False, arti: bool = False) -> Step:
    """Stay in `session` and show where it stands; at the end of the chat once too much lies below the screen."""
    fresh = fresh or session.tertimbun >= _TERTIMBUN_PALING
    if fresh:
        session = replace(session, tertimbun=0)
    return Step(session, (render(survey, session, notice, fresh=fresh, arti=arti),))
