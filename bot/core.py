"""What every way of running shares: settings and database in, a conversation over them out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from bot.channels.telegram.adapter import Telegram
from bot.channels.whatsapp.adapter import WhatsApp
from bot.counts import Counts
from bot.demo import UNITS as DEMO_UNITS
from bot.imports.units import import_units
from bot.ports import Channel
from bot.reports.tautan import ways_on
from bot.service import fingerprint
from bot.service.conversation import Conversation
from bot.service.desk import Desk
from bot.service.pulse import awaited
from bot.service.sandi import Sandi
from bot.service.surveys import Surveys
from bot.service.window import Windowed
from bot.settings import OTHER_SECRET, Settings, SettingsError, ensure_secret
from bot.staff.frame import Place
from scoring.instrumen import Instrumen, shipped_instrumen
from storage.connect import open_store
from storage.records import OutboxRow
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Core:
    """The store, the survey and the conversation over them; `channels` are added by who runs them."""

    settings: Settings
    store: Store
    surveys: Surveys
    sandi: Sandi
    conversation: Conversation
    desk: Desk
    channels: dict[str, Channel]
    listeners: list[Callable[[Sequence[OutboxRow]], None]]
    committed: Callable[[Sequence[OutboxRow]], None]
    counts: Counts


def instrumen_of(settings: Settings) -> Instrumen:
    """Raises InstrumenError for an id that is not shipped."""
    return shipped_instrumen(settings.instrumen)


@asynccontextmanager
async def open_core(settings: Settings, *, demo: bool = False) -> AsyncIterator[Core]:
    """Open the store (made or brought up to date where needed) and put the conversation on top.

    `demo` fills an empty database with the demo city. Raises StorageError, SettingsError, InstrumenError.
    """
    instrumen = instrumen_of(settings)
    sandi = Sandi(ensure_secret(settings, settings.folder))
    opening = partial(open_store, settings.database_url, create=True, migrate=True)
    store = await awaited(opening, settings.database_wait_seconds)
    try:
        if await fingerprint.settle(store, sandi) == "other":
            raise SettingsError(OTHER_SECRET)
        if demo:
            await _fill(store, instrumen)
        surveys = Surveys(store, instrumen, settings.aturan(demo=demo))
        listeners: list[Callable[[Sequence[OutboxRow]], None]] = []

        def committed(rows: Sequence[OutboxRow]) -> None:
            for listener in listeners:
                listener(rows)

        counts = Counts()
        channels: dict[str, Channel] = {}
        place = partial(place_of, settings, channels)

        def ways(channel: str, kode: str) -> Sequence[tuple[str, str]]:
            here = place()
            return ways_on(kode, channel, here.base_url, here.telegram, here.whatsapp)

        conversation = Conversation(store, surveys, sandi, committed, counts=counts, ways=ways)
        desk = Desk(store, surveys, sandi, conversation.handle, committed, place, channels)
        await desk.reload()
        yield Core(settings, store, surveys, sandi, conversation, desk, channels, listeners, committed, counts)
        await conversation.close()
    finally:
        await store.close()


def place_of(settings: Settings, channels: Mapping[str, Channel]) -> Place:
    telegram = channels.get(Telegram.name)
    name = telegram.bot_name if isinstance(telegram, Telegram) else ""
    whatsapp = channels.get(WhatsApp.name)
    number = whatsapp.number if isinstance(whatsapp, Windowed) else ""
    return Place(settings.base_url, name, settings.undangan_hari, settings.whatsapp_number or number)


async def _fill(store: Store, instrumen: Instrumen) -> None:
    async with store.reading() as tx:
        if await tx.directory.units():
            return
    await import_units(store, DEMO_UNITS, instrumen)
