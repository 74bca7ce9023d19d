"""A platform that does not answer is asked by one message at a time, and by all again once it does."""

from __future__ import annotations

import pytest

from bot.service.breaker import FAILURES, PAUSES, Breaker


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(clock)


def _out(breaker: Breaker) -> None:
    for _ in range(FAILURES):
        breaker.failed("kirim")


def test_failures_among_successes_are_no_outage(breaker: Breaker) -> None:
    """A message that fails while others get through is that message's own trouble."""
    for _ in range(10 * FAILURES):
        for _ in range(FAILURES - 1):
            assert not breaker.failed("kirim")
        assert breaker.answered() is None
    assert breaker.admit() == "kirim"


def test_it_finds_out_once(breaker: Breaker) -> None:
    """The last of so many failures in a row says so; those that were on their way add nothing."""
    assert [breaker.failed("kirim") for _ in range(FAILURES + 20)].count(True) == 1
    assert breaker.open
    assert breaker.pause == PAUSES[0]


def test_one_asks_at_a_time_with_growing_pauses(breaker: Breaker, clock: Clock) -> None:
    """Between two messages that ask lies a pause, up to the longest; all others wait."""
    _out(breaker)
    for pause in (*PAUSES, PAUSES[-1]):
        clock.now += pause - 0.01
        assert breaker.admit() == "tahan"
        clock.now += 0.01
        assert [breaker.admit() for _ in range(3)] == ["coba", "tahan", "tahan"]
        assert not breaker.failed("coba")


def test_an_answer_lets_all_go_again(breaker: Breaker, clock: Clock) -> None:
    """It says for how long nothing got through, once; and forgets how long the pauses had become."""
    _out(breaker)
    clock.now += 40
    assert breaker.admit() == "coba"
    assert breaker.answered() == 40
    assert breaker.answered() is None
    assert [breaker.admit() for _ in range(2)] == ["kirim", "kirim"]
    _out(breaker)
    assert breaker.pause == PAUSES[0]


def test_who_was_broken_off_while_asking_leaves_it_to_the_next(breaker: Breaker, clock: Clock) -> None:
    """Nobody waits for an answer that will never come."""
    _out(breaker)
    clock.now += PAUSES[0]
    asking = breaker.admit()
    breaker.given_up(asking)
    assert breaker.admit() == "coba"
