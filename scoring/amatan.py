"""What the alert rules are given, what they remember and what they say (decided in scoring/peringatan.py).

Keadaan and Kebijakan are plain data: pydantic's TypeAdapter turns them into JSON and back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from scoring.model import Rekap
from scoring.periode import Periode

JenisPeringatan = Literal["mutu", "lantai", "tren", "sepi", "sampel", "berat"]
"""The letter, the floor of an unsur, a sustained decline, no answers, a sample out of reach; one grave answer."""


@dataclass(frozen=True, slots=True)
class Kebijakan:
    """What an installation may set about its alerts. Why each default is what it is stands with it."""

    minimal_n: int = 10
    """Answers before the ikm of a unit, or of a decline, is judged. The published respondents of Pulutan spread by
    7,4 points of ikm: 10 of them fix it to give or take 5,3, less than half the band of a B."""
    minimal_n_unsur: int = 30
    """The same for an unsur: single answers, not nine together, spread by 12; 30 fix it to give or take 4,5."""
    jarak: Decimal = Decimal("1.00")
    """Points by which a value must pass the bound of a letter, or rise above the floor, before it counts. It brings a
    steady unit that stands on a bound, with 100 answers a year like Pulutan's, from 3,4 alerts a year to 0,4."""
    jeda_hari: int = 14
    """Days after an alert before its opposite is told. What is worse still, or better still, is told at once."""
    lantai: Decimal | None = None
    """The floor of an unsur's nik; None is the lower bound of the second lowest letter (14/2017: 65,00)."""
    pakai_periode_lalu: bool = True
    """Whether a new periode is held against the last one's result; if not, against its own first that counts."""
    cusum_sela: float = 0.5
    cusum_batas: float = 5.0
    cusum_paling: float = 2.5
    """See scoring/cusum.py: slack k, decision limit h, the most a week may fall; all in standard errors of a week."""
    cusum_n_acuan: int = 30
    cusum_minggu_acuan: int = 12
    """Answers, and weeks with answers, from which level and spread before a decline are taken. Of steady units with
    respondents like Pulutan's, 5 to 17 % (1 to 20 answers a week) then alarm falsely in a year and a half."""
    sepi_kali: int = 8
    """Silence of so many usual gaps. Where answers come by chance, a gap is that long once in e^8 = 3.000."""
    sepi_hari: int = 10
    """And of so many days at least: longer than the holidays around Idulfitri."""
    sampel_kali: Decimal = Decimal(2)
    """A sample target counts as out of reach when the rest of the periode needs more than so many times the pace."""
    sampel_berlalu: Decimal = Decimal("0.25")
    """It is judged once this share of the periode has passed."""
    genting: frozenset[JenisPeringatan] = frozenset({"berat"})
    """Kinds that may break quiet hours. A figure of months can wait for the morning."""


@dataclass(frozen=True, slots=True)
class Amatan:
    """What is known of a unit now.

    `rekap` is of the running `periode` so far, `lalu` of the whole one before, None where there is none or it was
    asked with another instrumen. `minggu` are the ended ISO weeks, oldest first, quiet ones too, from a Monday that
    stays the same through the periode (the start of the periode before it serves well). `hari_sunyi` is the number
    of days since the last answer; before it, `n_biasa` answers came in `hari_biasa` days. `populasi` and the share
    `berlalu` (0..1) of the periode are those of compute_laju.
    """

    unit: str
    periode: Periode
    rekap: Rekap
    lalu: Rekap | None = None
    minggu: tuple[Rekap, ...] = ()
    hari_sunyi: int | None = None
    n_biasa: int = 0
    hari_biasa: int = 0
    populasi: int | None = None
    berlalu: Fraction = Fraction()


@dataclass(frozen=True, slots=True)
class Kedudukan:
    """Where a unit or an unsur stands: the letter and printed value last held or told, and the periode they are of.

    `asal` is the letter it fell from, None while it has not fallen; `di_bawah_lantai` while that is told. `ke`
    counts the alerts so far, `pada` is when the last one was, `naik` whether it was a recovery.
    """

    huruf: str
    nilai: Decimal
    periode: str
    asal: str | None = None
    di_bawah_lantai: bool = False
    naik: bool = False
    ke: int = 0
    pada: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sebab:
    """A cause that is there or not. While `terbuka`: what was told (`nilai`), and after how many weeks (`minggu`)."""

    terbuka: bool = False
    nilai: Decimal = Decimal()
    minggu: int = 0
    ke: int = 0
    pada: datetime | None = None


@dataclass(frozen=True, slots=True)
class Keadaan:
    """What is remembered of a unit between two evaluations, in the periode with this kode.

    `kedudukan` is kept per unsur key, and under "" for the unit.
    """

    periode: str
    kedudukan: Mapping[str, Kedudukan] = field(default_factory=dict)
    tren: Sebab = Sebab()
    sepi: Sebab = Sebab()
    sampel: Sebab = Sebab()


@dataclass(frozen=True, slots=True)
class Peringatan:
    """One alert, or with `pulih` its recovery; about an `unsur` (key) or, where None, the unit.

    | jenis | sebelum | sesudah | n: answers |
    | --- | --- | --- | --- |
    | mutu, lantai | value last held or told, of periode `acuan` | value now, past the bound `batas` | so far |
    | tren | ikm before the decline; ikm told when `pulih` | ikm of the `minggu` weeks since | in these weeks |
    | sepi | usual days between answers; silence told when `pulih` | days since the last answer | `n_biasa` |
    | sampel | target | answers expected at the end; `kali` x the pace is needed (None: no pace) | so far |

    `sebelum` is None only for an unsur that is below the floor when first seen. `kunci` is unique to the alert and
    the same whenever the same state is evaluated again.
    """

    jenis: JenisPeringatan
    pulih: bool
    unit: str
    periode: str
    unsur: str | None
    sebelum: Decimal | None
    sesudah: Decimal
    n: int
    kunci: str
    genting: bool
    mutu_sebelum: str | None = None
    mutu_sesudah: str | None = None
    batas: Decimal | None = None
    acuan: str | None = None
    minggu: int | None = None
    kali: Decimal | None = None
