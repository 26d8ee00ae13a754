"""The way to Telegram: the client, its errors as PlatformError, and nothing of either in the logs."""

from __future__ import annotations

import asyncio
import logging
import os
import ssl
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import cache
from typing import Any, TypeVar

# python-telegram-bot's own switch: durations arrive as timedelta, without a warning on every rate limit.
os.environ.setdefault("PTB_TIMEDELTA", "1")

import httpx
from telegram import Bot, ChatFullInfo, ChatMember
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.ports import PlatformError, Trouble
from bot.telegram_parts import sparse
from bot.telegram_parts.places import Places

log = logging.getLogger(__name__)
T = TypeVar("T")
Json = dict[str, Any]
Moved = Callable[[str, str], Awaitable[None]]

OFFICIAL = "https://api.telegram.org/bot"
OFFICIAL_FILES = "https://api.telegram.org/file/bot"
READ_SECONDS = 15.0
SHARED = "another program polls with this token: stop it, or give each a bot of its own"

# What the platform says (lower case), most telling first. Texts: tdlib/telegram-bot-api Client.cpp and tdlib/td.
PHRASES: tuple[tuple[str, Trouble], ...] = (
    ("message to delete not found", Trouble.GONE),
    ("message to edit not found", Trouble.GONE),
    ("message to be replied not found", Trouble.GONE),
    ("message_id_invalid", Trouble.GONE),
    ("message identifier is not specified", Trouble.GONE),
    ("query is too old", Trouble.GONE),
    ("wrong file_id", Trouble.GONE),
    ("invalid file_id", Trouble.GONE),
    ("file is temporarily unavailable", Trouble.UNREACHABLE),
    ("file is too big", Trouble.UNSUPPORTED),
    ("only for supergroups", Trouble.UNSUPPORTED),
    ("for supergroup", Trouble.UNSUPPORTED),
    ("user is an administrator", Trouble.PROTECTED),
    ("chat owner", Trouble.PROTECTED),
    ("can't restrict self", Trouble.PROTECTED),
    ("blocked by the user", Trouble.CLOSED),
    ("can't initiate conversation", Trouble.CLOSED),
    ("can't send messages to bots", Trouble.CLOSED),
    ("user is deactivated", Trouble.CLOSED),
    ("user_is_blocked", Trouble.CLOSED),
    ("user not found", Trouble.NO_MEMBER),
    ("member not found", Trouble.NO_MEMBER),
    ("invalid user_id", Trouble.NO_MEMBER),
    ("user_id_invalid", Trouble.NO_MEMBER),
    ("participant", Trouble.NO_MEMBER),
    ("message can't be deleted", Trouble.STAYS),  # or the right is missing: the adapter asks for its rights
    ("message_delete_forbidden", Trouble.STAYS),
    ("message can't be edited", Trouble.FORBIDDEN),
    ("not enough rights", Trouble.FORBIDDEN),
    ("no rights", Trouble.FORBIDDEN),
    ("admin_required", Trouble.FORBIDDEN),
    ("administrator rights", Trouble.FORBIDDEN),
    ("chat_write_forbidden", Trouble.FORBIDDEN),
    ("chat not found", Trouble.FORBIDDEN),
    ("topic_closed", Trouble.FORBIDDEN),
)


def trouble(error: TelegramError) -> PlatformError:
    """What an answer of Telegram means to the rest of the bot; carries no words of it."""
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return PlatformError(Trouble.LIMITED, wait.total_seconds() if isinstance(wait, timedelta) else float(wait))
    said = error.message.lower()
    if isinstance(error, (BadRequest, Forbidden)):
        known = next((kind for phrase, kind in PHRASES if phrase in said), None)
        return PlatformError(known or (Trouble.FORBIDDEN if isinstance(error, Forbidden) else Trouble.INVALID))
    if isinstance(error, InvalidToken):
        return PlatformError(Trouble.FORBIDDEN)
    if isinstance(error, Conflict):
        return PlatformError(Trouble.UNREACHABLE, hint=SHARED)
    return PlatformError(Trouble.UNREACHABLE)


class Client(Bot):
    """The library's bot; it also hands out updates as they came, so that one it cannot read spoils no other."""

    async def raw_updates(self, offset: int, seconds: float, kinds: list[str]) -> list[Json]:
        """At most 100 updates from `offset` on (0: the first unconfirmed); waits up to `seconds` for the first."""
        asked: Json = {"timeout": int(seconds), "allowed_updates": kinds, "offset": offset or None}
        return list(await self._post("getUpdates", asked, read_timeout=seconds + READ_SECONDS))

    async def chat(self, number: int) -> ChatFullInfo:
        """A chat as it is set up now."""
        return sparse.chat(await self._post("getChat", {"chat_id": number}), self)

    async def standing(self, chat: int, user: int) -> ChatMember:
        """Who somebody is in a chat."""
        return sparse.standing(await self._post("getChatMember", {"chat_id": chat, "user_id": user}), self)


@cache
def _trust() -> ssl.SSLContext:
    """Reading the certificates takes longer than all the rest of a start: once for both connections."""
    return httpx.create_ssl_context()


def _http(pool: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=pool,
        read_timeout=READ_SECONDS,
        pool_timeout=READ_SECONDS,
        httpx_kwargs={"verify": _trust()},
    )


def connect(token: str, api: str = "", files: str = "") -> Client:
    """A client for the official server, or the one at `api` and `files`. Raises PlatformError on a malformed token."""
    # httpx writes the address, which holds the token, at INFO; the library writes whole updates it cannot read.
    for name, level in (("httpx", logging.WARNING), ("httpcore", logging.WARNING), ("telegram", logging.CRITICAL + 1)):
        logging.getLogger(name).setLevel(level)
    request = _http(pool=64)
    polling = _http(pool=4)  # one cancelled at the wrong moment may keep its connection
    try:
        return Client(
            token,
            base_url=api or OFFICIAL,
            base_file_url=files or OFFICIAL_FILES,
            request=request,
            get_updates_request=polling,
        )
    except InvalidToken:
        raise PlatformError(Trouble.FORBIDDEN) from None


class Wire:
    """Asks Telegram something about one chat, under the id it has by now.

    `patience` is how many seconds it waits out a rate limit by itself; 0 leaves that to the caller.
    """

    def __init__(self, client: Client, places: Places, moved: Moved, patience: float = 0.0) -> None:
        self.client = client
        self.places = places
        self._moved = moved
        self._patience = patience

    async def ask(self, chat: str, request: Callable[[int], Awaitable[T]]) -> T:
        """What `request` returns for the chat's number. Raises PlatformError; follows a group to its new id once."""
        try:
            return await self._answer(chat, request)
        except TelegramError as error:
            await self._overcome(error, chat)
        try:
            return await self._answer(chat, request)
        except TelegramError as error:
            raise trouble(error) from None

    async def _answer(self, chat: str, request: Callable[[int], Awaitable[T]]) -> T:
        """One try. What was asked for is done, also where the answer cannot be read: it is not asked for again."""
        try:
            return await request(self._number(chat))
        except sparse.UNREADABLE as error:
            log.warning("telegram: an answer about chat %s cannot be read (%s)", chat, type(error).__name__)
            raise PlatformError(Trouble.INVALID) from None

    async def ask_about(self, chat: str, request: Callable[[int], Awaitable[T]]) -> T:
        """As `ask`, about a message that is there already. Raises PlatformError(MOVED) for one from before a move.

        The new chat counts its messages anew, so the number of an old one may be anybody's there
        (https://core.telegram.org/bots/api#message: message_id is unique inside its chat).
        """

        async def where_it_is(number: int) -> T:
            if self.places.current(chat) != chat:
                raise PlatformError(Trouble.MOVED)
            return await request(number)

        return await self.ask(chat, where_it_is)

    async def _overcome(self, error: TelegramError, chat: str) -> None:
        """Make a second try worth while, or raise."""
        if isinstance(error, ChatMigrated):
            await self._moved(self.places.current(chat), str(error.new_chat_id))
            return
        known = trouble(error)
        if known.trouble is not Trouble.LIMITED or known.retry_after > self._patience:
            raise known from None
        await asyncio.sleep(known.retry_after)

    def _number(self, chat: str) -> int:
        try:
            return int(self.places.current(chat))
        except ValueError:
            raise PlatformError(Trouble.INVALID) from None
