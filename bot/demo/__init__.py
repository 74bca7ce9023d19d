"""A city to try the program with: Kota Kediri's 94 units in their groups, as published for 2024."""

from __future__ import annotations

from pathlib import Path

UNITS = Path(__file__).parent / "kediri.csv"
