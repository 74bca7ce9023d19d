"""The same commands over PostgreSQL: moved there from SQLite, checked, counted, reported, backed up and restored."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.integrity import UNKNOWN
from tests.acceptance.cli.program import Ikm
from tests.postgres import Server

SECRET = "satu-rahasia-untuk-semua"


@pytest.fixture
def fresh(postgres: Server) -> Iterator[list[str]]:
    """URLs of two empty databases."""
    urls = [asyncio.run(postgres.create()) for _ in range(2)]
    yield urls
    for url in urls:
        asyncio.run(postgres.drop(url))


def test_an_installation_moves_and_answers_the_same(read_only: Ikm, fresh: list[str], tmp_path: Path) -> None:
    """What SQLite says, PostgreSQL says: units, scores, check, report, imports."""
    moved = Ikm(tmp_path, {"DATABASE_URL": fresh[0], "SECRET": SECRET})
    done = moved("db", "copy", f"sqlite+aiosqlite:///{read_only.database}", fresh[0], "--json").json
    assert done["tables"]["respons"] == 50
    assert done["rows"] == sum(done["tables"].values())
    assert done["check"]["differences"] == done["changed_since"] == []
    # By a server without checksums of its pages, so what is on disk nobody can say there.
    assert moved("db", "check", "--json").json == read_only("db", "check", "--json").json | {"integrity": UNKNOWN}
    for words in (
        ("units", "list"),
        ("score", "--unit", "pulutan", "--periode", "2024-S2"),
        ("score", "--all", "--periode", "2024"),
        ("responses", "list"),
        ("periode", "show", "2024-S2"),
    ):
        assert moved(*words, "--json").json == read_only(*words, "--json").json
    assert moved("report", "pulutan", "--periode", "2024-S2", "--format", "json", "--out", "h.json").code == 0
    assert moved("doctor", "--json").code == 0


def test_what_is_written_over_postgresql(fresh: list[str], tmp_path: Path) -> None:
    """Units, answers on paper taken in and back, a period closed, an invitation, an interview from a pipe."""
    ikm = Ikm(tmp_path, {"DATABASE_URL": fresh[0], "SECRET": SECRET})
    assert ikm("db", "upgrade").code == 0
    ikm.units("a,Unit A,G")
    ikm.responses("a", *["3,3,3,3,3,3,3,3,4"] * 12)
    assert ikm.score("--unit", "a", "--periode", "2024-S2")["n"] == 12
    assert ikm("periode", "close", "2024-S2").code == 0
    assert ikm("periode", "reopen", "2024-S2", "--reason", "ada berkas yang terlambat").code == 0
    (one,) = ikm("responses", "list", "--json").json
    assert ikm("responses", "undo", str(one["id"]), "--yes").code == 0
    assert ikm("db", "check", "--json").json["responses"] == 0
    told = ikm("db", "check").out  # by a server without checksums
    assert "on disk: not watched\n" in told
    assert "`pg_checksums --enable`" in told
    assert told.endswith("counters and responses agree\n")
    assert "undangan_" in ikm("invite", "--role", "admin").out
    assert ikm("links").code == 0


def test_a_backup_restored_into_an_empty_database(fresh: list[str], tmp_path: Path) -> None:
    ikm = Ikm(tmp_path, {"DATABASE_URL": fresh[0], "SECRET": SECRET})
    ikm("db", "upgrade")
    ikm.units("a,Unit A,G")
    ikm.responses("a", *["3,3,3,3,3,3,3,3,4"] * 12)
    assert ikm("db", "backup", "ikm.dump").code == 0
    done = ikm("db", "restore", "ikm.dump", DATABASE_URL=fresh[1])
    assert done.code == 0
    assert "12 responses in 1 counted spans" in done.out
    assert "counters and responses agree" in done.out
    assert "the secret must come along" in done.out
    assert "holds tables already" in ikm("db", "restore", "ikm.dump", DATABASE_URL=fresh[1]).complaint(1)


def test_without_a_secret_no_machine_makes_its_own(fresh: list[str], tmp_path: Path) -> None:
    """On a database that others may share; nothing is left behind."""
    ikm = Ikm(tmp_path, {"DATABASE_URL": fresh[0]})
    for words in (("run",), ("invite", "--role", "admin")):
        assert "all processes on one PostgreSQL need the same" in ikm(*words).complaint(1)
    assert list(tmp_path.iterdir()) == []


def test_wrong_databases_are_told_by_the_name_of_the_argument(
    read_only: Ikm, fresh: list[str], tmp_path: Path
) -> None:
    ikm, good = Ikm(tmp_path), f"sqlite+aiosqlite:///{read_only.database}"
    assert ikm("db", "copy", "sqlite+aiosqlite:///none.db", fresh[0]).complaint(1).startswith("SRC: ")
    told = ikm("db", "copy", good, "mysql://u:hunter2@h/x").complaint(1)
    assert told.startswith("DST: names 'mysql'")
    assert "hunter2" not in told
    away = re.sub(r":\d+/", ":1/", fresh[0])
    assert "cannot be reached" in ikm("db", "copy", good, away).complaint(1)
