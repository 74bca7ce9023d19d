from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import NilaiError
from scoring.model import Profil
from scoring.profil import Cacah, count_profil, kelas_of, kelas_usia
from tests.unit.scoring.data import INSTRUMEN, PULUTAN, rows

BATAS = INSTRUMEN.usia_kelas
profil = st.builds(
    Profil,
    st.sampled_from(["L", "P", None]),
    st.none() | st.integers(0, 120),
    st.sampled_from([None, "21 - 30"]),
    st.sampled_from(["sma", "s1", None]),
    st.sampled_from(["pns", "astronot", None]),
)


def test_default_age_classes() -> None:
    assert [kelas.label for kelas in kelas_usia(BATAS)] == ["<20", "20–34", "35–49", "50–65", ">65"]


@pytest.mark.parametrize(
    ("usia", "label"),
    [
        (0, "<20"),
        (19, "<20"),
        (20, "20–34"),
        (34, "20–34"),
        (35, "35–49"),
        (65, "50–65"),
        (66, ">65"),
        (110, ">65"),
    ],
)
def test_every_edge_belongs_to_one_side(usia: int, label: str) -> None:
    assert kelas_of(usia, BATAS).label == label


@given(st.sets(st.integers(1, 120), min_size=1, max_size=8), st.integers(0, 150))
def test_any_rising_limits_give_classes_without_gap_or_overlap(batas: set[int], usia: int) -> None:
    limits = tuple(sorted(batas))
    cocok = [k for k in kelas_usia(limits) if k.dari <= usia and (k.sampai is None or usia <= k.sampai)]
    assert cocok == [kelas_of(usia, limits)]


def test_a_class_of_a_single_year_is_called_by_it() -> None:
    assert [kelas.label for kelas in kelas_usia((17, 18))] == ["<17", "17", ">17"]


@pytest.mark.parametrize("batas", [(), (0,), (20, 20), (35, 20)])
def test_limits_that_do_not_rise_are_refused(batas: tuple[int, ...]) -> None:
    with pytest.raises(NilaiError, match="must rise from 1 on"):
        kelas_usia(batas)


def test_a_negative_age_is_refused() -> None:
    with pytest.raises(NilaiError, match="-1 is not possible"):
        kelas_of(-1, BATAS)


def test_tables_list_every_option_in_order_then_the_unlisted_then_the_unanswered() -> None:
    tabel = count_profil(
        [
            Profil("P", 40, None, "sma", "pns"),
            Profil("P", None, "21 - 30", None, "pns"),
            Profil("P", 70, "21 - 30", "paket c", "pns"),
        ],
        INSTRUMEN,
    )
    assert tabel["jenis_kelamin"] == (Cacah("Laki-laki", 0), Cacah("Perempuan", 3))
    assert [(c.label, c.jumlah) for c in tabel["usia"]] == [
        ("<20", 0),
        ("20–34", 0),
        ("35–49", 1),
        ("50–65", 0),
        (">65", 1),
        ("21 - 30", 1),
    ]
    assert [(c.label, c.jumlah) for c in tabel["pendidikan"]][2:3] == [("SMA", 1)]
    assert tabel["pendidikan"][-2:] == (Cacah("paket c", 1), Cacah("Tidak diisi", 1))


def test_pulutans_printed_age_classes_are_counted_as_printed() -> None:
    orang = [Profil(usia_kelompok=row["usia_kelompok"]) for row in rows("pulutan_marginals.csv")]
    terisi = {c.label: c.jumlah for c in count_profil(orang, INSTRUMEN)["usia"] if c.jumlah}
    assert terisi == {kelas["label"]: kelas["jumlah"] for kelas in PULUTAN["profile"]["usia"]}


@given(st.lists(profil, max_size=30))
def test_every_table_adds_up_to_the_number_of_respondents(orang: list[Profil]) -> None:
    for tabel in count_profil(orang, INSTRUMEN).values():
        assert sum(baris.jumlah for baris in tabel) == len(orang)
        assert len({baris.label for baris in tabel}) == len(tabel)
