"""The pacer as a table: what goes when, by a clock that stands until it is moved."""

from __future__ import annotations

import pytest

from bot.service.limits import Limits, Pacer
from tests.factories import Clock


def _went(pacer: Pacer, key: str, *, push: bool, times: int) -> int:
    """How many of so many tries go at once."""
    return sum(pacer.wait(key, push=push) == 0 for _ in range(times))


@pytest.fixture
def clock() -> Clock:
    return Clock()


def _pacer(clock: Clock, **limits: float) -> Pacer:
    return Pacer(Limits(**limits), clock.seconds)  # type: ignore[arg-type]  # whole numbers where wanted


def test_pushes_go_thirty_a_second_over_all_chats(clock: Clock) -> None:
    """In ten seconds of trying every millisecond, 300 pushes go at most, and hardly fewer."""
    pacer, sent = _pacer(clock), 0
    for _ in range(10_000):
        sent += pacer.wait(f"chat {sent}", push=True) == 0
        clock.move(milliseconds=1)
    assert 290 <= sent <= 301


def test_a_wait_is_long_enough(clock: Clock) -> None:
    """Whoever waits as long as told goes then, and not a moment before."""
    pacer = _pacer(clock, push_per_second=2)
    assert pacer.wait("a", push=True) == 0
    told = pacer.wait("b", push=True)
    assert told == pytest.approx(0.5, abs=1e-3)
    clock.move(seconds=told - 0.01)
    assert pacer.wait("b", push=True) > 0
    clock.move(seconds=0.011)
    assert pacer.wait("b", push=True) == 0


def test_asking_in_vain_costs_nothing(clock: Clock) -> None:
    """A hundred tries that had to wait do not push the next further away."""
    pacer = _pacer(clock, push_per_second=1, chat_per_second=1, chat_burst=1)
    assert pacer.wait("a", push=True) == 0
    assert _went(pacer, "a", push=True, times=100) == 0
    clock.move(seconds=1.001)
    assert pacer.wait("a", push=True) == 0


def test_replies_wait_for_no_push_and_count_as_none(clock: Clock) -> None:
    """With the pushes of this second used up a thousand replies go, and then the next push in its own time."""
    pacer = _pacer(clock, push_per_second=1)
    assert pacer.wait("a", push=True) == 0
    assert sum(pacer.wait(f"r{n}", push=False) == 0 for n in range(1_000)) == 1_000
    assert pacer.wait("b", push=True) == pytest.approx(1, abs=1e-3)


def test_one_chat_may_have_a_burst_and_then_one_a_second(clock: Clock) -> None:
    """As many at once as set, then one a second; a quiet while gives the burst back, no more."""
    pacer = _pacer(clock, chat_per_second=1, chat_burst=5)
    assert _went(pacer, "a", push=False, times=9) == 5
    clock.move(seconds=1.001)
    assert _went(pacer, "a", push=False, times=9) == 1
    clock.move(seconds=3.001)
    assert _went(pacer, "a", push=False, times=9) == 3
    clock.move(hours=5)
    assert _went(pacer, "a", push=False, times=9) == 5
    assert _went(pacer, "b", push=False, times=9) == 5


@pytest.mark.parametrize("push", [False, True])
def test_a_chat_that_asked_to_wait_gets_nothing_before_then(clock: Clock, push: bool) -> None:
    """RetryAfter holds for its chat, replies included, however much of its burst is left."""
    pacer = _pacer(clock, chat_burst=30)
    pacer.pause("a", 7)
    assert pacer.wait("a", push=push) == pytest.approx(7, abs=1e-3)
    clock.move(seconds=6.99)
    assert pacer.wait("a", push=push) > 0
    clock.move(seconds=0.02)
    assert pacer.wait("a", push=push) == 0


def test_where_one_chat_asked_to_wait_all_pushes_do_and_no_other_reply(clock: Clock) -> None:
    """What nobody waits for gives way, to every chat; who waits elsewhere is served."""
    pacer = _pacer(clock)
    pacer.pause("a", 7)
    assert pacer.wait("b", push=True) == pytest.approx(7, abs=1e-3)
    assert pacer.wait("b", push=False) == 0


def test_a_shorter_request_to_wait_does_not_shorten_a_longer(clock: Clock) -> None:
    """Of two such requests the later end counts."""
    pacer = _pacer(clock)
    pacer.pause("a", 60)
    pacer.pause("a", 1)
    clock.move(seconds=30)
    assert pacer.wait("a", push=False) > 29
    assert pacer.wait("b", push=True) > 29


def test_no_limit_is_no_limit_and_still_honours_a_request_to_wait(clock: Clock) -> None:
    """With 0 for both rates everything goes at once, but not to whom we were asked to let be."""
    pacer = _pacer(clock, push_per_second=0, chat_per_second=0)
    assert _went(pacer, "a", push=True, times=1_000) == 1_000
    pacer.pause("a", 5)
    assert pacer.wait("a", push=False) == pytest.approx(5, abs=1e-3)
    clock.move(seconds=5.001)
    assert _went(pacer, "a", push=True, times=1_000) == 1_000


def test_memory_does_not_grow_with_every_chat_ever_seen(clock: Clock) -> None:
    """Of a hundred thousand chats served one after the other few are still remembered."""
    pacer = _pacer(clock)
    for n in range(100_000):
        pacer.wait(f"chat {n}", push=False)
        clock.move(milliseconds=1)
    assert len(pacer._free_at) < 20_000
