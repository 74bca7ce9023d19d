"""What those who run the service can see of it: metrics on a port of their own, a log to search, and its end."""

from __future__ import annotations

import json
import signal
import socket
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.acceptance.cli.program import Ikm
from tests.acceptance.cli.test_run import got, running
from tests.ports import free_port

METRICS = "http://127.0.0.1:{}/metrics"


@pytest.fixture
def watched(ikm: Ikm) -> tuple[Ikm, str]:
    return ikm, str(free_port())


def samples(page: bytes) -> dict[str, float]:
    """Sample, with its labels, to value."""
    lines = [line for line in page.decode().splitlines() if line and not line.startswith("#")]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def soon(url: str, true: Callable[[int, bytes], bool]) -> tuple[int, bytes]:
    """What is answered there, once it is what is waited for."""
    deadline = time.monotonic() + 30
    while not true(*(answer := got(url))):
        assert time.monotonic() < deadline, answer
        time.sleep(0.05)
    return answer


def looked(port: str) -> dict[str, float]:
    """The samples, once they tell of the database: a page does not wait long for it."""
    _, page = soon(METRICS.format(port), lambda code, page: code == 200 and b"\nikm_database_bytes " in page)
    return samples(page)


def greet(url: str) -> None:
    """Open the page of a unit and let it begin, as a browser does."""
    with urlopen(f"{url}/s/kel-bandar-kidul", timeout=5) as page:
        cookie = page.headers["Set-Cookie"].split(";")[0]
    body = {"id": "11111111-aaaa", "kejadian": {"jenis": "mulai", "kode": "kel-bandar-kidul"}}
    headers = {"Content-Type": "application/json", "Cookie": cookie, "X-Ikm-Chat": "1"}
    with urlopen(Request(f"{url}/chat", json.dumps(body).encode(), headers), timeout=5) as answer:
        assert answer.status == 200


def going(url: str) -> dict[str, bool]:
    """What it says of itself, once it has heard that it is to end."""
    _, body = soon(f"{url}/readyz", lambda code, _: code == 503)
    return dict(json.loads(body))


def test_metrics_stand_on_a_port_of_their_own(watched: tuple[Ikm, str]) -> None:
    """Whoever reaches the service's own port, through whatever proxy, reaches no metrics."""
    ikm, port = watched
    with running(ikm, "--demo", METRICS_PORT=port, REPLICA="satu") as (_process, url):
        told = looked(port)
        assert got(f"{url}/metrics")[0] == 404
        assert got(f"http://127.0.0.1:{port}/")[0] == 404
    assert told["ikm_database_up"] == told["ikm_ready"] == 1
    assert told['ikm_log_messages_total{level="error"}'] == 0
    assert told["ikm_database_bytes"] > 0
    assert [name for name in told if name.startswith("ikm_build_info") and 'replica="satu"' in name]


def test_without_the_setting_there_are_no_metrics(ikm: Ikm) -> None:
    with running(ikm) as (_process, url):
        assert got(f"{url}/metrics")[0] == 404


def test_an_event_is_counted_where_it_came_in(watched: tuple[Ikm, str]) -> None:
    """One greeting in the web chat is one event, one commit of one, and a message that waits to be collected."""
    ikm, port = watched
    with running(ikm, "--demo", METRICS_PORT=port) as (_process, url):
        greet(url)
        told = looked(port)
    assert told['ikm_events_total{channel="webchat"}'] == 1
    assert told["ikm_commit_events_count"] == 1


def test_it_says_that_it_ends_before_it_does(ikm: Ikm) -> None:
    """From SIGTERM on it is alive and not ready, for the time to drain; then it ends well. A proxy that asks
    meanwhile sends people elsewhere, and whoever comes before it has asked is still answered."""
    with running(ikm, "--demo", DRAIN_SECONDS="6") as (process, url):
        assert got(f"{url}/readyz")[0] == 200
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        told = going(url)
        assert (told["going"], told["database"]) == (False, True)
        assert got(f"{url}/healthz")[0] == 200
        assert got(f"{url}/s/kel-bandar-kidul")[0] == 200
        process.communicate(timeout=30)
        assert process.returncode == 0
        assert time.monotonic() - begun > 6


def test_a_second_signal_does_not_wait(ikm: Ikm) -> None:
    with running(ikm, DRAIN_SECONDS="60") as (process, url):
        process.send_signal(signal.SIGTERM)
        going(url)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
        assert process.returncode == 0


def test_the_log_can_be_json(ikm: Ikm, tmp_path: Path) -> None:
    """Every line of the log is an object with the replica's name, and the lines for people stay on stdout."""
    with running(ikm, LOG_FORMAT="json", REPLICA="satu", DRAIN_SECONDS="0.2") as (process, _url):
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=20)
    lines = [json.loads(line) for line in err.decode().splitlines()]
    assert lines
    assert {line["replica"] for line in lines} == {"satu"}
    assert "Web chat" in out.decode()


def test_metrics_need_a_port_of_their_own(ikm: Ikm) -> None:
    """The service's own port is refused, and so is one that somebody else listens on, in one clear line each."""
    port = str(free_port())
    assert ikm("run", PORT=port, METRICS_PORT=port).complaint(1).startswith("IKM_METRICS_PORT is ")
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        other = taken.getsockname()[1]
        said = ikm("run", PORT=port, METRICS_PORT=str(other)).complaint(1)
    assert said == f"cannot listen on 127.0.0.1:{other}; set IKM_METRICS_PORT to a free port"
