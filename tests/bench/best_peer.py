"""The strongest durable peer on the same library: own state in SQLite, one durable transaction an answer.

256 updates are handled at once, calls go out over aiohttp instead of httpx, and the press is answered while
the message is edited. Nothing is sent before the transaction that kept the answer is on disk.
"""

import asyncio
import json
from pathlib import Path
from typing import Any

import aiohttp
import aiosqlite
import uvloop
from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, TypeHandler
from telegram.request import BaseRequest, RequestData

from tests.bench.interview import STEPS, THANKS, answer_of, screen
from tests.bench.peer import keyboard, parse, serve

SCHEMA = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
CREATE TABLE IF NOT EXISTS inbox (update_id INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS sessions (user_id INTEGER PRIMARY KEY, answers TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS finished (id INTEGER PRIMARY KEY, answers TEXT NOT NULL);
"""
Screen = tuple[str, list[tuple[str, str]]]


class AiohttpRequest(BaseRequest):
    """The library's calls over aiohttp."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """How long an answer may take."""
        return 60.0

    async def initialize(self) -> None:
        """Open the pool."""
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=512))

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_timeouts: Any, **_more: Any
    ) -> tuple[int, bytes]:
        """One call; files are not sent here."""
        assert self._session is not None
        payload = request_data.json_payload if request_data else None
        headers = {"Content-Type": "application/json"} if payload else None
        async with self._session.request(method, url, data=payload, headers=headers) as response:
            return response.status, await response.read()


class Store:
    """Sessions in SQLite, one transaction at a time."""

    def __init__(self, db: aiosqlite.Connection) -> None:
        self._db = db
        self._lock = asyncio.Lock()

    @classmethod
    async def open(cls, path: Path) -> "Store":
        """Open or make the database."""
        db = await aiosqlite.connect(path)
        await db.executescript(SCHEMA)
        return cls(db)

    async def close(self) -> None:
        """Close the database."""
        await self._db.close()

    async def take(self, update: Update) -> Screen | None:
        """Keep what an update says, durably, and return the screen to show; None for one seen before."""
        assert update.effective_user is not None
        user_id = update.effective_user.id
        async with self._lock:
            seen = await self._db.execute("INSERT OR IGNORE INTO inbox VALUES (?)", (update.update_id,))
            if not seen.rowcount:
                await self._db.rollback()
                return None
            rows = await self._db.execute_fetchall("SELECT answers FROM sessions WHERE user_id = ?", (user_id,))
            answers: dict[str, str] = json.loads(next(iter(rows))[0]) if rows else {}
            shown = answer(update, answers)
            kept = json.dumps(answers, ensure_ascii=False)
            if len(answers) == len(STEPS):
                await self._db.execute("INSERT INTO finished (answers) VALUES (?)", (kept,))
                await self._db.execute("DELETE FROM sessions WHERE user_id = ?", (user_id,))
            else:
                await self._db.execute("INSERT OR REPLACE INTO sessions VALUES (?, ?)", (user_id, kept))
            await self._db.commit()
        return shown


def answer(update: Update, answers: dict[str, str]) -> Screen:
    """Put what an update says into `answers`; the screen that follows."""
    text = (update.message.text or "") if update.message else ""
    if text.startswith("/start"):
        answers.clear()
        return screen(0, answers)
    number = len(answers)
    step = STEPS[number]
    given: str | None = text
    if update.callback_query:
        given = answer_of(number, update.callback_query.data or "")
    elif (step.key == "umur" and not (text.isdigit() and 5 <= int(text) <= 120)) or step.key not in {"umur", "saran"}:
        given = None
    if given is not None:
        answers[step.key] = given
    return (THANKS, []) if len(answers) == len(STEPS) else screen(len(answers), answers)


async def main() -> None:
    """Build the application and serve."""
    options = parse("best_peer")
    store = await Store.open(options.state / "state.sqlite")

    async def handle(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        shown = await store.take(update)
        query = update.callback_query
        if shown is None:
            return
        text, buttons = shown
        if query is not None:
            edit = query.edit_message_text(text, reply_markup=keyboard(buttons))
            await asyncio.gather(query.answer(), edit)
        elif update.message is not None:
            await update.message.reply_text(text, reply_markup=keyboard(buttons))

    application = (
        ApplicationBuilder()
        .token(options.token)
        .base_url(f"{options.api_url}/bot")
        .request(AiohttpRequest())
        .get_updates_request(AiohttpRequest())
        .concurrent_updates(256)
        .build()
    )
    application.add_handler(TypeHandler(Update, handle))
    await serve(application, options)
    await store.close()


if __name__ == "__main__":
    uvloop.run(main())
