"""Whose turn it is: messages of a conversation keep their order whichever processes send them."""

from __future__ import annotations

from dataclasses import replace

from storage.records import OutboxRow, made_at
from storage.turns import choose, has_to_wait
from tests.factories import MS, outbox_row

ME, OTHER = 7, 8
NOW, LATER = MS, MS + 20_000
A, B = "a" * 32, "b" * 32


def _row(pemilik: int = 0, due_at: int = NOW, key: str = A, **changes: object) -> OutboxRow:
    return replace(outbox_row(key, due_at=due_at, **changes), pemilik=pemilik)


def _mine(**changes: object) -> OutboxRow:
    return _row(ME, LATER, **changes)  # type: ignore[arg-type]  # fields of a row


def test_a_new_message_waits_for_what_another_process_is_sending() -> None:
    """It is left in the database, due at once."""
    before, new = _row(OTHER, LATER), _mine()
    due = has_to_wait(new, [before])
    assert due == made_at(new.id)


def test_it_waits_behind_who_waits() -> None:
    """What nobody holds yet goes first, also where it was asked to wait for long."""
    before, new = _row(0, NOW), _mine()
    assert has_to_wait(new, [before]) is not None
    new = _mine()
    assert has_to_wait(new, [_row(0, 1 << 60)]) is None, "that came later"
    first, new = _row(0, 1 << 60), _mine()
    assert has_to_wait(new, [first]) == 1 << 60


def test_it_waits_for_nothing_that_goes_when_it_comes_or_that_waits_for_the_person() -> None:
    """A screen in nobody's hands is removed for it, and what is held back is no reason to say nothing."""
    screen, held = _row(0, NOW, live=True), _row(0, 1 << 60, ditahan=True)
    assert has_to_wait(_mine(), [screen, held]) is None
    assert has_to_wait(_mine(detached=True), [screen]) is not None


def test_of_two_screens_with_the_same_buttons_a_pressed_one_proves_the_first() -> None:
    """Who presses a button has seen it; but the question shown again may still be on its way elsewhere."""
    screen, again = _row(OTHER, LATER, live=True), _row(OTHER, LATER, live=True, ulang=True)
    assert has_to_wait(_mine(), [screen], seen=True) is None
    assert has_to_wait(_mine(), [again], seen=True) is not None
    assert has_to_wait(_mine(), [screen, again], seen=True) is not None


def test_a_process_follows_itself_and_no_reply_waits_for_a_push() -> None:
    """What is in the same hands is sent in order there; the two lanes know nothing of each other."""
    own, push = _mine(), _row(OTHER, LATER, push=True)
    assert has_to_wait(_mine(), [own, push]) is None


def test_of_a_conversation_is_taken_what_lies_before_the_first_that_is_held() -> None:
    """Behind a message that another process is sending, or that waits for its time, nothing is taken."""
    first, held, behind = _row(), _row(OTHER, LATER), _row()
    assert choose([first, held, behind], ME, NOW).take == [first]
    first, waiting, behind = _row(), _row(0, LATER), _row()
    assert choose([first, waiting, behind], ME, NOW).take == [first]


def test_what_this_process_holds_stops_nothing() -> None:
    """It goes before what is taken now."""
    mine, behind = _mine(), _row()
    assert choose([mine, behind], ME, NOW).take == [behind]


def test_a_lease_that_is_over_is_anybodys() -> None:
    """Its process is dead."""
    dead = _row(OTHER, NOW)
    assert choose([dead], ME, NOW).take == [dead]


def test_screens_that_a_newer_message_follows_are_dropped() -> None:
    """Not one that is just being sent, and not for what stands alone."""
    old, new = _row(live=True), _row(live=True)
    choice = choose([old, new], ME, NOW)
    assert (choice.take, choice.superseded) == ([new], [old.id])
    old, alone = _row(live=True), _row(detached=True)
    assert choose([old, alone], ME, NOW).take == [old, alone]
    sending, new = _row(OTHER, LATER, live=True), _row(live=True)
    assert choose([sending, new], ME, NOW).take == []


def test_a_reminder_is_dropped_for_a_reply_that_came_after() -> None:
    """Who has answered needs none, whichever lane it waits in."""
    reminder, reply = _row(live=True, push=True), _row()
    choice = choose([reminder, reply], ME, NOW)
    assert (choice.take, choice.superseded) == ([reply], [reminder.id])


def test_held_pushes_stop_no_others() -> None:
    """A digest for the morning is no reason to leave an alert; one that somebody is sending is."""
    morning, alert = _row(0, LATER, push=True), _row(push=True)
    assert choose([morning, alert], ME, NOW).take == [alert]
    sending, alert = _row(OTHER, LATER, push=True), _row(push=True)
    assert choose([sending, alert], ME, NOW).take == []


def test_what_has_outlived_its_use_is_stale() -> None:
    """Replies and pushes each by their own age, and only what is due."""
    reply, push, later = _row(), _row(push=True), _row(0, LATER, B, push=True)
    choice = choose([reply, push, later], ME, NOW, replies_from=reply.id + 1, pushes_from=later.id + 1)
    assert (choice.take, sorted(choice.stale)) == ([], [reply.id, push.id])
    assert choose([reply, push], ME, NOW, replies_from=reply.id, pushes_from=push.id).take == [reply, push]
