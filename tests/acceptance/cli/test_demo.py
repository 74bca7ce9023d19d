"""`ikm demo`: a city to look at, once, and never among real answers."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.acceptance.cli.program import DATA, SAME, UNSUR, Ikm

FULL = {"year": 2024, "seed": 14, "units": 94, "responses": 9956, "matching": 94, "worst": "0.00", "different": []}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder after `ikm demo`. Not to be written to."""
    ikm = Ikm(tmp_path_factory.mktemp("demo"))
    assert ikm("demo", "--json").json == {**FULL, "added": 9956, "already": 0}
    return ikm.folder


@pytest.fixture
def kediri(filled: Path, tmp_path: Path) -> Ikm:
    shutil.copytree(filled, tmp_path / "demo")
    return Ikm(tmp_path / "demo")


def rows(ikm: Ikm) -> int:
    with closing(sqlite3.connect(ikm.database)) as connection:
        return int(connection.execute("select count(*) from respons").fetchone()[0])


def test_the_scores_are_the_published_ones(filled: Path) -> None:
    with (DATA / "kediri_units.csv").open(encoding="utf-8", newline="") as file:
        printed = sorted(row["ikm"].replace(",", ".") for row in csv.DictReader(file) if row["group"][:4] != "KOTA")
    found = Ikm(filled).score("--all", "--periode", "2024")
    assert sorted(unit["ikm"] for unit in found["unit"]) == printed
    assert (found["gabungan"]["n"], found["rata_rata_unit"]["ikm"]) == (9956, "88.65")
    assert Ikm(filled).score("--unit", "dlhkp", "--periode", "2024")["ikm"] == "80.69"
    assert Ikm(filled).score("--all", "--periode", "2023")["gabungan"]["n"] == 0


def test_the_counters_agree(filled: Path) -> None:
    found = Ikm(filled)("db", "check", "--json").json
    assert (found["responses"], found["integrity"], found["differences"]) == (9956, "ok", [])


def test_again_it_adds_nothing(kediri: Ikm) -> None:
    assert kediri("demo", "--json").json == {**FULL, "added": 0, "already": 9956}
    assert rows(kediri) == 9956


def test_another_year_joins_it_and_another_seed_is_refused(kediri: Ikm) -> None:
    done = kediri("demo", "--year", "2023", "--seed", "5")
    assert done.out.splitlines() == [
        "9956 responses of 2023 in 94 units: 9956 added, 0 were there already",
        "94 of 94 units have their published index; the largest difference is 0,00",
    ]
    assert "made with another seed; nothing was added" in kediri("demo", "--year", "2023").complaint(1)
    assert rows(kediri) == 2 * 9956
    assert kediri("db", "check").code == 0


def test_among_real_answers_it_refuses(kediri: Ikm) -> None:
    kediri.responses("dlhkp", SAME, head=UNSUR)
    for words in (("demo",), ("demo", "--year", "2025")):
        complaint = kediri(*words).complaint(1)
        assert complaint.startswith("the database holds responses that are not the demo's; nothing was added")
    assert rows(kediri) == 9957


def test_one_real_answer_in_the_demos_units_keeps_it_out(ikm: Ikm) -> None:
    units = Path(__file__).parents[3] / "bot" / "demo" / "kediri.csv"
    assert ikm("units", "import", str(units)).code == 0
    ikm.responses("dlhkp", SAME, head=UNSUR)
    assert "responses that are not the demo's" in ikm("demo").complaint(1)
    assert rows(ikm) == 1


def test_among_units_of_its_own_it_refuses(ikm: Ikm) -> None:
    ikm.units("a,Unit A,G")
    assert ikm("demo").complaint(1).startswith("the database holds units that are not the demo's; nothing was added")
    assert [unit["kode"] for unit in ikm("units", "list", "--json").json] == ["a"]


def test_a_year_that_is_none_is_a_wrong_call(ikm: Ikm) -> None:
    assert "--year" in ikm("demo", "--year", "24").complaint(2)
    assert not ikm.database.exists()
