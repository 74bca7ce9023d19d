"""The proxies' examples in front of a running service: what they pass, and what they do not."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from getpass import getuser
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from tests.acceptance.cli.program import Ikm
from tests.acceptance.cli.test_run import running
from tests.deploy.programs import DEPLOY, program
from tests.ports import free_port

Command = tuple[list[str], dict[str, str]]


def caddy(folder: Path, listen: str, upstream: str, dead: str) -> Command:
    """Without TLS, for which a name would be needed; one of two processes is not there."""
    file = folder / "Caddyfile"
    text = (DEPLOY / "proxy" / "Caddyfile").read_text()
    file.write_text(text.replace("{\n\tservers", "{\n\tadmin off\n\tservers", 1))
    command = [program("caddy", "caddy"), "run", "--adapter", "caddyfile", "--config", str(file)]
    upstreams = f"127.0.0.1:{dead} 127.0.0.1:{upstream}"
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    return command, {"DOMAIN": f"http://127.0.0.1:{listen}", "UPSTREAMS": upstreams, **home}


def nginx(folder: Path, listen: str, upstream: str, dead: str) -> Command:
    """Likewise."""
    text = (DEPLOY / "proxy" / "nginx.conf").read_text()
    text = re.sub(r"server \{\s+listen 80;.*?\n\}\n", "", text, count=1, flags=re.DOTALL)
    text = re.sub(r"^\s+(ssl_\w+|listen \[::\].*?) .*;\n|^\s+listen \[::\].*\n", "", text, flags=re.MULTILINE)
    text = text.replace("listen 443 ssl http2", f"listen 127.0.0.1:{listen}")
    text = text.replace("127.0.0.1:8081", f"127.0.0.1:{dead}").replace("127.0.0.1:8082", f"127.0.0.1:{upstream}")
    (folder / "site.conf").write_text(text)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    (folder / "nginx.conf").write_text(
        # Its workers are to write where only this user may.
        f"user {getuser()};\ndaemon off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{ {temporary} access_log off; include {folder}/site.conf; }}\n"
    )
    command = [program("nginx", "nginx-light"), "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    return command, {}


def asked(port: str, path: str, method: str = "GET", body: bytes | None = None) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", int(port), timeout=15)
    try:
        connection.request(method, path, body)
        response = connection.getresponse()
        response.read()
        return response
    finally:
        connection.close()


@contextmanager
def proxied(command: Command, port: str, log: Path) -> Iterator[None]:
    words, env = command
    with log.open("wb") as out, subprocess.Popen(words, env=env, stdout=out, stderr=out) as process:
        try:
            deadline = time.monotonic() + 30
            while True:
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                try:
                    if asked(port, "/").status == 200:
                        break
                except OSError:
                    pass
                time.sleep(0.1)
            yield
        finally:
            process.terminate()


@pytest.mark.parametrize("kind", [caddy, nginx])
def test_a_proxy_passes_people_and_webhooks_and_nothing_private(
    tmp_path: Path, kind: Callable[[Path, str, str, str], Command]
) -> None:
    """With one of two processes away everybody is served by the other, and each security header stands once."""
    ikm, port = Ikm(tmp_path), str(free_port())
    with running(ikm, "--demo") as (_process, url):
        command = kind(tmp_path, port, url.rpartition(":")[2], str(free_port()))
        with proxied(command, port, tmp_path / "log"):
            for _ in range(6):
                page = asked(port, "/s/kel-bandar-kidul")
                assert page.status == 200
            for name in ("Content-Security-Policy", "X-Content-Type-Options", "Strict-Transport-Security"):
                assert len(page.headers.get_all(name, [])) == 1, name
            for path in ("/metrics", "/readyz", "/healthz"):
                assert asked(port, path).status == 404, path
            assert asked(port, "/telegram/webhook", "POST", b"{}").status in {404, 403, 405}
            assert asked(port, "/chat/berkas", "POST", b" " * 11_000_000).status == 403  # by the service: no cookie
            if kind is nginx:  # Caddy breaks off while it passes the body on; the service has refused by then
                assert asked(port, "/telegram/webhook", "POST", b" " * 1_500_000).status == 413
                assert asked(port, "/chat/berkas", "POST", b" " * 13_000_000).status == 413
