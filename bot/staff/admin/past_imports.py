"""Imports there were: listed, looked at, and taken back whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.engine.tanggal import angka, tanggal
from bot.imports.faults import ImportRejected
from bot.imports.named import ensure_undoable, undo_import
from bot.staff.browsing import turns
from bot.staff.frame import Call, Entry, Handler, Page, Refused, Reply, button, cancel, number, say
from bot.staff.hak import SEMUA_WILAYAH
from storage.imports import ImporRow
from storage.store import Transaction

DAFTAR: Final = "iml"
_LIHAT: Final = "imo"
_BATALKAN: Final = "imb"
_YA: Final = "imk"
PER_HALAMAN: Final = 6
NAMA_TAMPIL: Final = 60
DITAHAN_TAMPIL: Final = 6

_JUDUL: Final = "Impor terdahulu"
_BERUBAH: Final = "Jumlah jawabannya baru saja berubah. Silakan lihat lagi di /impor."


async def _list(call: Call) -> Reply:
    call.require("impor", SEMUA_WILAYAH)
    count = await call.tx.imports.count()
    if not count:
        return Reply((say("Belum ada impor.", heading=_JUDUL, fresh=False),))
    last = (count - 1) // PER_HALAMAN
    page = min(number(call.args) or 0, last)
    shown = await call.tx.imports.recent(most=PER_HALAMAN, skip=page * PER_HALAMAN)
    lines = [f"{n}. {_line(call, row)}" for n, row in enumerate(shown, start=page * PER_HALAMAN + 1)]
    rows = [(button(_short(row.nama), _LIHAT, row.id),) for row in shown]
    around = tuple(button(label, DAFTAR, to, peran="navigasi") for label, to in turns(page, last))
    heading = f"{_JUDUL}, halaman {page + 1} dari {last + 1}" if last else _JUDUL
    return Reply((say("\n".join(lines), *rows, *([around] if around else []), heading=heading, fresh=False),))


async def _see(call: Call) -> Reply:
    row = await _found(call, call.args)
    return Reply((await _page(call, row),))


async def _page(call: Call, row: ImporRow) -> Page:
    left = (await call.tx.imports.left([row.id]))[row.id]
    more = [f"{angka(row.ditahan)} baris tidak dimasukkan:", *_held(row)] if row.ditahan else []
    how = "lewat obrolan" if row.lewat_chat else "lewat perintah ikm"
    if row.dibatalkan_pada is not None:
        state = [f"Dibatalkan {call.moment(row.dibatalkan_pada)} oleh {row.dibatalkan_oleh}."]
    else:
        state = [f"{angka(row.masuk)} jawaban masuk, {angka(left)} masih ada."]
    text = "\n".join((
        f"{_unit(call, row)}, jawaban {_days(row)}.",
        f"Dimasukkan {call.moment(row.pada)} oleh {row.oleh}, {how}.",
        *state, *more,
    ))  # fmt: skip
    undo = [] if row.dibatalkan else [(button("Batalkan impor ini", _BATALKAN, row.id),)]
    back = (button("Daftar impor", DAFTAR, 0, peran="navigasi"),)
    return say(text, *undo, back, heading=row.nama, fresh=False)


async def _confirm(call: Call) -> Reply:
    row = await _found(call, call.args)
    try:
        await ensure_undoable(call.tx, row.id)
    except ImportRejected as error:
        raise Refused(error.summary.indonesia) from None
    left = (await call.tx.imports.left([row.id]))[row.id]
    text = (
        f"Batalkan impor “{row.nama}”? {angka(left)} jawaban {_unit(call, row)} akan dihapus dan tidak dihitung "
        f"lagi. Ini tidak dapat dikembalikan{', tetapi berkasnya dapat dimasukkan lagi' if row.berkas else ''}."
    )
    yes = button(f"Ya, hapus {angka(left)} jawaban", _YA, row.id, left, peran="utama")
    return Reply((say(text, (yes,), (cancel("Jangan"),), heading=_JUDUL, fresh=False),))


async def _undo(call: Call) -> Reply:
    id_, _, left = call.args.partition(":")
    row = await _found(call, id_)

    async def write(tx: Transaction) -> None:
        try:
            gone = await undo_import(tx, row.id, call.now, call.who.nama)
        except ImportRejected as error:
            raise Refused(error.summary.indonesia) from None
        if str(gone) != left:
            raise Refused(_BERUBAH)

    told = f"Impor “{row.nama}” sudah dibatalkan: {angka(number(left) or 0)} jawaban dihapus."
    back = (button("Daftar impor", DAFTAR, 0, peran="navigasi"),)
    rincian = {"impor": row.id, "jawaban": number(left) or 0, "unit": row.unit}
    entry = Entry("impor.batal", row.nama, rincian)
    return Reply((say(told, back, heading=_JUDUL, fresh=False),), writes=(write,), audit=(entry,))


async def _found(call: Call, id_: str) -> ImporRow:
    call.require("impor", SEMUA_WILAYAH)
    wanted = number(id_)
    row = None if wanted is None else await call.tx.imports.get(wanted)
    if row is None:
        raise Refused("Impor itu tidak kami temukan.")
    return row


def _line(call: Call, row: ImporRow) -> str:
    state = "dibatalkan" if row.dibatalkan else f"{angka(row.masuk)} jawaban"
    return f"{_short(row.nama)} – {_unit(call, row)}, {state}"


def _held(row: ImporRow) -> list[str]:
    """Why rows were held back, as far as it was kept."""
    kept = [str(one) for one in row.rincian.get("ditahan", ())]
    shown = [f"{one}." for one in kept[:DITAHAN_TAMPIL]]
    return [*shown, "…"] if len(kept) > len(shown) else shown


def _unit(call: Call, row: ImporRow) -> str:
    unit = call.survey.direktori.find(row.unit)
    return unit.nama if unit else row.unit


def _days(row: ImporRow) -> str:
    if row.hari_awal == row.hari_akhir:
        return f"tanggal {tanggal(row.hari_awal)}"
    return f"dari {tanggal(row.hari_awal)} sampai {tanggal(row.hari_akhir)}"


def _short(nama: str) -> str:
    return nama if len(nama) <= NAMA_TAMPIL else f"{nama[: NAMA_TAMPIL - 1]}…"


COMMANDS: Final[Mapping[str, Handler]] = {}
BUTTONS: Final[Mapping[str, Handler]] = {DAFTAR: _list, _LIHAT: _see, _BATALKAN: _confirm, _YA: _undo}
ANSWERS: Final[Mapping[str, Handler]] = {}
