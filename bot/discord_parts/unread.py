"""Keeps what the library cannot read from ending the connection, and reads of a message what can be read."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

import discord
from discord.state import ConnectionState

log = logging.getLogger(__name__)
Parser = Callable[[Any], Any]
Json = dict[str, Any]

# What the library raises on a field it does not expect: it reads events without a guard, in the loop that keeps
# the connection. Seen with partial message updates, and with a poll that never ends.
UNREADABLE = (LookupError, TypeError, ValueError, AttributeError)
# The fields of a message that hold its words, and that say whose they are.
PLAIN = ("id", "channel_id", "guild_id", "type", "content", "timestamp", "edited_timestamp")
WHOSE = ("author", "member", "webhook_id", "application_id")


class Partly(discord.Message):
    """A message of which only the words and the author could be read."""


def _interaction(data: Json) -> Json:
    """Where it was used may stand in its id alone."""
    place = {"channel": {"id": data["channel_id"]}} if "channel_id" in data else {}
    return {"attachment_size_limit": 0} | place | data


def _channel(data: Json) -> Json:
    return OF_CHANNEL | data


def _guild(data: Json) -> Json:
    return data | {part: [_channel(one) for one in data[part]] for part in ("channels", "threads") if part in data}


# Fields that Discord's description calls optional and without which the library reads nothing of an event.
OF_CHANNEL = {"position": 0, "bitrate": 64000, "user_limit": 0, "message_count": 0, "member_count": 0}
FILLERS: Mapping[str, Callable[[Json], Json]] = {
    "INTERACTION_CREATE": _interaction,
    "GUILD_CREATE": _guild,
    "CHANNEL_CREATE": _channel,
    "THREAD_CREATE": _channel,
    "THREAD_UPDATE": _channel,
}


def guarded(parsers: Mapping[str, Parser], unread: Callable[[str, Mapping[str, Any]], None]) -> dict[str, Parser]:
    """The library's parsers by event; `unread` is told of an event that one of them could not read."""
    return {event: _guard(event, parse, unread) for event, parse in parsers.items()}


def _guard(event: str, parse: Parser, unread: Callable[[str, Mapping[str, Any]], None]) -> Parser:
    fill = FILLERS.get(event)

    def guard(data: Any) -> None:  # noqa: ANN401 (an event's payload, of any shape)
        try:
            parse(fill(data) if fill else data)
        except UNREADABLE as error:
            log.error("event %s not read: %s", event, type(error).__name__)  # noqa: TRY400 (a traceback could quote)
            unread(event, data)

    return guard


def message(state: ConnectionState[Any], channel: Any, data: Any) -> discord.Message:  # noqa: ANN401 (the library's)
    """A message as the library reads it; else with the gaps filled that it stumbles over; else its words alone."""
    for made in (discord.Message, _filled):
        try:
            return made(state=state, channel=channel, data=data)
        except UNREADABLE as error:
            log.warning("message %s not read whole: %s", data.get("id"), type(error).__name__)
    words: Any = {key: data[key] for key in (*PLAIN, *WHOSE) if key in data}
    return Partly(state=state, channel=channel, data=words | {"mentions": [], "mention_roles": []})


def _filled(*, state: ConnectionState[Any], channel: Any, data: Any) -> discord.Message:  # noqa: ANN401 (the library's)
    """A poll without an end ends when it began; what it answers is in the same channel."""
    more: dict[str, Any] = {}
    if poll := data.get("poll"):
        more["poll"] = {**poll, "expiry": poll.get("expiry") or data["timestamp"]}
    if answered := data.get("message_reference"):
        more["message_reference"] = {"channel_id": data["channel_id"], **answered}
    return discord.Message(state=state, channel=channel, data=data | more)
