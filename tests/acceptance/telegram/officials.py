"""Officials in their chats: how they come in, what they type and press, and what they are told then."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.engine.wording import id as w
from tests.acceptance.telegram.citizens import Content, finish, walk
from tests.acceptance.telegram.service import UNIT, Service
from tests.fakes.telegram import Person, Seen

NAMA_UNIT = "Kelurahan Bandar Kidul"
KELUHAN = "Antre dua jam di loket dua, telepon saya 0812-3456-7890"
SARAN = "Tolong tambah kursi tunggu, hubungi 0857 1111 2222"
PUJIAN = "Petugasnya ramah sekali"
"""What citizens of the unit write: the reason for a score of 1, a saran that may be answered, one that may not."""
BALASAN = "Terima kasih. Kursi tunggu ditambah bulan depan."
PENULIS = "Kenanga"
"""What the platform calls those who write a saran."""
WRITTEN = (KELUHAN, SARAN, PUJIAN, BALASAN, "0812-3456-7890", "0857 1111 2222", "undangan_")
"""No log may hold what was written, nor the code of an invitation."""
_Look = tuple[int, str, tuple[str, ...]]
"""What a message looks like: another one when its text or a button has changed."""
_TAUTAN = re.compile(r"[?/](?:start=)?(undangan_[A-Za-z0-9_-]+)")


@dataclass(frozen=True, slots=True)
class Office:
    """The program with a year of answers behind it, its first admin, and two who wrote a saran: `willing` allowed an
    answer, `unwilling` did not."""

    service: Service
    admin: Person
    willing: Person
    unwilling: Person

    async def official(self, peran: str = "Kepala unit", tempat: str = NAMA_UNIT, nama: str = "Pejabat") -> Person:
        """Somebody whom the admin invites in chat, and who accepts."""
        person = self.service.citizen(nama)
        await accept(person, await invited(self.admin, peran, tempat))
        return person


# In


async def first_admin(service: Service) -> Person:
    """Somebody who comes in by the link that `ikm invite` prints."""
    made = await service.ikm("invite", "--role", "admin")
    person = service.citizen()
    await accept(person, code_of("\n".join(made["links"])))
    return person


async def invited(admin: Person, peran: str = "Kepala unit", tempat: str = NAMA_UNIT) -> str:
    """The code of the link that /undang gives for that role, over that unit or group."""
    seen = await typed(admin, "/undang", "Siapa yang akan Anda undang?")
    if peran == "Kepala unit":
        await tapped(admin, seen, peran, "Untuk unit mana?")
        seen = await typed(admin, tempat, "Unit yang mana?")
        seen = await tapped(admin, seen, tempat, "Kirimkan tautan ini")
    elif peran == "Pengawas kelompok":
        seen = await tapped(admin, seen, peran, "Untuk kelompok mana?")
        seen = await tapped(admin, seen, tempat, "Kirimkan tautan ini")
    else:
        seen = await tapped(admin, seen, peran, "Kirimkan tautan ini")
    return code_of(seen.text)


async def accept(person: Person, kode: str) -> Seen:
    """Open the link and accept. Returns the welcome."""
    seen = await typed(person, f"/start {kode}", "Anda diundang sebagai")
    return await tapped(person, seen, "Terima", "Selamat datang.")


def code_of(text: str) -> str:
    """Of the first invitation link in a text."""
    found = _TAUTAN.search(text)
    assert found is not None, text
    return found[1]


# What is typed and pressed. Others' messages may come between: what is waited for is known by its words.


async def typed(person: Person, text: str, *words: str) -> Seen:
    """Send this. Returns the message, new or changed since, that holds all these words."""
    before = _shown(person)
    await person.send_text(text)
    return await told(person, *words, since=before)


async def tapped(person: Person, seen: Seen, label: str, *words: str) -> Seen:
    """Press a button of that message. Returns the message, new or changed since, that holds all these words."""
    before = _shown(person)
    await person.tap(label, seen)
    return await told(person, *words, since=before)


async def pressed(person: Person, seen: Seen, data: str, *words: str) -> Seen:
    """Likewise for a button that this message has lost, or never had."""
    before = _shown(person)
    await person.press(seen, data)
    return await told(person, *words, since=before)


async def told(person: Person, *words: str, since: frozenset[_Look] = frozenset(), seconds: float = 15.0) -> Seen:
    """The latest message that holds all these words and was not yet shown so."""

    def found(one: Person) -> Seen | None:
        fresh = (seen for seen in reversed(one.from_bot) if _look(seen) not in since)
        return next((seen for seen in fresh if all(part in seen.text for part in words)), None)

    return await person.wait_for(found, seconds)


def _shown(person: Person) -> frozenset[_Look]:
    return frozenset(map(_look, person.from_bot))


def _look(seen: Seen) -> _Look:
    return seen.message_id, seen.text, tuple(seen.labels)


def sent_to(service: Service, person: Person) -> str:
    """All that the bot ever said to this chat: every call with all its parameters, the names of its files."""
    calls = service.calls_to(person)
    return "\n".join(f"{call.method} {call.params} {[one.filename for one in call.files.values()]}" for call in calls)


# What citizens of the unit do


def at_noon(database: Path) -> None:
    """Put the unit where it is about noon now: at night no citizen is written to, and tests run at night, too."""
    east = 12 - datetime.now(UTC).hour
    zona = f"Etc/GMT{-east:+d}"  # its plus means west
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE unit_layanan SET zona_waktu = ? WHERE kode = ?", (zona, UNIT))
        connection.commit()


async def five_answer(service: Service) -> tuple[Person, Person]:
    """So many that what they wrote may be read. Returns who may be answered, and who not."""
    willing, unwilling, *_ = await asyncio.gather(
        suggests(service, SARAN, w.BALAS_YA),
        suggests(service, PUJIAN, w.BALAS_TIDAK),
        *(praises(service) for _ in range(3)),
    )
    return willing, unwilling


async def praises(service: Service) -> Person:
    """Somebody who is content and writes nothing."""
    person = service.citizen()
    await finish(person, Content())
    return person


async def suggests(service: Service, saran: str, boleh: str) -> Person:
    """Somebody who is content, writes a saran, and says whether it may be answered."""
    person = service.citizen(PENULIS)
    await walk(person, Content(), w.SARAN)
    await typed(person, saran, w.BALAS.format(sapaan="Anda"))
    await tapped(person, person.last, boleh, w.TINJAU)
    await finish(person, Content())
    return person


async def complains(service: Service, keluhan: str) -> Person:
    """Somebody who gives waktu the lowest score, says why, and is content otherwise."""
    person = service.citizen()
    await walk(person, Content(), "Pertanyaan 3/9")
    await tapped(person, person.last, "Tidak cepat", w.ALASAN)
    await typed(person, keluhan, "Pertanyaan 4/9")
    await finish(person, Content())
    return person
