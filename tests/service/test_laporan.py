"""/laporan: who gets which report, what it says and hides, and where its buttons lead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.reports.sasaran import sasaran_unit
from bot.staff.frame import TIDAK_BERHAK
from bot.staff.results.buttons import laporan_button
from scoring.model import UnitLayanan
from scoring.periode import parse_periode
from scoring.tren import Target
from tests.factories import BANYAK, SATU, TANPA, jawaban, respons_row
from tests.service.officials import Office
from tests.service.reporting import MAWAR, SEMESTER_I, answered, files, known_units, twelve


async def test_a_head_of_one_unit_gets_its_report_at_once(office: Office) -> None:
    """Without arguments: the running semester, its figures, a picture with words for who cannot see it."""
    await twelve(office)
    head = await office.official("kepala_unit", SATU)
    await head.type("/laporan")
    assert head.screen.heading == "IKM Kelurahan Mawar, semester II 2026"
    assert head.screen.text.splitlines()[:2] == ["Sementara, sampai 21 November 2026.", "IKM 87,50, mutu B (Baik)."]
    assert "Dengan 12 jawaban, nilai sebenarnya kira-kira antara 79,2 dan 95,8." in head.text
    ((shown, kept),) = await files(office, head)
    assert (shown.mime, shown.nama) == ("image/png", "laporan-kel-mawar-2026-S2.png")
    assert "87,50" in shown.alt
    assert kept.recipe is not None
    assert kept.recipe.startswith("<svg")
    assert head.labels == ["Rincian", "Tren", "Periode lain", "CSV", "Excel"]


async def test_report_is_another_name_for_it(office: Office) -> None:
    """/report gives what /laporan gives."""
    await twelve(office)
    head = await office.official("kepala_unit", SATU)
    await head.type("/laporan")
    first = head.screen
    await head.type("/report")
    assert head.screen == first


@pytest.mark.parametrize(
    "teks", ["melati", "Kelurahan Melati", "melatti", "dinas uji", "opd pelayanan", "kota", TANPA]
)
async def test_a_head_asking_about_others_gets_nothing_but_the_refusal(office: Office, teks: str) -> None:
    """By name, by a mistyped name, by code, a group or the whole: no figure, no button, no picture."""
    await twelve(office, BANYAK)
    await twelve(office)
    head = await office.official("kepala_unit", SATU)
    await head.type(f"/laporan {teks}")
    assert head.text == TIDAK_BERHAK
    assert head.labels == []
    assert head.screen.attachments == ()


async def test_what_fits_several_is_asked_among_ones_own(office: Office) -> None:
    """A name that fits one's own unit and another's is never guessed, and only one's own is offered."""
    await twelve(office)
    head = await office.official("kepala_unit", SATU)
    await known_units(office, replace(MAWAR, kode="pkm-mawar", nama="Kecamatan Mawar"))
    await head.type("/laporan mawar")
    assert head.labels == ["Kelurahan Mawar", "Batal"]
    await head.tap("Kelurahan Mawar")
    assert head.screen.heading.startswith("IKM Kelurahan Mawar,")
    admin = await office.official("admin")
    await admin.type("/laporan mawar tahun 2026")
    assert set(admin.labels) == {"Kelurahan Mawar", "Kecamatan Mawar", "Batal"}
    await admin.tap("Kelurahan Mawar")
    assert admin.screen.heading == "IKM Kelurahan Mawar, tahun 2026"


@pytest.mark.parametrize(
    ("teks", "kata"),
    [
        ("mawar semester 4", "Semester hanya I dan II."),
        ("mawar 2030", "belum dimulai"),
        ("kelurahan anggrek bulan", "Tidak ada unit atau kelompok bernama"),
    ],
)
async def test_what_is_not_understood_is_said(office: Office, teks: str, kata: str) -> None:
    """A periode that is none, one to come and a name nobody has are answered in words."""
    head = await office.official("kepala_unit", SATU)
    await head.type(f"/laporan {teks}")
    assert kata in head.text
    assert head.screen.attachments == ()


async def test_without_answers_there_is_no_figure(office: Office) -> None:
    """The running semester is empty: that is said, without letter or picture, and the one before is a button away."""
    await answered(office, *(respons_row(3, hari=SEMESTER_I) for _ in range(6)))
    head = await office.official("kepala_unit", SATU)
    await head.type("/laporan")
    assert head.screen.text.startswith("Belum ada jawaban pada semester II 2026")
    assert "mutu" not in head.text
    assert head.screen.attachments == ()
    assert head.labels == ["Semester I 2026", "Periode lain"]
    await head.tap("Semester I 2026")
    assert "IKM 75,00, mutu C (Kurang Baik)." in head.text
    assert "Sementara" not in head.text


async def test_the_last_periode_with_answers_is_a_button_away(office: Office) -> None:
    """Answers of two years ago, as after an import, and none since: that semester is offered by both commands."""
    await answered(office, *(respons_row(3, hari=date(2024, 3, 4)) for _ in range(6)))
    head, admin = await office.official("kepala_unit", SATU), await office.official("admin")
    await head.type("/laporan")
    assert head.labels == ["Semester I 2024", "Periode lain"]
    await head.tap("Semester I 2024")
    assert "IKM 75,00, mutu C (Kurang Baik)." in head.text
    await admin.type("/peringkat")
    assert admin.labels == ["Semester I 2024"]


async def test_of_fewer_than_five_nothing_is_broken_down(office: Office) -> None:
    """Four answers: no unsur, no picture of them, no details, not from an old button either."""
    await answered(office, *(respons_row(jawaban(3, waktu=1)) for _ in range(4)))
    head = await office.official("kepala_unit", SATU)
    await head.type("/laporan")
    assert "Baru 4 jawaban" in head.text
    assert "Waktu" not in head.text
    assert head.screen.attachments == ()
    assert "Rincian" not in head.labels
    for bagian in "slp":
        await head.press(f"@lri:u:{SATU}:2026-S2:{bagian}")
        assert "terlalu sedikit" in head.text
        assert head.screen.attachments == ()
    await head.press(f"@lap:u:{SATU}:2026-S2")
    await head.tap("CSV")
    ((_, kept),) = await files(office, head)
    assert kept.isi is not None
    assert "Waktu" not in kept.isi.decode("utf-8-sig")


async def test_change_and_target_are_told(office: Office) -> None:
    """Against the semester before with whether it is chance, and against the year's target on either scale."""
    await answered(office, *(respons_row(3 + n % 2, hari=SEMESTER_I) for n in range(12)))
    await answered(office, *(respons_row(4) for _ in range(40)))
    async with office.store.transaction() as tx:
        await tx.targets.put("unit", SATU, 2026, Target(Decimal("3.75"), "1-4"))
    head = await office.official("kepala_unit", SATU)
    await head.type("/laporan")
    assert "Naik 12,50 dari semester I 2026 (87,50). Perubahan ini lebih dari sekadar kebetulan." in head.text
    assert "Target IKM 2026: 93,75, tercapai." in head.text
    await head.type("/laporan semester lalu")
    assert "Target IKM 2026: 93,75, kurang 6,25." in head.text


async def test_the_sample_is_told_where_the_users_are_known(office: Office) -> None:
    """88 users ask for 72 answers; without a number of users that is said instead."""
    await twelve(office)
    head = await office.official("kepala_unit", SATU)
    await head.type("/laporan")
    assert "jumlah pengguna layanan belum diisi" in head.text
    await known_units(office, replace(MAWAR, populasi=88))
    await head.type("/laporan")
    assert "Target sampel 72 jawaban, kurang 60." in head.text


async def test_a_group_has_both_figures(office: Office) -> None:
    """Pooled and mean of units, each labelled; units per letter; who has no answers is named."""
    await twelve(office)
    camat = await office.official("pengawas_kelompok", "kec-satu")
    await camat.type("/laporan kecamatan satu")
    assert "Gabungan responden: 87,50, mutu B (Baik)." in camat.text
    assert "Rata-rata 1 unit: 87,50, mutu B (Baik)." in camat.text
    assert "Unit per mutu: A 0, B 1, C 0, D 0." in camat.text
    assert "1 unit tanpa jawaban: Kelurahan Melati." in camat.text
    assert "Peringkat" in camat.labels


async def test_buttons_lead_to_each_subject(office: Office) -> None:
    """An admin goes from the groups to a unit, the periode that was typed is kept on the way, and back."""
    await answered(office, *(respons_row(4, hari=SEMESTER_I) for _ in range(6)))
    admin = await office.official("admin")
    await admin.type("/laporan semester lalu")
    assert admin.labels == ["Semua unit", "Kecamatan Satu", "OPD Pelayanan"]
    await admin.tap("Kecamatan Satu")
    assert admin.labels == ["Seluruh Kecamatan Satu", "Kelurahan Mawar", "Kelurahan Melati", "Kelompok lain"]
    assert not admin.screen.fresh
    await admin.tap("Kelurahan Mawar")
    assert admin.screen.heading == "IKM Kelurahan Mawar, semester I 2026"
    assert "100,00" in admin.text


async def test_who_watches_one_group_starts_in_it(office: Office) -> None:
    """A camat sees the group and its units, and no way to others."""
    camat = await office.official("pengawas_kelompok", "kec-satu")
    await camat.type("/laporan")
    assert camat.labels == ["Seluruh Kecamatan Satu", "Kelurahan Mawar", "Kelurahan Melati"]


async def test_who_has_several_units_chooses(office: Office) -> None:
    """A head of two units gets both as buttons, and no others."""
    head = await office.official("kepala_unit", SATU)
    await office.grant(head, "kepala_unit", TANPA)
    await head.type("/laporan")
    assert head.labels == ["Dinas Uji", "Kelurahan Mawar"]


async def test_many_units_are_paged(office: Office) -> None:
    """Six a screen; the last page holds the rest."""
    await known_units(office, *(replace(MAWAR, kode=f"kel-{n}", nama=f"Kelurahan Nomor {n}") for n in range(8)))
    camat = await office.official("pengawas_kelompok", "kec-satu")
    await camat.type("/laporan")
    assert len(camat.labels) == 7
    await camat.tap("Berikutnya")
    assert camat.labels == [*(f"Kelurahan Nomor {n}" for n in range(3, 8)), "Sebelumnya"]
    assert not camat.screen.fresh


async def test_another_periode_is_two_taps_away(office: Office) -> None:
    """Semesters first, other kinds and older ones by their buttons."""
    await twelve(office)
    head = await office.official("kepala_unit", SATU)
    await head.type("/laporan")
    await head.tap("Periode lain")
    assert head.labels[:4] == ["Semester II 2026", "Semester I 2026", "Semester II 2025", "Semester I 2025"]
    await head.tap("Triwulan")
    assert head.labels[0] == "Triwulan IV 2026"
    await head.tap("Lebih lama")
    assert head.labels[0] == "Triwulan IV 2025"
    await head.tap("Lebih baru")
    await head.tap("Triwulan IV 2026")
    assert head.screen.heading == "IKM Kelurahan Mawar, triwulan IV 2026"


async def test_exports_are_files_and_are_written_down(office: Office) -> None:
    """CSV and Excel of the figures; each in the audit log with who, what and the periode."""
    await twelve(office)
    head = await office.official("kepala_unit", SATU)
    await head.type("/laporan")
    token = {choice.label: choice.token for row in head.screen.choices for choice in row}
    await head.press(token["CSV"])
    ((shown, kept),) = await files(office, head)
    assert (shown.nama, shown.mime) == ("laporan-kel-mawar-2026-S2.csv", "text/csv")
    assert kept.isi is not None
    assert "IKM;87,50" in kept.isi.decode("utf-8-sig")
    await head.press(token["Excel"])
    ((shown, kept),) = await files(office, head)
    assert shown.nama.endswith(".xlsx")
    assert (kept.isi or b"")[:2] == b"PK"
    async with office.store.reading() as tx:
        logged = await tx.staff.audit(2)
    assert [(one.tindakan, one.sasaran, one.rincian) for one in logged] == [
        ("laporan.ekspor", "Kelurahan Mawar", {"periode": "2026-S2", "berkas": berkas}) for berkas in ("Excel", "CSV")
    ]


async def test_no_button_of_anothers_report_works(office: Office) -> None:
    """Every button an admin meets on the way through another unit's, a group's and the whole's reports, pressed by a
    head, gives the refusal alone."""
    await twelve(office, BANYAK)
    admin, head = await office.official("admin"), await office.official("kepala_unit", SATU)
    tokens: dict[str, str] = {}
    for teks in ("/laporan kelurahan melati", "/laporan kecamatan satu", "/laporan kota", "/laporan"):
        await admin.type(teks)
        for label in ("", "Rincian", "Per layanan", "Laporan", "Periode lain"):
            if label and label not in admin.labels:
                continue
            if label:
                await admin.tap(label)
            tokens |= {choice.token: choice.label for row in admin.screen.choices for choice in row}
    own = [
        token for token in tokens if token.split(":")[0] in {"@lap", "@lri", "@lpe", "@lex", "@tre", "@lpn", "@per"}
    ]
    assert len(own) > 30
    for token in own:
        if token.startswith("@lpn::"):
            continue  # the choice itself shows everybody their own
        await head.press(token)
        assert head.text == TIDAK_BERHAK, tokens[token]
        assert head.screen.attachments == ()


@pytest.mark.parametrize(
    "token",
    [
        "@lap", "@lap:u", "@lap:k::", "@lap:u::2026", "@lri:x:y:z", "@lex:u:kel-mawar:2026:z", "@lpn:opd:0:",
        "@lap:u:kel-mawar:2026-S9", "@lpe:u:kel-mawar:z:-5", "@lpn::999:xx", "@lri:u:kel-mawar:2026-S2:p:99",
        "@tre:u", "@tre:u:kel-mawar:z:z", "@trn:::", "@per:s::", "@per:u:kel-mawar::", "@pek:k:opd", "@pen",
    ],
)  # fmt: skip
async def test_forged_buttons_are_answered_in_words(office: Office, token: str) -> None:
    """Whatever a button is made to say, the answer is a sentence and never that of a fault."""
    await twelve(office)
    head = await office.official("kepala_unit", SATU)
    await head.press(token)
    assert head.screen.text
    assert "gangguan" not in head.text


def test_a_button_for_a_report_fits_the_platform() -> None:
    """The longest code and periode there can be still make a token of 64 bytes at most."""
    sasaran = sasaran_unit(UnitLayanan("k" * 40, "Unit", "g"))
    assert len(laporan_button("Lihat laporan", sasaran, parse_periode("2026-W50")).token) <= 64
