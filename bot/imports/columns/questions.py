"""Which unsur a heading asks about, by the words that only this unsur's name and question have.

The words come from the instrumen, so that another instrumen needs nothing here; typing errors are borne, a heading
that could be two unsur is not decided.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Final

from rapidfuzz import fuzz

from bot.engine.understand import words
from scoring.instrumen import Instrumen

_UMUM: Final = frozenset({
    "anda", "antara", "apakah", "bagaimana", "bapak", "berikan", "dalam", "dan", "dari", "dengan", "diberikan", "ibu",
    "ini", "jenis", "kami", "kepada", "layanan", "masukan", "memberikan", "mengenai", "menurut", "nilai", "oleh",
    "pada", "pelayanan", "pemahaman", "pendapat", "pengguna", "penilaian", "saran", "saudara", "tentang", "tercantum",
    "terhadap", "terkait", "unit", "unsur", "untuk", "yang",
})  # fmt: skip
"""Words of the official questions that tell nothing of what is asked."""
_MIRIP: Final = 88
_PANJANG: Final = 6
_UNGGUL: Final = 0.9
Weights = dict[str, dict[str, float]]


def unsur_asked(heading: str, instrumen: Instrumen) -> str | None:
    """The key of the unsur, where one clearly leads; otherwise None."""
    for unsur in instrumen.unsur:
        if words(heading) in (words(unsur.nama), words(unsur.key), words(unsur.pertanyaan)):
            return unsur.key
    weights = _weights(tuple((u.key, f"{u.key.replace('_', ' ')} {u.nama} {u.pertanyaan}") for u in instrumen.unsur))
    exact = frozenset(word for known in weights.values() for word in known)
    said = _telling(heading)
    points = Counter({key: sum(_point(word, known, exact) for word in said) for key, known in weights.items()})
    (first, best), (_, next_best) = points.most_common(2)
    return first if best >= 1 and best - next_best >= _UNGGUL else None


def _point(word: str, known: dict[str, float], exact: frozenset[str]) -> float:
    """Only what no unsur has as it stands may be a typing error."""
    if word in exact or len(word) < _PANJANG:
        return known.get(word, 0)
    return max((w for one, w in known.items() if len(one) >= _PANJANG and fuzz.ratio(word, one) >= _MIRIP), default=0)


@cache
def _weights(texts: tuple[tuple[str, str], ...]) -> Weights:
    """For each unsur its telling words; one that several unsur share counts the less."""
    own = {key: _telling(text) for key, text in texts}
    shared = Counter(word for said in own.values() for word in said)
    return {key: {word: 1 / shared[word] for word in said} for key, said in own.items()}


def _telling(text: str) -> frozenset[str]:
    bare = (word.removesuffix("nya") if len(word) > _PANJANG else word for word in words(text))
    return frozenset(word for word in bare if word not in _UMUM and len(word) > 2 and not word.isdigit())
