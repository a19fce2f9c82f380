"""The files that others' programs read: Compose, systemd, Grafana."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any, cast

import pytest
import yaml
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard
from prometheus_client.parser import text_string_to_metric_families

from bot.discord.first_steps import Exit
from bot.monitoring.metrics import Metrics
from bot.settings import Settings
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

UNIT = ROOT / "deploy" / "chronicler.service"
OURS = {name.upper() for name in Settings.model_fields}
OTHERS = {
    "BASE_IMAGE", "BOTS", "COMPOSE_PROFILES", "DEBIAN_FRONTEND", "ON_ERROR_STOP", "PIP_DISABLE_PIP_VERSION_CHECK",
    "PIP_NO_CACHE_DIR", "PIP_ROOT_USER_ACTION", "XDG_CACHE_HOME", "XDG_STATE_HOME",
}  # fmt: skip


def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))


def test_the_dashboard_names_only_numbers_that_there_are() -> None:
    metrics = Metrics()
    metrics.question("when", "answered", 0.1)
    metrics.reply("when", 0.1)
    metrics.reconnect(0)
    metrics.shards(1, 1, 1)
    metrics.pack("pack", "1", {"event": 1})
    families = text_string_to_metric_families(metrics.exposition().decode())
    known = {sample.name: set(sample.labels) for family in families for sample in family.samples}
    known["chronicler_check"] = {"check"}
    dashboard = json.loads((ROOT / "deploy" / "grafana-dashboard.json").read_text("utf-8"))
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    assert len(queries) > 10
    for query in queries:
        (name,) = re.findall(r"\b(?:chronicler|process)_\w+", query)
        assert name in known, query
        named = {label for labels in re.findall(r"by \(([^)]*)\)", query) for label in labels.split(", ")}
        assert named <= known[name], query
    shown = {re.findall(r"\bchronicler_\w+", query)[0] for query in queries if "chronicler" in query}
    ours = {name for name in known if name.startswith("chronicler_") and not name.endswith("_created")}
    assert {name for name in ours if not name.endswith(("_count", "_sum"))} == shown


def test_the_dashboard_has_only_keys_that_grafana_knows() -> None:
    written = json.loads((ROOT / "deploy" / "grafana-dashboard.json").read_text("utf-8"))
    register_default_plugins()
    understood = json.loads(JSONEncoder().encode(Dashboard.from_json(written)))
    assert kept(written, understood) == written


def kept(written: Any, understood: Any) -> Any:
    """What is left of one value in another, which may have more."""
    match written, understood:
        case dict(), dict():
            known = cast("dict[str, Any]", understood)
            return {
                key: kept(value, known[key])
                for key, value in cast("dict[str, Any]", written).items()
                if key in known
            }
        case list(), list():
            return [
                kept(*pair)
                for pair in zip(cast("list[Any]", written), cast("list[Any]", understood), strict=False)
            ]
        case _:
            return understood


@pytest.mark.parametrize("service", ["bot", "postgres"])
def test_no_service_has_more_rights_than_it_needs(service: str) -> None:
    settings = compose()["services"][service]
    assert settings["read_only"] is True
    assert settings["cap_drop"] == ["ALL"]
    assert settings["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in settings


def test_the_bot_needs_no_postgresql_and_waits_for_one_that_is_there() -> None:
    services = compose()["services"]
    assert "profiles" not in services["bot"]
    assert services["postgres"]["profiles"] == ["postgres"]
    assert services["bot"]["depends_on"]["postgres"] == {"condition": "service_healthy", "required": False}


@pytest.mark.parametrize(
    "path", ["compose.yaml", "deploy/chronicler.service", "docs/hosting.md", "Dockerfile"]
)
def test_every_variable_that_is_set_is_a_setting(path: str) -> None:
    text = (ROOT / path).read_text("utf-8")
    named = set(re.findall(r"\b([A-Z]+(?:_[A-Z]+)+)=", text))
    assert named <= OURS | OTHERS


def test_the_service_is_not_started_again_where_that_does_not_help() -> None:
    (line,) = re.findall(r"^RestartPreventExitStatus=(.*)$", UNIT.read_text("utf-8"), re.MULTILINE)
    hopeless = {Exit.SETTINGS, Exit.NO_TOKEN, Exit.BAD_TOKEN, Exit.INTENT_REFUSED, Exit.BAD_PACK}
    assert {int(number) for number in line.split()} == hopeless


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="this needs systemd")
def test_systemd_understands_the_service(tmp_path: Path) -> None:
    copy = tmp_path / UNIT.name
    copy.write_text(UNIT.read_text("utf-8").replace("/opt/chronicler/bin/python", "/bin/true"), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(copy)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="this needs systemd")
def test_systemd_finds_the_service_hardly_exposed() -> None:
    """Two of ten; what is left is that it reaches the network."""
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(UNIT)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
