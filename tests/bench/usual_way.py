"""The interview the usual way: python-telegram-bot's ConversationHandler and PicklePersistence.

`--save update` writes the state after every update, so that an answer survives a crash of the process;
`--save second` writes it once a second, as most bots do at best. Each save is one file, written once: the
persistence's other modes write more often for the same guarantee.
"""

import asyncio
import csv
from pathlib import Path
from typing import Any

import uvloop
from telegram import Update
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PersistenceInput,
    PicklePersistence,
    TypeHandler,
    filters,
)

from tests.bench.interview import STEPS, THANKS, answer_of, screen
from tests.bench.peer import AnyApplication, keyboard, parse, serve

Context = ContextTypes.DEFAULT_TYPE
TYPED = filters.TEXT & ~filters.COMMAND


class Interview:
    """The handlers; finished interviews go to a CSV file."""

    def __init__(self, finished: Path) -> None:
        self._finished = finished

    async def begin(self, update: Update, context: Context) -> int:
        """`/start`: ask the first question."""
        assert update.message is not None
        assert context.user_data is not None
        context.user_data.clear()
        context.user_data["kode"] = context.args[0] if context.args else ""
        context.user_data["jawaban"] = {}
        text, buttons = screen(0, {})
        await update.message.reply_text(text, reply_markup=keyboard(buttons))
        return 0

    async def pressed(self, update: Update, context: Context) -> int:
        """A button: keep the answer, show the next question in its place."""
        query = update.callback_query
        assert query is not None
        assert context.user_data is not None
        await query.answer()
        number = len(context.user_data["jawaban"])
        label = answer_of(number, query.data or "")
        if label is None:
            return number
        return await self._next(update, context, label)

    async def typed(self, update: Update, context: Context) -> int:
        """A typed answer: an age, or a suggestion."""
        assert update.message is not None
        assert context.user_data is not None
        text = update.message.text or ""
        number = len(context.user_data["jawaban"])
        if STEPS[number].key == "umur" and not (text.isdigit() and 5 <= int(text) <= 120):
            await update.message.reply_text("Ketik umur dengan angka, misalnya 34.")
            return number
        return await self._next(update, context, text)

    async def _next(self, update: Update, context: Context, answer: str) -> int:
        assert context.user_data is not None
        answers: dict[str, str] = context.user_data["jawaban"]
        answers[STEPS[len(answers)].key] = answer
        number = len(answers)
        if number == len(STEPS):
            self._keep(context.user_data)
            await _show(update, THANKS, [])
            assert update.effective_user is not None
            context.application.drop_user_data(update.effective_user.id)
            return ConversationHandler.END
        text, buttons = screen(number, answers)
        await _show(update, text, buttons)
        return number

    def _keep(self, data: dict[Any, Any]) -> None:
        with self._finished.open("a", newline="", encoding="utf-8") as file:
            csv.writer(file).writerow([data["kode"], *data["jawaban"].values()])


async def _show(update: Update, text: str, buttons: list[tuple[str, str]]) -> None:
    if update.callback_query is not None:
        await update.callback_query.edit_message_text(text, reply_markup=keyboard(buttons))
    elif update.message is not None:
        await update.message.reply_text(text, reply_markup=keyboard(buttons))


async def save(application: AnyApplication) -> None:
    """Write everything that changed to disk."""
    await application.update_persistence()
    assert application.persistence is not None
    await application.persistence.flush()


async def save_update(update: object, context: Context) -> None:
    """Save as part of handling an update, after all other handlers."""
    application = context.application
    user = update.effective_user if isinstance(update, Update) else None
    if user is not None and user.id in application.user_data:
        # The library marks a person's data only after the last handler.
        application.mark_data_for_update_persistence(user_ids=user.id)
    await save(application)


async def main() -> None:
    """Build the application and serve."""
    options = parse("usual_way")
    kept = PicklePersistence(
        options.state / "state.pickle",
        store_data=PersistenceInput(bot_data=False, chat_data=False, callback_data=False),
        update_interval=3600,
        on_flush=True,
    )
    application = (
        ApplicationBuilder()
        .token(options.token)
        .base_url(f"{options.api_url}/bot")
        .connection_pool_size(256)
        .pool_timeout(60)
        .read_timeout(60)
        .persistence(kept)
        .build()
    )
    interview = Interview(options.state / "finished.csv")
    states: dict[object, list[Any]] = {}
    for number, step in enumerate(STEPS):
        states[number] = [CallbackQueryHandler(interview.pressed)] if step.labels else []
        if step.key in {"umur", "saran"}:
            states[number].append(MessageHandler(TYPED, interview.typed))
    start: CommandHandler[Context, object] = CommandHandler("start", interview.begin)
    application.add_handler(
        ConversationHandler(
            entry_points=[start], states=states, fallbacks=[], allow_reentry=True, name="survei", persistent=True
        )
    )
    if options.save == "update":
        application.add_handler(TypeHandler(Update, save_update), group=1)
        await serve(application, options)
        return

    async def each_second() -> None:
        while True:
            await asyncio.sleep(1)
            await save(application)

    saving = asyncio.create_task(each_second())
    await serve(application, options)
    saving.cancel()


if __name__ == "__main__":
    uvloop.run(main())
