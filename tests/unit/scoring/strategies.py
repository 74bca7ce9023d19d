"""Questionnaires as Hypothesis draws them."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.unit.scoring.data import KEYS

jawaban = st.fixed_dictionaries({key: st.integers(1, 4) for key in KEYS})
banyak_jawaban = st.lists(jawaban, min_size=1, max_size=20)
