"""Alert rules and dashboard ask for what a running process says, and lead to a part of the runbook that is there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml

from tests.acceptance.telegram.service import running
from tests.architecture.repository import ROOT
from tests.deploy.programs import DEPLOY
from tests.fakes.telegram import Person
from tests.ports import free_port

NAME = re.compile(r"\b(?:ikm|process)_[a-z_]+\b")
RULES = DEPLOY / "prometheus" / "alerts.yml"


def rules() -> list[dict[str, Any]]:
    loaded = yaml.safe_load(RULES.read_text())
    return [rule for group in loaded["groups"] for rule in group["rules"]]


def expressions() -> list[str]:
    board = json.loads((DEPLOY / "grafana" / "ikm.json").read_text())
    panels = [target["expr"] for panel in board["panels"] for target in panel.get("targets", [])]
    return [*panels, *(rule["expr"] for rule in rules())]


async def test_every_metric_asked_for_is_said(tmp_path: Path) -> None:
    """By a process that has talked with one citizen, so that every kind of sample is there."""
    port = free_port()
    async with running(tmp_path, settings={"IKM_METRICS_PORT": str(port)}) as (service, _api):
        person: Person = service.citizen()
        await person.start("kel-bandar-kidul")
        await service.still()
        async with aiohttp.ClientSession() as client, client.get(f"http://127.0.0.1:{port}/metrics") as answer:
            page = await answer.text()
    known = set(re.findall(r"^# TYPE (\S+)", page, flags=re.MULTILINE)) | set(
        re.findall(r"^([a-z_]+)[{ ]", page, flags=re.MULTILINE)
    )
    known |= {f"{name}_bucket" for name in known} | {"ikm_events_refused_total"}
    asked = {name for one in expressions() for name in NAME.findall(one)}
    assert len(asked) > 15
    assert asked - known == set()
    assert 'ikm_sends_total{channel="telegram",outcome="sent"}' in page
    assert 'ikm_push_leader{channel="telegram"} 1.0' in page
    assert str(person.id) not in page


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: str(rule["alert"]))
def test_every_alert_leads_to_a_part_of_the_runbook(rule: dict[str, Any]) -> None:
    file, _, part = rule["annotations"]["runbook"].partition("#")
    headings = re.findall(r"^#+ (.+)$", (ROOT / file).read_text(), flags=re.MULTILINE)
    assert part in {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}
