"""The files of deploy/ name what exists: commands, settings, secrets; only the gateway is published."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import run
from bot.cli import COMMANDS
from bot.settings import TABLE, load_settings
from tests.sources import ROOT

SECRETS = {"RELAIS_SIGNING_KEY", "RELAIS_INTERNAL_TOKEN", "RELAIS_ENCRYPTION_KEYS"}
CHANNELS = ("RELAIS_TELEGRAM_", "RELAIS_TWILIO_", "RELAIS_MESSENGER_")
# What the image and the files themselves decide: where things listen, and where they are kept.
OF_THE_IMAGE = {
    "RELAIS_HOME", "RELAIS_HOST", "RELAIS_PORT", "RELAIS_MODELS", "RELAIS_RASA_URL", "RELAIS_ACTIONS_URL",
    "DATABASE_URL", "DIRECTORY_DATABASE_URL", "REDIS_URL", "RELAIS_TRUSTED_PROXY",
}  # fmt: skip
KNOWN = {setting.variable for setting in TABLE} | SECRETS | {"MPLCONFIGDIR"}


def _compose() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "deploy/compose.yml").read_text("utf-8")))


def _manifests() -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((ROOT / "deploy/kubernetes/relais.yml").read_text("utf-8")))


def _containers() -> list[dict[str, Any]]:
    return [
        container
        for manifest in _manifests()
        if manifest["kind"] in ("Job", "Deployment")
        for container in manifest["spec"]["template"]["spec"]["containers"]
    ]


def test_every_setting_of_the_deployments_exists() -> None:
    ours = [service for service in _compose()["services"].values() if service["image"].startswith("relais")]
    config = next(m for m in _manifests() if m["kind"] == "ConfigMap")["data"]
    assert {name for service in ours for name in service["environment"]} | set(config) <= KNOWN
    load_settings({**{k: str(v) for k, v in config.items()}})


def test_every_setting_can_be_given_to_the_deployments() -> None:
    """Each setting of the table is passed on, with the table's own default; secrets are named where they are expected."""
    wanted = {setting.variable: setting for setting in TABLE if setting.variable not in OF_THE_IMAGE}
    gateway = _compose()["services"]["gateway"]["environment"]
    for name, setting in wanted.items():
        default = re.fullmatch(rf"\$\{{{name}(?::-(.*)|:\?.*)\}}", str(gateway.get(name, "")))
        assert default, f"{name} cannot be given to compose"
        assert (default[1] or "") == setting.default, name
    manifests = (ROOT / "deploy/kubernetes/relais.yml").read_text("utf-8")
    config = next(m for m in _manifests() if m["kind"] == "ConfigMap")["data"]
    expected = set(re.findall(r"RELAIS_\w+", manifests.partition("apiVersion")[0]))
    for name, setting in wanted.items():
        assert (name in config) != (name in expected), f"{name} has no place in Kubernetes"
        assert name in expected or config[name] == setting.default, name
    assert not [name for name in config if name in wanted and (wanted[name].secret or "(secret" in wanted[name].meaning)]


def test_the_secrets_of_messengers_reach_the_gateway_alone() -> None:
    services = _compose()["services"]
    for name in ("actions", "rasa", "migrate"):
        assert not [v for v in services[name]["environment"] if v.startswith(CHANNELS)]
    holders = [c["name"] for c in _containers() if {"secretRef": {"name": "relais-channels", "optional": True}} in c["envFrom"]]
    assert holders == ["gateway"]


def test_every_command_of_the_deployments_exists() -> None:
    given = [service["command"] for service in _compose()["services"].values() if service["image"].startswith("relais")]
    given += [container["args"] for container in _containers()]
    assert {command[0] for command in given} == {"migrate", "process", "gateway"} <= set(COMMANDS)


def test_only_the_gateway_is_published_and_on_the_loopback() -> None:
    published = {name: s["ports"] for name, s in _compose()["services"].items() if "ports" in s}
    assert published == {"gateway": ["127.0.0.1:8080:8080"]}


def test_nothing_runs_as_root() -> None:
    assert all(c["securityContext"]["runAsNonRoot"] for c in _containers())


@pytest.mark.parametrize("name", ["rasa", "actions"])
def test_a_process_alone_listens_where_it_is_told(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[tuple[str, list[str], dict[str, str]]] = []
    monkeypatch.setattr("os.execve", lambda *call: became.append(call))
    monkeypatch.setattr("bot.model_cache.ensure", lambda _models: tmp_path / "model.tar.gz")
    monkeypatch.setattr("os.chdir", lambda _folder: None)
    run.become(load_settings({"RELAIS_HOME": str(tmp_path)}), name, "0.0.0.0")
    ((_, command, environment),) = became
    assert environment["RELAIS_INTERNAL_TOKEN"]
    if name == "rasa":
        assert command[command.index("--interface") + 1] == "0.0.0.0"
    else:
        assert environment["RELAIS_ACTIONS_LISTEN"] == "0.0.0.0"
