"""What can go wrong between blocks and a finished file."""

from __future__ import annotations


class DokumenError(ValueError):
    """The document cannot be set as it is. The text says what is wrong, where, and what to do."""


class TanpaTautan(DokumenError):  # noqa: N818  it says what has to be set
    """A unit has no link that people's phones can open: a setting is missing."""


class BelumTercetak(DokumenError):  # noqa: N818  not yet
    """The process that prints died, took too long or was closed: another time it may well be printed."""
