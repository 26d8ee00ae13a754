"""The loopback Telegram server, tried with the unmodified python-telegram-bot client: updates, trouble, conformity."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import aiohttp.web
import pytest
from telegram import Bot, ChatPermissions, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TimedOut
from telegram.ext import Application, CallbackQueryHandler, MessageHandler, filters

from tests.platforms.telegram_server.client import application, polling, refusal
from tests.platforms.telegram_server.condense import condense
from tests.platforms.telegram_server.conformance import check, spec
from tests.platforms.telegram_server.errors import NotConformantError, RefusedError
from tests.platforms.telegram_server.server import TelegramServer

PIXEL = b"\x89PNG pretend"


@pytest.fixture(autouse=True)
def _times_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else the client warns at every RetryAfter


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
    stranger = Bot(server.token[:-1] + "z", base_url=server.base_url)
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
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
        await server.until(lambda: seen and server.polling)
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
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first


async def test_a_live_location_moves_and_a_reaction_is_told(server: TelegramServer) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent)
    async with polling(server, application(server)) as seen:
        await server.until(lambda: server.polling)
        post = await server.post(group, parent, location=(51.5, -0.12), live=900)
        await server.move(post, 51.6, -0.13)
        server.react(parent, post, "👍")
        server.react(parent, post)
        await server.until(lambda: len(seen) == 5)
    assert [u.edited_message.location.latitude for u in seen if u.edited_message] == [51.6]
    reactions = [u.message_reaction for u in seen if u.message_reaction]
    assert [[r.emoji for r in change.new_reaction] for change in reactions] == [["👍"], []]


async def test_a_deep_link_under_a_button_can_be_followed(server: TelegramServer, bot: Bot) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent)
    link = InlineKeyboardButton("Why?", url=f"https://t.me/{(await bot.get_me()).username}?start=why-17")
    sent = await bot.send_message(group.id, "A message was hidden.", reply_markup=InlineKeyboardMarkup([[link]]))
    opened_by = await server.follow(parent, group.posts[sent.message_id].buttons[0]["url"])
    assert opened_by.text == "/start why-17"
    assert (await bot.send_message(parent.id, "because")).chat.type == "private"
    with pytest.raises(RefusedError):
        await server.follow(parent, "https://t.me/another_bot?start=x")


async def test_a_method_it_does_not_offer_is_named_and_not_called_unknown(bot: Bot, server: TelegramServer) -> None:
    with pytest.raises(NetworkError, match="does not offer setUserEmojiStatus"):
        await bot.set_user_emoji_status(server.user("Ana").id)
    assert server.unsupported == {"setUserEmojiStatus"}
    server.unsupported.clear()


async def test_a_hook_sees_the_world_before_a_method_takes_effect(server: TelegramServer, bot: Bot) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent)
    post = await server.post(group, parent, "here")
    still: list[bool] = []
    server.before(
        "deleteMessage", lambda given: still.append(given["message_id"] == post.message_id and not post.deleted)
    )
    await bot.delete_message(group.id, post.message_id)
    assert (still, post.deleted) == ([True], True)


def test_the_condensed_description_holds_facts_and_no_prose() -> None:
    described = {"name": "colour", "types": ["String"], "required": True}
    prose = 'Colour of it, must be one of "red" (warm) or "blue". Shown to "everybody"; 1-4 characters'
    method = {"returns": ["Boolean"], "fields": [described | {"description": prose}], "description": ["Long words."]}
    facts = {"type": "String", "required": True, "choices": ["red", "blue"], "characters": [1, 4]}
    assert condense({"version": "v", "methods": {"paint": method}, "types": {}})["methods"] == {
        "paint": {"returns": "Boolean", "fields": {"colour": facts}}
    }
    assert "description" not in {name for entry in spec()["types"].values() for name in entry}
    facts = {section: spec()[section] for section in ("methods", "types")}
    assert [word for word in strings(facts) if len(word.replace("Array of ", "").split()) > 1] == []


def strings(value: object) -> list[str]:
    """Every text anywhere in a JSON value."""
    return [part for part in json.dumps(value).split('"')[1::2] if part]


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        ("User", {"id": 1, "first_name": "A"}, "x.is_bot: missing"),
        ("User", {"id": "1", "is_bot": False, "first_name": "A"}, "x.id: not of type Integer"),
        ("User", {"id": True, "is_bot": False, "first_name": "A"}, "x.id: not of type Integer"),
        (
            "ChatMember",
            {"status": "kicked", "user": {"id": 1, "is_bot": False, "first_name": "A"}},
            "x.until_date: missing",
        ),
        ("Chat", {"id": 1, "type": "club"}, "x.type: not one of the listed values"),
        ("InlineKeyboardMarkup", {"inline_keyboard": [{"text": "a"}]}, "x.inline_keyboard[0]: not an Array"),
        ("InlineKeyboardMarkup", {"inline_keyboard": [[{"text": "a", "callback_data": ""}]]}, "bytes outside 1-64"),
        ("Array of Update", [{"update_id": 1, "messages": {}}], "x[0].messages: unknown field"),
        ("Integer|String", 1.5, "x: not of type Integer"),
    ],
)
def test_what_is_wrong_with_a_value_is_named(kind: str, value: object, found: str) -> None:
    problems = [str(problem) for problem in check(kind, value, "x")]
    assert len(problems) == 1
    assert found in problems[0]
