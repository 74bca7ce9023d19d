"""The image's commands without a container engine: installed as the Dockerfile says, run as the container would.

What stays untried: the images it begins with, and the engine itself. Copying files, users and the read-only root are
done here with the system's own means.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.architecture.repository import ROOT
from tests.deploy.programs import DEPLOY, program, said
from tests.ports import free_port

DOCKERFILE = (DEPLOY / "Dockerfile").read_text().replace("\\\n", " ")
DEV = ("pytest", "mypy", "ruff", "hypothesis", "playwright", "pywa", "pip")
NOBODY = 65534


def commands() -> list[str]:
    """What the first stage runs, one line a RUN."""
    stage = DOCKERFILE.split("\nFROM")[1]
    return re.findall(r"^RUN (.+)$", stage, flags=re.MULTILINE)


def interpreter() -> str:
    """A Python that others may run: one in a user's own folder they may not."""
    base = Path(os.path.realpath(sys.executable))
    if all(folder.stat().st_mode & 0o001 for folder in base.parents):
        return str(base)
    found = shutil.which("python3", path="/usr/bin:/usr/local/bin")
    if found is None or subprocess.run([found, "-c", "import ensurepip"], check=False).returncode != 0:
        pytest.skip("no Python for all users is installed (Debian: apt-get install python3-venv)")
    return found


def environment(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("IKM_", "PYTHON"))} | more


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with /opt/ikm as the image has it, made by the Dockerfile's own commands."""
    # Not below pytest's folder, which only its user may enter.
    root = Path("/var/tmp") / f"ikm-image-{os.getpid()}"
    shutil.rmtree(root, ignore_errors=True)
    build = root / "build"
    build.mkdir(parents=True, mode=0o755)
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, flags=re.MULTILINE):
        for name in line.split():
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, build / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / name, build / name)
    try:
        for command in commands():
            here = command.replace("/opt/", f"{root}/opt/").replace("python -m venv", f"{interpreter()} -m venv")
            subprocess.run(["sh", "-euc", here], cwd=build, env=environment(), check=True, timeout=900)
        yield root
    finally:
        shutil.rmtree(root, ignore_errors=True)


@pytest.mark.timeout(1000)
def test_only_what_runs_is_installed(image: Path) -> None:
    """No tool of development, no compiler's leftovers, and nothing of the source tree."""
    site = next((image / "opt" / "ikm" / "lib").glob("python*/site-packages"))
    there = {path.name.partition("-")[0].lower() for path in site.glob("*.dist-info")}
    assert {"ikm_bot", "asyncpg", "prometheus_client"} <= there
    assert there.isdisjoint(DEV)
    assert not list(image.glob("opt/ikm/**/tests/acceptance"))
    assert list(site.glob("deploy/whatsapp/templates/*"))
    assert "--demo" in said(image / "opt/ikm/bin/ikm", "run", "--help", env={"IKM_SECRET": ""})


@pytest.mark.timeout(1000)
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_it_runs_as_nobody_where_nothing_else_can_be_written(image: Path) -> None:
    """An unprivileged user without any right, who owns one folder: the service starts, is healthy by the image's own
    check, ends well on SIGTERM, and has written there alone."""
    setpriv = program("setpriv", "util-linux")
    check = re.search(r'CMD \["python", "-c", "(.+)"\]', DOCKERFILE)
    assert check
    state = image / "state"
    state.mkdir(mode=0o750)
    os.chown(state, NOBODY, NOBODY)
    before = _written(image)
    port = str(free_port())
    settings = environment(
        IKM_DATABASE_URL=f"sqlite+aiosqlite:///{state}/ikm.db",
        IKM_PORT=port,
        IKM_LOG_FORMAT="json",
        PYTHONDONTWRITEBYTECODE="1",
        HOME=str(state),
    )
    as_nobody = [setpriv, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--no-new-privs"]
    as_nobody += ["--inh-caps=-all", "--bounding-set=-all"]
    ikm = image / "opt" / "ikm" / "bin"
    with subprocess.Popen([*as_nobody, ikm / "ikm", "run", "--demo"], cwd=state, env=settings) as process:
        try:
            _healthy(port, process)
            subprocess.run([ikm / "python", "-c", check[1]], env=settings, check=True, timeout=20)
            process.terminate()
            assert process.wait(20) == 0
        finally:
            process.kill()
    assert _written(image) == before
    assert (state / "ikm.db").exists()
    shutil.rmtree(state)


def _healthy(port: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while True:
        assert process.poll() is None
        assert time.monotonic() < deadline
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except OSError:  # also a readiness that is not there yet
            time.sleep(0.2)


def _written(image: Path) -> set[tuple[str, int]]:
    """Every file of the program, with when it was last changed."""
    return {(str(path), path.stat().st_mtime_ns) for path in (image / "opt" / "ikm").rglob("*") if path.is_file()}
