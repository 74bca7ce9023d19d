"""Screens as the page takes them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bot.ports import Shown


def answer(shown: Sequence[Shown], toast: str = "") -> dict[str, Any]:
    """Ids are text: a browser's numbers end at 53 bits."""
    return {"pesan": [{"id": str(one.id), "layar": asdict(one.screen)} for one in shown], "toast": toast}
