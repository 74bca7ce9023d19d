"""What waits in the database is not overtaken, and does not hold up the rest for ever."""

from __future__ import annotations

import pytest

from bot.service.order import FORGOTTEN_MS, GivenBack, lane_of
from storage.records import OutboxRow
from tests.factories import outbox_row

A, B = "a" * 32, "b" * 32
DUE = 1_000


def _rows(n: int, key: str = A, *, push: bool = False, live: bool = False) -> list[OutboxRow]:
    return [outbox_row(key, push=push, live=live) for _ in range(n)]


@pytest.fixture
def back() -> GivenBack:
    return GivenBack()


def test_a_later_row_waits_until_the_earlier_has_come_back(back: GivenBack) -> None:
    """Before the time it is due then; after it, at once; and it goes as soon as the earlier has gone."""
    first, second = _rows(2)
    back.add([first], DUE)
    assert back.until(second, DUE - 500) == DUE
    assert back.until(second, DUE + 300) == DUE + 300
    assert back.until(first, DUE + 400) is None
    assert back.until(second, DUE + 400) is None
    assert lane_of(first) not in back


def test_rows_given_back_together_go_in_their_order(back: GivenBack) -> None:
    """The second of a lane asked first still waits for the first."""
    first, second, third = _rows(3)
    back.add([first, second], DUE)
    assert back.until(second, DUE) == DUE
    assert back.until(third, DUE) == DUE
    assert [back.until(row, DUE) for row in (first, second, third)] == [None] * 3


def test_an_earlier_row_does_not_wait_for_a_later(back: GivenBack) -> None:
    """Only what comes after has to wait."""
    first, second = _rows(2)
    back.add([second], DUE)
    assert back.until(first, 0) is None
    assert lane_of(second) in back


def test_other_lanes_do_not_wait(back: GivenBack) -> None:
    """Neither other conversations nor this one's replies wait for a push."""
    (push,), (reply,), (other,) = _rows(1, push=True), _rows(1), _rows(1, B, push=True)
    back.add([push], DUE)
    assert back.until(reply, 0) is None
    assert back.until(other, 0) is None


def test_a_live_screen_is_not_waited_for(back: GivenBack) -> None:
    """The database has dropped it in favour of the later, so it will not come back."""
    (live,), (later,) = _rows(1, live=True), _rows(1, live=True)
    back.add([live], DUE)
    assert back.until(later, 0) is None
    assert lane_of(live) not in back


def test_a_row_that_never_comes_back_is_waited_for_no_longer_than_its_lease(back: GivenBack) -> None:
    """It was sent by somebody else, or its person has gone."""
    first, second = _rows(2)
    back.add([first], DUE)
    assert back.until(second, DUE + FORGOTTEN_MS - 1) is not None
    assert back.until(second, DUE + FORGOTTEN_MS) is None
    back.add([first], DUE)
    back.forget(DUE + FORGOTTEN_MS)
    assert lane_of(first) not in back
