"""Turns what discord.py and the network raise into the one error the rest of Schoolgate knows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import aiohttp
import discord

from bot.ports import PlatformError, Trouble

UNKNOWN_MESSAGE, UNKNOWN_CHANNEL, UNKNOWN_MEMBER, UNKNOWN_USER = 10008, 10003, 10007, 10013
MISSING_ACCESS, MISSING_PERMISSIONS, THREAD_ARCHIVED = 50001, 50013, 50083

# https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes
CODES: Mapping[int, Trouble] = {
    10004: Trouble.FORBIDDEN,  # unknown guild: the bot is not in it
    UNKNOWN_CHANNEL: Trouble.GONE,
    UNKNOWN_MESSAGE: Trouble.GONE,
    10062: Trouble.GONE,  # unknown interaction: it expired
    UNKNOWN_MEMBER: Trouble.NO_MEMBER,
    UNKNOWN_USER: Trouble.NO_MEMBER,
    10011: Trouble.INVALID,  # unknown role
    20016: Trouble.LIMITED,  # slow mode
    20028: Trouble.LIMITED,  # the channel's write limit
    40003: Trouble.LIMITED,  # direct messages are opened too fast
    50007: Trouble.CLOSED,
    50278: Trouble.CLOSED,  # no server in common any more
    50033: Trouble.NO_MEMBER,  # nobody who could receive it
    MISSING_ACCESS: Trouble.FORBIDDEN,
    MISSING_PERMISSIONS: Trouble.FORBIDDEN,
    THREAD_ARCHIVED: Trouble.FORBIDDEN,
}
STATUSES: Mapping[int, Trouble] = {
    401: Trouble.FORBIDDEN,
    403: Trouble.FORBIDDEN,
    404: Trouble.GONE,
    429: Trouble.LIMITED,
}
RAISED = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)


def platform_error(error: BaseException) -> PlatformError:
    """Which trouble an error of the SDK or the network is."""
    if isinstance(error, discord.RateLimited):
        return PlatformError(Trouble.LIMITED, error.retry_after)
    if isinstance(error, discord.HTTPException):
        return _refusal(error)
    if isinstance(error, discord.DiscordException):
        return PlatformError(Trouble.INVALID)
    return PlatformError(Trouble.UNREACHABLE)


def _refusal(error: discord.HTTPException) -> PlatformError:
    if error.status >= 500:
        return PlatformError(Trouble.UNREACHABLE)
    trouble = CODES.get(error.code) or STATUSES.get(error.status, Trouble.INVALID)
    wait = error.response.headers.get("Retry-After", "") if trouble is Trouble.LIMITED else ""
    return PlatformError(trouble, float(wait) if wait.replace(".", "", 1).isdecimal() else 0.0)


@asynccontextmanager
async def translated(seconds: float) -> AsyncIterator[None]:
    """Whatever goes wrong inside, or takes longer than this, leaves as a PlatformError without the SDK's words."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except RAISED as error:
        raise platform_error(error) from None


def number(id_: str, otherwise: Trouble = Trouble.INVALID) -> int:
    """A Discord id as the library wants it; what is none (a webhook's name, another platform's id) is that trouble."""
    if not id_.isdecimal():
        raise PlatformError(otherwise)
    return int(id_)
