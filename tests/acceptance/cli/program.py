"""The command `ikm` as somebody types it: a process of its own, in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.ports import free_port

DATA = Path(__file__).parents[2] / "data"
UNSUR = "U1,U2,U3,U4,U5,U6,U7,U8,U9"
SAME = "3,3,3,3,3,3,3,3,3"


@dataclass(frozen=True)
class Done:
    """What a call came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which must hold one JSON value and nothing else."""
        assert self.code in {0, 1}, self.err
        return json.loads(self.out)

    def complaint(self, code: int) -> str:
        """The one line on standard error, where the call ended with `code` and printed nothing else."""
        assert self.code == code, self
        assert self.out == ""
        assert self.err.startswith("ikm: ")
        assert self.err.count("\n") == 1
        return self.err.removeprefix("ikm: ").rstrip("\n")


@dataclass(frozen=True)
class Ikm:
    """Calls in one folder: settings of the machine are left out, the database is `var/ikm.db` in the folder."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        return self.folder / "var" / "ikm.db"

    def __call__(self, *words: str, stdin: str = "", **settings: str) -> Done:
        if words[:1] == ("run",):
            settings.setdefault("PORT", str(free_port()))  # also where the service itself runs on this machine
        done = subprocess.run(
            [command(), *words],
            cwd=self.folder,
            env=self.environment(**settings),
            input=stdin.encode(),
            capture_output=True,
            timeout=120,
            check=False,
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in err, err
        return Done(done.returncode, out, err)

    @contextmanager
    def started(self, *words: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
        """A call that goes on; ended by its own process id where the test did not end it."""
        process = subprocess.Popen(
            [command(), *words],
            cwd=self.folder,
            env=self.environment(**settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()
            process.communicate()

    def environment(self, **settings: str) -> dict[str, str]:
        left = {name: value for name, value in os.environ.items() if not name.startswith("IKM_")}
        return left | {f"IKM_{name}": value for name, value in {**self.settings, **settings}.items()}

    def write(self, name: str, content: str | bytes) -> str:
        (self.folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return name

    def units(self, *lines: str, head: str = "kode,nama,kelompok") -> Done:
        """Import these units."""
        done = self("units", "import", self.write("units.csv", "\n".join([head, *lines, ""])), "--json")
        assert done.code == 0, done.err
        return done

    def responses(self, unit: str, *lines: str, head: str = UNSUR, periode: str = "2024-S2") -> Done:
        """Import these responses."""
        file = self.write("responses.csv", "\n".join([head, *lines, ""]))
        done = self("responses", "import", file, "--unit", unit, "--periode", periode, "--json")
        assert done.code == 0, done.err
        return done

    def score(self, *words: str) -> Any:
        done = self("score", *words, "--json")
        assert done.code == 0, done.err
        return done.json


def command() -> str:
    return str(Path(sys.executable).with_name("ikm"))
