"""/tren: the ikm of a unit, a group or all units from periode to periode."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from bot.engine.messages import Choice
from bot.engine.tanggal import angka, capital
from bot.reports.grafik import GrafikTren
from bot.reports.laporan import TREN_PALING, Laporan, TitikTren
from bot.reports.sasaran import Sasaran
from bot.reports.sebutan import find_periode
from bot.reports.ukuran import MINIMAL_RINCI
from bot.staff.browsing import Browsing, browsed, choose
from bot.staff.frame import Call, Handler, Page, Reply, button, say
from bot.staff.results.buttons import TREN, laporan_button, tren_button
from bot.staff.results.figures import enclosed, picture, points_of, read_figures
from bot.staff.results.teks import chance_text, name_of, target_lines
from bot.staff.subjects import JENIS, day_of, may, read_asked, sasaran_from
from scoring.pembulatan import round_half_up
from scoring.periode import JenisPeriode, Periode, periode_of
from scoring.tren import selisih_of

_PILIH: Final = "trn"
_JUDUL: Final = "Tren"
_KATA: Final = r"(?:per )?(?:tahun|semester|triwulan|bulan)(?:an)?"
_JENIS: Final = re.compile(rf"^{_KATA}(?= |$)|(?<!\S){_KATA}$")


async def _tren(call: Call) -> Reply:
    teks, kind = _kind_of(call)
    asked = read_asked(call.with_args(teks), "tren")
    jenis = kind or (asked.periode.jenis if asked.periode else call.survey.aturan.jenis_periode)
    chosen = choose(call, asked, _browsing(jenis))
    return Reply((chosen,)) if isinstance(chosen, Page) else await _shown(call, chosen, jenis, asked.periode)


def _kind_of(call: Call) -> tuple[str, JenisPeriode | None]:
    """What is left of the text without the kind of periode that begins or ends it: "bandar kidul triwulanan". Where
    a periode is named ("tahun 2024"), the kind is part of that."""
    teks = " ".join(call.args.casefold().split())
    sebutan = find_periode(teks, call.today, call.survey.aturan.jenis_periode)
    said = None if sebutan.periode or sebutan.masalah else _JENIS.search(teks)
    if said is None:
        return call.args, None
    kind = next(one for one in JENIS.values() if one in said[0])
    return f"{teks[: said.start()]} {teks[said.end() :]}".strip(), kind


async def _pressed(call: Call) -> Reply:
    huruf, kode, jenis = (*call.parts, "", "", "")[:3]
    sasaran = sasaran_from(call, "tren", huruf, kode)
    return await _shown(call, sasaran, JENIS.get(jenis, call.survey.aturan.jenis_periode), None)


async def _shown(call: Call, sasaran: Sasaran, jenis: JenisPeriode, periode: Periode | None) -> Reply:
    laporan = await read_figures(call, sasaran, periode or periode_of(day_of(call, sasaran), jenis))
    heading = f"Tren IKM {name_of(sasaran.nama)} per {jenis}"
    page = say(await _text(call, laporan), *_rows(call, laporan), heading=heading)
    if all(one.ikm is None for one in laporan.tren):
        return Reply((page,))
    grafik = GrafikTren(
        sasaran.nama,
        f"Per {jenis}" if laporan.himpunan is None else f"Per {jenis}, gabungan responden",
        laporan.instrumen.mutu,
        points_of(laporan),
        laporan.capaian.target if laporan.capaian else None,
    )
    return Reply((enclosed(page, picture("tren", laporan, grafik)),))


async def _text(call: Call, laporan: Laporan) -> str:
    if all(one.ikm is None for one in laporan.tren):
        return f"Belum ada jawaban pada {laporan.periode.nama} dan beberapa {laporan.periode.jenis} sebelumnya."
    notes = []
    if laporan.perubahan and laporan.perubahan.arah != "tetap":
        notes.append(chance_text(laporan.beda, "Perubahan terakhir"))
    notes += target_lines(laporan)
    notes.append(f"Semua periode dihitung dengan bobot {laporan.hasil.bobot.teks}.")
    notes += await _other_instrumen(call, laporan)
    return "\n\n".join(("\n".join(tren_lines(laporan)), "\n".join(notes)))


def tren_lines(laporan: Laporan) -> list[str]:
    """A line a periode, oldest first, each with the change against the one before."""
    lines = [_line(laporan, None, laporan.tren[0])]
    return lines + [_line(laporan, before, one) for before, one in pairwise(laporan.tren)]


def _line(laporan: Laporan, before: TitikTren | None, one: TitikTren) -> str:
    nama = capital(one.periode.nama)
    if one.instrumen_lain:
        return f"{nama}: memakai kuesioner lain, tidak dibandingkan"
    if one.ikm is None or one.mutu is None:
        return f"{nama}: tidak ada jawaban"
    parts = [f"{nama}: {angka(round_half_up(one.ikm))} ({one.mutu.huruf})"]
    if one.rata_rata is not None:
        parts.append(f"rata-rata unit {angka(round_half_up(one.rata_rata))}")
    parts.append(f"{angka(one.n)} jawaban")
    if one.n < MINIMAL_RINCI:
        parts.append("terlalu sedikit untuk dibandingkan")
    elif before is not None and before.ikm is not None and before.n >= MINIMAL_RINCI:
        moved = selisih_of(before.ikm, one.ikm)
        parts.append(moved.arah if moved.arah == "tetap" else f"{moved.arah} {angka(abs(moved.selisih))}")
    if laporan.sementara and one.periode == laporan.periode:
        parts.append("sementara")
    return ", ".join(parts)


async def _other_instrumen(call: Call, laporan: Laporan) -> list[str]:
    """A note where some answers of these periode were given to other questions, and so are not among the values."""
    first, last, sasaran = laporan.tren[0].periode, laporan.periode, laporan.sasaran
    for _ in range(TREN_PALING - len(laporan.tren)):
        first = first.sebelumnya()
    units = None if sasaran.jenis == "kota" else [unit.kode for unit in sasaran.units]
    others = await call.tx.facts.instrumen(first.mulai, last.selesai, units) - {laporan.instrumen.id}
    if not others:
        return []
    return [
        f"Jawaban dengan instrumen lain ({', '.join(sorted(others))}) tidak ikut dihitung: nilainya tidak sebanding."
    ]


def _rows(call: Call, laporan: Laporan) -> list[tuple[Choice, ...]]:
    sasaran, shown = laporan.sasaran, laporan.periode.jenis
    kinds = tuple(tren_button(capital(jenis), sasaran, jenis) for jenis in JENIS.values() if jenis != shown)
    report = (laporan_button("Laporan", sasaran, laporan.periode),) if may(call, "laporan", sasaran) else ()
    return [row for row in (kinds, report) if row]


def _browsing(jenis: JenisPeriode) -> Browsing:
    return Browsing(
        "tren",
        lambda label, sasaran: tren_button(label, sasaran, jenis),
        lambda label, kelompok, page: button(label, _PILIH, kelompok, page, jenis),
        _JUDUL,
    )


async def _browse(call: Call) -> Reply:
    kelompok, page, jenis = (*call.parts, "", "")[:3]
    kind = next((one for one in JENIS.values() if one == jenis), call.survey.aturan.jenis_periode)
    return browsed(call, _browsing(kind), kelompok, page)


COMMANDS: Final[Mapping[str, Handler]] = {"tren": _tren}
BUTTONS: Final[Mapping[str, Handler]] = {TREN: _pressed, _PILIH: _browse}
ANSWERS: Final[Mapping[str, Handler]] = {}
