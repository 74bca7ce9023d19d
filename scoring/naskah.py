"""An instrumen as text that holds all of it, so that a closed periode keeps the one it was scored with."""

from __future__ import annotations

from typing import Final

from pydantic import TypeAdapter, ValidationError

from scoring.errors import InstrumenError
from scoring.instrumen import Instrumen

_NASKAH: Final = TypeAdapter(Instrumen)


def write_naskah(instrumen: Instrumen) -> str:
    """As JSON, decimals and the bobot exactly."""
    return _NASKAH.dump_json(instrumen).decode()


def read_naskah(teks: str) -> Instrumen:
    """What write_naskah was given. Raises InstrumenError for anything else."""
    try:
        return _NASKAH.validate_json(teks)
    except ValidationError as error:
        raise InstrumenError(f"the kept instrumen cannot be read: {error.error_count()} faults in it") from error
