"""What `/metrics` says, in Prometheus' text format: the process' own counts, and what its database holds.

Asking costs the database one short look at most every few seconds, and never makes anybody wait for it: where it does
not answer in time, what was seen last is told, with its age. No label names a person, a unit or a text.
"""

from __future__ import annotations

import asyncio
import logging
import platform
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.counts import Counts, Distribution, Standing
from storage.errors import StorageError
from storage.health import Queue

FRESH_SECONDS: Final = 5.0
PATIENCE_SECONDS: Final = 0.5
STALE_SECONDS: Final = 60.0
"""How long a look at the database is good for, how long one is waited for, and how long what was seen is told."""
CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look at the database found. `documents` wait to be made; `last_slot` is when the last digests were
    done with."""

    queues: Sequence[Queue]
    documents: int
    last_slot: datetime | None
    size: int
    schema: str


Look = Callable[[], Awaitable[Seen]]
"""One look at the database. Raises StorageError."""


@dataclass(frozen=True, slots=True)
class About:
    """What is known of the process itself; `ready` and `standing`, by channel, are asked at each scrape."""

    version: str
    replica: str
    ready: Callable[[], bool]
    standing: Callable[[], Mapping[str, Standing]]


class Metrics(Collector):
    """One process' metrics, in a registry of their own."""

    def __init__(self, counts: Counts, look: Look, about: About) -> None:
        self._counts = counts
        self._look = look
        self._about = about
        self._logged = _Logged()
        self._seen: Seen | None = None
        self._seen_at = 0.0
        self._up = True
        self._looked_at = float("-inf")
        self._looking: asyncio.Task[None] | None = None
        self.registry = CollectorRegistry(auto_describe=False)
        self.registry.register(self)
        ProcessCollector(registry=self.registry)
        logging.getLogger().addHandler(self._logged)

    async def text(self) -> bytes:
        """The whole page."""
        if self._looking is None and time.monotonic() - self._looked_at >= FRESH_SECONDS:
            self._looking = asyncio.create_task(self._refresh())
        if self._looking is not None:
            await asyncio.wait([self._looking], timeout=PATIENCE_SECONDS)
        return generate_latest(self.registry)

    async def close(self) -> None:
        logging.getLogger().removeHandler(self._logged)
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking], timeout=PATIENCE_SECONDS)

    async def _refresh(self) -> None:
        try:
            self._seen = await asyncio.wait_for(self._look(), FRESH_SECONDS)
        except (StorageError, TimeoutError):
            self._up = False
            self._counts.database_errors += 1
        else:
            self._up, self._seen_at = True, time.monotonic()
        finally:
            self._looked_at = time.monotonic()
            self._looking = None

    def collect(self) -> Iterator[Metric]:
        yield from self._counted()
        yield from self._looked()
        about = self._about
        yield _gauge("ikm_ready", "Whether /readyz says so.", float(about.ready()))
        leads = GaugeMetricFamily(
            "ikm_push_leader", "Whether this process sends what nobody waits for.", labels=["channel"]
        )
        paused = GaugeMetricFamily("ikm_platform_paused", "Whether the platform does not answer.", labels=["channel"])
        for channel, standing in sorted(about.standing().items()):
            leads.add_metric([channel], standing.leads)
            paused.add_metric([channel], standing.paused)
        yield from (leads, paused)
        info = GaugeMetricFamily("ikm_build_info", "Always 1.", labels=["version", "schema", "python", "replica"])
        schema = self._seen.schema if self._seen else ""
        info.add_metric([about.version, schema, platform.python_version(), about.replica], 1)
        yield info

    def _counted(self) -> Iterator[Metric]:
        counts = self._counts
        yield _counter("ikm_events", "Events taken and committed.", counts.events)
        yield _counter("ikm_events_refused", "Events not kept, to be delivered again.", counts.refused_events)
        yield _counter("ikm_responses_stored", "Finished interviews, kept and counted.", counts.stored)
        yield _histogram("ikm_commit_events", "Events that one commit served.", {"": counts.batch_size})
        yield _histogram("ikm_commit_seconds", "From the begin of a batch to its commit.", {"": counts.batch_seconds})
        sends = CounterMetricFamily("ikm_sends", "Sendings by what became of them.", labels=["channel", "outcome"])
        for (channel, fate), value in sorted(counts.sends.items()):
            sends.add_metric([channel, fate], value)
        yield sends
        yield _histogram("ikm_webhook_seconds", "From a webhook call to its answer.", counts.webhook, "channel")
        yield _counter("ikm_webhook_forged", "Webhook calls without a valid signature or secret.", counts.forged)
        yield _counter("ikm_log_messages", "Lines logged.", self._logged.lines, "level")
        errors = CounterMetricFamily("ikm_database_errors", "Times that the database failed us.")
        errors.add_metric([], counts.database_errors)
        yield errors

    def _looked(self) -> Iterator[Metric]:
        yield _gauge("ikm_database_up", "Whether the last look at the database succeeded.", float(self._up))
        seen, age = self._seen, time.monotonic() - self._seen_at
        if seen is None or age > STALE_SECONDS:
            return
        now_ms = time.time_ns() // 1_000_000
        yield _gauge("ikm_database_look_age_seconds", "How old the figures of the database are.", age)
        yield _gauge("ikm_database_bytes", "Bytes that the database takes.", float(seen.size))
        due, held = (
            GaugeMetricFamily(f"ikm_outbox_{name}", text, labels=["channel"])
            for name, text in (("due", "Messages to be sent or collected now."), ("held", "Messages for later."))
        )
        oldest = GaugeMetricFamily(
            "ikm_outbox_oldest_seconds", "Age of the oldest message that is due.", labels=["channel"]
        )
        for queue in seen.queues:
            due.add_metric([queue.channel], queue.due)
            held.add_metric([queue.channel], queue.later)
            oldest.add_metric([queue.channel], 0 if queue.oldest is None else max(0, now_ms - queue.oldest) / 1000)
        yield from (due, held, oldest)
        yield _gauge("ikm_documents_waiting", "Documents asked for and not yet made.", seen.documents)
        if seen.last_slot is not None:
            yield _gauge(
                "ikm_digest_last_slot_timestamp_seconds",
                "When digests were last done with.",
                seen.last_slot.timestamp(),
            )


class _Logged(logging.Handler):
    """Counts lines by their level, whatever they say."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: Counter[str] = Counter({"warning": 0, "error": 0})

    def emit(self, record: logging.LogRecord) -> None:
        self.lines["error" if record.levelno >= logging.ERROR else "warning"] += 1


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)


def _counter(name: str, text: str, values: Mapping[str, int], label: str = "channel") -> CounterMetricFamily:
    family = CounterMetricFamily(name, text, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family


def _histogram(
    name: str, text: str, values: Mapping[str, Distribution], label: str | None = None
) -> HistogramMetricFamily:
    family = HistogramMetricFamily(name, text, labels=[label] if label else [])
    for key, distribution in sorted(values.items()):
        buckets, n = [], 0
        for bound, below in zip((*map(str, distribution.bounds), "+Inf"), distribution.below, strict=True):
            n += below
            buckets.append((bound, float(n)))
        family.add_metric([key] if label else [], buckets, distribution.total)
    return family
