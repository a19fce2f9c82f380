"""Faults on purpose: requests that are answered wrongly, late, or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.demo.local.errors import Json


@dataclass(eq=False)
class Fault:
    """What goes wrong with requests whose method and path (after `/api/v10`) match, `times` times or always.

    `delay` seconds pass first. Then the answer is `status`, or the connection is cut (`cuts`); with neither the request
    is served, only late. With `is_done` the request takes effect all the same, and only its answer is lost.
    429 says to wait `retry_after` seconds, everywhere with `is_global`.
    """

    method: str = "*"
    path: str = "*"
    status: int | None = None
    times: int | None = None
    delay: float = 0.0
    cuts: bool = False
    is_done: bool = False
    retry_after: float = 0.3
    is_global: bool = False
    hits: int = field(default=0, init=False)

    def matches(self, method: str, path: str) -> bool:
        """Whether a request meets this fault, and the fault isn't used up."""
        is_left = self.times is None or self.hits < self.times
        return is_left and fnmatchcase(method, self.method) and fnmatchcase(path, self.path)

    @property
    def spoils(self) -> bool:
        """Whether the client doesn't get the true answer."""
        return self.cuts or self.status is not None

    def body(self) -> Json:
        """What the client reads instead of an answer."""
        if self.status == 429:
            told: dict[str, Any] = {
                "message": "You are being rate limited.",
                "retry_after": self.retry_after,
                "global": self.is_global,
            }
            return told
        return {"message": f"{self.status}: fault", "code": 0}

    def headers(self) -> dict[str, str]:
        """The headers that go with it; without `Via` discord.py takes a 429 for Cloudflare's."""
        if self.status != 429:
            return {}
        scope = "global" if self.is_global else "user"
        told = {"Retry-After": str(self.retry_after), "X-RateLimit-Scope": scope, "Via": "1.1 google"}
        return told | ({"X-RateLimit-Global": "true"} if self.is_global else {})
