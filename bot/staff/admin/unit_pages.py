"""What an admin sees of a unit, and how a change of one is written: whole, once, and nothing where somebody else was
faster."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.engine.messages import Choice
from bot.engine.tanggal import angka
from bot.imports.faults import Unreadable
from bot.reports.tautan import links_of
from bot.staff.frame import Call, Dialog, Entry, Page, Refused, Reply, ask, button, say
from bot.staff.hak import SEMUA_WILAYAH
from scoring.model import Kelompok, UnitLayanan
from scoring.periode import ZONA
from storage.staff import StafRow
from storage.store import Transaction

JUDUL: Final = "Unit layanan"
_TAK_DIKENAL: Final = "Unit itu tidak kami kenal. Silakan mulai lagi dengan /unit."
_BERUBAH: Final = "Unit itu baru saja diubah orang lain. Lihat dulu keadaannya dengan /unit, lalu coba lagi."


async def unit_of(call: Call, kode: str) -> UnitLayanan:
    """The unit a button names, open or closed. Raises Refused for a forged one and for who may not."""
    call.require("unit", SEMUA_WILAYAH)
    found = await call.tx.directory.units(kode)
    if not found:
        raise Refused(_TAK_DIKENAL)
    return found[0]


async def unit_page(
    call: Call, unit: UnitLayanan, notice: str = "", *, group: Kelompok | None = None, fresh: bool = False
) -> Page:
    """All that is known of a unit, and what can be changed. `group` is one that is about to be added."""
    known = [*([group] if group else []), *await call.tx.directory.kelompok()]
    groups = {one.kode: one.nama for one in known}
    populasi = "belum diisi" if unit.populasi is None else f"{angka(unit.populasi)} orang"
    own = [unsur.nama for unsur in call.survey.instrumen.unsur if unsur.key in unit.label]
    lines = [
        "Ditutup: tidak menerima jawaban baru." if not unit.aktif else "",
        f"Kode: {unit.kode}",
        f"Kelompok: {groups.get(unit.kelompok, unit.kelompok)}",
        f"Zona waktu: {short_zona(unit.zona_waktu)}",
        f"Pengguna layanan dalam satu periode: {populasi}",
        f"Jenis layanan: {', '.join(service.nama for service in unit.layanan) or 'belum ada'}",
        f"Label jawaban sendiri: {', '.join(own) or 'tidak ada'}",
        f"Kepala unit: {_counted(heads_of(await call.tx.staff.all(), unit))}",
        *(_links(call, unit) if unit.aktif else ()),
    ]
    rows: list[tuple[Choice, ...]] = [
        (button("Ganti nama", "une", "nama", unit.kode), button("Kelompok", "ung", unit.kode)),
        (button("Zona waktu", "unz", unit.kode), button("Pengguna layanan", "une", "populasi", unit.kode)),
        (button("Jenis layanan", "uns", unit.kode), button("Label jawaban", "unb", unit.kode)),
        (
            button("Kepala unit", "unk", unit.kode),
            button("Tutup unit", "unc", unit.kode) if unit.aktif else button("Buka lagi", "uno", unit.kode),
        ),
    ]
    text = "\n".join(line for line in lines if line)
    return say(text, *rows, heading=unit.nama, notice=notice, fresh=fresh)


def back_to(unit: UnitLayanan, label: str = "Kembali") -> Choice:
    return button(label, "uni", unit.kode, peran="navigasi")


def short_zona(zona: str) -> str:
    """WIB, WITA or WIT; any other zone by its full name."""
    return next((short for short, name in ZONA.items() if name == zona), zona)


def heads_of(people: Sequence[StafRow], unit: UnitLayanan) -> list[StafRow]:
    return [
        who for who in people if any(right.peran == "kepala_unit" and right.cakupan == unit.kode for right in who.hak)
    ]


def _links(call: Call, unit: UnitLayanan) -> list[str]:
    """Where citizens get in."""
    links = links_of(unit, call.place.base_url, call.place.telegram, call.place.whatsapp)
    named = (("Laman", links.web), ("WhatsApp", links.whatsapp), ("Telegram", links.telegram))
    return [f"{nama}: {url}" for nama, url in named if url]


def _counted(heads: Sequence[StafRow]) -> str:
    if not heads:
        return "belum terhubung"
    away = sum(not who.terjangkau for who in heads)
    return f"{len(heads)} orang" + (f", {away} di antaranya memblokir kami" if away else "")


async def changed(
    call: Call,
    before: UnitLayanan | None,
    after: UnitLayanan,
    notice: str,
    entry: Entry,
    *,
    group: Kelompok | None = None,
    fresh: bool = True,
) -> Reply:
    """The reply that changes a unit, or adds one where there was none, and shows it; `group` is what it moves to."""

    async def write(tx: Transaction) -> None:
        if await tx.directory.units(after.kode) != ([before] if before else []):
            raise Refused(_BERUBAH)
        known = {one.kode for one in await tx.directory.kelompok()}
        await tx.directory.put([group] if group and group.kode not in known else [], [after])

    page = await unit_page(call, after, notice, group=group, fresh=fresh)
    return Reply((page,), writes=(write,), audit=(entry,), units=True)


def entry_of(unit: UnitLayanan, hal: str, sebelum: object, sesudah: object) -> Entry:
    """What the audit log says of a change."""
    return Entry("unit.ubah", unit.nama, {"hal": hal, "sebelum": sebelum, "sesudah": sesudah})


def asked_again(
    error: Unreadable, teks: str, question: str, dialog: Dialog, rows: Sequence[tuple[Choice, ...]] = ()
) -> Reply:
    """What was wrong with what was typed, and the question once more."""
    named = f"“{teks[:60]}” " if teks else "Tulisannya "
    return Reply((ask(f"{named}{error.said.indonesia}. {question}", *rows, heading=JUDUL),), dialog=dialog)
