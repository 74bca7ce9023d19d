"""`ikm chat`: one interview from a pipe, to its receipt and into the counters."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import sqlite3
import subprocess
from contextlib import closing

import pytest

from tests.acceptance.cli.program import Ikm, command

WHOLE = ["Ya", "L", "34", "SMA", "PNS", *["Sangat sesuai"], *["4"] * 8, "Tambah kursi", "Boleh", "Kirim"]


def typed(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


@pytest.fixture
def unit(ikm: Ikm) -> Ikm:
    ikm.units("u,Unit Uji,G")
    return ikm


def rows(ikm: Ikm, table: str) -> list[sqlite3.Row]:
    with closing(sqlite3.connect(ikm.database)) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute(f"select * from {table}").fetchall()


def test_a_whole_interview_comes_to_its_receipt(unit: Ikm) -> None:
    done = unit("chat", "U", stdin=typed(*WHOLE))
    assert done.code == 0, done
    assert done.err == ""
    assert "Terima kasih!" in done.out
    assert re.search(r"Kode tanda terima: \w{5}-\w{5}\n", done.out)
    (respons,) = rows(unit, "respons")
    assert (respons["jenis_kelamin"], respons["usia"], respons["saran"]) == ("L", 34, "Tambah kursi")
    assert unit("score", "--unit", "u", "--periode", "2000", "--json").json["n"] == 0
    year = respons["hari_awal"][:4]
    assert unit.score("--unit", "u", "--periode", year)["ikm"] == "100.00"
    assert unit("db", "check").code == 0


def test_an_older_instrumen_with_harapan_is_answered_whole(unit: Ikm) -> None:
    """Every unsur and how much it matters, by number; scored by that instrumen, the counters in order."""
    instrumen, banyak = "kepmenpan-25-2004", 14
    older = {"instrumen": instrumen, "harapan": "true"}
    lines = ["Ya", "P", "61", "SD", "Ibu rumah tangga", *["3", "penting"] * banyak, "lewati", "Kirim"]
    done = unit("chat", "u", stdin=typed(*lines), **older)
    assert done.code == 0, done
    assert f"Pertanyaan {banyak}/{banyak} · " in done.out
    assert "(penting)" in done.out
    (respons,) = rows(unit, "respons")
    assert respons["instrumen"] == instrumen
    assert json.loads(respons["harapan"]) == json.loads(respons["jawaban"])
    assert len(json.loads(respons["harapan"])) == len(rows(unit, "rekap_harapan")) == banyak
    score = unit("score", "--unit", "u", "--periode", respons["hari_awal"][:4], "--json", **older).json
    assert (score["ikm"], score["mutu"]) == ("75.00", "B")
    assert unit("db", "check", **older).code == 0


def test_nothing_of_the_conversation_stays(unit: Ikm) -> None:
    for lines in (WHOLE, WHOLE[:7]):
        unit("chat", "u", stdin=typed(*lines))
        assert rows(unit, "sessions") == []
        assert rows(unit, "outbox") == []
        assert rows(unit, "izin_balas") == []


def test_two_at_the_same_keyboard_are_two_people(unit: Ikm) -> None:
    for _ in range(2):
        assert unit("chat", "u", stdin=typed(*WHOLE)).code == 0
    assert len(rows(unit, "respons")) == 2


@pytest.mark.parametrize("lines", [[], WHOLE[:1], WHOLE[:9], WHOLE[:-1]])
def test_input_that_ends_early_sends_nothing(unit: Ikm, lines: list[str]) -> None:
    done = unit("chat", "u", stdin=typed(*lines))
    assert done.code == 1
    assert done.err == "ikm: the input ended before the survey did; nothing was sent\n"
    assert rows(unit, "respons") == []


def test_a_unit_is_found_by_name(unit: Ikm) -> None:
    done = unit("chat", stdin=typed("unit uji", *WHOLE))
    if done.code:  # where the name typed is offered as a button first
        done = unit("chat", stdin=typed("unit uji", "1", *WHOLE))
    assert done.code == 0, done.out
    assert rows(unit, "respons")[0]["unit"] == "u"


def test_an_unknown_unit_is_a_wrong_call(unit: Ikm) -> None:
    assert unit("chat", "x").complaint(2) == "there is no unit 'x'; `ikm units list` shows them"


def test_letters_of_another_encoding_are_no_reason_to_stop(unit: Ikm) -> None:
    done = subprocess.run(
        [command(), "chat", "u"],
        cwd=unit.folder,
        env=unit.environment(),
        input=typed(*WHOLE).replace("Tambah kursi", "Caf\xe9").encode("latin-1"),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert rows(unit, "respons")[0]["saran"] == "Caf\ufffd"


def test_at_a_keyboard_lines_are_read_and_ctrl_c_ends_it(unit: Ikm) -> None:
    person, terminal = pty.openpty()
    process = subprocess.Popen(
        [command(), "chat", "u"],
        cwd=unit.folder,
        env=unit.environment(),
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert "Apakah Anda bersedia ikut?" in shown(process)
        os.write(person, b"Ya\n")
        assert "jenis kelamin" in shown(process)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=5)
    finally:
        process.kill()
        os.close(person)
        os.close(terminal)
    assert (process.returncode, err) == (130, b"")
    assert rows(unit, "sessions") == []


def shown(process: subprocess.Popen[bytes]) -> str:
    """What the screen shows up to the next prompt."""
    assert process.stdout is not None
    seen = b""
    while not seen.endswith(b"\n> "):
        assert select.select([process.stdout], [], [], 60)[0], seen.decode()
        part = os.read(process.stdout.fileno(), 4096)
        assert part, seen.decode()
        seen += part
    return seen.decode()


def test_even_in_detail_the_log_holds_no_answer_and_no_text(unit: Ikm) -> None:
    done = unit("chat", "u", stdin=typed(*WHOLE), LOG_LEVEL="DEBUG")
    assert done.code == 0
    for secret in ("Tambah kursi", "SMA", "34"):
        assert secret not in done.err


def test_the_demo_city_is_there_at_once(ikm: Ikm) -> None:
    done = ikm("chat", "kel-bandar-kidul", "--demo", stdin=typed("Ya"))
    assert done.code == 1
    assert "Kelurahan Bandar Kidul" in done.out
    assert len(ikm("units", "list", "--json").json) == 94
