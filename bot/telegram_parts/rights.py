"""What is missing before the bot can do its work, one line each, saying what to do."""

from __future__ import annotations

from telegram import ChatMember, ChatMemberAdministrator
from telegram.error import TelegramError

from bot.ports import Group, PlatformError, Trouble
from bot.telegram_parts.people import present
from bot.telegram_parts.wire import Client, Wire, trouble

NEEDED = {
    "can_delete_messages": "Delete messages",
    "can_restrict_members": "Ban users",
    "can_invite_users": "Invite users via link",
}
BASIC = (
    "it is a basic group, where nobody can be restricted; show new members the history, then it becomes a supergroup"
)
HELD = (
    "posts are held, but members may send messages: turn that off in the group's permissions (what they write is taken"
    " down and held); they write to the bot in private"
)
PRIVACY = "privacy mode hides messages from the bot; make it an administrator, or turn privacy off with @BotFather"


async def missing(wire: Wire) -> list[str]:
    """Every group and staff chat looked at with the bot's eyes. Raises PlatformError when Telegram does not answer."""
    lines = []
    if not wire.places.groups:
        lines.append("telegram: no group is configured; add one with its chat id to config/schoolgate.toml")
    for group in wire.places.groups:
        lines += [f"telegram group {group.name}: {line}" for line in await _group(wire, group)]
    for place in wire.places.staff_places:
        if line := await _place(wire, place):
            lines.append(f"telegram staff chat {place}: {line}")
    return lines


async def _standing(wire: Wire, chat: str) -> ChatMember | str:
    """The bot's standing in a chat, or the line that says why there is none."""
    try:
        found = await wire.ask(chat, lambda number: wire.client.standing(number, wire.client.id))
    except PlatformError as error:
        if error.trouble is Trouble.INVALID:
            return f"{chat} is not a chat id; write the number, such as -1001234567890"
        if error.passing:
            raise
        return f"the bot is not in the chat; add @{wire.client.username}"
    return found if present(found) else f"the bot is not in the chat; add @{wire.client.username}"


async def _group(wire: Wire, group: Group) -> list[str]:
    standing = await _standing(wire, group.id)
    if isinstance(standing, str):
        return [f"{standing} and make it an administrator" if "not in the chat" in standing else standing]
    chat = await wire.ask(group.id, wire.client.chat)
    lines = [BASIC] if chat.type == chat.GROUP else []
    if group.premoderate and chat.permissions and chat.permissions.can_send_messages:
        lines.append(HELD)
    if isinstance(standing, ChatMemberAdministrator):
        return [*lines, *map(_allow, lacking(standing))]
    if not await _reads_all(wire.client):
        lines.append(PRIVACY)
    return [*lines, f"the bot is not an administrator; make it one that may: {', '.join(NEEDED.values())}"]


def lacking(standing: ChatMember) -> list[str]:
    """The rights the bot needs in a group and does not have."""
    return [right for right in NEEDED if not getattr(standing, right, False)]


async def may_delete(wire: Wire, chat: str) -> bool:
    """Whether the bot has the right to delete messages in a chat."""
    standing = await wire.ask(chat, lambda number: wire.client.standing(number, wire.client.id))
    return isinstance(standing, ChatMemberAdministrator) and standing.can_delete_messages


def _allow(right: str) -> str:
    return f"the bot may not “{NEEDED[right]}”; allow it in the administrator's rights ({right})"


async def _reads_all(client: Client) -> bool:
    try:
        return bool((await client.get_me()).can_read_all_group_messages)
    except TelegramError as error:
        raise trouble(error) from None


async def _place(wire: Wire, place: str) -> str:
    standing = await _standing(wire, place)
    return standing if isinstance(standing, str) else ""
