"""A port for a server of a test's own."""

from __future__ import annotations

import os
import random
import socket
from collections.abc import Iterator
from itertools import cycle
from typing import Final

_FIRST: Final = 20_000
_EACH: Final = 1_000
_WORKERS: Final = 12


def _own_ports() -> Iterator[int]:
    """Those of this worker of pytest-xdist, again and again. All lie below the ports that the kernel gives to who
    asks for any, so that between our asking and a server's start nobody else gets the same."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % _WORKERS
    first = _FIRST + worker * _EACH
    return cycle(random.sample(range(first, first + _EACH), _EACH))


_ports: Final = _own_ports()


def free_port() -> int:
    """A port of this machine that nobody listens on now, and nobody else here was given lately."""
    for port in _ports:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("cycle() has no end")
