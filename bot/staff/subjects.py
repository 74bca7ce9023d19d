"""What a report is about and when: read from an official's words or button, among what that person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.engine.survey import Direktori
from bot.reports.sasaran import Sasaran, parse_argumen, sasaran_kelompok, sasaran_kota, sasaran_unit
from bot.staff.frame import TIDAK_BERHAK, Call, Refused
from bot.staff.hak import SEMUA_WILAYAH, Tindakan, Wilayah, boleh_atas, wilayah_of
from bot.staff.seen import visible, visible_units
from scoring.errors import PeriodeError
from scoring.periode import JenisPeriode, Periode, local_day, parse_periode, periode_of

HURUF: Final = {"unit": "u", "kelompok": "k", "kota": "s"}
"""What a button calls each kind of subject."""
JENIS: Final[dict[str, JenisPeriode]] = {"t": "tahun", "s": "semester", "w": "triwulan", "b": "bulan"}
"""What a button calls each kind of periode."""

UNKNOWN: Final = "Unit atau kelompok itu tidak kami kenal, atau sudah ditutup."
_PERIODE: Final = "Periode itu tidak kami kenal. Tulis misalnya: semester lalu, 2024, atau Juli 2024."


@dataclass(frozen=True, slots=True)
class Asked:
    """What was meant. `calon` are who may have been meant where that is not certain; both empty where nobody was
    named. `periode` is None where none was."""

    sasaran: Sasaran | None
    calon: tuple[Sasaran, ...] = ()
    periode: Periode | None = None


# Whose


def read_asked(call: Call, tindakan: Tindakan) -> Asked:
    """Read what follows the command. Raises Refused with what was not understood, and with nothing but the refusal
    where others alone are meant; a name that fits others better is never taken for one's own."""
    survey = call.survey
    running = periode_of(call.today, survey.aturan.jenis_periode)

    def read(direktori: Direktori) -> tuple[Sasaran | None, tuple[Sasaran, ...], Periode]:
        found = parse_argumen(call.args, direktori, call.today, running.jenis, survey.aturan.nama_pemda)
        if found.masalah and direktori is survey.direktori:
            raise Refused(found.masalah)
        return found.sasaran, found.calon, found.periode

    sasaran, calon, read_periode = read(survey.direktori)
    periode = None if read_periode == running else read_periode
    if sasaran is not None:
        call.require(tindakan, wilayah_sasaran(call, sasaran))
        return Asked(sasaran, (), periode)
    if not calon:
        return Asked(None, (), periode)
    mine, resembling, _ = read(visible_units(call, tindakan))
    found = (one for one in (mine, *resembling) if one is not None)
    seen = tuple(one for one in found if may(call, tindakan, one))
    if not seen:
        raise Refused(TIDAK_BERHAK)
    return Asked(None, seen, periode)


def only_subject(call: Call, tindakan: Tindakan) -> Sasaran | None:
    """The one subject the person may see; None where there are several, or none."""
    if boleh_atas(call.who, tindakan, SEMUA_WILAYAH):
        return None
    units = visible(call, tindakan)
    return sasaran_unit(units[0]) if len(units) == 1 and not visible_groups(call, tindakan) else None


def sasaran_from(call: Call, tindakan: Tindakan, huruf: str, kode: str) -> Sasaran:
    """Of a button, which may be forged. Raises Refused where the person may not see that, or it is gone."""
    direktori = call.survey.direktori
    match huruf:
        case "s":
            call.require(tindakan, SEMUA_WILAYAH)
            return sasaran_kota(direktori, call.survey.aturan.nama_pemda)
        case "k":
            call.require(tindakan, Wilayah(kelompok=kode or "-"))
            found = next((one for one in direktori.kelompok if one.kode == kode), None)
            if found is not None:
                return sasaran_kelompok(found, direktori)
        case "u":
            call.require(tindakan, wilayah_of(direktori, kode or "-"))
            unit = direktori.find(kode)
            if unit is not None:
                return sasaran_unit(unit)
        case _:
            pass
    raise Refused(UNKNOWN)


def wilayah_sasaran(call: Call, sasaran: Sasaran) -> Wilayah:
    match sasaran.jenis:
        case "unit":
            return wilayah_of(call.survey.direktori, sasaran.kode)
        case "kelompok":
            return Wilayah(kelompok=sasaran.kode)
        case "kota":
            return SEMUA_WILAYAH


def may(call: Call, tindakan: Tindakan, sasaran: Sasaran) -> bool:
    return boleh_atas(call.who, tindakan, wilayah_sasaran(call, sasaran))


def visible_groups(call: Call, tindakan: Tindakan) -> dict[str, str]:
    """The groups the person may see as a whole: names by code."""
    known = call.survey.direktori.kelompok
    return {one.kode: one.nama for one in known if boleh_atas(call.who, tindakan, Wilayah(kelompok=one.kode))}


# When


def day_of(call: Call, sasaran: Sasaran) -> date:
    """Today where the unit is; for several units, where the person is."""
    return local_day(call.now, sasaran.units[0].zona_waktu) if sasaran.jenis == "unit" else call.today


def running_periode(call: Call, sasaran: Sasaran) -> Periode:
    """Of the installation's kind."""
    return periode_of(day_of(call, sasaran), call.survey.aturan.jenis_periode)


def periode_from(call: Call, kode: str, sasaran: Sasaran) -> Periode:
    """Of a button; the running one where it names none. Raises Refused."""
    return parse_kode(kode) or running_periode(call, sasaran)


def parse_kode(kode: str) -> Periode | None:
    """The periode that a button names, which may be forged. Raises Refused."""
    try:
        return parse_periode(kode) if kode else None
    except PeriodeError as error:
        raise Refused(_PERIODE) from error
