"""The loopback Telegram server takes what bots of other makers ask, in the forms other clients use."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from telegram import Bot, InputMediaPhoto, ReactionTypeEmoji

from tests.platforms.telegram_server.client import refusal
from tests.platforms.telegram_server.errors import RefusedError
from tests.platforms.telegram_server.server import TelegramServer

PIXEL = b"\x89PNG pretend"


async def _ask(server: TelegramServer, http: str, method: str, **how: Any) -> Any:
    address = f"{server.base_url}{server.token}/{method}"
    async with aiohttp.ClientSession() as session, session.request(http, address, **how) as answer:
        return await answer.json()


async def test_a_form_is_read_from_a_get_as_from_a_post(server: TelegramServer) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent)
    await server.post(group, parent, "first")
    await server.post(group, parent, "second")
    told = (await _ask(server, "GET", "getUpdates"))["result"]
    form = aiohttp.FormData({"offset": str(told[-1]["update_id"])})
    again = (await _ask(server, "GET", "getUpdates", data=form))["result"]
    assert [update["update_id"] for update in again] == [told[-1]["update_id"]]
    held = await _ask(server, "GET", "getChatMember", data={"chat_id": str(group.id), "user_id": str(parent.id)})
    assert held["result"]["status"] == "member"
    server.assert_conformant()


async def test_the_options_of_a_poll_may_be_texts_alone_and_it_is_stopped_once(
    server: TelegramServer, bot: Bot
) -> None:
    group = server.supergroup("Year 4")
    asked = {"chat_id": group.id, "question": "When?", "options": ["Monday", "Friday"]}
    sent = (await _ask(server, "POST", "sendPoll", json=asked))["result"]
    assert [option["text"] for option in sent["poll"]["options"]] == ["Monday", "Friday"]
    assert (await bot.stop_poll(group.id, sent["message_id"])).is_closed
    assert await refusal(bot.stop_poll(group.id, sent["message_id"])) == "Poll has already been closed"
    assert await refusal(bot.stop_poll(group.id, 999)) == "Message with poll to stop not found"
    server.assert_conformant()


async def test_a_reaction_is_one_of_those_the_platform_has(server: TelegramServer, bot: Bot) -> None:
    parent = server.user("Ana")
    post = await server.post(server.supergroup("Year 4", parent), parent, "thank you")
    await bot.set_message_reaction(post.chat.id, post.message_id, "👍")
    assert post.reactions[server.bot.id] == "👍"
    unknown = [ReactionTypeEmoji("🏫")]
    assert await refusal(bot.set_message_reaction(post.chat.id, post.message_id, unknown)) == "Reaction_invalid"
    await bot.set_message_reaction(post.chat.id, post.message_id)
    assert post.reactions[server.bot.id] == ""


async def test_a_picture_takes_the_place_of_another_and_of_the_groups_own(server: TelegramServer, bot: Bot) -> None:
    group = server.supergroup("Year 4")
    sent = await bot.send_photo(group.id, PIXEL, caption="before")
    other = InputMediaPhoto(PIXEL + b"2", caption="after")
    edited = await bot.edit_message_media(other, chat_id=group.id, message_id=sent.message_id)
    assert edited.caption == "after"
    assert edited.photo[-1].file_id != sent.photo[-1].file_id
    assert await refusal(bot.delete_chat_photo(group.id)) == "Chat_not_modified"
    await bot.set_chat_photo(group.id, PIXEL)
    shown = (await bot.get_chat(group.id)).photo
    assert shown is not None
    assert bytes(await (await shown.get_big_file()).download_as_bytearray()) == PIXEL
    await bot.delete_chat_photo(group.id)
    assert (await bot.get_chat(group.id)).photo is None
    form = aiohttp.FormData({"chat_id": str(group.id), "photo": "attach://beside"})  # as aiogram sends it
    form.add_field("beside", PIXEL, filename="a.png")
    assert (await _ask(server, "POST", "setChatPhoto", data=form))["ok"]
    server.assert_conformant()


async def test_a_closed_topic_takes_only_what_those_write_who_manage_topics(server: TelegramServer, bot: Bot) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent, is_forum=True)
    topic = await bot.create_forum_topic(group.id, "Trip")
    await bot.close_forum_topic(group.id, topic.message_thread_id)
    await bot.close_general_forum_topic(group.id)
    assert await refusal(bot.close_general_forum_topic(group.id)) == "Topic_not_modified"
    for thread in (topic.message_thread_id, 0):
        with pytest.raises(RefusedError):
            await server.post(group, parent, "may I?", thread=thread)
    await server.post(group, server.owner(group), "closed for tonight", thread=topic.message_thread_id)
    await bot.reopen_general_forum_topic(group.id)
    await server.post(group, parent, "thank you")
    await bot.hide_general_forum_topic(group.id)
    with pytest.raises(RefusedError):
        await server.post(group, parent, "and now?")
    server.assert_conformant()


async def test_pins_of_one_topic_go_and_the_others_stay(server: TelegramServer, bot: Bot) -> None:
    group = server.supergroup("Year 4", is_forum=True)
    topic = await bot.create_forum_topic(group.id, "Trip")
    inside = await bot.send_message(group.id, "in the topic", message_thread_id=topic.message_thread_id)
    outside = await bot.send_message(group.id, "in General")
    for sent in (inside, outside):
        await bot.pin_chat_message(group.id, sent.message_id)
    await bot.unpin_all_forum_topic_messages(group.id, topic.message_thread_id)
    assert group.pinned == [outside.message_id]
    await bot.unpin_all_general_forum_topic_messages(group.id)
    assert group.pinned == []


async def test_dice_places_pictures_of_people_and_the_rights_a_bot_asks_for(server: TelegramServer, bot: Bot) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent)
    assert (await bot.send_dice(group.id)).dice.value in range(1, 7)
    assert (await bot.send_venue(group.id, 51.5, -0.1, "School", "1 Road")).venue.title == "School"
    assert (await bot.get_user_profile_photos(parent.id)).total_count == 0
    assert await refusal(bot.get_user_profile_photos(999)) == "User not found"
    before = await bot.get_my_default_administrator_rights()
    assert not before.can_delete_messages
    wanted = {**before.to_dict(), "can_delete_messages": True}
    await bot.set_my_default_administrator_rights(type(before).de_json(wanted, bot))
    assert (await bot.get_my_default_administrator_rights()).can_delete_messages
    server.assert_conformant()
