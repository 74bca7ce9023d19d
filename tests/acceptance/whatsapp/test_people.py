"""People are known by a number, by an id, or by both; either may be missing, and may be missing only today."""

from __future__ import annotations

import pytest

from tests.acceptance.telegram.citizens import SELESAI, Content
from tests.acceptance.whatsapp.citizens import at, enter, finish, walk
from tests.acceptance.whatsapp.service import Service

pytestmark = pytest.mark.asyncio(loop_scope="package")


@pytest.mark.parametrize(("wa_id", "user_id"), [(True, False), (False, True), (True, True)])
async def test_a_whole_interview_by_either_name(service: Service, wa_id: bool, user_id: bool) -> None:
    """Whatever the platform tells of a person, they are answered by it, and correct their answer the second time."""
    person = service.citizen()
    person.shows(wa_id=wa_id, user_id=user_id)
    await finish(person, Content())
    await service.still()
    assert all(("to" in call.params) is not user_id for call in service.sent(person))
    assert service.traces_of(person) == 0
    count = service.rows("SELECT count(*) FROM respons")
    enter(person)
    await person.wait_for_text("Apakah Anda bersedia ikut?")
    await walk(person, Content(), "sudah mengisi survei ini pada")
    assert service.rows("SELECT count(*) FROM respons") == count


@pytest.mark.parametrize(
    "shown",
    [
        ((True, False), (True, True), (False, True)),
        ((False, True), (True, True), (True, False)),
        ((True, True), (True, False), (False, True)),
        ((True, True), (False, True), (True, False)),
    ],
)
async def test_the_same_person_goes_on_by_the_other_name(
    service: Service, shown: tuple[tuple[bool, bool], ...]
) -> None:
    """Told by one name, then by both, then by the other, somebody is one person: the interview goes on where it was,
    and one response is stored."""
    count = service.rows("SELECT count(*) FROM respons")[0][0]
    person = service.citizen()
    for (wa_id, user_id), words in zip(shown, ("Pertanyaan 3/9", "Pertanyaan 5/9", SELESAI), strict=True):
        person.shows(wa_id=wa_id, user_id=user_id)
        before = len(person.from_bot)
        await walk(person, Content(), words)
        assert all("Apakah Anda bersedia" not in seen.text for seen in person.from_bot[before:] if before)
    await service.still()
    assert service.rows("SELECT count(*) FROM respons")[0][0] == count + 1
    assert service.traces_of(person) == 0


async def test_who_was_known_by_both_names_corrects_the_answer_by_either(service: Service) -> None:
    """After an interview told by both names, either alone is recognised as who has answered."""
    person = service.citizen()
    await finish(person, Content())
    for wa_id, user_id in ((True, False), (False, True)):
        person.shows(wa_id=wa_id, user_id=user_id)
        enter(person)
        await person.wait_for_text("Apakah Anda bersedia ikut?")
        await walk(person, Content(), "sudah mengisi survei ini pada")


async def test_two_people_are_never_joined(service: Service) -> None:
    """Two people of the same name, one known by number and one by id, answer for themselves."""
    count = service.rows("SELECT count(*) FROM respons")[0][0]
    one, two = service.citizen("Siti"), service.citizen("Siti")
    one.shows(user_id=False)
    two.shows(wa_id=False)
    await walk(one, Content(), "Pertanyaan 4/9")
    await finish(two, Content())
    await finish(one, Content())
    await service.still()
    assert service.rows("SELECT count(*) FROM respons")[0][0] == count + 2


async def test_a_changed_number_goes_on_and_the_old_one_is_a_strangers(service: Service) -> None:
    """The platform tells that a number has changed: the interview goes on under the new one; who gets the old
    number later begins anew."""
    person = await at(service, "Pertanyaan 4/9")
    old = person.wa_id
    person.change_number("6280009990001", "ID.pindah1")
    await service.still()
    person.tap("Gratis")
    await person.wait_for_text("Pertanyaan 5/9")
    heir = service.api.person("Pewaris", wa_id=old, user_id="ID.pewaris1")
    heir.say("3")
    await heir.wait_for(lambda one: one.from_bot)
    assert "Pertanyaan" not in heir.last.text
