"""A weekly digest says what is known in one phone screen, and of few answers no more than may be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.survey import Aturan, Direktori, Survey
from bot.reports.mingguan import Mingguan, compose_mingguan, jangka_of
from bot.reports.sasaran import Sasaran, sasaran_kelompok, sasaran_unit
from bot.staff.frame import Page
from bot.staff.results.teks import CAPTION_PALING
from bot.staff.ringkasan.compose import KEY, Sources, page_of
from bot.staff.ringkasan.teks import sample_line, week_name
from scoring.model import Jawaban, Kelompok, Rekap, UnitLayanan, rekap_of
from scoring.mutu import Mutu
from scoring.periode import parse_periode
from storage.plans import PlanCount
from storage.voices import SaranRow
from tests.factories import INSTRUMEN, jawaban, unit

SENIN = date(2026, 11, 23)
JULI = date(2026, 7, 6)
"""The first Monday after semester I."""
DARI = "dari 72 jawaban; agar tercapai perlu"
MAWAR = unit("kel-mawar")
Weeks = Sequence[Sequence[Jawaban]]
"""The answers of the last weeks, the latest first."""


def figures(
    weeks: Weeks,
    earlier: Sequence[Jawaban] = (),
    before: Sequence[Jawaban] = (),
    hari: date = SENIN,
    unit_: UnitLayanan = MAWAR,
) -> Mingguan:
    """A unit's digest: the answers of the last weeks, those of the periode before them, and of the periode before."""
    return together(sasaran_unit(unit_), {unit_.kode: (weeks, earlier, before)}, hari)


def together(
    sasaran: Sasaran, answers: Mapping[str, tuple[Weeks, Sequence[Jawaban], Sequence[Jawaban]]], hari: date = SENIN
) -> Mingguan:
    jangka = jangka_of(hari, Survey(INSTRUMEN, Direktori.of((), ()), Aturan()))
    rekaps: list[dict[str, Rekap]] = [{} for _ in jangka.semua]

    def count(at: int, kode: str, given_: Sequence[Jawaban]) -> None:
        if given_:
            rekaps[at][kode] = rekaps[at].get(kode, Rekap()) + rekap_of(given_)

    for kode, (weeks, earlier, before) in answers.items():
        for n, week in enumerate(weeks, start=1):
            count(-n, kode, week)
            count(0, kode, week)
        count(0, kode, earlier)
        count(1, kode, before)
    return compose_mingguan(INSTRUMEN, sasaran, sasaran.units, jangka, rekaps)


def page(mingguan: Mingguan, **sources: object) -> Page:
    return page_of(INSTRUMEN, mingguan, Sources(**sources))  # type: ignore[arg-type]


def text(mingguan: Mingguan, **sources: object) -> str:
    return page(mingguan, **sources).screen.text


def labels(of: Page) -> list[str]:
    return [choice.label for row in of.screen.choices for choice in row]


def saran(teks: str, hari: date = date(2026, 11, 10), unsur: str = "waktu", unit_: str = "kel-mawar") -> SaranRow:
    return SaranRow(1, "saran", unit_, hari, teks, unsur, "keluhan")


def mixed(n: int, low: int = 3, high: int = 4, **lain: int) -> list[Jawaban]:
    """So many answers, low and high in turn."""
    return [jawaban(low if i % 2 else high, **lain) for i in range(n)]


# One screen


def test_a_whole_digest_reads_like_this() -> None:
    """Everything a head is told in a week with enough answers, word by word."""
    crowded = figures(
        [mixed(12, waktu=2), mixed(14, 4, waktu=2)], mixed(40, waktu=3), unit_=replace(MAWAR, populasi=184)
    )
    found = page(
        crowded,
        texts={
            ("kel-mawar", "waktu"): [
                saran("Antrenya lama sekali."),
                saran("Loket sering kosong, telepon 08123456789"),
            ]
        },
        plans={"kel-mawar": PlanCount(2, 1)},
    )
    assert found.screen.heading == "Kelurahan Mawar: ringkasan mingguan, 16–22 November 2026"
    assert found.screen.text == (
        "IKM sementara semester II 2026: 87,37, mutu B (Baik), dari 66 jawaban.\n"
        "Minggu lalu: 83,33 dari 12 jawaban, turun 11,11 dari minggu sebelumnya (94,44 dari 14 jawaban). "
        "Perubahan ini lebih dari sekadar kebetulan (uji t Welch, keyakinan 95%).\n\n"
        "Unsur terlemah sejauh ini: Waktu Penyelesaian, 65,15 (C). Kata warga dalam 8 minggu terakhir:\n"
        "“Loket sering kosong, telepon [nomor telepon]”\n"
        "“Antrenya lama sekali.”\n\n"
        "Sampel: 66 dari 125 jawaban; agar tercapai perlu sekitar 11 per minggu, sejauh ini sekitar 3.\n"
        "Rencana tindak lanjut (RTL): 2 belum selesai, 1 selesai."
    )
    assert labels(found) == ["Lihat laporan", "Saran", "Buat RTL"]
    assert found.screen.key == KEY
    assert [one.mime for one in found.enclosures] == ["image/png"]
    assert "66 responden" in found.enclosures[0].alt


def test_a_week_without_answers_is_one_line() -> None:
    """No heading, no picture and no button where nothing is new; the index so far is still said."""
    for mingguan, line in (
        (
            figures([[]], mixed(43)),
            "Kelurahan Mawar: minggu lalu belum ada jawaban baru. "
            "IKM sementara semester II 2026: 87,79 (B, 43 jawaban).",
        ),
        (
            figures([[]]),
            "Kelurahan Mawar: minggu lalu belum ada jawaban, dan belum ada nilai untuk semester II 2026.",
        ),
    ):
        found = page(mingguan)
        assert (found.screen.heading, found.screen.text) == ("", line)
        assert not found.screen.choices
        assert not found.enclosures
        assert found.screen.key == KEY


@pytest.mark.parametrize(
    ("kini", "dulu", "words"),
    [
        (mixed(6, 3, 3), mixed(12), "(perlu 10 tiap minggu)"),
        (mixed(12), mixed(6, 3, 3), "(perlu 10 tiap minggu)"),
        (
            mixed(3),
            mixed(20),
            "Jawaban minggu lalu kurang dari 5: tidak dirinci, dan perubahannya bisa saja kebetulan.",
        ),
        (mixed(11), mixed(12), "Dengan 11 jawaban, selisih seperti ini masih bisa kebetulan (uji t Welch, "),
        (mixed(12, 2, 3), mixed(14), "Perubahan ini lebih dari sekadar kebetulan (uji t Welch, keyakinan 95%)."),
        (mixed(10, 3, 3), mixed(10, 4, 4), "Apakah ini kebetulan tidak dapat dihitung."),
        (mixed(12), mixed(14), "87,50 dari 12 jawaban, sama dengan minggu sebelumnya (87,50 dari 14 jawaban)."),
        (mixed(12), [], "Minggu sebelumnya tidak ada jawaban."),
    ],
)
def test_whether_a_change_is_chance_is_said_in_plain_words(
    kini: list[Jawaban], dulu: list[Jawaban], words: str
) -> None:
    """Few answers, a change within chance, one beyond it, none to judge by, none at all: a sentence each."""
    assert words in text(figures([kini, dulu]))


# Few answers


@pytest.mark.parametrize(("n", "rinci"), [(1, False), (4, False), (5, True), (6, True)])
def test_below_five_answers_nothing_is_broken_down(n: int, *, rinci: bool) -> None:
    """Neither unsur nor texts nor picture nor a way to them of four answers; all of it of five."""
    found = page(figures([mixed(n, waktu=1)]), texts={("kel-mawar", "waktu"): [saran("Antrenya lama sekali.")]})
    assert ("Waktu Penyelesaian" in found.screen.text) == rinci
    assert ("Jawabannya kurang dari 5, jadi belum dirinci per unsur." in found.screen.text) != rinci
    assert bool(found.enclosures) == rinci
    assert labels(found) == (["Lihat laporan", "Saran", "Buat RTL"] if rinci else ["Lihat laporan"])
    assert f"dari {n} jawaban" in found.screen.text


def test_a_text_of_a_week_with_few_answers_waits() -> None:
    """Who wrote would be known by the time: a text of last week is quoted once five have answered in it, and older
    ones once five have answered in all the weeks."""
    old, new = saran("Antrenya lama sekali."), saran("Petugas datang siang.", date(2026, 11, 18))
    texts = {("kel-mawar", "waktu"): [old, new]}
    few = text(figures([mixed(4, waktu=1), mixed(5, waktu=1)]), texts=texts)
    assert "Antrenya lama sekali" in few
    assert "Petugas datang siang" not in few
    assert "Petugas datang siang" in text(figures([mixed(5, waktu=1)]), texts=texts)
    assert "“" not in text(figures([mixed(1, waktu=1), mixed(4, waktu=1)], mixed(30, waktu=1)), texts=texts)


def test_where_all_unsur_are_alike_none_is_called_weakest() -> None:
    """A unit of threes throughout has no weakest unsur, and its plan begins with a choice."""
    found = page(figures([[jawaban(3)] * 6]))
    assert "terlemah" not in found.screen.text
    assert found.screen.choices[-1][0].token == "@rn:kel-mawar::2026S2"


@settings(max_examples=40)
@given(
    st.lists(st.fixed_dictionaries({one.key: st.integers(1, 4) for one in INSTRUMEN.unsur}), min_size=1, max_size=4)
)
def test_of_fewer_than_five_no_unsur_is_named_anywhere(answers: list[dict[str, int]]) -> None:
    """Whatever up to four people answered: no unsur in words, buttons or pictures."""
    found = page(figures([answers]))
    whole = repr(found)
    assert not [one.nama for one in INSTRUMEN.unsur if one.nama in whole or f":{one.key}" in whole]


# The periode


@pytest.mark.parametrize(
    ("hari", "populasi", "n", "line"),
    [
        (SENIN, None, 9, "Target sampel belum ada, karena jumlah pengguna layanan belum diisi."),
        (SENIN, 10, 10, "Sampel: target 10 jawaban sudah tercapai."),
        (SENIN, 88, 9, f"Sampel: 9 {DARI} sekitar 12 per minggu, sejauh ini kurang dari 1."),
        (date(2026, 12, 28), 88, 70, "Sampel: 70 dari 72 jawaban; kurang 2, tinggal 4 hari."),
        (date(2027, 1, 4), 88, 70, "Sampel: 70 dari 72 jawaban, kurang 2."),
        (date(2026, 7, 13), 88, 12, f"Sampel: 12 {DARI} sekitar 3 per minggu, sejauh ini sekitar 7."),
    ],
)  # fmt: skip
def test_the_pace_that_the_sample_needs_is_told(hari: date, populasi: int | None, n: int, line: str) -> None:
    """How many are missing, what a week has to bring and what it brings; days where few are left."""
    assert sample_line(figures([mixed(n)], hari=hari, unit_=replace(MAWAR, populasi=populasi))) == line


def test_the_first_digest_after_a_periode_tells_its_final_result() -> None:
    """The result of the semester that ended, held against the one before, with a way to plan; a week later the new
    semester is what is told."""
    found = page(figures([mixed(6, waktu=2)], mixed(30), mixed(40, 4, 4), hari=JULI))
    lines = found.screen.text.splitlines()
    assert lines[0] == "Hasil akhir semester I 2026: IKM 86,81, mutu B (Baik), dari 36 jawaban."
    assert lines[1] == ("Turun 13,19 dari semester II 2025 (100,00). Perubahan ini lebih dari sekadar kebetulan.")
    assert lines[-1] == "Semester II 2026 sudah dimulai."
    assert "sementara" not in found.screen.text + found.enclosures[0].alt
    assert labels(found) == ["Lihat laporan", "Saran", "Buat RTL"]
    assert "2026S1" in found.screen.choices[-1][0].token
    assert "IKM sementara semester II 2026" in text(figures([mixed(6)], hari=JULI + timedelta(weeks=1)))


def test_a_periode_that_ended_without_answers_is_one_line() -> None:
    found = page(figures([[]], hari=JULI))
    assert found.screen.text == "Kelurahan Mawar: semester I 2026 berakhir tanpa jawaban, jadi tidak ada nilainya."
    assert not found.screen.choices


def test_a_week_is_named_by_its_days() -> None:
    """The month and the year are said twice where they change within it."""
    assert [week_name(parse_periode(kode)) for kode in ("2026-W47", "2026-W49", "2026-W53")] == [
        "16–22 November 2026",
        "30 November–6 Desember 2026",
        "28 Desember 2026–3 Januari 2027",
    ]


# Several units


def city(n: int = 8, nama: str = "Kelurahan {}") -> Sasaran:
    units = [replace(unit(f"kel-{i}"), nama=nama.format(i), populasi=88) for i in range(n)]
    return sasaran_kelompok(Kelompok("kec-satu", "Kecamatan Satu"), Direktori.of((), units))


def test_a_group_is_told_both_figures_its_extremes_and_what_changed() -> None:
    """Pooled and mean are labelled; best and worst do not overlap, nor hold units of few answers; units without
    answers are counted and named; nothing offers to change anything."""
    sasaran = city()
    answers = {
        f"kel-{i}": ([mixed(6, 2 if i < 2 else 3, 3 if i < 2 else 4)], mixed(5 * i, 4, 4), ()) for i in range(6)
    }
    answers["kel-6"] = ([mixed(2, 4, 4)], [], ())
    found = page(
        together(sasaran, answers),
        mutu={"kel-0": Mutu("B", "Baik"), "kel-5": Mutu("A", "Sangat Baik")},
        plans={"kel-0": PlanCount(2, 0), "kel-1": PlanCount(1, 3), "lain": PlanCount(9, 9)},
    )
    lines = found.screen.text.splitlines()
    assert found.screen.heading == "Kecamatan Satu: ringkasan mingguan, 16–22 November 2026"
    assert lines[0].endswith("dari 113 jawaban (gabungan responden).")
    assert lines[1].startswith("Rata-rata 7 unit: ")
    assert lines[2].startswith("Minggu lalu (gabungan responden): ")
    assert lines[4:8] == [
        "Tertinggi: Kelurahan 5 97,58 (A); Kelurahan 4 97,12 (A); Kelurahan 3 96,43 (A).",
        "Terendah: Kelurahan 0 62,50 (D); Kelurahan 1 79,55 (B); Kelurahan 2 95,31 (A).",
        "Mutu berubah sejak minggu lalu: Kelurahan 0 B menjadi D.",
        "1 unit belum ada jawaban: Kelurahan 7.",
    ]
    assert lines[-1] == "Rencana tindak lanjut (RTL): 3 belum selesai di 2 unit."
    assert labels(found) == ["Lihat laporan", "Peringkat"]
    assert "gabungan responden" in found.enclosures[0].alt


def test_a_quiet_week_of_a_group_is_one_line() -> None:
    mingguan = together(city(), {"kel-1": ([[]], mixed(20), ())})
    assert text(mingguan) == (
        "Kecamatan Satu: minggu lalu belum ada jawaban baru. IKM sementara semester II 2026 (gabungan responden): "
        "87,50 (B, 20 jawaban)."
    )


# Limits


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=300)


def units_of(found: Page) -> int:
    return len(f"{found.screen.heading}\n\n{found.screen.text}".encode("utf-16-le")) // 2


@settings(max_examples=40)
@given(NAMES, st.lists(NAMES, max_size=6), st.sampled_from([SENIN, JULI]), st.integers(0, 10**6))
def test_a_units_digest_fits_under_its_picture(nama: str, texts: list[str], hari: date, n: int) -> None:
    """Whatever the names and texts: a caption's length, and tokens that a button holds."""
    long = replace(MAWAR, kode="k" * 40, nama=nama, populasi=9_999_999)
    rows = [
        saran(one, hari - timedelta(days=10), "pengaduan", long.kode) for one in [*texts, "panjang sekali 😀 " * 40]
    ]
    found = page(
        figures([mixed(12, pengaduan=1), mixed(14, 4, 4)], mixed(300), mixed(99), hari, long),
        texts={(long.kode, "pengaduan"): rows},
        plans={long.kode: PlanCount(n, n)},
    )
    assert units_of(found) <= CAPTION_PALING


@settings(max_examples=25)
@given(NAMES, st.sampled_from([SENIN, JULI]))
def test_a_groups_digest_fits_under_its_picture(nama: str, hari: date) -> None:
    """Whatever its units are called, with a hundred of them changing letters and a hundred silent."""
    units = [replace(unit(f"kel-{i}"), nama=f"{nama} {i}", populasi=None if i % 2 else 10**7) for i in range(200)]
    sasaran = replace(sasaran_kelompok(Kelompok("k" * 40, nama), Direktori.of((), units)), nama=nama)
    answers = {
        one.kode: ([mixed(12), mixed(13, 1, 1)], mixed(100 + i), mixed(30)) for i, one in enumerate(units[:100])
    }
    found = page(
        together(sasaran, answers, hari),
        mutu=dict.fromkeys(answers, Mutu("D", "Tidak Baik")),
        plans=dict.fromkeys(answers, PlanCount(10**6, 10**6)),
    )
    assert units_of(found) <= CAPTION_PALING
