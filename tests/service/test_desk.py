"""Officials come in by invitation, see what is theirs, and lose it at once."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.exc import DBAPIError

from bot.engine.events import Tapped, Typed
from bot.engine.wording import id as w
from bot.ports import Incoming, NotStored, Outcome
from bot.service.desk import Desk
from bot.staff import routes
from bot.staff.frame import TIDAK_BERHAK, Call, Refused, Reply, say
from storage.errors import StorageUnavailable
from storage.staff import AuditRow, Staff, StafRow
from storage.store import Transaction
from tests.factories import BANYAK, NOW, SATU
from tests.service.officials import Office, Official


async def test_an_invitation_makes_an_official(office: Office) -> None:
    """Who opens the link and accepts holds the right it names, and gets the menu of that right and no other."""
    head = office.stranger()
    await head.open(await office.invitation("kepala_unit", SATU))
    assert "Kepala unit Kelurahan Mawar" in head.text
    await head.tap("Terima")
    assert head.screen.menu is not None
    names = {item.nama for item in head.screen.menu}
    assert {"laporan", "saran", "rtl", "berhenti", "survei"} <= names
    assert not names & {"undang", "cabut", "audit", "impor", "peringkat"}


async def test_an_invitation_works_once(office: Office) -> None:
    """Of two who have opened the same link and accept at the same moment, one gets the right."""
    kode = await office.invitation("admin")
    one, two = office.stranger(), office.stranger()
    await one.open(kode)
    await two.open(kode)
    await asyncio.gather(one.tap("Terima"), two.tap("Terima"))
    async with office.store.reading() as tx:
        assert len(await tx.staff.all()) == 1
    assert sum("tidak berlaku" in someone.text for someone in (one, two)) == 1


async def test_an_invitation_expires(office: Office) -> None:
    """After seven days the link gives nothing, also to who had opened it before."""
    kode = await office.invitation("admin")
    late = office.stranger()
    await late.open(kode)
    office.clock.move(days=7)
    await late.tap("Terima")
    assert "tidak berlaku" in late.text
    await late.open(kode)
    assert "tidak berlaku" in late.text


async def test_an_admin_invites_and_revokes(office: Office) -> None:
    """The link that /undang gives makes a head; /cabut ends that at once, tells the head and takes the menu away."""
    admin, head = await office.official("admin"), office.stranger()
    await admin.type("/undang")
    await admin.tap("Kepala unit")
    await admin.type("melati")
    await admin.tap("Kelurahan Melati")
    link = next(word for word in admin.text.split() if word.startswith("https://t.me/ikm_uji_bot?start="))
    await head.open(link.rsplit("=", 1)[1])
    await head.tap("Terima")
    await head.type("/notifikasi")
    assert head.screen.heading == "Notifikasi Anda"

    await admin.type("/cabut")
    await admin.tap("Kepala unit Kelurahan Melati")
    await admin.tap("Ya, cabut")
    assert "telah dicabut" in head.text
    assert head.screen.menu == ()
    async with office.store.reading() as tx:
        gone = await tx.staff.known(office.rig.sandi.percakapan(head.channel, head.address))
    assert gone is not None
    assert gone.address == ""
    before = len(head.screens)
    await head.type("/notifikasi")
    assert w.PERINTAH_TIDAK_DIKENAL in head.text
    assert len(head.screens) == before + 1


async def test_the_last_admin_stays(office: Office) -> None:
    """An installation never loses its last admin by a slip."""
    admin = await office.official("admin")
    await admin.type("/cabut")
    await admin.tap("Admin")
    await admin.tap("Ya, cabut")
    assert "satu-satunya admin" in admin.text
    await admin.type("/audit")
    assert admin.screen.heading == "Catatan audit"


async def test_what_a_person_may_not_use_is_unknown(office: Office) -> None:
    """To a citizen and to a head, an admin's command is a command that does not exist; so are its buttons."""
    head, citizen, admin = (
        await office.official("kepala_unit", SATU),
        office.stranger(),
        await office.official("admin"),
    )
    await head.type("/ngawur")
    unknown = head.text
    for someone in (head, citizen):
        await someone.type("/undang")
        assert someone.text == unknown
    await admin.type("/undang")
    token = admin.screen.choices[0][0].token
    await head.press(token)
    assert head.screen.text == TIDAK_BERHAK
    outcome = await citizen.press(token)
    assert outcome.toast == w.SUDAH_SELESAI


async def test_a_repeated_delivery_changes_nothing(office: Office) -> None:
    """The platform delivers an official's event again: nothing is sent or written a second time."""
    admin = await office.official("admin")
    await admin.type("/undang")
    before = len(admin.screens)
    token = admin.token("Admin")
    incoming = Incoming(admin.channel, admin.address, "sama", Tapped(token), "m7")
    await asyncio.gather(*(office.desk.handle(incoming) for _ in range(3)))
    assert len(admin.screens) == before + 1


async def test_an_interview_goes_on_beside_the_desk(office: Office) -> None:
    """An official may answer the survey as a citizen does; a command in the middle loses no answer."""
    head = await office.official("kepala_unit", BANYAK)
    await head.type("/survei")
    await head.open(SATU)
    await head.tap("Ya, saya bersedia")
    asked = head.screen
    await head.type("/notifikasi")
    assert head.screen.heading == "Notifikasi Anda"
    await head.press(asked.choices[0][0].token)
    assert head.screen.key not in {"staf", asked.key}


async def test_a_write_that_fails_is_apologised_for_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody foresaw in a write leaves nothing half-written, and is not asked for again and again."""
    admin = await office.official("admin")

    async def failing(call: Call) -> Reply:
        async def first(tx: Transaction) -> None:
            await tx.schedule.set("setengah", 1)

        async def then(_tx: Transaction) -> None:
            raise ValueError("nobody foresaw this")

        return Reply((say("Sudah."),), writes=(first, then))

    monkeypatch.setitem(routes.COMMANDS, "status", failing)
    await admin.type("/status")
    assert "gangguan pada layanan" in admin.text
    async with office.store.reading() as tx:
        assert await tx.schedule.setting("setengah") is None


async def test_a_database_that_does_not_answer_is_not_apologised_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of the database while a handler reads: nothing is kept, and the platform delivers again; then the
    person gets the answer, and no apology before it."""
    admin = await office.official("admin")
    failures = 1

    async def reading(call: Call) -> Reply:
        nonlocal failures
        if failures:
            failures -= 1
            async with office.store.transaction() as other:
                await other.schedule.set("lain", 1)
            await call.tx.schedule.set("lain", 2)  # locked: what is read here is older than that
        return Reply((say("Sudah."),))

    monkeypatch.setitem(routes.COMMANDS, "status", reading)
    before = len(admin.screens)
    incoming = Incoming(admin.channel, admin.address, "sekali lagi", Typed("/status"))
    with pytest.raises(NotStored):
        await office.desk.handle(incoming)
    assert len(admin.screens) == before
    await office.desk.handle(incoming)
    assert [screen.text for screen in admin.screens[before:]] == ["Sudah."]


async def test_rights_that_change_while_a_write_is_refused_are_looked_at_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The write is refused, and before the refusal is kept the right is taken away: the person, now without one, is
    answered as anybody is."""
    admin = await office.official("admin")
    person = await _person(office, admin)

    async def refusing(_call: Call) -> Reply:
        async def write(_tx: Transaction) -> None:
            raise Refused("Tidak jadi.")

        return Reply((say("Sudah."),), writes=(write,))

    real = Desk._keep

    async def keep(desk: Desk, call: Call, incoming: Incoming, known: StafRow | None, reply: Reply) -> Outcome:
        if not reply.writes:
            async with office.store.transaction() as tx:
                await tx.staff.revoke([right.id for right in person.hak], NOW)
        return await real(desk, call, incoming, known, reply)

    monkeypatch.setitem(routes.COMMANDS, "status", refusing)
    monkeypatch.setattr(Desk, "_keep", keep)
    before = len(admin.screens)
    await admin.type("/status")
    assert [screen.text for screen in admin.screens[before:]] != ["Tidak jadi."]


async def test_what_was_read_later_stands(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two look at once who is an official; the first has read before somebody came in, and takes longer."""
    read, go_on = asyncio.Event(), asyncio.Event()
    real, first = Staff.all, True

    async def slow(staff: Staff) -> list[StafRow]:
        nonlocal first
        mine, first = first, False
        people = await real(staff)
        if mine:
            read.set()
            await go_on.wait()
        return people

    head = office.stranger()
    await head.open(await office.invitation("kepala_unit", SATU))
    monkeypatch.setattr(Staff, "all", slow)
    looking = asyncio.create_task(office.desk.reload())
    await read.wait()
    accepting = asyncio.create_task(head.tap("Terima"))
    await asyncio.sleep(0.1)
    go_on.set()
    await asyncio.gather(looking, accepting)
    await head.type("/notifikasi")
    assert head.screen.heading == "Notifikasi Anda"


async def test_what_was_kept_is_no_failure_where_looking_again_fails(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit was made, and the database gives out before units and officials are read anew: the answer goes out
    all the same, and nobody is told that nothing was kept."""
    admin = await office.official("admin")
    await admin.type("/undang")

    async def gone(_staff: Staff) -> list[StafRow]:
        raise StorageUnavailable("gone")

    monkeypatch.setattr(Staff, "all", gone)
    await admin.tap("Admin")
    assert "Kirimkan tautan ini" in admin.text


async def _person(office: Office, someone: Official) -> StafRow:
    async with office.store.reading() as tx:
        found = await tx.staff.find(office.rig.sandi.percakapan(someone.channel, someone.address))
    assert found is not None
    return found


async def test_quiet_hours_are_understood_or_asked_again(office: Office) -> None:
    """Hours as people write them are taken; anything else is asked again and changes nothing."""
    head = await office.official("kepala_unit", SATU)
    await head.type("/notifikasi")
    await head.tap("Ubah jam tenang")
    await head.type("malam")
    assert "belum kami pahami" in head.text
    await head.type("21-6")
    assert "pukul 21.00 sampai 06.00" in head.text


async def test_the_audit_log_cannot_be_changed(office: Office) -> None:
    """Not by this program either: the database refuses to change or remove an entry."""
    admin = await office.official("admin")
    await admin.type("/undang")
    await admin.tap("Admin")
    async with office.store.reading() as tx:
        rows = await tx.staff.audit(10)
    assert [row.tindakan for row in rows] == ["undang", "undangan.terima"]
    assert isinstance(rows[0], AuditRow)
    assert rows[0].pada == NOW
    for statement in ("DELETE FROM audit", "UPDATE audit SET nama = 'x'"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with office.store.engine.begin() as connection:
                await connection.exec_driver_sql(statement)
