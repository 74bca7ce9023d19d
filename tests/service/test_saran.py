"""What officials see of the words of citizens, and what they can do about them."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.engine.messages import Choice
from bot.service.voices import sort_new
from bot.staff.frame import TIDAK_BERHAK
from storage.staff import AuditRow
from tests.factories import BANYAK, INSTRUMEN, SATU, TANPA, respons_row, unit
from tests.service.officials import Office, Official

KURSI = "Kursi di ruang tunggu kurang banyak"
TEKS = (KURSI, KURSI.lower() + "!", "Antrenya lama sekali", "Petugasnya ramah", "Jam buka sampai kapan?")


async def _written(office: Office, *texts: str, unit: str = SATU, silent: int = 0) -> None:
    """Responses with these texts, and some without any, sorted."""
    rows = [respons_row(unit=unit, saran=teks) for teks in texts] + [respons_row(unit=unit) for _ in range(silent)]
    async with office.store.transaction() as tx:
        await tx.facts.add(rows)
    await sort_new(office.store, INSTRUMEN)


async def _audit(office: Office) -> list[AuditRow]:
    async with office.store.reading() as tx:
        return [row for row in await tx.staff.audit(50) if row.tindakan.startswith("saran")]


def _buttons(official: Official) -> list[Choice]:
    return [choice for row in official.screen.choices for choice in row]


async def test_a_head_sees_the_counts_then_the_texts_folded(office: Office) -> None:
    """First how many of what kind about what; then the words, those that say the same as one, nothing of a writer."""
    await _written(office, *TEKS, silent=3)
    head = await office.official("kepala_unit", SATU)
    await head.type("/saran")
    assert "Semester II 2026: 5 tulisan dari 8 jawaban." in head.text
    assert "Keluhan 3, pertanyaan 1, pujian 1." in head.text
    assert "Sarana dan Prasarana: 2" in head.text
    assert not any(teks in head.text for teks in TEKS)
    await head.tap("Keluhan (3)")
    assert "2 orang menulis serupa." in head.text
    assert "Antrenya lama sekali" in head.text
    assert "Petugasnya ramah" not in head.text
    assert not re.search(r"November|21|\d\d[.:]\d\d|perempuan|34|KTP", head.text)
    await head.tap("Ringkasan")
    await head.tap("Menurut unsur")
    await head.tap("Perilaku Pelaksana (1)")
    assert "Petugasnya ramah" in head.text


async def test_a_unit_may_be_called_like_an_unsur(office: Office) -> None:
    """Its name is no filter; beside another name the word is one."""
    async with office.store.transaction() as tx:
        await tx.directory.put([], [unit("bag-sarana", nama="Bagian Sarana", kelompok="opd")])
    await office.desk.reload()
    await _written(office, *TEKS, unit="bag-sarana")
    admin = await office.official("admin")
    await admin.type("/saran bagian sarana")
    assert "5 tulisan dari 5 jawaban." in admin.text
    await admin.type("/saran waktu bagian sarana")
    assert "Saran untuk Bagian Sarana\nWaktu Penyelesaian: 2 tulisan." in admin.text


async def test_who_says_the_same_twice_is_one_person(office: Office) -> None:
    """The reason of two low scores in the same words is one text to read, and nobody "else who wrote so"."""
    row = respons_row(1, alasan={"waktu": "Petugasnya galak", "perilaku": "Petugasnya galak"})
    async with office.store.transaction() as tx:
        await tx.facts.add([row, *(respons_row() for _ in range(4))])
    await sort_new(office.store, INSTRUMEN)
    head = await office.official("kepala_unit", SATU)
    await head.type("/saran")
    assert "2 tulisan dari 5 jawaban" in head.text
    await head.tap("Semua tulisan")
    assert head.text.count("galak") == 1
    assert "orang menulis serupa" not in head.text


async def test_reading_is_written_down(office: Office) -> None:
    """The audit log says who read how many texts of which unit, and not which; counting them is no reading."""
    await _written(office, *TEKS)
    head = await office.official("kepala_unit", SATU)
    await head.type("/saran")
    assert await _audit(office) == []
    await head.tap("Semua tulisan")
    await head.tap("1")
    newest, first = await _audit(office)
    assert (first.tindakan, first.sasaran, first.rincian) == ("saran.baca", "Kelurahan Mawar", {"tulisan": 4})
    assert (newest.rincian, newest.nama) == ({"tulisan": 1}, "Kepala unit Kelurahan Mawar")


async def test_pages_hold_every_text_once(office: Office) -> None:
    """Five a page; paging changes the message in place; a page forged beyond the last is the last."""
    await _written(office, *(f"Loket {n} lama sekali melayani" for n in range(12)))
    head = await office.official("kepala_unit", SATU)
    await head.type("/saran")
    await head.tap("Semua tulisan")
    seen, pages = re.findall(r"Loket \d+", head.text), 1
    while "Berikutnya" in head.labels:
        await head.tap("Berikutnya")
        assert not head.screen.fresh
        seen, pages = seen + re.findall(r"Loket \d+", head.text), pages + 1
    assert (sorted(seen), pages) == (sorted(f"Loket {n}" for n in range(12)), 3)
    await head.press(f"@sal:{SATU}::99")
    assert "Halaman 3 dari 3" in head.text


async def test_few_answers_hide_all_words(office: Office) -> None:
    """Up to the fourth response of a periode neither counts nor words are shown, whoever asks and however."""
    await _written(office, *TEKS[:4])
    for peran in ("kepala_unit", "admin"):
        someone = await office.official(peran, SATU if peran == "kepala_unit" else "")
        for token in ("sar", "sal", "saf"):
            await someone.press(f"@{token}:{SATU}")
            assert "baru ada 4 jawaban" in someone.text
        await someone.type("/saran mawar")
        assert "baru ada 4 jawaban" in someone.text
    assert await _audit(office) == []
    await _written(office, TEKS[4])
    await someone.type("/saran mawar")
    assert "5 tulisan dari 5 jawaban" in someone.text


async def test_what_was_written_late_in_a_periode_is_read_for_a_month_more(office: Office) -> None:
    """As long as its writers may be answered; after that the inbox is of the new periode alone. The report of the
    periode leads there meanwhile."""
    await _written(office, *TEKS)
    head = await office.official("kepala_unit", SATU)
    office.clock.move(days=60)
    await head.type("/saran")
    assert "Semester II 2026 dan semester I 2027: 5 tulisan dari 5 jawaban." in head.text
    await head.type("/laporan semester lalu")
    await head.tap("Rincian")
    await head.tap("Saran")
    assert "Semester II 2026 dan semester I 2027: 5 tulisan" in head.text
    office.clock.move(days=15)
    await head.type("/saran")
    assert "baru ada 0 jawaban pada semester I 2027" in head.text
    await head.type("/laporan semester lalu")
    await head.tap("Rincian")
    assert "Saran" not in head.labels


@pytest.mark.parametrize("asked", ["2024", "2024-S2", "semester lalu", "Januari 2026", "semester 3"])
async def test_a_periode_is_not_taken_for_a_unit(office: Office, asked: str) -> None:
    """What is shown is said, and how to ask for it. Beside a unit the heading tells which periode it is."""
    await _written(office, *TEKS)
    admin = await office.official("admin")
    await admin.type(f"/saran {asked}")
    assert "hanya tampil tulisan terbaru, tanpa pilihan periode" in admin.text
    await admin.type(f"/saran mawar {asked}")
    assert "Semester II 2026: 5 tulisan" in admin.text


@pytest.mark.parametrize(
    "asked", ["/saran melati", "/saran Kelurahan Melati", f"/saran {BANYAK}", "/saran dinas uji"]
)
async def test_another_unit_is_refused_however_it_is_named(office: Office, asked: str) -> None:
    """A head gets nothing but the refusal, by exact name, tolerant name or code, and nothing is read."""
    await _written(office, *TEKS, unit=BANYAK)
    head = await office.official("kepala_unit", SATU)
    await head.type(asked)
    assert head.screen.text == TIDAK_BERHAK
    assert await _audit(office) == []


@pytest.mark.parametrize("verb", ["sar", "saf", "sal", "sad", "sau", "sas", "sak", "saj", "sap"])
async def test_a_forged_button_of_another_unit_is_refused(office: Office, verb: str) -> None:
    """What an admin's button carries does not open another unit to its finder."""
    await _written(office, *TEKS, unit=BANYAK)
    await _written(office, *TEKS)
    head, admin = await office.official("kepala_unit", SATU), await office.official("admin")
    await admin.type("/saran melati")
    await admin.tap("Semua tulisan")
    tanda = _buttons(admin)[0].token.split(":")[2]
    await head.press(f"@{verb}:{BANYAK}:{tanda}:1:1")
    assert head.screen.text == TIDAK_BERHAK


@pytest.mark.parametrize(
    "rest", ["", ":", "::", ":x", ":0000000000:u99:-1", ":0000000000:1:99", ":½:²:³", ":a:b:c:d:e"]
)
async def test_a_forged_button_of_ones_own_unit_does_no_harm(office: Office, rest: str) -> None:
    """Whatever follows the unit, there is an answer, and it is no failure."""
    await _written(office, *TEKS)
    head = await office.official("kepala_unit", SATU)
    for verb in ("sar", "saf", "sal", "sad", "sau", "sas", "sak", "saj", "sap"):
        await head.press(f"@{verb}:{SATU}{rest}")
        assert "gangguan" not in head.text


async def test_who_reads_more_than_one_unit_chooses(office: Office) -> None:
    """A camat chooses among the group's units by button, or names one, and an unsur with it."""
    await _written(office, *TEKS, unit=BANYAK)
    camat = await office.official("pengawas_kelompok", "kec-satu")
    await camat.type("/saran")
    assert camat.labels == ["Kelurahan Mawar", "Kelurahan Melati", "Batal"]
    await camat.tap("Kelurahan Melati")
    assert "5 tulisan" in camat.text
    await camat.type("/saran waktu")
    await camat.type("melati")
    assert "Waktu Penyelesaian: 2 tulisan." in camat.text
    await camat.type("/saran u7 melati")
    assert "Petugasnya ramah" in camat.text
    await camat.type("/saran entah apa namanya")
    assert "belum kami temukan" in camat.text
    await camat.type(f"/saran {TANPA}")
    assert camat.screen.text == TIDAK_BERHAK


@pytest.mark.parametrize(
    ("peran", "cakupan", "may"),
    [
        ("kepala_unit", SATU, True),
        ("pengawas_kelompok", "kec-satu", False),
        ("admin", "", True),
        ("peninjau", "", False),
    ],
)
async def test_only_who_may_correct_is_offered_to_and_can(
    office: Office, peran: str, cakupan: str, may: bool
) -> None:
    """Camat and peninjau read; neither finds a button that changes, nor gets anywhere with one that was forged."""
    await _written(office, *TEKS)
    someone = await office.official(peran, cakupan)  # type: ignore[arg-type]
    await someone.type("/saran mawar")
    await someone.tap("Semua tulisan")
    await someone.tap("1")
    tanda = next(b.token for b in _buttons(someone)).split(":")
    assert ("Ubah kelompok" in someone.labels) is may
    kode = tanda[2] if may else "0" * 10
    await someone.press(f"@sak:{SATU}:{kode}:1:0")
    assert (someone.screen.text == TIDAK_BERHAK) is not may


async def test_a_correction_moves_all_that_say_the_same_and_stays(office: Office) -> None:
    """With one text its duplicates are sorted anew, both filters follow, and the log says what was set."""
    await _written(office, *TEKS)
    head = await office.official("kepala_unit", SATU)
    await head.type("/saran sarana")
    await head.tap("1")
    await head.tap("Ubah kelompok")
    await head.tap("Tidak jadi")
    await head.tap("Ubah kelompok")
    assert "✓ Sarana dan Prasarana" in head.labels
    await head.tap("Waktu Penyelesaian")
    assert "✓ Keluhan" in head.labels
    await head.tap("Usul")
    assert "sudah diubah" in head.text
    assert "Kelompok: Waktu Penyelesaian, usul (diubah petugas)." in head.text
    await sort_new(office.store, INSTRUMEN)
    await head.type("/saran")
    assert "Sarana" not in head.text
    assert "Usul (2)" in head.labels
    changed = next(row for row in await _audit(office) if row.tindakan == "saran.koreksi")
    assert changed.rincian == {"unsur": "waktu", "sifat": "usul", "tulisan": 2}


async def test_no_button_holds_what_tells_the_time(office: Office) -> None:
    """A response's id tells when it was given: buttons carry a keyed hash in its place, and fit a platform's."""
    await _written(office, *TEKS)
    async with office.store.reading() as tx:
        ids = [str(row.respons) for row in await tx.voices.of_unit(SATU, date.min, date.max)]
    head = await office.official("kepala_unit", SATU)
    await head.type("/saran")
    await head.tap("Semua tulisan")
    await head.tap("1")
    await head.tap("Ubah kelompok")
    await head.tap("Biaya")
    tokens = [c.token for screen in head.screens for row in screen.choices for c in row]
    assert not [token for token in tokens for id_ in ids if id_[:8] in token]
