"""What a poster says, as texts ready to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.engine.tanggal import angka, capital, tanggal
from bot.reports.dokumen.bahan import Bahan
from bot.reports.grafik.metrics import clean
from bot.reports.tautan import Pintu
from bot.reports.ukuran import MINIMAL_RINCI
from scoring.instrumen import Pita
from scoring.pembulatan import round_half_up
from scoring.periode import Periode

KOSONG = "–"
JUDUL = "Indeks Kepuasan Masyarakat"
TERIMA_KASIH = "Terima kasih atas penilaian Anda."
MASUKAN = "Masukan Anda membantu kami melayani lebih baik."
TIDAK_DIRINCI = f"Tidak dirinci: kurang dari {MINIMAL_RINCI} responden"
PINDAI = "Pindai untuk ikut menilai"
_LAYANAN_PALING = 90
"""Letters of a list of services; a longer one is told by its number."""


@dataclass(frozen=True, slots=True)
class Isi:
    """`jenis_kelamin` and `pendidikan` are (class, count), each adding up to `n`; without respondents the counts
    are dashes, and of so few that each could be made out there are no classes. `huruf` is empty where there is no
    ikm. `sementara` says why the figure is not final, empty where it is."""

    pemda: str
    logo: bytes | None = field(repr=False)
    logo_mime: str
    unit: str
    periode: str
    rentang: str
    nilai: str
    huruf: str
    kinerja: str
    pita: tuple[Pita, ...]
    n: int
    jenis_kelamin: tuple[tuple[str, int], ...]
    pendidikan: tuple[tuple[str, int], ...]
    layanan: str
    sementara: str
    dasar: str
    pintu: tuple[Pintu, ...]

    @property
    def responden(self) -> str:
        return angka(self.n) if self.n else KOSONG

    @property
    def alt(self) -> str:
        """The poster in one sentence or two."""
        hasil = f"{self.nilai}, mutu {self.huruf} ({self.kinerja})" if self.huruf else "belum ada"
        tambahan = f" {self.sementara}." if self.sementara else ""
        return f"{JUDUL} {self.unit}, {self.periode}: {hasil}; {self.responden} responden.{tambahan}"

    def cacah(self, jumlah: int) -> str:
        return angka(jumlah) if self.n else KOSONG


def isi_of(bahan: Bahan, pintu: Sequence[Pintu] = ()) -> Isi:
    laporan, hasil = bahan.laporan, bahan.laporan.hasil
    profil = {key: tuple((clean(one.label), one.jumlah) for one in baris) for key, baris in bahan.profil.items()}
    if hasil.n and not laporan.rinci:
        profil = {}
    return Isi(
        pemda=capital(clean(bahan.identitas.pemda)),
        logo=bahan.identitas.logo,
        logo_mime=bahan.identitas.logo_mime,
        unit=clean(bahan.unit.nama),
        periode=capital(laporan.periode.nama),
        rentang=_rentang(laporan.periode),
        nilai=KOSONG if hasil.ikm is None else angka(round_half_up(hasil.ikm)),
        huruf=hasil.mutu.huruf if hasil.mutu else "",
        kinerja=hasil.mutu.kinerja if hasil.mutu else "Belum ada responden",
        pita=laporan.instrumen.mutu,
        n=hasil.n,
        jenis_kelamin=profil.get("jenis_kelamin", ()),
        pendidikan=profil.get("pendidikan", ()),
        layanan=_layanan([clean(one.nama) for one in bahan.unit.layanan]),
        sementara=_sementara(bahan),
        dasar=laporan.instrumen.nama,
        pintu=tuple(pintu),
    )


def _rentang(periode: Periode) -> str:
    """ "1 Juli – 31 Desember 2024" """
    akhir = tanggal(periode.selesai.fromordinal(periode.selesai.toordinal() - 1))
    awal = tanggal(periode.mulai)
    return f"{awal.removesuffix(akhir[-5:])} – {akhir}"


def _layanan(nama: list[str]) -> str:
    daftar = ", ".join(nama)
    if not nama:
        return "Semua layanan unit ini"
    return daftar if len(daftar) <= _LAYANAN_PALING else f"{len(nama)} jenis layanan"


def _sementara(bahan: Bahan) -> str:
    if bahan.laporan.sementara:
        return f"Sementara, sampai {tanggal(bahan.laporan.hari)}"
    return "" if bahan.ditutup else "Sementara, periode belum ditutup"
