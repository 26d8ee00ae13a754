"""Trouble on purpose: what a method should answer the next few times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tests.platforms.telegram_server.errors import ApiError

Status = int | Literal["timeout", "drop"]
WORDS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


@dataclass
class Fault:
    """One kind of trouble: `after` lets the method take effect first, so that only the answer is lost."""

    method: str
    times: int
    status: Status
    retry_after: int = 0
    description: str = ""
    after: bool = False

    def error(self) -> ApiError:
        """The answer, for a numeric status."""
        code = int(self.status)
        if code == 429:
            seconds = self.retry_after or 1
            return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        return ApiError(code, self.description or WORDS.get(code, "Internal Server Error"))


class Faults:
    """The trouble that is still to come."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Queue one."""
        self.waiting.append(fault)

    def next_for(self, method: str) -> Fault | None:
        """The fault this request meets, if any; it is used up by that."""
        for fault in self.waiting:
            if fault.method.lower() in (method.lower(), "*"):
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                return fault
        return None
