"""Rows on their way from the database into this process's hands, which must not be overtaken there.

Between the commit by which a row is ours and the moment we hold it, a later row of the same conversation may be
committed and handed over. It waits for those few milliseconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from storage.records import OutboxRow


class Taking:
    """`submit` takes what has arrived."""

    def __init__(self, submit: Callable[[Sequence[OutboxRow]], None]) -> None:
        self._submit = submit
        self._under_way: Counter[str] = Counter()
        self._waiting: dict[str, list[OutboxRow]] = {}

    @contextmanager
    def of(self, keys: Sequence[str]) -> Iterator[list[OutboxRow]]:
        """Take rows of these conversations. What is put into the list is submitted at the end, in its order."""
        rows: list[OutboxRow] = []
        self._under_way.update(keys)
        try:
            yield rows
        finally:
            self._under_way.subtract(keys)
            for row in rows:
                self._waiting.setdefault(row.percakapan, []).append(row)
            for key in keys:
                if self._under_way[key] <= 0:
                    del self._under_way[key]
            for key in dict.fromkeys((*(row.percakapan for row in rows), *keys)):
                if key not in self._under_way and (arrived := self._waiting.pop(key, None)):
                    self._submit(sorted(arrived, key=lambda row: row.id))

    def defer(self, row: OutboxRow) -> bool:
        """Whether rows of this one's conversation are on their way, so that it is submitted once they are here."""
        if row.percakapan not in self._under_way:
            return False
        self._waiting.setdefault(row.percakapan, []).append(row)
        return True
