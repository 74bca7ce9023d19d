"""/periode: the official periods; one is looked at, closed, opened again. What holds in one: see period_terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.engine.tanggal import capital
from bot.reports.penutupan import PenutupanDitolak, close_periode, read_alasan, reopen_periode
from bot.reports.sebutan import find_periode
from bot.staff.admin.period_pages import (
    BUKA,
    DAFTAR,
    JUDUL,
    LIHAT,
    TUTUP,
    YA_TUTUP,
    look,
    people,
    periode_of_button,
    periode_page,
    state_text,
)
from bot.staff.frame import Call, Dialog, Entry, Handler, Refused, Reply, Write, ask, button, cancel, say
from bot.staff.hak import SEMUA_WILAYAH
from scoring.periode import Periode, parse_periode, periode_of
from storage.store import Transaction

TAMPIL: Final = 4
"""Periods of the installation's kind listed in any case: the running one and those before it."""
TERDAFTAR_PALING: Final = 12

_TAK_DIKENAL: Final = "Periode itu tidak kami kenal. Tulis misalnya: /periode semester 2 2025."
_AKIBAT: Final = (
    "Setelah ditutup:\n"
    "– nilai setiap unit dihitung dan disimpan sebagai hasil akhir;\n"
    "– jawaban tidak dapat lagi ditambah lewat impor, dan impor tidak dapat dibatalkan;\n"
    "– hubungan jawaban dengan alamat chat warga dihapus. Ini tidak dapat dikembalikan."
)
_ALASAN: Final = (
    "Mengapa {nama} perlu dibuka lagi? Alasannya dicatat.\n\n"
    "Hasil akhir yang tersimpan akan dihapus, dan nilainya dihitung dari jawaban yang ada."
)
_BERUBAH: Final = "Jumlah jawabannya baru saja berubah. Silakan lihat lagi dengan /periode."


# Looking


async def _periode(call: Call) -> Reply:
    if call.args:
        found = find_periode(call.args, call.today, call.survey.aturan.jenis_periode)
        if found.periode is None:
            raise Refused(found.masalah or _TAK_DIKENAL)
        return Reply((await periode_page(call, found.periode, fresh=True),))
    return await _listed(call, fresh=True)


async def _list(call: Call) -> Reply:
    call.require("periode", SEMUA_WILAYAH)
    return await _listed(call, fresh=False)


async def _listed(call: Call, *, fresh: bool) -> Reply:
    rows = {row.kode: row for row in await call.tx.periods.all()}
    shown = {parse_periode(kode) for kode in rows}
    one = periode_of(call.today, call.survey.aturan.jenis_periode)
    for _ in range(TAMPIL):
        shown.add(one)
        one = one.sebelumnya()
    order = sorted(shown, key=lambda periode: (periode.mulai, periode.kode), reverse=True)[:TERDAFTAR_PALING]
    lines, buttons = [], []
    for periode in order:
        row = rows.get(periode.kode)
        lines.append(f"{capital(periode.nama)}: {state_text(call, periode, row.ditutup_pada if row else None)}")
        buttons.append((button(capital(periode.nama), LIHAT, periode.kode),))
    return Reply((say("\n".join(lines), *buttons, heading=JUDUL, fresh=fresh),))


async def _see(call: Call) -> Reply:
    return Reply((await periode_page(call, periode_of_button(call, call.args)),))


# Closing


async def _confirm(call: Call) -> Reply:
    periode = periode_of_button(call, call.args)
    tinjauan = await look(call, periode)
    if tinjauan.ditutup or not tinjauan.selesai:
        return Reply((await periode_page(call, periode),))
    text = f"Tutup {periode.nama}? Ada {people(tinjauan)}.\n\n{_AKIBAT}"
    yes = button("Ya, tutup", YA_TUTUP, periode.kode, tinjauan.n, peran="utama")
    return Reply((say(text, (yes,), (cancel("Jangan"),), heading=JUDUL, fresh=False),))


async def _close(call: Call) -> Reply:
    kode, _, n = call.args.partition(":")
    periode = periode_of_button(call, kode)
    tinjauan = await look(call, periode)

    async def write(tx: Transaction) -> None:
        try:
            before = await close_periode(tx, call.survey, periode, call.now, call.who.nama)
        except PenutupanDitolak as error:
            raise Refused(error.indonesia) from None
        if str(before.n) != n:
            raise Refused(_BERUBAH)

    told = f"{capital(periode.nama)} sudah ditutup, dengan {people(tinjauan)}. Hasil akhirnya tidak berubah lagi."
    rincian = {"jawaban": tinjauan.n, "unit": tinjauan.unit}
    return _done(periode, told, write=write, entry=Entry("periode.tutup", periode.kode, rincian), fresh=False)


# Opening again


async def _ask_reason(call: Call) -> Reply:
    periode = periode_of_button(call, call.args)
    if not (await look(call, periode)).ditutup:
        return Reply((await periode_page(call, periode),))
    return _asked(periode, _ALASAN.format(nama=periode.nama))


def _asked(periode: Periode, text: str) -> Reply:
    return Reply((ask(text, heading=JUDUL),), dialog=Dialog(BUKA, {"periode": periode.kode}))


async def _reopen(call: Call) -> Reply:
    periode = periode_of_button(call, call.dialog.data.get("periode", ""))
    try:
        alasan = read_alasan(call.args)
    except PenutupanDitolak as error:
        return _asked(periode, error.indonesia)
    row = await call.tx.periods.get(periode.kode)

    async def write(tx: Transaction) -> None:
        try:
            await reopen_periode(tx, periode, call.now, alasan)
        except PenutupanDitolak as error:
            raise Refused(error.indonesia) from None

    told = f"{capital(periode.nama)} dibuka lagi. Jika sudah lengkap, tutup lagi dengan /periode."
    rincian = {"alasan": alasan, "ditutup oleh": row.ditutup_oleh if row else "-"}
    return _done(periode, told, write=write, entry=Entry("periode.buka", periode.kode, rincian), fresh=True)


def _done(periode: Periode, told: str, *, write: Write, entry: Entry, fresh: bool) -> Reply:
    page = say(told, (button("Lihat periode", LIHAT, periode.kode),), heading=JUDUL, fresh=fresh)
    return Reply((page,), writes=(write,), audit=(entry,), units=True)


COMMANDS: Final[Mapping[str, Handler]] = {"periode": _periode}
BUTTONS: Final[Mapping[str, Handler]] = {
    DAFTAR: _list,
    LIHAT: _see,
    TUTUP: _confirm,
    YA_TUTUP: _close,
    BUKA: _ask_reason,
}
ANSWERS: Final[Mapping[str, Handler]] = {BUKA: _reopen}
