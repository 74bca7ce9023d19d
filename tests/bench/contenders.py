"""Who is measured, and how each is started on a fresh directory."""

import csv
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TOKEN = "4200000001:bench"


@dataclass(frozen=True, slots=True)
class Place:
    """What one run gives a contender: the API's address, how to be reached, where to keep things."""

    api_url: str
    mode: str
    port: int
    state: Path


@dataclass(frozen=True, slots=True)
class Contender:
    """A bot process. `code` is what its people's link carries after `/start`."""

    name: str
    about: str
    command: Callable[[Place], list[str]]
    environment: Callable[[Place], dict[str, str]] = lambda _place: {}
    code: str = ""


def _module(name: str, *more: str) -> Callable[[Place], list[str]]:
    def command(place: Place) -> list[str]:
        flags = ["--api-url", place.api_url, "--token", TOKEN, "--mode", place.mode]
        flags += ["--port", str(place.port), "--state", str(place.state), *more]
        return [sys.executable, "-m", f"tests.bench.{name}", *flags]

    return command


def _ours(_place: Place) -> list[str]:
    return [str(Path(sys.executable).with_name("ikm")), "run", "--demo"]


def _our_environment(place: Place) -> dict[str, str]:
    settings = {
        "IKM_TELEGRAM_TOKEN": TOKEN,
        "IKM_TELEGRAM_API_URL": place.api_url,
        "IKM_DATABASE_URL": f"sqlite+aiosqlite:///{place.state}/ikm.db",
        "IKM_PORT": str(place.port),
        "IKM_SECRET": "a-secret-for-measuring-only-0123456789",
    }
    if place.mode == "webhook":
        settings["IKM_PUBLIC_URL"] = f"http://127.0.0.1:{place.port}"
    return settings


def _demo_unit() -> str:
    """The code of a unit of the demo city, as its link carries it; "" finds the unit by its name first."""
    demo = Path(__file__).resolve().parents[2] / "bot" / "demo" / "kediri.csv"
    if not demo.is_file():
        return ""
    with demo.open(newline="", encoding="utf-8") as file:
        return next((row["kode"] for row in csv.DictReader(file)), "")


TRIVIAL = Contender("load side alone", "answers without work: how much load there is", _module("trivial"))
USUAL = Contender(
    "usual way",
    "ConversationHandler, PicklePersistence written after every update: survives a crash",
    _module("usual_way"),
)
USUAL_EACH_SECOND = Contender(
    "usual way, each second",
    "the same, written once a second: a crash loses answers",
    _module("usual_way", "--save", "second"),
)
BEST_PEER = Contender(
    "best durable peer",
    "256 concurrent updates, a durable SQLite transaction an answer, calls over aiohttp",
    _module("best_peer"),
)
OURS = Contender("ikm run", "this software with its demo city, on SQLite", _ours, _our_environment, code=_demo_unit())
MEASURED = (USUAL, USUAL_EACH_SECOND, BEST_PEER, OURS)
