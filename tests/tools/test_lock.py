"""The lock: it pins what the program asks for, for every Python and platform, and names no place to get it from."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNNING = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["discord"]]
PLATFORMS = [
    {"python_version": version, "python_full_version": f"{version}.0", "platform_machine": machine}
    for version in ("3.11", "3.12", "3.13", "3.14")
    for machine in ("x86_64", "aarch64")
]


def pins(name: str) -> list[Requirement]:
    """The releases that a lock pins, with the conditions under which they are needed."""
    lines = (ROOT / "requirements" / f"{name}.lock.txt").read_text("utf-8").splitlines()
    return [Requirement(line.removesuffix("\\").strip()) for line in lines if re.match(r"[a-z]", line)]


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("bot", RUNNING),
        ("image", [*PROJECT["dependency-groups"]["image"], *PROJECT["build-system"]["requires"]]),
    ],
)
@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda it: "-".join(it.values()))
def test_every_requirement_is_pinned_to_a_release_that_satisfies_it(
    name: str, asked: list[str], platform: dict[str, str]
) -> None:
    pinned = {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin in pins(name)
        if pin.marker is None or pin.marker.evaluate(platform)
    }
    for requirement in map(Requirement, asked):
        assert pinned.get(canonicalize_name(requirement.name), "nothing") in requirement.specifier, (
            f"{requirement} is not in requirements/{name}.lock.txt; please run tools/lock"
        )


@pytest.mark.parametrize("name", ["bot", "image"])
def test_every_pin_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.lock.txt").read_text("utf-8")
    entries = re.split(r"\n(?=[a-z])", text)[1:]
    assert entries
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", entry) for entry in entries)
    assert not re.search(r"://|--(?:extra-)?index|--find-links|\.(?:com|org|net|io)\b", text)
