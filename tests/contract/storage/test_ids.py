"""Ids of rows: made without asking the database, and still in order and one of a kind."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time

import pytest

from storage.records import made_at, new_id

_MANY = "from storage.records import new_id; print(*(new_id() for _ in range(20_000)))"


def test_ids_rise() -> None:
    """Each is above the one before, however fast they are made, and a database's integer holds it."""
    ids = [new_id() for _ in range(50_000)]
    assert all(one < next_ for one, next_ in itertools.pairwise(ids))
    assert 0 < ids[0] < ids[-1] < 2**63


def test_ids_rise_though_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message written after such a correction still comes after the one before it."""
    before = new_id()
    monkeypatch.setattr(time, "time_ns", lambda: 1_700_000_000_000_000_000)
    after = [new_id() for _ in range(100)]
    assert [before, *after] == sorted({before, *after})


def test_ids_of_two_processes_differ() -> None:
    """Two that make thousands at the same time never make the same one."""
    running = [subprocess.Popen([sys.executable, "-c", _MANY], stdout=subprocess.PIPE) for _ in range(2)]
    ids = [one.communicate()[0].split() for one in running]
    assert [one.returncode for one in running] == [0, 0]
    assert len({*ids[0], *ids[1]}) == 40_000


def test_an_id_tells_when_it_was_made() -> None:
    """To the millisecond, as far as the clock of the process is right."""
    before = time.time_ns() // 1_000_000
    made = made_at(new_id())
    assert before <= made <= before + 60_000
