"""Chats: what is known about them, permissions for all, invite links."""

from __future__ import annotations

from typing import Any

from tests.platforms.telegram_server import render, rights
from tests.platforms.telegram_server.errors import bad_request
from tests.platforms.telegram_server.methods import method
from tests.platforms.telegram_server.methods_send import media
from tests.platforms.telegram_server.reading import Call
from tests.platforms.telegram_server.state import Chat, InviteLink
from tests.platforms.telegram_server.world import World

Json = dict[str, Any]


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


@method("setChatPhoto")
async def set_chat_photo(world: World, call: Call) -> bool:
    """A new picture; the group sees a service message."""
    chat = _managed(world, call, "can_change_info", "not enough rights to change chat photo")
    sizes = media(world, call, "photo", call.uploads.get("photo") or call.text("photo"))["photo"]
    ids = {"small": sizes[0], "big": sizes[-1]}
    chat.photo = {f"{size}_{name}": of[name] for size, of in ids.items() for name in ("file_id", "file_unique_id")}
    world.service(chat, world.bot, {"new_chat_photo": sizes})
    return True


@method("deleteChatPhoto")
async def delete_chat_photo(world: World, call: Call) -> bool:
    """No picture any more."""
    chat = _managed(world, call, "can_change_info", "not enough rights to change chat photo")
    if chat.photo is None:
        raise bad_request("CHAT_NOT_MODIFIED")
    chat.photo = None
    world.service(chat, world.bot, {"delete_chat_photo": True})
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


def _waiting(chat: Chat, link: InviteLink) -> int:
    return sum(request.link is link for request in chat.join_requests.values())


@method("revokeChatInviteLink")
async def revoke_chat_invite_link(world: World, call: Call) -> Json:
    """A link stops working; a primary one is replaced at once."""
    chat = _managed(world, call, "can_invite_users", LINKS_REFUSED)
    link = _link(chat, call)
    link.is_revoked = True
    if link.is_primary:
        world.primary_link(chat, link.creator)
    return render.invite_link(link, _waiting(chat, link))


@method("editChatInviteLink")
async def edit_chat_invite_link(world: World, call: Call) -> Json:
    """Change a link the bot made."""
    chat = _managed(world, call, "can_invite_users", LINKS_REFUSED)
    link = _link(chat, call)
    link.name, link.expire_date = call.text("name"), call.number("expire_date")
    link.member_limit, link.creates_join_request = call.number("member_limit"), call.flag("creates_join_request")
    return render.invite_link(link, _waiting(chat, link))
