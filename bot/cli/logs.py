"""How the service logs: lines of text for people, or one JSON object a line for what collects them.

Only what we write ourselves is logged in full: lines of libraries name addresses, texts and URLs with the token, so
of these only warnings are. An exception is told by its type and the places it went through, without any value.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING

from bot.service.faults import told

if TYPE_CHECKING:
    from bot.settings import Settings

_Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Lines(logging.Formatter):
    """One event after the other, to be read by people."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatException(self, ei: _Caught) -> str:  # noqa: N802  the library's name
        return told(ei[1]) if ei[1] is not None else ""


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def __init__(self, replica: str) -> None:
        super().__init__()
        self._replica = replica

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "replica": self._replica,
            "process": os.getpid(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _first_line_of_asyncio(record: logging.LogRecord) -> bool:
    """Its further lines are the repr of tasks and exceptions, values included."""
    if record.name == "asyncio":
        record.msg, record.args = record.getMessage().split("\n", 1)[0], None
    return True


def set_up(read: Settings) -> None:
    """Log on stderr as the settings say."""
    from bot.service.pulse import is_news  # noqa: PLC0415  what `ikm --help` does not need is not imported
    from bot.settings import replica_of  # noqa: PLC0415

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(replica_of(read)) if read.log_format == "json" else Lines())
    handler.addFilter(_first_line_of_asyncio)
    handler.addFilter(is_news)
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    for package in ("bot", "scoring", "storage"):
        logging.getLogger(package).setLevel(read.log_level)
