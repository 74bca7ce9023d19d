"""/peringkat: the units of a group or of all, by ikm."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.engine.messages import Choice
from bot.engine.tanggal import angka, capital
from bot.reports.csv_excel import csv_peringkat
from bot.reports.grafik import GrafikPeringkat
from bot.reports.laporan import Himpunan, Laporan, read_laporan
from bot.reports.sasaran import Sasaran, sasaran_kota
from bot.staff.browsing import Browsing, browsed, choose, turns
from bot.staff.frame import Call, Enclosure, Entry, Handler, Page, Refused, Reply, button, number, say
from bot.staff.hak import SEMUA_WILAYAH, boleh_atas
from bot.staff.results.buttons import PERINGKAT, laporan_button, peringkat_button, subject_button
from bot.staff.results.figures import CSV, answered_before, enclosed, file_name, picture, read_figures
from bot.staff.results.teks import SHORT_NAME, empty_text, heading_of, name_of
from bot.staff.subjects import (
    Asked,
    day_of,
    may,
    parse_kode,
    periode_from,
    read_asked,
    running_periode,
    sasaran_from,
    visible_groups,
)
from scoring.peringkat import BarisPeringkat
from scoring.periode import Periode

PER_HALAMAN: Final = 15

_PILIH, _BERKAS = "pen", "pek"
_JUDUL: Final = "Peringkat"
_SATU_UNIT: Final = "Peringkat dibuat untuk satu kelompok atau semua unit, bukan untuk satu unit. Coba: /peringkat"


async def _peringkat(call: Call) -> Reply:
    asked = _of_several(call, read_asked(call, "peringkat"))
    chosen = choose(call, asked, _browsing(asked.periode))
    return Reply((chosen,)) if isinstance(chosen, Page) else await _ranking(call, chosen, asked.periode, None)


def _of_several(call: Call, asked: Asked) -> Asked:
    """A ranking is of a group or the whole: of candidates only these matter, and unasked it is the largest there is.
    Raises Refused where units alone are meant."""
    if asked.sasaran is not None:
        return asked
    if not asked.calon:
        return replace(asked, sasaran=_largest(call))
    several = tuple(one for one in asked.calon if one.jenis != "unit")
    if not several:
        raise Refused(_SATU_UNIT)
    return replace(asked, sasaran=several[0], calon=()) if len(several) == 1 else replace(asked, calon=several)


def _largest(call: Call) -> Sasaran | None:
    """All units, or the one group there is for this person; None where there are several."""
    if boleh_atas(call.who, "peringkat", SEMUA_WILAYAH):
        return sasaran_kota(call.survey.direktori, call.survey.aturan.nama_pemda)
    groups = visible_groups(call, "peringkat")
    return sasaran_from(call, "peringkat", "k", next(iter(groups))) if len(groups) == 1 else None


async def _pressed(call: Call) -> Reply:
    huruf, kode, periode, halaman = (*call.parts, "", "", "", "")[:4]
    sasaran = sasaran_from(call, "peringkat", huruf, kode)
    return await _ranking(call, sasaran, periode_from(call, periode, sasaran), number(halaman))


async def _ranking(call: Call, sasaran: Sasaran, periode: Periode | None, halaman: int | None) -> Reply:
    """The first page with the picture; or, without it, the page asked for, in place of the one before."""
    laporan = await _read(call, sasaran, periode or running_periode(call, sasaran))
    if laporan.himpunan is None:
        raise Refused(_SATU_UNIT)
    heading = heading_of(laporan, _JUDUL)
    if not laporan.hasil.n:
        before = answered_before(await read_figures(call, sasaran, laporan.periode))
        rows = [(peringkat_button(capital(before.nama), sasaran, before),)]
        return Reply((say(empty_text(laporan), *rows, heading=heading, fresh=halaman is None),))
    last = (len(_lines(laporan.himpunan)) - 1) // PER_HALAMAN
    page = max(0, min(halaman or 0, last))
    text = ranking_text(laporan, laporan.himpunan, page)
    shown = say(text, *_rows(call, laporan, page, last), heading=heading, fresh=halaman is None)
    if halaman is not None:
        return Reply((shown,))
    grafik = GrafikPeringkat(sasaran.nama, _subtitle(laporan), laporan.himpunan.peringkat, laporan.instrumen.mutu)
    return Reply((enclosed(shown, picture("peringkat", laporan, grafik)),))


async def _read(call: Call, sasaran: Sasaran, periode: Periode) -> Laporan:
    """Of this periode alone: a ranking looks at no other, and pages are turned often."""
    return await read_laporan(call.tx, call.survey, sasaran, periode, day_of(call, sasaran), banyak=1)


def ranking_text(laporan: Laporan, himpunan: Himpunan, page: int) -> str:
    """A page of the ranking; under the ranked units, apart, those without responses."""
    lines = _lines(himpunan)
    ranked = len(himpunan.peringkat.baris)
    start, end = page * PER_HALAMAN, (page + 1) * PER_HALAMAN
    head = [f"{angka(ranked)} unit menurut IKM; n adalah banyaknya jawaban."]
    if laporan.sementara:
        head.append("Masih sementara.")
    if len(lines) > PER_HALAMAN:
        head.append(f"Halaman {page + 1} dari {(len(lines) - 1) // PER_HALAMAN + 1}.")
    parts = [" ".join(head)]
    if best := lines[start : min(end, ranked)]:
        parts.append("\n".join(best))
    if without := lines[max(start, ranked) : end]:
        parts.append("Belum ada jawaban:\n" + "\n".join(without))
    return "\n\n".join(parts)


def _lines(himpunan: Himpunan) -> list[str]:
    peringkat = himpunan.peringkat
    ranked = [_line(one) for one in peringkat.baris]
    return ranked + [f"– {name_of(one.nama, SHORT_NAME)}" for one in peringkat.tanpa_responden]


def _line(one: BarisPeringkat) -> str:
    hasil = one.unit.hasil
    huruf = hasil.mutu.huruf if hasil.mutu else "-"
    # On a narrow phone a line may end between these, not within them.
    nilai, n = f"{angka(one.nilai)}\N{NO-BREAK SPACE}{huruf}", f"n\N{NO-BREAK SPACE}{angka(hasil.n)}"
    return f"{one.peringkat}. {name_of(one.unit.nama, SHORT_NAME)}: {nilai}, {n}"


def _subtitle(laporan: Laporan) -> str:
    nama = capital(laporan.periode.nama)
    return f"{nama}, sementara" if laporan.sementara else nama


def _rows(call: Call, laporan: Laporan, page: int, last: int) -> list[tuple[Choice, ...]]:
    sasaran, periode = laporan.sasaran, laporan.periode
    around = tuple(
        subject_button(label, PERINGKAT, sasaran, periode.kode, to, peran="navigasi")
        for label, to in turns(page, last)
    )
    more = [subject_button("CSV", _BERKAS, sasaran, periode.kode)]
    if may(call, "laporan", sasaran):
        more.append(laporan_button("Laporan", sasaran, periode))
    rows = [row for row in (around, tuple(more)) if row]
    if len(visible_groups(call, "peringkat")) > 1:
        rows.append((button("Kelompok lain", _PILIH, "", 0, periode.kode, peran="navigasi"),))
    return rows


async def _export(call: Call) -> Reply:
    huruf, kode, periode = (*call.parts, "", "", "")[:3]
    sasaran = sasaran_from(call, "peringkat", huruf, kode)
    laporan = await _read(call, sasaran, periode_from(call, periode, sasaran))
    if laporan.himpunan is None:
        raise Refused(_SATU_UNIT)
    isi = await asyncio.to_thread(csv_peringkat, laporan)
    page = say("Berkas CSV berisi seluruh peringkat ini.", heading=heading_of(laporan, _JUDUL))
    entry = Entry("peringkat.ekspor", sasaran.nama[:120], {"periode": laporan.periode.kode, "berkas": "CSV"})
    return Reply((enclosed(page, Enclosure(file_name("peringkat", laporan, "csv"), CSV, isi=isi)),), audit=(entry,))


def _browsing(periode: Periode | None) -> Browsing:
    kode = periode.kode if periode else ""
    return Browsing(
        "peringkat",
        lambda label, sasaran: peringkat_button(label, sasaran, periode),
        lambda label, kelompok, page: button(label, _PILIH, kelompok, page, kode),
        _JUDUL,
        with_units=False,
    )


async def _browse(call: Call) -> Reply:
    _, page, kode = (*call.parts, "", "")[:3]
    return browsed(call, _browsing(parse_kode(kode)), "", page)


COMMANDS: Final[Mapping[str, Handler]] = {"peringkat": _peringkat}
BUTTONS: Final[Mapping[str, Handler]] = {PERINGKAT: _pressed, _PILIH: _browse, _BERKAS: _export}
ANSWERS: Final[Mapping[str, Handler]] = {}
