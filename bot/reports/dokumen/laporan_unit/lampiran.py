"""The annexes: the questionnaire, the matrix of answers, what came of the plans before."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.engine.tanggal import angka, capital
from bot.reports.dokumen.bagian import total_tertimbang
from bot.reports.dokumen.bahan import Bahan, Baris
from bot.reports.dokumen.blok import Blok, Butir, Kolom, Lampiran, Paragraf, Subbab, TabelBlok
from bot.reports.dokumen.cetak import KOSONG, desimal, huruf_kinerja
from scoring.instrumen import with_labels
from scoring.model import Jawaban
from scoring.rtl import terlaksana_of
from storage.plans import RtlRow


def annexes_of(bahan: Bahan) -> Iterator[Blok]:
    yield Lampiran("Kuesioner")
    yield from _questionnaire(bahan)
    if bahan.matriks and bahan.laporan.rinci:
        yield Lampiran("Jawaban per Responden", mendatar=True)
        yield from _matrix(bahan)
    if bahan.rtl_lalu:
        yield Lampiran("Realisasi Tindak Lanjut Periode Sebelumnya", mendatar=True)
        yield from _realisation(bahan)


def _questionnaire(bahan: Bahan) -> Iterator[Blok]:
    instrumen = with_labels(bahan.laporan.instrumen, bahan.unit.label)
    yield Subbab("Data Responden", 3)
    yield Butir(
        tuple(
            f"{tanya.pertanyaan} {' / '.join(p.label for p in tanya.pilihan) or '…… tahun'}"
            for tanya in instrumen.profil
        ),
        bernomor=True,
    )
    yield Subbab("Pendapat tentang Pelayanan", 3)
    yield TabelBlok(
        "Pertanyaan dan Pilihan Jawaban",
        (
            Kolom("No.", "tengah", 0.5), Kolom("Pertanyaan", lebar=4), Kolom("1", lebar=1.2), Kolom("2", lebar=1.2),
            Kolom("3", lebar=1.2), Kolom("4", lebar=1.2),
        ),
        tuple(
            (angka(nomor), unsur.pertanyaan, *unsur.label)
            for nomor, unsur in enumerate(map(instrumen.unsur_of, instrumen.urutan), start=1)
        ),
        label="kuesioner",
    )  # fmt: skip
    if bahan.harapan:
        label = "; ".join(f"{skor} {teks}" for skor, teks in enumerate(instrumen.label_harapan, start=1))
        yield Paragraf(f"Untuk tiap unsur juga ditanyakan seberapa penting hal itu bagi responden: {label}.")
    yield Paragraf("Saran: ……………………………………………………")


def _matrix(bahan: Bahan) -> Iterator[Blok]:
    n, ada = bahan.laporan.hasil.n, len(bahan.matriks)
    yield Paragraf(
        "Urutan baris tidak menunjukkan siapa yang menjawab maupun kapan. Arti tiap kode unsur tercantum dalam Bab I."
        if ada == n
        else f"Urutan baris tidak menunjukkan siapa yang menjawab maupun kapan. Sebanyak {angka(n - ada)} responden "
        "menarik jawabannya setelah periode ditutup; barisnya tidak ditampilkan, sedangkan nilai resmi tidak berubah."
    )
    hasil = bahan.laporan.hasil
    mutu, kinerja = huruf_kinerja(hasil.mutu)
    blank = [""] * len(hasil.unsur)
    kaki = (
        ("Σ nilai", *(angka(one.total) for one in hasil.unsur), angka(sum(one.total for one in hasil.unsur))),
        ("NRR", *(desimal(one.nrr) for one in hasil.unsur), ""),
        (
            "NRR tertimbang",
            *(desimal(one.nrr_tertimbang, 3) for one in hasil.unsur),
            desimal(total_tertimbang(hasil), 3),
        ),
        ("IKM", *blank, desimal(hasil.ikm)),
        ("Mutu", *blank, mutu),
        ("Kinerja", *blank, kinerja),
    )
    yield _answers(bahan, "Jawaban Tiap Responden", lambda baris: baris.jawaban, kaki, "matriks")
    if bahan.harapan and any(baris.harapan for baris in bahan.matriks):
        yield _answers(bahan, "Harapan Tiap Responden", lambda baris: baris.harapan, (), "matriks-harapan")


def _answers(
    bahan: Bahan, judul: str, answers: Callable[[Baris], Jawaban], kaki: tuple[tuple[str, ...], ...], label: str
) -> TabelBlok:
    unsur = bahan.laporan.instrumen.unsur
    return TabelBlok(
        judul,
        (Kolom("No.", "tengah", 2), *(Kolom(one.kode, "tengah") for one in unsur), Kolom("Jumlah", "tengah", 1.4)),
        tuple(
            (
                angka(baris.nomor),
                *(f"{answers(baris)[one.key]}" if one.key in answers(baris) else "" for one in unsur),
                angka(sum(answers(baris).values())),
            )
            for baris in bahan.matriks
        ),
        kaki,
        f"Bobot tiap unsur {bahan.laporan.hasil.bobot.teks}." if kaki else "",
        label,
    )


def _realisation(bahan: Bahan) -> Iterator[Blok]:
    done = terlaksana_of(one.sudah for one in bahan.rtl_lalu)
    periode = bahan.laporan.periode.sebelumnya().nama
    yield Paragraf(
        f"Dari {angka(done.semua)} rencana tindak lanjut {periode}, {angka(done.sudah)} sudah dilaksanakan, atau "
        f"{desimal(done.persen)}%."
    )
    yield TabelBlok(
        f"Realisasi Rencana Tindak Lanjut {capital(periode)}",
        (
            Kolom("No.", "tengah", 0.4), Kolom("Unsur", lebar=1.5), Kolom("Rencana tindak lanjut", lebar=2.5),
            Kolom("Ditindaklanjuti", "tengah", 1.2), Kolom("Uraian", lebar=2.5), Kolom("Bukti", "tengah", 0.7),
            Kolom("Tantangan/hambatan", lebar=2),
        ),
        tuple(_realised(bahan, nomor, one) for nomor, one in enumerate(bahan.rtl_lalu, start=1)),
        (("", "", "Terlaksana", f"{done.sudah} dari {done.semua}", f"{desimal(done.persen)}%", "", ""),),
        label="realisasi",
    )  # fmt: skip


def _realised(bahan: Bahan, nomor: int, one: RtlRow) -> tuple[str, ...]:
    nama = next((unsur.nama for unsur in bahan.laporan.instrumen.unsur if unsur.key == one.unsur), one.unsur)
    return (
        angka(nomor), nama, one.program, "Sudah" if one.sudah else "Belum", one.uraian or KOSONG,
        "Ada" if one.bukti else KOSONG, one.hambatan or KOSONG,
    )  # fmt: skip
