"""README.md says what is so: every verb, every setting, the two commands."""

from __future__ import annotations

import re
import shlex

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.verbs import cli
from tests.architecture.repository import ROOT
from tests.architecture.settings_table import END, README, table, with_table

RUNNER = CliRunner()
VERBS = [
    "run",
    "chat",
    "demo",
    "units import",
    "units list",
    "responses import",
    "responses guess",
    "responses list",
    "responses undo",
    "periode list",
    "periode show",
    "periode set",
    "periode close",
    "periode reopen",
    "score",
    "report",
    "links",
    "invite",
    "db upgrade",
    "db check",
    "db backup",
    "db restore",
    "db copy",
    "db secret",
    "whatsapp templates",
    "doctor",
]


def registered(group: typer.Typer = cli, before: str = "") -> list[str]:
    """Every verb there is, as it is typed."""
    found = [f"{before}{one.name or one.callback.__name__}" for one in group.registered_commands if one.callback]
    for topic in group.registered_groups:
        assert topic.typer_instance is not None
        found += registered(topic.typer_instance, f"{topic.name} ")
    return found


def help_of(verb: str) -> str:
    done = RUNNER.invoke(cli, [*verb.split(), "--help"])
    assert done.exit_code == 0
    return done.output


def test_the_verbs_are_those_promised() -> None:
    assert sorted(registered()) == sorted(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example_that_it_takes(verb: str) -> None:
    text = " ".join(help_of(verb).split())
    example = re.search(rf"Example: (ikm {verb}\b.*?) (?:Arguments|Options):", text)
    assert example, text
    options = {word for word in shlex.split(example[1]) if word.startswith("--")}
    assert all(option in text.split("Options:")[1] for option in options)


@pytest.mark.parametrize("verb", VERBS)
def test_the_readme_tells_of_every_verb(verb: str) -> None:
    assert re.search(rf"\bikm {verb}\b", README.read_text(encoding="utf-8")), (
        f"README.md does not mention `ikm {verb}`"
    )


def test_the_readme_tells_of_no_verb_that_is_not_there() -> None:
    told = re.findall(r"`(?:\.venv/bin/)?ikm ([a-z]+(?: [a-z]+)?)", README.read_text(encoding="utf-8"))
    topics = {verb.split()[0] for verb in VERBS}
    wrong = [one for one in told if one not in VERBS and one.split()[0] not in topics]
    assert wrong == []


@pytest.mark.parametrize("command", ["make run", "make test"])
def test_the_readme_tells_the_two_commands(command: str) -> None:
    assert command in README.read_text(encoding="utf-8")


def test_the_readmes_table_of_settings_is_that_of_the_program() -> None:
    text = README.read_text(encoding="utf-8")
    assert with_table(text) == text, "run `make docs`"


def test_the_table_shows_no_secret_and_every_setting_once() -> None:
    rows = table().splitlines()
    assert len(rows) == len(set(rows))
    assert "| `IKM_SECRET` |  |" in table()
    assert "| `IKM_TELEGRAM_TOKEN` |  |" in table()
    assert "| `IKM_PORT` | `8080` |" in table()
    assert "| `IKM_USIA_BOLEH_LEWAT` | `false` |" in table()


@pytest.mark.parametrize(
    "text", ["", END, "<!-- settings -->", "<!-- settings --><!-- /settings --><!-- settings -->"]
)
def test_a_readme_without_the_marks_is_not_written(text: str) -> None:
    with pytest.raises(ValueError, match="once each"):
        with_table(text)


def test_links_between_documents_lead_somewhere() -> None:
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))):
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        for target in re.findall(r"\]\(([^)#\s]+)", text):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{path.relative_to(ROOT)} leads to {target}"
