"""A process that is killed between two steps of an answer's walk: `python -m tests.service.dying FOLDER MOMENT`.

It lets a citizen come to a moment of an interview, and then, for each step of the next answer's walk, a process of
its own takes that answer over a copy of the database and dies at that step, without a word to anybody. The last one
lives. Prints, as JSON, the answer and what each process had done.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from bot.engine.events import Tapped
from bot.ports import Incoming, Outgoing
from bot.service.conversation import Conversation
from bot.service.delivery import Delivery
from storage.connect import open_store
from storage.facts import Facts
from storage.records import OutboxRow
from storage.store import Store, Transaction
from storage.walk import Walk
from tests.factories import KELOMPOK, SATU, UNITS, url_of
from tests.service.doubles import Citizen, RecordingChannel
from tests.service.rig import rig_over

KILLED = 9
MOMENTS = {"answer": "prosedur", "finish": "tinjau"}
"""At which screen the citizen is when the answer comes."""


class Fate:
    """Counts the steps of a process, notes them where they survive it, and ends it at one of them."""

    def __init__(self, folder: Path, die_at: int) -> None:
        self._die_at = die_at
        self._count = 0
        self._notes = os.open(folder / "steps", os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    def step(self, name: str) -> None:
        os.write(self._notes, f"{name}\n".encode())
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
        self.fate.step("before begin")
        async with super().transaction() as tx:
            self.fate.step("after begin")
            walk, facts = _Watched(tx.walk, self.fate), _Watched(tx.facts, self.fate)
            yield replace(tx, walk=cast(Walk, walk), facts=cast(Facts, facts))
            self.fate.step("before commit")
        self.fate.step("after commit")


async def _prepare(file: Path, moment: str) -> Incoming:
    """An interview that has come to the moment, its screens all sent. Returns the answer to come."""
    store = await open_store(url_of(file), create=True)
    async with store.transaction() as tx:
        await tx.directory.put(KELOMPOK, UNITS)
    rig = await rig_over(store)
    citizen = rig.citizen()
    await citizen.start(SATU)
    await citizen.until(MOMENTS[moment], 4)
    channel = RecordingChannel()
    delivery = Delivery(store, {"uji": channel}, {})
    delivery.submit([row for rows in rig.commits for row in rows])
    await delivery.close()
    await store.close()
    return citizen.incoming(citizen.answer(3))


async def _take(folder: Path, incoming: Incoming, die_at: int) -> None:
    """Act on the answer and send what follows, noting what got out: a screen, an acknowledgement."""
    fate = Fate(folder, die_at)
    opened = await open_store(url_of(folder / "ikm.db"))
    store = MortalStore(opened.engine)
    store.fate = fate
    rig = await rig_over(store)
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


def _process(folder: Path, template: Path, incoming: Incoming, die_at: int) -> bool:
    """Run `_take` in a process of its own. True where it was killed."""
    folder.mkdir()
    shutil.copy(template, folder / "ikm.db")
    child = os.fork()
    if child == 0:
        try:
            asyncio.run(_take(folder, incoming, die_at))
            os._exit(0)
        except BaseException:
            import traceback  # noqa: PLC0415  the child's last words

            traceback.print_exc()
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, KILLED}, f"{folder} ended with {code}"
    return code == KILLED


def main(folder: Path, moment: str) -> None:
    template = folder / "template.db"
    incoming = asyncio.run(_prepare(template, moment))
    deaths = 0
    while _process(folder / f"{deaths:03}", template, incoming, deaths):
        deaths += 1
    assert isinstance(incoming.event, Tapped)
    print(json.dumps({"token": incoming.event.token, "id": incoming.external_id, "deaths": deaths}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
