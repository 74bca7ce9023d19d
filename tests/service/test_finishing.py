"""What becomes of an interview that was sent: counted, thanked for, found again, corrected, erased."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from bot.engine.wording import id as w
from scoring.model import Rekap, rekap_of
from scoring.periode import parse_periode
from storage.records import ResponsRow
from tests.factories import ATURAN, BANYAK, HARI, INSTRUMEN, SATU, TANPA, jawaban, respons_row
from tests.service.rig import Rig


async def _rekap(rig: Rig, periode: str = "2026-S2") -> dict[str, Rekap]:
    window = parse_periode(periode)
    async with rig.store.reading() as tx:
        return await tx.facts.rekap(INSTRUMEN.id, window.mulai, window.selesai)


async def _kept(rig: Rig, receipt: str) -> ResponsRow:
    hashed = rig.sandi.tanda_terima(receipt)
    async with rig.store.reading() as tx:
        return (await tx.facts.by_receipt([hashed]))[hashed]


async def test_a_finished_interview_is_kept_with_what_was_answered(rig: Rig) -> None:
    """Scores, profile, reason, saran, service, consent and the unit's own day are in the response; no more."""
    citizen = rig.citizen()
    await citizen.start(BANYAK)
    await citizen.until("persyaratan")
    await citizen.send(citizen.answer(2))
    await citizen.type("Syaratnya membingungkan")
    await citizen.until("saran", 4)
    await citizen.type("Tambah loket")
    rig.clock.move(minutes=3)
    await citizen.until("selesai")
    row = await _kept(rig, citizen.receipt())
    assert row.respons.jawaban == jawaban(4, persyaratan=2)
    assert row.respons.alasan == {"persyaratan": "Syaratnya membingungkan"}
    assert (row.respons.saran, row.respons.layanan, row.respons.profil.usia) == ("Tambah loket", "kk", 34)
    assert (row.hari_awal, row.hari_akhir, row.sumber, row.unit) == (HARI, HARI, "uji", BANYAK)
    assert row.persetujuan_versi == w.VERSI_PERSETUJUAN
    assert row.persetujuan_pada is not None
    assert row.persetujuan_pada < row.respons.diisi_pada == rig.clock.now
    assert await _rekap(rig) == {BANYAK: rekap_of([jawaban(4, persyaratan=2)])}


@pytest.mark.parametrize(
    ("zona", "hari"),
    [("Asia/Jakarta", date(2026, 12, 31)), ("Asia/Makassar", date(2027, 1, 1)), ("Asia/Jayapura", date(2027, 1, 1))],
)
async def test_a_response_belongs_to_the_day_of_its_units_own_zone(rig: Rig, zona: str, hari: date) -> None:
    """At 23:30 in Jakarta on the year's last day, it is next year already further east."""
    rig.clock.now = rig.clock.now.replace(month=12, day=31, hour=16, minute=30)
    async with rig.store.transaction() as tx:
        units = {one.kode: one for one in await tx.directory.units()}
        await tx.directory.put([], [replace(units[SATU], zona_waktu=zona)])
    await rig.surveys.reload()
    receipt = await rig.citizen().fill(SATU)
    assert (await _kept(rig, receipt)).hari_awal == hari


async def test_the_tenth_is_the_first_to_see_the_units_index(rig: Rig) -> None:
    """Nine are told how many it takes; the tenth sees the index of all ten, of this unit and period alone."""
    others = [respons_row(1, unit=TANPA, layanan=""), respons_row(1, hari=date(2026, 6, 30))]
    async with rig.store.transaction() as tx:
        await tx.facts.add(others)
    people = [rig.citizen(f"62{n:05}") for n in range(10)]
    for n, one in enumerate(people):
        await one.fill(SATU, 4 if n else 3)
    silent, told = people[8].screen.text, people[9].screen.text
    assert w.BELUM_TAMPIL.format(minimal=ATURAN.minimal_tampil) in silent
    assert "IKM" not in silent
    # (9 x 4 + 3) / 10 = 3.9 of 4
    assert "97,5" in told
    assert "10 responden" in told
    assert "semester II 2026" in told


async def test_ten_who_send_at_once_see_what_is_true_when_they_are_told(rig: Rig) -> None:
    """Responses of one commit are counted before any of their senders is thanked."""
    people = [rig.citizen(f"62{n:05}") for n in range(10)]
    for one in people:
        await one.start(SATU)
        await one.until("tinjau")
    rig.commits.clear()
    await asyncio.gather(*(one.tap(w.KIRIM) for one in people))
    assert len(rig.commits) == 1
    assert all("10 responden" in one.screen.text for one in people)


async def test_erasing_by_receipt_takes_the_answers_out_of_the_counters(rig: Rig) -> None:
    """However the code is typed, and by whomever; the counters are then as if it had never been sent."""
    first, second = rig.citizen("62001"), rig.citizen("62002")
    await first.fill(SATU, 4)
    receipt = await second.fill(SATU, 1)
    stranger = rig.citizen("62003")
    await stranger.command("hapus", receipt.lower().replace("-", " "))
    assert await _rekap(rig) == {SATU: rekap_of([jawaban(4)])}
    assert await rig.n() == 1
    told = stranger.screen.text
    await stranger.command("hapus", receipt)
    assert stranger.screen.text != told
    assert await rig.n() == 1


async def test_two_who_erase_one_receipt_at_once_take_it_out_once(rig: Rig) -> None:
    """The counters follow the one response that there was."""
    await rig.citizen("62001").fill(SATU, 4)
    receipt = await rig.citizen("62002").fill(SATU, 1)
    people = [rig.citizen(f"63{n}") for n in range(3)]
    await asyncio.gather(*(one.command("hapus", receipt) for one in people))
    assert await rig.n() == 1
    assert await _rekap(rig) == {SATU: rekap_of([jawaban(4)])}


async def test_a_wrong_receipt_erases_nothing(rig: Rig) -> None:
    """A code that nobody has, and an empty one, change no counter."""
    await rig.citizen("62001").fill(SATU)
    stranger = rig.citizen("62002")
    await stranger.command("hapus", "K7MQ2-9RTXA")
    await stranger.command("hapus")
    await stranger.type("salah")
    assert await rig.n() == 1


async def test_the_same_person_may_correct_an_earlier_answer(rig: Rig) -> None:
    """The correction takes the earlier one's place in fact, counters and receipts; n does not grow."""
    citizen = rig.citizen()
    old = await citizen.fill(SATU, 2)
    rig.clock.move(days=3)
    await citizen.start(SATU)
    await citizen.until("ganda")
    await citizen.tap(w.GANDA_PERBAIKI)
    assert citizen.screen.key == "tinjau"
    await citizen.tap(w.UBAH)
    await citizen.tap("Persyaratan")
    await citizen.send(citizen.answer(4))
    await citizen.until("selesai")
    assert await _rekap(rig) == {SATU: rekap_of([jawaban(2, persyaratan=4)])}
    assert await rig.n() == 1
    new = citizen.receipt()
    await citizen.command("hapus", old)
    assert await rig.n() == 1
    await citizen.command("hapus", new)
    assert await rig.n() == 0


async def test_correcting_what_was_erased_meanwhile_is_a_new_answer(rig: Rig) -> None:
    """There is nothing to take away any more, and the correction counts as one response."""
    citizen, helper = rig.citizen("62001"), rig.citizen("62002")
    receipt = await citizen.fill(SATU, 2)
    await citizen.start(SATU)
    await citizen.until("ganda")
    await citizen.tap(w.GANDA_PERBAIKI)
    await helper.command("hapus", receipt)
    await citizen.tap(w.KIRIM)
    assert citizen.screen.key == "selesai"
    assert await rig.n() == 1


@pytest.mark.parametrize(("days", "known"), [(30, True), (31, False)])
async def test_a_person_is_known_for_as_long_as_is_set(rig: Rig, days: int, known: bool) -> None:
    """Within the days set a second answer is offered as a correction; after them it is an answer of its own."""
    citizen = rig.citizen()
    await citizen.fill(SATU)
    rig.clock.move(days=days)
    await citizen.start(SATU)
    await citizen.send(citizen.answer())
    assert (citizen.screen.key == "ganda") is known


async def test_another_unit_service_person_or_channel_is_not_the_same_again(rig: Rig) -> None:
    """Only the same person at the same unit and service is told so."""
    await rig.citizen("62001").fill(BANYAK)
    for address, channel, kode in (("62001", "uji", SATU), ("62002", "uji", BANYAK), ("62001", "lain", BANYAK)):
        await rig.citizen(address, channel).fill(kode)
    citizen = rig.citizen("62001")
    await citizen.start(BANYAK)
    await citizen.until("layanan")
    await citizen.tap("KTP")
    assert citizen.screen.key == "jenis_kelamin"
    await citizen.until("selesai")
    assert await rig.n() == 5


async def test_the_next_person_at_a_browser_sees_nothing_of_the_one_before(rig: Rig) -> None:
    """On a shared device a second person may answer too, correcting starts empty, and both answers keep the same
    keyed hash, by which many answers from one device can be noticed."""
    first = rig.citizen("kuki", "webchat")
    await first.start(SATU)
    await first.until("saran")
    await first.type("Rahasia orang pertama")
    await first.until("selesai")

    second = rig.citizen("kuki", "webchat")
    await second.start(SATU)
    await second.until("ganda")
    await second.tap("Saya orang lain")
    seen = [second.screen.text]
    await second.until("tinjau")
    seen.append(second.screen.text)
    assert not any("Rahasia" in text for text in seen)
    await second.until("selesai")
    assert await rig.n() == 2
    rows = [await _kept(rig, person.receipt()) for person in (first, second)]
    assert rows[0].responden == rows[1].responden


async def test_how_much_each_unsur_matters_is_kept_counted_and_corrected(rig: Rig) -> None:
    """Where harapan is asked it goes into the response, into counters of its own, and back into a correction."""
    rig.surveys.now = replace(rig.surveys.now, aturan=replace(rig.surveys.now.aturan, harapan=True))
    citizen = rig.citizen()
    await citizen.start(SATU)
    await citizen.until("waktu")
    await citizen.tap("Cepat")
    await citizen.tap("Sangat penting")
    await citizen.until("selesai")
    row = await _kept(rig, citizen.receipt())
    assert row.respons.harapan == jawaban(1, waktu=4)
    assert row.respons.jawaban == jawaban(3)
    rig.clock.move(days=3)
    await citizen.start(SATU)
    await citizen.until("ganda")
    await citizen.tap(w.GANDA_PERBAIKI)
    assert "Waktu Penyelesaian: Cepat (sangat penting)" in citizen.screen.text
    await citizen.tap(w.UBAH)
    await citizen.tap("Seberapa penting (Waktu")
    await citizen.tap("Kurang penting")
    await citizen.until("selesai")
    window = parse_periode("2026-S2")
    async with rig.store.reading() as tx:
        counted = await tx.facts.rekap_harapan(INSTRUMEN.id, window.mulai, window.selesai)
    assert counted[SATU].n == 1
    assert counted[SATU].sebaran == rekap_of([jawaban(1, waktu=2)]).sebaran
    assert await _rekap(rig) == {SATU: rekap_of([jawaban(3)])}
    await citizen.command("hapus", citizen.receipt())
    assert await rig.n() == 0
