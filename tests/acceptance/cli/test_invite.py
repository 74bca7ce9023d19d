"""`ikm invite`: links that make somebody an official, each once."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from tests.acceptance.cli.program import Ikm
from tests.fakes.telegram import FakeTelegram


@pytest.fixture
def city(ikm: Ikm) -> Ikm:
    """A folder with two units in one group."""
    ikm.units("kel-a,Kelurahan A,Kecamatan Satu", "kel-b,Kelurahan B,Kecamatan Satu")
    return ikm


def test_the_first_admin_is_invited_before_anything_else_is_there(ikm: Ikm) -> None:
    """In an empty folder: the database and the secret are made, and the link leads to the web chat."""
    done = ikm("invite", "--role", "admin")
    assert done.code == 0, done.err
    head, link = done.out.splitlines()
    assert head.startswith("Admin, works once, until 20")
    assert link.startswith("http://127.0.0.1:8080/s/undangan_")
    assert ikm.database.exists()


def test_it_says_for_whom_where_and_until_when(city: Ikm) -> None:
    """The unit is found in any case and named; the invitation lasts seven days."""
    told = city("invite", "--role", "kepala_unit", "--scope", "KEL-A", "--json").json
    assert (told["role"], told["scope"], told["nama"]) == ("kepala_unit", "kel-a", "Kepala unit Kelurahan A")
    left = datetime.fromisoformat(told["until"]) - datetime.now(UTC)
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)
    group = city("invite", "--role", "pengawas_kelompok", "--scope", "kecamatan-satu", "--json").json
    assert group["nama"] == "Pengawas kelompok Kecamatan Satu"


def test_a_petugas_entri_serves_a_unit_a_group_or_all(city: Ikm) -> None:
    """Whose code it is follows from the code."""
    told = [
        city("invite", "--role", "petugas_entri", *words, "--json").json
        for words in (("--scope", "KEL-A"), ("--scope", "kecamatan-satu"), ())
    ]
    assert [(one["scope"], one["nama"]) for one in told] == [
        ("kel-a", "Petugas entri Kelurahan A"),
        ("k:kecamatan-satu", "Petugas entri Kecamatan Satu"),
        (None, "Petugas entri semua unit"),
    ]
    assert "there is no group 'x'" in city("invite", "--role", "petugas_entri", "--scope", "x").complaint(2)


def test_it_is_written_down_and_the_code_itself_is_not(city: Ikm) -> None:
    """The audit log says who invited; neither it nor the invitation holds what is in the link."""
    (link,) = city("invite", "--role", "peninjau", "--json").json["links"]
    kode = link.rsplit("/", 1)[1]
    with closing(sqlite3.connect(city.database)) as database:
        rows = database.execute("SELECT oleh, nama, channel, tindakan, sasaran FROM audit").fetchall()
        dump = "\n".join(database.iterdump())
    assert rows == [(None, "perintah ikm", "terminal", "undang", "Peninjau")]
    assert kode not in dump


async def test_with_a_token_there_is_a_telegram_link_too(ikm: Ikm) -> None:
    """The bot is asked its name; both links hold the same code."""
    async with FakeTelegram() as api:
        told = {"TELEGRAM_TOKEN": api.token, "TELEGRAM_API_URL": api.url}
        telegram, web = (await asyncio.to_thread(lambda: ikm("invite", "--role", "admin", "--json", **told))).json[
            "links"
        ]
        name = api.world.bot["username"]
    assert telegram == f"https://t.me/{name}?start={web.rsplit('/', 1)[1]}"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--role", "kepala_unit"), "the role kepala_unit needs a unit's code: --scope CODE"),
        (("--role", "pengawas_kelompok"), "the role pengawas_kelompok needs a group's code: --scope CODE"),
        (("--role", "kepala_unit", "--scope", "x"), "there is no unit 'x'"),
        (("--role", "pengawas_kelompok", "--scope", "kel-a"), "there is no group 'kel-a'; there are: kecamatan-satu"),
        (("--role", "admin", "--scope", "kel-a"), "the role admin reaches everything; leave out --scope"),
        (("--role", "raja"), "'raja' is not one of"),
        ((), "Missing option '--role'"),
    ],
)
def test_a_call_that_cannot_be_answered_ends_in_one_line(city: Ikm, words: tuple[str, ...], reason: str) -> None:
    """And leaves no invitation behind."""
    assert reason in city("invite", *words).complaint(2)
    with closing(sqlite3.connect(city.database)) as database:
        assert database.execute("SELECT count(*) FROM undangan").fetchone() == (0,)
