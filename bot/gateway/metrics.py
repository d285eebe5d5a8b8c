"""Figures for the operator, without anybody in them: requests by route and status, and how long they took."""

from __future__ import annotations

import time

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

from bot.gateway.errors import Handler

routes = web.RouteTableDef()
_BUCKETS = (0.005, 0.01, 0.02, 0.035, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
REQUESTS = Counter("relais_requests_total", "Requests", ["route", "status"])
SECONDS = Histogram("relais_request_seconds", "Seconds by request", ["route"], buckets=_BUCKETS)


@web.middleware
async def measure(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count and time by route (never by address: an address can hold a reference)."""
    resource = request.match_info.route.resource
    route = resource.canonical if resource is not None else "unknown"
    started = time.perf_counter()
    status = 500
    try:
        response = await handler(request)
        status = response.status
        return response
    except web.HTTPException as error:
        status = error.status
        raise
    finally:
        SECONDS.labels(route).observe(time.perf_counter() - started)
        REQUESTS.labels(route, str(status)).inc()


@routes.get("/metrics")
async def metrics(request: web.Request) -> web.Response:
    """Prometheus text; answered to this machine only."""
    if request.remote not in ("127.0.0.1", "::1") or "X-Forwarded-For" in request.headers:
        raise web.HTTPNotFound
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})
