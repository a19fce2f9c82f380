"""The scripts of `.ci/`: they run the tests with the environment that is made for them, or say that there is none."""

from __future__ import annotations

import subprocess
import venv
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [path.name for path in sorted((ROOT / ".ci").iterdir()) if path.name not in {"run", "environment"}]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("has_environment", [False, True])
def test_called_alone_without_what_the_tests_need_it_says_so(
    name: str, has_environment: bool, tmp_path: Path
) -> None:
    variables = {"PATH": "/usr/bin:/bin"}
    if has_environment:
        venv.create(tmp_path / "empty", with_pip=False)
        variables["VIRTUAL_ENV"] = str(tmp_path / "empty")
    done = subprocess.run(
        [str(ROOT / ".ci" / name)], env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert ".ci/run makes one" in done.stderr
    assert "SKIPPED" not in done.stderr
