"""A process that is killed between two steps of an answer's walk.

`python -m tests.service.dying FOLDER MOMENT [SERVER]`, where SERVER is a PostgreSQL's URL without a database.

It lets a citizen come to a moment of an interview, and then, for each step of the next answer's walk, a process of
its own takes that answer over a copy of the database and dies at that step, without a word to anybody. The last one
lives. Prints, as JSON, the answer and what each process had done.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import asyncpg

from bot.engine.events import Started, Tapped
from bot.ports import Incoming, Outgoing
from bot.service.conversation import Conversation
from bot.service.delivery import Delivery
from storage.connect import open_store
from storage.records import OutboxRow
from storage.store import Store, Transaction
from tests.factories import KELOMPOK, SATU, UNITS, Clock, url_of
from tests.service.doubles import Citizen, RecordingChannel
from tests.service.rig import rig_over

KILLED = 9
MOMENTS = {"answer": "prosedur", "finish": "tinjau", "move": "prosedur"}
"""At which screen the citizen is when the answer comes, or elsewhere the code that takes the interview there."""
ELSEWHERE = "628987654321"
TELLING = ("before commit", "after commit", "after handing over", "after acknowledging", "before send", "after send")
"""Steps at which to die over a server. Another process there costs far more, and what it had done in a transaction
that it did not commit is gone, whichever verb it had come to."""


class Fate:
    """Counts the steps of a process, notes them where they survive it, and ends it at one of them."""

    def __init__(self, folder: Path, die_at: int, *, everywhere: bool) -> None:
        self._die_at = die_at
        self._everywhere = everywhere
        self._count = 0
        self._notes = os.open(folder / "steps", os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    def step(self, name: str) -> None:
        os.write(self._notes, f"{name}\n".encode())
        if not self._everywhere and name not in TELLING:
            return
        if self._count == self._die_at:
            os._exit(KILLED)
        self._count += 1


class _Watched:
    """The verbs of a transaction, each with a step before and after it."""

    def __init__(self, verbs: object, fate: Fate) -> None:
        self._verbs = verbs
        self._fate = fate

    def __getattr__(self, name: str) -> Any:
        verb = getattr(self._verbs, name)
        if not inspect.iscoroutinefunction(verb):
            return verb

        async def watched(*args: Any, **kwargs: Any) -> Any:
            self._fate.step(f"before {name}")
            result = await verb(*args, **kwargs)
            self._fate.step(f"after {name}")
            return result

        return watched


class MortalStore(Store):
    """The real store, over which hangs a fate."""

    fate: Fate

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self._fated(super().transaction()) as tx:
            yield tx

    @asynccontextmanager
    async def sharing(self, keys: Collection[str] = ()) -> AsyncIterator[Transaction]:
        # On SQLite that is a transaction, which is watched already.
        sharing = super().sharing(keys)
        async with sharing if self.embedded else self._fated(sharing) as tx:
            yield tx

    @asynccontextmanager
    async def _fated(self, opening: AbstractAsyncContextManager[Transaction]) -> AsyncIterator[Transaction]:
        self.fate.step("before begin")
        async with opening as tx:
            self.fate.step("after begin")
            names = ("walk", "facts", "moves", "outbox")
            yield replace(tx, **{name: cast(Any, _Watched(getattr(tx, name), self.fate)) for name in names})
            self.fate.step("before commit")
        self.fate.step("after commit")


@dataclass(frozen=True)
class Place:
    """Where the databases are: files in a folder, or on the server whose URL this is without a database."""

    folder: Path
    server: str | None

    def url(self, name: str) -> str:
        return url_of(self.folder / f"{name}.db") if self.server is None else f"{self.server}/{self._database(name)}"

    async def make(self, name: str, template: str | None = None) -> None:
        """An empty database, or a copy of another."""
        if self.server is not None:
            connection = await asyncpg.connect(f"{self.server.replace('+asyncpg', '')}/postgres")
            like = "template1" if template is None else self._database(template)
            await connection.execute(f"CREATE DATABASE {self._database(name)} TEMPLATE {like}")
            await connection.close()
        elif template is not None:
            shutil.copy(self.folder / f"{template}.db", self.folder / f"{name}.db")

    def _database(self, name: str) -> str:
        return f"mati_{self.folder.name.replace('-', '_')}_{name}".lower()


async def _prepare(place: Place, moment: str) -> Incoming:
    """An interview that has come to the moment, its screens all sent. Returns the answer to come."""
    await place.make("template")
    store = await open_store(place.url("template"), create=True)
    async with store.transaction() as tx:
        await tx.directory.put(KELOMPOK, UNITS)
    rig = await rig_over(store, Clock(datetime.now(UTC)))
    citizen = rig.citizen()
    await citizen.start(SATU)
    await citizen.until(MOMENTS[moment], 4)
    incoming = citizen.incoming(citizen.answer(3))
    if moment == "move":
        await citizen.command("lanjut")
        kode = citizen.screen.notice.partition("Lanjut ")[2].split()[0]
        incoming = rig.citizen(ELSEWHERE).incoming(Started(f"lanjut-{kode}"))
    channel = RecordingChannel()
    delivery = Delivery(store, {"uji": channel}, {})
    delivery.submit([row for rows in rig.commits for row in rows])
    await delivery.close()
    await store.close()
    return incoming


async def _take(folder: Path, url: str, incoming: Incoming, fate: Fate) -> None:
    """Act on the answer and send what follows, noting what got out: a screen, an acknowledgement."""
    opened = await open_store(url)
    store = MortalStore(opened.engine)
    store.fate = fate
    rig = await rig_over(store, Clock(datetime.now(UTC)))
    channel = RecordingChannel()

    async def noted(outgoing: Outgoing) -> None:
        fate.step("before send")
        note = json.dumps([outgoing.screen.key, outgoing.screen.text])
        (folder / "sent").open("a").write(note + "\n")
        fate.step("after send")

    channel.meanwhile = noted
    delivery = Delivery(store, {"uji": channel}, {})

    def committed(rows: Sequence[OutboxRow]) -> None:
        fate.step("before handing over")
        delivery.submit(rows)
        fate.step("after handing over")

    conversation = Conversation(store, rig.surveys, rig.sandi, committed, rig.clock)
    await Citizen(conversation.handle).deliver(incoming)
    fate.step("before acknowledging")
    (folder / "acknowledged").touch()
    fate.step("after acknowledging")
    await delivery.close()
    fate.step("end")
    await store.close()


def _process(place: Place, incoming: Incoming, die_at: int) -> bool:
    """Run `_take` in a process of its own. True where it was killed."""
    name = f"{die_at:03}"
    folder, url = place.folder / name, place.url(name)
    folder.mkdir()
    (folder / "url").write_text(url)
    asyncio.run(place.make(name, "template"))
    child = os.fork()
    if child == 0:
        try:
            asyncio.run(_take(folder, url, incoming, Fate(folder, die_at, everywhere=place.server is None)))
            os._exit(0)
        except BaseException:
            import traceback  # noqa: PLC0415  the child's last words

            traceback.print_exc()
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, KILLED}, f"{folder} ended with {code}"
    return code == KILLED


def main(folder: Path, moment: str, server: str | None = None) -> None:
    place = Place(folder, server)
    incoming = asyncio.run(_prepare(place, moment))
    deaths = 0
    while _process(place, incoming, deaths):
        deaths += 1
    assert isinstance(incoming.event, Tapped | Started)
    said = incoming.event.token if isinstance(incoming.event, Tapped) else incoming.event.kode
    told = {"said": said, "id": incoming.external_id, "address": incoming.address, "deaths": deaths}
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
