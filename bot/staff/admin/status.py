"""How the service is doing, in an admin's words: what waits, what went out or was missed, who is reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from typing import Final

from bot.engine.tanggal import angka, tanggal
from bot.staff.admin.unit_pages import short_zona
from bot.staff.frame import Call, Handler, Reply, button, say
from bot.staff.hak import SEMUA_WILAYAH
from storage.health import Queue
from storage.schedule import Slot

HELD_MS: Final = 60_000
"""What is due later than this is held back on purpose; a message being sent is put off by less."""
SLOTS_PALING: Final = 40

_CHANNEL: Final = {"telegram": "Telegram", "whatsapp": "WhatsApp", "webchat": "Obrolan web"}
_SEBAB: Final = {
    "terlewat": "layanan tidak berjalan pada waktunya, dan sudah lebih dari sehari",
    "dijeda": "pengiriman sedang dijeda",
}


async def _status(call: Call) -> Reply:
    return Reply((say(await _text(call), (button("Perbarui", "sta"),), heading="Keadaan layanan"),))


async def _again(call: Call) -> Reply:
    call.require("status", SEMUA_WILAYAH)
    page = say(await _text(call), (button("Perbarui", "sta"),), heading="Keadaan layanan", fresh=False)
    return Reply((page,))


async def _text(call: Call) -> str:
    tx, now_ms = call.tx, int(call.now.timestamp() * 1000)
    slots = await tx.schedule.last_slots("digest:", SLOTS_PALING)
    people = await tx.staff.all()
    away = sum(not who.terjangkau for who in people)
    lines = [
        *_waiting(await tx.health.queues(now_ms + HELD_MS), now_ms),
        "",
        *_runs(call, slots),
        "",
        f"Peringatan yang belum ditanggapi: {angka(await tx.alerts.open())}.",
        f"Pengelola: {angka(len(people))} orang" + (f", {angka(away)} di antaranya memblokir kami." if away else "."),
        await _answers(call),
        f"Basis data: {_megabytes(await tx.health.size())}. Versi {_version()}.",
    ]
    return "\n".join(lines)


def _waiting(queues: Sequence[Queue], now_ms: int) -> list[str]:
    lines = []
    for queue in queues:
        nama = _CHANNEL.get(queue.channel, queue.channel)
        if queue.due:
            verb = "dibuka pembacanya" if queue.channel == "webchat" else "dikirim"
            age = _age(timedelta(milliseconds=max(0, now_ms - (queue.oldest or now_ms))))
            lines.append(f"{nama}: {angka(queue.due)} pesan menunggu {verb}, yang terlama {age}.")
        if queue.later:
            lines.append(f"{nama}: {angka(queue.later)} pesan ditahan sampai waktunya, misalnya karena jam tenang.")
    return lines or ["Tidak ada pesan yang menunggu dikirim."]


def _runs(call: Call, slots: Iterable[Slot]) -> list[str]:
    """The last digests of each zone, and which of late did not go out, and why."""
    weekly = [(*parsed, slot) for slot in slots if (parsed := _parsed(slot)) is not None]
    last: dict[str, tuple[date, Slot]] = {}
    for name, day, slot in sorted(weekly, key=lambda one: one[1], reverse=True):
        if slot.keadaan == "selesai":
            last.setdefault(name, (day, slot))
    lines = [
        f"Ringkasan terakhir {short_zona(name)}: {tanggal(day)}, {angka(slot.banyak)} ringkasan, "
        f"selesai {call.moment(slot.pada)}."
        for name, (day, slot) in sorted(last.items())
    ]
    lines = lines or ["Belum ada ringkasan mingguan yang dikirim."]
    missed = [(day, name, slot) for name, day, slot in weekly if slot.keadaan in _SEBAB]
    lines += [
        f"Tidak dikirim: ringkasan {short_zona(name)} {tanggal(day)}, karena {_SEBAB[slot.keadaan]}."
        for day, name, slot in sorted(missed, key=lambda one: one[0], reverse=True)[:3]
    ]
    return lines


def _parsed(slot: Slot) -> tuple[str, date] | None:
    """The zone and the day of a weekly slot, "digest:2026-11-16:Asia/Jakarta"; None for one asked for by hand."""
    _, day, zona = (*slot.kunci.split(":", 2), "", "")[:3]
    try:
        return zona, date.fromisoformat(day)
    except ValueError:
        return None


async def _answers(call: Call) -> str:
    today = call.today
    monday, tomorrow = today - timedelta(days=today.weekday()), today + timedelta(days=1)
    spans = [(today, tomorrow), (monday, tomorrow)]
    found = await call.tx.facts.rekap_rentang(call.survey.instrumen.id, spans, sebaran=False)
    day, week = (sum(rekap.n for rekap in rekaps.values()) for rekaps in found)
    return f"Jawaban warga: {angka(day)} hari ini, {angka(week)} sejak Senin."


def _age(age: timedelta) -> str:
    minutes = int(age.total_seconds()) // 60
    if minutes < 1:
        return "kurang dari semenit"
    if minutes < 120:
        return f"{minutes} menit"
    return f"{minutes // 60} jam" if minutes < 48 * 60 else f"{minutes // 1440} hari"


def _megabytes(size: int) -> str:
    tenths = (size * 10 + 524_288) // 1_048_576
    return f"{angka(tenths // 10)},{tenths % 10} MB"


@cache
def _version() -> str:
    return version("ikm-bot")


COMMANDS: Final[Mapping[str, Handler]] = {"status": _status}
BUTTONS: Final[Mapping[str, Handler]] = {"sta": _again}
ANSWERS: Final[Mapping[str, Handler]] = {}
