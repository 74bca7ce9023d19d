"""What both peers share: the command line, and running an application until told to stop."""

import argparse
import asyncio
import signal
import warnings
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application
from telegram.warnings import PTBUserWarning

KINDS = ["message", "callback_query"]
AnyApplication = Application[Any, Any, Any, Any, Any, Any]

# The handlers here do not want to be told apart by message.
warnings.filterwarnings("ignore", category=PTBUserWarning)


def parse(name: str) -> argparse.Namespace:
    """The flags that all peers take."""
    parser = argparse.ArgumentParser(prog=f"python -m tests.bench.{name}")
    parser.add_argument("--api-url", required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--mode", choices=("polling", "webhook"), default="polling")
    parser.add_argument("--port", type=int, default=0, help="where the webhook listens")
    parser.add_argument("--state", type=Path, required=True, help="directory for what is kept")
    parser.add_argument("--save", choices=("update", "second"), default="update")
    options = parser.parse_args()
    options.state.mkdir(parents=True, exist_ok=True)
    return options


def keyboard(buttons: list[tuple[str, str]]) -> InlineKeyboardMarkup | None:
    """One button a row, as labels are long."""
    rows = [[InlineKeyboardButton(label, callback_data=data)] for label, data in buttons]
    return InlineKeyboardMarkup(rows) if rows else None


async def serve(application: AnyApplication, options: argparse.Namespace) -> None:
    """Run until SIGTERM, by long polling or behind a webhook."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with application:
        await application.start()
        if options.mode == "polling":
            assert application.updater is not None
            await application.updater.start_polling(timeout=10, allowed_updates=KINDS)
            await stop.wait()
            await application.updater.stop()
        else:
            await _serve_webhook(application, options, stop)
        await application.stop()


async def _serve_webhook(application: AnyApplication, options: argparse.Namespace, stop: asyncio.Event) -> None:
    """As in the library's own example for Starlette, which its built-in webhook server does not outdo."""

    async def take(request: Request) -> Response:
        update = Update.de_json(await request.json(), application.bot)
        await application.update_queue.put(update)
        return Response()

    config = uvicorn.Config(
        Starlette(routes=[Route("/telegram", take, methods=["POST"])]),
        host="127.0.0.1",
        port=options.port,
        log_level="warning",
        access_log=False,
        lifespan="off",
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    url = f"http://127.0.0.1:{options.port}/telegram"
    await application.bot.set_webhook(url, allowed_updates=KINDS, max_connections=100)
    await asyncio.wait({serving, asyncio.create_task(stop.wait())}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await serving
