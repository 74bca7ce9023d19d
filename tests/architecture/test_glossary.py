"""docs/glossary.md explains every Indonesian word that a public name of ours is made of."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from scoring.instrumen import shipped_instrumen
from tests.architecture.repository import ROOT, modules

GLOSSARY = ROOT / "docs" / "glossary.md"
ENGLISH = Path(__file__).with_name("english.txt")
NOT_NAMES = ("bot/engine/wording/", "storage/migrations/versions/")
"""Texts, named after what they say; and migrations, named after what they did."""


def rows() -> list[tuple[str, str, str]]:
    """Term, meaning and source of every row."""
    found = []
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0] != "term" and set(cells[0]) != {"-"}:
            assert len(cells) == 3, line
            found.append((cells[0], cells[1], cells[2]))
    return found


def explained() -> set[str]:
    return {word for term, _, _ in rows() for word in re.findall(r"[a-z]+", term.lower())}


def english() -> list[str]:
    return ENGLISH.read_text().split()


def words_of(name: str) -> list[str]:
    """`HasilUnsur` -> hasil, unsur; `BOBOT_of` -> bobot, of."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def public_names(path: Path) -> Iterator[str]:
    """Of the module, its classes, their fields and methods, its functions and constants."""
    yield from path.relative_to(ROOT).with_suffix("").parts
    bodies = [ast.parse(path.read_text()).body]
    while bodies:
        for node in bodies.pop():
            if isinstance(node, ast.ClassDef):
                yield node.name
                if not node.name.startswith("_"):
                    bodies.append(node.body)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.name
            elif isinstance(node, ast.Assign):
                yield from (target.id for target in node.targets if isinstance(target, ast.Name))
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                yield node.target.id


def test_every_public_indonesian_name_is_explained() -> None:
    known = explained() | set(english())
    unexplained = {
        f"{word} (in {path.relative_to(ROOT)}: {name})"
        for path in modules()
        if not str(path.relative_to(ROOT)).startswith(NOT_NAMES)
        for name in public_names(path)
        if not name.startswith("_")
        for word in words_of(name)
        if word not in known
    }
    assert sorted(unexplained) == [], "Indonesian: add a row to docs/glossary.md; English: a line to english.txt"


def test_every_row_has_a_term_a_meaning_and_a_source_and_stands_once() -> None:
    terms = [term for term, _, _ in rows()]
    assert len(terms) > 100
    assert sorted({term for term in terms if terms.count(term) > 1}) == []
    assert [row for row in rows() if not all(row)] == []


def test_no_word_is_both_english_and_explained() -> None:
    assert sorted(explained() & set(english())) == []


def test_the_english_words_are_sorted_and_stand_once() -> None:
    assert english() == sorted(set(english()))


def test_the_unsur_of_the_instrumen_are_explained() -> None:
    assert {unsur.key for unsur in shipped_instrumen().unsur} <= explained()
