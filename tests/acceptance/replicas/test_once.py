"""What nobody asked for comes once, however many replicas look for it, and whichever of them dies."""

from __future__ import annotations

import asyncio
import re
import signal
from pathlib import Path

import pytest

from tests.acceptance.replicas.cluster import running
from tests.acceptance.telegram.officials import accept, code_of, invited, tapped, typed
from tests.acceptance.telegram.test_digest import undisturbed

HEADS = 4
DIGEST = re.compile("minggu lalu|berakhir tanpa jawaban", re.IGNORECASE)
"""In each digest of units without answers; the latter in the first days of a semester."""


@pytest.mark.timeout(200)
async def test_a_digest_comes_once_though_the_replica_that_makes_it_may_die(tmp_path: Path) -> None:
    """An admin, known to every replica at once, has the digests sent; first the one, then the other replica is
    killed in the middle of it: one is made for each reader, and reaches them."""
    async with running(tmp_path, 2, IKM_TELEGRAM_PUSH_PER_SECOND="1") as cluster:
        made = await cluster.replicas[0].ikm("invite", "--role", "admin")
        admin, *heads = (cluster.api.person(50_001 + n) for n in range(HEADS + 1))
        await accept(admin, code_of("\n".join(made["links"])))
        for head in heads:
            await accept(head, await invited(admin))
        for reader in (admin, *heads):
            await undisturbed(reader)
        seen = await typed(admin, "/jadwal", "ingkasan")
        seen = await tapped(admin, seen, "Jeda", "sedang dijeda")
        seen = await tapped(admin, seen, "Kirim sekarang", "Kirim ringkasan kepada siapa?")
        seen = await tapped(admin, seen, "Ke semua penerima", "Kirim ringkasan sekarang kepada semua")
        await tapped(admin, seen, "Ya, kirim", "segera dikirim")
        for replica in cluster.replicas:
            async with asyncio.timeout(60):
                while not await cluster.rows("SELECT 1 FROM kiriman WHERE kunci LIKE 'digest:sekarang:%'"):  # noqa: ASYNC110  another process
                    await asyncio.sleep(0.05)
            await asyncio.sleep(1)
            await replica.end(signal.SIGKILL)
            await replica.start()
        await cluster.until_empty()
        came = []
        for reader in (admin, *heads):
            told = [text for text, _ in cluster.api.shown[reader.id] if DIGEST.search(text)]
            pictures = [one for one in reader.from_bot if one.upload is not None]
            assert told or pictures, reader.transcript()
            came.append(len(told) + len(pictures))
        print(f"\ndigests that came to each reader: {came}")
        # Taken by the platform and not yet written down when the process died: that one comes again, as any message.
        assert sum(came) - len(came) <= 2 * len(cluster.replicas)
        claimed = await cluster.rows("SELECT count(*) FROM kiriman WHERE kunci LIKE 'digest:sekarang:%'")
        assert claimed[0][0] == HEADS + 1
