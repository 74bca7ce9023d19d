"""The report of a unit: every figure that Pulutan published, and what is said where figures are few."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.blok import (
    Bab,
    Butir,
    Dokumen,
    GambarBlok,
    Lampiran,
    Paragraf,
    Sampul,
    Sorot,
    TabelBlok,
    TandaTangan,
)
from bot.reports.dokumen.laporan_unit import compose_laporan_unit
from bot.reports.dokumen.penomoran import number
from scoring.instrumen import shipped_instrumen
from scoring.ketentuan import Ketentuan
from storage.store import Store
from tests.unit.reports.dokumen import salatiga
from tests.unit.reports.dokumen.pabrik import UNIT, bahan_of, pulutan
from tests.unit.scoring.data import KEYS, PULUTAN, pulutan_jawaban


@pytest.fixture
async def bahan(sqlite_store: Store) -> Bahan:
    await salatiga.settle(sqlite_store)
    return await salatiga.read(sqlite_store)


def table(dokumen: Dokumen, label: str) -> TabelBlok:
    return next(one for one in dokumen.blok if isinstance(one, TabelBlok) and one.label == label)


def comma(nilai: float, tempat: int = 2) -> str:
    return f"{nilai:.{tempat}f}".replace(".", ",")


def texts(dokumen: Dokumen) -> Iterator[str]:
    """Every sentence."""
    for one in dokumen.blok:
        for isi in [one.isi] if isinstance(one, Paragraf) else one.isi if isinstance(one, Butir) else []:
            yield isi if isinstance(isi, str) else "".join(piece.teks or "[...]" for piece in isi)


def test_pulutans_profile_is_as_published(bahan: Bahan) -> None:
    """Each class of each table with its count and share, in its own classes of age and no empty ones of ours."""
    dokumen = compose_laporan_unit(bahan)
    rename = {"Laki – laki": "Laki-laki", "SD": "SD ke bawah", "DIPLOMA": "Diploma"}
    for key, published in PULUTAN["profile"].items():
        tabel = table(dokumen, f"profil-{key}")
        expected = {
            (rename.get(row["label"], row["label"]), f"{row['jumlah']}", comma(row["persen"])) for row in published
        }
        assert set(tabel.baris) == expected, key
        assert tabel.kaki == (("Jumlah", "50", "100,00"),)
    assert [row[0] for row in table(dokumen, "profil-usia").baris] == [
        row["label"] for row in PULUTAN["profile"]["usia"]
    ]


def test_pulutans_frequencies_are_as_published(bahan: Bahan) -> None:
    """One table an unsur, with the labels of the unit."""
    dokumen = compose_laporan_unit(bahan)
    for key, published in zip(KEYS, PULUTAN["distribution_per_unsur"].values(), strict=True):
        tabel = table(dokumen, f"jawaban-{key}")
        found = [(int(nilai), label.casefold(), int(n), share) for nilai, label, n, share in tabel.baris]
        assert found == [
            (row["value"], row["label"].casefold(), row["jumlah"], comma(row["persen"]))
            for row in published["options"]
        ]


def test_pulutans_result_is_as_published(bahan: Bahan) -> None:
    """Totals, nrr, nrr tertimbang, kinerja; 86,03, B, Baik with bobot 0,111; also under the matrix."""
    dokumen = compose_laporan_unit(bahan)
    tabel, annex = table(dokumen, "unsur"), PULUTAN["annex"]
    for row, published, weighted in zip(
        tabel.baris, PULUTAN["result_tableIII15"], annex["nrr_tertimbang"], strict=True
    ):
        assert (row[2], row[3], row[7]) == (
            f"{published['jumlah_nilai']}", comma(published["nrr"]), published["kinerja"],
        )  # fmt: skip
        assert row[4] == comma(weighted, 3)
    assert tabel.kaki[0][5:] == ("86,03", "B", "Baik")
    assert "0,111" in tabel.catatan
    assert [one.angka for one in dokumen.blok if isinstance(one, Sorot)] == [
        (("86,03", "IKM"), ("B", "Mutu"), ("Baik", "Kinerja"), ("50", "Responden"))
    ]
    matriks = table(dokumen, "matriks")
    assert len(matriks.baris) == 50
    sums, nrr, weighted_row, ikm, mutu, kinerja = matriks.kaki
    assert [int(one) for one in sums[1:-1]] == annex["jml_nilai"]
    assert list(nrr[1:-1]) == [comma(one) for one in annex["nrr"]]
    assert list(weighted_row[1:-1]) == [comma(one, 3) for one in annex["nrr_tertimbang"]]
    assert (ikm[-1], mutu[-1], kinerja[-1]) == ("86,03", "B", "Baik")


def test_pulutans_plans_and_trend_are_as_published(bahan: Bahan) -> None:
    """Nine plans with their nrr and quarters; 85,97 before; what was done is counted from the list, not 80 %."""
    dokumen = compose_laporan_unit(bahan)
    for row, published in zip(table(dokumen, "rtl").baris, PULUTAN["rtl_tableIV1"], strict=True):
        assert row[0] == f"{published['no']}"
        assert salatiga.key_of(published["prioritas_unsur"]) == next(
            one.unsur.key for one in bahan.laporan.hasil.unsur if one.unsur.nama == row[1]
        )
        assert row[2:4] == (comma(published["nilai_rata2"]), salatiga.plain(published["program_kegiatan"]))
        assert row[4:] == ("✓", "✓", "✓", "✓", "2025", published["penanggung_jawab"])
    assert [row[:5] for row in table(dokumen, "tren").baris] == [
        ("Semester I 2024", "50", "85,97", "-", "B"),
        ("Semester II 2024", "50", "86,03", "+0,06", "B"),
    ]
    assert len(table(dokumen, "realisasi").baris) == len(PULUTAN["realisasi_rtl"])
    assert any("5 sudah dilaksanakan, atau 100,00%" in text for text in texts(dokumen))


def test_the_text_says_what_the_tables_say(bahan: Bahan) -> None:
    """The published text gives produk 3,32 where its own table has 3,34; here every value in a paragraph is that of
    the table."""
    said = texts(compose_laporan_unit(bahan))
    produk = next(text for text in said if "Produk Spesifikasi" in text and "33 orang" in text)
    assert "3,34" in produk
    assert "33 orang (66,00%) memilih “Sesuai” dan 17 orang (34,00%) memilih “Sangat sesuai”" in produk
    assert "Dibandingkan dengan semester I 2024 (3,32), nilainya naik 0,02." in produk


def test_the_outline_is_that_of_a_report(bahan: Bahan) -> None:
    """Cover with the periode, five chapters, signature, three annexes; each reference leads somewhere."""
    dokumen = compose_laporan_unit(bahan)
    assert isinstance(dokumen.blok[0], Sampul)
    assert dokumen.blok[0].periode == "Semester II 2024"
    assert [one.judul for one in dokumen.blok if isinstance(one, Bab)] == [
        "Kata Pengantar", "Pendahuluan", "Pengumpulan Data", "Hasil Survei", "Analisis", "Penutup",
    ]  # fmt: skip
    assert [(one.judul, one.mendatar) for one in dokumen.blok if isinstance(one, Lampiran)] == [
        ("Kuesioner", False),
        ("Jawaban per Responden", True),
        ("Realisasi Tindak Lanjut Periode Sebelumnya", True),
    ]
    assert sum(isinstance(one, TandaTangan) for one in dokumen.blok) == 1
    assert len([one for one in dokumen.blok if isinstance(one, GambarBlok)]) == 3
    assert len(number(dokumen)) == len(dokumen.blok)


@pytest.mark.parametrize("n", [0, 4])
def test_of_few_answers_nothing_is_broken_down(n: int) -> None:
    """No table, no chart and no sentence about any unsur or class; the report can still be made."""
    bahan = bahan_of(pulutan_jawaban()[:n])
    dokumen = compose_laporan_unit(replace(bahan, profil={}, matriks=()))
    labels = {one.label for one in dokumen.blok if isinstance(one, TabelBlok)}
    assert labels.isdisjoint({"unsur", "matriks", "profil-usia"})
    assert not any(label.startswith("jawaban-") for label in labels)
    assert number(dokumen)
    said = "\n".join(texts(dokumen))
    assert ("tidak dapat dihitung" in said) is (n == 0)


def test_what_was_hoped_for_has_its_table_and_chart() -> None:
    """Persepsi, harapan and gap of each unsur, the grid, and a second matrix."""
    harapan = [dict.fromkeys(KEYS, 4)] * 49 + [{**dict.fromkeys(KEYS, 4), "biaya": 3}]
    dokumen = compose_laporan_unit(pulutan(harapan=harapan))
    tabel = table(dokumen, "harapan")
    assert tabel.baris[3][:5] == ("U4", "Biaya/Tarif", "4,00", "3,98", "0,02")
    assert any(isinstance(one, GambarBlok) and one.label == "ipa" for one in dokumen.blok)
    assert tabel.baris[8][4] == "−0,88"
    assert table(dokumen, "matriks-harapan").baris[0][-1] == "36"


def test_a_share_is_never_bent_to_reach_100() -> None:
    """Three equal thirds print 33,33 each, and the note says why that is 99,99."""
    answers = [{**one, "waktu": 2 + n % 3} for n, one in enumerate(pulutan_jawaban()[:48])]
    tabel = table(compose_laporan_unit(bahan_of(answers)), "jawaban-waktu")
    assert [row[3] for row in tabel.baris] == ["0,00", "33,33", "33,33", "33,33"]
    assert "sedikit berbeda dari 100,00" in tabel.catatan


@pytest.mark.parametrize("instrumen", ["permenpan-16-2014", "kepmenpan-25-2004"])
def test_older_questionnaires_have_the_same_report(instrumen: str) -> None:
    """Every unsur of theirs has its table and paragraph, and their own regulation is named."""
    unsur = shipped_instrumen(instrumen).unsur
    answers = [{one.key: 2 + (n + ke) % 3 for ke, one in enumerate(unsur)} for n in range(12)]
    unit = replace(UNIT, label={})
    dokumen = compose_laporan_unit(bahan_of(answers, ketentuan=Ketentuan(instrumen), unit=unit))
    labels = {one.label for one in dokumen.blok if isinstance(one, TabelBlok)}
    assert labels >= {f"jawaban-{one.key}" for one in unsur}
    assert len(table(dokumen, "matriks").kolom) == len(unsur) + 2
    assert any(shipped_instrumen(instrumen).sumber.partition(" (")[0] in text for text in texts(dokumen))
    assert number(dokumen)


def test_values_that_print_alike_are_not_called_higher_or_lower() -> None:
    """A paragraph that says "3,05 is above 3,05" would contradict itself."""
    answers = [dict.fromkeys(KEYS, 3) for _ in range(2000)]
    answers[0] = {**answers[0], "waktu": 4}
    waktu = next(
        text
        for text in texts(compose_laporan_unit(bahan_of(answers)))
        if "Waktu Penyelesaian" in text and "hampir sama" in text
    )
    assert "hampir sama dengan rata-rata seluruh unsur (3,00)" in waktu


def test_the_method_is_the_one_really_used() -> None:
    """Consent on a screen is told of those who answered on one; made-up answers are called so."""
    said = {}
    for sumber in ("impor", "telegram", "demo"):
        bahan = pulutan(pelaksanaan=replace(pulutan().pelaksanaan, sumber={sumber: 50}))
        said[sumber] = "\n".join(texts(compose_laporan_unit(bahan)))
    assert "dimintai persetujuan" in said["telegram"]
    assert "dimintai persetujuan" not in said["impor"] + said["demo"]
    assert "dibuat oleh program, bukan oleh masyarakat" in said["demo"]


def test_what_is_as_high_as_the_highest_is_never_called_the_lowest() -> None:
    """Of equal unsur none is a priority; where one alone falls behind, it alone is."""
    full = [dict.fromkeys(KEYS, 4) for _ in range(12)]
    equal = "\n".join(texts(compose_laporan_unit(bahan_of(full))))
    assert "Semua unsur bernilai sama, yaitu 4,00." in equal
    assert not any(word in equal for word in ("terendah", "nilainya paling rendah", "nilainya paling tinggi"))
    one_behind = list(texts(compose_laporan_unit(bahan_of([*full[1:], {**full[0], "waktu": 3}]))))
    assert any("Nilai terendah ada pada unsur Waktu Penyelesaian (3,92)." in text for text in one_behind)
    assert ["Waktu" in text for text in one_behind if "prioritas perbaikan" in text] == [True]


def test_where_nobody_told_of_themselves_the_table_alone_is_named() -> None:
    assert [text for text in texts(compose_laporan_unit(bahan_of(pulutan_jawaban()))) if text != text.strip()] == []


def test_an_age_is_told_in_years(bahan: Bahan) -> None:
    assert any(
        "terbanyak adalah 41 - 50 tahun, yaitu 20 orang" in text for text in texts(compose_laporan_unit(bahan))
    )
