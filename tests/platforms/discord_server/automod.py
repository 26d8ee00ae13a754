"""Auto moderation: what a guild's rules catch, and what then happens (documentation: Resources, Auto Moderation)."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta

from tests.platforms.discord_server import acts, payloads
from tests.platforms.discord_server.core import Core
from tests.platforms.discord_server.permissions import Perm, base, is_protected
from tests.platforms.discord_server.state import Channel, Guild, Json, Member, Message

KEYWORD, MENTION_SPAM = 1, 5
BLOCK, ALERT, TIMEOUT = 1, 2, 3
ALERT_KIND, NOTED = 24, {BLOCK: 143, ALERT: 144, TIMEOUT: 145}


def blocks(core: Core, channel: Channel, member: Member, text: str) -> bool:
    """Carry out every rule that catches a text; whether one of them blocks it."""
    if base(member) & (Perm.MANAGE_GUILD | Perm.ADMINISTRATOR):
        return False
    blocked = False
    for rule in member.guild.rules.values():
        found = None if _exempt(rule, channel, member) else _caught(rule, text)
        if found is not None:
            _carry_out(core, channel, member, _Hit(rule, text, found))
            blocked |= any(action["type"] == BLOCK for action in rule["actions"])
    return blocked


class _Hit:
    """A rule, the text it caught, and the keyword and the words that did it."""

    def __init__(self, rule: Json, text: str, found: tuple[str | None, str]) -> None:
        self.rule, self.text = rule, text
        self.keyword, self.matched = found


def _exempt(rule: Json, channel: Channel, member: Member) -> bool:
    roles = {str(each) for each in member.roles} & {str(each) for each in rule["exempt_roles"]}
    places = {str(channel.id), str(channel.parent.id) if channel.parent else ""}
    return not rule["enabled"] or bool(roles) or bool(places & {str(each) for each in rule["exempt_channels"]})


def _caught(rule: Json, text: str) -> tuple[str | None, str] | None:
    """The keyword and the words that a rule catches, if any."""
    about = rule["trigger_metadata"]
    if rule["trigger_type"] == MENTION_SPAM:
        most = about.get("mention_total_limit", 0)
        return (None, "") if len(set(payloads.MENTION.findall(text))) > most else None
    if rule["trigger_type"] != KEYWORD:
        return None
    words = f" {text.lower()} "
    allowed = [word for word in about.get("allow_list", ()) if _catches(word, words)]
    for word in about.get("keyword_filter", ()):
        if _catches(word, words) and not any(word.lower().strip("*") in each.lower() for each in allowed):
            return word, word.strip("*").lower()
    for pattern in about.get("regex_patterns", ()):
        with suppress(re.error):
            if found := re.search(pattern, text, re.IGNORECASE):
                return pattern, found[0]
    return None


def _catches(word: str, text: str) -> bool:
    """A keyword with * for any beginning or ending, else a whole word."""
    wanted = word.lower()
    before, after = "" if wanted.startswith("*") else " ", "" if wanted.endswith("*") else " "
    return before + wanted.strip("*") + after in text


def _carry_out(core: Core, channel: Channel, member: Member, hit: _Hit) -> None:
    guild = member.guild
    for action in hit.rule["actions"]:
        told: Json = {"channel_id": str(channel.id)}
        if action["type"] == ALERT:
            told["alert_system_message_id"] = _alert(core, guild, action, member, hit)
        if action["type"] == TIMEOUT:
            _time_out(core, member, action["metadata"]["duration_seconds"])
        _tell(core, guild, {"action": action, "user_id": str(member.id)} | told, hit)
        named = {"auto_moderation_rule_name": hit.rule["name"], "channel_id": str(channel.id)}
        named["auto_moderation_rule_trigger_type"] = str(hit.rule["trigger_type"])
        acts.audit(core, guild, NOTED[action["type"]], by=member.user, target=member.id, options=named)


def _alert(core: Core, guild: Guild, action: Json, member: Member, hit: _Hit) -> str | None:
    """The platform's message about it in the channel the rule names."""
    place = guild.channels.get(int(action["metadata"]["channel_id"]))
    if place is None:
        return None
    line = Message(core.clock.snowflake(), place, member.user, kind=ALERT_KIND)
    fields = {"rule_name": hit.rule["name"], "keyword": hit.keyword or "", "keyword_matched_content": hit.matched}
    shown = [{"name": name, "value": value, "inline": False} for name, value in fields.items()]
    line.embeds = [{"type": "auto_moderation_message", "description": hit.text, "fields": shown}]
    acts.publish(core, line)
    return str(line.id)


def _time_out(core: Core, member: Member, seconds: int) -> None:
    if not is_protected(member):
        member.timeout_until = core.clock.now() + timedelta(seconds=seconds)
        acts.member_changed(core, member)


def _tell(core: Core, guild: Guild, told: Json, hit: _Hit) -> None:
    """The bot hears of it if it may manage the guild."""
    me = core.me(guild)
    if me and base(me) & Perm.MANAGE_GUILD:
        about = {"rule_id": hit.rule["id"], "rule_trigger_type": hit.rule["trigger_type"], "guild_id": str(guild.id)}
        words = {"content": hit.text, "matched_keyword": hit.keyword, "matched_content": hit.matched}
        core.dispatch("AUTO_MODERATION_ACTION_EXECUTION", about | words | told, guild)
