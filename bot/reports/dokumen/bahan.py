"""The one set of figures that every document of a unit is made of, so that no two pages can disagree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.reports.dokumen.identitas import Identitas
from bot.reports.laporan import Laporan, TitikTren
from bot.reports.rincian import Kelas, SebaranUnsur
from scoring.harapan import HasilHarapan
from scoring.ikm import HasilIkm
from scoring.model import Jawaban, UnitLayanan
from scoring.profil import Cacah
from storage.plans import RtlRow


@dataclass(frozen=True, slots=True)
class Baris:
    """One respondent as an annex shows them: the answers, nothing of who or when. `nomor` counts from 1 in an order
    that tells nothing of time."""

    nomor: int
    jawaban: Jawaban
    harapan: Jawaban


@dataclass(frozen=True, slots=True)
class Pelaksanaan:
    """How the answers came: `sumber` counts responses per source ("telegram", "impor", ...); `awal` and `akhir` are
    the first and last day of answering, None without any; `populasi` the service users, `target` the sample asked
    for."""

    sumber: Mapping[str, int]
    awal: date | None
    akhir: date | None
    populasi: int | None
    target: int | None


@dataclass(frozen=True, slots=True)
class TitikTahun:
    """One periode of the trend against its target on 25..100, None where none was set."""

    titik: TitikTren
    target: Decimal | None


@dataclass(frozen=True, slots=True)
class Bahan:
    """All that the documents of one unit in one periode say.

    `laporan.instrumen` is as it holds in the periode, with the unit's own labels in `sebaran`. `profil` counts
    respondents per class (each table adds up to n); `kelas` and `layanan` hold figures per class and per service,
    small ones hidden. `matriks` has a row a respondent. `rtl` are the plans made for this periode, `rtl_lalu` those
    of the periode before with what came of them. `ditutup`: the periode is closed and its figures final; then
    `matriks` may lack rows of respondents who have withdrawn since. `hasil_lalu` is the result of the periode before,
    by the same questions, None where there is none to hold against.
    """

    laporan: Laporan
    unit: UnitLayanan
    identitas: Identitas
    profil: Mapping[str, tuple[Cacah, ...]]
    kelas: Mapping[str, tuple[Kelas, ...]]
    layanan: tuple[Kelas, ...]
    sebaran: tuple[SebaranUnsur, ...]
    matriks: tuple[Baris, ...]
    harapan: HasilHarapan | None
    pelaksanaan: Pelaksanaan
    tren: tuple[TitikTahun, ...]
    rtl: tuple[RtlRow, ...]
    rtl_lalu: tuple[RtlRow, ...]
    saran: tuple[str, ...]
    ditutup: bool
    hasil_lalu: HasilIkm | None = None
