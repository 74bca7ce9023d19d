"""Digests of real responses, through the outbox: what each reader finds there, and that its buttons lead on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.engine.codec import load_screen
from bot.engine.messages import Screen
from bot.service.digest import Digests
from bot.service.voices import sort_new
from bot.staff.ringkasan.compose import KEY, compose
from tests.factories import BANYAK, INSTRUMEN, SATU, jawaban, respons_row, rtl_row
from tests.service.officials import Office, Official

SENIN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday 08:00 in Jakarta."""
RABU = date(2026, 11, 18)
"""In the week just over."""


async def answered(office: Office, n: int, hari: date = RABU, kode: str = SATU, skor: int = 3, **row: object) -> None:
    """So many responses of that day, waktu lower than the rest."""
    rows = [respons_row(jawaban(skor, waktu=skor - 1), unit=kode, hari=hari, **row) for _ in range(n)]
    async with office.store.transaction() as tx:
        await tx.facts.add(rows)


async def digest(office: Office, who: Official, now: datetime = SENIN, nth: int = 1) -> Screen:
    """The digest of that Monday, the `nth` and latest in the outbox for this person."""
    office.clock.now = now
    await Digests(office.store, office.rig.surveys, office.rig.sandi, compose, office.clock).tick()
    async with office.store.reading() as tx:
        rows = await tx.outbox.waiting(office.rig.sandi.percakapan(who.channel, who.address))
    screens = [load_screen(row.payload) for row in rows if row.push]
    found = [one for one in screens if one.key == KEY]
    assert len(found) == nth
    return found[-1]


def labels(screen: Screen) -> list[str]:
    return [choice.label for row in screen.choices for choice in row]


async def press(who: Official, screen: Screen, label: str) -> str:
    """What comes of a digest's button."""
    await who.press(next(choice.token for row in screen.choices for choice in row if choice.label == label))
    return who.text


@pytest.mark.parametrize(("n", "rinci"), [(1, False), (4, False), (5, True), (6, True)])
async def test_a_head_sees_no_breakdown_of_fewer_than_five(office: Office, n: int, *, rinci: bool) -> None:
    """The index with its n always; the weakest unsur, the texts about it and the picture from five answers on."""
    head = await office.official("kepala_unit", SATU)
    await answered(office, n - 1)
    await answered(office, 1, saran="Antrenya lama sekali, telepon saya 081234567890.")
    await sort_new(office.store, INSTRUMEN)
    found = await digest(office, head)
    assert f"dari {n} jawaban" in found.text
    assert ("Waktu Penyelesaian, 50,00 (D)" in found.text) == rinci
    assert ("“Antrenya lama sekali, telepon saya [nomor telepon].”" in found.text) == rinci
    assert bool(found.attachments) == rinci
    assert "0812" not in found.text


async def test_the_buttons_of_a_digest_lead_on(office: Office) -> None:
    """Report, inbox and a plan for the weakest unsur, each as the head would reach it by a command."""
    head = await office.official("kepala_unit", SATU)
    await answered(office, 12, saran="Antrenya lama sekali.")
    await sort_new(office.store, INSTRUMEN)
    found = await digest(office, head)
    assert labels(found) == ["Lihat laporan", "Saran", "Buat RTL"]
    assert "semester II 2026" in await press(head, found, "Lihat laporan")
    assert "12 tulisan dari 12 jawaban" in await press(head, found, "Saran")
    assert "Waktu Penyelesaian" in await press(head, found, "Buat RTL")


async def test_a_week_without_answers_is_a_line(office: Office) -> None:
    """One line with the index so far, no picture, no button."""
    head = await office.official("kepala_unit", SATU)
    await answered(office, 8, RABU - timedelta(days=7))
    found = await digest(office, head)
    assert found.text.startswith(
        "Kelurahan Mawar: minggu lalu belum ada jawaban baru. IKM sementara semester II 2026: "
    )
    assert "\n" not in found.text
    assert (found.heading, found.choices, found.attachments) == ("", (), ())


async def test_a_semester_is_provisional_to_its_last_monday_and_final_on_the_next(office: Office) -> None:
    """On 28 December days are left; on 4 January the result of the semester is told, the days since not in it; on
    11 January the new semester is."""
    head = await office.official("kepala_unit", SATU)
    await answered(office, 6, date(2026, 12, 23))
    await answered(office, 6, date(2026, 12, 31), skor=4)
    await answered(office, 6, date(2027, 1, 2))
    await answered(office, 5, date(2027, 1, 6), skor=4)
    expected = {
        datetime(2026, 12, 28, 1, tzinfo=UTC): "IKM sementara semester II 2026",
        datetime(
            2027, 1, 4, 1, tzinfo=UTC
        ): "Hasil akhir semester II 2026: IKM 84,72, mutu B (Baik), dari 12 jawaban.",
        datetime(2027, 1, 11, 1, tzinfo=UTC): "IKM sementara semester I 2027: 83,59, mutu B (Baik), dari 11 jawaban.",
    }
    for nth, (now, begins) in enumerate(expected.items(), start=1):
        assert (await digest(office, head, now, nth)).text.startswith(begins)


async def test_camat_and_admin_see_their_units_together_and_change_nothing(office: Office) -> None:
    """Both figures labelled, the unit without answers named, plans counted; no text and no button that writes."""
    camat, admin = await office.official("pengawas_kelompok", "kec-satu"), await office.official("admin")
    await answered(office, 12, saran="Antrenya lama sekali.")
    await answered(office, 7, kode=BANYAK, skor=4, layanan="kk")
    await sort_new(office.store, INSTRUMEN)
    async with office.store.transaction() as tx:
        await tx.plans.add(rtl_row(triwulan=(4,), tahun=2026))
    for who, nama, silent in (
        (camat, "Kecamatan Satu", ""),
        (admin, "Pemerintah Kota Uji", "1 unit belum ada jawaban: "),
    ):
        found = await digest(office, who)
        assert found.heading.startswith(f"{nama}: ringkasan mingguan")
        assert "dari 19 jawaban (gabungan responden)." in found.text
        assert "Rata-rata 2 unit: " in found.text
        assert "Tertinggi: Kelurahan Melati" in found.text
        assert silent in found.text
        assert "1 belum selesai di 1 unit" in found.text
        assert "Antre" not in found.text
        assert labels(found) == ["Lihat laporan", "Peringkat"]
        assert nama in await press(who, found, "Lihat laporan")
        assert "Kelurahan Melati" in await press(who, found, "Peringkat")


async def test_a_letter_that_changed_within_the_week_is_told_to_the_camat(office: Office) -> None:
    """From A a week ago to B now; a unit of few answers a week ago is not said to have changed."""
    camat = await office.official("pengawas_kelompok", "kec-satu")
    await answered(office, 6, RABU - timedelta(days=9), skor=4)
    await answered(office, 12)
    await answered(office, 4, RABU - timedelta(days=9), kode=BANYAK, skor=4, layanan="kk")
    await answered(office, 12, kode=BANYAK, layanan="kk")
    found = await digest(office, camat)
    assert "Mutu berubah sejak minggu lalu: Kelurahan Mawar A menjadi B." in found.text
