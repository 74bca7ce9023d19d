"""The double holds back who sends too much, and fails where a test wants it to."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from pywa import errors as pywa_errors

from tests.contract.fakes.test_fake_whatsapp_refusals import text
from tests.contract.fakes.whatsapp_client import Desk, desk


@pytest.fixture
async def at() -> AsyncIterator[Desk]:
    async with desk() as made:
        yield made


async def test_one_person_gets_45_at_once_and_then_one_each_six_seconds(at: Desk) -> None:
    siti, budi = at.knows(), at.knows("Budi")
    now = at.api.now()
    at.api.clock = lambda: now
    codes = [(await at.post(to=siti.wa_id, **text(str(n)))).status_code for n in range(46)]
    assert codes == [200] * 45 + [400]
    refused = await at.post(to=siti.wa_id, **text("lagi"))
    assert isinstance(pywa_errors.WhatsAppError.from_dict(refused.json()["error"]), pywa_errors.TooManyMessages)
    assert (await at.post(to=budi.wa_id, **text("Halo"))).status_code == 200
    at.api.skip(6.01)
    assert (await at.post(to=siti.wa_id, **text("Halo"))).status_code == 200
    assert (await at.post(to=siti.wa_id, **text("Halo"))).status_code == 400
    assert not at.api.problems()


async def test_eighty_a_second_in_all(at: Desk) -> None:
    people = [at.knows() for _ in range(81)]
    now = at.api.now()
    at.api.clock = lambda: now
    codes = [(await at.post(to=one.wa_id, **text("Halo"))).status_code for one in people]
    assert codes == [200] * 80 + [400]
    assert at.api.calls[-1].error is not None
    assert at.api.calls[-1].error.code == 130429
    at.api.skip(1.01)
    assert (await at.post(to=people[80].wa_id, **text("Halo"))).status_code == 200


@pytest.mark.parametrize("late", [False, True], ids=["at once", "late"])
@pytest.mark.parametrize("code", [131026, 131048, 131049, 80007, 131047])
async def test_faults_come_at_once_or_by_a_status(at: Desk, code: int, late: bool) -> None:
    siti = at.knows()
    at.api.faults.fail(code, who=siti, late=late)
    answer = await at.post(to=siti.wa_id, **text("Halo"), biz_opaque_callback_data="5")
    assert answer.status_code == (200 if late else 400)
    assert siti.from_bot == []
    if not late:
        assert answer.json()["error"]["code"] == code
    assert (await at.post(to=siti.wa_id, **text("Halo"))).status_code == 200


async def test_servers_fail_answers_get_lost_and_take_long(at: Desk) -> None:
    siti = at.knows()
    at.api.faults.broken(503)
    assert (await at.post(to=siti.wa_id, **text("Halo"))).status_code == 503
    for accepted, seen in ((False, 0), (True, 1)):
        at.api.faults.drop(accepted=accepted)
        with pytest.raises(httpx.HTTPError):
            await at.post(to=siti.wa_id, **text("Halo"))
        assert len(siti.from_bot) == seen
    at.api.faults.delay(0.2, times=1)
    begun = at.api.clock()
    await at.post(to=siti.wa_id, **text("Halo"))
    assert at.api.clock() - begun >= 0.2


async def test_a_number_without_the_app_is_undeliverable(at: Desk) -> None:
    refused = await at.post(to="6289999999999", **text("Halo"))
    assert refused.json()["error"]["code"] == 131026
