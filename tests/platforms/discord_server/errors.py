"""The platform's own refusals: HTTP status, JSON error code, message.

Source: Discord's documentation, Opcodes and Status Codes; the short messages are the ones the API sends.
"""

from __future__ import annotations

from typing import Any

KNOWN: dict[int, tuple[int, str]] = {
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10005: (404, "Unknown Integration"),
    10006: (404, "Unknown Invite"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10009: (404, "Unknown Permission Overwrite"),
    10011: (404, "Unknown Role"),
    10013: (404, "Unknown User"),
    10014: (404, "Unknown Emoji"),
    10015: (404, "Unknown Webhook"),
    10026: (404, "Unknown Ban"),
    10057: (404, "Unknown Guild template"),
    10060: (404, "Unknown sticker"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    10065: (404, "Unknown Voice State"),
    10066: (404, "Unknown application command permissions"),
    10069: (404, "Unknown Guild Welcome Screen"),
    10070: (404, "Unknown Guild Scheduled Event"),
    20012: (403, "You are not authorized to perform this action on this application"),
    20016: (429, "This action cannot be performed due to slowmode rate limit."),
    30003: (400, "Maximum number of pins reached (250)"),
    40007: (403, "The user is banned from this guild."),
    40032: (400, "Target user is not connected to voice."),
    40033: (400, "This message has already been crossposted."),
    40060: (400, "Interaction has already been acknowledged."),
    50001: (403, "Missing Access"),
    50003: (403, "Cannot execute action on a DM channel"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50008: (400, "Cannot send messages in a non-text channel"),
    50013: (403, "Missing Permissions"),
    50016: (400, "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100."),
    50021: (403, "Cannot execute action on a system message"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50028: (400, "Invalid Role"),
    50033: (400, "Invalid Recipient(s)"),
    50034: (400, "You can only bulk delete messages that are under 14 days old."),
    50035: (400, "Invalid Form Body"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    160004: (400, "A thread has already been created for this message"),
    200000: (400, "Message was blocked by automatic moderation"),
}


class Refused(Exception):  # noqa: N818 (what a person is told: it was refused)
    """What the platform answers instead of doing it: `status` (HTTP), `code` (JSON error code), `body`."""

    def __init__(self, code: int, *, status: int = 0, message: str = "", errors: dict[str, Any] | None = None) -> None:
        known = KNOWN.get(code, (400, ""))
        self.code, self.status = code, status or known[0]
        self.message = message or known[1]
        self.body: dict[str, Any] = {"message": self.message, "code": code}
        if errors is not None:
            self.body["errors"] = errors
        super().__init__(f"{self.status} ({code}): {self.message}")


def unauthorised() -> Refused:
    """No token, or a wrong one."""
    return Refused(0, status=401, message="401: Unauthorized")


def not_found() -> Refused:
    """No such address."""
    return Refused(0, status=404, message="404: Not Found")


def invalid(field: str, code: str, message: str) -> Refused:
    """Invalid Form Body, naming one field (dotted)."""
    leaf: dict[str, Any] = {"_errors": [{"code": code, "message": message}]}
    for part in reversed([part for part in field.split(".") if part]):
        leaf = {part: leaf}
    return Refused(50035, errors=leaf)
