"""Telegram: what the bot sees and does there, on python-telegram-bot."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.ports import Actor, Group, Inbound, Platform, PlatformError, RecordsError, Trouble
from bot.ports.holding import Area
from bot.ports.platform import File
from bot.staff.cards import Card, Notice
from bot.staff.locale import FIRST, speaking
from bot.telegram_parts import rights
from bot.telegram_parts.commands import listed
from bot.telegram_parts.drawing import deep_link, mention
from bot.telegram_parts.feed import FIRST_BACKOFF, LONGEST_BACKOFF, Feed, Handle
from bot.telegram_parts.gate import Gate
from bot.telegram_parts.inbox import Inbox
from bot.telegram_parts.mute import Mute
from bot.telegram_parts.out import Out, Spot
from bot.telegram_parts.people import People
from bot.telegram_parts.places import PLATFORM, Places
from bot.telegram_parts.talk import Talk
from bot.telegram_parts.webhook import Webhook
from bot.telegram_parts.wire import Client, Wire, connect, trouble
from moderation.domain import Attachment, Member, Ref

log = logging.getLogger(__name__)

SUPER = "-100"  # how the ids of supergroups begin
FETCH_LIMIT = 20 * 1024 * 1024  # https://core.telegram.org/bots/api#getfile
GAP_SECONDS = 60
REFUSED = "telegram: the token is refused: set TELEGRAM_TOKEN to the one @BotFather gave"
PATIENCE_SECONDS = 30.0  # an answer to a person waits for a rate limit; an order is tried again by enforcement


class Telegram:
    """The bot's side of some Telegram groups. Times are aware and in UTC."""

    name = PLATFORM
    secures = (
        "On Telegram only administrators can post while the group is secured, and members cannot invite. The bot's own"
        " invite link is replaced; links that other administrators made stay valid, revoke them by hand. A bot cannot"
        " set slow mode, nor secure one topic."
    )

    def __init__(self, client: Client, groups: Sequence[Group], options: Mapping[str, str]) -> None:
        self._client = client
        self._options = options
        self._places = Places(groups)
        self._wire = Wire(client, self._places, self._moved)
        self._out = Out(self._wire)
        self._people = People(self._wire)
        self._mute = Mute(self._wire)
        self._gate = Gate(self._wire)
        self._inbound: Inbound | None = None
        self._connected = asyncio.Event()
        self._refused = False

    # connection

    async def run(self, inbound: Inbound) -> None:
        """Deliver updates until cancelled. Raises PlatformError(FORBIDDEN) when the token is refused."""
        self._inbound = inbound
        await self._connect()
        await self._find_chats()
        await self._offer_commands(inbound)
        out = Out(Wire(self._client, self._places, self._moved, PATIENCE_SECONDS))
        inbox = Inbox(inbound, Talk(inbound, out, self._people, self._places), self._people, self._places)
        await inbox.able(self._places.groups)
        await self._deliver(partial(inbox.handle, client=self._client), inbound)

    async def _deliver(self, handle: Handle, inbound: Inbound) -> None:
        if self._options.get("webhook"):
            webhook = Webhook.of(self._options, handle)
            self._connected.set()
            await webhook.run(self._client)
        patience = timedelta(seconds=float(self._options.get("gap_seconds", GAP_SECONDS)))
        feed = Feed(self._client, handle, partial(inbound.gap, PLATFORM), patience)
        self._connected.set()
        await feed.run()

    async def ready(self) -> None:
        """Return when the token is accepted and the commands are offered. Raises PlatformError on a refused token."""
        await self._connected.wait()
        if self._refused:
            raise PlatformError(Trouble.FORBIDDEN, hint=REFUSED)

    async def close(self) -> None:
        """Stop the clocks and close the connections; `run` is to be cancelled before."""
        self._mute.close()
        await self._client.shutdown()

    async def missing(self) -> Sequence[str]:
        """Rights, chats and settings that are missing; that Telegram does not say so now is one more line."""
        await self.ready()
        try:
            return await rights.missing(self._wire)
        except PlatformError as error:
            return [f"telegram: does not answer now ({error.trouble.value}): ask again in a minute"]

    async def _connect(self) -> None:
        wait = FIRST_BACKOFF
        while True:
            try:
                await self._client.initialize()
                await self._client.delete_webhook()
            except TelegramError as error:
                await self._wait_or_give_up(trouble(error), wait)
                wait = min(wait * 2, LONGEST_BACKOFF)
            else:
                return

    async def _wait_or_give_up(self, error: PlatformError, seconds: float) -> None:
        if error.trouble is Trouble.FORBIDDEN:
            self._refused = True
            self._connected.set()
            raise PlatformError(error.trouble, hint=REFUSED)
        log.warning("telegram: no connection (%s); trying again in %.1f s", error.trouble, seconds)
        await asyncio.sleep(error.retry_after or seconds)

    async def _find_chats(self) -> None:
        """Ask for every chat once: one that has become a supergroup meanwhile says so."""
        for chat in self._places.all:
            try:
                await self._wire.ask(chat, self._client.chat)
            except PlatformError as error:
                log.warning("telegram: chat %s cannot be reached (%s)", chat, error.trouble)

    async def _offer_commands(self, inbound: Inbound) -> None:
        """Staff see staff commands in their chat, everybody the open ones in private, parents none in the group."""
        everybody = listed(inbound.menus, ("anyone",))
        scopes: list[tuple[list[BotCommand], BotCommandScope]] = [
            (everybody, BotCommandScopeAllPrivateChats()),
            ([], BotCommandScopeDefault()),
        ]
        for place in self._places.staff_places:
            needs = ("staff", "dsl", "anyone") if self._is_dsl(place) else ("staff", "anyone")
            scopes.append((listed(inbound.menus, needs), BotCommandScopeChat(self._places.current(place))))
        for commands, scope in scopes:
            try:
                await self._list_commands(commands, scope)
            except TelegramError as error:
                log.warning("telegram: a command list was not accepted (%s)", trouble(error).trouble)

    async def _list_commands(self, commands: list[BotCommand], scope: BotCommandScope) -> None:
        if commands:
            await self._client.set_my_commands(commands, scope)
        else:
            await self._client.delete_my_commands(scope)

    def _is_dsl(self, place: str) -> bool:
        return any(place == (group.dsl_place or group.staff_place) for group in self._places.groups)

    async def _moved(self, old: str, new: str) -> None:
        if self._places.move(old, new) and self._inbound:
            try:
                await self._inbound.moved(PLATFORM, old, new)
            except RecordsError:
                log.warning("telegram: the move of chat %s to %s was not recorded yet", old, new)

    # messages

    def link(self, group: str, ref: Ref) -> str:  # noqa: ARG002 (the protocol's)
        """As members of a supergroup copy it; messages of a basic group have none."""
        parts = filter(None, (ref.chat.removeprefix(SUPER), ref.thread, ref.message))
        return f"https://t.me/c/{'/'.join(parts)}" if ref.chat.startswith(SUPER) else ""

    async def hide(self, ref: Ref, parts: Sequence[str]) -> None:
        """Delete a message and the rest of its album. Already gone is success."""
        numbers = [int(ref.message), *map(int, parts)]
        if len(numbers) == 1:
            await self._delete(ref.chat, numbers[0])
        else:
            await self._erase(ref.chat, lambda chat: self._client.delete_messages(chat, numbers))

    async def is_hidden(self, ref: Ref, parts: Sequence[str]) -> bool:
        """Bots cannot read a message; deleting it again proves that it is gone, or that it cannot be deleted."""
        for number in (int(ref.message), *map(int, parts)):
            try:
                await self._delete(ref.chat, number)
            except PlatformError as error:
                if error.trouble in (Trouble.FORBIDDEN, Trouble.STAYS):
                    return False
                raise
        return True

    async def _delete(self, chat: str, number: int) -> None:
        try:
            await self._erase(chat, lambda now: self._client.delete_message(now, number))
        except PlatformError as error:
            if error.trouble is not Trouble.GONE:
                raise

    async def _erase(self, chat: str, request: Callable[[int], Awaitable[bool]]) -> None:
        """Telegram says the same of a message that no bot can delete and for want of the right: that is FORBIDDEN."""
        try:
            await self._wire.ask_about(chat, request)
        except PlatformError as error:
            if error.trouble is Trouble.STAYS and not await rights.may_delete(self._wire, chat):
                raise PlatformError(Trouble.FORBIDDEN) from None
            raise

    async def restore(self, ref: Ref, author: str, text: str, files: Sequence[File] = ()) -> str:
        """Post the words again in the chat and topic they were in, the files below; the (first) new message's id."""
        return await self._say(ref, self._marked("restored-mark", ref, author, text), files)

    async def publish(self, ref: Ref, author: str, text: str, files: Sequence[File] = ()) -> str:
        """Post an approved text in its chat and topic, its files below; the (first) message's id."""
        return await self._say(ref, self._marked("posted-mark", ref, author, text), files)

    async def _say(self, ref: Ref, text: str, files: Sequence[File]) -> str:
        """Post a text where a message was, and files as answers to it; the (first) message's id."""
        sent = await self._out.say(Spot(chat=ref.chat, thread=ref.thread), text)
        below = Spot(chat=self._places.current(ref.chat), thread=ref.thread, answers=sent)
        for file in files:
            try:
                await self._out.file(below, file)
            except PlatformError as error:
                # The words stand: failing now would post them twice.
                log.warning("telegram: a file of post %s was not sent (%s)", sent, error.trouble)
        return sent

    def _marked(self, mark: str, ref: Ref, author: str, text: str) -> str:
        """A text below the line that says whose it is, in the languages of the group."""
        group = self._places.group(ref.chat)
        said = speaking(group.locales if group else [FIRST])
        return f"{said.text(mark, author=author)}\n\n{text}".rstrip()

    # the group as a whole

    async def standing(self, area: Area) -> str:
        """What members may do, and the bot's invite link."""
        return await self._gate.standing(area)

    async def secure(self, area: Area, before: str) -> str:
        """Let only administrators post and invite; whoever wants to come in asks by a link for that."""
        return await self._gate.shut(area, before)

    async def renew(self, area: Area) -> None:
        """Nothing of it ends by itself."""

    async def is_secured(self, area: Area) -> bool:
        """Whether members may post nothing."""
        return await self._gate.is_shut(area)

    async def release(self, area: Area, before: str) -> None:
        """Let members do what they could before; the link for asking stops working."""
        await self._gate.open(area, before)

    async def fetch(self, attachment: Attachment) -> bytes:
        """An attachment's bytes; over 20 MiB Telegram gives none to a bot (UNSUPPORTED)."""
        if not attachment.handle or attachment.size > FETCH_LIMIT:
            raise PlatformError(Trouble.UNSUPPORTED)
        try:
            file = await self._client.get_file(attachment.handle)
            return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            raise trouble(error) from None

    # people

    async def restrict(self, member: Member, until: datetime | None) -> None:
        """Take every permission away until then (None: until lifted); of a channel: ban it as a sender."""
        await self._mute.on(member, until)

    async def lift(self, member: Member) -> None:
        """Give the permissions back."""
        await self._mute.off(member)

    async def who(self, member: Member) -> Actor:
        """Who somebody in the group, or in one of its staff chats, is now."""
        group = self._places.group(member.group)
        if group is None:
            raise PlatformError(Trouble.FORBIDDEN)
        return await self._people.who(member.user, group)

    async def is_restricted(self, member: Member) -> bool:
        """Whether the member cannot post now."""
        return await self._mute.is_on(member)

    async def tell(self, member: Member, ref: Ref, notice: Notice) -> str:
        """In the private chat, else in the group with a link into the private chat."""
        if not member.user.startswith("chat:") and await self._told(member.user, notice):
            return "private"
        spot = Spot(chat=ref.chat, thread=ref.thread)
        link = deep_link(self._client.username, notice.button)
        await self._out.rich(spot, mention(member.user, notice.fallback), link)
        return "fallback"

    async def greet(self, member: Member, notice: Notice) -> bool:
        """In the private chat, which only somebody who wrote to the bot before has."""
        return await self._told(member.user, notice)

    async def greet_all(self, group: str, notice: Notice) -> None:
        """In the group, with a link into the private chat."""
        link = deep_link(self._client.username, notice.button)
        await self._out.rich(Spot(chat=group), mention("", notice.fallback), link)

    async def _told(self, user: str, notice: Notice) -> bool:
        try:
            await self._out.say(Spot(chat=user), notice.text, notice.buttons)
        except PlatformError as error:
            # A person the bot never met has no private chat: Telegram then says "chat not found".
            if error.trouble not in (Trouble.CLOSED, Trouble.FORBIDDEN, Trouble.NO_MEMBER):
                raise
            return False
        return True

    # staff

    async def post(self, place: str, card: Card, file: tuple[str, bytes] | None = None) -> str:
        """A card, and its file as an answer to it; the card's message id."""
        sent = await self._out.card(Spot(chat=place), card)
        if file:
            try:
                await self._out.file(Spot(chat=self._places.current(place), answers=sent), file)
            except PlatformError as error:
                # The card stands: failing now would post it twice.
                log.warning("telegram: the file of card %s was not sent (%s)", sent, error.trouble)
        return sent

    async def update(self, place: str, message: str, card: Card) -> None:
        """Draw a card again in place."""
        await self._out.redraw(place, message, card)


def build(groups: Sequence[Group], options: Mapping[str, str]) -> Platform:
    """The adapter for these groups. Raises PlatformError on a malformed token.

    Options: `token`; `api` and `files` (addresses of another Bot API server); `gap_seconds` (how long polling may fail
    before it counts as a gap); instead of polling `webhook` (the https address Telegram posts to) with `listen`
    (host:port) and `secret` (else a new one at each start).
    """
    client = connect(options.get("token", ""), options.get("api", ""), options.get("files", ""))
    return Telegram(client, groups, options)
