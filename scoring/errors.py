"""What can go wrong in scoring: ValueErrors whose text is a clear sentence (for a file, one a problem).

ScoringError
├── InstrumenError   an instrumen file, a bobot, a label override, or a name no instrumen knows
├── NilaiError       a number outside its scale, or counts that cannot be scored
└── PeriodeError     a text that names no periode, or a day outside the calendar kept here
"""

from __future__ import annotations


class ScoringError(ValueError):
    """Base of all errors raised by this package."""


class InstrumenError(ScoringError):
    """An instrumen cannot be read or used as asked."""


class NilaiError(ScoringError):
    """A value lies outside its scale, or counts contradict each other."""


class PeriodeError(ScoringError):
    """A text or a day that gives no periode."""
