"""`/saran`: what citizens wrote to a unit lately, counted, and to be read page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from bot.engine.messages import Choice
from bot.engine.survey import Survey
from bot.engine.tanggal import angka, capital
from bot.reports.sebutan import find_periode, plain
from bot.saran.pilih import excerpt
from bot.staff.frame import Call, Dialog, Handler, Page, Refused, Reply, ask, button, cancel, number, say
from bot.staff.saran.inbox import (
    SIFAT,
    TANPA_UNSUR,
    Folded,
    Inbox,
    filter_of,
    folded,
    nama_unsur,
    read_inbox,
    tanda_of,
    unsur_keys,
)
from bot.staff.seen import named, visible
from scoring.model import UnitLayanan

PER_HALAMAN: Final = 5
UNIT_PALING: Final = 8
"""More units than this are asked for by name."""
HURUF_DAFTAR: Final = 240
"""Letters of a text in a list; the whole of it is on its own page."""

_JUDUL: Final = "Saran warga"
_UNIT_MANA: Final = "Untuk unit mana? Tulis namanya, misalnya: Kelurahan Pakunden."
_BELUM_DITEMUKAN: Final = "Unit itu belum kami temukan. Coba tulis namanya dengan cara lain."
_BUKAN_PERIODE: Final = (
    "Di sini hanya tampil tulisan terbaru, tanpa pilihan periode. Tulis /saran saja, atau tambahkan nama unit, "
    "misalnya: /saran Kelurahan Pakunden."
)
_KOSONG: Final = "Belum ada tulisan untuk {unit} pada {jangka}, dari {n} jawaban."


# Which unit


async def _saran(call: Call) -> Reply:
    saring, nama = _split(call)
    return await _chosen(call, nama, saring)


async def _which(call: Call) -> Reply:
    saring, nama = _split(call)
    return await _chosen(call, nama, saring or call.dialog.data.get("saring", ""))


def _split(call: Call) -> tuple[str, str]:
    """The filter of the unsur named ("waktu", "U3"), and what else was typed: a unit's name, which may itself hold
    such a word ("Bagian Sarana")."""
    teks, survey = call.args.strip(), call.survey
    if survey.direktori.named(teks):
        return "", teks
    words = plain(teks).split()
    for n, unsur in enumerate(survey.instrumen.unsur, start=1):
        for word in (unsur.key, unsur.kode.casefold()):
            if word in words:
                words.remove(word)
                return f"u{n}", " ".join(words)
    return "", teks


async def _chosen(call: Call, nama: str, saring: str) -> Reply:
    units = named(call, "saran", nama) if nama else visible(call, "saran")
    dialog = Dialog("sar", {"saring": saring})
    if len(units) == 1:
        return await _opened(call, units[0], saring)
    if len(units) > UNIT_PALING:
        return Reply((ask(_UNIT_MANA, heading=_JUDUL),), dialog=dialog)
    if not units:
        if _names_periode(call, nama):
            raise Refused(_BUKAN_PERIODE)
        return Reply((ask(_BELUM_DITEMUKAN, heading=_JUDUL),), dialog=dialog)
    rows = [(_list_button(one.nama, one, saring) if saring else saran_button(one.nama, one.kode),) for one in units]
    return Reply((say("Unit yang mana?", *rows, (cancel(),), heading=_JUDUL),), dialog=dialog)


def _names_periode(call: Call, teks: str) -> bool:
    found = find_periode(teks, call.today, call.survey.aturan.jenis_periode)
    return found.periode is not None or bool(found.masalah)


async def _opened(call: Call, unit: UnitLayanan, saring: str) -> Reply:
    inbox = await read_inbox(call, unit.kode)
    return await _list(call, inbox, saring, 0, fresh=True) if saring else Reply((_overview(call, inbox, fresh=True),))


# Counts


async def _counts(call: Call) -> Reply:
    return Reply((_overview(call, await read_inbox(call, call.parts[0]), fresh=False),))


def _overview(call: Call, inbox: Inbox, *, fresh: bool) -> Page:
    heading = f"Saran untuk {inbox.unit.nama}"
    if not inbox.rows:
        text = _KOSONG.format(unit=inbox.unit.nama, jangka=inbox.jangka, n=angka(inbox.n))
        return say(text, heading=heading, fresh=fresh)
    sifat = Counter(row.sifat for row in inbox.rows)
    unsur = Counter(nama_unsur(call.survey, row.unsur) for row in inbox.rows)
    unopened = sum(inbox.open(row) for row in inbox.rows)
    text = "\n".join(
        (
            f"{capital(inbox.jangka)}: {angka(len(inbox.rows))} tulisan dari {angka(inbox.n)} jawaban.",
            ", ".join(f"{nama.lower()} {angka(sifat[key])}" for key, nama in SIFAT.items() if sifat[key]).capitalize()
            + ".",
            "",
            *(f"{nama}: {angka(n)}" for nama, n in _by_number(call.survey, unsur)),
        )
    )
    by_sifat = [
        _list_button(f"{nama} ({sifat[key]})", inbox.unit, f"s{n}")
        for n, (key, nama) in enumerate(SIFAT.items())
        if sifat[key]
    ]
    rows = [tuple(by_sifat[n : n + 2]) for n in range(0, len(by_sifat), 2)]
    if unopened:
        rows.append((_list_button(f"Belum dijawab ({unopened})", inbox.unit, "b"),))
    rows.append((button("Menurut unsur", "saf", inbox.unit.kode), _list_button("Semua tulisan", inbox.unit, "")))
    return say(text, *rows, heading=heading, fresh=fresh)


def _by_number(survey: Survey, unsur: Counter[str]) -> list[tuple[str, int]]:
    """Most first, the unsur's order among equals; what names none comes last."""
    order = [one.nama for one in survey.instrumen.unsur]
    known = sorted((nama for nama in unsur if nama in order), key=lambda nama: (-unsur[nama], order.index(nama)))
    return [(nama, unsur[nama]) for nama in (*known, TANPA_UNSUR) if unsur[nama]]


async def _by_unsur(call: Call) -> Reply:
    inbox = await read_inbox(call, call.parts[0])
    counted = Counter(row.unsur for row in inbox.rows)
    rows = [
        (_list_button(f"{nama_unsur(call.survey, key)} ({counted[key]})", inbox.unit, f"u{n}"),)
        for n, key in enumerate(unsur_keys(call.survey))
        if counted[key]
    ]
    back = saran_button("Ringkasan", inbox.unit.kode, navigasi=True)
    page = say("Tulisan tentang apa?", *rows, (back,), heading=f"Saran untuk {inbox.unit.nama}", fresh=False)
    return Reply((page,))


# Texts


async def _page(call: Call) -> Reply:
    kode, saring, page = (*call.parts, "", "")[:3]
    return await _list(call, await read_inbox(call, kode), saring, number(page) or 0, fresh=False)


async def _list(call: Call, inbox: Inbox, saring: str, page: int, *, fresh: bool) -> Reply:
    nama, wanted = filter_of(inbox, call.survey, saring)
    rows = [row for row in inbox.rows if wanted(row)]
    groups = await folded(rows)
    last = max(0, (len(groups) - 1) // PER_HALAMAN)
    page = min(page, last)
    shown = groups[page * PER_HALAMAN : (page + 1) * PER_HALAMAN]
    lines = [f"{nama}: {angka(len(rows))} tulisan." + (f" Halaman {page + 1} dari {last + 1}." if last else "")]
    lines += [_item(call, n, one) for n, one in enumerate(shown, start=1)]
    openers = tuple(
        button(str(n), "sad", inbox.unit.kode, tanda_of(call, one.shown), saring, page)
        for n, one in enumerate(shown, start=1)
    )
    turns = [_list_button("Sebelumnya", inbox.unit, saring, page - 1, navigasi=True)] if page else []
    turns += [_list_button("Berikutnya", inbox.unit, saring, page + 1, navigasi=True)] if page < last else []
    around = (*turns, saran_button("Ringkasan", inbox.unit.kode, navigasi=True))
    choices = [part for part in (openers, around) if part]
    text = "\n\n".join(lines) + ("\n\nTekan nomornya untuk membuka satu tulisan." if shown else "")
    screen = say(text, *choices, heading=f"Saran untuk {inbox.unit.nama}", fresh=fresh)
    return Reply((screen,), audit=(inbox.read([one.shown for one in shown]),) if shown else ())


def _item(call: Call, n: int, one: Folded) -> str:
    about = f"{nama_unsur(call.survey, one.shown.unsur)}, {SIFAT.get(one.shown.sifat, one.shown.sifat).lower()}."
    more = f" {one.people} orang menulis serupa." if one.people > 1 else ""
    done = " Sudah dibalas." if any(row.jawaban for row in one.members) else ""
    return f"{n}. “{excerpt(one.shown.teks, HURUF_DAFTAR)}”\n{about}{more}{done}"


def _list_button(label: str, unit: UnitLayanan, saring: str, page: int = 0, *, navigasi: bool = False) -> Choice:
    return button(label, "sal", unit.kode, saring, page, peran="navigasi" if navigasi else "jawab")


def saran_button(label: str, kode_unit: str, *, navigasi: bool = False) -> Choice:
    """Leads to a unit's inbox, from wherever it stands."""
    return button(label, "sar", kode_unit, peran="navigasi" if navigasi else "jawab")


COMMANDS: Final[Mapping[str, Handler]] = {"saran": _saran}
BUTTONS: Final[Mapping[str, Handler]] = {"sar": _counts, "saf": _by_unsur, "sal": _page}
ANSWERS: Final[Mapping[str, Handler]] = {"sar": _which}
