"""Discord, on discord.py: what enforcement asks for is done there, what happens there is delivered."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime

import discord
from discord.webhook.async_ import async_context

from bot.discord_parts import errors, events, members, messages, rights
from bot.discord_parts.address import AddressedWebhooks
from bot.discord_parts.client import Client
from bot.discord_parts.gate import Gate
from bot.discord_parts.setup import NAME, PATIENCE, SETTLE, WAIT, Setup
from bot.discord_parts.unread import UNREADABLE
from bot.ports import Actor, Group, Inbound, PlatformError, Trouble
from bot.ports.holding import Area
from bot.ports.platform import File
from bot.staff.cards import Card, Notice
from moderation.domain import Attachment, Member, Ref

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0
REFUSED_FOR_GOOD = frozenset({4004, 4010, 4011, 4012, 4013})  # gateway close codes: token, shards, version, intents


def build(groups: Sequence[Group], options: Mapping[str, str]) -> Discord:
    """Discord for these servers. Options: `token`, and what Setup names: addresses and seconds."""
    logging.getLogger("discord").setLevel(logging.WARNING)  # below that, the library writes whole payloads
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here
    setup = Setup(
        groups={group.id: group for group in groups if group.platform == NAME},
        token=options.get("token", ""),
        api=options.get("api", ""),
        gateway=options.get("gateway", ""),
        patience=_seconds(options, "patience", PATIENCE),
        wait=_seconds(options, "wait", WAIT),
        settle=_seconds(options, "settle", SETTLE),
    )
    return Discord(setup)


def _seconds(options: Mapping[str, str], name: str, usual: float) -> float:
    try:
        return float(options.get(name) or usual)
    except ValueError:
        raise ValueError(f"discord: {name} has to be a number of seconds") from None


class Discord:
    """The platform. One `Client` is one connection with its reconnects; a new one is made when even that fails."""

    name = NAME
    secures = (
        "On Discord invites are paused, not deleted, so that the same links work again. There are no join requests that"
        " a bot can switch on. Administrators can always post. Channels that the bot cannot see stay as they are."
    )

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._client: Client | None = None
        self._up = asyncio.Event()
        self._stopped = asyncio.Event()
        self._failure: PlatformError | None = None
        self._blocked: Sequence[str] = ()

    # ---- the connection

    async def run(self, inbound: Inbound) -> None:
        """Connect, catch up, deliver until closed or cancelled. Raises FORBIDDEN on a bad token or intents."""
        self._stopped.clear()
        before = async_context.set(AddressedWebhooks(self._setup.api))
        try:
            await self._keep_connected(inbound)
        except PlatformError as error:
            self._failure = error
            self._up.set()
            raise
        finally:
            async_context.reset(before)

    async def _keep_connected(self, inbound: Inbound) -> None:
        pause = FIRST_PAUSE
        while not self._stopped.is_set():
            try:
                await self._connect(inbound)
            except PlatformError as error:
                if not error.passing:
                    raise
                pause = min(max(pause * 2, error.retry_after), LONGEST_PAUSE)
                log.warning("discord: %s: trying again in %.0f s", error.trouble.value, pause)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopped.wait(), pause)

    async def _connect(self, inbound: Inbound) -> None:
        client = Client(self._setup, inbound, self._up)
        client.lost = self._client.lost if self._client else None
        self._client = client
        try:
            async with client:
                await client.start(self._setup.token)
        except discord.LoginFailure:
            raise self._block("the token is refused: set DISCORD_TOKEN to the bot's token") from None
        except discord.PrivilegedIntentsRequired:
            raise self._block(*rights.intents(client.application_flags)) from None
        except discord.ConnectionClosed as error:
            if error.code in REFUSED_FOR_GOOD:
                raise self._block(f"the gateway refuses the bot (close code {error.code}): check its token") from None
            raise PlatformError(Trouble.UNREACHABLE) from None
        except errors.RAISED as error:
            raise errors.platform_error(error) from None
        except UNREADABLE as error:
            log.warning("discord: what answers there is not Discord (%s)", type(error).__name__)
            raise PlatformError(Trouble.UNREACHABLE) from None
        finally:
            self._up.clear()

    def _block(self, *lines: str) -> PlatformError:
        self._blocked = [f"discord: {line}" for line in lines]
        for line in self._blocked:
            log.error(line)
        return PlatformError(Trouble.FORBIDDEN, hint="; ".join(self._blocked))

    async def ready(self) -> None:
        """Return when connected and able to act; raise what stopped `run` for good."""
        await self._up.wait()
        if self._failure:
            raise self._failure

    async def close(self) -> None:
        """Disconnect."""
        self._stopped.set()
        if self._client:
            await self._client.close()

    @asynccontextmanager
    async def _acting(self) -> AsyncIterator[Client]:
        """The client, while there is one that is logged in; its errors leave as PlatformError."""
        client = self._client
        if client is None or client.user is None or client.is_closed():
            raise PlatformError(Trouble.UNREACHABLE)
        async with errors.translated(self._setup.patience):
            yield client

    async def missing(self) -> Sequence[str]:
        """One line for each right, intent, role, channel or server that is missing."""
        client = self._client
        if self._blocked:
            return self._blocked
        if client is None or not self._up.is_set():
            return ["discord: not connected: check the network, then ask again"]
        lines = rights.intents(client.application_flags)
        for group in self._setup.groups.values():
            guild = client.get_guild(int(group.id)) if group.id.isdecimal() else None
            lines += rights.of_server(guild, group, self._setup.places)
        return lines

    # ---- messages

    def link(self, group: str, ref: Ref) -> str:
        """As Discord's "Copy Message Link" gives it."""
        return f"https://discord.com/channels/{group}/{ref.chat}/{ref.message}"

    async def hide(self, ref: Ref, parts: Sequence[str]) -> None:
        """Delete a message and its parts. Already gone is success."""
        async with self._acting() as client:
            for part in (ref.message, *parts):
                await messages.erase(client, errors.number(ref.chat), errors.number(part))

    async def is_hidden(self, ref: Ref, parts: Sequence[str]) -> bool:
        """Whether Discord has none of it any more."""
        async with self._acting() as client:
            chat = errors.number(ref.chat)
            gone = [await messages.is_gone(client, chat, errors.number(part)) for part in (ref.message, *parts)]
            return all(gone)

    async def restore(self, ref: Ref, author: str, text: str, files: Sequence[File] = ()) -> str:
        """Post the text again in its channel; the new message's id."""
        async with self._acting() as client:
            return await messages.repost(client, ref, author, (text, files))

    async def publish(self, ref: Ref, author: str, text: str, files: Sequence[File] = ()) -> str:
        """Post an approved text in its channel; the new message's id."""
        async with self._acting() as client:
            return await messages.publish(client, ref, author, (text, files))

    async def tell(self, member: Member, ref: Ref, notice: Notice) -> str:
        """Tell a member by direct message, or in the channel by a button only they can use."""
        async with self._acting() as client:
            return await messages.tell(client, member, ref, notice)

    async def greet(self, member: Member, notice: Notice) -> bool:
        """Write to somebody who joined by direct message, if they take any."""
        async with self._acting() as client:
            return await messages.greet(client, member, notice)

    async def greet_all(self, group: str, notice: Notice) -> None:  # noqa: ARG002 (the protocol's)
        """Nobody is greeted in a channel: who joins a server can be written to."""
        raise PlatformError(Trouble.UNSUPPORTED)

    async def post(self, place: str, card: Card, file: tuple[str, bytes] | None = None) -> str:
        """Show a card in a staff channel; its message id."""
        async with self._acting() as client:
            return await messages.show(client, place, card, file)

    async def update(self, place: str, message: str, card: Card) -> None:
        """Draw a card again in place."""
        async with self._acting() as client:
            await messages.redraw(client, place, message, card)

    async def fetch(self, attachment: Attachment) -> bytes:
        """The bytes of an attachment; GONE when its address has ended."""
        async with self._acting() as client:
            return await messages.download(client, attachment)

    # ---- the server as a whole

    async def standing(self, area: Area) -> str:
        """The channels' rules or slow modes, and the pause of invites."""
        async with self._gate(area) as gate:
            return await gate.standing(area)

    async def secure(self, area: Area, before: str) -> str:
        """Let only staff write, or everybody slowly, and pause the invites."""
        async with self._gate(area) as gate:
            await gate.shut(area, before)
        return before

    async def renew(self, area: Area) -> None:
        """Pause invites again before Discord lets them work."""
        async with self._gate(area) as gate:
            await gate.renew(area)

    async def is_secured(self, area: Area) -> bool:
        """Whether all of it is shut."""
        async with self._gate(area) as gate:
            return await gate.is_shut(area)

    async def release(self, area: Area, before: str) -> None:
        """Put every rule, slow mode and the invites back."""
        async with self._gate(area) as gate:
            await gate.open(before)

    @asynccontextmanager
    async def _gate(self, area: Area) -> AsyncIterator[Gate]:
        group = self._group(area.group)
        async with self._acting() as client:
            yield Gate(client, group)

    # ---- members

    async def restrict(self, member: Member, until: datetime | None) -> None:
        """Stop a member from posting, by role or by a timeout of at most 28 days (then to be renewed)."""
        async with self._acting() as client:
            await members.restrict(await self._member(client, member), self._group(member.group), until)

    async def lift(self, member: Member) -> None:
        """Let a member post again."""
        async with self._acting() as client:
            await members.lift(await self._member(client, member), self._group(member.group))

    async def who(self, member: Member) -> Actor:
        """Who a member of the server is now."""
        async with self._acting() as client:
            found = await self._member(client, member)
            return Actor(user=member.user, name=found.display_name, tokens=events.tokens(found))

    async def is_restricted(self, member: Member) -> bool:
        """Whether a member is stopped from posting now; NO_MEMBER for one who left."""
        async with self._acting() as client:
            return members.is_restricted(await self._member(client, member), self._group(member.group))

    def _group(self, id_: str) -> Group:
        """A group that is configured; FORBIDDEN for any other."""
        group = self._setup.groups.get(id_)
        if group is None:
            raise PlatformError(Trouble.FORBIDDEN)
        return group

    async def _member(self, client: Client, member: Member) -> discord.Member:
        """The member as they are now: what the library remembers may be old."""
        guild = client.server(errors.number(self._group(member.group).id))
        return await guild.fetch_member(errors.number(member.user, Trouble.NO_MEMBER))
