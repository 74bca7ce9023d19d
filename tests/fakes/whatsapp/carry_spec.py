"""Carry the part of the Cloud API's published description that the tests need into `tests/data`.

    python -m tests.fakes.whatsapp.carry_spec business-messaging-api_v23.0.yaml

The source is that file of the repository facebook/openapi. Nothing is changed but what is left out: paths not
called, examples, response headers, and words that say what a field means.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

TARGET = Path(__file__).resolve().parents[2] / "data" / "whatsapp_cloud_api.json"
PATHS = {
    "/{Version}/{Phone-Number-ID}/messages": ("post",),
    "/{Version}/{Phone-Number-ID}/media": ("post",),
    "/{Version}/{Phone-Number-ID}": ("get",),
    "/{Version}/{Media-ID}": ("get", "delete"),
    "/{Version}/{Media-URL}": ("get",),
    "/{Version}/{WABA-ID}/message_templates": ("get", "post"),
}
LEFT_OUT = {"description", "summary", "example", "examples", "headers", "tags", "externalDocs"}
BESIDE_PATHS = ("Statuses", "GraphAPIError")
"""Schemas that no path above names: of the statuses the platform sends, and of its errors."""


def carry(source: dict[str, Any]) -> dict[str, Any]:
    """The part, with every component it refers to."""
    paths = {
        path: {
            key: _bare(source["paths"][path][key]) for key in (*verbs, "parameters") if key in source["paths"][path]
        }
        for path, verbs in PATHS.items()
    }
    wanted = _references(paths) | {f"#/components/schemas/{name}" for name in BESIDE_PATHS}
    components: dict[str, dict[str, Any]] = {}
    while wanted:
        reference = wanted.pop()
        kind, name = reference.split("/")[2:]
        if name in components.setdefault(kind, {}):
            continue
        components[kind][name] = _bare(source["components"][kind][name])
        wanted |= _references(components[kind][name])
    return {
        "openapi": source["openapi"],
        "info": {"title": "Cloud API, a part", "version": source["info"]["version"]},
        "x-source": "facebook/openapi, business-messaging-api_v23.0.yaml; licence: whatsapp_cloud_api.LICENSE",
        "paths": paths,
        "components": {kind: dict(sorted(named.items())) for kind, named in sorted(components.items())},
    }


def _bare(value: Any, *, names: bool = False) -> Any:
    """Without what is only words; below `properties` a key is a name and stays."""
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if names or key not in LEFT_OUT}
        return {key: _bare(item, names=key == "properties" and not names) for key, item in kept.items()}
    return [_bare(item) for item in value] if isinstance(value, list) else value


def _references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*map(_references, value.values())) if value else own
    return set().union(*map(_references, value)) if isinstance(value, list) else set()


if __name__ == "__main__":
    described = carry(yaml.safe_load(Path(sys.argv[1]).read_text(encoding="utf-8")))
    TARGET.write_text(json.dumps(described, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
