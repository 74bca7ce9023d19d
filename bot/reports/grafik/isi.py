"""What a picture shows. It shows what it is given: how few answers may be shown is for the caller to know."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.ikm import HasilIkm
from scoring.instrumen import Pita
from scoring.model import Rekap, Unsur
from scoring.peringkat import Peringkat
from scoring.periode import BULAN, Periode


@dataclass(frozen=True, slots=True)
class Titik:
    """One periode of a tren: `label` is short, as label_of gives it. Without an ikm it is a gap. `sementara` draws it
    hollow."""

    label: str
    ikm: Fraction | None
    n: int
    sementara: bool = False


def label_of(periode: Periode) -> str:
    """Short enough for eight of them: "2024", "Sem. II 2024", "TW III 2024", "Jul 2024"; a week by its Monday,
    "18 Nov"."""
    bulan = BULAN[periode.mulai.month - 1][:3]
    match periode.jenis:
        case "tahun":
            return periode.kode
        case "semester" | "triwulan":
            short = "Sem." if periode.jenis == "semester" else "TW"
            return periode.nama.replace(periode.jenis, short)
        case "bulan":
            return f"{bulan} {periode.kode[:4]}"
        case "minggu":
            return f"{periode.mulai.day} {bulan}"


@dataclass(frozen=True, slots=True)
class Grafik:
    """The result of a unit, a group or the city. `judul` is its name, `subjudul` the periode and what else has to be
    said of it ("Tahun 2024, gabungan responden"); n and *sementara* are added. `pita` are the instrumen's, best
    first. `tren` is oldest first, its last one the periode itself; the latest eight are drawn. `target` is on
    25..100."""

    judul: str
    subjudul: str
    hasil: HasilIkm
    pita: tuple[Pita, ...]
    tren: tuple[Titik, ...] = ()
    target: Decimal | None = None
    sementara: bool = False


@dataclass(frozen=True, slots=True)
class GrafikMingguan:
    """A week's digest at a glance: the ikm of the periode so far and the last weeks. Fields as those of Grafik.

    No unsur: the digest names the weakest in words, and a picture of nine bars that hardly move is not looked at
    a second Monday.
    """

    judul: str
    subjudul: str
    hasil: HasilIkm
    pita: tuple[Pita, ...]
    minggu: tuple[Titik, ...]
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class GrafikTren:
    """One periode after another and nothing else. Fields as those of Grafik."""

    judul: str
    subjudul: str
    pita: tuple[Pita, ...]
    tren: tuple[Titik, ...]
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class GrafikPeringkat:
    """The units of a group or the city: how many hold each mutu, and who leads and who trails."""

    judul: str
    subjudul: str
    peringkat: Peringkat
    pita: tuple[Pita, ...]


@dataclass(frozen=True, slots=True)
class GrafikSebaran:
    """How many answered 1, 2, 3 and 4 to each unsur, in the order of `unsur`."""

    judul: str
    subjudul: str
    unsur: tuple[Unsur, ...]
    rekap: Rekap


AnyGrafik = Grafik | GrafikMingguan | GrafikPeringkat | GrafikSebaran | GrafikTren
