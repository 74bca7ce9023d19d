"""`ikm run`: starts, says where, ends when told to, and says in one line why it cannot."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.acceptance.cli.program import Ikm
from tests.ports import free_port

STARTS_WITHIN = 60.0
ENDS_WITHIN = 5.0


def got(url: str) -> tuple[int, bytes]:
    try:
        with urlopen(url, timeout=5) as response:
            return response.status, response.read()
    except HTTPError as error:
        return error.code, error.read()


@contextmanager
def running(ikm: Ikm, *words: str, **settings: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The service, once it is healthy, and its address."""
    port = str(free_port())
    url = f"http://127.0.0.1:{port}"
    with ikm.started("run", *words, PORT=port, **settings) as process:
        deadline = time.monotonic() + STARTS_WITHIN
        while True:
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline, "not healthy in time"
            try:
                if got(f"{url}/healthz")[0] == 200:
                    break
            except OSError:
                time.sleep(0.1)
        yield process, url


def ended(process: subprocess.Popen[bytes], number: signal.Signals) -> tuple[str, str]:
    """What it had to say, once it ended in time and well."""
    begun = time.monotonic()
    process.send_signal(number)
    out, err = process.communicate(timeout=ENDS_WITHIN * 4)
    assert process.returncode == 0, err.decode()
    assert time.monotonic() - begun < ENDS_WITHIN
    assert b"Traceback" not in err
    return out.decode(), err.decode()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_with_nothing_set_and_ends_when_told(ikm: Ikm, number: signal.Signals) -> None:
    with running(ikm, "--demo") as (process, url):
        assert json.loads(got(f"{url}/healthz")[1]) == {"status": "ok"}
        code, body = got(f"{url}/readyz")
        assert (code, json.loads(body)["database"]) == (200, True)
        assert got(f"{url}/s/kel-bandar-kidul")[0] == 200
        out, err = ended(process, number)
    assert f"Web chat          {url}/" in out
    assert f"{url}/s/kel-bandar-kidul" in out
    assert "Telegram          off" in out
    assert "ERROR" not in err
    secret = ikm.database.parent / "secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert secret.read_text() not in out + err


def test_demo_fills_an_empty_database_only(ikm: Ikm) -> None:
    ikm.units("a,Unit A,G")
    with running(ikm, "--demo") as (process, _url):
        out, _err = ended(process, signal.SIGINT)
    assert "/s/a" in out
    assert [unit["kode"] for unit in ikm("units", "list", "--json").json] == ["a"]


def test_without_units_it_says_how_to_add_them(ikm: Ikm) -> None:
    with running(ikm) as (process, _url):
        out, _err = ended(process, signal.SIGINT)
    assert "No units yet      add them with: ikm units import FILE.csv" in out


def test_a_unit_imported_beside_it_is_known_to_both(ikm: Ikm) -> None:
    with running(ikm) as (process, _url):
        ikm.units("a,Unit A,G")
        assert ikm("db", "backup", "while-running.db").code == 0
        assert ikm("db", "check").code == 0
        ended(process, signal.SIGINT)


def test_a_taken_port_is_one_clear_line(ikm: Ikm) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = ikm("run", PORT=str(port))
    assert done.complaint(1) == f"cannot listen on 127.0.0.1:{port}; set IKM_PORT to a free port"


def test_all_bad_settings_are_told_in_one_go(ikm: Ikm) -> None:
    wrong = {"PORT": "eighty", "SAPAAN": "Kamu", "SECRET": "short", "DATABASE_URL": "mysql://x", "INSTRUMEN": "none"}
    told = ikm("run", **wrong).complaint(2)
    assert {name for name in wrong if f"IKM_{name}: " in told} == wrong.keys()
    assert "short" not in told
    assert list(ikm.folder.iterdir()) == []


def test_the_secret_is_kept_from_one_start_to_the_next(ikm: Ikm) -> None:
    secret = ikm.database.parent / "secret"
    made = []
    for _ in range(2):
        assert ikm("chat", "x", "--demo").code == 2
        made.append(secret.read_text())
    assert made[0] == made[1]


def test_a_secret_of_no_use_stops_it(ikm: Ikm) -> None:
    ikm.database.parent.mkdir()
    (ikm.database.parent / "secret").write_text("short")
    assert "var/secret holds no secret; remove it to have a new one made" in ikm("run").complaint(1)


def test_the_admin_of_the_settings_is_one_once(ikm: Ikm) -> None:
    """Whoever the settings name is an admin after the first start, written down once, however often it starts."""
    for _ in range(2):
        with running(ikm, ADMIN_TELEGRAM="4711") as (process, _url):
            ended(process, signal.SIGINT)
    with closing(sqlite3.connect(ikm.database)) as database:
        people = database.execute("SELECT s.channel, s.address, h.peran FROM staf s JOIN hak h ON h.staf = s.id")
        assert people.fetchall() == [("telegram", "4711", "admin")]
        written = database.execute("SELECT nama, channel, tindakan, sasaran FROM audit")
        assert written.fetchall() == [("pengaturan layanan", "telegram", "hak.beri", "Admin")]


def test_an_admin_that_is_no_number_is_told(ikm: Ikm) -> None:
    """A name in place of a chat id stops the start with one line."""
    assert ikm("run", ADMIN_TELEGRAM="@lurah").complaint(2).startswith("IKM_ADMIN_TELEGRAM: ")
