"""The composition root: settings in, a running service out. The only place where everything is known."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import uvicorn
from starlette.types import ASGIApp

from bot.channels.telegram.adapter import Telegram
from bot.channels.webchat.adapter import Webchat
from bot.demo import UNITS as DEMO_UNITS
from bot.engine.wording.id import PERINTAH
from bot.imports.units import import_units
from bot.jobs import Jobs
from bot.ports import Channel, NotStored
from bot.reports.dokumen.identitas_berkas import read_identitas
from bot.reports.dokumen.penerbit import Penerbit
from bot.reports.dokumen.susun import Susunan
from bot.reports.pelukis import Pelukis
from bot.reports.tautan import links_of
from bot.service import expiry
from bot.service.attachments import Attachments
from bot.service.conversation import Conversation
from bot.service.delivery import Delivery
from bot.service.desk import Desk
from bot.service.mailbox import StoredMailbox
from bot.service.penerbitan import LANES, TICK_SECONDS, Penerbitan
from bot.service.routine import Routine
from bot.service.sandi import Sandi
from bot.service.surveys import Surveys
from bot.settings import Settings, ensure_secret
from bot.staff.frame import Place
from bot.staff.people.admission import admit_admin
from bot.staff.ringkasan.compose import compose
from bot.web import TELEGRAM_PATH, bound, build_app, with_webhook
from scoring.instrumen import Instrumen, shipped_instrumen
from storage.connect import open_store
from storage.errors import StorageError
from storage.records import OutboxRow
from storage.store import Store

log = logging.getLogger(__name__)

EXPIRY_SECONDS = 15
RELOAD_SECONDS = 30
PRUNE_SECONDS = 6 * 3600
END_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Core:
    """What every way of running shares: the store, the survey and the conversation over them."""

    settings: Settings
    store: Store
    surveys: Surveys
    sandi: Sandi
    conversation: Conversation
    desk: Desk
    channels: dict[str, Channel]
    listeners: list[Callable[[Sequence[OutboxRow]], None]]
    committed: Callable[[Sequence[OutboxRow]], None]


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
    store = await open_store(settings.database_url, create=True, migrate=True)
    try:
        if demo:
            await _fill(store, instrumen)
        surveys = Surveys(store, instrumen, settings.aturan(demo=demo))
        listeners: list[Callable[[Sequence[OutboxRow]], None]] = []

        def committed(rows: Sequence[OutboxRow]) -> None:
            for listener in listeners:
                listener(rows)

        conversation = Conversation(store, surveys, sandi, committed)
        channels: dict[str, Channel] = {}
        place = partial(_place, settings, channels)
        desk = Desk(store, surveys, sandi, conversation.handle, committed, place, channels)
        await desk.reload()
        yield Core(settings, store, surveys, sandi, conversation, desk, channels, listeners, committed)
        await conversation.close()
    finally:
        await store.close()


async def serve(settings: Settings, *, demo: bool, announce: Callable[[str], None]) -> None:
    """Run until SIGINT or SIGTERM. What was accepted by then is stored and, within seconds, sent.

    Raises OSError where the address cannot be had, before anything else is begun.
    """
    async with contextlib.AsyncExitStack() as stack:
        sockets = [stack.enter_context(one) for one in bound(settings.host, settings.port)]
        core = await stack.enter_async_context(open_core(settings, demo=demo))
        await _admit(core)
        pelukis = Pelukis()
        stack.push_async_callback(pelukis.close)
        attachments = Attachments(core.store, pelukis.png)
        mailbox = StoredMailbox(core.store, core.sandi, attachments)
        core.listeners.append(mailbox.notify)
        secure = bool(settings.public_url and settings.public_url.startswith("https"))
        webchat = Webchat(core.desk.handle, mailbox, core.sandi.purpose("webchat"), secure=secure)
        routes = webchat.routes()

        telegram = _telegram(core)
        if telegram is not None:
            stack.push_async_callback(telegram.close)
            core.channels[telegram.name] = telegram
            limits = {telegram.name: settings.telegram_limits()}
            delivery = Delivery(core.store, core.channels, limits, files=attachments.load)
            core.listeners.append(delivery.submit)
            stack.push_async_callback(delivery.close)
            stack.push_async_callback(_end, _spawn(delivery.run()))
            public, secret = settings.public_url, core.sandi.purpose("telegram")
            webhook = f"{public}{TELEGRAM_PATH}" if public else None
            stack.push_async_callback(_end, _spawn(telegram.receive(PERINTAH, webhook, secret)))

        # Left in this order: no new events, then finish those taken, then send and write down.
        stack.push_async_callback(core.conversation.close)
        stack.callback(mailbox.close)
        penerbit = Penerbit()
        stack.push_async_callback(penerbit.close)
        penerbitan = _penerbitan(core, penerbit, demo=demo)
        if core.store.embedded:
            await penerbitan.release()
        routine = Routine(core.store, core.surveys, core.sandi, compose, core.committed)
        jobs = Jobs(
            {
                "expiry": (EXPIRY_SECONDS, lambda: expiry.tick(core.store, core.desk.handle)),
                "reload": (RELOAD_SECONDS, core.desk.refresh),
                "prune": (PRUNE_SECONDS, lambda: expiry.prune(core.store)),
                **{f"documents {lane}": (TICK_SECONDS, penerbitan.tick) for lane in range(LANES)},
                **routine.jobs(),
            }
        )
        jobs.start()
        stack.push_async_callback(jobs.close)
        app: ASGIApp = build_app(routes, lambda: _ready(core))
        if telegram is not None:
            app = with_webhook(app, telegram.webhook, core.sandi.purpose("telegram"))
        _rest_collector()
        await _listen(app, sockets, announce, mailbox, telegram is not None, core)


def _penerbitan(core: Core, penerbit: Penerbit, *, demo: bool) -> Penerbitan:
    """Raises DokumenError for a file of letterheads that cannot be used."""
    berkas = read_identitas(core.settings.dokumen, core.settings.aturan(demo=demo).nama_pemda)

    def susunan() -> Susunan:
        place = _place(core.settings, core.channels)
        return Susunan(berkas, partial(links_of, base_url=place.base_url, bot_username=place.telegram))

    return Penerbitan(core.store, core.surveys, core.sandi, core.committed, susunan, penerbit)


def _telegram(core: Core) -> Telegram | None:
    settings = core.settings
    if settings.telegram_token is None:
        return None

    async def blocked(address: str) -> None:
        try:
            async with core.store.transaction() as tx:
                await tx.walk.drop_address(core.sandi.percakapan(Telegram.name, address))
        except StorageError as error:
            raise NotStored(str(error)) from error

    return Telegram(settings.telegram_token.get_secret_value(), settings.telegram_api_url, core.desk.handle, blocked)


async def _listen(
    app: ASGIApp,
    sockets: list[socket.socket],
    announce: Callable[[str], None],
    mailbox: StoredMailbox,
    telegram: bool,
    core: Core,
) -> None:
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,  # nothing here depends on who asks
        timeout_graceful_shutdown=2,
        lifespan="off",
    )
    server = _Server(config)
    loop = asyncio.get_running_loop()

    def stop() -> None:
        server.should_exit = True
        mailbox.close()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    server.announce = lambda: announce(_welcome(core, telegram))
    await server.serve(sockets)


def _rest_collector() -> None:
    """Have the garbage collector look less often, and never at what is loaded by now: under load its walks through
    the whole program take a seventh of the processor's time, and are what the slowest replies wait for."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


class _Server(uvicorn.Server):
    """Says when it listens. Signals are ours: the whole service stops, not the web server alone."""

    announce: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.announce()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _welcome(core: Core, telegram: bool) -> str:
    settings = core.settings
    units = core.surveys.now.direktori.unit
    lines = [f"Web chat          {settings.base_url}/"]
    if units:
        example = "kel-bandar-kidul" if "kel-bandar-kidul" in units else min(units)
        lines.append(f"One unit's survey {settings.base_url}/s/{units[example].kode}   ({units[example].nama})")
    else:
        lines.append("No units yet      add them with: ikm units import FILE.csv")
    lines.append(f"Telegram          {'on' if telegram else 'off; set IKM_TELEGRAM_TOKEN to switch it on'}")
    lines.append("Stop with Ctrl-C")
    return "\n".join(lines)


async def _ready(core: Core) -> dict[str, object]:
    try:
        async with core.store.reading() as tx:
            return {"database": True, "outbox": await tx.walk.queue_depth()}
    except StorageError as error:
        return {"database": False, "reason": str(error)}


def _place(settings: Settings, channels: Mapping[str, Channel]) -> Place:
    telegram = channels.get(Telegram.name)
    name = telegram.bot_name if isinstance(telegram, Telegram) else ""
    return Place(settings.base_url, name, settings.undangan_hari)


async def _admit(core: Core) -> None:
    """Make who the settings name an admin."""
    if core.settings.admin_telegram is None:
        return
    address = str(core.settings.admin_telegram)
    percakapan = core.sandi.percakapan(Telegram.name, address)
    async with core.store.transaction() as tx:
        admitted = await admit_admin(tx, percakapan, Telegram.name, address, datetime.now(UTC))
    if admitted:
        await core.desk.reload()


async def _fill(store: Store, instrumen: Instrumen) -> None:
    async with store.reading() as tx:
        if await tx.directory.units():
            return
    await import_units(store, DEMO_UNITS, instrumen)


def _spawn(coroutine: object) -> asyncio.Task[None]:
    """A task whose failure is logged, not lost."""
    task: asyncio.Task[None] = asyncio.create_task(coroutine)  # type: ignore[arg-type]  # a coroutine, from here only

    def ended(done: asyncio.Task[None]) -> None:
        if not done.cancelled() and (error := done.exception()) is not None:
            log.error("a part of the service ended", exc_info=error)

    task.add_done_callback(ended)
    return task


async def _end(task: asyncio.Task[None]) -> None:
    """Cancel a task and let it leave its transaction: the database is closed next."""
    task.cancel()
    await asyncio.wait([task], timeout=END_SECONDS)
