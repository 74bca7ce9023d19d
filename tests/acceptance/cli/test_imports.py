"""`ikm responses list` and `undo`: an import is found by its name and taken back whole."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

from tests.acceptance.cli.program import DATA, UNSUR, Ikm

PULUTAN = ("--unit", "pulutan", "--periode", "2024-S2")


def test_an_import_is_listed_undone_whole_and_may_come_again(pulutan: Ikm) -> None:
    """Only with --yes; what other imports brought stays; afterwards the same file is new again."""
    head = f"diisi_pada,{UNSUR}"
    other = pulutan.responses("lain", "2024-07-01,1,1,1,1,1,1,1,1,1", head=head).json["impor"]
    newest, first = pulutan("responses", "list", "--json").json
    assert (newest["id"], newest["masuk"], newest["left"], newest["unit"]) == (other, 1, 1, "lain")
    assert (first["berkas"], first["masuk"], first["left"]) == ("pulutan_marginals.csv", 50, 50)
    assert first["nama"].startswith("pulutan_marginals.csv, ")
    assert (first["hari_awal"], first["hari_akhir"], first["oleh"]) == ("2024-07-01", "2024-12-31", "perintah ikm")
    assert pulutan("responses", "list", "--unit", "LAIN").out.startswith(f"{other}  responses.csv, ")
    id_ = str(first["id"])
    told = pulutan("responses", "undo", id_)
    assert "50 responses would be erased; nothing was changed; add --yes to do it" in told.out
    assert pulutan.score(*PULUTAN)["n"] == 50
    assert pulutan("responses", "undo", id_, "--yes").out.startswith(
        "undone: 50 responses of “pulutan_marginals.csv,"
    )
    assert pulutan.score(*PULUTAN)["n"] == 0
    assert pulutan.score("--unit", "lain", "--periode", "2024-S2")["n"] == 1
    assert pulutan("db", "check", "--json").json["differences"] == []
    assert f"import {id_} was undone on 20" in pulutan("responses", "undo", id_, "--yes").complaint(1)
    file = str(DATA / "pulutan_marginals.csv")
    again = pulutan("responses", "import", file, *PULUTAN, "--name", "Kertas  semester II", "--json").json
    assert (again["added"], again["already"]) == (50, 0)
    nothing = pulutan("responses", "import", file, *PULUTAN, "--json").json
    assert (nothing["added"], nothing["impor"]) == (0, None)
    names = [
        (one["nama"], one["left"], bool(one["dibatalkan_pada"]))
        for one in pulutan("responses", "list", "--json").json
    ]
    assert names[0] == ("Kertas semester II", 50, False)
    assert names[2] == (first["nama"], 0, True)
    with closing(sqlite3.connect(pulutan.database)) as database:
        audit = database.execute("SELECT tindakan, nama, rincian FROM audit ORDER BY id").fetchall()
    assert [tindakan for tindakan, _, _ in audit] == ["impor", "impor", "impor.batal", "impor"]
    assert {nama for _, nama, _ in audit} == {"perintah ikm"}
    assert [json.loads(rincian)["impor"] for _, _, rincian in audit[:3]] == [first["id"], other, first["id"]]


def test_of_a_closed_periode_nothing_is_taken_back(pulutan: Ikm) -> None:
    """Opened again, it can be."""
    (first,) = pulutan("responses", "list", "--json").json
    assert pulutan("periode", "close", "2024-S2").code == 0
    for words in ((), ("--yes",)):
        done = pulutan("responses", "undo", str(first["id"]), *words)
        assert done.complaint(1).startswith("2024-S2 is closed; nothing was changed")
    assert pulutan("responses", "list", "--json").json == [first]
    assert pulutan("periode", "reopen", "2024-S2", "--reason", "the wrong file was imported").code == 0
    assert pulutan("responses", "undo", str(first["id"]), "--yes", "--json").json["gone"] == 50


def test_what_is_not_there_is_said_in_one_line(read_only: Ikm) -> None:
    assert read_only("responses", "undo", "5", "--yes").complaint(1).startswith("there is no import 5;")
    assert read_only("responses", "list", "--unit", "x").complaint(2).startswith("there is no unit 'x'")
