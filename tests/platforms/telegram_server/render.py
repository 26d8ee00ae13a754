"""What the platform keeps, as the Bot API shows it (https://core.telegram.org/bots/api#available-types)."""

from __future__ import annotations

from typing import Any

from tests.platforms.telegram_server.conformance import spec
from tests.platforms.telegram_server.rights import CHANNEL_RIGHTS, NOTHING, RIGHTS
from tests.platforms.telegram_server.state import Account, Chat, InviteLink, Membership, Post

Json = dict[str, Any]


def _filled(**fields: Any) -> Json:
    return {name: value for name, value in fields.items() if value}


def user(account: Account) -> Json:
    """A User."""
    known: Json = {"id": account.id, "is_bot": account.is_bot, "first_name": account.first_name}
    language = "" if account.is_bot else account.language_code
    return known | _filled(last_name=account.last_name, username=account.username, language_code=language)


def chat(place: Chat) -> Json:
    """A Chat."""
    known: Json = {"id": place.id, "type": place.type}
    if place.partner:
        person = place.partner
        return known | _filled(first_name=person.first_name, last_name=person.last_name, username=person.username)
    return known | _filled(title=place.title, username=place.username, is_forum=place.is_forum)


def full_chat(place: Chat) -> Json:
    """A ChatFullInfo."""
    gifts = dict.fromkeys(spec()["types"]["AcceptedGiftTypes"]["fields"], True)
    known = chat(place) | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    if place.partner:
        return known | _filled(bio=place.partner.bio)
    known |= _filled(description=place.description, slow_mode_delay=place.slow_mode, photo=place.photo)
    known |= _filled(join_by_request=place.join_by_request, linked_chat_id=place.linked.id if place.linked else 0)
    if place.is_group:
        known["permissions"] = place.permissions
    primary = next((link.url for link in place.links if link.is_primary and not link.is_revoked), "")
    pinned = next((place.posts[i] for i in reversed(place.pinned) if i in place.posts), None)
    known |= _filled(invite_link=primary, has_visible_history=True)
    return known | (_filled(pinned_message=message(pinned, nested=True)) if pinned else {})


def member(held: Membership, place: Chat) -> Json:
    """A ChatMember of the subtype its status asks for."""
    known: Json = {"status": held.status, "user": user(held.account)}
    match held.status:
        case "creator":
            return known | {"is_anonymous": held.rights.get("is_anonymous", False)} | _titled(held)
        case "administrator":
            names = (*RIGHTS, *CHANNEL_RIGHTS) if place.type == "channel" else RIGHTS
            rights = {name: held.rights.get(name, False) for name in names}
            return known | {"can_be_edited": held.promoted_by_bot} | rights | _titled(held)
        case "restricted":
            granted = NOTHING | held.permissions
            return known | {"is_member": held.is_member, "until_date": held.until} | granted | _filled(tag=held.tag)
        case "kicked":
            return known | {"until_date": held.until}
        case "member":
            return known | _filled(tag=held.tag)
        case _:
            return known


def _titled(held: Membership) -> Json:
    return _filled(custom_title=held.custom_title)


def message(post: Post, *, nested: bool = False) -> Json:
    """A Message; one that is shown inside another does not show what it answers."""
    shown: Json = {"message_id": post.message_id, "date": post.date, "chat": chat(post.chat)}
    if post.chat.type != "channel":
        shown["from"] = user(post.sender)
    if post.sender_chat:
        shown["sender_chat"] = chat(post.sender_chat)
    elif post.chat.type == "supergroup" and (held := post.chat.members.get(post.sender.id)):
        shown |= _filled(sender_tag=held.tag or held.custom_title)
    if post.thread:
        shown |= {"message_thread_id": post.thread} | _filled(is_topic_message=post.thread in post.chat.topics)
    answered = post.reply_to or (post.chat.posts.get(post.thread) if post.thread in post.chat.topics else None)
    if answered and answered is not post and not answered.deleted and not nested:
        shown["reply_to_message"] = message(answered, nested=True)
    inline = post.markup if post.markup and "inline_keyboard" in post.markup else None
    return shown | _filled(edit_date=post.edit_date, reply_markup=inline) | post.content


def reachable(post: Post) -> Json:
    """A MaybeInaccessibleMessage: date 0 once it is deleted."""
    if post.deleted:
        return {"chat": chat(post.chat), "message_id": post.message_id, "date": 0}
    return message(post)


def invite_link(link: InviteLink, waiting: int = 0) -> Json:
    """A ChatInviteLink; `waiting`: how many ask to come in by it."""
    known: Json = {
        "invite_link": link.url,
        "creator": user(link.creator),
        "creates_join_request": link.creates_join_request,
        "is_primary": link.is_primary,
        "is_revoked": link.is_revoked,
    }
    known |= _filled(name=link.name, expire_date=link.expire_date, member_limit=link.member_limit)
    return known | _filled(pending_join_request_count=waiting)
