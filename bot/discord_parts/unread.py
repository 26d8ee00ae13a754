"""Keeps one event that the library cannot read from ending the whole connection."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

log = logging.getLogger(__name__)
Parser = Callable[[Any], Any]

# What the library raises on a field it does not expect: it reads events without a guard, in the loop that keeps
# the connection. Seen with partial message updates, and with a poll that never ends.
UNREADABLE = (LookupError, TypeError, ValueError, AttributeError)


def guarded(parsers: Mapping[str, Parser], unread: Callable[[str, Mapping[str, Any]], None]) -> dict[str, Parser]:
    """The library's parsers by event; `unread` is told of an event that one of them could not read."""
    return {event: _guard(event, parse, unread) for event, parse in parsers.items()}


def _guard(event: str, parse: Parser, unread: Callable[[str, Mapping[str, Any]], None]) -> Parser:
    def guard(data: Any) -> None:  # noqa: ANN401 (an event's payload, of any shape)
        try:
            parse(data)
        except UNREADABLE as error:
            log.error("event %s not read: %s", event, type(error).__name__)  # noqa: TRY400 (a traceback could quote)
            unread(event, data)

    return guard
