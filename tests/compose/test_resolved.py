"""What Docker Compose makes of `compose.yaml`, its variables and `.env`. Needs the client alone, no engine."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.compose.project import Project, on_postgresql
from tests.guide import guide

if TYPE_CHECKING:
    from pathlib import Path

OLDEST = (2, 20)  # the first that knows dependencies which are not required


def client() -> tuple[int, ...]:
    """The version of the Compose client; nothing where there is none."""
    try:
        told = subprocess.run(
            ["docker", "compose", "version", "--short"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ()
    return tuple(int(part) for part in re.findall(r"\d+", told.stdout)[:2])


pytestmark = pytest.mark.skipif(
    client() < OLDEST, reason="this needs Docker Compose 2.20: .ci/compose brings it"
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def mounts(service: dict[str, Any]) -> dict[str, tuple[str, bool]]:
    """What is mounted at each place of a service, and whether it may only be read."""
    return {one["target"]: (one["source"], one.get("read_only", False)) for one in service["volumes"]}


async def test_without_settings_it_names_the_file_that_is_missing(project: Project) -> None:
    assert ".env not found" in await project.run("docker compose config", status=14)


async def test_by_default_it_is_one_bot_on_sqlite(project: Project) -> None:
    project.settings(DISCORD_TOKEN="a.token", PREFIX="?")
    resolved = await project.resolved()
    assert set(resolved["services"]) == {"bot"}
    bot = resolved["services"]["bot"]
    assert bot["environment"] == {
        "DATABASE_URL": "sqlite:////data/chronicler.db", "DISCORD_TOKEN": "a.token", "PREFIX": "?",
    }  # fmt: skip
    assert bot["image"] == "chronicler"
    assert bot["build"] == {"context": str(project.folder), "dockerfile": "Dockerfile"}
    assert bot["deploy"]["replicas"] == 1
    assert mounts(bot) == {
        "/data": ("data", False),
        "/packs": (f"{project.folder}/packs", True),
        "/run/secrets": (f"{project.folder}/secrets", True),
    }
    assert set(resolved["volumes"]) == {"data"}


async def test_on_postgresql_two_bots_share_the_shards_and_passwords_stand_in_files(project: Project) -> None:
    project.settings(DISCORD_TOKEN_FILE="/run/secrets/discord_token", **on_postgresql())
    services = (await project.resolved())["services"]
    bot, postgres = services["bot"], services["postgres"]
    assert bot["deploy"]["replicas"] == 2
    assert bot["environment"].items() >= {"SHARD_COUNT": "4", "SHARD_IDS": "claim"}.items()
    assert bot["environment"]["DATABASE_URL"] == "postgresql://chronicler@postgres/chronicler"
    assert bot["depends_on"] == {"postgres": {"condition": "service_healthy", "required": False}}
    for service, name in ((bot, "DATABASE_PASSWORD_FILE"), (postgres, "POSTGRES_PASSWORD_FILE")):
        assert service["environment"][name] == "/run/secrets/postgres_password"
        assert not {"POSTGRES_PASSWORD", "DISCORD_TOKEN"} & set(service["environment"])
    assert mounts(postgres) == {
        "/var/lib/postgresql/data": ("postgres", False),
        "/run/secrets/postgres_password": (f"{project.folder}/secrets/postgres_password", True),
    }
    assert postgres["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]


async def test_prometheus_stands_beside_the_bot_as_the_guide_says(project: Project) -> None:
    project.settings(DISCORD_TOKEN="a.token")
    (override,) = guide("Watching", "yaml")
    (project.folder / "compose.override.yaml").write_text(override, "utf-8")
    services = (await project.resolved())["services"]
    assert services["bot"]["environment"]["MONITORING_HOST"] == "0.0.0.0"  # noqa: S104 - within the network
    assert mounts(services["prometheus"]) == {"/etc/prometheus": (f"{project.folder}/deploy", True)}
    (port,) = services["prometheus"]["ports"]
    assert (port["host_ip"], port["published"]) == ("127.0.0.1", "9090")


async def test_no_service_has_more_rights_than_it_needs(project: Project) -> None:
    project.settings(DISCORD_TOKEN="token", **on_postgresql())
    for service in (await project.resolved())["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["restart"] == "unless-stopped"
        assert service["logging"]["options"]["max-size"] == "10m"
        assert not {"ports", "privileged", "network_mode", "pid"} & set(service)
