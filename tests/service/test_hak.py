"""The table of rights, cell by cell, as the desk applies it: every command, every role, own and others' subjects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import pytest

from bot.engine.wording import id as w
from bot.staff import routes
from bot.staff.frame import TIDAK_BERHAK
from bot.staff.hak import PERAN, Peran
from bot.staff.menu import ALIAS, PERINTAH
from bot.staff.routes import BUTTONS, COMMANDS
from tests.factories import BANYAK, SATU, TANPA, respons_row
from tests.service.officials import Office, Official

CHANNELS: Final = ("telegram", "webchat")
CAKUPAN: Final[Mapping[Peran, str]] = {
    "kepala_unit": SATU,
    "pengawas_kelompok": "kec-satu",
    "admin": "",
    "peninjau": "",
    "petugas_entri": "k:kec-satu",
}
SASARAN: Final = {
    "unit sendiri": "Kelurahan Mawar",
    "unit sekelompok": "Kelurahan Melati",
    "unit lain": "Dinas Uji",
    "kelompok sendiri": "Kecamatan Satu",
    "kelompok lain": "OPD Pelayanan",
    "kota": "kota",
}
"""As the head of the first and the camat of its group see them."""
_UNIT: Final = frozenset(name for name in SASARAN if name.startswith("unit"))
_SEMUA: Final = frozenset(SASARAN)
_KEPALA: Final = frozenset({"unit sendiri"})
_CAMAT: Final = frozenset({"unit sendiri", "unit sekelompok", "kelompok sendiri"})
_TIDAK: Final = None

Jangkauan = frozenset[str] | None
"""The subjects a role may ask about; None where the command does not exist for it."""

#                            kepala_unit, pengawas_kelompok, admin, peninjau, petugas_entri
BERSASARAN: Final[Mapping[str, tuple[Jangkauan, Jangkauan, Jangkauan, Jangkauan, Jangkauan]]] = {
    "laporan": (_KEPALA, _CAMAT, _SEMUA, _SEMUA, _TIDAK),
    "dokumen": (_KEPALA, _CAMAT, _SEMUA, _SEMUA, _TIDAK),
    "peringkat": (_TIDAK, _CAMAT, _SEMUA, _SEMUA, _TIDAK),
    "tren": (_KEPALA, _CAMAT, _SEMUA, _SEMUA, _TIDAK),
    "target": (_KEPALA, _CAMAT, _SEMUA, _SEMUA, _TIDAK),
    "saran": (_KEPALA, _CAMAT, _SEMUA, _SEMUA, _TIDAK),
    "rtl": (_KEPALA, _CAMAT, _SEMUA, _SEMUA, _TIDAK),
    "isi": (_TIDAK, _TIDAK, _SEMUA, _TIDAK, _CAMAT),
}
"""Commands that are asked about somebody."""
HANYA_UNIT: Final = frozenset({"isi", "rtl", "saran"})
"""Of these, those whose subject is always a unit."""

TANPA_SASARAN: Final[Mapping[str, tuple[bool, bool, bool, bool, bool]]] = {
    "unit": (False, False, True, False, False),
    "periode": (False, False, True, False, False),
    "impor": (False, False, True, False, False),
    "jadwal": (False, False, True, False, False),
    "undang": (False, False, True, False, False),
    "cabut": (False, False, True, False, False),
    "audit": (False, False, True, False, False),
    "status": (False, False, True, False, False),
    "notifikasi": (True, True, True, True, False),
    "berhenti": (True, True, True, True, False),
    "mulai": (True, True, True, True, False),
    "bantuan": (True, True, True, True, True),
    "batal": (True, True, True, True, True),
}
"""Commands that are about no unit: who has them."""


def cells() -> list[tuple[str, Peran, str, str]]:
    """Command, role, subject, and what has to come: "boleh", "ditolak" or "tak dikenal"."""
    found = []
    for name in PERINTAH:
        for column, peran in enumerate(PERAN):
            if (name, peran) == ("mulai", "petugas_entri"):
                continue  # as to a citizen, it begins the survey
            if name in TANPA_SASARAN:
                found.append((name, peran, "", "boleh" if TANPA_SASARAN[name][column] else "tak dikenal"))
                continue
            reach = BERSASARAN[name][column]
            for sasaran in sorted(_UNIT if name in HANYA_UNIT else SASARAN):
                comes = "tak dikenal" if reach is None else "boleh" if sasaran in reach else "ditolak"
                found.append((name, peran, sasaran, comes))
    return found


async def filled(office: Office) -> None:
    """Answers to every unit, so that there would be figures to show."""
    async with office.store.transaction() as tx:
        await tx.facts.add([respons_row(3, unit=unit) for unit in (SATU, BANYAK, TANPA) for _ in range(6)])


async def asked(who: Official, text: str) -> str:
    """What the person is shown in answer: all words of it, whichever half of the program it comes from."""
    before = len(who.screens)
    await who.type(text)
    shown = who.screens[before:]
    assert len(shown) == 1, f"{text} was answered with {len(shown)} messages"
    assert not (who.text == TIDAK_BERHAK and (who.labels or who.screen.attachments))
    return who.text


def test_every_command_stands_in_the_table() -> None:
    """One that is not here would go untested."""
    assert sorted({*BERSASARAN, *TANPA_SASARAN}) == sorted(PERINTAH) == sorted(COMMANDS)
    assert set(ALIAS.values()) <= set(PERINTAH)


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("peran", PERAN)
async def test_each_cell(office: Office, peran: Peran, channel: str) -> None:
    """What may be done is answered; what may not be done at all does not exist; what may be done to others than this
    is refused, in the same words whatever it was, with no figure, button or picture."""
    await filled(office)
    who = await office.official(peran, CAKUPAN[peran], channel)
    unknown = await asked(who, "/ngawur")
    assert w.PERINTAH_TIDAK_DIKENAL in unknown
    wrong = []
    for name, role, sasaran, comes in cells():
        if role != peran:
            continue
        office.clock.move(minutes=1)
        said = await asked(who, f"/{name} {SASARAN.get(sasaran, '')}".strip())
        came = "tak dikenal" if said == unknown else "ditolak" if said == TIDAK_BERHAK else "boleh"
        if came != comes or "gangguan" in said:
            wrong.append((name, sasaran, comes, said[:120]))
    assert wrong == []


@pytest.mark.parametrize("channel", CHANNELS)
async def test_without_a_right_no_command_exists(office: Office, channel: str) -> None:
    """To a citizen, and to somebody whose rights were taken away, each is a command there is not."""
    await filled(office)
    citizen = office.stranger()
    citizen.channel = channel
    former = await office.official("admin", channel=channel)
    async with office.store.transaction() as tx:
        (mine,) = [one for one in await tx.staff.all() if one.address == former.address]
        await tx.staff.revoke([right.id for right in mine.hak], office.clock.now)
    for who in (citizen, former):
        unknown = await asked(who, "/ngawur")
        for name in {*PERINTAH, *ALIAS} - {"bantuan", "help", "batal", "cancel", "mulai"}:
            assert await asked(who, f"/{name}") == unknown, name


def test_no_two_topics_share_a_button() -> None:
    """Verbs are looked up in one table: of two alike one would never be reached."""
    verbs = [verb for topic in routes._TOPICS for verb in topic.BUTTONS]
    assert sorted(verbs) == sorted(set(verbs))
    assert all(re.fullmatch(r"[a-z]{1,4}", verb) for verb in BUTTONS)


async def test_the_menu_is_what_may_be_used(office: Office) -> None:
    """It lists each command of the table that the role has and that has a description, and no other."""
    for column, peran in enumerate(PERAN):
        who = await office.official(peran, CAKUPAN[peran])
        offered = {item.nama for item in who.screen.menu or ()} - {"survei"}
        has = {name for name, row in TANPA_SASARAN.items() if row[column]}
        has |= {name for name, reach in BERSASARAN.items() if reach[column] is not None}
        assert offered == {name for name in has if PERINTAH[name][1]}
