"""/peringkat: whose ranking, its pages, its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.staff.frame import TIDAK_BERHAK
from tests.factories import BANYAK, SATU, TANPA, UNITS, respons_row
from tests.service.officials import Office

TIED = "\N{NO-BREAK SPACE}"


async def scored(office: Office, skor: Mapping[str, int]) -> None:
    """One response to each of these units, with that score throughout."""
    async with office.store.transaction() as tx:
        await tx.facts.add([respons_row(one, unit=unit) for unit, one in skor.items()])


async def with_units(office: Office, banyak: int) -> None:
    """So many more units in Kecamatan Satu."""
    units = [replace(UNITS[0], kode=f"kel-{n:02}", nama=f"Kelurahan Nomor {n:02}") for n in range(banyak)]
    async with office.store.transaction() as tx:
        await tx.directory.put((), units)
    await office.rig.surveys.reload()


async def test_an_admin_gets_all_units_at_once(office: Office) -> None:
    """Equal values share the rank, in order of name; who has no answers stands apart; a picture comes along."""
    await scored(office, {SATU: 3, BANYAK: 3})
    admin = await office.official("admin")
    await admin.type("/peringkat")
    assert admin.screen.heading == "Peringkat Pemerintah Kota Uji, semester II 2026"
    ranked, apart = admin.screen.text.split("\n\n")[1:]
    assert ranked.splitlines() == [f"1. Kelurahan {nama}: 75,00{TIED}C, n{TIED}1" for nama in ("Mawar", "Melati")]
    assert apart == "Belum ada jawaban:\n– Dinas Uji"
    assert [one.nama for one in admin.screen.attachments] == ["peringkat-semua-unit-2026-S2.png"]
    assert admin.labels == ["CSV", "Laporan", "Kelompok lain"]


async def test_a_camat_gets_the_group_and_no_other(office: Office) -> None:
    """Without arguments the own group's; another group's, and the whole, by name or by button, is refused."""
    await scored(office, {SATU: 4, TANPA: 2})
    camat = await office.official("pengawas_kelompok", "kec-satu")
    await camat.type("/peringkat")
    assert f"1. Kelurahan Mawar: 100,00{TIED}A, n{TIED}1" in camat.text
    assert "Dinas" not in camat.text
    assert "Kelompok lain" not in camat.labels
    for teks in ("/peringkat opd pelayanan", "/peringkat kota", "/peringkat dinas uji"):
        await camat.type(teks)
        assert camat.text == TIDAK_BERHAK
    for token in ("@per:k:opd:2026-S2:0", "@per:s::2026-S2", "@pek:k:opd:2026-S2"):
        await camat.press(token)
        assert camat.text == TIDAK_BERHAK
        assert camat.screen.attachments == ()


async def test_fifteen_a_page_each_unit_once(office: Office) -> None:
    """Turning the pages shows every unit once, in place and without drawing the picture again."""
    await with_units(office, 30)
    await scored(office, {f"kel-{n:02}": 2 + n % 3 for n in range(20)})
    admin = await office.official("admin")
    await admin.type("/peringkat kec-satu")
    seen = [admin.screen.text]
    while "Berikutnya" in admin.labels:
        await admin.tap("Berikutnya")
        assert not admin.screen.fresh
        assert admin.screen.attachments == ()
        seen.append(admin.screen.text)
    lines = [line for text in seen for line in text.splitlines() if "Kelurahan" in line]
    assert len(seen) == 3
    assert len(lines) == len({line.split(". ")[-1].removeprefix("– ").split(":")[0] for line in lines}) == 32
    assert all(sum("Kelurahan" in line for line in text.splitlines()) <= 15 for text in seen)
    assert [text.count("Belum ada jawaban:") for text in seen] == [0, 1, 1]
    await admin.tap("Sebelumnya")
    assert admin.screen.text == seen[1]


async def test_the_whole_ranking_comes_as_a_file_and_is_written_down(office: Office) -> None:
    """The CSV holds all pages, and the audit log who took it."""
    await with_units(office, 30)
    await scored(office, {f"kel-{n:02}": 3 for n in range(20)})
    admin = await office.official("admin")
    await admin.type("/peringkat kec-satu")
    await admin.tap("CSV")
    async with office.store.reading() as tx:
        kept = await tx.files.get(admin.screen.attachments[0].id)
        (logged,) = await tx.staff.audit(1)
    assert kept is not None
    assert kept.isi is not None
    assert kept.isi.decode("utf-8-sig").count("Kelurahan Nomor") == 30
    assert (logged.tindakan, logged.sasaran) == ("peringkat.ekspor", "Kecamatan Satu")


async def test_a_ranking_is_of_several_units(office: Office) -> None:
    """One unit has none: that is said, and no other's is shown instead."""
    await scored(office, {SATU: 4})
    admin = await office.official("admin")
    await admin.type("/peringkat kelurahan mawar")
    assert "bukan untuk satu unit" in admin.text
    assert admin.screen.attachments == ()


async def test_nobody_has_answered(office: Office) -> None:
    """That is said, without picture; the periode before is a button away."""
    admin = await office.official("admin")
    await admin.type("/peringkat")
    assert "Belum ada jawaban pada semester II 2026" in admin.text
    assert admin.labels == ["Semester I 2026"]


@pytest.mark.parametrize("kelompok", ["Kecamatan Satu", "OPD Pelayanan"])
async def test_the_other_groups_are_buttons(office: Office, kelompok: str) -> None:
    """In the same periode."""
    await scored(office, {SATU: 4, TANPA: 3})
    admin = await office.official("admin")
    await admin.type("/peringkat 2026")
    await admin.tap("Kelompok lain")
    await admin.tap(kelompok)
    assert admin.screen.heading == f"Peringkat {kelompok}, tahun 2026"
