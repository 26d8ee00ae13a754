"""The rules of the platform as the loopback Telegram server keeps them, asked with the unmodified client."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    ChatPermissions,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    InputPollOption,
)
from telegram.error import ChatMigrated, RetryAfter

from tests.platforms.telegram_server.client import refusal
from tests.platforms.telegram_server.errors import RefusedError
from tests.platforms.telegram_server.server import TelegramServer

PIXEL = b"\x89PNG pretend"
MUTED = ChatPermissions.no_permissions()


@pytest.fixture(autouse=True)
def _times_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else the client warns at every RetryAfter


async def test_a_restriction_ends_at_its_date_and_too_short_or_too_long_means_for_ever(
    server: TelegramServer, bot: Bot
) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent)
    now = int(server.now())
    for ahead, stored in ((3600, now + 3600), (10, 0), (400 * 86400, 0)):
        await bot.restrict_chat_member(group.id, parent.id, MUTED, until_date=now + ahead)
        assert server.member(group, parent).until == stored
    with pytest.raises(RefusedError):
        await server.post(group, parent, "still here")
    await bot.restrict_chat_member(group.id, parent.id, MUTED, until_date=now + 3600)
    held = await bot.get_chat_member(group.id, parent.id)
    assert (held.status, held.until_date) == ("restricted", datetime.fromtimestamp(now + 3600, UTC))
    server.advance(3601)
    await server.post(group, parent, "back again")
    assert (await bot.get_chat_member(group.id, parent.id)).status == "member"


async def test_granting_every_permission_lifts_and_leaving_does_not(server: TelegramServer, bot: Bot) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent)
    await bot.restrict_chat_member(group.id, parent.id, MUTED)
    await server.leave(group, parent)
    await server.join(group, parent)
    with pytest.raises(RefusedError):
        await server.post(group, parent, "round the back")
    await bot.restrict_chat_member(group.id, parent.id, ChatPermissions.all_permissions())
    await server.post(group, parent, "thank you")
    assert server.member(group, parent).status == "member"


async def test_owners_administrators_and_missing_rights_stop_a_restriction(server: TelegramServer, bot: Bot) -> None:
    parent, head = server.user("Ana"), server.user("Head")
    group = server.supergroup("Year 4", parent, head)
    server.promote(group, head, can_delete_messages=True)
    basic = server.group("Year 5", parent)

    async def restrict(chat_id: int, user_id: int) -> str:
        return await refusal(bot.restrict_chat_member(chat_id, user_id, MUTED))

    assert await restrict(group.id, server.owner(group).id) == "Can't remove chat owner"
    assert await restrict(group.id, head.id) == "User is an administrator of the chat"
    assert await restrict(basic.id, parent.id) == "Method is available only for supergroups"
    server.set_bot_rights(group, can_restrict_members=False)
    assert await restrict(group.id, parent.id) == "Not enough rights to restrict/unrestrict chat member"


async def test_deleting_needs_the_right_the_message_and_less_than_two_days(server: TelegramServer, bot: Bot) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent)
    one, two, three = [await server.post(group, parent, f"number {i}") for i in range(3)]
    assert await bot.delete_message(group.id, one.message_id)
    assert await refusal(bot.delete_message(group.id, one.message_id)) == "Message to delete not found"
    assert await bot.delete_messages(group.id, [one.message_id, two.message_id])
    assert server.visible(group) == [three]
    server.set_bot_rights(group, can_delete_messages=False)
    assert await refusal(bot.delete_message(group.id, three.message_id)) == "Message can't be deleted"
    server.set_bot_rights(group, can_delete_messages=True)
    server.advance(48 * 3600 + 1)
    assert await refusal(bot.delete_message(group.id, three.message_id)) == "Message can't be deleted"
    assert await refusal(bot.delete_messages(group.id, list(range(1, 102)))) == "Too many message identifiers specified"


async def test_a_bot_cannot_write_first_and_not_to_who_blocked_it(server: TelegramServer, bot: Bot) -> None:
    parent, stranger = server.user("Ana"), server.user("Zed")
    server.supergroup("Year 4", parent)
    assert await refusal(bot.send_message(parent.id, "hi")) == "Forbidden: bot can't initiate conversation with a user"
    assert await refusal(bot.send_message(stranger.id, "hi")) == "Chat not found"
    await server.start(parent)
    await bot.send_message(parent.id, "hi")
    server.block_bot(parent)
    assert await refusal(bot.send_message(parent.id, "hi")) == "Forbidden: bot was blocked by the user"
    assert [post.text for post in server.private_messages(parent)] == ["hi"]
    changes = [u.my_chat_member for u in await bot.get_updates() if u.my_chat_member]
    assert changes[-1].new_chat_member.status == "kicked"


async def test_texts_keep_the_platforms_limits_and_formatting(server: TelegramServer, bot: Bot) -> None:
    group = server.supergroup("Year 4")
    sent = await bot.send_message(group.id, "<b>Hidden</b> 🙈 <tg-spoiler>word</tg-spoiler>", parse_mode="HTML")
    marked = await bot.send_message(
        group.id, r"*Hidden* ||word|| [here](https://example.org/) 5\.", parse_mode="MarkdownV2"
    )
    assert sent.text == "Hidden 🙈 word"
    assert [(e.type, sent.parse_entity(e)) for e in sent.entities] == [("bold", "Hidden"), ("spoiler", "word")]
    assert (marked.text, [e.type for e in marked.entities]) == ("Hidden word here 5.", ["bold", "spoiler", "text_link"])
    assert await refusal(bot.send_message(group.id, "x" * 4097)) == "Message is too long"
    assert await refusal(bot.send_photo(group.id, PIXEL, caption="x" * 1025)) == "Message caption is too long"
    assert await refusal(bot.send_message(group.id, " ")) == "Message text is empty"
    assert "can't find end tag" in await refusal(bot.send_message(group.id, "<b>x", parse_mode="HTML"))
    assert "is reserved" in await refusal(bot.send_message(group.id, "x.", parse_mode="MarkdownV2"))
    long = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="é" * 33)]])
    assert await refusal(bot.send_message(group.id, "x", reply_markup=long)) == "Button_data_invalid"


async def test_editing_is_for_own_messages_and_must_change_something(server: TelegramServer, bot: Bot) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent)
    other = await server.post(group, parent, "mine")
    sent = await bot.send_message(group.id, "card")
    await bot.edit_message_text("card, upheld", group.id, sent.message_id)
    again = bot.edit_message_text("card, upheld", group.id, sent.message_id)
    assert (await refusal(again)).startswith("Message is not modified: specified new message content")
    assert await refusal(bot.edit_message_text("x", group.id, other.message_id)) == "Message can't be edited"
    assert await refusal(bot.edit_message_text("x", group.id, 9999)) == "Message to edit not found"
    assert server.from_bot(group)[0].text == "card, upheld"


async def test_files_go_up_and_come_down_again(server: TelegramServer, bot: Bot) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent)
    posted = await server.post(group, parent, "look", photo=PIXEL)
    fetched = await bot.get_file(posted.content["photo"][-1]["file_id"])
    sent = await bot.send_document(group.id, b"week,count", filename="digest.csv", caption="Digest")
    album = await bot.send_media_group(
        group.id, [InputMediaPhoto(PIXEL), InputMediaPhoto(PIXEL + b"second")], caption="both"
    )
    assert bytes(await fetched.download_as_bytearray()) == PIXEL
    assert bytes(await (await sent.document.get_file()).download_as_bytearray()) == b"week,count"
    assert (sent.document.file_name, sent.caption) == ("digest.csv", "Digest")
    assert len({message.media_group_id for message in album}) == 1
    server.assert_conformant()


async def test_a_group_that_became_a_supergroup_says_so(server: TelegramServer, bot: Bot) -> None:
    parent = server.user("Ana")
    group = server.group("Year 4", parent)
    new = server.migrate(group)
    with pytest.raises(ChatMigrated) as migrated:
        await bot.send_message(group.id, "hello")
    assert migrated.value.new_chat_id == new.id
    await bot.send_message(new.id, "hello")
    told = [u.message for u in await bot.get_updates() if u.message]
    assert [(m.migrate_to_chat_id, m.migrate_from_chat_id) for m in told] == [(new.id, None), (None, group.id)]


async def test_losing_rights_and_being_put_out_are_told(server: TelegramServer, bot: Bot) -> None:
    group = server.supergroup("Year 4")
    server.set_bot_rights(group, can_delete_messages=False)
    server.kick_bot(group)
    changes = [u.my_chat_member for u in await bot.get_updates()]
    assert [change.new_chat_member.status for change in changes] == ["administrator", "administrator", "kicked"]
    assert (changes[1].old_chat_member.can_delete_messages, changes[1].new_chat_member.can_delete_messages) == (
        True,
        False,
    )
    assert await refusal(bot.send_message(group.id, "x")) == "Forbidden: bot was kicked from the supergroup chat"
    assert await refusal(bot.send_message(-100123, "x")) == "Chat not found"


async def test_people_come_in_by_request_are_banned_and_promoted(server: TelegramServer, bot: Bot) -> None:
    parent, other = server.user("Ana"), server.user("Bela")
    group = server.supergroup("Year 4", join_by_request=True)
    await server.join(group, parent)
    asked = [u.chat_join_request for u in await bot.get_updates() if u.chat_join_request]
    assert [request.from_user.id for request in asked] == [parent.id]
    await bot.approve_chat_join_request(group.id, parent.id)
    assert await refusal(bot.decline_chat_join_request(group.id, other.id)) == "Hide_requester_missing"
    await bot.promote_chat_member(group.id, parent.id, can_delete_messages=True)
    assert {admin.user.id for admin in await bot.get_chat_administrators(group.id)} == {
        parent.id,
        server.bot.id,
        server.owner(group).id,
    }
    await bot.ban_chat_member(group.id, parent.id, revoke_messages=True)
    assert await bot.get_chat_member_count(group.id) == 2
    with pytest.raises(RefusedError):
        await server.join(group, parent)
    await bot.unban_chat_member(group.id, parent.id, only_if_banned=True)
    assert (await bot.get_chat_member(group.id, parent.id)).status == "left"


async def test_a_lockdown_can_be_made_and_undone(server: TelegramServer, bot: Bot) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent)
    before = (await bot.get_chat(group.id)).permissions
    await bot.set_chat_permissions(group.id, MUTED)
    link = await bot.export_chat_invite_link(group.id)
    assert (await bot.revoke_chat_invite_link(group.id, link)).is_revoked
    with pytest.raises(RefusedError):
        await server.post(group, parent, "anyone?")
    await bot.set_chat_permissions(group.id, before, use_independent_chat_permissions=True)
    await server.post(group, parent, "thank you")
    assert (await bot.get_chat(group.id)).permissions == before


async def test_commands_are_kept_by_scope(server: TelegramServer, bot: Bot) -> None:
    group = server.supergroup("Year 4")
    await bot.set_my_commands([BotCommand("why", "Explain")], scope=BotCommandScopeChat(group.id))
    assert [c.command for c in await bot.get_my_commands(scope=BotCommandScopeChat(group.id))] == ["why"]
    assert list(await bot.get_my_commands()) == []


async def test_forwards_say_where_they_come_from_and_copies_do_not(server: TelegramServer, bot: Bot) -> None:
    parent = server.user("Ana")
    group, staff = server.supergroup("Year 4", parent), server.supergroup("Staff")
    posts = [await server.post(group, parent, text) for text in ("one", "two")]
    forwarded = await bot.forward_message(staff.id, group.id, posts[0].message_id)
    await bot.copy_message(staff.id, group.id, posts[1].message_id)
    assert forwarded.forward_origin.sender_user.id == parent.id
    assert [post.text for post in server.from_bot(staff)] == ["one", "two"]
    assert len(await bot.forward_messages(staff.id, group.id, [post.message_id for post in posts])) == 2
    backwards = bot.copy_messages(staff.id, group.id, [posts[1].message_id, posts[0].message_id])
    assert await refusal(backwards) == "Message identifiers must be in a strictly increasing order"
    secret = await bot.send_message(group.id, "x", protect_content=True)
    assert await refusal(secret.copy(staff.id)) == "The message can't be copied"


async def test_topics_open_close_and_take_their_messages_with_them(server: TelegramServer, bot: Bot) -> None:
    group = server.supergroup("Year 4", is_forum=True)
    topic = await bot.create_forum_topic(group.id, "Trips")
    sent = await bot.send_message(group.id, "bus", message_thread_id=topic.message_thread_id)
    answer = await sent.reply_text("yes")
    assert (sent.is_topic_message, answer.message_thread_id) == (True, topic.message_thread_id)
    assert await refusal(bot.delete_message(group.id, topic.message_thread_id)) == "Message can't be deleted"
    await bot.close_forum_topic(group.id, topic.message_thread_id)
    closed = bot.send_message(group.id, "late", message_thread_id=topic.message_thread_id)
    assert await refusal(closed) == "Topic_closed"
    await bot.delete_forum_topic(group.id, topic.message_thread_id)
    assert server.visible(group) == []
    gone = bot.send_message(group.id, "gone", message_thread_id=topic.message_thread_id + 1000)
    assert await refusal(gone) == "Message thread not found"


async def test_buttons_pictures_and_mentions_are_checked(server: TelegramServer, bot: Bot) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent)

    async def with_button(**known: str) -> str:
        keyboard = {"inline_keyboard": [[{"text": "x", **known}]]}
        return await refusal(bot.send_message(group.id, "x", reply_markup=keyboard))

    assert await with_button() == "Text buttons are unallowed in the inline keyboard"
    assert await with_button(url="nowhere") == "Button_url_invalid"
    assert await refusal(bot.send_photo(group.id, b"no picture")) == "Image_process_failed"
    assert await refusal(bot.send_photo(group.id, "no-such-file")) == "Wrong file identifier/http url specified"
    html = f'<a href="tg://user?id={parent.id}">You</a> and <a href="tg://user?id=1">nobody</a>'
    sent = await bot.send_message(group.id, html, parse_mode="HTML")
    assert [(entity.type, entity.user.id) for entity in sent.entities] == [("text_mention", parent.id)]
    poll = await bot.send_poll(group.id, "Which day?", [InputPollOption("Monday"), "Friday"])
    assert [option.text for option in poll.poll.options] == ["Monday", "Friday"]
    contact = await bot.send_contact(group.id, "+441632960001", "Office")
    assert contact.contact.first_name == "Office"


async def test_too_many_messages_to_a_group_in_a_minute_must_wait(server: TelegramServer, bot: Bot) -> None:
    group = server.supergroup("Year 4")
    server.flood_limit = 3
    for number in range(3):
        await bot.send_message(group.id, f"number {number}")
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(group.id, "one too many")
    server.advance(flood.value.retry_after.total_seconds())
    await bot.send_message(group.id, "later")
    assert len(server.from_bot(group)) == 4


async def test_a_ban_ends_takes_messages_and_keeps_channels_out(server: TelegramServer, bot: Bot) -> None:
    parent, news = server.user("Ana"), server.channel("News", bot=None)
    group = server.supergroup("Year 4", parent)
    said = await server.post(group, parent, "said")
    await bot.ban_chat_member(group.id, parent.id, until_date=int(server.now()) + 60, revoke_messages=True)
    assert said.deleted
    server.advance(61)
    await server.join(group, parent)
    assert server.member(group, parent).status == "member"
    await server.post(group, news, "from a channel")
    await bot.ban_chat_sender_chat(group.id, news.id)
    with pytest.raises(RefusedError):
        await server.post(group, news, "from a channel again")
    assert await refusal(bot.ban_chat_member(group.id, server.owner(group).id)) == "Can't remove chat owner"


async def test_what_the_bot_may_promote_pin_and_change_follows_its_own_rights(server: TelegramServer, bot: Bot) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent)
    post = await server.post(group, parent, "important")
    await bot.pin_chat_message(group.id, post.message_id)
    assert (await bot.get_chat(group.id)).pinned_message.message_id == post.message_id
    server.set_bot_rights(group, can_pin_messages=False, can_promote_members=False, can_invite_users=False)
    assert "not enough rights to manage pinned" in (await refusal(bot.unpin_chat_message(group.id))).lower()
    promotion = bot.promote_chat_member(group.id, parent.id, can_pin_messages=True)
    assert await refusal(promotion) == "Not enough rights"
    assert "invite link" in await refusal(bot.create_chat_invite_link(group.id))
    server.set_bot_rights(group, can_promote_members=True)
    promotion = bot.promote_chat_member(group.id, parent.id, can_pin_messages=True)
    assert await refusal(promotion) == "Right_forbidden"
    server.demote_bot(group)
    assert await refusal(bot.set_chat_permissions(group.id, MUTED)) == "Not enough rights to change chat permissions"
