"""The secret is the database's own: with another nothing starts, and nothing is written."""

from __future__ import annotations

import pytest

from tests.acceptance.cli.program import Ikm

ONE, OTHER = "satu-rahasia-yang-panjang", "lain-rahasia-yang-panjang"


@pytest.mark.parametrize("words", [("run",), ("chat", "pulutan"), ("invite", "--role", "admin")])
def test_with_another_secret_nothing_starts(pulutan: Ikm, words: tuple[str, ...]) -> None:
    """Whoever was first decides; a process with another secret says which setting is wrong and what to do."""
    assert pulutan("invite", "--role", "admin", SECRET=ONE).code == 0
    told = pulutan(*words, SECRET=OTHER).complaint(1)
    assert told.startswith("IKM_SECRET, or var/secret, is not the secret this database was made with")
    assert "set the one of the first machine" in told
    assert ONE not in told
    assert OTHER not in told
    assert len(pulutan("db", "secret", "--json", SECRET=ONE).json) == 1


def test_what_does_not_need_the_secret_works_without(pulutan: Ikm) -> None:
    assert pulutan("db", "secret", "--json", SECRET=ONE).json == {"secret": "new"}
    assert pulutan("invite", "--role", "admin", SECRET=ONE).code == 0
    assert pulutan("db", "check", SECRET=OTHER).code == 0
    assert pulutan("units", "list", SECRET=OTHER).code == 0


def test_doctor_tells_another_secret(pulutan: Ikm) -> None:
    pulutan("invite", "--role", "admin", SECRET=ONE)
    found = {one["what"]: one["state"] for one in pulutan("doctor", "--json", SECRET=OTHER).json}
    assert found["secret"] == "wrong"
    assert pulutan("doctor", "--json", SECRET=ONE).code == 0


def test_a_lost_secret_can_be_given_up(pulutan: Ikm) -> None:
    """By an act of its own, which no program does by itself."""
    pulutan("invite", "--role", "admin", SECRET=ONE)
    assert pulutan("db", "secret", "--json", SECRET=OTHER).code == 1
    assert pulutan("db", "secret", "--accept", SECRET=OTHER).out == "the secret is the one of this database\n"
    assert pulutan("invite", "--role", "admin", SECRET=OTHER).code == 0
    assert pulutan("invite", "--role", "admin", SECRET=ONE).code == 1
