from __future__ import annotations

from dataclasses import FrozenInstanceError
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

import scoring
from scoring.errors import InstrumenError, ScoringError
from scoring.instrumen import Bobot, shipped_instrumen, with_labels
from scoring.model import Profil
from tests.unit.scoring.data import INSTRUMEN, PULUTAN

RESMI = [
    ("persyaratan", "U1", "Persyaratan", "Tidak sesuai / Kurang sesuai / Sesuai / Sangat sesuai"),
    (
        "prosedur",
        "U2",
        "Sistem, Mekanisme, dan Prosedur",
        "Tidak mudah / Kurang mudah / Mudah / Sangat mudah",
    ),
    ("waktu", "U3", "Waktu Penyelesaian", "Tidak cepat / Kurang cepat / Cepat / Sangat cepat"),
    ("biaya", "U4", "Biaya/Tarif", "Sangat mahal / Cukup mahal / Murah / Gratis"),
    (
        "produk",
        "U5",
        "Produk Spesifikasi Jenis Pelayanan",
        "Tidak sesuai / Kurang sesuai / Sesuai / Sangat sesuai",
    ),
    (
        "kompetensi",
        "U6",
        "Kompetensi Pelaksana",
        "Tidak kompeten / Kurang kompeten / Kompeten / Sangat kompeten",
    ),
    (
        "perilaku",
        "U7",
        "Perilaku Pelaksana",
        "Tidak sopan dan ramah / Kurang sopan dan ramah / Sopan dan ramah / Sangat sopan dan ramah",
    ),
    (
        "pengaduan",
        "U8",
        "Penanganan Pengaduan, Saran dan Masukan",
        "Tidak ada / Ada tetapi tidak berfungsi / Berfungsi kurang maksimal / Dikelola dengan baik",
    ),
    ("sarana", "U9", "Sarana dan Prasarana", "Buruk / Cukup / Baik / Sangat baik"),
]


def test_shipped_instrumen_has_the_nine_unsur_with_the_official_labels() -> None:
    assert [(u.key, u.kode, u.nama, " / ".join(u.label)) for u in INSTRUMEN.unsur] == RESMI


def test_questions_are_those_of_a_published_questionnaire() -> None:
    """Pulutan asks with "Anda" and shortens the one on biaya; all other words are the same."""
    for unsur, item in zip(INSTRUMEN.unsur, PULUTAN["questionnaire"]["items"], strict=True):
        pertanyaan = unsur.pertanyaan.replace("Saudara", "Anda").replace("kewajaran biaya", "biaya")
        assert pertanyaan == item["pertanyaan"]


def test_the_form_asks_sarana_before_pengaduan_though_the_list_has_it_last() -> None:
    assert INSTRUMEN.urutan[-2:] == ("sarana", "pengaduan")
    assert [u.key for u in INSTRUMEN.unsur][-2:] == ["pengaduan", "sarana"]


def test_bands_and_bobot_are_those_of_the_regulation() -> None:
    assert [(p.huruf, p.kinerja, str(p.dari), str(p.sampai)) for p in INSTRUMEN.mutu] == [
        ("A", "Sangat Baik", "88.31", "100.00"),
        ("B", "Baik", "76.61", "88.30"),
        ("C", "Kurang Baik", "65.00", "76.60"),
        ("D", "Tidak Baik", "25.00", "64.99"),
    ]
    assert INSTRUMEN.bobot == Bobot("1/9", Fraction(1, 9))


def test_every_profile_question_fills_a_field_of_profil() -> None:
    pilihan = {tanya.key: [p.kode for p in tanya.pilihan] for tanya in INSTRUMEN.profil}
    assert list(pilihan) == ["jenis_kelamin", "usia", "pendidikan", "pekerjaan"]
    assert set(pilihan) <= set(Profil.__dataclass_fields__)
    assert (pilihan["jenis_kelamin"], pilihan["usia"]) == (["L", "P"], [])
    assert pilihan["pendidikan"] == ["sd", "smp", "sma", "diploma", "s1", "s2", "s3"]
    assert {"pns", "ibu_rumah_tangga", "lainnya"} < set(pilihan["pekerjaan"])


@pytest.mark.parametrize("teks", ["U3", "u3", "waktu", "WAKTU", " u3 "])
def test_key_of_takes_number_or_key(teks: str) -> None:
    assert INSTRUMEN.key_of(teks) == "waktu"


@pytest.mark.parametrize("teks", ["U0", "U10", "3", "", "maklumat"])
def test_key_of_names_what_it_knows_when_asked_for_another(teks: str) -> None:
    with pytest.raises(InstrumenError, match=f"no unsur '{teks}'; it has U1 persyaratan, .* U9 sarana"):
        INSTRUMEN.key_of(teks)


def test_unsur_of_takes_the_key_only() -> None:
    assert INSTRUMEN.unsur_of("sarana").kode == "U9"
    with pytest.raises(InstrumenError, match="no unsur 'U9'"):
        INSTRUMEN.unsur_of("U9")


def test_a_unit_overrides_labels_of_one_unsur_and_nothing_else() -> None:
    label = ("Dikenakan tarif", "Kadang-kadang", "Jarang", "Tidak dikenakan tarif")
    kobar = with_labels(INSTRUMEN, {"biaya": label})
    assert kobar.unsur_of("biaya").label == label
    assert [u for u in kobar.unsur if u.key != "biaya"] == [u for u in INSTRUMEN.unsur if u.key != "biaya"]
    assert (kobar.id, kobar.mutu, kobar.urutan) == (INSTRUMEN.id, INSTRUMEN.mutu, INSTRUMEN.urutan)
    assert with_labels(INSTRUMEN, {}) == INSTRUMEN


@pytest.mark.parametrize(
    ("overrides", "pesan"),
    [
        ({"tarif": ("a", "b", "c", "d")}, "no unsur 'tarif'"),
        ({"biaya": ("a", "b", "c")}, "'biaya' must be four different texts"),
        ({"biaya": ("a", "b", "c", "C ")}, "'biaya' must be four different texts"),
        ({"biaya": ("a", "b", "c", " ")}, "'biaya' must be four different texts"),
    ],
)
def test_an_override_that_cannot_be_shown_is_refused(
    overrides: dict[str, tuple[str, str, str, str]], pesan: str
) -> None:
    with pytest.raises(InstrumenError, match=pesan):
        with_labels(INSTRUMEN, overrides)


LAIN = {
    "permenpan-16-2014": "persyaratan prosedur waktu biaya produk kompetensi perilaku maklumat pengaduan",
    "kepmenpan-25-2004": "prosedur persyaratan kejelasan kedisiplinan tanggung_jawab kemampuan kecepatan keadilan "
    "kesopanan kewajaran_biaya kepastian_biaya kepastian_jadwal kenyamanan keamanan",
}
"""The unsur of the older instrumen, in the regulations' order."""


@pytest.mark.parametrize("id_lain", LAIN)
def test_the_older_instrumen_have_their_unsur_weights_and_thresholds(id_lain: str) -> None:
    """All unsur in order and asked in that order, weighing alike, graded by the thresholds of 2004."""
    lama = shipped_instrumen(id_lain)
    keys = tuple(LAIN[id_lain].split())
    assert (lama.id, tuple(unsur.key for unsur in lama.unsur), lama.urutan) == (id_lain, keys, keys)
    assert [unsur.kode for unsur in lama.unsur] == [f"U{n}" for n in range(1, len(keys) + 1)]
    assert lama.bobot == Bobot(f"1/{len(keys)}", Fraction(1, len(keys)))
    assert [(pita.huruf, str(pita.dari)) for pita in lama.mutu] == [
        ("A", "81.26"), ("B", "62.51"), ("C", "43.76"), ("D", "25.00"),
    ]  # fmt: skip
    assert lama.profil == INSTRUMEN.profil


@pytest.mark.parametrize("id_lain", LAIN)
def test_what_is_worded_here_says_so(id_lain: str) -> None:
    """Where the regulation's own wording could not be read, the file tells it beside the source."""
    berkas = (Path(scoring.__file__).parent / "data" / f"{id_lain}.yaml").read_text(encoding="utf-8")
    sumber = yaml.safe_load(berkas)
    assert "belum dicocokkan" in sumber["sumber"]
    assert "disusun sendiri (belum dicocokkan" in " ".join(sumber["unsur"]["sumber"].split())


@pytest.mark.parametrize("id_ini", [INSTRUMEN.id, *LAIN])
def test_every_unsur_can_be_explained_and_asked_for_its_importance(id_ini: str) -> None:
    """Definitions fit a chat bubble, labels a button, and each unsur has its own question for harapan."""
    ini = shipped_instrumen(id_ini)
    assert all(40 <= len(unsur.definisi) <= 220 for unsur in ini.unsur)
    assert all(len(label) <= 26 for unsur in ini.unsur for label in unsur.label)
    assert ini.label_harapan == ("Tidak penting", "Kurang penting", "Penting", "Sangat penting")
    tanya = [unsur.pertanyaan_harapan for unsur in ini.unsur]
    assert len(set(tanya)) == len(ini.unsur)
    assert all(one.startswith("Bagi Saudara, seberapa penting ") and one.endswith("?") for one in tanya)
    assert INSTRUMEN.unsur_of("waktu").pertanyaan_harapan.endswith("penting pelayanan yang cepat selesai?")


def test_shipped_instrumen_is_read_once_and_cannot_be_changed() -> None:
    assert shipped_instrumen() is shipped_instrumen()
    with pytest.raises(FrozenInstanceError):
        INSTRUMEN.id = "lain"  # type: ignore[misc]  # the mistake under test


@pytest.mark.parametrize("id_lain", ["permenpan-16", "../data/permenpan-14-2017", ""])
def test_an_id_that_is_not_shipped_is_refused(id_lain: str) -> None:
    with pytest.raises(InstrumenError, match=r"is shipped; there is .*permenpan-14-2017"):
        shipped_instrumen(id_lain)


def test_every_error_of_the_package_is_a_value_error() -> None:
    assert issubclass(InstrumenError, ScoringError)
    assert issubclass(ScoringError, ValueError)
