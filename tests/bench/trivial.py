"""A bot that keeps nothing and parses next to nothing: it shows how much load the load side can make.

One call an answer: behind a webhook in the answer's own body, when polling over its own connections. Which
question comes next is written into the buttons.
"""

import argparse
import asyncio
import json
import re
from urllib.parse import urlsplit

import uvloop

from tests.bench.http11 import ClientPool, ServerConnection
from tests.bench.interview import STEPS, THANKS, screen
from tests.bench.peer import parse

DATA = re.compile(rb'"data":"[a-z_]+:\d+"')
CHAT = re.compile(rb'"chat":\{"id":(\d+)')
MESSAGE = re.compile(rb'"message_id":(\d+)')
UPDATE = re.compile(rb'"update_id":(\d+)')
NUMBER_OF = {step.key.encode(): number for number, step in enumerate(STEPS)}


def _prepared(number: int) -> bytes:
    text, buttons = (THANKS, []) if number == len(STEPS) else screen(number, {})
    rows = [[{"text": label, "callback_data": data}] for label, data in buttons]
    return json.dumps({"text": text, "reply_markup": {"inline_keyboard": rows}}).encode()[1:]


SCREENS = [_prepared(number) for number in range(len(STEPS) + 1)]
AGE = NUMBER_OF[b"umur"]


def reply(update: bytes) -> tuple[bytes, bytes]:
    """Method and parameters (as JSON without its opening brace) that answer one update."""
    chat = CHAT.search(update)
    assert chat is not None
    if b'"text":"/start' in update:
        return b"sendMessage", b'"chat_id":%b,' % chat[1] + SCREENS[0]
    pressed = DATA.search(update)
    message = MESSAGE.search(update)
    if pressed is None or message is None:
        return b"sendMessage", b'"chat_id":%b,' % chat[1] + SCREENS[AGE + 1]
    number = NUMBER_OF[pressed[0][8:].partition(b":")[0]] + 1
    return b"editMessageText", b'"chat_id":%b,"message_id":%b,' % (chat[1], message[1]) + SCREENS[number]


def take(connection: ServerConnection, _path: bytes, body: bytes) -> None:
    """Answer one webhook delivery with the call itself."""
    method, params = reply(body)
    connection.respond(b'{"method":"%b",' % method + params)


def pool_for(options: argparse.Namespace, method: str) -> tuple[ClientPool, "asyncio.Queue[bytes]"]:
    """Connections for one method of the API, and where its answers go."""
    place = urlsplit(options.api_url)
    answers: asyncio.Queue[bytes] = asyncio.Queue()
    path = f"/bot{options.token}/{method}"
    return ClientPool(place.hostname or "", place.port or 0, path, {}, 100, answers.put_nowait), answers


async def poll(options: argparse.Namespace) -> None:
    """Fetch and answer, without waiting for what the answers bring."""
    updates, batches = pool_for(options, "getUpdates")
    pools = {name.encode(): pool_for(options, name)[0] for name in ("sendMessage", "editMessageText")}
    offset = 0
    while True:
        updates.submit(b'{"timeout":10,"offset":%d}' % offset)
        batch = await batches.get()
        for update in batch.split(b'{"update_id":')[1:]:
            offset = int(update[: update.index(b",")]) + 1
            method, params = reply(update)
            pools[method].submit(b"{" + params)


async def main() -> None:
    """Serve until killed."""
    options = parse("trivial")
    if options.mode == "polling":
        await poll(options)
    loop = asyncio.get_running_loop()
    await loop.create_server(lambda: ServerConnection(take), "127.0.0.1", options.port)
    pool, answers = pool_for(options, "setWebhook")
    url = f"http://127.0.0.1:{options.port}/"
    pool.submit(json.dumps({"url": url, "max_connections": 100}).encode())
    await answers.get()
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(main())
