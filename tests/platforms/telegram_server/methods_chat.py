"""Chats, topics, invite links, the bot's own commands and texts, files."""

from __future__ import annotations

from typing import Any

from tests.platforms.telegram_server import render, rights
from tests.platforms.telegram_server.errors import bad_request
from tests.platforms.telegram_server.methods import method
from tests.platforms.telegram_server.reading import Call
from tests.platforms.telegram_server.state import Chat, InviteLink
from tests.platforms.telegram_server.world import World

Json = dict[str, Any]
TOPIC_COLOUR = 0x6FB9F0
LARGEST_DOWNLOAD = 20 * 1024 * 1024


@method("getChat")
async def get_chat(world: World, call: Call) -> Json:
    """All there is to know about a chat."""
    return render.full_chat(world.open_chat(call.chat_id, write=False))


@method("leaveChat")
async def leave_chat(world: World, call: Call) -> bool:
    """The bot goes."""
    chat = world.open_chat(call.chat_id)
    if chat.partner:
        raise bad_request("chat member status can't be changed in private chats")
    world.set_member(chat, world.bot, world.bot, status="left", rights={}, permissions={})
    return True


def _managed(world: World, call: Call, right: str, refusal: str) -> Chat:
    chat = world.open_chat(call.chat_id)
    if chat.partner:
        raise bad_request("method is available only for supergroups")
    if not world.me(chat).may(right):
        raise bad_request(refusal)
    return chat


@method("setChatPermissions")
async def set_chat_permissions(world: World, call: Call) -> bool:
    """What members may do unless they are restricted further."""
    chat = _managed(world, call, "can_restrict_members", "not enough rights to change chat permissions")
    given = call.object("permissions")
    if given is None:
        raise bad_request("can't parse permissions JSON object")
    wanted = rights.permissions_from(given, independent=call.flag("use_independent_chat_permissions"))
    if wanted == chat.permissions:
        raise bad_request("CHAT_NOT_MODIFIED")
    chat.permissions = wanted
    return True


@method("setChatTitle")
async def set_chat_title(world: World, call: Call) -> bool:
    """A new title; the group sees a service message."""
    chat = _managed(world, call, "can_change_info", "not enough rights to change chat title")
    chat.title = call.text("title")
    world.service(chat, world.bot, {"new_chat_title": chat.title})
    return True


@method("setChatDescription")
async def set_chat_description(world: World, call: Call) -> bool:
    """A new description."""
    chat = _managed(world, call, "can_change_info", "not enough rights to set chat description")
    if chat.description == call.text("description"):
        raise bad_request("chat description is not modified")
    chat.description = call.text("description")
    return True


# invite links

LINKS_REFUSED = "not enough rights to manage chat invite link"


@method("exportChatInviteLink")
async def export_chat_invite_link(world: World, call: Call) -> str:
    """A new primary link of the bot; its former one is revoked."""
    chat = _managed(world, call, "can_invite_users", LINKS_REFUSED)
    return world.primary_link(chat, world.bot).url


@method("createChatInviteLink")
async def create_chat_invite_link(world: World, call: Call) -> Json:
    """One more link."""
    chat = _managed(world, call, "can_invite_users", LINKS_REFUSED)
    if call.flag("creates_join_request") and call.number("member_limit"):
        raise bad_request("member limit can't be specified for links requiring administrator approval")
    link = world.new_link(
        chat,
        world.bot,
        name=call.text("name"),
        expire_date=call.number("expire_date"),
        member_limit=call.number("member_limit"),
        creates_join_request=call.flag("creates_join_request"),
    )
    return render.invite_link(link)


def _link(chat: Chat, call: Call) -> InviteLink:
    found = next((link for link in chat.links if link.url == call.text("invite_link")), None)
    if found is None:
        raise bad_request("INVITE_HASH_EXPIRED")
    return found


@method("revokeChatInviteLink")
async def revoke_chat_invite_link(world: World, call: Call) -> Json:
    """A link stops working; a primary one is replaced at once."""
    chat = _managed(world, call, "can_invite_users", LINKS_REFUSED)
    link = _link(chat, call)
    link.is_revoked = True
    if link.is_primary:
        world.primary_link(chat, link.creator)
    return render.invite_link(link)


@method("editChatInviteLink")
async def edit_chat_invite_link(world: World, call: Call) -> Json:
    """Change a link the bot made."""
    chat = _managed(world, call, "can_invite_users", LINKS_REFUSED)
    link = _link(chat, call)
    link.name, link.expire_date = call.text("name"), call.number("expire_date")
    link.member_limit, link.creates_join_request = call.number("member_limit"), call.flag("creates_join_request")
    return render.invite_link(link)


# topics


def _forum(world: World, call: Call) -> Chat:
    chat = world.open_chat(call.chat_id)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if not world.me(chat).may("can_manage_topics"):
        raise bad_request("not enough rights to create a topic")
    return chat


@method("createForumTopic")
async def create_forum_topic(world: World, call: Call) -> Json:
    """A new topic; its number is that of the service message which opens it."""
    chat = _forum(world, call)
    topic = {"name": call.text("name"), "icon_color": call.number("icon_color", TOPIC_COLOUR)}
    return open_topic(world, chat, topic)


def open_topic(world: World, chat: Chat, topic: Json) -> Json:
    """Make a topic in a forum, by the bot; the ForumTopic."""
    post = world.service(chat, world.bot, {"forum_topic_created": topic})
    post.thread = post.message_id
    chat.topics[post.message_id] = {"name": topic["name"], "closed": False}
    return {"message_thread_id": post.message_id} | topic


@method("closeForumTopic", "reopenForumTopic")
async def close_forum_topic(world: World, call: Call) -> bool:
    """Close a topic or open it again."""
    chat = _forum(world, call)
    topic = chat.topics.get(call.number("message_thread_id"))
    closing = call.method == "closeForumTopic"
    if topic is None:
        raise bad_request("message thread not found")
    if topic["closed"] == closing:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic["closed"] = closing
    return True


# the bot's commands and texts


async def _scope(world: World, call: Call) -> tuple[str, str]:
    scope = call.object("scope") or {"type": "default"}
    key = [str(scope["type"])]
    if "chat_id" in scope:
        key.append(str(world.chat(scope["chat_id"]).id))
    if "user_id" in scope:
        key.append(str(scope["user_id"]))
    return ":".join(key), call.text("language_code")


@method("setMyCommands")
async def set_my_commands(world: World, call: Call) -> bool:
    """The list of commands for one scope and language."""
    given = call.list("commands") or []
    if len(given) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for each in given:
        name = each["command"].removeprefix("/")
        if not name.isascii() or not name.replace("_", "a").isalnum() or name != name.lower() or len(name) > 32:
            raise bad_request("BOT_COMMAND_INVALID")
    world.commands[await _scope(world, call)] = given
    return True


@method("getMyCommands")
async def get_my_commands(world: World, call: Call) -> list[Json]:
    """What was set for exactly this scope and language."""
    return world.commands.get(await _scope(world, call), [])


@method("deleteMyCommands")
async def delete_my_commands(world: World, call: Call) -> bool:
    """Back to the next wider scope."""
    world.commands.pop(await _scope(world, call), None)
    return True


TEXTS = {"Name": "name", "Description": "description", "ShortDescription": "short_description"}


@method("setMyName", "setMyDescription", "setMyShortDescription")
async def set_my_text(world: World, call: Call) -> bool:
    """The bot's name or one of its descriptions, by language."""
    kind = call.method.removeprefix("setMy")
    world.texts[kind, call.text("language_code")] = call.text(TEXTS[kind])
    return True


@method("getMyName", "getMyDescription", "getMyShortDescription")
async def get_my_text(world: World, call: Call) -> Json:
    """As set, else the default."""
    kind = call.method.removeprefix("getMy")
    default = world.bot.first_name if kind == "Name" else ""
    found = world.texts.get((kind, call.text("language_code"))) or world.texts.get((kind, ""))
    return {TEXTS[kind]: found or default}


# files


@method("getFile")
async def get_file(world: World, call: Call) -> Json:
    """Where a file can be fetched for the next hour."""
    file_id = call.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    if file_id not in world.files:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    path, data = world.files[file_id]
    if len(data) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    known = {"file_id": file_id, "file_unique_id": f"AgAD{file_id[-6:]}", "file_size": len(data)}
    return known | {"file_path": path}
