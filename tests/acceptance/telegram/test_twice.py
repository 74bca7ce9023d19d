"""Old buttons, double taps, deliveries that come again: nothing happens twice, and the person sees where they are."""

from __future__ import annotations

import pytest

from bot.engine.wording import id as w
from tests.acceptance.telegram.citizens import SELESAI, at
from tests.acceptance.telegram.service import Service
from tests.fakes.telegram import Person

pytestmark = pytest.mark.asyncio(loop_scope="package")


WHOLE = (
    *("/start kel-bandar-kidul", w.SEDIA, "Layanan lainnya", "Perempuan", "32", "S1", "PNS"),
    *("Sangat sesuai", "Mudah", "Cepat", "Gratis", "Sesuai", "Kompeten", "Sopan dan ramah", "Baik", "Tidak ada"),
    *(w.LEWATI, w.LEWATI, w.KIRIM),
)


async def test_the_button_of_an_earlier_question_changes_nothing(service: Service) -> None:
    """A button that was on the screen before, and data nobody sent, leave the question and say why."""
    person = await at(service, "Pertanyaan 2/9")
    old = _data(person, "Tidak mudah")
    await person.tap("Mudah")
    await person.wait_for_text("Pertanyaan 3/9")
    for data in (old, "x", "...", "mulai.1.ya", "é" * 32):
        assert await _press(service, person, data) == w.TOMBOL_LAMA
        assert "Pertanyaan 3/9" in person.last.text
    await person.tap("◀")
    await person.wait_for_text("Pertanyaan 2/9")
    assert "✓ Mudah" in person.last.labels


@pytest.mark.parametrize("labels", [("Mudah", "Mudah"), ("Mudah", "Tidak mudah")], ids=["same", "different"])
async def test_of_two_taps_at_once_one_counts(service: Service, labels: tuple[str, str]) -> None:
    """A double tap, or taps on two devices at the same moment: the first is the answer, the second says it is
    late."""
    person = await at(service, "Pertanyaan 2/9")
    seen = person.last
    taps = [await person.press(seen, _data(person, label)) for label in labels]
    await service.still()
    assert [await _toast(person, tap) for tap in taps] == ["", w.TOMBOL_LAMA]
    assert "Pertanyaan 3/9" in person.last.text
    await person.tap("◀")
    await person.wait_for_text("Pertanyaan 2/9")
    assert "✓ Mudah" in person.last.labels


async def test_an_update_delivered_twice_counts_once(service: Service) -> None:
    """Every update of a whole interview comes twice, at once and once more later: one response, one screen."""
    count = service.rows("SELECT count(*) FROM respons")[0][0]
    person = service.citizen()
    for act in WHOLE:
        service.api.updates.repeat_next(1)
        before = person.last.text if person.from_bot else ""
        await (person.send_text(act) if act[0] in "/3" else person.tap(act))
        await service.still()
        shown = person.last.text
        assert shown != before
        assert person.last_update_id is not None
        service.api.redeliver(person.last_update_id)
        await service.still()
        assert person.last.text == shown
    assert SELESAI in person.last.text
    assert service.rows("SELECT count(*) FROM respons")[0][0] == count + 1
    assert len(person.from_bot) == 1


async def test_the_receipt_stays_on_the_screen(service: Service) -> None:
    """A second tap on the send button, at once and much later, leaves the receipt and says that all is done."""
    count = service.rows("SELECT count(*) FROM respons")[0][0]
    person = await at(service, w.TINJAU)
    review, send = person.last, _data(person, w.KIRIM)
    await person.press(review, send)
    await person.press(review, send)
    await person.wait_for_text(SELESAI)
    await service.still()
    receipt = person.last.text
    assert await _press(service, person, send) == w.SUDAH_SELESAI
    assert person.last.text == receipt
    assert "/hapus " in receipt
    assert service.rows("SELECT count(*) FROM respons")[0][0] == count + 1


async def test_a_tap_that_came_too_late_to_acknowledge_still_counts(service: Service) -> None:
    """The platform refuses to acknowledge an old tap; the answer is kept and the next question shown all the
    same."""
    person = await at(service, "Pertanyaan 2/9")
    await person.tap("Mudah")
    person.expire_queries()
    await person.wait_for_text("Pertanyaan 3/9")


def _data(person: Person, label: str) -> str:
    return next(button.data for button in person.last.buttons if button.text == label and button.data)


async def _press(service: Service, person: Person, data: str) -> str:
    """Press, and wait for what then vanishes by itself."""
    tap = await person.press(person.last, data)
    await service.still()
    return await _toast(person, tap)


async def _toast(person: Person, tap: str) -> str:
    shown = await person.wait_for(lambda one: [toast for toast in one.toasts if toast.query_id == tap])
    return shown[0].text
