"""`ikm db`: tables made, counters checked against responses, copies that can be used."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.acceptance.cli.program import Ikm


def change(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_upgrade_makes_the_tables_once(ikm: Ikm) -> None:
    first = ikm("db", "upgrade", "--json").json
    assert list(first) == ["schema"]
    assert ikm("db", "upgrade").out == f"the tables are at {first['schema']}\n"


def test_good_counters_are_in_order(read_only: Ikm) -> None:
    assert read_only("db", "check", "--json").json == {
        "responses": 50,
        "spans": 1,
        "integrity": "ok",
        "faults": [],
        "differences": [],
    }
    assert read_only("db", "check").out.endswith("counters and responses agree\n")


@pytest.mark.parametrize(
    "statement",
    [
        "update rekap_responden set n = n + 1",
        "update rekap_unsur set n3 = n3 - 1, n4 = n4 + 1 where unsur = 'waktu'",
        "delete from respons where id in (select id from respons limit 1)",
        "delete from rekap_responden",
    ],
)
def test_a_tampered_counter_or_response_is_found(pulutan: Ikm, statement: str) -> None:
    change(pulutan.database, statement)
    done = pulutan("db", "check", "--json")
    assert done.code == 1
    (difference,) = done.json["differences"]
    assert difference["span"] == "permenpan-14-2017 pulutan 2024-07-01 2024-12-31"


def test_rows_that_belong_to_nothing_are_told(pulutan: Ikm) -> None:
    """The counters agree with the responses, and still it is not in order."""
    change(pulutan.database, "insert into izin_balas values (1, 'uji', '6281', 5)")
    done = pulutan("db", "check")
    assert done.code == 1
    assert "fault: 1 rows of izin_balas are of no response that there is\n" in done.out
    assert done.out.endswith("NOT in order\n")


def test_what_differs_is_told_in_words(pulutan: Ikm) -> None:
    change(pulutan.database, "delete from rekap_unsur where unsur = 'sarana'")
    done = pulutan("db", "check")
    assert done.code == 1
    assert "differs: permenpan-14-2017 pulutan 2024-07-01 2024-12-31: counters say" in done.out
    assert done.out.endswith("NOT in order\n")


def test_a_backup_is_a_database_of_its_own(pulutan: Ikm) -> None:
    done = pulutan("db", "backup", "copy.db", "--json").json
    copy = pulutan.folder / "copy.db"
    assert done == {"file": "copy.db", "bytes": copy.stat().st_size}
    url = f"sqlite+aiosqlite:///{copy}"
    score = ("score", "--unit", "pulutan", "--periode", "2024-S2", "--json")
    assert pulutan(*score, DATABASE_URL=url).json == pulutan(*score).json
    assert pulutan("db", "check", DATABASE_URL=url).code == 0
    assert [path.name for path in pulutan.folder.glob("copy.db*") if path.suffix == ".part"] == []


def test_a_backup_replaces_nothing_and_needs_a_folder(pulutan: Ikm) -> None:
    pulutan.write("there.db", "mine")
    assert pulutan("db", "backup", "there.db").complaint(1) == "there.db exists already; name a new file"
    assert (pulutan.folder / "there.db").read_text() == "mine"
    assert pulutan("db", "backup", "none/x.db").complaint(1) == "there is no folder none; make it first"


@pytest.mark.parametrize("words", [("db", "check"), ("db", "backup", "x.db"), ("units", "list")])
def test_without_a_database(ikm: Ikm, words: tuple[str, ...]) -> None:
    assert "there is no database at " in ikm(*words).complaint(1)
    assert list(ikm.folder.iterdir()) == []


def test_a_database_of_a_newer_version_is_left_alone(pulutan: Ikm) -> None:
    change(pulutan.database, "update alembic_version set version_num = '9999'")
    before = pulutan.database.read_bytes()
    for words in (("units", "list"), ("db", "upgrade"), ("chat", "pulutan")):
        assert "made by a newer version of ikm (schema 9999" in pulutan(*words).complaint(1)
    assert pulutan.database.read_bytes() == before


def test_a_file_that_is_no_database(ikm: Ikm) -> None:
    ikm.database.parent.mkdir()
    ikm.database.write_bytes(b"this is a letter, not a database" * 200)
    for words in (("units", "list"), ("db", "upgrade"), ("run",)):
        assert "the file is not a database" in ikm(*words).complaint(1)


def test_a_database_of_another_program_is_left_alone(ikm: Ikm) -> None:
    ikm.database.parent.mkdir()
    change(ikm.database, "create table accounts (id integer)")
    assert "tables of another program" in ikm("db", "upgrade").complaint(1)


def test_a_folder_that_cannot_be_made(ikm: Ikm) -> None:
    ikm.write("var", "a file where the folder would be")
    for words in (("db", "upgrade"), ("run",)):
        assert "var" in ikm(*words).complaint(1)


def test_a_damaged_file_is_told(pulutan: Ikm) -> None:
    damaged = pulutan.folder / "damaged.db"
    shutil.copy(pulutan.database, damaged)
    content = bytearray(damaged.read_bytes())
    content[4096 * 4 :] = b"\xee" * (len(content) - 4096 * 4)
    damaged.write_bytes(content)
    done = pulutan("db", "check", DATABASE_URL=f"sqlite+aiosqlite:///{damaged}")
    assert done.code == 1
    assert done.err == "" or "damaged" in done.complaint(1)
