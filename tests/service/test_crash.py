"""Killed between any two steps of an answer's walk, nobody loses an answer, and none is counted twice.

The killing is real (see `tests.service.dying`); here the next process starts over what each dead one left.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.engine.events import Started, Tapped
from bot.ports import Incoming
from bot.service import delivery as sending
from bot.service import looking
from bot.service.delivery import Delivery
from storage.connect import open_store
from tests.factories import Clock
from tests.postgres import Server
from tests.service.dispatch import until
from tests.service.doubles import RecordingChannel
from tests.service.dying import TELLING
from tests.service.rig import rig_over


@dataclass
class Death:
    """What one dead process left behind, and where it died."""

    folder: Path
    incoming: Incoming

    @property
    def steps(self) -> list[str]:
        return (self.folder / "steps").read_text().splitlines()

    @property
    def acknowledged(self) -> bool:
        return (self.folder / "acknowledged").exists()

    @property
    def sent(self) -> list[tuple[str, str]]:
        """Key and text of the screens that got out."""
        file = self.folder / "sent"
        return [tuple(json.loads(line)) for line in file.read_text().splitlines()] if file.exists() else []


@pytest.fixture(params=["sqlite", "postgres"])
def server(request: pytest.FixtureRequest) -> list[str]:
    """Where the dying have their databases, as their command line says it: in files, or on a server."""
    if request.param == "sqlite":
        return []
    running: Server = request.getfixturevalue("postgres")
    return [running.url("").rstrip("/")]


def _deaths(folder: Path, moment: str, server: list[str]) -> list[Death]:
    command = [sys.executable, "-m", "tests.service.dying", str(folder), moment, *server]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    event = Started(told["said"]) if moment == "move" else Tapped(told["said"])
    incoming = Incoming("uji", told["address"], told["id"], event)
    return [Death(folder / f"{n:03}", incoming) for n in range(told["deaths"])]


@dataclass
class Aftermath:
    """How things stand after the next process has done all there was to do."""

    screens: list[tuple[str, str]]
    responses: int
    session_open: bool
    outbox: int


async def _go_on(death: Death, *, finish: bool = False) -> Aftermath:
    """Start anew over the dead process's database. The platform delivers again what was not acknowledged; with
    `finish` the citizen then answers on from the last screen they got, to the end."""
    store = await open_store((death.folder / "url").read_text())
    rig = await rig_over(store, Clock(datetime.now(UTC)))
    citizen, channel = rig.citizen(death.incoming.address), RecordingChannel()
    delivery = Delivery(store, {"uji": channel}, {})
    running = asyncio.create_task(delivery.run())
    if not death.acknowledged:
        await citizen.deliver(death.incoming)

    async def empty() -> bool:
        delivery.submit([row for rows in rig.commits for row in rows])
        rig.commits.clear()
        async with store.reading() as tx:
            return await tx.outbox.depth() == 0

    await until(empty)
    screens = death.sent + [(one.screen.key, one.screen.text) for one in channel.sent]
    open_ = await rig.session(citizen) is not None
    if finish:
        shown = [one.screen for one in channel.sent if one.address == citizen.address]
        citizen.seen = shown[-1] if shown else citizen.seen
        if citizen.seen is None:  # the dead process showed it: look again, as a person does who scrolls
            await citizen.type("?")
        await citizen.until("selesai", 4)
        await until(empty)
    aftermath = Aftermath(screens, await rig.n(), open_, len(await rig.outbox(citizen)))
    running.cancel()
    await asyncio.wait([running])
    await delivery.close()
    await store.close()
    return aftermath


@pytest.fixture(autouse=True)
def _brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "SCAN_SECONDS", 0.02)
    monkeypatch.setattr(looking, "MISSING_MS", 40)
    monkeypatch.setattr(sending, "SETTLE_SECONDS", 0.005)


async def test_killed_anywhere_in_the_last_answer(tmp_path: Path, server: list[str]) -> None:
    """There is exactly one response, its counters agree, and the thanks with the one valid receipt got out."""
    deaths = await asyncio.to_thread(_deaths, tmp_path, "finish", server)
    steps = deaths[-1].steps
    for wanted in ("before begin", "after add", "after forget", "before commit", "after commit"):
        assert wanted in steps
    assert steps.index("after commit") < steps.index("before handing over") < steps.index("before send")
    assert steps.index("after send") < steps.index("before settle") < len(steps) - 1
    for death in deaths:
        where = death.steps[-1]
        after = await _go_on(death)
        assert (where, after.responses, after.session_open, after.outbox) == (where, 1, False, 0)
        receipts = {text.rsplit("/hapus ", 1)[1] for key, text in after.screens if key == "selesai"}
        assert (where, len(receipts)) == (where, 1)
        assert (where, [key for key, _ in after.screens if key == "tinjau"]) == (where, [])


async def test_killed_anywhere_in_the_middle_of_an_interview(tmp_path: Path, server: list[str]) -> None:
    """The draft goes on at the question after the answer, which is shown at least once, and ends in one response."""
    deaths = await asyncio.to_thread(_deaths, tmp_path, "answer", server)
    wanted = TELLING if server else (*TELLING, "after seen", "after save", "after enqueue", "after settle")
    assert {death.steps[-1] for death in deaths} >= set(wanted)
    for death in deaths:
        where = death.steps[-1]
        after = await _go_on(death, finish=True)
        assert (where, {key for key, _ in after.screens}) == (where, {"waktu"})
        assert (where, after.session_open, after.responses, after.outbox) == (where, True, 1, 0)
        assert (where, await _answers(death)) == (where, 3)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_killed_anywhere_while_an_interview_moves(tmp_path: Path, server: list[str]) -> None:
    """It is in one place alone, where it ends in one response; the farewell got out, and nobody was told that the
    code was used."""
    deaths = await asyncio.to_thread(_deaths, tmp_path, "move", server)
    for wanted in ("after use", "after leave", "before commit", "after commit"):
        assert wanted in deaths[-1].steps
    for death in deaths:
        where = death.steps[-1]
        after = await _go_on(death, finish=True)
        assert (where, {key for key, _ in after.screens}) == (where, {"prosedur", "selesai"})
        texts = {text for key, text in after.screens if key == "selesai"}
        assert (where, ["lanjutkan di" in text for text in texts]) == (where, [True])
        assert (where, after.session_open, after.responses, after.outbox) == (where, True, 1, 0)
        assert (where, await _answers(death)) == (where, 4)


async def _answers(death: Death) -> int | None:
    """The score that was kept for the question at which the process died."""
    store = await open_store((death.folder / "url").read_text())
    async with store.reading() as tx:
        counted = await tx.facts.counted()
    await store.close()
    (rekap,) = counted.values()
    scores = [score for score, n in enumerate(rekap.sebaran["prosedur"], start=1) if n]
    return scores[0] if len(scores) == 1 else None
