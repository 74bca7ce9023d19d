"""/isi: paper forms typed in quickly, one line a form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.engine.messages import Choice, Screen
from bot.engine.tanggal import angka, capital
from bot.staff.forms.lines import CONTOH, BarisSalah, Formulir
from bot.staff.forms.sitting import ISI, Sitting, begun, dated, echo, fillable, keeping, resumed, rows_of, taking_back
from bot.staff.forms.when import Kapan, find_kapan, kapan_of
from bot.staff.frame import TIDAK_BERHAK, Call, Dialog, Entry, Handler, Page, Refused, Reply, ask, button, say
from bot.staff.hak import boleh
from bot.staff.seen import named, visible
from scoring.periode import local_day
from storage.records import ResponsRow

BARIS_PALING: Final = 60
"""Forms in one message: more is for a file."""
TAMPIL_PALING: Final = 8

_UNIT, _URUTAN, _TERAKHIR, _SELESAI = "isu", "iso", "isx", "isd"
_ANGKA: Final = re.compile(r"[0-9]{5}|[0-9\s]+$|([0-9]{1,3}[\s,;.]+){2}[0-9]{1,3}(?![0-9])")
"""How a form begins, and no date: many digits at once, or groups of few. A date of three numbers ends with four."""
_JUDUL: Final = "Memasukkan formulir kertas"
_MANA: Final = "Formulir unit mana yang akan dimasukkan? Tulis nama unitnya, misalnya: Kelurahan Pakunden."
_BELUM: Final = "Unit itu belum kami temukan. Coba tulis namanya dengan cara lain."
_BUKAN_TERAKHIR: Final = "Formulir itu sudah dibatalkan, atau sudah ada formulir lain sesudahnya."
_MULAI_LAGI: Final = "Isian itu sudah selesai. Silakan mulai lagi dengan /isi."
_KOSONG: Final = "Belum ada formulir di pesan itu."
_BANYAK: Final = f"Paling banyak {BARIS_PALING} baris sekali kirim. Tidak ada yang dimasukkan."


# Which unit, which day


async def _isi(call: Call) -> Reply:
    kapan, nama = find_kapan(call.args, call.today, call.survey.aturan.jenis_periode)
    if nama:
        return await _chosen(call, nama, kapan)
    units = visible(call, "isi")
    if len(units) == 1:
        return _opened(await begun(call, units[0].kode, kapan))
    return _which(_MANA, kapan)


def _which(text: str, kapan: Kapan | None, *rows: tuple[Choice, ...]) -> Reply:
    data = {"hari": kapan.kode if kapan else ""}
    return Reply((ask(text, *rows, heading=_JUDUL),), dialog=Dialog(_UNIT, data))


async def _named(call: Call) -> Reply:
    kode = call.dialog.data.get("hari", "")
    return await _chosen(call, call.args.strip(), kapan_of(kode, call.today) if kode else None)


async def _chosen(call: Call, nama: str, kapan: Kapan | None) -> Reply:
    """A name that is certain opens at once; one that resembles is asked about."""
    found = named(call, "isi", nama)
    if not found:
        return _which(_BELUM, kapan)
    direktori = call.survey.direktori
    if len(found) == 1 and (direktori.find(nama) is not None or direktori.named(nama, loosely=True)):
        return _opened(await begun(call, found[0].kode, kapan))
    rows = [(button(unit.nama, _UNIT, unit.kode, *([kapan.kode] if kapan else [])),) for unit in found]
    return _which("Unit yang mana? Bisa juga tulis nama lain.", kapan, *rows)


async def _pressed_unit(call: Call) -> Reply:
    kode, _, hari = call.args.partition(":")
    unit = fillable(call, kode)
    today = local_day(call.now, unit.zona_waktu)
    return _opened(await begun(call, kode, kapan_of(hari, today) if hari else None))


# Forms


def _opened(sitting: Sitting, notice: str = "") -> Reply:
    unsur = [f"{n}. {sitting.instrumen.unsur_of(key).nama}" for n, key in enumerate(sitting.urutan, start=1)]
    n, example = len(unsur), sitting.reader().example()
    order = "menurut daftar unsur" if sitting.daftar else "seperti di formulir"
    text = "\n".join((
        f"Kirim {n} angka (1 sampai 4) untuk tiap formulir, urut {order}:", "",
        *unsur, "",
        f"Contoh: {example}",
        f"Boleh lebih lengkap: {example} {CONTOH} / kursinya kurang", "",
        "Beberapa formulir sekaligus: satu baris satu formulir. Untuk hari lain, tulis misalnya: tanggal 12 Juni "
        "2026.",
    ))  # fmt: skip
    toggle = "Urutan seperti di formulir" if sitting.daftar else "Urutan menurut daftar unsur"
    rows = [] if sitting.one_order else [(button(toggle, _URUTAN, "f" if sitting.daftar else "d"),)]
    return Reply((_page(sitting, text, *rows, _done_row(), notice=notice),), dialog=sitting.dialog())


async def _lines(call: Call) -> Reply:
    """What is typed while a sitting goes on: forms, another day, or the end."""
    sitting = await _going_on(call)
    lines = [line.strip() for line in call.args.splitlines() if line.strip()]
    if len(lines) == 1 and lines[0].casefold() == "selesai":
        return _finished(sitting)
    try:
        other = await _another_day(call, sitting, lines[0]) if lines else None
    except Refused as why:
        return _answer(sitting, str(why))
    if other is not None and len(lines) == 1:
        return _opened(other, notice=f"Baik, sekarang formulir {other.kapan.nama}.")
    sitting, first = (sitting, 1) if other is None else (other, 2)
    lines = lines[first - 1 :]
    if len(lines) > BARIS_PALING:
        return _answer(sitting, _BANYAK)
    reader, forms, wrong = sitting.reader(), list[Formulir](), list[str]()
    for place, line in enumerate(lines, start=first):
        try:
            forms.append(reader.read(line))
        except BarisSalah as error:
            said = str(error)
            wrong.append(f"✗ Baris {place}: {said}" if len(lines) > 1 else f"✗ {capital(said)}")
    if wrong:
        more = [f"… dan {len(wrong) - TAMPIL_PALING} baris lainnya."] if len(wrong) > TAMPIL_PALING else []
        left_out = "Baris itu tidak dimasukkan." if len(wrong) == 1 else "Baris-baris itu tidak dimasukkan."
        wrong = [*wrong[:TAMPIL_PALING], *more, left_out]
    if not forms:
        return _answer(sitting, "\n".join(wrong) or _KOSONG)
    return _kept(call, sitting, forms, wrong)


def _kept(call: Call, sitting: Sitting, forms: Sequence[Formulir], wrong: Sequence[str]) -> Reply:
    after, last, write = keeping(call, sitting, forms)
    told = [echo(sitting, sitting.n + place, form) for place, form in enumerate(forms, start=1)]
    if (hidden := len(told) - TAMPIL_PALING) > 0:
        told = [f"✓ no. {sitting.n + 1} sampai {sitting.n + hidden} sudah masuk.", *told[hidden:]]
    text = "\n".join((*told, *([""] if wrong else []), *wrong))
    rincian = {"formulir": len(forms), "impor": after.impor, "hari": sitting.kapan.kode}
    page = _page(after, text, *_undo_row(last), _done_row())
    return Reply((page,), dialog=after.dialog(), writes=(write,), audit=(Entry(ISI, sitting.unit.nama, rincian),))


async def _another_day(call: Call, sitting: Sitting, line: str) -> Sitting | None:
    """The same sitting of another day or periode, where the line names one and nothing else; else None. Raises
    Refused for one that cannot be."""
    if _ANGKA.match(line):
        return None
    today = local_day(call.now, sitting.unit.zona_waktu)
    kapan, rest = find_kapan(line, today, call.survey.aturan.jenis_periode)
    if kapan is None or rest:
        return None
    other = await dated(call, sitting.unit, kapan)
    return replace(other, daftar=sitting.daftar, impor=sitting.impor, n=sitting.n)


# Buttons


async def _order(call: Call) -> Reply:
    sitting = replace(await _going_on(call), daftar=call.args == "d")
    return _opened(sitting)


async def _undo_last(call: Call) -> Reply:
    """The button names its form: pressed again, or late, it takes back nothing else."""
    sitting = await _going_on(call)
    rows = await rows_of(call, sitting)
    if not rows or call.args != str(rows[-1].id):
        return _answer(sitting, _BUKAN_TERAKHIR)
    after, write = taking_back(sitting, rows[-1])
    text = f"Formulir no. {sitting.n} dibatalkan. Kirim lagi, atau lanjutkan."
    page = _page(after, text, *(_undo_row(rows[-2]) if rows[:-1] else ()), _done_row())
    rincian = {"formulir": 1, "impor": after.impor}
    entry = Entry("isi.batal", sitting.unit.nama, rincian)
    return Reply((page,), dialog=after.dialog(), writes=(write,), audit=(entry,))


async def _done(call: Call) -> Reply:
    return _finished(await _going_on(call))


async def stopped(call: Call) -> Reply | None:
    """The answer where the sitting that goes on has forms in, which stay; else None."""
    sitting = await resumed(call)
    return _finished(sitting) if sitting is not None and sitting.n else None


def _finished(sitting: Sitting) -> Reply:
    if not sitting.n:
        return Reply((say("Selesai. Tidak ada formulir yang dimasukkan.", heading=_JUDUL),))
    told = (
        f"Selesai: {angka(sitting.n)} formulir {sitting.unit.nama} sudah dimasukkan dan dicatat sebagai isian yang "
        "dibantu petugas. Jika ternyata keliru, admin dapat membatalkannya lewat /impor, tombol Impor terdahulu."
    )
    return Reply((say(told, heading=_JUDUL),))


def _undo_row(last: ResponsRow) -> tuple[tuple[Choice, ...]]:
    return ((button("Batalkan yang terakhir", _TERAKHIR, last.id),),)


def _done_row() -> tuple[Choice, ...]:
    return (button("Selesai", _SELESAI, peran="navigasi"),)


def _answer(sitting: Sitting, text: str) -> Reply:
    """What was sent changed nothing; the sitting goes on."""
    return Reply((_page(sitting, text, _done_row()),), dialog=sitting.dialog())


def _page(sitting: Sitting, text: str, *rows: tuple[Choice, ...], notice: str = "") -> Page:
    heading = f"Formulir {sitting.unit.nama}, {sitting.kapan.nama}"
    return Page(Screen(text, heading, notice, rows, True, "teks", key="staf"))


async def _going_on(call: Call) -> Sitting:
    """Raises Refused where no sitting does, as for an old button."""
    if not boleh(call.who, "isi"):
        raise Refused(TIDAK_BERHAK)
    sitting = await resumed(call)
    if sitting is None:
        raise Refused(_MULAI_LAGI)
    return sitting


COMMANDS: Final[Mapping[str, Handler]] = {"isi": _isi}
BUTTONS: Final[Mapping[str, Handler]] = {
    _UNIT: _pressed_unit,
    _URUTAN: _order,
    _TERAKHIR: _undo_last,
    _SELESAI: _done,
}
ANSWERS: Final[Mapping[str, Handler]] = {_UNIT: _named, ISI: _lines}
