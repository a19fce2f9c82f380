"""Whether each part of the running bot does its work, asked afresh each time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Probe = Callable[[], Awaitable[str]]

PATIENCE = 2.0  # seconds that a part has to answer


class Unwell(Exception):  # noqa: N818 - a state, not an error
    """Why a part doesn't do its work, in a few words."""


@dataclass(frozen=True)
class Check:
    """The answer of one part."""

    name: str
    is_well: bool
    detail: str


@dataclass(frozen=True)
class Report:
    """The answers of several parts."""

    checks: tuple[Check, ...]

    @property
    def is_well(self) -> bool:
        """Whether every part is well."""
        return all(check.is_well for check in self.checks)


class Health:
    """The parts that can be asked.

    A part is a probe that returns how it is, or raises `Unwell`. A *vital* part tells whether the process is alive at
    all, so that only a new start would help; the others also depend on things outside.
    """

    def __init__(self) -> None:
        self._parts: dict[str, tuple[Probe, bool]] = {}

    def add(self, name: str, probe: Probe, *, is_vital: bool = False) -> None:
        """Has a part asked from now on, in place of one of the same name."""
        self._parts[name] = (probe, is_vital)

    async def alive(self) -> Report:
        """The answers of the vital parts."""
        return await self._ask([name for name, (_, is_vital) in self._parts.items() if is_vital])

    async def ready(self) -> Report:
        """The answers of all parts."""
        return await self._ask(list(self._parts))

    async def _ask(self, names: list[str]) -> Report:
        return Report(tuple(await asyncio.gather(*(self._check(name) for name in names))))

    async def _check(self, name: str) -> Check:
        probe, _ = self._parts[name]
        try:
            async with asyncio.timeout(PATIENCE):
                return Check(name, True, await probe())
        except Unwell as error:
            return Check(name, False, str(error))
        except TimeoutError:
            return Check(name, False, f"no answer within {PATIENCE:g} seconds")
        except Exception as error:  # a part that cannot even be asked is not well
            return Check(name, False, f"cannot be asked: {type(error).__name__}")
