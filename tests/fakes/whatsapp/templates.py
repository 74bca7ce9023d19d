"""Templates: what the platform's review would refuse, and what filling one in must look like."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.fakes.whatsapp.errors import ApiError

Json = dict[str, Any]
FOLDER = Path(__file__).resolve().parents[3] / "deploy" / "whatsapp" / "templates"
BODY = 1024
_NAME = re.compile(r"[a-z0-9_]{1,512}")
_VARIABLE = re.compile(r"\{\{([a-z0-9_]+)\}\}")
_BAD_PARAMETER = re.compile(r"[\n\t\r]| {5,}")


@dataclass(slots=True)
class Template:
    """One as it was handed in, and what the review said."""

    json: Json
    status: str = "APPROVED"

    def part(self, kind: str) -> Json | None:
        """The component of this kind (HEADER, BODY, FOOTER, BUTTONS)."""
        found = (one for one in self.json["components"] if one["type"].upper() == kind)
        return next(found, None)

    def buttons(self) -> list[Json]:
        """Its buttons in order."""
        part = self.part("BUTTONS")
        return part["buttons"] if part else []


@dataclass(frozen=True, slots=True)
class Filled:
    """A template as a person reads it."""

    header: str
    text: str
    footer: str
    buttons: tuple[tuple[str, str], ...]
    """Of each quick reply what it says and what it sends back."""
    media: tuple[str, str] | None = None
    """Kind and id of the header's file."""


@dataclass(slots=True)
class Templates:
    """The account's templates by name and language."""

    known: dict[tuple[str, str], Template] = field(default_factory=dict)

    def load(self, folder: Path = FOLDER) -> None:
        """Hand in and approve all of a folder."""
        for file in sorted(folder.glob("*.json")):
            self.approve(json.loads(file.read_text(encoding="utf-8")))

    def approve(self, template: Json) -> Template:
        """Hand in one; ValueError where the review would refuse it."""
        problems = review(template)
        if problems:
            raise ValueError(f"{template.get('name')}: {'; '.join(problems)}")
        made = self.known[template["name"], template["language"]] = Template(template)
        return made

    def hand_in(self, template: Json) -> Json:
        """Take one for review, as the platform answers; ApiError where it would not even be looked at."""
        problems = review(template)
        if problems or (template["name"], template["language"]) in self.known:
            raise ApiError(100, "; ".join(problems) or "Content in this language already exists")
        made = self.approve(template)
        made.status = "PENDING"
        return {
            "id": str(1_192_339_204_654_487 + len(self.known) - 1),
            "status": made.status,
            "category": template["category"],
        }

    def listing(self, name: str | None = None) -> list[Json]:
        """All, or those of a name, as the platform tells of them."""
        return [
            {"parameter_format": "POSITIONAL"}
            | one.json
            | {"id": str(1_192_339_204_654_487 + place), "status": one.status}
            for place, one in enumerate(self.known.values())
            if name is None or one.json["name"] == name
        ]

    def fill(self, content: Json) -> Filled:
        """A template message as it reads, or the platform's refusal."""
        name, language = content["name"], content["language"]["code"]
        template = self.known.get((name, language))
        if template is None or template.status in {"PENDING", "REJECTED"}:
            raise ApiError(132001, f"template name ({name}) does not exist in {language}")
        if template.status == "PAUSED":
            raise ApiError(132015, f"template name ({name}) is paused")
        if template.status == "DISABLED":
            raise ApiError(132016, f"template name ({name}) is disabled")
        components = content.get("components") or []
        header, media = _header(template, _one(components, "header"))
        text = _text(template.part("BODY"), _one(components, "body"), "body")
        if len(text) > BODY:
            raise ApiError(132005, f"body: translated text is longer than {BODY}")
        footer = (template.part("FOOTER") or {}).get("text", "")
        return Filled(header, text, footer, _buttons(template, components), media)


def review(template: Json) -> list[str]:
    """What the platform refuses when a template is handed in."""
    problems = [
        f"{key} is missing" for key in ("name", "language", "category", "components") if not template.get(key)
    ]
    if problems:
        return problems
    if not _NAME.fullmatch(template["name"]):
        problems.append("the name takes lower-case letters, digits and _")
    if template["category"] not in {"UTILITY", "MARKETING", "AUTHENTICATION"}:
        problems.append("the category is unknown")
    kinds = [one["type"].upper() for one in template["components"]]
    if kinds.count("BODY") != 1 or len(set(kinds)) != len(kinds):
        problems.append("one body is wanted, and no component twice")
    for one in template["components"]:
        problems += _review_component(one)
    return problems


def _review_component(one: Json) -> list[str]:
    kind, text = one["type"].upper(), one.get("text", "")
    variables = _VARIABLE.findall(text)
    problems = []
    if "{" in _VARIABLE.sub("", text):
        problems.append(f"{kind}: a variable is not written well")
    if kind == "BODY":
        if not 1 <= len(text) <= BODY:
            problems.append(f"BODY: at most {BODY} characters")
        if _VARIABLE.match(text.strip()) or text.strip().endswith("}}"):
            problems.append("BODY: a variable stands at the beginning or the end")
        if "}}{{" in text.replace(" ", "") or re.search(r"\n{3,}", text):
            problems.append("BODY: variables or empty lines stand next to one another")
        # The review wants enough fixed words around what varies.
        if len(_VARIABLE.sub("", text).split()) < 2 * len(variables) + 1:
            problems.append("BODY: too many variables for its length")
        samples = one.get("example", {}).get("body_text", [[]])[0]
        named = one.get("example", {}).get("body_text_named_params", [])
        if variables and len(samples or named) != len(variables):
            problems.append("BODY: as many examples as variables are wanted")
        if all(name.isdigit() for name in variables) and variables != [str(n + 1) for n in range(len(variables))]:
            problems.append("BODY: variables are numbered in order from 1")
    elif kind in {"HEADER", "FOOTER"}:
        if len(text) > 60 or len(variables) > (kind == "HEADER"):
            problems.append(f"{kind}: too long, or too many variables")
    elif kind == "BUTTONS":
        labels = [button.get("text", "") for button in one["buttons"]]
        if not 1 <= len(labels) <= 10 or not all(1 <= len(label) <= 25 for label in labels):
            problems.append("BUTTONS: 1 to 10, each of at most 25 characters")
        if len(set(labels)) != len(labels):
            problems.append("BUTTONS: two read the same")
    return problems


def _one(components: list[Json], kind: str) -> list[Json]:
    found = [one for one in components if one["type"].lower() == kind]
    if len(found) > 1:
        raise ApiError(100, f"{kind}: there is more than one component")
    return list(found[0].get("parameters") or []) if found else []


def _header(template: Template, given: list[Json]) -> tuple[str, tuple[str, str] | None]:
    part = template.part("HEADER")
    if part is None or part.get("format", "TEXT").upper() == "TEXT":
        return _text(part, given, "header"), None
    kind = part["format"].lower()
    if len(given) != 1:
        raise ApiError(132000, f"header: number of localizable_params ({len(given)}) does not match the expected 1")
    if given[0].get("type") != kind:
        raise ApiError(132012, f"header: Format mismatch, expected {part['format']}, received {given[0].get('type')}")
    return "", (kind, given[0][kind]["id"])


def _text(part: Json | None, given: list[Json], where: str) -> str:
    source = (part or {}).get("text", "")
    variables = _VARIABLE.findall(source)
    if len(given) != len(variables):
        raise ApiError(
            132000,
            f"{where}: number of localizable_params ({len(given)}) does not match the expected number of params "
            f"({len(variables)})",
        )
    values = {}
    for place, parameter in enumerate(given):
        if parameter.get("type") != "text" or not str(parameter.get("text", "")).strip():
            raise ApiError(132012, f"{where}: a parameter of type text is wanted")
        if _BAD_PARAMETER.search(parameter["text"]):
            raise ApiError(
                132018,
                f"{where}: Param text cannot have new-line/tab characters or more than 4 consecutive spaces",
            )
        values[parameter.get("parameter_name", str(place + 1))] = parameter["text"]
    if set(values) != set(variables):
        raise ApiError(132000, f"{where}: the names of the parameters do not match")
    return _VARIABLE.sub(lambda found: str(values[found[1]]), source)


def _buttons(template: Template, components: list[Json]) -> tuple[tuple[str, str], ...]:
    labels = [button["text"] for button in template.buttons()]
    replies = dict(enumerate(labels))
    for one in components:
        if one["type"].lower() != "button":
            continue
        place = int(one.get("index", -1))
        if place not in replies or one.get("sub_type") != "quick_reply":
            raise ApiError(132012, f"button: there is no quick reply at index {place}")
        parameters = one.get("parameters") or []
        if len(parameters) != 1 or parameters[0].get("type") != "payload" or not parameters[0].get("payload"):
            raise ApiError(132012, "button: one parameter of type payload is wanted")
        if len(parameters[0]["payload"]) > 128:
            raise ApiError(132012, "button: a payload has at most 128 characters")
        replies[place] = parameters[0]["payload"]
    return tuple((label, replies[place]) for place, label in enumerate(labels))
