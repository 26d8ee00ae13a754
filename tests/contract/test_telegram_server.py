"""The loopback Telegram server, tried with the unmodified python-telegram-bot client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import aiohttp
import aiohttp.web
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    ChatPermissions,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.ext import Application, CallbackQueryHandler, MessageHandler, TypeHandler, filters

from tests.platforms.telegram_server.errors import NotConformantError, RefusedError
from tests.platforms.telegram_server.server import TelegramServer

PIXEL = b"\x89PNG pretend"
MUTED = ChatPermissions.no_permissions()


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running
    assert [str(problem) for problem in running.lies] == []


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with Bot(server.token, base_url=server.base_url, base_file_url=server.base_file_url) as running:
        yield running
    await running.shutdown()


def application(server: TelegramServer) -> Application:
    builder = Application.builder().token(server.token).base_url(server.base_url)
    return builder.base_file_url(server.base_file_url).build()


@asynccontextmanager
async def polling(server: TelegramServer, app: Application) -> AsyncIterator[list[Update]]:
    """The application at work; what it received, in order."""
    seen: list[Update] = []

    async def remember(update: Update, _: object) -> None:
        seen.append(update)

    app.add_handler(TypeHandler(Update, remember), group=-1)
    async with app:
        await app.start()
        await app.updater.start_polling(timeout=2, allowed_updates=Update.ALL_TYPES)
        try:
            yield seen
        finally:
            await app.updater.stop()
            await app.stop()


async def refusal(asked: Awaitable[object]) -> str:
    """What the platform says when it refuses."""
    with pytest.raises((BadRequest, Forbidden)) as refused:
        await asked
    return refused.value.message


async def test_a_bot_answers_a_message_it_got_by_long_polling(server: TelegramServer) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent)
    app = application(server)
    app.add_handler(MessageHandler(filters.TEXT, lambda update, _: update.message.reply_text("seen")))
    async with polling(server, app):
        asked = await server.post(group, parent, "hello")
        await server.wait_for("sendMessage")
    assert [(post.text, post.reply_to) for post in server.from_bot(group)] == [("seen", asked)]
    server.assert_conformant()


async def test_updates_come_by_webhook_with_the_secret_and_not_by_polling_too(server: TelegramServer, bot: Bot) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent)
    app = application(server)
    seen: list[str] = []

    async def remember(update: Update, _: object) -> None:
        seen.append(update.message.text)

    app.add_handler(MessageHandler(filters.TEXT, remember))
    async with app, _listening(app) as (url, headers):
        await app.start()
        await app.bot.set_webhook(url, secret_token="a-secret_1")
        await server.post(group, parent, "by webhook")
        await server.until(lambda: seen)
        with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
            await bot.get_updates()
        info = await bot.get_webhook_info()
        await bot.delete_webhook()
        await app.stop()
    assert seen == ["by webhook"]
    assert set(headers) == {"a-secret_1"}
    assert (info.url, info.pending_update_count) == (url, 0)


@asynccontextmanager
async def _listening(app: Application) -> AsyncIterator[tuple[str, list[str]]]:
    """A small web server that hands webhooks to the application, failing the first time."""
    headers: list[str] = []
    failures = [True]

    async def take(request: aiohttp.web.Request) -> aiohttp.web.Response:
        if failures:
            failures.clear()
            return aiohttp.web.Response(status=503)
        headers.append(request.headers["X-Telegram-Bot-Api-Secret-Token"])
        await app.update_queue.put(Update.de_json(await request.json(), app.bot))
        return aiohttp.web.Response()

    site = aiohttp.web.Application()
    site.router.add_post("/hook", take)
    runner = aiohttp.web.AppRunner(site)
    await runner.setup()
    await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook", headers
    await runner.cleanup()


async def test_an_update_stays_until_the_offset_moves_and_at_most_a_day(server: TelegramServer, bot: Bot) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent)
    await bot.get_updates(allowed_updates=["message"], offset=-1)
    await server.post(group, parent, "one")
    await server.post(group, parent, "two")
    both = [update for update in await bot.get_updates() if update.message]
    again = [update for update in await bot.get_updates() if update.message]
    assert [u.message.text for u in both] == [u.message.text for u in again] == ["one", "two"]
    assert [u.message.text for u in await bot.get_updates(offset=both[1].update_id)] == ["two"]
    server.advance(25 * 3600)
    assert list(await bot.get_updates()) == []


async def test_the_bot_sees_edits_albums_topics_forwards_channels_and_things_that_are_not_text(
    server: TelegramServer,
) -> None:
    parent, friend = server.user("Ana"), server.user("Bela")
    news = server.channel("School news", bot=None)
    group = server.supergroup("Year 4", parent, is_forum=True)
    async with polling(server, application(server)) as seen:
        thread = server.topic(group, "Trips")
        said = await server.post(group, parent, "bus at 9 /rules see https://example.org", thread=thread)
        await server.edit(said, "bus at 10")
        await server.album(group, parent, [PIXEL, PIXEL], "two pictures")
        await server.post(group, parent, contact=("+441632960001", "Ana"))
        await server.post(group, parent, location=(51.5, -0.12))
        await server.post(group, parent, poll=("Which day?", ["Monday", "Friday"]))
        await server.post(group, parent, voice=b"ogg")
        await server.post(group, parent, sticker="🙂")
        await server.post(group, parent, document=b"pdf", file_name="letter.pdf")
        await server.post(group, parent, "passed on", forwarded=friend)
        await server.post(group, parent, "passed on", forwarded="Somebody")
        await server.post(group, news, "from the channel")
        await server.post(group, group, "from an administrator")
        await server.until(lambda: len(seen) >= 16)
    messages = [u.effective_message for u in seen if u.effective_message]
    written, edited, first, second, contact, place, poll, voice, sticker, file, known, hidden, channel, anonymous = (
        messages[1:]
    )
    assert written.is_topic_message
    assert written.reply_to_message.forum_topic_created.name == "Trips"
    assert [entity.type for entity in written.entities] == ["bot_command", "url"]
    assert (edited.text, edited.message_id, edited.edit_date is None) == ("bus at 10", written.message_id, False)
    assert first.media_group_id == second.media_group_id
    assert (first.caption, second.caption) == ("two pictures", None)
    assert contact.contact.phone_number == "+441632960001"
    assert (place.location.latitude, poll.poll.question) == (51.5, "Which day?")
    assert (voice.voice.file_size, sticker.sticker.emoji, file.document.file_name) == (3, "🙂", "letter.pdf")
    assert known.forward_origin.sender_user.id == friend.id
    assert hidden.forward_origin.sender_user_name == "Somebody"
    assert (channel.sender_chat.id, channel.from_user.username) == (news.id, "Channel_Bot")
    assert (anonymous.sender_chat.id, anonymous.from_user.username) == (group.id, "GroupAnonymousBot")


async def test_a_bot_that_is_no_administrator_sees_only_what_is_meant_for_it(server: TelegramServer, bot: Bot) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent, bot="member")
    mine = await bot.send_message(group.id, "hello")
    await server.post(group, parent, "not for bots")
    await server.post(group, parent, "/why")
    await server.post(group, parent, "/why@another_bot")
    await server.post(group, parent, "an answer", reply_to=group.posts[mine.message_id])
    assert [u.message.text for u in await bot.get_updates() if u.message] == ["/why", "an answer"]
    server.set_bot_rights(group, can_delete_messages=True)
    await server.post(group, parent, "for administrators")
    assert "for administrators" in [u.message.text for u in await bot.get_updates() if u.message]


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


async def test_a_deep_link_brings_its_payload(server: TelegramServer) -> None:
    parent = server.user("Ana")
    app = application(server)
    async with polling(server, app) as seen:
        await server.start(parent, "why-17")
        await server.until(lambda: seen)
    assert seen[0].message.text == "/start why-17"
    assert seen[0].message.chat.type == "private"


async def test_pressing_a_button_shows_what_the_bot_answers(server: TelegramServer) -> None:
    parent, outsider = server.user("Ana"), server.user("Zed")
    group = server.supergroup("Year 4", parent)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Why?", callback_data="why:17")]])
    app = application(server)

    async def pressed(update: Update, _: object) -> None:
        await update.callback_query.answer(f"reason for {update.callback_query.data}", show_alert=True)

    app.add_handler(CallbackQueryHandler(pressed))
    async with polling(server, app):
        sent = await app.bot.send_message(group.id, "hidden", reply_markup=keyboard)
        card = group.posts[sent.message_id]
        press = await server.click(parent, card, "why:17")
        late = await refusal(app.bot.answer_callback_query(press.id, "again"))
        with pytest.raises(RefusedError):
            await server.click(outsider, card, "why:17")
        with pytest.raises(RefusedError):
            await server.click(parent, card, "other")
    assert (press.text, press.alert, press.answered) == ("reason for why:17", True, True)
    assert late == "Query is too old and response timeout expired or query id is invalid"


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
    album = await bot.send_media_group(group.id, [InputMediaPhoto(PIXEL), InputMediaPhoto(b"second")], caption="both")
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


async def test_a_wrong_token_an_unknown_method_and_log_out_are_refused(server: TelegramServer, bot: Bot) -> None:
    async with aiohttp.ClientSession() as session:
        for path, status, text in (
            (f"{server.token}x/getMe", 401, "Unauthorized"),
            ("nonsense/getMe", 404, "Not Found"),
            (f"{server.token}/sendCheese", 404, "Not Found"),
            (f"{server.token}/GETME", 200, None),
        ):
            async with session.get(server.base_url + path) as answer:
                body = await answer.json()
                assert (answer.status, body.get("description")) == (status, text)
    with pytest.raises(InvalidToken):
        await Bot(server.token[:-1] + "z", base_url=server.base_url).initialize()
    with pytest.raises(RetryAfter):
        await bot.log_out()


async def test_trouble_comes_as_ordered(server: TelegramServer, bot: Bot) -> None:
    group = server.supergroup("Year 4")
    server.fail("sendMessage", status=429, retry_after=7)
    server.fail("sendMessage", status=502)
    server.fail("sendMessage", status="drop", after=True)
    server.fail("sendMessage", status="timeout")
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(group.id, "one")
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(group.id, "two")
    with pytest.raises(NetworkError):
        await bot.send_message(group.id, "three")
    with pytest.raises(TimedOut):
        await bot.send_message(group.id, "four", read_timeout=0.05)
    await bot.send_message(group.id, "five")
    assert flood.value._retry_after.total_seconds() == 7
    assert [post.text for post in server.from_bot(group)] == ["three", "five"]
    assert [asked.status for asked in server.calls("sendMessage")] == [429, 502, -1, -1, 200]


async def test_updates_can_be_repeated_reordered_and_cut_off_without_loss(server: TelegramServer) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent)
    async with polling(server, application(server)) as seen:
        await server.until(lambda: seen)
        server.drop_connections()
        server.hold()
        await server.post(group, parent, "one")
        await server.post(group, parent, "two")
        server.release(backwards=True)
        await server.until(lambda: len(seen) == 3)
        server.repeat(1)
        await server.until(lambda: len(seen) == 4)
    assert [u.message.text for u in seen if u.message][:2] == ["two", "one"]
    assert seen[3].update_id in (seen[1].update_id, seen[2].update_id)


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


async def test_what_does_not_conform_is_listed_by_method_and_field_only(server: TelegramServer, bot: Bot) -> None:
    group = server.supergroup("Year 4")
    await bot.send_message(group.id, "secret words", api_kwargs={"loudness": "very", "disable_notification": "maybe"})
    permissions = {"can_shout": True}
    await bot.set_chat_permissions(group.id, ChatPermissions(can_send_messages=True, api_kwargs=permissions))
    with pytest.raises(NotConformantError) as raised:
        server.assert_conformant()
    listed = str(raised.value)
    for part in (
        "sendMessage loudness: unknown field",
        "sendMessage disable_notification: not a Boolean",
        "setChatPermissions permissions.can_shout: unknown field",
    ):
        assert part in listed
    assert "secret" not in listed
    assert "very" not in listed


async def test_the_bot_may_ask_by_get_by_json_and_by_form(server: TelegramServer) -> None:
    group = server.supergroup("Year 4", username="year_four")
    address = f"{server.base_url}{server.token}/sendMessage"
    async with aiohttp.ClientSession() as session:
        for known in (
            {"params": {"chat_id": "@year_four", "text": "get"}},
            {"json": {"chat_id": group.id, "text": "json", "reply_markup": {"remove_keyboard": True}}},
            {"data": {"chat_id": group.id, "text": "form"}},
        ):
            async with session.post(address, **known) as answer:
                assert answer.status == 200
        async with session.post(address, json={"chat_id": group.id, "text": "x", "reply_markup": {}}) as answer:
            assert answer.status == 400
    assert [post.text for post in server.from_bot(group)] == ["get", "json", "form"]


async def test_a_second_poller_ends_the_first(server: TelegramServer, bot: Bot) -> None:
    async with Bot(server.token, base_url=server.base_url) as other:
        first = asyncio.create_task(bot.get_updates(timeout=5))
        await server.until(lambda: server.calls("getUpdates"))
        await other.get_updates(timeout=0)
        with pytest.raises(Conflict, match="erminated by other getupdates request"):
            await first
