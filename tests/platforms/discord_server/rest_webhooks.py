"""The webhooks of channels, for who manages them (documentation: Resources, Webhook)."""

from __future__ import annotations

import secrets

from tests.platforms.discord_server import payloads
from tests.platforms.discord_server.call import Answer, Call, Routes
from tests.platforms.discord_server.errors import Refused
from tests.platforms.discord_server.permissions import Perm
from tests.platforms.discord_server.rest_channels import guild_of, note
from tests.platforms.discord_server.state import Channel, Json, Webhook

routes = Routes()

WEBHOOK_CREATE, WEBHOOK_UPDATE, WEBHOOK_DELETE = 50, 51, 52


def _shown(call: Call, hook: Webhook) -> Json:
    return payloads.webhook(hook, call.core.application_id, call.core.bot)


def _tell(call: Call, hook: Webhook, action: int) -> None:
    """The audit log and the gateway hear of a change."""
    guild = guild_of(hook.channel)
    note(call, guild, action, hook.id)
    place = {"guild_id": str(guild.id), "channel_id": str(hook.channel.id)}
    call.core.dispatch("WEBHOOKS_UPDATE", place, guild)


def _managed(call: Call) -> Webhook:
    """The webhook of the path, if the bot manages those of its channel."""
    found = call.core.world.webhooks.get(call.id("webhook_id"))
    if found is None:
        raise Refused(10015)
    if not call.core.bot_bits(found.channel) & Perm.MANAGE_WEBHOOKS:
        raise Refused(50013)
    return found


@routes("GET", "/channels/{channel_id}/webhooks")
async def channel_webhooks(call: Call) -> Answer:
    """A channel's webhooks."""
    channel = call.channel(Perm.MANAGE_WEBHOOKS)
    return 200, [_shown(call, one) for one in call.core.world.webhooks.values() if one.channel is channel]


@routes("GET", "/guilds/{guild_id}/webhooks")
async def guild_webhooks(call: Call) -> Answer:
    """A guild's webhooks."""
    guild = call.guild(Perm.MANAGE_WEBHOOKS)
    return 200, [_shown(call, one) for one in call.core.world.webhooks.values() if one.channel.guild is guild]


@routes("POST", "/channels/{channel_id}/webhooks")
async def create_webhook(call: Call) -> Answer:
    """A new webhook."""
    channel = call.channel(Perm.MANAGE_WEBHOOKS)
    made = Webhook(call.core.clock.snowflake(), secrets.token_urlsafe(32), call.json["name"], channel)
    call.core.world.webhooks[made.id] = made
    _tell(call, made, WEBHOOK_CREATE)
    return 200, _shown(call, made)


@routes("GET", "/webhooks/{webhook_id}")
async def get_webhook(call: Call) -> Answer:
    """A webhook, by its id."""
    return 200, _shown(call, _managed(call))


@routes("PATCH", "/webhooks/{webhook_id}")
async def edit_webhook(call: Call) -> Answer:
    """Another name, or another channel."""
    found = _managed(call)
    found.name = call.json.get("name") or found.name
    if call.json.get("channel_id"):
        found.channel = _moved(call, int(call.json["channel_id"]))
    _tell(call, found, WEBHOOK_UPDATE)
    return 200, _shown(call, found)


def _moved(call: Call, channel_id: int) -> Channel:
    channel = call.core.world.channels.get(channel_id)
    if channel is None:
        raise Refused(10003)
    if not call.core.bot_bits(channel) & Perm.MANAGE_WEBHOOKS:
        raise Refused(50013)
    return channel


@routes("DELETE", "/webhooks/{webhook_id}")
async def delete_webhook(call: Call) -> Answer:
    """Remove a webhook, by its id."""
    found = _managed(call)
    del call.core.world.webhooks[found.id]
    _tell(call, found, WEBHOOK_DELETE)
    return 204, None
