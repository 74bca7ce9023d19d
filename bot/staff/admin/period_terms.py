"""What is agreed for an official periode: questionnaire, bobot, bands, order, classes of age, harapan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

from bot.engine.messages import Choice
from bot.engine.tanggal import angka
from bot.reports.berlaku import ketentuan_of
from bot.reports.penutupan import PenutupanDitolak, Tinjauan, agree_on, set_periode
from bot.staff.admin.period_pages import (
    ATUR,
    HAL,
    JUDUL,
    LIHAT,
    PILIH,
    in_words,
    ketentuan_lines,
    look,
    periode_of_button,
    periode_page,
)
from bot.staff.frame import Call, Dialog, Entry, Handler, Refused, Reply, ask, button, say
from scoring.errors import InstrumenError
from scoring.instrumen import Instrumen, parse_bobot, shipped_ids, shipped_instrumen
from scoring.pembulatan import round_half_up
from scoring.periode import Periode
from storage.store import Transaction

_USIA: Final = "Tulis usia termuda setiap kelompok, kecuali yang pertama. Misalnya: 20, 35, 50, 66."
_TAK_COCOK: Final = "Pilihan itu tidak cocok dengan kuesioner periode ini. Silakan pilih lagi dengan /periode."


async def _terms(call: Call) -> Reply:
    """The things that can be agreed; with a second argument, one of them with its options."""
    kode, _, hal = call.args.partition(":")
    periode = periode_of_button(call, kode)
    tinjauan = await look(call, periode)
    if tinjauan.ditutup:
        return Reply((await periode_page(call, periode),))
    if hal == "usia":
        return _ask_ages(periode, _USIA)
    back = button("Kembali", *((ATUR, periode.kode) if hal else (LIHAT, periode.kode)), peran="navigasi")
    heading = f"Ketentuan {periode.nama}"
    if hal not in HAL:
        lines = "\n".join(ketentuan_lines(call, tinjauan))
        entries = [button(label, ATUR, periode.kode, name) for name, label in HAL.items()]
        rows = [tuple(entries[n : n + 2]) for n in range(0, len(entries), 2)]
        return Reply((say(f"{lines}\n\nApa yang diubah?", *rows, (back,), heading=heading, fresh=False),))
    rows = [(option,) for option in _options(periode, tinjauan.berlaku.instrumen, hal)]
    text = "\n\n".join((*_warning(tinjauan, hal), f"{HAL[hal]}: pilih salah satu."))
    return Reply((say(text, *rows, (back,), heading=heading, fresh=False),))


def _options(periode: Periode, instrumen: Instrumen, hal: str) -> list[Choice]:
    match hal:
        case "bobot":
            choices = [(teks, teks) for teks in _weights(len(instrumen.unsur))]
        case "urutan":
            choices = [("Sesuai formulir", "formulir"), ("Sesuai daftar unsur", "daftar")]
        case "harapan":
            choices = [("Ditanyakan", "ya"), ("Tidak ditanyakan", "tidak")]
        case _:
            choices = [(shipped_instrumen(one).nama, one) for one in shipped_ids()]
    return [button(label, PILIH, periode.kode, hal, value) for label, value in choices]


def _weights(unsur: int) -> list[str]:
    """1/x, and as reports round it."""
    found = [f"1/{unsur}"]
    for desimal in (4, 3, 2):
        teks = angka(round_half_up(parse_bobot(found[0], unsur).nilai, desimal))
        try:
            found.append(parse_bobot(teks, unsur).teks)
        except InstrumenError:
            continue  # so coarse that results would leave the scale
    return found


def _warning(tinjauan: Tinjauan, hal: str) -> list[str]:
    if not tinjauan.n:
        return []
    warned = f"Perhatian: sudah ada {angka(tinjauan.n)} jawaban pada periode ini."
    if hal == "instrumen":
        return [f"{warned} Dengan kuesioner lain, jawaban itu tidak ikut dihitung."]
    return [f"{warned} Yang diubah berlaku juga untuk angka yang sudah pernah dilihat atau dibagikan."]


async def _chosen(call: Call) -> Reply:
    kode, hal, value = (*call.args.split(":", 2), "", "")[:3]
    periode = periode_of_button(call, kode)
    instrumen = (await look(call, periode)).berlaku.instrumen
    return await _agreed(call, periode, hal, _change(instrumen, hal, value), fresh=False)


def _change(instrumen: Instrumen, hal: str, value: str) -> dict[str, Any]:
    """What a button changes; it may be forged. Raises Refused."""
    match hal, value:
        case (("bobot" | "mutu" | "instrumen"), _) if value:
            return {hal: "" if hal == "mutu" and value == instrumen.id else value}
        case "urutan", "daftar":
            return {hal: tuple(unsur.key for unsur in instrumen.unsur)}
        case "urutan", "formulir":
            return {hal: ()}
        case "harapan", ("ya" | "tidak"):
            return {hal: value == "ya"}
        case _:
            raise Refused(_TAK_COCOK)


# Classes of age, which are typed


def _ask_ages(periode: Periode, text: str) -> Reply:
    return Reply((ask(text, heading=JUDUL),), dialog=Dialog(ATUR, {"periode": periode.kode}))


async def _ages(call: Call) -> Reply:
    periode = periode_of_button(call, call.dialog.data.get("periode", ""))
    ages = tuple(int(one) for one in re.findall(r"\d{1,4}", call.args))
    rising = all(younger < older for younger, older in pairwise(ages))
    if not ages or not rising or not 1 <= ages[0] <= ages[-1] <= 150:
        return _ask_ages(periode, f"Usianya harus naik, dari 1 sampai 150. {_USIA}")
    return await _agreed(call, periode, "usia", {"usia_kelas": ages}, fresh=True)


# Kept


async def _agreed(call: Call, periode: Periode, hal: str, change: Mapping[str, Any], *, fresh: bool) -> Reply:
    tinjauan = await look(call, periode)
    before = ketentuan_of(call.survey, tinjauan.berlaku)
    after = agree_on(before, change)
    try:
        said = in_words(after.terapkan(), after)[hal]
    except InstrumenError:
        raise Refused(_TAK_COCOK) from None

    async def write(tx: Transaction) -> None:
        try:
            await set_periode(tx, call.survey, periode, change)
        except PenutupanDitolak as error:
            raise Refused(error.indonesia) from None
        except InstrumenError:
            raise Refused(_TAK_COCOK) from None

    (name,) = change
    rincian = {"hal": HAL[hal].lower(), "sebelum": _logged(getattr(before, name)), "sesudah": _logged(change[name])}
    entry = Entry("periode.atur", periode.kode, rincian)
    told = f"{HAL[hal]} {periode.nama} sekarang: {said}."
    rows = ((button("Lihat periode", LIHAT, periode.kode),), (button("Ubah yang lain", ATUR, periode.kode),))
    page = say(told, *rows, heading=JUDUL, fresh=fresh)
    return Reply((page,), writes=(write,), audit=(entry,), units=True)


def _logged(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "bawaan kuesioner"
    return {True: "ya", False: "tidak", "": "bawaan kuesioner"}.get(value, str(value))


COMMANDS: Final[Mapping[str, Handler]] = {}
BUTTONS: Final[Mapping[str, Handler]] = {ATUR: _terms, PILIH: _chosen}
ANSWERS: Final[Mapping[str, Handler]] = {ATUR: _ages}
