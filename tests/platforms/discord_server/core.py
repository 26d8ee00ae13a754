"""What every part of the server shares: the world, the clock, the gateway, the troubles and the log of requests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tests.platforms.discord_server import payloads
from tests.platforms.discord_server.conformance import Violation
from tests.platforms.discord_server.faults import Faults
from tests.platforms.discord_server.gateway import Gateway, Session
from tests.platforms.discord_server.intents import GUILD_MEMBERS, GUILD_PRESENCES, MESSAGE_CONTENT, PRIVILEGED
from tests.platforms.discord_server.interactions import FIRST_ANSWER_WITHIN, Interaction
from tests.platforms.discord_server.permissions import DIRECT, Perm, in_channel
from tests.platforms.discord_server.state import Channel, Clock, Guild, Json, Member, User, World

CHUNK = 1000
APP_FLAGS = {GUILD_PRESENCES: 1 << 13, GUILD_MEMBERS: 1 << 15, MESSAGE_CONTENT: 1 << 19}


@dataclass(frozen=True, slots=True)
class Logged:
    """One request the bot made: when it arrived (platform time), where to, and how it was answered.

    `status` is 0 until it is answered, and stays 0 when it never was (a timeout or a dropped connection).
    """

    at: datetime
    method: str
    path: str
    status: int


class Core:
    """The server's memory and its ways to reach the bot; `gateway_url` and `origin` are known once it listens."""

    def __init__(self, *, token: str, portal_intents: int = PRIVILEGED) -> None:
        self.clock = Clock()
        self.token = token
        self.portal_intents = portal_intents
        self.bot = User(self.clock.snowflake(), "Schoolgate", bot=True)
        self.application_id = self.bot.id
        self.world = World(self.bot)
        self.gateway = Gateway(self)
        self.faults = Faults()
        self.requests: list[Logged] = []
        self.violations: list[Violation] = []
        self.unserved: set[str] = set()
        self.interactions: dict[str, Interaction] = {}
        self.first_answer_within = FIRST_ANSWER_WITHIN
        self.sights: dict[int, set[int]] = {}
        self.origin = ""

    @property
    def base_url(self) -> str:
        """Where the REST API is: what `discord.http.Route.BASE` is to be."""
        return f"{self.origin}/api/v10"

    @property
    def gateway_url(self) -> str:
        """Where the gateway is: what `discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY` is to be."""
        return f"{self.origin.replace('http', 'ws', 1)}/ws"

    @property
    def cdn(self) -> str:
        """Where attachments are served from."""
        return f"{self.origin}/cdn"

    def application(self) -> Json:
        """The application object, with the flags of the privileges the portal granted."""
        flags = sum(flag for intent, flag in APP_FLAGS.items() if self.portal_intents & intent)
        return {
            "id": str(self.application_id),
            "name": self.bot.name,
            "icon": None,
            "description": "",
            "summary": "",
            "type": None,
            "bot": payloads.user(self.bot),
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "owner": payloads.user(User(1, "Owner")),
            "team": None,
            "flags": flags,
            "flags_new": str(flags),
            "tags": [],
            "redirect_uris": [],
            "interactions_endpoint_url": None,
            "role_connections_verification_url": None,
            "explicit_content_filter": 0,
            "eligible_oauth2_scopes": [],
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
            "integration_types_config": {"0": {}},
            "approximate_guild_count": len(self.world.guilds),
        }

    def me(self, guild: Guild) -> Member | None:
        """The bot as a member of a guild."""
        return guild.members.get(self.bot.id)

    def bot_bits(self, channel: Channel) -> int:
        """What the bot may do in a channel now."""
        if channel.guild is None:
            return int(DIRECT)
        me = self.me(channel.guild)
        return in_channel(me, channel, self.clock.now()) if me else 0

    def sees(self, channel: Channel) -> bool:
        """Whether the bot sees a channel (and so gets its events)."""
        return bool(self.bot_bits(channel) & Perm.VIEW_CHANNEL)

    def in_sight(self, guild: Guild) -> set[int]:
        """The channels of a guild that the bot sees, threads apart."""
        return {one.id for one in guild.channels.values() if not one.is_thread and self.sees(one)}

    def dispatch(self, event: str, data: Json, guild: Guild | None) -> None:
        """Send an event of a guild the bot is in (None: of its direct messages), while the guild is available."""
        if guild is None or (self.me(guild) and not guild.away):
            self.gateway.dispatch(event, data, guild_id=guild.id if guild else 0)

    async def until(self, condition: Callable[[], object], within: float = 5.0) -> None:
        """Wait until something is so; TimeoutError after `within` seconds."""
        async with asyncio.timeout(within):
            while not condition():  # noqa: ASYNC110 (the condition is the test's, there is no event to wait for)
                await asyncio.sleep(0.004)

    # ---- what the gateway asks

    def ready_payload(self) -> Json:
        """What READY says beyond the session."""
        app = self.application()
        me = payloads.user(self.bot) | {"verified": True, "mfa_enabled": True, "email": None}
        return {"user": me, "application": {"id": app["id"], "flags": app["flags"]}}

    def guild_events(self, session: Session) -> list[Json]:
        """Each guild of a session's shard as GUILD_CREATE has it, or as unavailable while there is an outage.

        The members are the bot alone, unless the session has the presences intent (documentation: Guild Create).
        """
        everyone = session.intents & GUILD_PRESENCES
        return [
            unavailable(guild) if guild.away else self.guild_create(guild, everyone=bool(everyone))
            for guild in self.world.guilds.values()
            if self.me(guild) and session.carries(guild.id)
        ]

    def guild_create(self, guild: Guild, *, everyone: bool = False) -> Json:
        """GUILD_CREATE of one guild the bot is in."""
        me = guild.members[self.bot.id]
        others = [member for member in guild.members.values() if everyone and member is not me]
        threads = [one for one in guild.channels.values() if one.is_thread and not one.archived and self.sees(one)]
        return payloads.guild_create(guild, [me, *others], threads)

    def member_chunks(self, session: Session, wanted: Json) -> list[Json]:
        """The answers to Request Guild Members; the whole list needs the members intent."""
        guild = self.world.guilds.get(int(wanted.get("guild_id", 0)))
        if guild is None or self.bot.id not in guild.members:
            return []
        ids = wanted.get("user_ids")
        query, limit = wanted.get("query"), int(wanted.get("limit") or 0)
        if ids is not None:
            asked = [int(each) for each in (ids if isinstance(ids, list) else [ids])][:100]
            found = [guild.members[each] for each in asked if each in guild.members]
            missing = [str(each) for each in asked if each not in guild.members]
        elif not query and not limit and not session.intents & GUILD_MEMBERS:
            return []
        else:
            names = [
                one for one in guild.members.values() if one.user.name.lower().startswith(str(query or "").lower())
            ]
            found, missing = names[: min(limit, 100) if limit else None], []
        parts = [found[at : at + CHUNK] for at in range(0, len(found), CHUNK)] or [[]]
        common: Json = {"guild_id": str(guild.id), "chunk_count": len(parts), "not_found": missing}
        common |= {"nonce": wanted["nonce"]} if wanted.get("nonce") else {}
        return [
            common | {"chunk_index": index, "members": [payloads.member(one) for one in part]}
            for index, part in enumerate(parts)
        ]


def unavailable(guild: Guild) -> Json:
    """A guild in an outage (documentation: Unavailable Guild Object)."""
    return {"id": str(guild.id), "unavailable": True}
