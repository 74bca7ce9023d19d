"""Who answers: nobody in particular, as one meets them at the counters of each kind of unit."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from scoring.model import Profil

YOUNGEST, OLDEST = 17, 80
_OFFICES = ("bagian", "badan")
"""Those whose users are mostly officials of other units."""
_WOMEN = {"puskesmas": 0.64, "rumah sakit": 0.58, "bagian": 0.45, "badan": 0.43}
_AGES = {"puskesmas": (41, 15), "rumah sakit": (46, 15), "bagian": (38, 8), "badan": (36, 9)}
_SCHOOL = {"sd": 8, "smp": 14, "sma": 44, "diploma": 9, "s1": 22, "s2": 3, "s3": 0.2}
_SCHOOL_OF_OFFICES = {"sma": 20, "diploma": 13, "s1": 52, "s2": 14, "s3": 1}
_WORK = {
    "pelajar": 45,
    "pns": 7,
    "tni": 0.7,
    "polri": 0.7,
    "swasta": 27,
    "wirausaha": 20,
    "buruh": 10,
    "petani_nelayan": 5,
    "ibu_rumah_tangga": 26,
    "lainnya": 5,
}
_WORK_OF_OFFICES = {"pelajar": 40, "pns": 62, "tni": 1, "polri": 1, "swasta": 17, "wirausaha": 7, "lainnya": 3}
_DONE_AT = {"sma": 17, "diploma": 21, "s1": 22, "s2": 25, "s3": 30}
"""How old one is who has finished it."""
_STUDENTS_UNTIL, _OFFICIALS_FROM, _OFFICIALS_UNTIL = 25, 21, 60
_OFFICIALS = ("pns", "tni", "polri")


def profile(kind: str, rng: Random) -> Profil:
    sex = "P" if rng.random() < _WOMEN.get(kind, 0.51) else "L"
    middle, spread = _AGES.get(kind, (39, 13))
    age = round(rng.gauss(middle, spread))
    if not YOUNGEST <= age <= OLDEST:
        age = rng.randint(YOUNGEST, OLDEST)
    work = _chosen({one: n for one, n in _works(kind).items() if _fits(one, sex, age)}, rng)
    schools = _SCHOOL_OF_OFFICES if kind in _OFFICES or work == "pns" else _SCHOOL
    possible = {one: n for one, n in schools.items() if age >= _DONE_AT.get(one, 0)}
    if work in _OFFICIALS:
        possible = {one: n for one, n in possible.items() if one in _DONE_AT}
    return Profil(jenis_kelamin=sex, usia=age, pendidikan=_chosen(possible, rng), pekerjaan=work)


def _works(kind: str) -> Mapping[str, float]:
    return _WORK_OF_OFFICES if kind in _OFFICES else _WORK


def _fits(work: str, sex: str, age: int) -> bool:
    if work == "pelajar":
        return age <= _STUDENTS_UNTIL
    if work in _OFFICIALS:
        return _OFFICIALS_FROM <= age <= _OFFICIALS_UNTIL
    return not (work == "ibu_rumah_tangga" and (sex == "L" or age < 20))


def _chosen(weights: Mapping[str, float], rng: Random) -> str:
    (one,) = rng.choices(list(weights), list(weights.values()))
    return one
