"""Yearly targets: what was set, how far it is reached, and by an admin set and removed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.engine.messages import Choice
from bot.engine.tanggal import angka
from bot.reports.berlaku import read_counts
from bot.reports.sasaran import Sasaran
from bot.staff.admin.target_values import both_scales, held, read_target
from bot.staff.browsing import Browsing, browse_page, browsed, candidates_page, turns
from bot.staff.frame import Call, Dialog, Entry, Handler, Page, Refused, Reply, ask, button, number, say
from bot.staff.hak import boleh_atas
from bot.staff.subjects import HURUF, day_of, only_subject, read_asked, sasaran_from, wilayah_sasaran
from scoring.ikm import compute_ikm
from scoring.model import Rekap
from scoring.peringkat import HasilUnit, gabungan, rata_rata_unit
from scoring.periode import parse_periode
from scoring.tren import Target
from storage.store import Transaction

PER_HALAMAN: Final = 8

_JUDUL: Final = "Target IKM"
_TAHUN: Final = re.compile(r"(?<![\w-])(?:tahun\s+)?(20\d{2})(?![\w-])", re.IGNORECASE)
_CONTOH: Final = "Tulis misalnya 3,75 untuk skala 1–4, atau 88,31 untuk skala 25–100."
_TAK_TERBACA: Final = f"Nilai itu belum dapat kami pakai. {_CONTOH} Tidak ada nilai di antara 4 dan 25."
_TAHUN_LAIN: Final = "Tahun itu tidak kami kenal. Silakan mulai lagi dengan /target."


# Looking


async def _target(call: Call) -> Reply:
    year = _TAHUN.search(call.args)
    rest = call.with_args(_TAHUN.sub(" ", call.args, count=1).strip())
    asked = read_asked(rest, "target")
    tahun = int(year[1]) if year else asked.periode.mulai.year if asked.periode else call.today.year
    subject = asked.sasaran or (None if asked.calon else only_subject(call, "target"))
    browsing = _browsing(tahun)
    if subject is not None:
        return Reply((await _page(call, subject, tahun, fresh=True),))
    if asked.calon:
        return Reply((candidates_page(asked.calon, browsing.link, _JUDUL),))
    return Reply((browse_page(call, browsing, fresh=True),))


async def _browse(call: Call) -> Reply:
    tahun, kelompok, page = (*call.parts, "", "")[:3]
    return browsed(call, _browsing(_year(tahun)), kelompok, page)


async def _see(call: Call) -> Reply:
    sasaran, tahun = _meant(call)
    return Reply((await _page(call, sasaran, tahun),))


def _browsing(tahun: int) -> Browsing:
    return Browsing(
        "target",
        lambda label, sasaran: _button(label, "tgt", sasaran, tahun),
        lambda label, kelompok, page: button(label, "tgb", tahun, kelompok, page, peran="navigasi"),
        f"{_JUDUL} {tahun}",
    )


async def _page(call: Call, sasaran: Sasaran, tahun: int, notice: str = "", *, fresh: bool = False) -> Page:
    target = await call.tx.targets.of(sasaran.jenis, sasaran.kode, tahun)
    stated = f"Target: {both_scales(target)}." if target else f"Belum ada target untuk tahun {tahun}."
    lines = [sasaran.nama, "", stated, *await _achievement(call, sasaran, tahun, target)]
    several = sasaran.jenis != "unit"
    if several:
        found = await call.tx.targets.many("unit", [unit.kode for unit in sasaran.units], tahun)
        lines.append(f"Target unit sudah ditetapkan untuk {angka(len(found))} dari {angka(len(sasaran.units))} unit.")
    rows = [(_button("Target tiap unit", "tgl", sasaran, tahun, 0),)] if several else []
    if boleh_atas(call.who, "target.atur", wilayah_sasaran(call, sasaran)):
        rows.append((_button("Ubah target" if target else "Tetapkan target", "tga", sasaran, tahun),))
        if target:
            rows.append((_button("Hapus target", "tgx", sasaran, tahun),))
    years = tuple(_button(str(year), "tgt", sasaran, year) for year in (tahun - 1, tahun + 1))
    text = "\n".join(lines)
    return say(text, *rows, years, heading=f"{_JUDUL} {tahun}", notice=notice, fresh=fresh)


async def _achievement(call: Call, sasaran: Sasaran, tahun: int, target: Target | None) -> list[str]:
    """What the year has come to; of several units both figures, each held against the target."""
    periode = parse_periode(str(tahun))
    day = day_of(call, sasaran)
    if day < periode.mulai:
        return [f"Tahun {tahun} belum dimulai."]
    units = sasaran.units if sasaran.jenis == "unit" else sasaran.members(await call.tx.directory.units())
    codes = None if sasaran.jenis == "kota" else [unit.kode for unit in units]
    instrumen, rekaps = await read_counts(call.tx, call.survey, periode, codes)
    hasil = compute_ikm(gabungan(rekaps.get(unit.kode, Rekap()) for unit in units), instrumen)
    if hasil.ikm is None:
        return ["Belum ada jawaban pada tahun itu."]
    until = " sampai hari ini" if day in periode else ""
    if sasaran.jenis == "unit":
        return [f"Capaian{until}: {held(hasil.ikm, target)} (dari {angka(hasil.n)} jawaban)."]
    scored = [
        HasilUnit(unit.kode, unit.nama, compute_ikm(rekaps[unit.kode], instrumen))
        for unit in units
        if unit.kode in rekaps
    ]
    mean = rata_rata_unit(scored).ikm
    lines = [f"Capaian{until}, gabungan {angka(hasil.n)} responden: {held(hasil.ikm, target)}."]
    return lines if mean is None else [*lines, f"Capaian{until}, rata-rata unit: {held(mean, target)}."]


async def _units(call: Call) -> Reply:
    sasaran, tahun = _meant(call)
    last = max(0, (len(sasaran.units) - 1) // PER_HALAMAN)
    page = max(0, min(number((*call.parts, "")[3]) or 0, last))
    shown = sasaran.units[page * PER_HALAMAN : (page + 1) * PER_HALAMAN]
    codes = [unit.kode for unit in shown]
    targets = await call.tx.targets.many("unit", codes, tahun)
    instrumen, rekaps = await read_counts(call.tx, call.survey, parse_periode(str(tahun)), codes)
    lines = []
    for unit in shown:
        ikm, target = compute_ikm(rekaps.get(unit.kode, Rekap()), instrumen).ikm, targets.get(unit.kode)
        reached = "belum ada jawaban" if ikm is None else held(ikm, target)
        lines.append(f"{unit.nama}: target {angka(target.ikm) if target else '-'}; {reached}")
    around = [_button(label, "tgl", sasaran, tahun, to) for label, to in turns(page, last)]
    back = _button("Kembali", "tgt", sasaran, tahun)
    heading = f"{_JUDUL} {tahun}, {sasaran.nama}"
    text = "\n".join(lines) + (f"\n\nHalaman {page + 1} dari {last + 1}." if last else "")
    return Reply((say(text, (*around, back), heading=heading, fresh=False),))


# Setting


async def _ask(call: Call) -> Reply:
    sasaran, tahun = _meant(call)
    call.require("target.atur", wilayah_sasaran(call, sasaran))
    return _asked(sasaran, tahun, f"Berapa target {sasaran.nama} tahun {tahun}? {_CONTOH}")


def _asked(sasaran: Sasaran, tahun: int, text: str) -> Reply:
    data = {"sasaran": HURUF[sasaran.jenis], "kode": sasaran.kode, "tahun": str(tahun)}
    return Reply((ask(text, heading=f"{_JUDUL} {tahun}"),), dialog=Dialog("tga", data))


async def _set(call: Call) -> Reply:
    data = call.dialog.data
    sasaran = sasaran_from(call, "target", data.get("sasaran", ""), data.get("kode", ""))
    tahun = _year(data.get("tahun", ""))
    call.require("target.atur", wilayah_sasaran(call, sasaran))
    target = read_target(call.args)
    if target is None:
        return _asked(sasaran, tahun, _TAK_TERBACA)
    return await _changed(call, sasaran, tahun, target)


async def _remove(call: Call) -> Reply:
    sasaran, tahun = _meant(call)
    call.require("target.atur", wilayah_sasaran(call, sasaran))
    return await _changed(call, sasaran, tahun, None)


async def _changed(call: Call, sasaran: Sasaran, tahun: int, target: Target | None) -> Reply:
    jenis, kode = sasaran.jenis, sasaran.kode
    before = await call.tx.targets.of(jenis, kode, tahun)

    async def write(tx: Transaction) -> None:
        if target is None:
            await tx.targets.remove(jenis, kode, tahun)
        else:
            await tx.targets.put(jenis, kode, tahun, target)

    told = f"Target {sasaran.nama} tahun {tahun} "
    told += f"sekarang {both_scales(target)}." if target else "sudah dihapus."
    rincian = {"tahun": tahun, "sebelum": _logged(before), "sesudah": _logged(target)}
    page = say(told, (_button("Lihat target", "tgt", sasaran, tahun),), heading=_JUDUL, fresh=target is not None)
    return Reply((page,), writes=(write,), audit=(Entry("target.atur", sasaran.nama, rincian),))


def _logged(target: Target | None) -> str:
    return f"{angka(target.nilai)} (skala {target.skala})" if target else "-"


# Buttons


def _button(label: str, verb: str, sasaran: Sasaran, tahun: int, *more: object) -> Choice:
    return button(label, verb, HURUF[sasaran.jenis], sasaran.kode, tahun, *more)


def _meant(call: Call) -> tuple[Sasaran, int]:
    """The subject and the year of a button, which may be forged. Raises Refused."""
    huruf, kode, tahun = (*call.parts, "", "", "")[:3]
    return sasaran_from(call, "target", huruf, kode), _year(tahun)


def _year(text: str) -> int:
    tahun = number(text) or 0
    if not 2000 <= tahun < 2100:
        raise Refused(_TAHUN_LAIN)
    return tahun


COMMANDS: Final[Mapping[str, Handler]] = {"target": _target}
BUTTONS: Final[Mapping[str, Handler]] = {
    "tgt": _see,
    "tgb": _browse,
    "tgl": _units,
    "tga": _ask,
    "tgx": _remove,
}
ANSWERS: Final[Mapping[str, Handler]] = {"tga": _set}
