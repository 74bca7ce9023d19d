"""Which handler an event goes to. Every topic names its own commands, buttons and answers."""

from __future__ import annotations

from collections.abc import Mapping

from bot.staff import alerts
from bot.staff.admin import (
    past_imports,
    period_terms,
    periods,
    status,
    targets,
    timetable,
    unit_adding,
    unit_changes,
    unit_services,
    units,
    uploads,
)
from bot.staff.documents import commands as documents
from bot.staff.forms import commands as forms
from bot.staff.frame import BATAL, Call, Handler, Reply, say
from bot.staff.hak import boleh
from bot.staff.menu import ALIAS, PERINTAH, overview
from bot.staff.people import invitations, notifications, rights
from bot.staff.results import laporan, peringkat, tren
from bot.staff.rtl import commands as rtl
from bot.staff.saran import answer as saran_answer
from bot.staff.saran import commands as saran
from bot.staff.saran import text as saran_text

_TOPICS = (
    alerts, documents, forms, invitations, laporan, notifications, past_imports, peringkat, period_terms, periods,
    rights, rtl, saran, saran_answer, saran_text, status, targets, timetable, tren, unit_adding, unit_changes,
    unit_services, units, uploads,
)  # fmt: skip


async def _bantuan(call: Call) -> Reply:
    return Reply((overview(call.who),))


async def _batal(call: Call) -> Reply:
    done = await forms.stopped(call)
    return done or Reply((say("Baik, dibatalkan. Tidak ada yang berubah.", fresh=False),))


COMMANDS: Mapping[str, Handler] = {
    **{name: handler for topic in _TOPICS for name, handler in topic.COMMANDS.items()},
    "bantuan": _bantuan,
    "batal": _batal,
}
BUTTONS: Mapping[str, Handler] = {
    **{verb: handler for topic in _TOPICS for verb, handler in topic.BUTTONS.items()},
    BATAL: _batal,
}
ANSWERS: Mapping[str, Handler] = {verb: handler for topic in _TOPICS for verb, handler in topic.ANSWERS.items()}
"""A button acts on who holds no right, too, only where it is in `invitations.OPEN`."""


async def command(call: Call, name: str) -> Reply | None:
    """The answer to a command; None where there is none of that name for this person."""
    name = ALIAS.get(name.casefold(), name.casefold())
    if name not in COMMANDS or not boleh(call.who, PERINTAH[name][0]):
        return None
    return await COMMANDS[name](call)


async def pressed(call: Call, token: str) -> Reply | None:
    """The answer to an official's button; None for one that means nothing to this person."""
    verb, _, args = token[1:].partition(":")
    if verb not in BUTTONS or not (call.who.hak or verb in invitations.OPEN):
        return None
    return await BUTTONS[verb](call.with_args(args))


async def answered(call: Call) -> Reply | None:
    """The answer to a text or file that was asked for; None where nothing was."""
    handler = ANSWERS.get(call.dialog.verb) if call.who.hak else None
    return None if handler is None else await handler(call)
