"""The composition root: settings in, a running service out. The only place where everything is known."""

from __future__ import annotations

import contextlib
import gc
import logging
import socket
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from starlette.types import ASGIApp

from bot.channels.telegram.adapter import Telegram
from bot.channels.webchat.adapter import Webchat
from bot.channels.whatsapp.adapter import WhatsApp
from bot.core import Core, open_core, place_of
from bot.counts import Standing
from bot.engine.wording.id import PERINTAH
from bot.jobs import Jobs
from bot.listening import Ending, serve_http
from bot.metrics import CONTENT_TYPE
from bot.parts import Parts
from bot.platforms import WhatsAppParts, telegram_of, whatsapp_of
from bot.reports.dokumen.identitas_berkas import read_identitas
from bot.reports.dokumen.penerbit import Penerbit
from bot.reports.dokumen.susun import Susunan
from bot.reports.pelukis import Pelukis
from bot.reports.tautan import links_of
from bot.service import expiry
from bot.service.attachments import Attachments
from bot.service.delivery import Delivery
from bot.service.limits import Limits
from bot.service.mailbox import StoredMailbox
from bot.service.neighbours import Neighbours
from bot.service.penerbitan import LANES, TICK_SECONDS, Penerbitan
from bot.service.pulse import watch
from bot.service.routine import Routine
from bot.settings import Settings
from bot.staff.people.admission import admit_admin
from bot.staff.ringkasan.compose import compose
from bot.watch import metrics_of, ready
from bot.web import TELEGRAM_PATH, bound, build_app, metrics_app, with_webhook, with_whatsapp

log = logging.getLogger(__name__)

EXPIRY_SECONDS = 15
RELOAD_SECONDS = 30
PRUNE_SECONDS = 6 * 3600


async def serve(settings: Settings, *, demo: bool, announce: Callable[[str], None]) -> None:
    """Run until SIGINT or SIGTERM. What was accepted by then is stored and, within seconds, sent.

    Raises OSError where the address cannot be had, before anything else is begun; PartError at the end, where a part
    of it failed.
    """
    async with contextlib.AsyncExitStack() as stack:
        sockets = [stack.enter_context(one) for one in bound(settings.host, settings.port)]
        private = [stack.enter_context(one) for one in _bound_for_metrics(settings)]
        core = await stack.enter_async_context(open_core(settings, demo=demo))
        ending = Ending(settings.drain_seconds)
        parts = Parts(stack, ending)
        parts.run("watching the database", watch(core.store))
        await _admit(core)
        pelukis = Pelukis()
        stack.push_async_callback(pelukis.close)
        attachments = Attachments(core.store, pelukis.png)
        mailbox = StoredMailbox(core.store, core.sandi, attachments)
        core.listeners.append(mailbox.notify)
        neighbours = Neighbours(core.store, core.desk, mailbox, core.channels)
        core.listeners.append(neighbours.committed)
        parts.run("hearing of other processes", core.store.bell.run())
        parts.run("learning from other processes", neighbours.run())
        await core.store.bell.up()
        secure = bool(settings.public_url and settings.public_url.startswith("https"))
        webchat = Webchat(core.desk.handle, mailbox, core.sandi.purpose("webchat"), secure=secure)
        routes = webchat.routes()

        telegram, whatsapp, delivery = _platforms(stack, parts, core, attachments, neighbours)

        # Left in this order: no new events, then finish those taken, then send and write down.
        stack.push_async_callback(core.conversation.close)
        stack.callback(mailbox.close)
        if whatsapp is not None:
            stack.push_async_callback(whatsapp.webhook.close)
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
        app: ASGIApp = build_app(routes, lambda: ready(core, going=not ending.begun))
        if telegram is not None:
            app = with_webhook(app, telegram.webhook, core.sandi.purpose("telegram"), core.counts)
        if whatsapp is not None:
            app = with_whatsapp(app, whatsapp.webhook, core.counts)
        if private:
            _serve_metrics(stack, parts, core, private, ending, delivery)
        ending.listen(mailbox.close)
        _rest_collector()
        ending.on_signals()
        await serve_http(app, sockets, ending, lambda: announce(_welcome(core)))
    parts.check()


def _platforms(
    stack: contextlib.AsyncExitStack, parts: Parts, core: Core, attachments: Attachments, neighbours: Neighbours
) -> tuple[Telegram | None, WhatsAppParts | None, Delivery | None]:
    """The channels that are sent to, each where it is set, and what sends to them."""
    settings = core.settings
    limits: dict[str, Limits] = {}
    telegram = telegram_of(core)
    if telegram is not None:
        stack.push_async_callback(telegram.close)
        core.channels[telegram.name] = telegram
        limits[telegram.name] = settings.telegram_limits()
    whatsapp = whatsapp_of(core)
    if whatsapp is not None:
        stack.push_async_callback(whatsapp.close)
        core.channels[whatsapp.channel.name] = whatsapp.channel
        limits[whatsapp.channel.name] = settings.whatsapp_limits()
        parts.run("WhatsApp", whatsapp.learn_number())
    delivery: Delivery | None = None
    if core.channels:
        delivery = Delivery(core.store, core.channels, limits, files=attachments.load, counts=core.counts)
        core.listeners.append(delivery.submit)
        stack.push_async_callback(delivery.close)
        parts.run("sending", delivery.run())
    if telegram is not None:
        public, secret = settings.public_url, core.sandi.purpose("telegram")
        webhook = f"{public}{TELEGRAM_PATH}" if public else None
        alone = partial(neighbours.alone, "telegram:poll")
        parts.run("Telegram", telegram.receive(PERINTAH, webhook, secret, alone))
    return telegram, whatsapp, delivery


def _penerbitan(core: Core, penerbit: Penerbit, *, demo: bool) -> Penerbitan:
    """Raises DokumenError for a file of letterheads that cannot be used."""
    berkas = read_identitas(core.settings.dokumen, core.settings.aturan(demo=demo).nama_pemda)

    def susunan() -> Susunan:
        place = place_of(core.settings, core.channels)
        links = partial(links_of, base_url=place.base_url, bot_username=place.telegram, whatsapp=place.whatsapp)
        return Susunan(berkas, links)

    return Penerbitan(core.store, core.surveys, core.sandi, core.committed, susunan, penerbit)


def _rest_collector() -> None:
    """Have the garbage collector look less often, and never at what is loaded by now: under load its walks through
    the whole program take a seventh of the processor's time, and are what the slowest replies wait for."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


def _welcome(core: Core) -> str:
    settings = core.settings
    units = core.surveys.now.direktori.unit
    lines = [f"Web chat          {settings.base_url}/"]
    if units:
        example = "kel-bandar-kidul" if "kel-bandar-kidul" in units else min(units)
        lines.append(f"One unit's survey {settings.base_url}/s/{units[example].kode}   ({units[example].nama})")
    else:
        lines.append("No units yet      add them with: ikm units import FILE.csv")
    for name, label in ((Telegram.name, "Telegram"), (WhatsApp.name, "WhatsApp")):
        state = "on" if name in core.channels else f"off; set IKM_{label.upper()}_TOKEN to switch it on"
        lines.append(f"{label:<17} {state}")
    lines.append("Stop with Ctrl-C")
    return "\n".join(lines)


def _serve_metrics(
    stack: contextlib.AsyncExitStack,
    parts: Parts,
    core: Core,
    sockets: Sequence[socket.socket],
    ending: Ending,
    delivery: Delivery | None,
) -> None:
    standing = delivery.standing if delivery is not None else dict[str, Standing]
    metrics = metrics_of(core, lambda: not ending.begun, standing)
    stack.push_async_callback(metrics.close)
    page = metrics_app(metrics.text, CONTENT_TYPE)
    parts.run("metrics", serve_http(page, sockets, ending))


def _bound_for_metrics(settings: Settings) -> list[socket.socket]:
    """Raises OSError where the address cannot be had."""
    if settings.metrics_port is None:
        return []
    if settings.metrics_port == settings.port != 0:
        raise OSError(f"IKM_METRICS_PORT is {settings.port}, the port of the service; metrics need one of their own")
    return bound(settings.metrics_host, settings.metrics_port, "IKM_METRICS_PORT")


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
