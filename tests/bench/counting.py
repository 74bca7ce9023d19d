"""What counting for `/metrics` costs an event: `python -m tests.bench.counting`."""

from __future__ import annotations

import timeit

from bot.counts import Counts

BATCH = 50
TIMES = 20_000


def main() -> None:
    """What `Conversation` does for a batch, again and again."""
    counts = Counts()

    def one() -> None:
        counts.batch_size.add(BATCH)
        counts.batch_seconds.add(0.004)
        for _ in range(BATCH):
            counts.events["telegram"] += 1

    seconds = min(timeit.repeat(one, number=TIMES, repeat=3)) / TIMES / BATCH
    print(f"counting takes {1e6 * seconds:.2f} µs an event, in batches of {BATCH}")


if __name__ == "__main__":
    main()
