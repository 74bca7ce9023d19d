"""How to log an error that nobody foresaw, where its message may quote what a person wrote."""

from __future__ import annotations

import traceback


def told(error: BaseException) -> str:
    """Its type and the lines it went through; neither its message nor any value."""
    places = "".join(traceback.format_tb(error.__traceback__)).rstrip()
    cause = error.__cause__
    because = f"\nbecause of {told(cause)}" if cause is not None else ""
    within = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    holding = "".join(f"\nholding {told(one)}" for one in within)
    return f"{type(error).__name__}\n{places}{because}{holding}"
