"""Troubles on order: answers that fail, come late or never, and buckets that run dry."""

from __future__ import annotations

import json
import math
import re
import time
from dataclasses import dataclass, field

from aiohttp import web

from tests.platforms.discord_server.state import Json

FORBIDDEN: Json = {"message": "Missing Permissions", "code": 50013}
BODIES: dict[int, Json] = {
    401: {"message": "401: Unauthorized", "code": 0},
    403: FORBIDDEN,
    404: {"message": "404: Not Found", "code": 0},
}


@dataclass(eq=False)
class Fault:
    """One order: the next `times` requests that match fail.

    `status`: an HTTP status, "timeout" (never answered) or "drop" (the connection is cut). `after`: the request is
    carried out first and only its answer is lost. `code`: the JSON error code instead of the usual one.
    """

    method: str
    path: re.Pattern[str]
    status: int | str
    times: int = 1
    retry_after: float = 0.1
    after: bool = False
    code: int | None = None
    everywhere: bool = False


@dataclass(eq=False)
class Bucket:
    """A rate limit that is really kept: `count` requests in `seconds` for one method and path pattern."""

    method: str
    path: re.Pattern[str]
    count: int
    seconds: float
    used: list[float] = field(default_factory=list)


class Faults:
    """Every order still standing."""

    def __init__(self) -> None:
        self.orders: list[Fault] = []
        self.buckets: list[Bucket] = []

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that befalls a request, used up by one."""
        for fault in self.orders:
            if fault.times > 0 and fault.method in ("*", method) and fault.path.search(path):
                fault.times -= 1
                return fault
        return None

    def bucket(self, method: str, path: str) -> Bucket | None:
        """The kept rate limit a request falls under."""
        return next((one for one in self.buckets if one.method in ("*", method) and one.path.search(path)), None)


def limited(retry_after: float, *, everywhere: bool = False) -> web.Response:
    """429 as Discord answers it (documentation: Rate Limits); `Via` is what its front adds."""
    headers = {
        "Retry-After": str(math.ceil(retry_after)),
        "Via": "1.1 google",
        "X-RateLimit-Scope": "global" if everywhere else "user",
    }
    if everywhere:
        headers["X-RateLimit-Global"] = "true"
    body: Json = {"message": "You are being rate limited.", "retry_after": retry_after, "global": everywhere}
    return answer(429, body, headers)


def answer(status: int, body: Json | list[Json] | None, headers: dict[str, str] | None = None) -> web.Response:
    """A JSON answer with exactly the content type the platform writes; no body for None."""
    if body is None:
        return web.Response(status=status, headers=headers)
    return web.Response(status=status, body=json.dumps(body).encode(), content_type="application/json", headers=headers)


def failing(fault: Fault) -> web.Response:
    """The answer an HTTP fault gives."""
    status = int(fault.status)
    if status == 429:
        return limited(fault.retry_after, everywhere=fault.everywhere)
    body = BODIES.get(status, {"message": f"{status}: Internal Server Error", "code": 0})
    return answer(status, body if fault.code is None else body | {"code": fault.code})


def spend(bucket: Bucket | None, name: str) -> tuple[dict[str, str], float]:
    """The rate limit headers of a request, and how many seconds it must wait (0: it may pass)."""
    now, count = time.monotonic(), 50
    remaining, reset, wait = 49, 1.0, 0.0
    if bucket:
        bucket.used[:] = [at for at in bucket.used if now - at < bucket.seconds]
        reset = bucket.seconds - (now - bucket.used[0]) if bucket.used else bucket.seconds
        count = bucket.count
        remaining = count - len(bucket.used) - 1
        wait = reset if remaining < 0 else 0.0
        bucket.used += [] if wait else [now]
    headers = {
        "X-RateLimit-Limit": str(count),
        "X-RateLimit-Remaining": str(max(0, remaining)),
        "X-RateLimit-Reset": f"{time.time() + reset:.3f}",
        "X-RateLimit-Reset-After": f"{reset:.3f}",
        "X-RateLimit-Bucket": name,
    }
    return headers, wait
