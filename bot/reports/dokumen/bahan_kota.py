"""The one set of figures behind the documents of a group or of all units together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.reports.dokumen.bahan import TitikTahun
from bot.reports.dokumen.identitas import Identitas
from bot.reports.laporan import Laporan
from scoring.profil import Cacah


@dataclass(frozen=True, slots=True)
class BahanKota:
    """`laporan` is of them all, its `himpunan` never None. `kelompok` are the reports of the groups in it, by name;
    empty for a single group. `tren` is oldest first. `profil` counts respondents per class: each table adds up to n.
    `ditutup`: the periode is closed and its figures final."""

    laporan: Laporan
    identitas: Identitas
    profil: Mapping[str, tuple[Cacah, ...]]
    kelompok: tuple[Laporan, ...]
    tren: tuple[TitikTahun, ...]
    ditutup: bool
