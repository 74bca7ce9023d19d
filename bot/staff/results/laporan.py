"""/laporan: the report of a unit, a group or all units, its details, its files."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

from bot.engine.messages import Choice
from bot.engine.tanggal import capital
from bot.reports.csv_excel import csv_laporan
from bot.reports.grafik import Grafik, GrafikSebaran
from bot.reports.harapan import read_harapan
from bot.reports.laporan import Laporan
from bot.reports.rincian import read_rincian, sebaran_of
from bot.reports.sasaran import Sasaran
from bot.reports.xlsx import xlsx_laporan
from bot.staff.browsing import Browsing, browsed, choose, turns
from bot.staff.frame import Call, Enclosure, Entry, Handler, Page, Refused, Reply, button, number, say
from bot.staff.results.buttons import LAPORAN, laporan_button, peringkat_button, subject_button, tren_button
from bot.staff.results.figures import (
    CSV,
    XLSX,
    answered_before,
    enclosed,
    file_name,
    picture,
    points_of,
    read_dibantu,
    read_figures,
    subtitle_of,
)  # fmt: skip
from bot.staff.results.harapan import harapan_text
from bot.staff.results.teks import empty_text, heading_of, kelas_text, name_of, report_text, sebaran_text
from bot.staff.saran.commands import saran_button
from bot.staff.saran.inbox import shown_periods
from bot.staff.subjects import JENIS, day_of, may, parse_kode, periode_from, read_asked, running_periode, sasaran_from
from scoring.periode import JenisPeriode, Periode, periode_of

KELAS_PALING: Final = 12
"""Lines of services on one screen."""
PERIODE_PALING: Final = 4

_PILIH, _PERIODE, _RINCIAN, _BERKAS = "lpn", "lpe", "lri", "lex"
_SEBARAN, _LAYANAN, _PROFIL, _HARAPAN = "s", "l", "p", "h"
_JUDUL: Final = "Laporan"
_SEDIKIT: Final = "Jawabannya masih terlalu sedikit untuk dirinci."
_TANPA_HARAPAN: Final = "Harapan tidak ditanyakan pada periode itu, atau jawabannya masih terlalu sedikit."
_EKSPOR: Final = {"c": ("CSV", "csv", CSV), "x": ("Excel", "xlsx", XLSX)}


async def _laporan(call: Call) -> Reply:
    asked = read_asked(call, "laporan")
    chosen = choose(call, asked, _browsing(asked.periode))
    return Reply((chosen,)) if isinstance(chosen, Page) else await _report(call, chosen, asked.periode)


async def _pressed(call: Call) -> Reply:
    sasaran, periode, _ = _subject(call)
    return await _report(call, sasaran, periode)


async def _report(call: Call, sasaran: Sasaran, periode: Periode | None) -> Reply:
    laporan = await read_figures(call, sasaran, periode or running_periode(call, sasaran))
    heading, rows = heading_of(laporan), _rows(call, laporan)
    if not laporan.hasil.n:
        return Reply((say(empty_text(laporan), *rows, heading=heading),))
    page = say(report_text(laporan, await read_dibantu(call, laporan)), *rows, heading=heading)
    # Of so few answers no unsur may be shown, and the picture is of these.
    return Reply((enclosed(page, picture("laporan", laporan, _grafik(laporan))) if laporan.rinci else page,))


def _grafik(laporan: Laporan) -> Grafik:
    points = points_of(laporan)
    return Grafik(
        laporan.sasaran.nama,
        subtitle_of(laporan),
        laporan.hasil,
        laporan.instrumen.mutu,
        points if sum(1 for point in points if point.n) > 1 else (),  # one point shows no tren
        laporan.capaian.target if laporan.capaian else None,
        laporan.sementara,
    )


def _rows(call: Call, laporan: Laporan) -> list[tuple[Choice, ...]]:
    sasaran, periode = laporan.sasaran, laporan.periode
    others = subject_button("Periode lain", _PERIODE, sasaran, "", 0)
    if not laporan.hasil.n:
        before = answered_before(laporan)
        return [(laporan_button(capital(before.nama), sasaran, before),), (others,)]
    first = [subject_button("Rincian", _RINCIAN, sasaran, periode.kode, _SEBARAN)] if laporan.rinci else []
    if may(call, "tren", sasaran):
        first.append(tren_button("Tren", sasaran, periode.jenis))
    ranking = laporan.himpunan is not None and may(call, "peringkat", sasaran)
    second = [peringkat_button("Peringkat", sasaran, periode)] if ranking else []
    files = (subject_button(label, _BERKAS, sasaran, periode.kode, huruf) for huruf, (label, _, _) in _EKSPOR.items())
    return [row for row in (tuple(first), (*second, others), tuple(files)) if row]


# Details


async def _detail(call: Call) -> Reply:
    sasaran, periode, (bagian, halaman) = _subject(call)
    match bagian:
        case "l" | "p":
            return await _classes(call, sasaran, periode, bagian, number(halaman))
        case "h":
            return await _mattering(call, sasaran, periode)
        case _:
            return await _distribution(call, sasaran, periode)


async def _distribution(call: Call, sasaran: Sasaran, periode: Periode) -> Reply:
    laporan = await read_figures(call, sasaran, periode)
    sebaran = sebaran_of(laporan.rekap, laporan.instrumen, sasaran.units[0] if sasaran.jenis == "unit" else None)
    if not sebaran:
        raise Refused(_SEDIKIT)
    grafik = GrafikSebaran(sasaran.nama, subtitle_of(laporan), tuple(one.unsur for one in sebaran), laporan.rekap)
    rows = await _detail_rows(call, laporan, _SEBARAN)
    page = say(sebaran_text(sebaran), *rows, heading=heading_of(laporan, "Jawaban"))
    return Reply((enclosed(page, picture("sebaran", laporan, grafik)),))


async def _classes(call: Call, sasaran: Sasaran, periode: Periode, bagian: str, halaman: int | None) -> Reply:
    """Services, some a page, or the profil, a question a page."""
    laporan = await read_figures(call, sasaran, periode)
    rincian = await read_rincian(call.tx, call.survey, sasaran, periode)
    if bagian == _LAYANAN:
        parts = [
            ("Jenis layanan", rincian.layanan[start : start + KELAS_PALING])
            for start in range(0, len(rincian.layanan), KELAS_PALING)
        ]
    else:
        parts = [(capital(key.replace("_", " ")), kelas) for key, kelas in rincian.profil.items()]
    if not parts:
        raise Refused(_SEDIKIT)
    page = max(0, min(halaman or 0, len(parts) - 1))
    label, kelas = parts[page]
    heading = f"{label}: {name_of(sasaran.nama)}, {periode.nama}"
    around = tuple(
        subject_button(turn, _RINCIAN, sasaran, periode.kode, bagian, to, peran="navigasi")
        for turn, to in turns(page, len(parts) - 1)
    )
    rows = [*([around] if around else []), *await _detail_rows(call, laporan, bagian)]
    return Reply((say(kelas_text(kelas), *rows, heading=heading, fresh=halaman is None),))


async def _mattering(call: Call, sasaran: Sasaran, periode: Periode) -> Reply:
    laporan = await read_figures(call, sasaran, periode)
    hasil = await read_harapan(call.tx, laporan)
    if hasil is None:
        raise Refused(_TANPA_HARAPAN)
    rows = await _detail_rows(call, laporan, _HARAPAN)
    return Reply((say(harapan_text(hasil, laporan.hasil.n), *rows, heading=heading_of(laporan, "Harapan")),))


async def _detail_rows(call: Call, laporan: Laporan, shown: str) -> list[tuple[Choice, ...]]:
    sasaran, periode = laporan.sasaran, laporan.periode
    labels = {_SEBARAN: "Per unsur", _LAYANAN: "Per layanan", _PROFIL: "Profil responden"}
    if await read_harapan(call.tx, laporan):
        labels[_HARAPAN] = "Harapan"
    others = tuple(
        subject_button(label, _RINCIAN, sasaran, periode.kode, bagian)
        for bagian, label in labels.items()
        if bagian != shown
    )
    last = [laporan_button("Laporan", sasaran, periode, peran="navigasi")]
    if sasaran.jenis == "unit" and _in_inbox(call, sasaran, periode) and may(call, "saran", sasaran):
        last.insert(0, saran_button("Saran", sasaran.kode))
    return [others, tuple(last)]


def _in_inbox(call: Call, sasaran: Sasaran, periode: Periode) -> bool:
    """Whether the unit's inbox shows what was written then."""
    today = day_of(call, sasaran)
    return today in periode or periode in shown_periods(today, call.survey.aturan.jenis_periode)


# Another periode


async def _periods(call: Call) -> Reply:
    huruf, kode, jenis, offset = (*call.parts, "", "", "", "")[:4]
    sasaran = sasaran_from(call, "laporan", huruf, kode)
    kind = JENIS.get(jenis, call.survey.aturan.jenis_periode)
    skip = min(number(offset) or 0, 100)
    listed = [periode_of(day_of(call, sasaran), kind)]
    while len(listed) < skip + PERIODE_PALING:
        listed.append(listed[-1].sebelumnya())
    rows: list[tuple[Choice, ...]] = [(laporan_button(capital(one.nama), sasaran, one),) for one in listed[skip:]]
    letter = next((huruf for huruf, one in JENIS.items() if one == kind), jenis)
    around = [("Lebih baru", skip - PERIODE_PALING)] if skip else []
    around.append(("Lebih lama", skip + PERIODE_PALING))
    rows.append(tuple(subject_button(label, _PERIODE, sasaran, letter, to, peran="navigasi") for label, to in around))
    rows.append(_kinds(sasaran, kind))
    return Reply((say("Periode yang mana?", *rows, heading=f"{_JUDUL} {name_of(sasaran.nama)}", fresh=not jenis),))


def _kinds(sasaran: Sasaran, shown: JenisPeriode) -> tuple[Choice, ...]:
    return tuple(
        subject_button(capital(jenis), _PERIODE, sasaran, huruf, 0, peran="navigasi")
        for huruf, jenis in JENIS.items()
        if jenis != shown
    )


# Files


async def _export(call: Call) -> Reply:
    sasaran, periode, (huruf, _) = _subject(call)
    if huruf not in _EKSPOR:
        raise Refused("Jenis berkas itu tidak kami kenal.")
    label, ending, mime = _EKSPOR[huruf]
    laporan = await read_figures(call, sasaran, periode)
    # A province's tables take a while to write; the event loop goes on meanwhile.
    isi = await asyncio.to_thread(csv_laporan if huruf == "c" else xlsx_laporan, laporan)
    page = say(f"Berkas {label} berisi semua angka laporan ini.", heading=heading_of(laporan, "Laporan"))
    entry = Entry("laporan.ekspor", sasaran.nama[:120], {"periode": periode.kode, "berkas": label})
    return Reply((enclosed(page, Enclosure(file_name("laporan", laporan, ending), mime, isi=isi)),), audit=(entry,))


# Buttons


def _subject(call: Call) -> tuple[Sasaran, Periode, Sequence[str]]:
    """The subject, the periode and two more arguments of a button. Raises Refused."""
    huruf, kode, periode, *more = (*call.parts, "", "", "", "", "")[:5]
    sasaran = sasaran_from(call, "laporan", huruf, kode)
    return sasaran, periode_from(call, periode, sasaran), more


def _browsing(periode: Periode | None) -> Browsing:
    kode = periode.kode if periode else ""
    return Browsing(
        "laporan",
        lambda label, sasaran: laporan_button(label, sasaran, periode),
        lambda label, kelompok, page: button(label, _PILIH, kelompok, page, kode),
        _JUDUL,
    )


async def _browse(call: Call) -> Reply:
    kelompok, page, kode = (*call.parts, "", "")[:3]
    return browsed(call, _browsing(parse_kode(kode)), kelompok, page)


COMMANDS: Final[Mapping[str, Handler]] = {"laporan": _laporan}
BUTTONS: Final[Mapping[str, Handler]] = {
    LAPORAN: _pressed,
    _PILIH: _browse,
    _PERIODE: _periods,
    _RINCIAN: _detail,
    _BERKAS: _export,
}
ANSWERS: Final[Mapping[str, Handler]] = {}
