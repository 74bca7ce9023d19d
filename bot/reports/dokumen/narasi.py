"""What the figures say, in sentences: by plain rules, and nothing that the figures do not hold."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from bot.engine.tanggal import angka
from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.cetak import daftar, desimal, nilai_mutu, persen
from bot.reports.dokumen.profil_tabel import in_words
from bot.reports.laporan import Laporan, TitikTren
from bot.reports.ukuran import MINIMAL_RINCI, MINIMAL_YAKIN
from scoring.ikm import HasilIkm, HasilUnsur
from scoring.pembulatan import round_half_up
from scoring.profil import TIDAK_DIISI, Cacah
from scoring.tren import Sorotan, selisih_of


def rata_nrr(hasil: HasilIkm) -> Fraction:
    """The mean nrr over unsur, 1..4. `hasil` has responses."""
    nilai = [one.nrr for one in hasil.unsur if one.nrr is not None]
    return sum(nilai, Fraction()) / len(nilai)


def result_text(bahan: Bahan) -> str:
    """The index in a sentence or two, and how far it may be trusted."""
    laporan = bahan.laporan
    hasil, interval = laporan.hasil, laporan.keyakinan.interval
    if hasil.ikm is None or hasil.mutu is None:
        return (
            f"Pada {laporan.periode.nama} tidak ada jawaban yang masuk, sehingga IKM {bahan.unit.nama} tidak "
            "dapat dihitung."
        )
    text = (
        f"IKM {bahan.unit.nama} pada {laporan.periode.nama} adalah {desimal(hasil.ikm)}, dengan mutu pelayanan "
        f"{hasil.mutu.huruf} dan kinerja {hasil.mutu.kinerja}. Nilai ini dihitung dari {angka(hasil.n)} responden "
        f"dengan bobot {hasil.bobot.teks} untuk tiap unsur."
    )
    if hasil.n < MINIMAL_YAKIN:
        return f"{text} Jumlah responden masih terlalu sedikit, jadi nilai ini belum dapat dijadikan pegangan."
    if interval is None:
        return text
    low, high = (round_half_up(Fraction(edge)) for edge in (interval.rendah, interval.tinggi))
    if low == high:
        return f"{text} Jawaban seluruh responden hampir sama."
    return (
        f"{text} Dengan jumlah responden tersebut dan tingkat kepercayaan 95%, nilai sebenarnya diperkirakan antara "
        f"{desimal(low)} dan {desimal(high)}."
    )


def standing_out(laporan: Laporan) -> Sorotan:
    """The highest and the lowest unsur, without those that print no higher than the lowest, or no lower than the
    highest: where all are alike, none."""
    nilai = [round_half_up(one.nrr) for one in laporan.hasil.unsur if one.nrr is not None]
    return Sorotan(
        tuple(one for one in laporan.sorotan.tertinggi if one.nrr and round_half_up(one.nrr) > min(nilai)),
        tuple(one for one in laporan.sorotan.terendah if one.nrr and round_half_up(one.nrr) < max(nilai)),
    )


def unsur_named(unsur: Sequence[HasilUnsur]) -> str:
    """Each with its nrr; with semicolons between them, since a name may hold commas."""
    *first, last = [f"{one.unsur.nama} ({desimal(one.nrr)})" for one in unsur]
    return f"{'; '.join(first)}; dan {last}" if first else last


def equal_text(hasil: HasilIkm) -> str:
    """Said where no unsur stands out."""
    like = "sama" if len({one.nrr for one in hasil.unsur}) == 1 else "hampir sama"
    return f"Semua unsur bernilai {like}, yaitu {desimal(rata_nrr(hasil))}."


def highlight_text(bahan: Bahan) -> str:
    """The highest and the lowest unsur by name; empty where nothing is broken down."""
    if not bahan.laporan.sorotan.tertinggi:
        return ""
    sorotan = standing_out(bahan.laporan)
    if not sorotan.terendah:
        return equal_text(bahan.laporan.hasil)
    text = (
        f"Nilai tertinggi diperoleh unsur {unsur_named(sorotan.tertinggi)}. Nilai terendah ada pada unsur "
        f"{unsur_named(sorotan.terendah)}."
    )
    below = bahan.laporan.di_bawah_rata
    if not below:
        return text
    return (
        f"{text} Sebanyak {angka(len(below))} dari {angka(len(bahan.laporan.hasil.unsur))} unsur bernilai di bawah "
        f"rata-rata seluruh unsur ({desimal(rata_nrr(bahan.laporan.hasil))})."
    )


def profile_text(cacah: Sequence[Cacah], apa: str) -> str:
    """Who answered most, of `apa` ("pendidikan"); empty without any respondent."""
    n = sum(one.jumlah for one in cacah)
    told = sorted((one for one in cacah if one.jumlah and one.label != TIDAK_DIISI), key=lambda one: -one.jumlah)
    if not told:
        return ""
    most = [one for one in told if one.jumlah == told[0].jumlah]
    named = [in_words(one.label) for one in most]
    share = f"{angka(most[0].jumlah)} orang ({persen(most[0].jumlah, n)}%)"
    opening, among = f"Menurut {apa}, kelompok responden terbanyak adalah", f"dari {angka(n)} responden."
    if len(most) == 1:
        return f"{opening} {named[0]}, yaitu {share} {among}"
    return f"{opening} {daftar(named)}, masing-masing {share} {among}"


def sample_text(bahan: Bahan) -> str:
    """How many answered against the sample that was aimed at."""
    n, target, populasi = bahan.laporan.hasil.n, bahan.pelaksanaan.target, bahan.pelaksanaan.populasi
    terisi = f"Jumlah responden yang mengisi survei adalah {angka(n)} orang."
    if target is None:
        return (
            f"{terisi} Jumlah pengguna layanan pada periode ini belum didata, sehingga kecukupan sampelnya belum "
            "dapat dinilai."
        )
    asked = f"sampel menurut tabel Krejcie dan Morgan adalah {angka(target)} orang"
    if populasi is not None:
        asked = f"Dengan {angka(populasi)} pengguna layanan, {asked}."
    if n >= target:
        return f"{asked} {terisi} Dengan demikian, jumlah sampel terpenuhi."
    return (
        f"{asked} {terisi} Jumlah ini kurang {angka(target - n)} orang dari sampel yang dianjurkan, sehingga "
        "hasilnya perlu dibaca dengan hati-hati."
    )


def trend_text(bahan: Bahan) -> tuple[str, ...]:
    """How the index moved, then against the target; a sentence or two each."""
    titik = [one.titik for one in bahan.tren if one.titik.ikm is not None]
    if len(titik) < 2:
        return ("Belum ada hasil periode sebelumnya yang dapat dibandingkan.", *_target(bahan))
    return (" ".join([_last_move(bahan, titik), *_extremes(titik)]), *_target(bahan))


def _last_move(bahan: Bahan, titik: Sequence[TitikTren]) -> str:
    before, last = titik[-2:]
    if before.ikm is None or last.ikm is None or last.periode != bahan.laporan.periode:
        return "Belum ada nilai pada periode ini yang dapat dibandingkan."
    moved, nama = selisih_of(before.ikm, last.ikm), before.periode.nama
    if moved.arah == "tetap":
        return f"IKM pada {last.periode.nama} sama dengan {nama}, yaitu {desimal(moved.sesudah)}."
    text = (
        f"IKM {moved.arah} {desimal(abs(moved.selisih))} dari {desimal(moved.sebelum)} pada {nama} menjadi "
        f"{desimal(moved.sesudah)} pada {last.periode.nama}."
    )
    beda = bahan.laporan.beda
    if beda is None or before.periode != bahan.laporan.periode.sebelumnya():
        return text
    if beda.bermakna:
        return f"{text} Perubahan ini lebih besar daripada yang dapat dijelaskan oleh kebetulan."
    return f"{text} Perubahan ini masih dalam batas kebetulan, sehingga belum dapat disebut perubahan yang nyata."


def _extremes(titik: Sequence[TitikTren]) -> list[str]:
    if len(titik) < 3:
        return []
    nilai = [(round_half_up(one.ikm), one.periode.nama) for one in titik if one.ikm is not None]
    if all(later[0] >= earlier[0] for earlier, later in pairwise(nilai)) and nilai[-1][0] > nilai[0][0]:
        return [f"Selama {angka(len(nilai))} periode, nilainya tidak pernah turun."]
    top, bottom = max(nilai, key=lambda one: one[0]), min(nilai, key=lambda one: one[0])
    if top[0] == bottom[0]:
        return [f"Selama {angka(len(nilai))} periode nilainya tetap."]
    return [
        f"Selama {angka(len(nilai))} periode, nilai tertinggi adalah {desimal(top[0])} ({top[1]}) dan terendah "
        f"{desimal(bottom[0])} ({bottom[1]})."
    ]


def _target(bahan: Bahan) -> list[str]:
    target, ikm = (bahan.tren[-1].target if bahan.tren else None), bahan.laporan.hasil.ikm
    if target is None or ikm is None:
        return []
    left = round_half_up(ikm) - target
    said = f"Target IKM tahun {bahan.laporan.periode.kode[:4]} adalah {desimal(target)}."
    if left >= 0:
        lebih = f", dengan selisih {desimal(left)} di atasnya" if left else ""
        return [f"{said} Target tersebut tercapai{lebih}."]
    return [f"{said} Nilai yang dicapai masih kurang {desimal(-left)} dari target tersebut."]


def closing_text(bahan: Bahan) -> tuple[str, ...]:
    """What the report comes to, in paragraphs: the result, what to keep and to mend, what will be done."""
    laporan = bahan.laporan
    if laporan.hasil.ikm is None:
        return (result_text(bahan),)
    paragraphs = [
        f"Survei Kepuasan Masyarakat {bahan.unit.nama} pada {laporan.periode.nama} menghasilkan IKM "
        f"{nilai_mutu(laporan.hasil.ikm, laporan.hasil.mutu)} dari {angka(laporan.hasil.n)} responden."
    ]
    if not laporan.rinci:
        return (*paragraphs, few_text(laporan.hasil.n))
    paragraphs.append(highlight_text(bahan))
    if bahan.rtl:
        paragraphs.append(
            f"Untuk memperbaikinya telah disusun {angka(len(bahan.rtl))} rencana tindak lanjut. Pelaksanaannya akan "
            "dipantau tiap triwulan dan dilaporkan pada periode berikutnya."
        )
    elif standing_out(laporan).terendah:
        paragraphs.append("Unsur dengan nilai terendah perlu ditindaklanjuti dalam rencana perbaikan pelayanan.")
    return tuple(part for part in paragraphs if part)


def few_text(n: int) -> str:
    """Why nothing is broken down."""
    return (
        f"Karena baru {angka(n)} responden yang menjawab, hasil ini tidak dirinci menurut unsur maupun profil: "
        f"rincian baru ditampilkan mulai {MINIMAL_RINCI} responden, agar tidak diketahui siapa yang menjawab apa."
    )
