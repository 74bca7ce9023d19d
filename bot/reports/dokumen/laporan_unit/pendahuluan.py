"""Chapter I: why there is a survey, by which rules, what for, and what it asks about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.engine.tanggal import angka
from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.blok import Bab, Blok, Butir, Paragraf, Potongan, Subbab
from scoring.instrumen import Instrumen

_UU: Final = "Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik"
_PDP: Final = "Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi"
_PERMENPAN: Final = (
    "Peraturan Menteri PANRB Nomor 14 Tahun 2017 tentang Pedoman Penyusunan Survei Kepuasan Masyarakat Unit "
    "Penyelenggara Pelayanan Publik"
)


def introduction_of(bahan: Bahan) -> Iterator[Blok]:
    nama, instrumen = bahan.unit.nama, bahan.laporan.instrumen
    yield Bab("Pendahuluan")
    yield Subbab("Latar Belakang")
    yield Paragraf(
        "Pelayanan publik yang baik berangkat dari kebutuhan masyarakat. Karena itu, penyelenggara pelayanan perlu "
        "mengetahui bagaimana pelayanannya dinilai oleh mereka yang menggunakannya."
    )
    yield Paragraf(
        "Survei Kepuasan Masyarakat (SKM) mengukur kepuasan itu secara berkala. Hasilnya dinyatakan sebagai Indeks "
        "Kepuasan Masyarakat (IKM), yang menunjukkan mutu pelayanan sekaligus unsur mana yang masih perlu "
        f"diperbaiki. {nama} melaksanakan survei ini untuk {bahan.laporan.periode.nama} dan menyampaikan hasilnya "
        "dalam laporan ini."
    )
    yield Subbab("Dasar Hukum")
    yield Butir((*(f"{one};" for one in legal_bases(instrumen)[:-1]), f"{_PDP}."), bernomor=True)
    yield Subbab("Tujuan")
    yield Paragraf("Survei ini bertujuan untuk:")
    yield Butir(
        (
            f"mengetahui tingkat kepuasan masyarakat terhadap pelayanan {nama};",
            "mengetahui unsur pelayanan yang sudah baik dan yang perlu diperbaiki;",
            "menjadi dasar penyusunan rencana tindak lanjut; dan",
            "menyampaikan hasil penilaian masyarakat secara terbuka.",
        ),
        bernomor=True,
    )
    yield Subbab("Unsur yang Dinilai")
    yield Paragraf(f"Survei ini menanyakan {angka(len(instrumen.unsur))} unsur pelayanan sebagai berikut.")
    yield Butir(
        tuple((Potongan(f"{one.nama} ({one.kode}). ", tebal=True), Potongan(one.definisi)) for one in instrumen.unsur)
    )


def legal_bases(instrumen: Instrumen) -> tuple[str, ...]:
    """What the survey rests on, without what the source's note says of itself in brackets."""
    own = instrumen.sumber.partition(" (")[0].strip()
    return tuple(dict.fromkeys((_UU, _PERMENPAN, own, _PDP)))
