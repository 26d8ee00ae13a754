"""What other bots look up at their start and nobody here has any of; and what anybody may know of a guild."""

from __future__ import annotations

from tests.platforms.discord_server import payloads
from tests.platforms.discord_server.call import Answer, Call, Handler, Routes
from tests.platforms.discord_server.errors import Refused
from tests.platforms.discord_server.permissions import Perm

routes = Routes()

NONE_OF_A_GUILD = ("emojis", "stickers", "integrations", "regions", "scheduled-events", "templates")
UNKNOWN_OF_A_GUILD = {
    "emojis/{emoji_id}": 10014,
    "stickers/{sticker_id}": 10060,
    "scheduled-events/{guild_scheduled_event_id}": 10070,
    "voice-states/@me": 10065,
    "voice-states/{user_id}": 10065,
    "welcome-screen": 10069,
}
PREVIEW = (
    *("id", "name", "icon", "splash", "discovery_splash", "home_header", "emojis", "features"),
    *("description", "stickers"),
)


async def nothing(_call: Call) -> Answer:
    """An empty list."""
    return 200, []


async def nothing_in_guild(call: Call) -> Answer:
    """An empty list, of a guild the bot is in."""
    call.guild()
    return 200, []


def unknown_in_guild(code: int) -> Handler:
    """The refusal of what a guild the bot is in has none of."""

    async def refuse(call: Call) -> Answer:
        call.guild()
        raise Refused(code)

    return refuse


for path in ("/voice/regions", "/soundboard-default-sounds"):
    routes("GET", path)(nothing)
for name in NONE_OF_A_GUILD:
    routes("GET", f"/guilds/{{guild_id}}/{name}")(nothing_in_guild)
for name, code in UNKNOWN_OF_A_GUILD.items():
    routes("GET", f"/guilds/{{guild_id}}/{name}")(unknown_in_guild(code))


@routes("GET", "/guilds/{guild_id}/onboarding")
async def onboarding(call: Call) -> Answer:
    """What newcomers are asked: nothing."""
    known = {"prompts": [], "default_channel_ids": [], "enabled": False, "mode": 0}
    return 200, {"guild_id": str(call.guild().id)} | known


@routes("GET", "/applications/{application_id}/emojis")
async def own_emojis(_call: Call) -> Answer:
    """The emojis of the application."""
    return 200, {"items": []}


@routes("GET", "/guilds/{guild_id}/vanity-url")
async def vanity(call: Call) -> Answer:
    """A guild's address of its own."""
    call.guild(Perm.MANAGE_GUILD)
    return 200, {"code": None, "uses": 0}


@routes("GET", "/guilds/{guild_id}/preview")
async def preview(call: Call) -> Answer:
    """A guild as somebody sees it who has not joined."""
    guild = call.guild()
    people = len(guild.members)
    counts = {"approximate_member_count": people, "approximate_presence_count": people}
    return 200, {key: payloads.guild(guild)[key] for key in PREVIEW} | counts
