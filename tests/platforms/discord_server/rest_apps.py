"""The application itself: gateway address, users, direct message channels, application commands."""

from __future__ import annotations

from tests.platforms.discord_server import acts, payloads
from tests.platforms.discord_server.call import Answer, Call, Routes
from tests.platforms.discord_server.errors import Refused, invalid
from tests.platforms.discord_server.permissions import base
from tests.platforms.discord_server.state import DM, Channel, Guild, Json

routes = Routes()

COMMANDS = "/applications/{application_id}/commands"
GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"


@routes("GET", "/gateway")
async def gateway(call: Call) -> Answer:
    """Where the gateway is."""
    return 200, {"url": call.core.gateway_url}


@routes("GET", "/gateway/bot")
async def gateway_bot(call: Call) -> Answer:
    """Where the gateway is, and how often a session may be started."""
    limit = {"total": 1000, "remaining": 1000 - call.core.gateway.identified, "reset_after": 0, "max_concurrency": 1}
    return 200, {"url": call.core.gateway_url, "shards": 1, "session_start_limit": limit}


@routes("GET", "/users/@me")
async def me(call: Call) -> Answer:
    """The bot's own account."""
    return 200, payloads.user(call.core.bot) | {"verified": True, "mfa_enabled": True, "locale": "en-GB", "email": None}


@routes("GET", "/users/{user_id}")
async def get_user(call: Call) -> Answer:
    """An account."""
    return 200, payloads.user(call.user())


@routes("GET", "/users/@me/guilds")
async def my_guilds(call: Call) -> Answer:
    """The guilds the bot is in."""
    after, before = call.number("after", 0, 0, 1 << 63), call.number("before", 1 << 63, 0, 1 << 63)
    mine = [one for one in call.core.world.guilds.values() if call.core.me(one) and after < one.id < before]
    return 200, [_summary(call, one) for one in mine[: call.number("limit", 200, 1, 200)]]


def _summary(call: Call, guild: Guild) -> Json:
    """A guild as the list of the bot's own has it."""
    people = len(guild.members)
    counts = {"approximate_member_count": people, "approximate_presence_count": people}
    known = {key: payloads.guild(guild)[key] for key in ("id", "name", "icon", "banner", "features")}
    mine = {"owner": guild.owner_id == call.core.bot.id, "permissions": str(base(call.me(guild)))}
    return known | mine | (counts if call.asks("with_counts") else {})


@routes("DELETE", "/users/@me/guilds/{guild_id}")
async def leave_guild(call: Call) -> Answer:
    """The bot leaves a guild."""
    acts.member_left(call.core, call.me(call.guild()))
    return 204, None


@routes("POST", "/users/@me/channels")
async def open_direct(call: Call) -> Answer:
    """The direct message channel with a user; whether they take messages shows only when one is sent.

    No event tells of it: since version 8 the gateway sends none for direct message channels (change log, 2020-09-24).
    """
    core = call.core
    user = core.world.users.get(int(call.json.get("recipient_id") or 0))
    if user is None:
        raise Refused(50033)
    if user.bot:
        raise Refused(50007, status=400)  # of a bot it shows at once (github.com/lexicalunit/spellbot/issues/659)
    channel = core.world.direct(user)
    if channel is None:
        channel = Channel(core.clock.snowflake(), DM, recipient=user)
        core.world.channels[channel.id] = channel
    return 200, payloads.channel(channel)


@routes("GET", "/applications/@me")
@routes("GET", "/oauth2/applications/@me")
async def application(call: Call) -> Answer:
    """The application, with the flags of its privileges."""
    return 200, call.core.application()


# ---- commands


def _own(call: Call) -> list[Json]:
    """The list of commands that the path is about (guild 0: global)."""
    if call.id("application_id") != call.core.application_id:
        raise Refused(20012)
    guild_id = call.guild().id if "guild_id" in call.request.match_info else 0
    return call.core.world.commands.setdefault(guild_id, [])


def _completed(call: Call, sent: Json, before: Json | None) -> Json:
    """A command as the platform keeps it."""
    guild_id = call.request.match_info.get("guild_id")
    defaults: Json = {
        "type": 1,
        "description": "",
        "options": [],
        "default_member_permissions": None,
        "dm_permission": True,
        "nsfw": False,
        "contexts": None,
        "integration_types": [0],
        "name_localizations": None,
        "description_localizations": None,
    }
    made = defaults | {key: value for key, value in sent.items() if key != "id"}
    made["integration_types"] = made["integration_types"] or [0]
    bits = made["default_member_permissions"]
    made["default_member_permissions"] = None if bits is None else str(bits)
    made["id"] = before["id"] if before else str(call.core.clock.snowflake())
    made |= {"application_id": str(call.core.application_id), "version": str(call.core.clock.snowflake())}
    return made | {"guild_id": guild_id} if guild_id else made


def _key(command: Json) -> tuple[int, str]:
    return int(command.get("type") or 1), str(command["name"])


@routes("GET", COMMANDS)
@routes("GET", GUILD_COMMANDS)
async def list_commands(call: Call) -> Answer:
    """The commands that are registered."""
    return 200, _own(call)


@routes("PUT", COMMANDS)
@routes("PUT", GUILD_COMMANDS)
async def overwrite_commands(call: Call) -> Answer:
    """Replace every command; one with the same name keeps its id."""
    own = _own(call)
    before = {_key(one): one for one in own}
    sent = call.body or []
    if len({_key(one) for one in sent}) != len(sent):
        raise invalid("name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
    own[:] = [_completed(call, one, before.get(_key(one))) for one in sent]
    return 200, own


@routes("POST", COMMANDS)
@routes("POST", GUILD_COMMANDS)
async def create_command(call: Call) -> Answer:
    """Add a command, or replace the one of the same name."""
    own = _own(call)
    before = next((one for one in own if _key(one) == _key(call.json)), None)
    made = _completed(call, call.json, before)
    own[:] = [one for one in own if one is not before] + [made]
    return (200 if before else 201), made


def _command(call: Call) -> Json:
    wanted = str(call.id("command_id"))
    found = next((one for one in _own(call) if one["id"] == wanted), None)
    if found is None:
        raise Refused(10063)
    return found


@routes("GET", COMMANDS + "/{command_id}")
@routes("GET", GUILD_COMMANDS + "/{command_id}")
async def get_command(call: Call) -> Answer:
    """One command."""
    return 200, _command(call)


@routes("PATCH", COMMANDS + "/{command_id}")
@routes("PATCH", GUILD_COMMANDS + "/{command_id}")
async def edit_command(call: Call) -> Answer:
    """Change a command."""
    found = _command(call)
    found |= _completed(call, found | call.json, found)
    return 200, found


@routes("DELETE", COMMANDS + "/{command_id}")
@routes("DELETE", GUILD_COMMANDS + "/{command_id}")
async def delete_command(call: Call) -> Answer:
    """Remove a command."""
    _own(call).remove(_command(call))
    return 204, None


@routes("GET", GUILD_COMMANDS + "/permissions")
async def command_permissions(call: Call) -> Answer:
    """Who may use which command; nobody has set anything."""
    _own(call)
    return 200, []


@routes("GET", GUILD_COMMANDS + "/{command_id}/permissions")
async def one_command_permissions(_call: Call) -> Answer:
    """Who may use a command: nothing was set, which the platform calls unknown."""
    raise Refused(10066)


@routes("PUT", GUILD_COMMANDS + "/{command_id}/permissions")
async def set_command_permissions(_call: Call) -> Answer:
    """Only people may set these, with a token of their own; a bot may not (documentation: Application Commands)."""
    raise Refused(20001, status=403, message="Bots cannot use this endpoint")
