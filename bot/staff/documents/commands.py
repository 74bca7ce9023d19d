"""/dokumen: reports, workbooks, posters, stickers and data files of a unit, a group or all units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.engine.messages import Choice
from bot.engine.tanggal import capital
from bot.reports.dokumen.pesanan import BENTUK, BENTUK_KOTA, PERORANGAN, SIFAT, Bentuk
from bot.reports.sasaran import Sasaran
from bot.staff.browsing import Browsing, browsed, choose
from bot.staff.documents.answers import disiapkan
from bot.staff.documents.asked import Diminta, allowed
from bot.staff.frame import TIDAK_BERHAK, Call, Entry, Handler, Page, Refused, Reply, button, number, say
from bot.staff.results.buttons import DOKUMEN, dokumen_button, subject_button
from bot.staff.results.teks import name_of
from bot.staff.subjects import day_of, parse_kode, periode_from, read_asked, running_periode, sasaran_from
from scoring.periode import Periode
from storage.records import new_id
from storage.requests import RequestRow
from storage.store import Transaction

MENUNGGU_PALING: Final = 5
"""Documents one person may be waiting for at a time."""

_PILIH, _BUAT = "dob", "dom"
_JUDUL: Final = "Dokumen"
_MASING: Final[tuple[Bentuk, ...]] = ("pdf", "docx", "poster", "stiker")
"""What there may be of each unit at once."""
_LABEL: Final[Mapping[Bentuk, str]] = {
    "pdf": "Laporan PDF",
    "docx": "Laporan Word",
    "xlsx": "Excel",
    "sav": "SPSS",
    "csv": "CSV",
    "json": "JSON",
    "poster": "Poster A4",
    "poster-a3": "Poster A3",
    "poster-persegi": "Poster medsos",
    "stiker": "Stiker QR",
}


async def _dokumen(call: Call) -> Reply:
    asked = read_asked(call, "dokumen")
    chosen = choose(call, asked, _browsing(asked.periode))
    return Reply((chosen,)) if isinstance(chosen, Page) else _shelf(call, chosen, asked.periode)


async def _pressed(call: Call) -> Reply:
    huruf, kode, periode = (*call.parts, "", "", "")[:3]
    sasaran = sasaran_from(call, "dokumen", huruf, kode)
    return _shelf(call, sasaran, periode_from(call, periode, sasaran))


def _shelf(call: Call, sasaran: Sasaran, periode: Periode | None) -> Reply:
    """What there is of that subject. While a periode runs, the one before is what is signed."""
    chosen, today = periode or running_periode(call, sasaran), day_of(call, sasaran)
    text = "Dokumen apa yang Anda perlukan?"
    if chosen.selesai > today:
        text = f"{capital(chosen.nama)} masih berjalan, jadi angkanya masih sementara. {text}"
    own = [one for one in (BENTUK if sasaran.jenis == "unit" else BENTUK_KOTA) if _may(call, sasaran, chosen, one)]
    rows = _pairs(
        [_make(_LABEL[one], sasaran, chosen, one) for one in own if one != "stiker" or sasaran.jenis == "unit"]
    )
    if sasaran.jenis != "unit":
        each = [_make(f"{_LABEL[one]} tiap unit", sasaran, chosen, one, masing=True) for one in _MASING]
        rows += _pairs(each)
    others = [chosen.sebelumnya(), chosen.berikutnya()]
    begun = (one for one in others if one.mulai <= today)
    rows.append(tuple(dokumen_button(capital(one.nama), sasaran, one, peran="navigasi") for one in begun))
    return Reply((say(text, *rows, heading=f"{_JUDUL} {name_of(sasaran.nama)}, {chosen.nama}"),))


async def _asked(call: Call) -> Reply:
    huruf, kode, periode, nomor, masing = (*call.parts, "", "", "", "", "")[:5]
    sasaran = sasaran_from(call, "dokumen", huruf, kode)
    at = number(nomor)
    bentuk = BENTUK[at] if at is not None and at < len(BENTUK) else None
    each = masing == "m" and sasaran.jenis != "unit"
    if bentuk is None or (sasaran.jenis != "unit" and bentuk not in (_MASING if each else BENTUK_KOTA)):
        raise Refused("Dokumen itu tidak kami kenal.")
    asked = Diminta(sasaran, periode_from(call, periode, sasaran), bentuk, each)
    if not allowed(call.who, asked, call.survey.direktori):
        raise Refused(TIDAK_BERHAK)
    if await call.tx.requests.waiting(call.who.id) >= MENUNGGU_PALING:
        raise Refused(f"Masih ada {MENUNGGU_PALING} dokumen Anda yang sedang disiapkan. Tunggu sebentar, ya.")
    row = RequestRow(
        new_id(),
        call.who.channel,
        call.who.address,
        call.who.id,
        asked.to_json(),
        0,
        int(call.now.timestamp() * 1000),
    )

    async def write(tx: Transaction) -> None:
        await tx.requests.add(row)

    rincian = {"periode": asked.periode.kode, "berkas": SIFAT[bentuk].nama, "tiap unit": "ya" if each else "tidak"}
    return Reply((disiapkan(asked),), writes=(write,), audit=(Entry("dokumen", sasaran.nama[:120], rincian),))


def _may(call: Call, sasaran: Sasaran, periode: Periode, bentuk: Bentuk) -> bool:
    return bentuk not in PERORANGAN or allowed(call.who, Diminta(sasaran, periode, bentuk), call.survey.direktori)


def _make(label: str, sasaran: Sasaran, periode: Periode, bentuk: Bentuk, *, masing: bool = False) -> Choice:
    return subject_button(label, _BUAT, sasaran, periode.kode, BENTUK.index(bentuk), "m" if masing else "")


def _pairs(choices: list[Choice]) -> list[tuple[Choice, ...]]:
    return [tuple(choices[n : n + 2]) for n in range(0, len(choices), 2)]


def _browsing(periode: Periode | None) -> Browsing:
    kode = periode.kode if periode else ""
    return Browsing(
        "dokumen",
        lambda label, sasaran: dokumen_button(label, sasaran, periode),
        lambda label, kelompok, page: button(label, _PILIH, kelompok, page, kode),
        _JUDUL,
    )


async def _browse(call: Call) -> Reply:
    kelompok, page, kode = (*call.parts, "", "")[:3]
    return browsed(call, _browsing(parse_kode(kode)), kelompok, page)


COMMANDS: Final[Mapping[str, Handler]] = {"dokumen": _dokumen}
BUTTONS: Final[Mapping[str, Handler]] = {DOKUMEN: _pressed, _PILIH: _browse, _BUAT: _asked}
ANSWERS: Final[Mapping[str, Handler]] = {}
