"""What is masked before an official reads a text, and what stays."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.saran.samaran import mask

DIGITS = st.text("0123456789", min_size=12, max_size=12).map("3571".__add__)
SELA = st.sampled_from(["", " ", ".", "-", " - ", "\u00a0", "\u200b"])
MURNI = st.text(st.characters(codec="utf-8"), max_size=80)
SERUPA = st.lists(
    st.sampled_from(
        ["08123456789", "3571", "0812", " ", "-", ".", "Rp ", "nama saya ", "saya ", "Budi", "RT 03", "RW 5", "@akun",
         "a@b.co", "AG 1234 XY", "jl. ", "no. 7", "O", "l", "www.x.id/", "[nama]", "[nomor telepon]", "08.00", "2026",
         "(", "+62", "an. ", ":"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@pytest.mark.parametrize(
    ("teks", "tersamar"),
    [
        ("hubungi 081234567890 ya", "hubungi [nomor telepon] ya"),
        ("WA 0812-3456-7890.", "WA [nomor telepon]."),
        ("hubungi 0812\n3456\n7890", "hubungi [nomor telepon]"),
        ("hubungi 0812\u20093456\u20037890", "hubungi [nomor telepon]"),
        ("hubungi 0️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣", "hubungi [nomor telepon]\ufe0f\u20e3"),
        ("antre 07.30\n12.00 baru dipanggil", "antre 07.30\n12.00 baru dipanggil"),
        ("+62 812 3456 7890", "[nomor telepon]"),
        ("628123456789", "[nomor telepon]"),
        ("(0354) 682345", "[nomor telepon]"),
        ("O812 3456 789O", "[nomor telepon]"),
        ("08l2.3456.7890", "[nomor telepon]"),
        ("08 12 34 56 78 90", "[nomor telepon]"),
        ("NIK 3571012345670001", "NIK [NIK/KK]"),
        ("KK: 3571 0123 4567 0001", "KK: [NIK/KK]"),
        ("rekening 1234567890 BRI", "rekening [nomor] BRI"),
        ("surel budi.s@contoh.com atau budi @ contoh.co.id", "surel [surel] atau [surel]"),
        ("lihat https://contoh.id/a?token=abc123", "lihat [tautan]"),
        ("wa.me/628123", "[tautan]"),
        ("@budi_s dan IG: budi.s", "[akun] dan [akun]"),
        ("motor AG 1234 XY, ag1234xy", "motor [nomor kendaraan], [nomor kendaraan]"),
        ("warga RT 03 RW 05", "warga [RT/RW]"),
        ("RT.03/RW.05, rt 3/5", "[RT/RW], [RT/RW]"),
        ("Jl. Mawar Indah No. 12 becek", "[alamat] becek"),
        ("rumah saya no 7", "[alamat]"),
        ("nama saya budi santoso dari mojoroto", "nama saya [nama] dari mojoroto"),
        ("Nama: Budi", "Nama: [nama]"),
        ("Saya Budi, mohon dibantu", "Saya [nama], mohon dibantu"),
        ("atas nama Siti Aminah belum jadi", "atas nama [nama] belum jadi"),
    ],
)  # fmt: skip
def test_what_tells_who_wrote_is_masked(teks: str, tersamar: str) -> None:
    assert mask(teks) == tersamar


@pytest.mark.parametrize(
    "teks",
    [
        "", "-", "Rp 50.000", "Rp1.250.000", "Rp 12.500.000,00", "parkir 50.000 dan 100.000", "jam 08.00–15.00",
        "buka 08.00 - 12.00 dan 13.00-15.00 WIB", "tanggal 21-11-2026 jam 08.00", "2026-11-21", "21/11/2026",
        "tahun 2019-2024", "2023 2024", "A012", "antrean A 012 dipanggil", "Perda 12/2019",
        "Perda Nomor 12 Tahun 2019", "10 orang di 20 loket", "menunggu 3 jam", "jalan kaki ke loket nomor 3",
        "Jalan Veteran macet", "nama saya salah ketik di KK", "nama saya di KK keliru", "saya sudah 3 kali ke sini",
        "Saya Sangat Puas", "Saya warga Mojoroto", "saya WNI", "Bu Sri di loket 2 ramah", "lihat kediri.go.id",
        "beli @ 5.000", "bayar 150 rb", "loket D 3 dan S 1", "sangat baik 👍",
    ],
)  # fmt: skip
def test_what_an_official_needs_stays(teks: str) -> None:
    """Prices, times, dates, years, queue numbers, rules and officers' names are read as they were written."""
    assert mask(teks) == teks


@given(DIGITS, SELA, st.sets(st.integers(1, 15)))
@example("3571000000000000", ".", {1, 4, 7, 10, 13})
def test_a_nik_is_masked_however_it_is_parted(angka: str, sela: str, potong: set[int]) -> None:
    """Sixteen digits in groups of any size, with dots, dashes, spaces or what cannot be seen between."""
    batas = [0, *sorted(potong), 16]
    assert mask(f"NIK {sela.join(angka[a:b] for a, b in pairwise(batas))} saya") == "NIK [NIK/KK] saya"


@given(st.one_of(MURNI, SERUPA))
@example("nama saya Budi nama saya Ani")
@example("1234567\u0661")
def test_any_text_is_masked_once_and_for_all(teks: str) -> None:
    """Never an error, never eight digits in a row, and nothing more to mask the second time."""
    tersamar = mask(teks)
    assert not re.search(r"\d{8}", tersamar)
    assert mask(tersamar) == tersamar


@given(
    st.text("abcdefghijklmnopqrstuvwxyz ,.!?\n", max_size=80).filter(
        lambda t: not re.search(r"\bnama|\bn\.|an\.|\bat", t)
    )
)
def test_small_letters_without_a_name_stay(teks: str) -> None:
    assert mask(teks) == teks


@pytest.mark.parametrize(
    "satu",
    [
        "a",
        "0 ",
        "saya Budi ",
        "a.b",
        "jalan kata ",
        "RT 1",
        "08.00 ",
        "nama saya a ",
        "@a ",
        "@abc",
        "a@b.co",
        "an.x",
        "jl. a no 7",
    ],
)
def test_a_long_text_takes_no_longer_than_its_length(satu: str) -> None:
    """No pattern runs away: ten thousand letters of what nearly matches come back (the suite's time limit holds)."""
    assert isinstance(mask(satu * (10_000 // len(satu))), str)
