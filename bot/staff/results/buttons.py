"""The buttons that lead to a report, a ranking or a tren, for whoever shows a figure."""

from __future__ import annotations

from typing import Final

from bot.engine.messages import Choice, Peran
from bot.reports.sasaran import Sasaran
from bot.staff.frame import button
from bot.staff.subjects import HURUF, JENIS
from scoring.periode import JenisPeriode, Periode

LAPORAN: Final = "lap"
PERINGKAT: Final = "per"
TREN: Final = "tre"
DOKUMEN: Final = "dok"


def laporan_button(label: str, sasaran: Sasaran, periode: Periode | None, peran: Peran = "jawab") -> Choice:
    """The report of that subject; without a periode, of the one running when it is pressed."""
    return subject_button(label, LAPORAN, sasaran, periode.kode if periode else "", peran=peran)


def dokumen_button(label: str, sasaran: Sasaran, periode: Periode | None, peran: Peran = "jawab") -> Choice:
    """The documents of that subject; without a periode, of the one running when it is pressed."""
    return subject_button(label, DOKUMEN, sasaran, periode.kode if periode else "", peran=peran)


def peringkat_button(label: str, sasaran: Sasaran, periode: Periode | None) -> Choice:
    """The ranking of that group or of all units."""
    return subject_button(label, PERINGKAT, sasaran, periode.kode if periode else "")


def tren_button(label: str, sasaran: Sasaran, jenis: JenisPeriode) -> Choice:
    """The latest periode of that kind; weeks have no tren, and give that of the months."""
    huruf = next((huruf for huruf, one in JENIS.items() if one == jenis), "b")
    return subject_button(label, TREN, sasaran, huruf)


def subject_button(label: str, verb: str, sasaran: Sasaran, *args: object, peran: Peran = "jawab") -> Choice:
    return button(label, verb, HURUF[sasaran.jenis], sasaran.kode, *args, peran=peran)
