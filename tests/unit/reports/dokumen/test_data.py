"""The files for who computes further: SPSS, CSV and JSON, each read back by a program that reads such files."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pyreadstat

from bot.imports.responses import import_responses
from bot.reports.dokumen.data_csv import render_csv
from bot.reports.dokumen.data_terbuka import DataTerbuka, render_json
from bot.reports.dokumen.kasus import Kasus, read_kasus, sort_kasus
from bot.reports.dokumen.sav import KOSONG, render_sav
from scoring.model import Profil, Respons, rekap_of
from scoring.periode import parse_periode
from storage.connect import open_store
from storage.records import ResponsRow
from storage.store import Store
from tests.factories import BANYAK, HARI, INSTRUMEN, KELOMPOK, NOW, UNITS, UNSUR, respons_row, url_of
from tests.unit.reports.dokumen.pabrik import UNIT, bahan_of, pulutan, pulutan_profil
from tests.unit.scoring.data import KEYS, pulutan_jawaban

PERIODE = parse_periode("2026-S2")
MELATI = UNITS[0]


def _rows(n: int, *, harapan: bool) -> list[ResponsRow]:
    """Responses to the unit with two services, each of them in its own way."""
    dice = random.Random(n)
    rows = []
    for _ in range(n):
        profil = Profil(
            dice.choice(("L", "P", None)),
            usia := dice.choice((None, 17, 34, 70)),
            None if usia else dice.choice((None, "21 - 30", ">60")),
            dice.choice(("sd", "s1", "Pesantren", None)),
            dice.choice(("pns", "lainnya", "Kader; “posyandu”, RT 3", None)),
        )
        jawaban = {key: dice.randint(1, 4) for key in UNSUR}
        penting = {key: dice.randint(1, 4) for key in UNSUR} if harapan else {}
        layanan = dice.choice(("kk", "ktp"))
        row = respons_row(jawaban, unit=BANYAK, layanan=layanan, profil=profil, saran="Terima kasih, Bu Ani.")
        rows.append(replace(row, respons=replace(row.respons, harapan=penting)))
    return rows


async def _kasus(store: Store) -> tuple[Kasus, ...]:
    async with store.reading() as tx:
        return await read_kasus(tx, INSTRUMEN, MELATI, PERIODE)


async def test_a_csv_comes_back_as_the_same_responses(sqlite_store: Store, tmp_path: Path) -> None:
    """Written by one installation and imported by another of the same unit: service, profile, answers, harapan."""
    async with sqlite_store.transaction() as tx:
        await tx.facts.add(_rows(40, harapan=True))
    told = await _kasus(sqlite_store)
    file = tmp_path / "melati.csv"
    file.write_bytes(render_csv(told, INSTRUMEN))
    other = await open_store(url_of(tmp_path / "lain.db"), create=True)
    async with other.transaction() as tx:
        await tx.directory.put(KELOMPOK, UNITS)
    imported = await import_responses(other, file, INSTRUMEN, MELATI, PERIODE, NOW)
    assert (imported.rows, imported.added) == (40, 40)
    assert await _kasus(other) == told
    await other.close()


async def test_cases_tell_neither_time_nor_person(sqlite_store: Store) -> None:
    """Their order follows from what they say, whichever came first; times, words and keys are in no file."""
    rows = _rows(12, harapan=False)
    async with sqlite_store.transaction() as tx:
        await tx.facts.add(rows[::-1])
        await tx.facts.add([respons_row(unit=UNITS[2].kode), respons_row(unit=BANYAK, hari=PERIODE.selesai)])
    told = await _kasus(sqlite_store)
    facts = [row.respons for row in rows]
    assert told == sort_kasus([_case(one) for one in facts], INSTRUMEN)
    for data in (render_csv(told, INSTRUMEN), render_sav(told, INSTRUMEN, MELATI, PERIODE)):
        assert b"Ani" not in data
        assert HARI.isoformat().encode() not in data


def _case(fact: Respons) -> Kasus:
    return Kasus(fact.layanan, fact.profil, fact.jawaban, fact.harapan)


async def test_of_fewer_than_five_nobody_is_described(sqlite_store: Store) -> None:
    """Profile and service are left out; the answers stay."""
    async with sqlite_store.transaction() as tx:
        await tx.facts.add(_rows(4, harapan=False))
    told = await _kasus(sqlite_store)
    assert {(one.layanan, one.profil) for one in told} == {("", Profil())}
    assert [len(one.jawaban) for one in told] == [len(UNSUR)] * 4


def test_no_text_in_a_csv_is_a_formula() -> None:
    told = [Kasus("", Profil(pekerjaan="=1+1"), dict.fromkeys(KEYS, 3), {})] * 5
    assert b";'=1+1;" in render_csv(told, INSTRUMEN)


def test_spss_reads_labels_and_values(tmp_path: Path) -> None:
    """Question and unit's own labels on every variable, the classes of age, what is missing, and all 50 values."""
    bahan, dice = pulutan(), random.Random(5)
    instrumen, jawaban = bahan.laporan.instrumen, pulutan_jawaban()
    profil = [*pulutan_profil()[:-1], Profil(pendidikan="Pesantren")]
    penting = [{key: dice.randint(3, 4) for key in KEYS} if n else {} for n in range(50)]
    told = sort_kasus(
        [Kasus("kk" if n % 2 else "lama", profil[n], jawaban[n], penting[n]) for n in range(50)], instrumen
    )
    path = tmp_path / "pulutan.sav"
    path.write_bytes(render_sav(told, instrumen, UNIT, bahan.laporan.periode))
    data, meta = pyreadstat.read_sav(path, user_missing=True)
    assert meta.file_label == "SKM Kelurahan Pulutan, semester II 2024"
    assert meta.column_names[:5] == ["layanan", "jenis_kelamin", "usia", "pendidikan", "pekerjaan"]
    assert meta.column_names[5:] == [f"{letter}{n}" for letter in "UH" for n in range(1, 10)]
    assert meta.column_names_to_labels["U9"] == "Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?"
    labels = meta.variable_value_labels
    assert [labels["U8"][n] for n in (1, 2, 3, 4, KOSONG)] == [
        "Tidak baik", "Kurang baik", "Baik", "Sangat baik", "Tidak diisi"
    ]  # fmt: skip
    assert [labels["usia"][n] for n in range(1, 7)] == ["<21", "21–30", "31–40", "41–50", "51–60", ">60"]
    assert [labels["layanan"][n] for n in (1, 2, 3)] == ["Kartu Keluarga", "KTP elektronik", "lama"]
    assert labels["pendidikan"][8] == "Pesantren"
    assert meta.variable_measure["usia"] == "ordinal"
    assert meta.variable_measure["pekerjaan"] == "nominal"
    assert meta.missing_ranges["U1"] == [{"lo": KOSONG, "hi": KOSONG}]
    for unsur in instrumen.unsur:
        assert list(data[unsur.kode]) == [one.jawaban[unsur.key] for one in told]
        assert list(data[unsur.kode.replace("U", "H")]) == [one.harapan.get(unsur.key, KOSONG) for one in told]
    dropped, _ = pyreadstat.read_sav(path)
    assert int(dropped["usia"].isna().sum()) == int(dropped["jenis_kelamin"].isna().sum()) == 1
    assert {int(code): int(n) for code, n in dropped["jenis_kelamin"].value_counts().items()} in (
        {1: 17, 2: 32},
        {1: 18, 2: 31},
    )


def test_a_long_name_is_cut_and_breaks_nothing(tmp_path: Path) -> None:
    """SPSS keeps so many bytes of a label, and no half character."""
    unit = replace(UNIT, nama="Unit “" * 60, label={"biaya": ("é" * 60, "b" * 200, "c", "d")})
    path = tmp_path / "panjang.sav"
    path.write_bytes(render_sav([Kasus("", Profil(), {"biaya": 1}, {})], INSTRUMEN, unit, PERIODE))
    _, meta = pyreadstat.read_sav(path)
    assert str(meta.file_label).startswith("SKM Unit “Unit")
    assert meta.variable_value_labels["U4"][1] == "é" * 59


def test_open_data_says_what_the_report_says() -> None:
    """Printed and exact side by side; counts add up to n; the document keeps to its own schema."""
    bahan = pulutan()
    data = render_json(bahan)
    read = DataTerbuka.model_validate_json(data)
    assert (read.n, read.ikm and read.ikm.tercetak, read.ikm and read.ikm.tepat) == (50, "86,03", "3441/40")
    assert json.loads(data)["ketentuan"]["bobot"] == {"tercetak": "0,111", "tepat": "111/1000"}
    assert [one.jumlah_nilai for one in read.unsur] == [167, 171, 166, 200, 167, 166, 176, 181, 156]
    assert all(sum(one.sebaran.values()) == one.jawaban == 50 for one in read.unsur)
    assert {sum(line.jumlah for line in tabel) for tabel in read.profil.values()} == {50}
    assert read.periode.sampai == "2024-12-31"
    assert render_json(pulutan()) == data


def test_open_data_of_few_holds_the_index_alone() -> None:
    rows = [dict.fromkeys(KEYS, skor) for skor in (2, 3, 4, 4)]
    read = DataTerbuka.model_validate_json(render_json(bahan_of(rows)))
    assert (read.n, read.unsur, read.profil, read.layanan) == (rekap_of(rows).n, [], {}, [])
    assert read.ikm
    none = DataTerbuka.model_validate_json(render_json(bahan_of([])))
    assert (none.n, none.ikm, none.mutu) == (0, None, None)
