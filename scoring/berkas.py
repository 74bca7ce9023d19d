"""Read a YAML file so that every complaint about it can name file and line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from scoring.errors import InstrumenError

Loc = tuple[int | str, ...]
"""Where in the document: mapping keys and list positions, outermost first; as pydantic names it."""


@dataclass(frozen=True, slots=True)
class Berkas:
    """A parsed file: `data` holds dicts, lists and text only; `akar` is the same document with its lines."""

    nama: str
    data: object
    akar: yaml.Node

    def line_of(self, loc: Loc) -> int:
        """The line, from 1, of what `loc` names; where part of it is missing, of the nearest part around."""
        node, line = self.akar, _line(self.akar)
        for step in loc:
            found = _child(node, step)
            if found is None:
                break
            node, line = found
        return line

    def error(self, masalah: Iterable[tuple[Loc, str]]) -> InstrumenError:
        """One error for all problems, a line each, in the order of the file."""
        lines = sorted((self.line_of(loc), text) for loc, text in masalah)
        return InstrumenError("\n".join(f"{self.nama}:{line}: {text}" for line, text in lines))


def read_berkas(path: Path) -> Berkas:
    """Parse `path`. Raises InstrumenError, with file and line, for unreadable YAML or a repeated key.

    Every scalar stays text (`yaml.BaseLoader`): nothing turns a code or a number into something else.
    """
    try:
        loader = yaml.BaseLoader(path.read_text(encoding="utf-8"))
        akar = loader.get_single_node()
        data = None if akar is None else loader.construct_document(akar)
    except OSError as error:
        raise InstrumenError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InstrumenError(f"{path.name}:1: is not UTF-8 text; save the file as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        konteks = f" ({error.context}, line {error.context_mark.line + 1})" if error.context_mark else ""
        raise InstrumenError(f"{path.name}:{line}: is not valid YAML here: {error.problem}{konteks}") from error
    except yaml.YAMLError as error:
        raise InstrumenError(f"{path.name}:1: is not valid YAML: {error}") from error
    if akar is None:
        raise InstrumenError(f"{path.name}:1: is empty")
    berkas = Berkas(path.name, data, akar)
    if ganda := list(_repeated_keys(akar)):
        raise InstrumenError(
            "\n".join(f"{path.name}:{line}: key '{key}' stands here a second time; keep one" for line, key in ganda)
        )
    return berkas


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _child(node: yaml.Node, step: int | str) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, _line(key)
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], _line(node.value[step])
    return None


def _repeated_keys(node: yaml.Node) -> Iterable[tuple[int, str]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield _line(key), key.value
            seen.add(key.value)
            yield from _repeated_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _repeated_keys(item)
