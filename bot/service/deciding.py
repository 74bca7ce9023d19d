"""What the desk answers: the handler for an event, and an apology where it fails."""

from __future__ import annotations

import logging
import re
from typing import Final

from bot.engine.events import Commanded, Event, Sent, Started, Tapped, Typed
from bot.service.faults import told
from bot.staff import routes
from bot.staff.frame import Call, Refused, Reply, refused, say
from bot.staff.people import invitations
from storage.errors import StorageError

log = logging.getLogger(__name__)

GANGGUAN: Final = "Maaf, itu tidak dapat kami kerjakan karena gangguan pada layanan. Silakan coba lagi nanti."
_BERKAS: Final = "Berkas itu tidak dapat kami ambil. Silakan kirim sekali lagi."
_SHARED: Final = frozenset({"mulai", "bantuan", "batal"})
"""Of the interview's own commands those that mean something else to an official."""
_COMMAND: Final = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)


async def decide(call: Call, event: Event) -> Reply | None:
    """The reply, whatever goes wrong; None where the event is the interview's. Raises StorageError."""
    try:
        return await _routed(call, event)
    except Refused as refusal:
        return refused(str(refusal))
    except StorageError:
        raise
    except Exception as error:
        log.error("an official's request failed: %s", told(error))  # noqa: TRY400  messages may quote people
        return refused(GANGGUAN)


async def _routed(call: Call, event: Event) -> Reply | None:
    match event:
        case Started(kode):
            return await invitations.opened(call.with_args(kode))
        case Tapped(token):
            return await routes.pressed(call, token)
        case Commanded(nama, argumen) if nama in _SHARED:
            # An official in the middle of an interview calls that off, not a question of the desk's.
            mine = call.dialog.verb or nama != "batal"
            return await routes.command(call.with_args(argumen), nama) if mine else None
        case Typed(teks) if (command := _COMMAND.fullmatch(teks.strip())) is not None:
            return await routes.command(call.with_args((command[2] or "").strip()), command[1])
        case Typed(teks):
            return await routes.answered(call.with_args(teks))
        case Sent(upload=upload, teks=teks) if call.dialog.verb:
            if upload is not None and call.received is None:
                return Reply((say(_BERKAS),), dialog=call.dialog)
            return await routes.answered(call.with_args(teks))
        case _:
            return None
