"""Officials on WhatsApp: how they come in, what they type and tap, and what they are told then."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from urllib.parse import unquote

from bot.engine.wording import id as w
from tests.acceptance.telegram.citizens import Content
from tests.acceptance.telegram.officials import BALASAN, KELUHAN, NAMA_UNIT, SARAN
from tests.acceptance.whatsapp.citizens import finish, walk
from tests.acceptance.whatsapp.service import Service
from tests.fakes.whatsapp import Person, Seen

WRITTEN = (KELUHAN, SARAN, BALASAN)
_LINK = re.compile(r"https://wa\.me/\d+\?text=(\S+)")


@dataclass(frozen=True, slots=True)
class Office:
    """The program with a year of answers behind it, and its first admin."""

    service: Service
    admin: Person

    async def official(self, nama: str = "Pejabat") -> Person:
        """Somebody whom the admin invites in chat to head the unit, and who accepts."""
        person = self.service.citizen(nama)
        await accept(person, await invited(self.admin))
        return person


async def first_admin(service: Service) -> Person:
    """Somebody who comes in by an invitation that `ikm invite` prints."""
    made = await service.ikm("invite", "--role", "admin")
    person = service.citizen("Admin")
    await accept(person, prepared("\n".join(made["links"])))
    return person


async def invited(admin: Person) -> str:
    """What the link that /undang gives for the head of the unit writes into the chat."""
    seen = await typed(admin, "/undang", "Siapa yang akan Anda undang?")
    await tapped(admin, seen, "Kepala unit", "Untuk unit mana?")
    seen = await typed(admin, NAMA_UNIT, "Unit yang mana?")
    return prepared((await tapped(admin, seen, NAMA_UNIT, "wa.me/")).text)


async def accept(person: Person, text: str) -> Seen:
    """Send the text that the link prepared, and accept. Returns the welcome."""
    seen = await typed(person, text, "Anda diundang sebagai")
    return await tapped(person, seen, "Terima", "Selamat datang.")


def prepared(text: str) -> str:
    """By the first wa.me link in a text: what stands in the chat of who opens it."""
    found = _LINK.search(text)
    assert found is not None, text
    return unquote(found[1])


async def typed(person: Person, text: str, *words: str) -> Seen:
    """Send this. Returns the message after it that holds all these words."""
    before = len(person.from_bot)
    person.say(text)
    return await told(person, *words, since=before)


async def tapped(person: Person, seen: Seen, label: str, *words: str) -> Seen:
    """Tap this on that message. Returns the message after it that holds all these words."""
    before = len(person.from_bot)
    person.tap(label, seen)
    return await told(person, *words, since=before)


async def told(person: Person, *words: str, since: int = 0, seconds: float = 20.0) -> Seen:
    """The latest message, after the first so many, that holds all these words."""

    def found(one: Person) -> Seen | None:
        fresh = one.from_bot[since:][::-1]
        return next((seen for seen in fresh if all(part in seen.text for part in words)), None)

    return await person.wait_for(found, seconds)


async def complains(service: Service, keluhan: str) -> Person:
    """Somebody who gives waktu the lowest score, says why, and is content otherwise."""
    person = service.citizen()
    await walk(person, Content(), "Pertanyaan 3/9")
    await tapped(person, person.last, "Tidak cepat", w.ALASAN)
    await typed(person, keluhan, "Pertanyaan 4/9")
    await finish(person, Content())
    return person


async def suggests(service: Service, saran: str) -> Person:
    """Somebody who is content, writes a saran, and allows an answer."""
    person = service.citizen()
    await walk(person, Content(), w.SARAN)
    await typed(person, saran, w.BALAS.format(sapaan="Anda"))
    await tapped(person, person.last, w.BALAS_YA, w.TINJAU)
    await finish(person, Content())
    return person


async def praise(service: Service, people: int) -> None:
    """So many content people."""
    await asyncio.gather(*(finish(service.citizen(), Content()) for _ in range(people)))
