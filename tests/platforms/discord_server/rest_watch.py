"""The audit log and the auto moderation rules (documentation: Resources, Audit Log; Auto Moderation)."""

from __future__ import annotations

from tests.platforms.discord_server import payloads
from tests.platforms.discord_server.call import Answer, Call, Routes
from tests.platforms.discord_server.errors import Refused
from tests.platforms.discord_server.permissions import Perm
from tests.platforms.discord_server.rest_channels import note
from tests.platforms.discord_server.state import Guild, Json

routes = Routes()

RULE_CREATE, RULE_UPDATE, RULE_DELETE = 140, 141, 142
NEVER_LISTED = (
    *("application_commands", "auto_moderation_rules", "guild_scheduled_events"),
    *("integrations", "threads", "webhooks"),
)


@routes("GET", "/guilds/{guild_id}/audit-logs")
async def audit_log(call: Call) -> Answer:
    """Lines of the audit log, newest first; those `after` an id come oldest first (documentation: Audit Log)."""
    guild = call.guild(Perm.VIEW_AUDIT_LOG)
    query = call.request.query
    found = [
        entry
        for entry in (guild.audit if "after" in query else reversed(guild.audit))
        if query.get("action_type", str(entry["action_type"])) == str(entry["action_type"])
        and query.get("user_id", entry["user_id"]) == entry["user_id"]
        and int(query.get("before", 1 << 63)) > int(entry["id"]) > int(query.get("after", 0))
    ][: call.number("limit", 50, 1, 100)]
    ids = {int(each) for entry in found for each in (entry["user_id"], entry["target_id"]) if each}
    users = [payloads.user(user) for user_id, user in call.core.world.users.items() if user_id in ids]
    return 200, {"audit_log_entries": found, "users": users} | {name: [] for name in NEVER_LISTED}


@routes("GET", "/guilds/{guild_id}/auto-moderation/rules")
async def rules(call: Call) -> Answer:
    """A guild's auto moderation rules."""
    return 200, list(call.guild(Perm.MANAGE_GUILD).rules.values())


@routes("POST", "/guilds/{guild_id}/auto-moderation/rules")
async def create_rule(call: Call) -> Answer:
    """A new auto moderation rule."""
    guild = call.guild(Perm.MANAGE_GUILD)
    made: Json = {"enabled": False, "trigger_metadata": {}, "exempt_roles": [], "exempt_channels": []} | call.json
    made |= {"id": str(call.core.clock.snowflake()), "guild_id": str(guild.id), "creator_id": str(call.core.bot.id)}
    guild.rules[int(made["id"])] = made
    note(call, guild, RULE_CREATE, int(made["id"]))
    call.core.dispatch("AUTO_MODERATION_RULE_CREATE", made, guild)
    return 200, made


def _rule(call: Call, guild: Guild) -> Json:
    found = guild.rules.get(call.id("rule_id"))
    if found is None:
        raise Refused(10066, status=404, message="Unknown auto moderation rule")
    return found


@routes("GET", "/guilds/{guild_id}/auto-moderation/rules/{rule_id}")
async def get_rule(call: Call) -> Answer:
    """One rule."""
    return 200, _rule(call, call.guild(Perm.MANAGE_GUILD))


@routes("PATCH", "/guilds/{guild_id}/auto-moderation/rules/{rule_id}")
async def edit_rule(call: Call) -> Answer:
    """Change a rule."""
    guild = call.guild(Perm.MANAGE_GUILD)
    found = _rule(call, guild)
    found |= call.json
    note(call, guild, RULE_UPDATE, int(found["id"]))
    call.core.dispatch("AUTO_MODERATION_RULE_UPDATE", found, guild)
    return 200, found


@routes("DELETE", "/guilds/{guild_id}/auto-moderation/rules/{rule_id}")
async def delete_rule(call: Call) -> Answer:
    """Remove a rule."""
    guild = call.guild(Perm.MANAGE_GUILD)
    found = guild.rules.pop(int(_rule(call, guild)["id"]))
    note(call, guild, RULE_DELETE, int(found["id"]))
    call.core.dispatch("AUTO_MODERATION_RULE_DELETE", found, guild)
    return 204, None
