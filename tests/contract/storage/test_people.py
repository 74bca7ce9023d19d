"""Two names of one person: everything is kept under one of them, and nobody is given what is another's."""

from __future__ import annotations

from datetime import UTC, datetime

from storage.people import ADDRESSED, MANY, SINGLE, Name, NameRow
from storage.records import OutboxRow, SessionRow
from storage.requests import RequestRow
from storage.staff import HakRow, StafRow
from storage.store import Store
from storage.tables import metadata
from storage.voices import IzinRow
from tests.factories import SATU, jawaban, respons_row

NOMOR = Name("n" * 32, "nr" * 16, "628123456789")
ORANG = Name("o" * 32, "or" * 16, "ID.4711")
PADA = datetime(2026, 11, 21, tzinfo=UTC)


def session(name: Name, state: str, expires_at: int) -> SessionRow:
    return SessionRow(name.percakapan, "whatsapp", name.address, state, None, None, expires_at)


def official(id_: int, name: Name) -> StafRow:
    args = ("Lurah", "mingguan", 0, 0, "Asia/Jakarta", True, PADA)
    return StafRow(id_, name.percakapan, "whatsapp", name.address, *args)


def message(id_: int, name: Name) -> OutboxRow:
    return OutboxRow(id_, name.percakapan, "whatsapp", name.address, "{}", None, 0)


async def join(store: Store, old: Name = NOMOR, new: Name = ORANG) -> None:
    async with store.sharing((old.percakapan, new.percakapan)) as tx:
        await tx.people.join("whatsapp", old, new)


def test_no_table_that_names_a_person_is_forgotten() -> None:
    """Whoever adds a table has to say how two names of one person meet in it."""
    met = {table.name for table in (*SINGLE, *MANY)} | {"staf", "sebutan"}
    assert {t.name for t in metadata.tables.values() if "percakapan" in t.c} == met
    by_address = {t.name for t in metadata.tables.values() if "address" in t.c and "percakapan" not in t.c}
    assert by_address == {table.name for table in ADDRESSED}
    assert {t.name for t in metadata.tables.values() if "responden" in t.c} == {"respons", "sebutan"}


async def test_all_of_a_person_moves_to_the_other_name(store: Store) -> None:
    """The open interview, what is under way, rights, permits, requests, windows, and whose a response is."""
    row = respons_row(jawaban(3), unit=SATU, responden=NOMOR.responden, saran="Kursinya kurang.")
    async with store.transaction() as tx:
        await tx.walk.save([session(NOMOR, "{}", 5)])
        await tx.outbox.enqueue([message(1, NOMOR)])
        await tx.staff.put(official(7, NOMOR))
        await tx.staff.grant(7, HakRow(8, "kepala_unit", SATU), PADA, None)
        await tx.staff.save_dialog(NOMOR.percakapan, "{}", 50)
        await tx.facts.add([row])
        await tx.voices.allow([IzinRow(row.id, "whatsapp", NOMOR.address, 99)])
        await tx.requests.add(RequestRow(9, "whatsapp", NOMOR.address, 7, {}, 0, 0))
        await tx.people.open({NOMOR.percakapan: 77})
        assert await tx.people.known("whatsapp", NOMOR)
        assert not await tx.people.known("whatsapp", ORANG)
    await join(store)
    async with store.reading() as tx:
        assert (await tx.walk.sessions([ORANG.percakapan]))[ORANG.percakapan] == session(ORANG, "{}", 5)
        assert [r.address for r in await tx.outbox.waiting(ORANG.percakapan)] == [ORANG.address]
        found = await tx.staff.find(ORANG.percakapan)
        assert found is not None
        assert (found.id, found.address, [h.peran for h in found.hak]) == (7, ORANG.address, ["kepala_unit"])
        assert await tx.staff.dialog(ORANG.percakapan, 0) == "{}"
        assert [r.id for r in await tx.facts.earlier({ORANG.responden}, datetime(2020, 1, 1, tzinfo=UTC))] == [row.id]
        assert await tx.people.open_until(ORANG.percakapan) == 77
        assert not await tx.people.known("whatsapp", NOMOR)
    async with store.transaction() as tx:
        claimed = await tx.requests.claim(10, 20)
        assert claimed is not None
        assert claimed.address == ORANG.address
        assert await tx.people.addresses([ORANG.percakapan]) == {ORANG.percakapan: ORANG.address}


async def test_of_two_interviews_the_later_one_stays(store: Store) -> None:
    """Whichever name it was begun under."""
    for number, user, stays in ((5, 9, "user"), (9, 5, "number")):
        async with store.transaction() as tx:
            await tx.walk.save([session(NOMOR, "number", number), session(ORANG, "user", user)])
        await join(store)
        async with store.transaction() as tx:
            found = await tx.walk.sessions([NOMOR.percakapan, ORANG.percakapan])
            assert {key: (row.state, row.address) for key, row in found.items()} == {
                ORANG.percakapan: (stays, ORANG.address)
            }
            await tx.walk.forget([ORANG.percakapan])


async def test_rights_under_two_names_add_up_and_none_is_held_twice(store: Store) -> None:
    """A right that was given under both can be taken away at once."""
    async with store.transaction() as tx:
        for id_, name in ((7, NOMOR), (8, ORANG)):
            await tx.staff.put(official(id_, name))
            await tx.staff.grant(id_, HakRow(id_ + 10, "kepala_unit", SATU), PADA, None)
        await tx.staff.grant(7, HakRow(30, "admin", ""), PADA, None)
    await join(store)
    async with store.reading() as tx:
        assert await tx.staff.known(NOMOR.percakapan) is None
        found = await tx.staff.find(ORANG.percakapan)
    assert found is not None
    assert found.id == 8
    assert sorted(right.peran for right in found.hak) == ["admin", "kepala_unit"]


async def test_who_gets_a_used_number_gets_nothing_of_who_had_it(store: Store) -> None:
    """What was under way is dropped; the answers stay, and nobody can correct them any more."""
    row = respons_row(jawaban(3), unit=SATU, responden=NOMOR.responden)
    async with store.transaction() as tx:
        await tx.walk.save([session(NOMOR, "{}", 5)])
        await tx.outbox.enqueue([message(1, NOMOR)])
        await tx.staff.put(official(7, NOMOR))
        await tx.facts.add([row])
    async with store.sharing((NOMOR.percakapan,)) as tx:
        await tx.people.drop("whatsapp", NOMOR)
    async with store.reading() as tx:
        assert await tx.walk.sessions([NOMOR.percakapan]) == {}
        assert await tx.outbox.waiting(NOMOR.percakapan) == []
        assert await tx.facts.earlier({NOMOR.responden}, datetime(2020, 1, 1, tzinfo=UTC)) == []
        known = await tx.staff.known(NOMOR.percakapan)
        assert known is not None
        assert not known.terjangkau
        assert await tx.facts.counted() == await tx.facts.recounted()


async def test_a_name_stands_for_what_was_said_last(store: Store) -> None:
    """And for nothing once it has not been used for long."""
    async with store.transaction() as tx:
        await tx.people.name([NameRow("a" * 32, "x" * 32, "y" * 32, 10)])
        await tx.people.name([NameRow("a" * 32, "z" * 32, "y" * 32, 20)])
        assert (await tx.people.names(["a" * 32, "b" * 32])) == {"a" * 32: NameRow("a" * 32, "z" * 32, "y" * 32, 20)}
        await tx.people.prune(0, 20)
        assert await tx.people.names(["a" * 32])
        await tx.people.prune(0, 21)
        assert not await tx.people.names(["a" * 32])


async def test_a_window_only_grows_until_the_platform_shuts_it(store: Store) -> None:
    """A message delivered late opens nothing that is open for longer."""
    key = "k" * 32
    async with store.transaction() as tx:
        await tx.people.open({key: 20})
        await tx.people.open({key: 10})
        assert await tx.people.open_until(key) == 20
        await tx.people.open({key: 30})
        assert await tx.people.open_until(key) == 30
        await tx.people.shut([key])
        assert await tx.people.open_until(key) == 0
        await tx.people.open({key: 30})
        await tx.people.prune(31, 0)
        assert await tx.people.open_until(key) == 0
