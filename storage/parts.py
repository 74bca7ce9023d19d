"""Many values, some at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

T = TypeVar("T")

A_STATEMENT: Final = 500
"""Values one statement is given. Databases take some 32,000, but a long list keeps everybody waiting while it is made
into a statement."""


def parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in order, so many at a time as one statement is given."""
    for start in range(0, len(values), A_STATEMENT):
        yield values[start : start + A_STATEMENT]
