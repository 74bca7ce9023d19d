"""Lines of the log: what they say, and what they never say."""

from __future__ import annotations

import json
import logging
from datetime import datetime

import pytest

from bot.cli.logs import JsonLines, Lines

SAID = "I was asked for 350 thousand"


def record(error: BaseException | None = None) -> logging.LogRecord:
    caught = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("bot.service.x", logging.ERROR, __file__, 1, "%d not\nstored", (3,), caught)


def caught() -> Exception:
    """What a failing part of the service raises: a group, as task groups do, of an error that quotes a person."""
    try:
        fail()
    except RuntimeError as error:
        return ExceptionGroup(SAID, [error])
    raise AssertionError


def fail() -> None:
    try:
        int(SAID)
    except ValueError as cause:
        raise RuntimeError(SAID) from cause


def test_json_is_one_object_a_line_with_time_level_and_place() -> None:
    """Every field can be searched for; a message of two lines is one line still."""
    line = JsonLines("replica-1").format(record())
    assert "\n" not in line
    told = json.loads(line)
    assert datetime.fromisoformat(told.pop("time")).utcoffset() is not None
    assert told.pop("process") > 0
    assert told == {"level": "ERROR", "logger": "bot.service.x", "message": "3 not\nstored", "replica": "replica-1"}


@pytest.mark.parametrize("formatter", [JsonLines("r"), Lines()])
def test_an_exception_is_told_without_its_values(formatter: logging.Formatter) -> None:
    """Type and places of all that went wrong, also within a group and as a cause; never the message."""
    line = formatter.format(record(caught()))
    assert all(name in line for name in ("ExceptionGroup", "RuntimeError", "ValueError", "test_logs.py"))
    assert SAID not in line
