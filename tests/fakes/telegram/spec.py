"""Check calls, and what the double itself sends, against the Bot API's published description.

The description is a JSON file made from the official page; it is looked for at a given path, or beside the
repository. Where it is absent nothing can be checked, and SpecNotAtHandError says so.
"""

import json
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from tests.fakes.telegram.errors import SpecNotAtHandError

BESIDE = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "specs" / "telegram-bot-api.min.json"
PLAIN: dict[str, tuple[type, ...]] = {"String": (str,), "Float": (int, float), "Boolean": (bool,)}


@cache
def load(path: Path | None = None) -> dict[str, Any]:
    """The description, parsed once."""
    place = path or BESIDE
    if not place.is_file():
        raise SpecNotAtHandError(
            "calls are held against the Bot API's published description; put api.min.json of the repository "
            f"PaulSonOfLars/telegram-bot-api-spec beside this one, as {'/'.join(place.parts[-4:])}"
        )
    loaded: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return loaded


def check_calls(calls: Iterable[tuple[str, dict[str, Any], Collection[str]]], path: Path | None = None) -> list[str]:
    """One line for each thing wrong: unknown methods and parameters, missing ones, wrong types."""
    description = load(path)
    problems: list[str] = []
    for number, (method, params, files) in enumerate(calls):
        about = description["methods"].get(method)
        if about is None:
            problems.append(f"call {number}: no method {method}")
            continue
        given = {**dict.fromkeys(files), **params}
        found = _check_fields(about.get("fields", []), given, set(files), description["types"], method)
        problems += [f"call {number}: {problem}" for problem in found]
    return problems


def check_object(kind: str, value: Any, path: Path | None = None) -> list[str]:
    """What is wrong with an object that should be of this type, such as `Update`."""
    return _check_value([kind], value, load(path)["types"], kind)


def _check_fields(
    fields: list[dict[str, Any]], given: dict[str, Any], files: set[str], types: dict[str, Any], where: str
) -> list[str]:
    known = {field["name"]: field for field in fields}
    attached = {value.removeprefix("attach://") for value in given.values() if isinstance(value, str)}
    problems = [f"{where}: no parameter {name}" for name in given if name not in known and name not in attached]
    for name, field in known.items():
        if name not in given:
            if field["required"]:
                problems.append(f"{where}: {name} is required")
        elif name not in files:
            problems += _check_value(field["types"], given[name], types, f"{where}.{name}")
    return problems


def _check_value(kinds: list[str], value: Any, types: dict[str, Any], where: str) -> list[str]:
    """Problems of the kind that fits best."""
    attempts = [_check_one(kind, value, types, where) for kind in kinds]
    return min(attempts, key=len)


def _check_one(kind: str, value: Any, types: dict[str, Any], where: str) -> list[str]:
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{where}: an array is wanted, not {type(value).__name__}"]
        inner = kind.removeprefix("Array of ")
        return [
            problem
            for place, item in enumerate(value)
            for problem in _check_one(inner, item, types, f"{where}[{place}]")
        ]
    if kind == "Integer":
        fits = isinstance(value, int) and not isinstance(value, bool)
        return [] if fits else [f"{where}: an Integer is wanted, not {type(value).__name__}"]
    if kind in PLAIN:
        return [] if isinstance(value, PLAIN[kind]) else [f"{where}: {kind} is wanted, not {value!r:.40}"]
    if kind == "InputFile":
        return [f"{where}: a file is wanted"]
    about = types[kind]
    if about.get("subtypes"):
        return _check_value(about["subtypes"], value, types, where)
    if not isinstance(value, dict):
        return [f"{where}: {kind} is wanted, not {type(value).__name__}"]
    return _check_fields(about.get("fields", []), value, set(), types, where)
