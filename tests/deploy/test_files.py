"""Each file in deploy/ is taken by the program it is written for, and is as careful as it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose
from compose_spec.models import ComposeSpecification

from tests.architecture import env_example
from tests.deploy.programs import DEPLOY, ours, program, said

YAML = (
    "{extends: default, rules: {line-length: {max: 120}, document-start: disable, truthy: {check-keys: false},"
    " comments: disable, comments-indentation: disable}}"
)
UNITS = ("ikm.service", "ikm@.service", "ikm-backup.service", "ikm-backup.timer")
EXPOSED_PALING = 15
"""Tenths: systemd calls anything below 2.0 good, and a web server cannot do without the network."""


def test_yaml_is_tidy() -> None:
    files = sorted([*DEPLOY.rglob("*.yaml"), *DEPLOY.rglob("*.yml")])
    assert len(files) > 3
    said(ours("yamllint"), "--strict", "-d", YAML, *files)


def test_the_image_is_described_without_fault() -> None:
    said(ours("hadolint"), DEPLOY / "Dockerfile")


def test_the_image_takes_all_it_copies_and_nothing_private() -> None:
    """What the Dockerfile copies is let in, and settings, history and databases are not."""
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    let_in = {line[1:] for line in ignored if line.startswith("!")}
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (DEPLOY / "Dockerfile").read_text(), flags=re.MULTILINE)
    assert {name for line in copied for name in line.split()} == let_in
    assert ignored[1] == "*"
    assert not let_in & {".git", ".env", "var", "deploy", "tests"}


def compose() -> dict[str, Any]:
    """The file, as it is read where nothing is set: with its defaults."""
    text = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", (DEPLOY / "compose.yaml").read_text())
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def test_the_compose_file_is_one() -> None:
    """By the Compose specification: two readers of it, and every name that a service uses is declared."""
    file = compose()
    PyCompose.from_yaml(yaml.safe_dump(file)).validate()
    ComposeSpecification.model_validate({key: value for key, value in file.items() if not key.startswith("x-")})
    for name, service in file["services"].items():
        assert set(service.get("secrets", [])) <= file["secrets"].keys(), name
        assert set(service.get("networks", [])) <= file["networks"].keys(), name
        assert set(service.get("depends_on", {})) <= file["services"].keys(), name


@pytest.mark.parametrize("name", sorted(compose()["services"]))
def test_every_container_may_do_little(name: str) -> None:
    service = compose()["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "mem_limit" in service
    assert not service.get("privileged")
    assert name == "caddy" or "ports" not in service


def test_two_replicas_share_one_database_and_one_secret() -> None:
    services = compose()["services"]
    first, second = services["app-1"], services["app-2"]
    assert first["secrets"] == second["secrets"]
    assert {"ikm_secret", "ikm_database_url"} <= set(first["secrets"])
    assert first["environment"].pop("IKM_REPLICA") != second["environment"].pop("IKM_REPLICA")
    assert first["environment"] == second["environment"]
    assert services["caddy"]["environment"]["UPSTREAMS"] == "app-1:8080 app-2:8080"


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units with programs that are there: what they start is installed on no machine that tests run on."""
    for name in UNITS:
        text = (DEPLOY / "systemd" / name).read_text()
        (tmp_path / name).write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE))
    return tmp_path


def test_systemd_takes_the_units(units: Path) -> None:
    analyze = program("systemd-analyze", "systemd")
    names = [units / name.replace("@.", "@8081.") for name in UNITS]
    assert said(analyze, "verify", "--man=no", *names) == ""


@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_a_unit_exposes_little(units: Path, name: str) -> None:
    analyze = program("systemd-analyze", "systemd")
    said(analyze, "security", "--offline=true", f"--threshold={EXPOSED_PALING}", units / name.replace("@.", "@8081."))


def test_caddy_takes_its_file() -> None:
    caddy, file = program("caddy", "caddy"), DEPLOY / "proxy" / "Caddyfile"
    env = {"DOMAIN": "survei.example.go.id", "UPSTREAMS": "127.0.0.1:8081 127.0.0.1:8082"}
    assert "Valid configuration" in said(caddy, "validate", "--adapter", "caddyfile", "--config", file, env=env)
    assert said(caddy, "fmt", file) == file.read_text()


def test_nginx_takes_its_file(tmp_path: Path) -> None:
    nginx, openssl = program("nginx", "nginx-light"), program("openssl", "openssl")
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    subject = ("-subj", "/CN=survei.example.go.id", "-days", "1", "-nodes", "-newkey", "rsa:2048")
    said(openssl, "req", "-x509", *subject, "-keyout", key, "-out", certificate)
    site = (DEPLOY / "proxy" / "nginx.conf").read_text()
    (tmp_path / "site.conf").write_text(re.sub(r"/etc/letsencrypt/live/[^/]+", str(tmp_path), site))
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{ include {tmp_path}/site.conf; }}\n"
    )
    said(nginx, "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf")


def test_prometheus_takes_rules_and_example() -> None:
    promtool, folder = program("promtool", "prometheus"), DEPLOY / "prometheus"
    said(promtool, "check", "config", "prometheus.yml", cwd=folder)
    said(promtool, "test", "rules", "alerts.test.yml", cwd=folder)


@pytest.mark.parametrize("name", ["backup.sh", "restore.sh"])
def test_scripts_are_scripts(name: str) -> None:
    file = DEPLOY / name
    assert file.stat().st_mode & 0o111
    said("sh", "-n", file)


def test_the_example_of_settings_has_all_of_them() -> None:
    assert env_example.FILE.read_text(encoding="utf-8") == env_example.text(), "run `make docs`"
