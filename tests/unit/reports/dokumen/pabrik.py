"""A Bahan made of answers alone: everything counted and scored by the code that does it for real."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bot.engine.survey import Aturan, Direktori, Survey
from bot.reports.dokumen.bahan import Bahan, Baris, Pelaksanaan, TitikTahun
from bot.reports.dokumen.identitas import Identitas, PenandaTangan
from bot.reports.laporan import compose_laporan, periode_tren
from bot.reports.rincian import compose_rincian, sebaran_of
from bot.reports.sasaran import sasaran_unit
from bot.reports.simpanan import count_kelas
from scoring.harapan import compute_harapan
from scoring.ketentuan import Ketentuan
from scoring.model import Jawaban, JenisLayanan, Kelompok, Profil, Rekap, UnitLayanan, rekap_of
from scoring.periode import parse_periode
from scoring.profil import count_profil
from storage.plans import RtlRow
from tests.unit.scoring.data import pulutan_jawaban, rows

HARI = date(2025, 1, 6)
IDENTITAS = Identitas(
    "Pemerintah Kota Salatiga",
    ("Kecamatan Sidorejo", "Kelurahan Pulutan"),
    "Jalan Raya Pulutan, Salatiga",
    tempat="Salatiga",
    penanda_tangan=PenandaTangan("Lurah Pulutan"),
)
PULUTAN_LABEL = {
    "pengaduan": ("Tidak baik", "Kurang baik", "Baik", "Sangat baik"),
    "sarana": ("Tidak baik", "Cukup baik", "Baik", "Sangat baik"),
}
LAYANAN = (JenisLayanan("kk", "Kartu Keluarga"), JenisLayanan("ktp", "KTP elektronik"))
UNIT = UnitLayanan(
    "kel-pulutan", "Kelurahan Pulutan", "kec-sidorejo", populasi=88, layanan=LAYANAN, label=PULUTAN_LABEL
)

PULUTAN_KETENTUAN = Ketentuan("permenpan-14-2017", bobot="0,111", usia_kelas=(21, 31, 41, 51, 61))
USIA = {"< 20": 19, "21 - 30": 25, "31 - 40": 35, "41 - 50": 45, "51 - 60": 55, "> 60": 65}
PEKERJAAN = {
    "Pelajar/Mahasiswa": "pelajar",
    "PNS/TNI/POLRI": "pns",
    "Karyawan": "swasta",
    "Wiraswasta": "wirausaha",
    "Buruh": "buruh",
    "Lainnya": "lainnya",
}


def bahan_of(
    jawaban: Sequence[Jawaban],
    *,
    profil: Sequence[Profil] = (),
    harapan: Sequence[Jawaban] = (),
    layanan: Sequence[str] = (),
    ketentuan: Ketentuan | None = None,
    unit: UnitLayanan = UNIT,
    periode: str = "2024-S2",
    tren: Mapping[str, Rekap] | None = None,
    target: str = "85.00",
    rtl: Sequence[RtlRow] = (),
    rtl_lalu: Sequence[RtlRow] = (),
    **lain: Any,
) -> Bahan:
    """One response an entry of `jawaban`; `profil`, `harapan` and `layanan` (codes) go with them one by one, where
    given. `tren` are the counts of earlier periode by their code; `lain` replaces fields of the Bahan."""
    instrumen = (ketentuan or Ketentuan("permenpan-14-2017")).terapkan()
    profil = profil or [Profil()] * len(jawaban)
    layanan = layanan or [""] * len(jawaban)
    kini, dulu, rekap = parse_periode(periode), tren or {}, rekap_of(jawaban)
    daftar = periode_tren(kini)
    counted = [dulu.get(one.kode, Rekap()) for one in daftar[:-1]] + [rekap]
    survey = Survey(instrumen, Direktori.of([Kelompok(unit.kelompok, unit.kelompok)], [unit]), Aturan())
    rekaps = [{unit.kode: one} if one.n else {} for one in counted]
    laporan = compose_laporan(survey, sasaran_unit(unit), [unit], daftar, rekaps, HARI)
    per_layanan = {
        kode: rekap_of(one for one, its in zip(jawaban, layanan, strict=True) if its == kode)
        for kode in dict.fromkeys(layanan)
    }
    kelas = count_kelas(zip(profil, jawaban, strict=True), instrumen)
    rincian = compose_rincian(instrumen, [unit], per_layanan, kelas)
    penting = harapan or [{}] * len(jawaban)
    bahan = Bahan(
        laporan=laporan,
        unit=unit,
        identitas=IDENTITAS,
        profil=count_profil(profil, instrumen),
        kelas=rincian.profil,
        layanan=rincian.layanan,
        sebaran=sebaran_of(rekap, instrumen, unit),
        matriks=tuple(Baris(n, *two) for n, two in enumerate(zip(jawaban, penting, strict=True), start=1)),
        harapan=compute_harapan(rekap, rekap_of(harapan), instrumen) if harapan else None,
        pelaksanaan=Pelaksanaan({"impor": len(jawaban)}, date(2024, 7, 1), date(2024, 10, 31), unit.populasi, 72),
        tren=tuple(TitikTahun(titik, Decimal(target) if target else None) for titik in laporan.tren),
        rtl=tuple(rtl),
        rtl_lalu=tuple(rtl_lalu),
        saran=(),
        ditutup=True,
    )
    return replace(bahan, **lain)


def rtl_row(unsur: str, prioritas: int = 1, **changes: Any) -> RtlRow:
    """A plan of Pulutan's for the first triwulan of 2025."""
    row: dict[str, Any] = {
        "id": prioritas,
        "unit": UNIT.kode,
        "periode": "2024-S2",
        "unsur": unsur,
        "prioritas": prioritas,
        "nilai": "3.34",
        "program": "Menyediakan kursi tunggu dan kipas angin di ruang pelayanan",
        "triwulan": (1,),
        "tahun": 2025,
        "penanggung_jawab": "Kasi Pelayanan",
        "dibuat_oleh": None,
        "dibuat_pada": datetime(2025, 1, 6, 3, tzinfo=UTC),
    }
    return RtlRow(**{**row, **changes})


def pulutan_profil() -> list[Profil]:
    """The 50 respondents behind the published counts, in the classes of the instrumen."""
    return [
        Profil(
            {"Laki – laki": "L", "Perempuan": "P"}[row["jenis_kelamin"]],
            USIA[row["usia_kelompok"]],
            None,
            {"SD": "sd", "SMP": "smp", "SMA": "sma", "DIPLOMA": "diploma", "STRATA": "s1"}[row["pendidikan"]],
            PEKERJAAN[row["pekerjaan"]],
        )
        for row in rows("pulutan_marginals.csv")
    ]


def pulutan(**lain: Any) -> Bahan:
    """Pulutan's semester II 2024: 50 rows whose counts are the published ones, its bobot, its age classes."""
    plans = [rtl_row(unsur, n) for n, unsur in enumerate(("sarana", "pengaduan", "persyaratan"), start=1)]
    done = [
        rtl_row("waktu", 1, periode="2024-S1", tahun=2024, triwulan=(3, 4), sudah=True, uraian="Loket kedua dibuka"),
        rtl_row(
            "sarana", 2, periode="2024-S1", tahun=2024, triwulan=(4,), sudah=False, hambatan="Anggaran belum turun"
        ),
    ]
    values = {"profil": pulutan_profil(), "ketentuan": PULUTAN_KETENTUAN, "rtl": plans, "rtl_lalu": done}
    return bahan_of(pulutan_jawaban(), **{**values, **lain})
