"""/periode: admins agree upon, close and reopen official periods."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.engine.wording import id as w
from bot.staff.frame import TIDAK_BERHAK
from scoring.ketentuan import Ketentuan
from tests.factories import BANYAK, INSTRUMEN, NOW, SATU, UNSUR, respons_row
from tests.service.officials import Office, Official

HARI = date(2026, 3, 2)
"""In semester I 2026, which is over."""


async def answered(office: Office, *skor: int, unit: str = SATU, hari: date = HARI) -> None:
    async with office.store.transaction() as tx:
        await tx.facts.add(
            [respons_row(one, unit=unit, hari=hari, responden=f"{n:032}") for n, one in enumerate(skor)]
        )


async def admin_with_closed(office: Office) -> Official:
    await answered(office, 4, 3, 3, 3, 3, 3)
    admin = await office.official("admin")
    await admin.type("/periode semester 1 2026")
    await admin.tap("Tutup")
    await admin.tap("Ya, tutup")
    assert "sudah ditutup, dengan 6 jawaban dari 1 unit" in admin.text
    return admin


async def test_only_admins_see_and_touch_periods(office: Office) -> None:
    """A head's command is unknown, a forged button refused; an admin sees each periode's state."""
    head = await office.official("kepala_unit", SATU)
    for token in ("@pry:2026-S1:0", "@prp:2026-S1:bobot:0,111", "@pr:2026-S1"):
        await head.press(token)
        assert head.text == TIDAK_BERHAK
    admin = await office.official("admin")
    await admin.type("/periode")
    assert admin.screen.text.splitlines()[:2] == [
        "Semester II 2026: sedang berjalan",
        "Semester I 2026: belum ditutup",
    ]
    async with office.store.reading() as tx:
        assert await tx.periods.all() == []


async def test_closing_says_what_will_happen_and_keeps_the_figures(office: Office) -> None:
    """Erased or changed afterwards, the reports stay; whose the responses are is forgotten; the log knows who."""
    await answered(office, 4, 3, 3, 3, 3, 3)
    admin = await office.official("admin")
    await admin.type("/periode semester 1 2026")
    assert "Sudah selesai, belum ditutup: 6 jawaban dari 1 unit." in admin.text
    await admin.tap("Tutup")
    assert "Tutup semester I 2026? Ada 6 jawaban dari 1 unit." in admin.text
    assert "tidak dapat dikembalikan" in admin.text
    await admin.tap("Ya, tutup")
    await admin.type("/laporan mawar semester 1 2026")
    told = admin.screen.text
    assert "Hasil akhir: periode ini sudah ditutup." in told
    assert "IKM 79,17, mutu B (Baik)." in told
    async with office.store.transaction() as tx:
        assert await tx.facts.earlier([f"{n:032}" for n in range(6)], NOW - timedelta(days=999)) == []
        rows = [row async for row in tx.facts.profil(INSTRUMEN.id, date(2026, 1, 1), date(2026, 7, 1))]
        assert len(rows) == 6
        (entry, *_) = await tx.staff.audit(1)
    assert (entry.tindakan, entry.sasaran, entry.rincian) == ("periode.tutup", "2026-S1", {"jawaban": 6, "unit": 1})
    assert await office.rig.n() == 6
    await admin.type("/laporan mawar semester 1 2026")
    assert admin.screen.text == told
    await admin.tap("Rincian")
    await admin.tap("Profil responden")
    assert "Perempuan: 79,17 (B), 6 jawaban" in admin.text


async def test_an_erasure_changes_no_kept_figure(office: Office) -> None:
    """The citizen's right stands, and so does what was published."""
    admin = await admin_with_closed(office)
    async with office.store.transaction() as tx:
        row = respons_row(1, hari=HARI, tanda_terima="t" * 32)
        await tx.facts.add([row])
    await admin.type("/laporan mawar semester 1 2026")
    told = admin.screen.text
    async with office.store.transaction() as tx:
        await tx.facts.remove([row])
    await admin.type("/laporan mawar semester 1 2026")
    assert admin.screen.text == told
    assert "IKM 79,17" in told


async def test_what_runs_cannot_be_closed(office: Office) -> None:
    """Neither by a forged button; and a periode whose answers changed meanwhile is shown again first."""
    admin = await office.official("admin")
    await admin.type("/periode semester 2 2026")
    assert "Tutup" not in admin.labels
    await admin.press("@pry:2026-S2:0")
    assert admin.text == "Semester II 2026 belum selesai di semua unit, jadi belum dapat ditutup."
    await admin.press("@pry:2026:0")
    assert "Hasil resmi di sini per semester" in admin.text
    await admin.type("/periode semester 1 2026")
    await admin.tap("Tutup")
    await answered(office, 3)
    await admin.tap("Ya, tutup")
    assert "baru saja berubah" in admin.text
    async with office.store.reading() as tx:
        assert await tx.periods.get("2026-S1") is None


async def test_it_is_opened_again_for_a_reason_only(office: Office) -> None:
    """What was kept goes, the reason stays, and the log holds it."""
    admin = await admin_with_closed(office)
    await admin.type("/periode semester 1 2026")
    assert admin.labels == ["Buka lagi", "Daftar periode"]
    await admin.tap("Buka lagi")
    await admin.type("ya")
    assert "Tuliskan alasannya" in admin.text
    await admin.type("Formulir Kelurahan Melati menyusul")
    assert "Semester I 2026 dibuka lagi." in admin.text
    await admin.tap("Lihat periode")
    assert "Dibuka lagi 21 November 2026: Formulir Kelurahan Melati menyusul" in admin.text
    async with office.store.reading() as tx:
        (entry,) = await tx.staff.audit(1)
        assert await tx.periods.results("2026-S1") == {}
    assert entry.tindakan == "periode.buka"
    assert entry.rincian["alasan"] == "Formulir Kelurahan Melati menyusul"


async def test_an_import_into_a_closed_periode_is_refused(office: Office) -> None:
    """Before it is shown, and also where it was closed between showing and importing; nothing is written."""
    await answered(office, 3, unit=BANYAK)
    admin = await office.official("admin")
    isi = f"diisi_pada,{','.join(UNSUR)}\n2026-03-01,{','.join('4' for _ in UNSUR)}\n".encode()
    await admin.press(f"@ims:{SATU}")
    await admin.upload("jawaban.csv", isi)
    (yes,) = (label for label in admin.labels if label.startswith("Masukkan"))
    shown = admin.screen
    other = await office.official("admin")
    await other.press("@pry:2026-S1:1")
    assert "sudah ditutup" in other.text
    assert admin.screen == shown
    await admin.tap(yes)
    assert "Semester I 2026 sudah ditutup, jadi jawabannya tidak dapat ditambah" in admin.text
    await admin.press(f"@ims:{SATU}")
    await admin.upload("jawaban.csv", isi)
    assert "Semester I 2026 sudah ditutup" in admin.text
    assert await office.rig.n() == 1


async def test_what_is_agreed_holds_for_reports_and_for_those_asked(office: Office) -> None:
    """Bobot, bands, order, classes of age, harapan; the running periode's order and harapan are asked at once."""
    await answered(office, 4, 3, 3, 3, 3, 3, hari=date(2026, 8, 3))
    admin = await office.official("admin")
    await admin.type("/periode semester 2 2026")
    for hal, option in (("Bobot", "bobot:0,111"), ("Urutan", "urutan:daftar"), ("Harapan", "harapan:ya")):
        await admin.tap("Atur")
        await admin.tap(hal)
        assert "sudah ada 6 jawaban" in admin.text
        await admin.press(f"@prp:2026-S2:{option}")
        await admin.tap("Lihat periode")
    await admin.tap("Atur")
    await admin.tap("Kelompok usia")
    await admin.type("40, 20")
    assert "harus naik" in admin.text
    await admin.type("18, 40")
    await admin.tap("Lihat periode")
    assert "Bobot: 0,111" in admin.text
    assert "Urutan pertanyaan: sesuai daftar unsur" in admin.text
    assert "Kelompok usia: <18, 18–39, >39" in admin.text
    assert "Harapan: ditanyakan" in admin.text
    survey = office.rig.surveys.now
    assert survey.instrumen.urutan == tuple(one.key for one in INSTRUMEN.unsur)
    assert survey.aturan.harapan
    await admin.type("/laporan mawar")
    assert "IKM 79,09" in admin.text
    await admin.type("/laporan mawar semester 1 2026")
    async with office.store.reading() as tx:
        row = await tx.periods.get("2026-S2")
        (entry,) = await tx.staff.audit(1)
    assert row is not None
    urutan = tuple(one.key for one in INSTRUMEN.unsur)
    assert row.ketentuan == Ketentuan(INSTRUMEN.id, "0,111", "", urutan, (18, 40), harapan=True)
    assert entry.rincian == {"hal": "kelompok usia", "sebelum": "bawaan kuesioner", "sesudah": "18, 40"}
    office.clock.move(days=60)
    await office.rig.surveys.reload()
    assert office.rig.surveys.now.instrumen == INSTRUMEN
    assert not office.rig.surveys.now.aturan.harapan


async def test_a_tren_is_scored_by_one_convention_and_leaves_another_questionnaire_out(office: Office) -> None:
    """The reported periode's bobot holds for kept and counted figures alike."""
    async with office.store.transaction() as tx:
        await tx.periods.put("2025-S2", Ketentuan("permenpan-16-2014"))
        await tx.periods.put("2025-S1", Ketentuan(INSTRUMEN.id, bobot="0,11"))
    for hari in (date(2025, 2, 1), date(2025, 8, 1), date(2026, 8, 1)):
        await answered(office, 4, 4, 4, 4, 4, hari=hari)
    admin = await office.official("admin")
    await admin.press("@pry:2025-S1:5")
    await admin.type("/tren mawar")
    assert admin.screen.text.splitlines()[:4] == [
        "Semester I 2025: 100,00 (A), 5 jawaban",
        "Semester II 2025: memakai kuesioner lain, tidak dibandingkan",
        "Semester I 2026: tidak ada jawaban",
        "Semester II 2026: 100,00 (A), 5 jawaban, sementara",
    ]
    await admin.type("/laporan mawar semester 1 2025")
    assert "IKM 99,00, mutu A" in admin.text
    await admin.type("/laporan mawar semester 1 2026")
    assert "Tidak ada jawaban" in admin.text


FORGED = (
    "@pr", "@pr:x", "@prt:2026-13", "@pry:2026-S1", "@pra:2026-S1:hal", "@prp:2026-S1:bobot:0,5",
    "@prp:2026-S1:bobot", "@prp:2026-S1:mutu:buatan", "@prp:2026-S1:instrumen:buatan", "@prp:2026-S1:harapan:mungkin",
    "@prb:2026-S1", "@pr:2026",
)  # fmt: skip


@pytest.mark.parametrize("token", FORGED)
async def test_a_forged_button_is_answered_and_changes_nothing(office: Office, token: str) -> None:
    """Whatever it names that is not there."""
    admin = await office.official("admin")
    await admin.press(token)
    assert "gangguan" not in admin.text
    async with office.store.reading() as tx:
        assert await tx.periods.all() == []
        assert [row.tindakan for row in await tx.staff.audit(5)] == ["undangan.terima"]


async def test_a_correction_that_outlives_its_periode_is_another_response(office: Office) -> None:
    """Begun on its last evening and sent after it was closed: the first answer stays, for its figures were kept."""
    office.clock.now = datetime(2026, 12, 31, 15, 0, tzinfo=UTC)
    citizen = office.rig.citizen()
    await citizen.fill(SATU)
    await citizen.start(SATU)
    await citizen.until("ganda")
    await citizen.tap(w.GANDA_PERBAIKI)
    await citizen.until("tinjau")
    office.clock.move(hours=3)
    admin = await office.official("admin")
    await admin.press("@pry:2026-S2:1")
    assert "sudah ditutup" in admin.text
    await citizen.tap(w.KIRIM)
    assert citizen.screen.key == "selesai"
    async with office.store.reading() as tx:
        spans = [(date(2026, 7, 1), date(2027, 1, 1)), (date(2027, 1, 1), date(2027, 7, 1))]
        before, after = await tx.facts.rekap_rentang(INSTRUMEN.id, spans)
    assert (before[SATU].n, after[SATU].n) == (1, 1)
