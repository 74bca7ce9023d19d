"""The real program in a process of its own, with a database of its own, as somebody would start it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from tests.ports import free_port

STARTS_WITHIN = 60.0


def command() -> list[str]:
    return [str(Path(sys.executable).with_name("ikm")), "run", "--demo"]


@dataclass(frozen=True, slots=True)
class Program:
    url: str
    database: Path

    def stored(self) -> list[dict[str, Any]]:
        """The finished responses, in the order they came."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            rows = connection.execute(
                "select jenis_kelamin, usia, pendidikan, pekerjaan, jawaban, alasan, saran"
                " from respons where sumber = 'webchat' order by id"
            ).fetchall()
        return [{**row, "jawaban": json.loads(row["jawaban"]), "alasan": json.loads(row["alasan"])} for row in rows]


@contextmanager
def running(folder: Path) -> Iterator[Program]:
    """Started, healthy, and ended by its own process id."""
    port = free_port()
    program = Program(f"http://127.0.0.1:{port}", folder / "ikm.db")
    env = {name: value for name, value in os.environ.items() if not name.startswith("IKM_")} | {
        "IKM_DATABASE_URL": f"sqlite+aiosqlite:///{program.database}",
        "IKM_HOST": "127.0.0.1",
        "IKM_PORT": str(port),
        "IKM_SECRET": "only-for-tests-0123456789",
    }
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(command(), cwd=folder, env=env, stdout=out, stderr=subprocess.STDOUT)
        try:
            _wait_until_healthy(program.url, process, log)
            yield program
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{url}/healthz", timeout=2) as response:
                if response.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"`ikm run --demo` is not healthy (exit {process.poll()}):\n{log.read_text()[-4000:]}")
