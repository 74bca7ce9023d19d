"""The work of `ikm invite`: a right for somebody, as a link that works once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import typer

from bot.cli.bot_name import NoBotName, bot_username, whatsapp_number
from bot.cli.frame import WRONG_CALL, fail, find_group, find_unit
from bot.engine.survey import Direktori, Survey
from bot.service import fingerprint
from bot.service.sandi import Sandi
from bot.settings import OTHER_SECRET, Settings, SettingsError, ensure_secret
from bot.staff.hak import KELOMPOK, PERAN, Peran
from bot.staff.people.admission import ZONA
from bot.staff.people.invitations import links_of, new_undangan, role_name
from scoring.instrumen import shipped_instrumen
from storage.connect import open_store
from storage.records import new_id
from storage.staff import AuditRow
from storage.store import Transaction

PERINTAH: Final = "perintah ikm"
"""Who acted, in the audit log, where a verb of the command line did."""
CHANNEL: Final = "terminal"


@dataclass(frozen=True, slots=True)
class Invitation:
    """What was made: for which role over which unit or group, under which addresses, until when."""

    peran: Peran
    cakupan: str
    nama: str
    links: tuple[str, ...]
    until: datetime


async def make_invitation(read: Settings, role: str, scope: str) -> Invitation:
    """Raises StorageError, SettingsError."""
    peran, now = next(one for one in PERAN if one == role), datetime.now(UTC)
    store = await open_store(read.database_url, create=True)
    try:
        sandi = Sandi(ensure_secret(read, read.folder))
        if await fingerprint.settle(store, sandi) == "other":
            raise SettingsError(OTHER_SECRET)
        username, number = await _username(read), await _number(read)
        async with store.transaction() as tx:
            groups, units = await tx.directory.kelompok(), await tx.directory.units()
            survey = Survey(shipped_instrumen(read.instrumen), Direktori.of(groups, units))
            cakupan = _scope(survey, peran, scope)
            nama = role_name(survey, peran, cakupan)
            kode, row = new_undangan(sandi.undangan, peran, cakupan, nama, None, now, read.undangan_hari)
            await tx.staff.invite(row)
            await _write_down(tx, now, nama)
    finally:
        await store.close()
    links = tuple(links_of(read.base_url, username, kode, number))
    return Invitation(peran, cakupan, nama, links, row.kedaluwarsa_pada.astimezone(ZoneInfo(ZONA)))


def data_of(made: Invitation) -> dict[str, Any]:
    return {
        "role": made.peran,
        "scope": made.cakupan or None,
        "nama": made.nama,
        "links": list(made.links),
        "until": made.until.isoformat(timespec="seconds"),
    }


def text_of(made: Invitation) -> str:
    return "\n".join((f"{made.nama}, works once, until {made.until:%Y-%m-%d %H:%M} WIB:", *made.links))


def _scope(survey: Survey, peran: Peran, scope: str) -> str:
    """The code as it is written in the directory, or the end."""
    match peran:
        case "kepala_unit":
            return find_unit(survey.direktori.unit.values(), scope).kode if scope else _scopeless(peran, "a unit's")
        case "pengawas_kelompok":
            return find_group(survey.direktori.kelompok, scope).kode if scope else _scopeless(peran, "a group's")
        case "petugas_entri":
            unit = survey.direktori.find(scope)
            if unit is not None or not scope:
                return unit.kode if unit else ""
            return f"{KELOMPOK}{find_group(survey.direktori.kelompok, scope).kode}"
        case "admin" | "peninjau":
            if scope:
                fail(f"the role {peran} reaches everything; leave out --scope", WRONG_CALL)
            return ""


def _scopeless(peran: Peran, whose: str) -> str:
    fail(f"the role {peran} needs {whose} code: --scope CODE", WRONG_CALL)


async def _username(read: Settings) -> str:
    try:
        return await bot_username(read)
    except NoBotName as error:
        typer.echo(f"ikm: no Telegram link: {error}", err=True)
        return ""


async def _number(read: Settings) -> str:
    try:
        return await whatsapp_number(read)
    except NoBotName as error:
        typer.echo(f"ikm: no WhatsApp link: {error}", err=True)
        return ""


async def _write_down(tx: Transaction, now: datetime, nama: str) -> None:
    await tx.staff.write_down([AuditRow(new_id(), now, None, PERINTAH, CHANNEL, "undang", nama)])
