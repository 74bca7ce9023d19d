"""Hold requests, and what the double itself sends, against the published description of the Cloud API.

The description is carried in `tests/data/whatsapp_cloud_api.json`. In a few places it contradicts itself or lags
behind the platform; each is mended in `_mended`, which says why.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from openapi_schema_validator import OAS31Validator

PLACE = Path(__file__).resolve().parents[2] / "data" / "whatsapp_cloud_api.json"
LENGTHS = {"maxLength", "minItems", "maxItems"}
"""What the platform refuses in words of its own, so that `limits` has the say."""
USER_ID = r"^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$"
READ = {
    "type": "object",
    "additionalProperties": False,
    "required": ["messaging_product", "status", "message_id"],
    "properties": {
        "messaging_product": {"const": "whatsapp"},
        "status": {"const": "read"},
        "message_id": {"type": "string"},
        "typing_indicator": {"const": {"type": "text"}},
    },
}
"""A read receipt: the description has it as an example only."""


@cache
def document() -> dict[str, Any]:
    """The description, mended."""
    return _mended(json.loads(PLACE.read_text(encoding="utf-8")))


def check_message(body: Any) -> tuple[list[str], list[str]]:
    """What is wrong with the body of a message or a read receipt: its shape, and its lengths."""
    if not isinstance(body, dict):
        return ["an object is wanted"], []
    if "status" in body:
        return _sorted(_errors(READ, body))
    kinds = document()["components"]["schemas"]["Message"]["discriminator"]["mapping"]
    kind = body.get("type")
    if kind not in kinds:
        return [f"type: {kind!r} is no kind of message"], []
    return _sorted(_errors({"$ref": kinds[kind]}, body))


def check_call(verb: str, path: str, headers: Mapping[str, str], query: Mapping[str, str]) -> list[str]:
    """What is wrong with the headers and the query of a call; `path` as the description writes it."""
    about = document()["paths"].get(path, {})
    if verb.lower() not in about:
        return [f"{verb} {path} is not described"]
    problems = []
    described = {}
    for parameter in (*about.get("parameters", ()), *about[verb.lower()].get("parameters", ())):
        one = _resolved(parameter)
        described[one["name"]] = one
    for name, one in described.items():
        given = {"header": headers, "query": query}.get(one["in"])
        if given is None:
            continue
        value = given.get(name)
        if value is not None and name == "Content-Type":
            value = value.partition(";")[0]
        if value is None:
            # A call without a body has no type of body, whatever the description says.
            if one.get("required") and not (name == "Content-Type" and verb in {"GET", "DELETE"}):
                problems.append(f"{name}: is required")
        else:
            problems += [f"{name}: {error.message}" for error in _errors(one["schema"], value)]
    return problems


def check_object(kind: str, value: Any) -> list[str]:
    """What is wrong with an object that should be of this schema, such as `Statuses`."""
    return [_line(error) for error in _errors({"$ref": f"#/components/schemas/{kind}"}, value)]


def _errors(schema: dict[str, Any], value: Any) -> list[Any]:
    whole = {**schema, "components": document()["components"]}
    return list(OAS31Validator(whole).iter_errors(value))


def _sorted(errors: list[Any]) -> tuple[list[str], list[str]]:
    shape: list[str] = []
    lengths: list[str] = []
    for error in errors:
        (lengths if error.validator in LENGTHS else shape).append(_line(error))
    return shape, lengths


def _line(error: Any) -> str:
    return f"{'.'.join(map(str, error.absolute_path)) or 'body'}: {error.message:.200}"


def _resolved(value: dict[str, Any]) -> dict[str, Any]:
    found = value
    if "$ref" in value:
        kind, name = value["$ref"].split("/")[2:]
        found = document()["components"][kind][name]
    return found


def _mended(source: dict[str, Any]) -> dict[str, Any]:
    whole = deepcopy(source)
    schemas = whole["components"]["schemas"]
    base = schemas["BaseMessageProperties"]
    # The description of v23 has only `to`. Whoever shows no number is reached by `recipient`, with the user's id.
    base["required"] = ["messaging_product", "recipient_type", "type"]
    base["anyOf"] = [{"required": ["to"]}, {"required": ["recipient"]}]
    base["properties"] |= {
        "messaging_product": {"const": "whatsapp"},
        "recipient": {"type": "string", "pattern": USER_ID},
        # Documented with the statuses, in which it comes back.
        "biz_opaque_callback_data": {"type": "string", "maxLength": 512},
    }
    for option in schemas["Message"]["oneOf"]:
        # As published each kind allows its own fields alone, and so refuses those all kinds have in common.
        kind = schemas[option["$ref"].rpartition("/")[2]]
        own = kind["allOf"][1]
        own.pop("additionalProperties", None)
        kind["propertyNames"] = {"enum": [*base["properties"], *own["properties"]]}
    # A picture's caption and a document's name are in the published examples, not in the schema.
    schemas["MediaObject"]["properties"] = {
        "caption": {"type": "string", "maxLength": 1024},
        "filename": {"type": "string"},
    }
    schemas["MediaObject"]["propertyNames"] = {"enum": ["id", "link", "caption", "filename"]}
    # Text without a body is nothing.
    schemas["TextMessage"]["allOf"][1]["properties"]["text"]["required"] = ["body"]
    # Which action belongs to which type is told in words only; so is that a body is required.
    a_list, buttons = schemas["ActionObject"]["oneOf"][:2]
    for option in (a_list, buttons):
        option |= {"type": "object", "additionalProperties": False}
    del schemas["InteractiveObject"]["properties"]["action"]
    schemas["InteractiveObject"] |= {
        "required": ["type", "action", "body"],
        "properties": schemas["InteractiveObject"]["properties"]
        | {"type": {"enum": ["button", "list"]}, "action": {}},
        "additionalProperties": False,
        "if": {"properties": {"type": {"const": "list"}}},
        "then": {"properties": {"action": a_list}},
        "else": {"properties": {"action": buttons}},
    }
    section = schemas["SectionObject"]
    section |= {"additionalProperties": False, "required": ["rows"]}
    section["properties"]["rows"]["items"]["additionalProperties"] = False
    # The pattern refuses the description's own example, "0".
    schemas["TemplateComponent"]["properties"]["index"] = {"type": ["string", "integer"], "pattern": "^[0-9]$"}
    schemas["TemplateComponent"]["additionalProperties"] = False
    # A status tells no number of whoever shows none.
    schemas["Statuses"]["required"] = ["id", "status", "timestamp"]
    # The description's own examples of templates leave the policy out.
    schemas["LanguageObject"]["required"] = ["code"]
    return whole
