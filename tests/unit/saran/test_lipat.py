"""Texts that say the same become one group."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.saran.lipat import fold

BERLABEL = Path(__file__).parents[2] / "data" / "saran_berlabel.csv"
with BERLABEL.open(encoding="utf-8", newline="") as _file:
    TEKS = [row["teks"] for row in csv.DictReader(_file)]

serupa = st.lists(
    st.one_of(
        st.sampled_from(["antri lama", "Antrean lama!", "antre lamaa bgt", "tidak lama", "loket 1", "loket 2"]),
        st.text("abc ", max_size=12),
    ),
    max_size=12,
)  # fmt: skip


def groups(teks: list[str]) -> list[list[str]]:
    return sorted(sorted(teks[i] for i in satu.anggota) for satu in fold(teks))


def test_the_same_said_in_other_letters_is_one_group() -> None:
    """Case, punctuation, spelling and small words make no difference; the longest is shown."""
    teks = ["Antrean lama", "antri lama bgt!!!!", "antriannya lamaa", "Toilet kotor"]
    assert [(teks[satu.wakil], satu.anggota) for satu in fold(teks)] == [
        ("antri lama bgt!!!!", (0, 1, 2)),
        ("Toilet kotor", (3,)),
    ]


def test_what_says_the_opposite_or_another_number_stays_apart() -> None:
    """One word of the rules or one number more makes another text, however alike the letters are."""
    for satu, lain in [
        ("petugasnya ramah dan sopan semua", "petugasnya tidak ramah dan sopan semua"),
        ("biayanya murah sekali di sini", "caranya mudah sekali di sini"),
        ("loket 1 selalu penuh", "loket 2 selalu penuh"),
        ("👍", "👎"),
    ]:
        assert len(fold([satu, lain])) == 2


@given(serupa)
def test_the_groups_are_a_partition(teks: list[str]) -> None:
    """Every text stands in exactly one group, and its group's representative in the same one."""
    lipatan = fold(teks)
    assert sorted(i for satu in lipatan for i in satu.anggota) == list(range(len(teks)))
    assert all(satu.wakil in satu.anggota and list(satu.anggota) == sorted(satu.anggota) for satu in lipatan)
    assert all(len(teks[satu.wakil]) == max(len(teks[i]) for i in satu.anggota) for satu in lipatan)


@given(serupa)
def test_a_text_stands_with_its_own_copy(teks: list[str]) -> None:
    rumah = {i: n for n, satu in enumerate(fold(teks + teks)) for i in satu.anggota}
    assert all(rumah[i] == rumah[i + len(teks)] for i in range(len(teks)))


@given(serupa, st.randoms(use_true_random=False))
def test_the_order_of_the_texts_makes_no_difference(teks: list[str], rng: random.Random) -> None:
    """Shuffled, the same texts stand together and the same text represents them."""
    lain = list(teks)
    rng.shuffle(lain)
    assert groups(lain) == groups(teks)
    assert sorted(lain[satu.wakil] for satu in fold(lain)) == sorted(teks[satu.wakil] for satu in fold(teks))


def test_a_semester_of_texts_folds_to_what_was_said() -> None:
    """Of 4.000 texts, each one of the labelled ones with a letter lost now and then, many come together again."""
    rng = random.Random(3)
    banyak = []
    for _ in range(4000):
        teks, i = rng.choice(TEKS), rng.randrange(40)
        banyak.append(teks[:i] + teks[i + 1 :])
    assert len(fold(banyak)) < 0.6 * len(set(banyak))
