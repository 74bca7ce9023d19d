"""Platforms deliver at least once and people tap more than once: neither changes anything."""

from __future__ import annotations

import asyncio

from bot.engine.wording import id as w
from tests.factories import SATU, TANPA
from tests.service.rig import Rig


async def test_a_delivery_that_comes_again_later_changes_nothing(rig: Rig) -> None:
    """It shows where the person is, and neither the draft's place nor its answers move."""
    citizen = rig.citizen()
    await citizen.start(SATU)
    await citizen.until("persyaratan")
    first = citizen.incoming(citizen.answer(2))
    await citizen.deliver(first)
    after = citizen.screen.key
    await citizen.until("prosedur")
    before = await rig.session(citizen)
    again = await citizen.deliver(first)
    kept = await rig.session(citizen)
    assert after.startswith("alasan.")
    assert again.messages[0].screen.key == "prosedur"
    assert before is not None
    assert kept is not None
    assert kept.state == before.state


async def test_a_delivery_that_comes_twice_at_once_acts_once(rig: Rig) -> None:
    """Two copies in one breath are one answer: the second shows the question that the first led to."""
    citizen = rig.citizen()
    await citizen.start(SATU)
    await citizen.until("persyaratan")
    incoming = citizen.incoming(citizen.answer(3))
    one, two = await asyncio.gather(citizen.deliver(incoming), citizen.deliver(incoming))
    assert one.messages[0].screen.key == two.messages[0].screen.key == "prosedur"
    session = await rig.session(citizen)
    assert session is not None
    assert '"persyaratan":3' in session.state


async def test_the_last_tap_delivered_many_times_is_one_response(rig: Rig) -> None:
    """Ten copies of "send", at once and after a restart's worth of time, leave one response and no new draft."""
    citizen = rig.citizen()
    await citizen.start(SATU)
    await citizen.until("tinjau")
    incoming = citizen.incoming(citizen.button(w.KIRIM))
    await asyncio.gather(*(citizen.deliver(incoming) for _ in range(10)))
    rig.clock.move(hours=20)
    await citizen.deliver(incoming)
    assert await rig.n() == 1
    assert await rig.session(citizen) is None


async def test_two_taps_at_once_count_once(rig: Rig) -> None:
    """Two devices answer one question differently: the first counts, the second is told where things stand."""
    citizen = rig.citizen()
    await citizen.start(SATU)
    await citizen.until("persyaratan")
    four, three = citizen.answer(4), citizen.answer(3)
    one, two = await asyncio.gather(citizen.send(four), citizen.send(three))
    assert (one.toast, two.toast) == ("", w.TOMBOL_LAMA)
    assert one.messages[0].screen.key == two.messages[0].screen.key == "prosedur"
    session = await rig.session(citizen)
    assert session is not None
    assert '"persyaratan":4' in session.state


async def test_sending_twice_by_two_taps_is_one_response(rig: Rig) -> None:
    """A double tap on "send" is two deliveries and one response."""
    citizen = rig.citizen()
    await citizen.start(SATU)
    await citizen.until("tinjau")
    button = citizen.button(w.KIRIM)
    await asyncio.gather(citizen.send(button), citizen.send(button), citizen.send(button))
    assert await rig.n() == 1


async def test_the_same_id_on_two_channels_is_two_deliveries(rig: Rig) -> None:
    """Platforms number by themselves: one's id does not use up another's."""
    one, two = rig.citizen("1", "uji"), rig.citizen("2", "lain")
    await one.start(SATU)
    await two.start(TANPA)
    first, second = one.incoming(one.answer()), two.incoming(two.answer())
    second = type(second)(second.channel, second.address, first.external_id, second.event)
    await asyncio.gather(one.deliver(first), two.deliver(second))
    assert one.screen.key == two.screen.key == "jenis_kelamin"
