"""Members: restrict, ban, promote, look up, let in."""

from __future__ import annotations

import unicodedata
from typing import Any

from tests.platforms.telegram_server import render, rights
from tests.platforms.telegram_server.errors import bad_request
from tests.platforms.telegram_server.methods import method
from tests.platforms.telegram_server.reading import Call
from tests.platforms.telegram_server.state import Account, Chat, JoinRequest
from tests.platforms.telegram_server.world import World

Json = dict[str, Any]
LONGEST_TAG = 16
NO_RIGHT = "not enough rights to restrict/unrestrict chat member"


def _subject(world: World, call: Call, chat: Chat) -> Account:
    """The member a request is about, if the bot may touch them (tdlib/td, DialogParticipantManager)."""
    account = world.account(call.number("user_id"))
    if account is world.bot:
        raise bad_request("can't restrict self")
    held = world.member(chat, account)
    if held.status == "creator":
        raise bad_request("can't remove chat owner")
    if not world.me(chat).may("can_restrict_members"):
        raise bad_request(NO_RIGHT)
    if held.status == "administrator" and not held.promoted_by_bot:
        raise bad_request("user is an administrator of the chat")
    return account


@method("restrictChatMember")
async def restrict_chat_member(world: World, call: Call) -> bool:
    """Take permissions away until a date; all of them granted lifts the restriction."""
    chat = world.open_chat(call.chat_id)
    if chat.type != "supergroup":
        raise bad_request("method is available only for supergroups")
    given = call.object("permissions")
    if given is None:
        raise bad_request("can't parse permissions JSON object")
    account = _subject(world, call, chat)
    granted = rights.permissions_from(given, independent=call.flag("use_independent_chat_permissions"))
    here = world.member(chat, account).present
    if granted == rights.EVERYTHING:
        lifted: Json = {"status": "member" if here else "left", "permissions": {}, "until": rights.FOREVER}
        world.set_member(chat, account, world.bot, **lifted)
        return True
    until = rights.end_of(call.number("until_date"), world.now())
    changed = {"status": "restricted", "permissions": granted, "until": until, "is_member": here, "rights": {}}
    world.set_member(chat, account, world.bot, **changed)
    return True


def _bannable(world: World, call: Call) -> Chat:
    chat = world.open_chat(call.chat_id)
    if chat.partner:
        raise bad_request("can't ban members in private chats")
    return chat


@method("banChatMember")
async def ban_chat_member(world: World, call: Call) -> bool:
    """Put somebody out; in supergroups until a date, their messages go with `revoke_messages`."""
    chat = _bannable(world, call)
    account = _subject(world, call, chat)
    here = world.member(chat, account).present
    until = rights.end_of(call.number("until_date"), world.now()) if chat.type != "group" else rights.FOREVER
    world.set_member(chat, account, world.bot, status="kicked", until=until, permissions={}, rights={})
    if call.flag("revoke_messages"):
        for post in chat.posts.values():
            post.deleted = post.deleted or post.sender is account
    if here and chat.is_group:
        world.service(chat, world.bot, {"left_chat_member": render.user(account)})
    return True


@method("unbanChatMember")
async def unban_chat_member(world: World, call: Call) -> bool:
    """Let somebody come back; without `only_if_banned` a member is put out."""
    chat = world.open_chat(call.chat_id)
    if chat.type not in ("supergroup", "channel"):
        raise bad_request("method is available for supergroup and channel chats only")
    account = _subject(world, call, chat)
    held = world.member(chat, account)
    here = held.present
    if held.status == "kicked" or not call.flag("only_if_banned"):
        world.set_member(chat, account, world.bot, status="left", until=rights.FOREVER, permissions={}, rights={})
        if here and chat.is_group:
            world.service(chat, world.bot, {"left_chat_member": render.user(account)})
    return True


@method("banChatSenderChat", "unbanChatSenderChat")
async def ban_chat_sender_chat(world: World, call: Call) -> bool:
    """Keep a channel from posting in a group in its own name."""
    chat = world.open_chat(call.chat_id)
    if chat.type not in ("supergroup", "channel"):
        raise bad_request("method is available for supergroup and channel chats only")
    sender = world.chats.get(call.number("sender_chat_id"))
    if sender is None or sender.partner:
        raise bad_request("chat not found")
    if not world.me(chat).may("can_restrict_members"):
        raise bad_request(NO_RIGHT)
    if call.method.startswith("ban"):
        chat.banned_senders.add(sender.id)
    else:
        chat.banned_senders.discard(sender.id)
    return True


@method("promoteChatMember")
async def promote_chat_member(world: World, call: Call) -> bool:
    """Give administrator rights the bot holds itself; none at all demotes."""
    chat = world.open_chat(call.chat_id)
    if chat.type not in ("supergroup", "channel"):
        raise bad_request("method is available for supergroup and channel chats only")
    account = world.account(call.number("user_id"))
    wanted = {name: True for name in (*rights.RIGHTS, *rights.CHANNEL_RIGHTS) if call.flag(name)}
    _check_promotion(world, chat, account, wanted)
    granted = wanted | ({"can_manage_chat": True} if wanted else {})
    changed = {"status": "administrator" if wanted else "member", "promoted_by_bot": bool(wanted)}
    world.set_member(chat, account, world.bot, rights=granted, permissions={}, **changed)
    return True


def _check_promotion(world: World, chat: Chat, account: Account, wanted: dict[str, bool]) -> None:
    held, mine = world.member(chat, account), world.me(chat)
    if account is world.bot:
        raise bad_request("can't promote self")
    if held.status == "creator":
        raise bad_request("can't remove chat owner")
    if not mine.may("can_promote_members"):
        raise bad_request("not enough rights")
    if held.status == "administrator" and not held.promoted_by_bot:
        raise bad_request("CHAT_ADMIN_REQUIRED")
    if not held.present:
        raise bad_request("USER_NOT_PARTICIPANT")
    if not all(mine.may(name) for name in wanted if name != "is_anonymous"):
        raise bad_request("RIGHT_FORBIDDEN")


@method("setChatAdministratorCustomTitle")
async def set_custom_title(world: World, call: Call) -> bool:
    """A word beside an administrator's name."""
    chat = world.open_chat(call.chat_id)
    if chat.type != "supergroup":
        raise bad_request("method is available only for supergroups")
    account = world.account(call.number("user_id"))
    held = world.member(chat, account)
    if held.status == "creator":
        raise bad_request("only creator can edit their custom title")
    if held.status != "administrator":
        raise bad_request("user is not an administrator")
    if not held.promoted_by_bot:
        raise bad_request("not enough rights to change custom title of the user")
    world.set_member(chat, account, world.bot, custom_title=call.text("custom_title"))
    return True


@method("setChatMemberTag")
async def set_member_tag(world: World, call: Call) -> bool:
    """A word beside a plain member's name; none takes it away. Refusals as of messages.editChatParticipantRank."""
    chat = world.open_chat(call.chat_id)
    if not chat.is_group:
        raise bad_request("method is available only for groups and supergroups")
    if not world.me(chat).may("can_manage_tags"):
        raise bad_request("not enough rights")
    account, tag = world.account(call.number("user_id")), call.text("tag")
    held = world.member(chat, account)
    if not held.present:
        raise bad_request("USER_NOT_PARTICIPANT")
    if held.is_admin:
        raise bad_request("CHAT_ADMIN_INVALID")
    if len(tag) > LONGEST_TAG:
        raise bad_request("ADMIN_RANK_INVALID")
    if any(unicodedata.category(sign) == "So" for sign in tag):
        raise bad_request("ADMIN_RANK_EMOJI_NOT_ALLOWED")
    world.set_member(chat, account, world.bot, tag=tag)
    return True


@method("getChatMember")
async def get_chat_member(world: World, call: Call) -> Json:
    """Where somebody stands; someone who was never there has left."""
    chat = world.open_chat(call.chat_id, write=False)
    if chat.type == "channel" and not world.me(chat).is_admin:
        raise bad_request("member list is inaccessible")
    return render.member(world.member(chat, world.account(call.number("user_id"))), chat)


@method("getChatAdministrators")
async def get_chat_administrators(world: World, call: Call) -> list[Json]:
    """The creator and the administrators; other bots only if asked."""
    chat = world.open_chat(call.chat_id, write=False)
    if chat.partner:
        raise bad_request("there are no administrators in the private chat")
    bots = call.flag("return_bots")
    admins = [m for m in chat.members.values() if m.is_admin]
    admins = [m for m in admins if bots or not m.account.is_bot or m.account is world.bot]
    return [render.member(held, chat) for held in admins]


@method("getChatMemberCount")
async def get_chat_member_count(world: World, call: Call) -> int:
    """How many are in the chat now."""
    chat = world.open_chat(call.chat_id, write=False)
    if chat.partner:
        return 2
    return sum(world.member(chat, held.account).present for held in chat.members.values())


def _request(world: World, call: Call) -> tuple[Chat, JoinRequest]:
    chat = world.open_chat(call.chat_id)
    if chat.partner:
        raise bad_request("the chat can't have join requests")
    if not world.me(chat).may("can_invite_users"):
        raise bad_request("not enough rights to manage chat join requests")
    account = world.account(call.number("user_id"))
    if world.member(chat, account).present:
        raise bad_request("USER_ALREADY_PARTICIPANT")
    request = chat.join_requests.pop(account.id, None)
    if request is None:
        raise bad_request("HIDE_REQUESTER_MISSING")
    return chat, request


@method("approveChatJoinRequest")
async def approve_chat_join_request(world: World, call: Call) -> bool:
    """Let somebody in who asked."""
    chat, request = _request(world, call)
    world.admit(chat, request.account, world.bot, link=request.link, asked=True)
    return True


@method("declineChatJoinRequest")
async def decline_chat_join_request(world: World, call: Call) -> bool:
    """Turn somebody away who asked."""
    _request(world, call)
    return True


@method("answerChatJoinRequestQuery")
async def answer_join_query(_: World, call: Call) -> bool:
    """Only for bots a group has put in charge of its requests, which this one is not: no query is ever open."""
    raise bad_request("QUERY_ID_INVALID")
