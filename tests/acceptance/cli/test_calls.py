"""What holds for every verb: one line for a wrong call, help on standard output, no traceback, quick help."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.acceptance.cli.program import Ikm, command


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("scor",), "No such command 'scor'"),
        (("score", "--perode", "2024"), "No such option: --perode"),
        (("score", "--all", "--periode"), "Option '--periode' requires an argument"),
        (("units", "import"), "Missing argument"),
        (("units", "import", "a.csv", "b.csv"), "Got unexpected extra argument"),
        (("db", "repair"), "No such command 'repair'"),
        (("db", "backup"), "Missing argument"),
        (("run", "--port", "1"), "No such option: --port"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(ikm: Ikm, words: tuple[str, ...], reason: str) -> None:
    complaint = ikm(*words).complaint(2)
    assert complaint.startswith(reason)
    assert "--help` shows what can be said" in complaint
    assert list(ikm.folder.iterdir()) == []


@pytest.mark.parametrize("words", [(), ("units",), ("responses",), ("db",)])
def test_without_a_verb_there_is_the_help(ikm: Ikm, words: tuple[str, ...]) -> None:
    done = ikm(*words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"Usage: {' '.join(('ikm', *words))} [OPTIONS] COMMAND")
    asked = ikm(*words, "--help")
    assert (asked.code, asked.err) == (0, "")
    assert asked.out.strip() == done.err.strip()


def test_settings_that_cannot_be_used_stop_every_verb_before_it_begins(ikm: Ikm) -> None:
    for words in (("units", "list"), ("doctor",), ("db", "upgrade"), ("links",)):
        assert ikm(*words, PORT="eighty").complaint(2).startswith("IKM_PORT: ")
    assert list(ikm.folder.iterdir()) == []


def test_a_settings_file_that_is_no_text(ikm: Ikm) -> None:
    ikm.write(".env", b"IKM_PEMDA=Caf\xe9\n")
    assert ikm("doctor").complaint(2) == ".env cannot be read: it is not UTF-8"


def test_help_loads_nothing_of_the_work() -> None:
    heavy = {"telegram", "aiohttp", "sqlalchemy", "alembic", "uvicorn", "pydantic_settings", "yaml"}
    heavy |= {"bot.app", "bot.core"}
    code = "import sys, bot.cli.verbs; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert heavy & set(loaded) == set()


def test_a_reader_that_has_had_enough_is_no_error(read_only: Ikm) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [command(), "units", "list"],
            cwd=read_only.folder,
            env=read_only.environment(),
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_terminal_without_our_letters_gets_a_substitute(ikm: Ikm) -> None:
    environment = ikm.environment() | {"PYTHONIOENCODING": "latin-1"}
    done = subprocess.run([command(), "doctor"], cwd=ikm.folder, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"? instrumen")
