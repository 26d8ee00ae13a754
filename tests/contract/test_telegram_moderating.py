"""The loopback Telegram server answers moderation bots written by others as the platform does."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from telegram import Bot
from telegram.constants import ParseMode

from tests.platforms.telegram_server.client import refusal
from tests.platforms.telegram_server.errors import RefusedError
from tests.platforms.telegram_server.server import TelegramServer

EVERYTHING = [
    "message",
    "chat_member",
    "chat_join_request",
    "message_reaction",
    "poll",
    "poll_answer",
    "edited_message",
]


async def ask(server: TelegramServer, method: str, **given: Any) -> Any:
    """What a bot with no library of its own is told: the result, or the refusal's description."""
    address = f"{server.base_url}{server.token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(address, json=given) as answer:
        body = await answer.json()
        return body["result"] if body["ok"] else body["description"]


async def news(server: TelegramServer) -> list[tuple[str, Any]]:
    """The updates since the last look, as (kind, payload)."""
    told = await ask(server, "getUpdates", allowed_updates=EVERYTHING)
    if told:
        await ask(server, "getUpdates", offset=told[-1]["update_id"] + 1)
    return [next((kind, payload) for kind, payload in each.items() if kind != "update_id") for each in told]


async def test_the_first_markdown_reserves_nothing_and_nests_nothing(server: TelegramServer, bot: Bot) -> None:
    group = server.supergroup("Year 4")
    text = "Hello, *Ana*! Read _these_ (1. to 3.): [rules](https://a.school/rules), `a_b` and a\\_b - #1 > 0 = ok."
    sent = await bot.send_message(group.id, text, parse_mode=ParseMode.MARKDOWN)
    assert sent.text == "Hello, Ana! Read these (1. to 3.): rules, a_b and a_b - #1 > 0 = ok."
    assert [e.type for e in sent.entities] == ["bold", "italic", "text_link", "code"]
    assert sent.entities[2].url == "https://a.school/rules"
    block = await bot.send_message(group.id, "```python\nprint('*')\n```", parse_mode=ParseMode.MARKDOWN)
    assert (block.text, block.entities[0].language) == ("print('*')", "python")
    whole = "can't parse entities: can't find end of the entity starting at byte offset 6"
    found = await refusal(bot.send_message(group.id, "who is a_parent", parse_mode=ParseMode.MARKDOWN))
    assert found.lower() == whole.replace("6", "8")


async def test_code_has_a_language_in_the_second_markdown_and_emoji_may_be_custom(
    server: TelegramServer, bot: Bot
) -> None:
    group = server.supergroup("Year 4")
    text = "```python\nx\\=1```\n![👍](tg://emoji?id=5368324170671202286)"
    sent = await bot.send_message(group.id, text, parse_mode=ParseMode.MARKDOWN_V2)
    assert sent.text == "x=1\n👍"
    assert (sent.entities[0].type, sent.entities[0].language) == ("pre", "python")
    assert sent.entities[1].custom_emoji_id == "5368324170671202286"


async def test_a_bot_hears_of_those_service_messages_it_causes_itself(server: TelegramServer, bot: Bot) -> None:
    parent, other = server.user("Ana"), server.user("Ben")
    group = server.supergroup("Year 4", parent, other)
    post = await server.post(group, parent, "hello")
    await news(server)
    await bot.send_message(group.id, "not told to its writer")
    await bot.pin_chat_message(group.id, post.message_id)
    await bot.ban_chat_member(group.id, parent.id)
    await bot.unban_chat_member(group.id, other.id)
    await bot.set_chat_title(group.id, "Year 5")
    told = [payload for kind, payload in await news(server) if kind == "message"]
    assert told[0]["pinned_message"]["message_id"] == post.message_id
    assert [each["left_chat_member"]["id"] for each in told[1:3]] == [parent.id, other.id]
    assert told[3]["new_chat_title"] == "Year 5"
    assert all(each["from"]["id"] == server.bot.id for each in told)


async def test_members_have_tags_that_show_beside_their_messages(server: TelegramServer, bot: Bot) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent)
    about = {"chat_id": group.id, "user_id": parent.id}
    assert await ask(server, "setChatMemberTag", **about, tag="Class rep") is True
    assert (await ask(server, "getChatMember", **about))["tag"] == "Class rep"
    await server.post(group, parent, "hello")
    assert [each["sender_tag"] for kind, each in await news(server) if kind == "message"] == ["Class rep"]
    assert await ask(server, "setChatMemberTag", **about, tag="⚠") == "Bad Request: ADMIN_RANK_EMOJI_NOT_ALLOWED"
    await ask(server, "setChatMemberTag", **about)
    assert "tag" not in await ask(server, "getChatMember", **about)
    server.set_bot_rights(group, can_manage_tags=False)
    assert await ask(server, "setChatMemberTag", **about, tag="x") == "Bad Request: not enough rights"


async def test_reactions_of_others_can_be_taken_away(server: TelegramServer) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent)
    first, second = [await server.post(group, parent, text) for text in ("one", "two")]
    await news(server)
    for post in (first, second):
        server.react(parent, post, "👎")
    assert [kind for kind, _ in await news(server)] == ["message_reaction"] * 2
    assert await ask(server, "deleteMessageReaction", chat_id=group.id, message_id=first.message_id, user_id=parent.id)
    assert (first.reactions, second.reactions) == ({}, {parent.id: "👎"})
    assert await ask(server, "deleteAllMessageReactions", chat_id=group.id, user_id=parent.id) is True
    assert second.reactions == {}
    server.set_bot_rights(group, can_delete_messages=False)
    refused = await ask(server, "deleteAllMessageReactions", chat_id=group.id, user_id=parent.id)
    assert refused.startswith("Bad Request: not enough rights")


async def test_a_live_location_of_the_bot_moves_until_it_is_stopped(server: TelegramServer, bot: Bot) -> None:
    group = server.supergroup("Year 4")
    sent = await bot.send_location(group.id, 51.5, -0.1, live_period=900, heading=90)
    assert group.posts[sent.message_id].content["location"] == {
        "latitude": 51.5,
        "longitude": -0.1,
        "live_period": 900,
        "heading": 90,
    }
    moved = await ask(
        server, "editMessageLiveLocation", chat_id=group.id, message_id=sent.message_id, latitude=51.6, longitude=-0.1
    )
    assert (moved["location"]["latitude"], moved["location"]["live_period"]) == (51.6, 900)
    stopped = await ask(server, "stopMessageLiveLocation", chat_id=group.id, message_id=sent.message_id)
    assert "live_period" not in stopped["location"]
    again = await ask(server, "stopMessageLiveLocation", chat_id=group.id, message_id=sent.message_id)
    assert again == "Bad Request: message can't be edited"
    brief = await bot.send_location(group.id, 51.5, -0.1, live_period=60)
    server.advance(61)
    assert await refusal(brief.edit_live_location(51.6, -0.2)) == "Message can't be edited"
    assert await refusal(bot.send_location(group.id, 1, 1, live_period=5)) == "Wrong live location period specified"


async def test_a_live_location_of_a_member_is_edited_until_they_stop_it(server: TelegramServer) -> None:
    parent = server.user("Ana")
    post = await server.post(server.supergroup("Year 4", parent), parent, location=(51.5, -0.1), live=900)
    await server.move(post, 51.6, -0.2)
    await server.settle(post)
    edits = [each["location"] for kind, each in await news(server) if kind == "edited_message"]
    assert ["live_period" in each for each in edits] == [True, False]


async def test_the_link_somebody_came_by_is_told_and_used_up(server: TelegramServer, bot: Bot) -> None:
    ana, ben = server.user("Ana"), server.user("Ben")
    group = server.supergroup("Year 4")
    link = await bot.create_chat_invite_link(group.id, name="letter", member_limit=1)
    await news(server)
    await server.join(group, ana, link.invite_link)
    told = dict(await news(server))
    assert told["chat_member"]["invite_link"]["name"] == "letter"
    assert told["message"]["new_chat_members"][0]["id"] == ana.id
    with pytest.raises(RefusedError):
        await server.join(group, ben, link.invite_link)
    past = await bot.create_chat_invite_link(group.id, expire_date=int(server.now()) + 60)
    server.advance(61)
    with pytest.raises(RefusedError):
        await server.join(group, ben, past.invite_link)


async def test_who_asks_to_join_can_be_written_to_for_five_minutes(server: TelegramServer, bot: Bot) -> None:
    ana, ben = server.user("Ana", bio="Mother of two"), server.user("Ben")
    group = server.supergroup("Year 4")
    link = await bot.create_chat_invite_link(group.id, creates_join_request=True)
    await news(server)
    for person in (ana, ben):
        await server.join(group, person, link.invite_link)
    asked = [payload for kind, payload in await news(server) if kind == "chat_join_request"]
    assert (asked[0]["bio"], asked[0]["invite_link"]["invite_link"]) == ("Mother of two", link.invite_link)
    assert await bot.send_message(asked[0]["user_chat_id"], "Whose parent are you?")
    await bot.approve_chat_join_request(group.id, ana.id)
    told = dict(await news(server))["chat_member"]
    assert told["invite_link"]["creates_join_request"] is True
    assert (told["new_chat_member"]["status"], told["from"]["id"]) == ("member", server.bot.id)
    server.advance(301)
    assert await refusal(bot.send_message(ben.id, "Too late")) == "Chat not found"
    assert (await bot.revoke_chat_invite_link(group.id, link.invite_link)).pending_join_request_count == 1
    assert await bot.decline_chat_join_request(group.id, ben.id)
    assert await refusal(bot.decline_chat_join_request(group.id, ben.id)) == "Hide_requester_missing"


async def test_who_asked_without_a_link_came_by_request(server: TelegramServer, bot: Bot) -> None:
    ana = server.user("Ana")
    group = server.supergroup("Year 4", join_by_request=True)
    await news(server)
    await server.join(group, ana)
    await bot.approve_chat_join_request(group.id, ana.id)
    told = dict(await news(server))["chat_member"]
    assert told["via_join_request"] is True


async def test_votes_in_the_bots_polls_are_told_and_counted(server: TelegramServer, bot: Bot) -> None:
    ana, ben = server.user("Ana"), server.user("Ben")
    group = server.supergroup("Year 4", ana, ben)
    sent = await bot.send_poll(group.id, "When?", ["Monday", "Friday"], is_anonymous=False)
    post = group.posts[sent.message_id]
    server.vote(ana, post, 1)
    told = dict(await news(server))
    assert (told["poll_answer"]["user"]["id"], told["poll_answer"]["option_ids"]) == (ana.id, [1])
    assert [option["voter_count"] for option in told["poll"]["options"]] == [0, 1]
    server.vote(ana, post)
    assert dict(await news(server))["poll_answer"]["option_ids"] == []
    with pytest.raises(RefusedError):
        server.vote(ben, post, 0, 1)
    stopped = await bot.stop_poll(group.id, sent.message_id)
    assert stopped.is_closed
    assert dict(await news(server))["poll"]["is_closed"]
    with pytest.raises(RefusedError):
        server.vote(ben, post, 0)
    secret = await bot.send_poll(group.id, "When?", ["Monday", "Friday"])
    server.vote(ben, group.posts[secret.message_id], 0)
    assert [kind for kind, _ in await news(server)] == ["poll"]


async def test_a_quiz_needs_its_answer_takes_one_vote_and_ends_in_time(server: TelegramServer) -> None:
    ana, ben = server.user("Ana"), server.user("Ben")
    group = server.supergroup("Year 4", ana, ben)
    given = {"chat_id": group.id, "question": "2 + 2?", "options": ["3", "4"], "type": "quiz", "open_period": 60}
    assert await ask(server, "sendPoll", **given) == "Bad Request: wrong correct option ID specified"
    sent = await ask(server, "sendPoll", **given, correct_option_ids=[1], explanation="Count.")
    assert (sent["poll"]["correct_option_ids"], sent["poll"]["explanation"]) == ([1], "Count.")
    post = group.posts[sent["message_id"]]
    server.vote(ana, post, 1)
    with pytest.raises(RefusedError):
        server.vote(ana, post, 0)
    server.advance(61)
    with pytest.raises(RefusedError):
        server.vote(ben, post, 1)


async def test_effects_are_for_private_chats_and_forwards_have_their_limits(server: TelegramServer, bot: Bot) -> None:
    ana = server.user("Ana")
    group = server.supergroup("Year 4", ana)
    await server.start(ana)
    sent = await bot.send_message(ana.id, "Welcome", message_effect_id="5104841245755180586")
    assert sent.effect_id == "5104841245755180586"
    refused = await refusal(bot.send_message(group.id, "Welcome", message_effect_id="5104841245755180586"))
    assert refused == "Can't use message effects in the chat"
    album = await server.album(group, ana, [b"\x89PNG 1", b"\x89PNG 2"])
    copies = await bot.copy_messages(group.id, group.id, [post.message_id for post in album])
    groups = {group.posts[each.message_id].content["media_group_id"] for each in copies}
    assert len(groups) == 1
    assert groups != {album[0].content["media_group_id"]}
    many = list(range(1, 102))
    assert "too many" in await ask(server, "copyMessages", chat_id=group.id, from_chat_id=group.id, message_ids=many)
