"""How the platform says no: to the bot (an answer with a code) and to a person (nothing happens)."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """An answer with `ok` false. Texts as in tdlib/telegram-bot-api (Client.cpp) and tdlib/td."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    @property
    def body(self) -> dict[str, Any]:
        """The JSON answer; `parameters` as in the type ResponseParameters."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(text: str) -> ApiError:
    """400 with the platform's prefix."""
    return ApiError(400, f"Bad Request: {text}")


def forbidden(text: str) -> ApiError:
    """403 with the platform's prefix."""
    return ApiError(403, f"Forbidden: {text}")


class RefusedError(Exception):
    """A person's own client would not let them do this: restricted, not a member, no such button."""


class NotConformantError(AssertionError):
    """The bot sent what the specification does not allow; lists methods and fields only."""
