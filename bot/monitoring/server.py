"""The local port: `/healthz` (alive), `/readyz` (does its work) and `/metrics`, for nobody but the house itself."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import web

from bot.monitoring.metrics import CONTENT_TYPE

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from bot.monitoring.health import Health, Report
    from bot.monitoring.metrics import Metrics


class PortTakenError(OSError):
    """The port cannot be opened, in a sentence that names its setting."""


def application(
    health: Health, metrics: Metrics, refresh: Callable[[], None] = lambda: None
) -> web.Application:
    """The three pages; `refresh` brings gauges up to date before they are read."""

    async def healthz(_: web.Request) -> web.Response:
        return _told(await health.alive())

    async def readyz(_: web.Request) -> web.Response:
        return _told(await health.ready())

    async def numbers(_: web.Request) -> web.Response:
        metrics.report(await health.ready())
        refresh()
        return web.Response(body=metrics.exposition(), headers={"Content-Type": CONTENT_TYPE})

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", numbers)])
    return app


def _told(report: Report) -> web.Response:
    checks = {check.name: {"ok": check.is_well, "detail": check.detail} for check in report.checks}
    body = {"status": "ok" if report.is_well else "unwell", "checks": checks}
    return web.json_response(body, status=200 if report.is_well else 503)


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncGenerator[int]:
    """Serves while it is open, and gives the port, which the system chooses for 0. Raises `PortTakenError`."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise PortTakenError(
                f"MONITORING_PORT: {host}:{port} cannot be opened ({error.strerror}); another program may have it."
            ) from error
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
