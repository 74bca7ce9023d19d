"""Real processes, found and killed by their ids. One stopped by a signal stands for one that takes too long."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import vl_convert

from bot.reports import proses
from bot.reports.grafik.canvas import Canvas
from bot.reports.kuas import smaller
from bot.reports.pelukis import LukisError, Pelukis
from tests.processes import children as children_of
from tests.processes import until
from tests.unit.reports.pixels import picture_of

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds processes by /proc")

Make = Callable[..., Pelukis]


@pytest.fixture
async def pelukis() -> AsyncIterator[Make]:
    """Makes painters that are gone, with their processes, when the test is over."""
    made: list[Pelukis] = []

    def make(workers: int = 1, timeout: float = 20.0) -> Pelukis:
        made.append(Pelukis(workers, timeout))
        return made[-1]

    yield make
    for one in made:
        await one.close()
    assert children() == []


def svg(text: str = "Kelurahan Mawar") -> str:
    canvas = Canvas()
    canvas.text(20, 40, text)
    canvas.rect(20, 50, 300, 30, "#17627d")
    return canvas.svg(100)


def children(pid: int | None = None) -> list[int]:
    """The processes that draw."""
    return children_of(b"kuas.py", pid)


async def stopped(painter: Pelukis) -> int:
    """The id of its one process, which has drawn once and now does nothing more."""
    await painter.png(svg("sebelumnya"))
    (pid,) = children()
    os.kill(pid, signal.SIGSTOP)
    return pid


async def asked(painter: Pelukis, text: str) -> asyncio.Task[bytes]:
    """Asked for, and in the hands of a process where one was free."""
    task = asyncio.create_task(painter.png(svg(text)))
    await asyncio.sleep(0.05)
    assert not task.done()
    return task


async def reason(drawing: Awaitable[bytes]) -> str:
    with pytest.raises(LukisError) as caught:
        await drawing
    return str(caught.value)


async def test_the_picture_is_the_renderers_pixel_by_pixel(pelukis: Make) -> None:
    assert picture_of(await pelukis().png(svg())) == picture_of(vl_convert.svg_to_png(svg()))


def test_packing_again_makes_a_picture_much_smaller() -> None:
    png = vl_convert.svg_to_png(svg())
    assert len(smaller(png)) < len(png) / 2


async def test_no_process_is_started_before_the_first_picture_and_no_second_one_without_need(pelukis: Make) -> None:
    painter = pelukis(workers=3)
    assert children() == []
    await painter.png(svg("1"))
    first = children()
    await painter.png(svg("2"))
    assert len(first) == 1
    assert children() == first


async def test_there_are_never_more_processes_than_allowed_and_all_pictures_come(pelukis: Make) -> None:
    painter = pelukis(workers=2)
    drawing = asyncio.gather(*(painter.png(svg(f"{n}")) for n in range(30)))
    most = 0
    while not drawing.done():
        most = max(most, len(children()))
        await asyncio.sleep(0.005)
    pictures = await drawing
    assert most == 2
    assert len(set(pictures)) == 30
    assert picture_of(pictures[17]) == picture_of(vl_convert.svg_to_png(svg("17")))


async def test_a_process_killed_over_a_picture_is_replaced_and_the_picture_drawn(pelukis: Make) -> None:
    painter = pelukis()
    pid = await stopped(painter)
    drawing = await asked(painter, "diulang")
    os.kill(pid, signal.SIGKILL)
    assert picture_of(await drawing) == picture_of(vl_convert.svg_to_png(svg("diulang")))
    assert len(children()) == 1
    assert children() != [pid]


async def test_a_process_killed_while_idle_is_not_noticed(pelukis: Make) -> None:
    painter = pelukis()
    await painter.png(svg("1"))
    (pid,) = children()
    os.kill(pid, signal.SIGKILL)
    await until(lambda: pid not in children())
    assert picture_of(await painter.png(svg("2"))).width == 800


async def test_a_picture_over_which_two_processes_died_is_given_up_and_the_next_one_drawn(
    pelukis: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = proses._start

    async def stillborn(argv: tuple[str, ...]) -> Process:
        process = await start(argv)
        process.kill()  # before it is asked: drawing takes it less time than we need to find it
        return process

    painter = pelukis()
    first = await stopped(painter)
    drawing = await asked(painter, "maut")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(proses, "_start", stillborn)
        os.kill(first, signal.SIGKILL)
        assert await reason(drawing) == "the process died 2 times"
    assert picture_of(await painter.png(svg("berikutnya"))).width == 800


async def test_a_picture_that_takes_too_long_is_given_up_with_its_process(pelukis: Make) -> None:
    painter = pelukis(timeout=5)
    pid = await stopped(painter)
    assert await reason(painter.png(svg("lama"))) == "not done within 5 seconds"
    assert children() == []
    assert picture_of(await painter.png(svg("berikutnya"))).width == 800
    assert children() != [pid]


async def test_what_is_no_picture_is_refused_with_a_reason_and_costs_no_process(pelukis: Make) -> None:
    painter = pelukis()
    await painter.png(svg())
    before = children()
    assert await reason(painter.png("<svg")) == "the document does not have a root node"
    assert picture_of(await painter.png(svg("berikutnya"))).width == 800
    assert children() == before


async def test_the_same_picture_asked_for_at_once_is_drawn_once(pelukis: Make) -> None:
    painter = pelukis(workers=2)
    one, other = await asyncio.gather(painter.png(svg()), painter.png(svg()))
    assert one is other
    assert len(children()) == 1
    assert await painter.png(svg()) is not one  # nothing is kept


async def test_who_gives_up_waiting_takes_the_picture_from_nobody_else(pelukis: Make) -> None:
    painter = pelukis()
    pid = await stopped(painter)
    leaving, staying = await asked(painter, "bersama"), await asked(painter, "bersama")
    leaving.cancel()
    os.kill(pid, signal.SIGCONT)
    assert picture_of(await staying).width == 800
    assert leaving.cancelled()
    assert children() == [pid]


async def test_closing_finishes_what_is_drawn_gives_up_what_waits_and_leaves_no_process(pelukis: Make) -> None:
    painter = pelukis()
    pid = await stopped(painter)
    drawing, waiting = await asked(painter, "dilukis"), await asked(painter, "menunggu")
    closing = asyncio.create_task(painter.close())
    await asyncio.sleep(0.05)
    os.kill(pid, signal.SIGCONT)
    assert picture_of(await drawing).width == 800
    assert await reason(waiting) == "closed"
    await closing
    assert children() == []
    assert await reason(painter.png(svg("terlambat"))) == "closed"
    await painter.close()


async def test_a_process_that_does_not_leave_is_made_to(pelukis: Make) -> None:
    painter = pelukis()
    await stopped(painter)
    await painter.close()
    assert children() == []


def test_nobody_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="0 workers"):
        Pelukis(0)


PROGRAM = """
import asyncio, sys
from bot.reports.pelukis import Pelukis

async def main():
    pelukis = Pelukis(2)
    try:
        await asyncio.gather(pelukis.png(sys.argv[1]), pelukis.png(sys.argv[1] + " "))
        print("drawn", flush=True)
        await asyncio.gather(*(pelukis.png(sys.argv[1] + " " * n) for n in range(2, 2000)))
    finally:
        await pelukis.close()

try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.fixture
def program() -> subprocess.Popen[str]:
    """Another program in the middle of drawing, in a process group of its own as a terminal would start it."""
    started = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, svg()],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "drawn\n"
    return started


def gone(pid: int) -> bool:
    """Or dead and waiting for somebody to ask how it died."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


async def test_an_interrupt_from_the_keyboard_ends_all_without_a_word_from_the_processes(
    program: subprocess.Popen[str],
) -> None:
    drawing = children(program.pid)
    os.killpg(program.pid, signal.SIGINT)
    out, err = await asyncio.to_thread(program.communicate, timeout=20)
    assert (out, err) == ("interrupted\n", "")
    assert len(drawing) == 2
    assert all(gone(pid) for pid in drawing)


async def test_no_process_outlives_a_program_that_was_killed(program: subprocess.Popen[str]) -> None:
    drawing = children(program.pid)
    assert len(drawing) == 2
    program.kill()
    await until(lambda: all(gone(pid) for pid in drawing))
    _, err = await asyncio.to_thread(program.communicate, timeout=20)
    assert err == ""
