"""What the scripts in deploy/ do: a backup, an empty machine, the backup brought back and checked."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.cli.program import Ikm
from tests.deploy.programs import DEPLOY
from tests.postgres import running


def script(ikm: Ikm, name: str, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """A script, with `ikm` on its path."""
    env = ikm.environment(**settings)
    env["PATH"] = f"{Path(sys.executable).parent}:{env['PATH']}"
    command = [str(DEPLOY / name), *words]
    return subprocess.run(command, cwd=ikm.folder, env=env, capture_output=True, text=True, timeout=300, check=False)


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_comes_back_on_an_empty_machine(tmp_path: Path) -> None:
    """SQLite: every response is there again and the counters agree; nobody else can read the copy."""
    ikm, other = Ikm(tmp_path / "here"), Ikm(tmp_path / "there")
    ikm.folder.mkdir()
    other.folder.mkdir()
    ikm.units("a,Unit A,G")
    ikm.responses("a", *["3,3,3,3,3,3,3,3,3"] * 7)
    done = script(ikm, "backup.sh", "copies")
    assert done.returncode == 0, done.stderr
    file = ikm.folder / done.stdout.splitlines()[-1]
    assert file.stat().st_mode & 0o077 == 0
    back = script(other, "restore.sh", str(file))
    assert back.returncode == 0, back.stdout + back.stderr
    assert other("db", "check", "--json").json["responses"] == 7


def test_a_backup_that_changed_is_not_brought_back(tmp_path: Path) -> None:
    ikm = Ikm(tmp_path)
    ikm.units("a,Unit A,G")
    file = tmp_path / script(ikm, "backup.sh", "copies").stdout.splitlines()[-1]
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    back = script(ikm, "restore.sh", str(file), DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/new/ikm.db")
    assert back.returncode != 0
    assert not (tmp_path / "new").exists()


def test_the_oldest_backups_go_and_nothing_else(tmp_path: Path) -> None:
    """So many are kept as were asked for; files of others in the folder stay."""
    ikm = Ikm(tmp_path)
    ikm.units("a,Unit A,G")
    folder = tmp_path / "copies"
    folder.mkdir()
    for name in ("ikm-20250101T000000Z.backup", "ikm-20250102T000000Z.backup", "letter.backup", "ikm.backup"):
        (folder / name).write_text("x")
        (folder / f"{name}.sha256").write_text("x")
    assert script(ikm, "backup.sh", "copies", "2").returncode == 0
    names = [name for name in kept(folder) if not name.endswith(".sha256")]
    assert names[:1] == ["ikm-20250102T000000Z.backup"]
    assert len(names) == 4
    assert {"letter.backup", "ikm.backup"} < set(names)
    assert "ikm-20250101T000000Z.backup.sha256" not in kept(folder)


@pytest.mark.parametrize("keep", ["0", "-1", "all"])
def test_a_wrong_number_to_keep_removes_nothing(tmp_path: Path, keep: str) -> None:
    assert script(Ikm(tmp_path), "backup.sh", "copies", keep).returncode == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="PostgreSQL's own programs")
def test_a_backup_of_postgresql_comes_back_in_an_empty_database(tmp_path: Path) -> None:
    """pg_dump's copy, into a database without a table."""
    ikm = Ikm(tmp_path, {"SECRET": "only-for-tests-0123456789"})
    with running() as server:
        full, empty = asyncio.run(server.create()), asyncio.run(server.create())
        assert ikm("db", "upgrade", DATABASE_URL=full).code == 0
        ikm.write("units.csv", "kode,nama,kelompok\na,Unit A,G\n")
        assert ikm("units", "import", "units.csv", DATABASE_URL=full).code == 0
        answers = ikm.write("r.csv", "U1,U2,U3,U4,U5,U6,U7,U8,U9\n" + "3,3,3,3,3,3,3,3,3\n" * 5)
        imported = ikm("responses", "import", answers, "--unit", "a", "--periode", "2024-S2", DATABASE_URL=full)
        assert imported.code == 0, imported.err
        done = script(ikm, "backup.sh", "copies", DATABASE_URL=full)
        assert done.returncode == 0, done.stderr
        back = script(ikm, "restore.sh", done.stdout.splitlines()[-1], DATABASE_URL=empty)
        assert back.returncode == 0, back.stdout + back.stderr
        assert ikm("db", "check", "--json", DATABASE_URL=empty).json["responses"] == 5
