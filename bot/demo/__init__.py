"""A city to try the program with: Kota Kediri's 94 units in their groups, with the index each published for 2024.

The figures are those of the executive summary of Kediri's survey of 2024, as printed. The responses are generated:
no real person answered any of them.
"""

from __future__ import annotations

from pathlib import Path

UNITS = Path(__file__).parent / "kediri.csv"
PUBLISHED = Path(__file__).parent / "kediri_2024.csv"
RESPONSES = 9_956
"""How many answered in Kediri in 2024."""
YEAR = 2024
SEED = 14
SUMBER = "demo"
