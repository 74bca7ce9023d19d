"""The first weeks of the city's year, with a process killed in the middle of a Monday."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.simulation.__main__ import main
from tests.simulation.city import BEGIN


async def test_a_kill_in_the_middle_of_a_monday_changes_nothing(tmp_path: Path) -> None:
    """Six Mondays of 94 heads, 5 camats and an admin: each digest is in the outbox once, though the process was
    killed while it wrote them."""
    assert await main(BEGIN + timedelta(weeks=6), 1, tmp_path)
