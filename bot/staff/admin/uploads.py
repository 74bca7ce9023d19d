"""Files sent in chat: responses of a unit, or units. Checked whole, shown, and imported on a button."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.engine.tanggal import capital
from bot.imports.faults import ImportRejected
from bot.reports.sebutan import find_periode
from bot.staff.admin.past_imports import DAFTAR
from bot.staff.admin.upload_contents import (
    Preview,
    importing_responses,
    importing_units,
    listed_problems,
    needs_periode,
    preview_responses,
    preview_units,
)
from bot.staff.frame import Call, Dialog, Handler, Refused, Reply, ask, button, cancel, say
from bot.staff.hak import SEMUA_WILAYAH
from scoring.errors import PeriodeError
from scoring.model import UnitLayanan
from scoring.periode import Periode, local_day, parse_periode, periode_of
from storage.files import FileRow, file_row
from storage.store import Transaction

_DISIMPAN_MS: Final = 3_600_000
"""How long a file waits for its button: as long as the question does."""

_JUDUL: Final = "Impor"
_LAGI: Final = "Berkas itu sudah tidak disimpan. Silakan mulai lagi dengan /impor."
_BERKAS_LAIN: Final = "Tombol itu untuk berkas lain. Tekan tombol pada berkas yang terakhir dikirim."
_UNIT_BARU: Final = "Unit itu belum kami temukan. Coba tulis namanya dengan cara lain."
_BUKAN_BERKAS: Final = "Kirim berkasnya sebagai lampiran, bukan sebagai tulisan atau foto."
_JAWABAN: Final = (
    "Kirim berkas jawaban {nama} (Excel atau CSV), satu baris satu responden.\n\nKolomnya: persyaratan sampai sarana "
    "(atau U1 sampai U9) berisi 1 sampai 4. Hasil unduhan Google Forms juga bisa. Boleh ditambah: tanggal, layanan, "
    "jenis kelamin, usia, pendidikan, pekerjaan, saran."
)
_UNIT: Final = (
    "Kirim berkas CSV daftar unit, satu baris satu unit.\n\nKolomnya: kode, nama, kelompok. Boleh juga: jenis, "
    "zona_waktu, populasi, layanan (dipisah |), label_<unsur>."
)
_PERIODE: Final = (
    "Ada baris tanpa tanggal. Jawaban itu untuk periode mana? Pilih, atau tulis misalnya: semester 2 2025."
)


# What, and of which unit


async def _impor(call: Call) -> Reply:
    if call.args:
        return await _found(call)
    text = "Apa yang akan Anda masukkan?"
    what = (button("Jawaban responden", "imj"),), (button("Daftar unit", "imu"),)
    rows = (*what, (button("Impor terdahulu", DAFTAR, 0),), (cancel(),))
    return Reply((say(text, *rows, heading=_JUDUL),))


async def _ask_unit(call: Call) -> Reply:
    call.require("impor", SEMUA_WILAYAH)
    page = ask("Jawaban untuk unit mana? Tulis nama unitnya, misalnya: Kelurahan Pakunden.", heading=_JUDUL)
    return Reply((page,), dialog=Dialog("imn"))


async def _found(call: Call) -> Reply:
    call.require("impor", SEMUA_WILAYAH)
    direktori, wanted = call.survey.direktori, call.args.strip()
    exact = direktori.find(wanted)
    found = [exact] if exact else direktori.search(wanted)
    if not found:
        return Reply((ask(_UNIT_BARU, heading=_JUDUL),), dialog=Dialog("imn"))
    rows = [(button(unit.nama, "ims", unit.kode),) for unit in found]
    return Reply((ask("Unit yang mana? Bisa juga tulis nama lain.", *rows, heading=_JUDUL),), dialog=Dialog("imn"))


async def _ask_responses(call: Call) -> Reply:
    unit = _unit(call, call.args)
    return _ask_file(_JAWABAN.format(nama=unit.nama), {"unit": unit.kode})


async def _ask_units(call: Call) -> Reply:
    call.require("impor", SEMUA_WILAYAH)
    return _ask_file(_UNIT, {})


def _ask_file(text: str, data: Mapping[str, str]) -> Reply:
    return Reply((ask(text, heading=_JUDUL, berkas=True),), dialog=Dialog("imf", data))


def _unit(call: Call, kode: str) -> UnitLayanan:
    call.require("impor", SEMUA_WILAYAH)
    unit = call.survey.direktori.find(kode)
    if unit is None:
        raise Refused("Unit itu tidak kami kenal, atau sudah ditutup. Silakan mulai lagi dengan /impor.")
    return unit


# The file, checked


async def _received(call: Call) -> Reply:
    call.require("impor", SEMUA_WILAYAH)
    if call.received is None:
        return _ask_file(_BUKAN_BERKAS, call.dialog.data)
    until = int(call.now.timestamp() * 1000) + _DISIMPAN_MS
    file = file_row(call.received.nama, "text/csv", isi=call.received.isi, kept_until=until)

    async def keep(tx: Transaction) -> None:
        await tx.files.put([file])

    data = {"unit": call.dialog.data.get("unit", ""), "berkas": file.id}
    reply = await _checked(call, file, data)
    waits = reply.dialog is not None and "berkas" in reply.dialog.data
    return replace(reply, writes=(keep,)) if waits else reply


async def _checked(call: Call, file: FileRow, data: Mapping[str, str]) -> Reply:
    """What would be imported, or which periode is missing; or what is wrong, and the file asked for again."""
    try:
        if not data["unit"]:
            return _shown(call, await preview_units(call, file), data)
        unit, periode = _unit(call, data["unit"]), _periode(data)
        if periode is None and await needs_periode(call, file, unit):
            return _ask_periode(call, unit, data)
        return _shown(call, await preview_responses(call, file, unit, periode), data)
    except ImportRejected as error:
        return _rejected(error, data)


def _shown(call: Call, preview: Preview, data: Mapping[str, str]) -> Reply:
    if not preview.label:
        return Reply((say("\n\n".join(preview.lines), heading=_JUDUL),))
    text = "\n\n".join((*preview.lines, "Belum ada yang dimasukkan."))
    yes = button(preview.label, "imy", _mark(call, data), peran="utama")
    if preview.ditahan:
        page = ask(
            f"{text} Berkas yang sudah diperbaiki juga dapat dikirim sekarang.", (yes,), heading=_JUDUL, berkas=True
        )
        return Reply((page,), dialog=Dialog("imy", {**data, "lewati": "ya"}))
    return Reply((say(text, (yes,), (cancel(),), heading=_JUDUL),), dialog=Dialog("imy", data))


def _mark(call: Call, data: Mapping[str, str]) -> str:
    return call.mark(data["berkas"], data["unit"], data.get("periode", ""))


def _rejected(error: ImportRejected, data: Mapping[str, str]) -> Reply:
    listed = listed_problems(error.problems, error.n)
    again = ["", "Perbaiki berkasnya, lalu kirim lagi."] if listed else []
    return _ask_file("\n".join((error.summary.indonesia, *listed, *again)), {"unit": data["unit"]})


# The periode of rows without a date


def _ask_periode(call: Call, unit: UnitLayanan, data: Mapping[str, str]) -> Reply:
    running = periode_of(local_day(call.now, unit.zona_waktu), call.survey.aturan.jenis_periode)
    rows = [(button(capital(one.nama), "imq", one.kode),) for one in (running, running.sebelumnya())]
    return Reply((ask(_PERIODE, *rows, heading=unit.nama),), dialog=Dialog("imp", data))


async def _periode_pressed(call: Call) -> Reply:
    call.require("impor", SEMUA_WILAYAH)
    periode = _periode({"periode": call.args})
    if periode is None:
        raise Refused(_LAGI)
    return await _dated(call, periode)


async def _periode_typed(call: Call) -> Reply:
    call.require("impor", SEMUA_WILAYAH)
    named = find_periode(call.args, call.today, call.survey.aturan.jenis_periode)
    if named.periode is None:
        return Reply((ask(f"{named.masalah} {_PERIODE}".strip(), heading=_JUDUL),), dialog=call.dialog)
    return await _dated(call, named.periode)


async def _dated(call: Call, periode: Periode) -> Reply:
    return await _checked(call, await _kept(call, "imp"), {**call.dialog.data, "periode": periode.kode})


def _periode(data: Mapping[str, str]) -> Periode | None:
    """The one chosen, if one was. Raises Refused for what is none, as a forged button's."""
    try:
        return parse_periode(data["periode"]) if data.get("periode") else None
    except PeriodeError:
        raise Refused(_LAGI) from None


# The import


async def _imported(call: Call) -> Reply:
    call.require("impor", SEMUA_WILAYAH)
    file, data = await _kept(call, "imy"), call.dialog.data
    if call.args != _mark(call, data):
        return Reply((say(_BERKAS_LAIN, heading=_JUDUL),), dialog=call.dialog)
    try:
        if data["unit"]:
            unit, skip_bad = _unit(call, data["unit"]), data.get("lewati") == "ya"
            done = await importing_responses(call, file, unit, _periode(data), skip_bad=skip_bad)
        else:
            done = await importing_units(call, file)
    except ImportRejected as error:
        return _rejected(error, data)
    page = say(done.told, heading=_JUDUL, fresh=False)
    return Reply((page,), writes=(done.write,), audit=(done.entry,), units=not data["unit"])


async def _waiting(call: Call) -> Reply:
    """Words where a button was to be pressed: what was shown is shown again. A file is looked at instead."""
    if call.received is not None:
        return await _received(call)
    return await _checked(call, await _kept(call, "imy"), call.dialog.data)


async def _kept(call: Call, verb: str) -> FileRow:
    """The file that this step is about. Raises Refused where it is gone, as for an old button."""
    data = call.dialog.data
    file = await call.tx.files.get(data.get("berkas", "")) if call.dialog.verb == verb else None
    if file is None or (file.kept_until or 0) <= call.now.timestamp() * 1000:
        raise Refused(_LAGI)
    return file


COMMANDS: Final[Mapping[str, Handler]] = {"impor": _impor}
BUTTONS: Final[Mapping[str, Handler]] = {
    "imj": _ask_unit,
    "ims": _ask_responses,
    "imu": _ask_units,
    "imq": _periode_pressed,
    "imy": _imported,
}
ANSWERS: Final[Mapping[str, Handler]] = {"imn": _found, "imf": _received, "imp": _periode_typed, "imy": _waiting}
