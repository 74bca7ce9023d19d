"""Answering a saran. The office does not learn who wrote it, the citizen not who answered; it is said once.

The citizen has allowed it for one saran, for a time. With the answer the address is forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.engine.balasan import render_balasan
from bot.engine.tanggal import angka
from bot.engine.understand import legible
from bot.staff.frame import Call, Dialog, Entry, Handler, Page, Push, Refused, Reply, ask, button, cancel, say
from bot.staff.saran.inbox import Inbox, find_row, read_inbox, tanda_of
from storage.store import Transaction
from storage.voices import SaranRow

HURUF_MINIMAL: Final = 10
HURUF_PALING: Final = 1000
"""Characters of an answer."""
QUIET_BEGIN: Final = time(20)
QUIET_END: Final = time(7)
"""Between these hours of the unit's zone no citizen is written to."""

_TANYA: Final = (
    "Tulis balasan Anda, {pendek} sampai {paling} huruf. Penulisnya membaca nama unit, bukan nama Anda, dan tidak "
    "dapat membalas lagi."
)
_PANJANGNYA: Final = "Balasan itu {panjang} huruf. Tulis {pendek} sampai {paling} huruf."
_TERTUTUP: Final = "Tulisan itu tidak dapat dibalas: sudah dibalas, dihapus penulisnya, atau waktunya sudah lewat."
_DIGANTI: Final = "Balasan itu sudah diganti. Tekan “Kirim” pada yang terbaru."
_HILANG: Final = "Balasan itu tidak tersimpan lagi. Buka tulisannya dari /saran, lalu tekan “Balas”."


async def _ask(call: Call) -> Reply:
    inbox, row = await _open(call, call.parts)
    page = ask(_TANYA.format(pendek=HURUF_MINIMAL, paling=angka(HURUF_PALING)), heading="Membalas saran")
    return Reply((page,), dialog=Dialog("saj", _data(call, inbox, row)))


async def _preview(call: Call) -> Reply:
    inbox, row = await _open(call, _kept(call))
    teks = legible(call.args).strip()
    if not HURUF_MINIMAL <= len(teks) <= HURUF_PALING:
        text = _PANJANGNYA.format(panjang=angka(len(teks)), pendek=HURUF_MINIMAL, paling=angka(HURUF_PALING))
        return Reply((ask(text, heading="Membalas saran"),), dialog=call.dialog)
    screen = render_balasan(call.survey, inbox.unit, row.teks, teks, row.respons)
    text = f"Penulisnya akan membaca:\n\n{screen.heading}\n{screen.text}"
    page = say(
        text,
        (button("Kirim", "sap", inbox.unit.kode, tanda_of(call, row), call.mark(teks), peran="utama"),),
        (cancel(),),
        heading="Periksa balasan",
        notice="Belum dikirim. Untuk mengubahnya, tulis lagi.",
    )
    data = {**_data(call, inbox, row), "teks": teks}
    return Reply((page,), dialog=Dialog("saj", data), audit=(inbox.read([row]),))


async def _send(call: Call) -> Reply:
    inbox, row = await _open(call, call.parts)
    teks = call.dialog.data.get("teks", "")
    if _kept(call) != [inbox.unit.kode, tanda_of(call, row)] or not teks:
        raise Refused(_HILANG)
    if call.parts[2:] != [call.mark(teks)]:
        return Reply((say(_DIGANTI),), dialog=call.dialog)
    izin = inbox.permits[row.respons]
    waits = not_before(call.now, inbox.unit.zona_waktu)

    async def write(tx: Transaction) -> None:
        if not await tx.voices.answer(row, teks, call.who.id, call.now):
            raise Refused(_TERTUTUP)

    screen = render_balasan(call.survey, inbox.unit, row.teks, teks, row.respons)
    when = "Balasan dikirim." if waits is None else "Balasan akan dikirim pukul 07.00, sesudah jam tenang warga."
    return Reply(
        (say(when, heading="Membalas saran", fresh=False),),
        writes=(write,),
        audit=(Entry("saran.jawab", inbox.unit.nama[:120]),),
        pushes=(Push(izin.channel, izin.address, Page(screen), f"jawab:{row.respons}:{row.bagian}", waits),),
    )


async def _open(call: Call, parts: list[str]) -> tuple[Inbox, SaranRow]:
    """The text to be answered. Raises Refused where the person may not, or it cannot be."""
    kode, tanda = (*parts, "")[:2]
    inbox = await read_inbox(call, kode, "saran.jawab")
    row = find_row(call, inbox, tanda)
    if not inbox.open(row):
        raise Refused(_TERTUTUP)
    return inbox, row


def _data(call: Call, inbox: Inbox, row: SaranRow) -> dict[str, str]:
    return {"unit": inbox.unit.kode, "tanda": tanda_of(call, row)}


def _kept(call: Call) -> list[str]:
    return [call.dialog.data.get("unit", ""), call.dialog.data.get("tanda", "")]


def not_before(now: datetime, zona: str) -> datetime | None:
    """When a citizen of that zone may be written to; None for at once."""
    local = now.astimezone(ZoneInfo(zona))
    if QUIET_END <= local.time() < QUIET_BEGIN:
        return None
    day = local.date() + timedelta(days=local.time() >= QUIET_BEGIN)
    return datetime.combine(day, QUIET_END, local.tzinfo)


COMMANDS: Final[Mapping[str, Handler]] = {}
BUTTONS: Final[Mapping[str, Handler]] = {"saj": _ask, "sap": _send}
ANSWERS: Final[Mapping[str, Handler]] = {"saj": _preview}
