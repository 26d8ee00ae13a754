"""What the Discord adapter delivers, live and after a stop: real discord.py, a Discord on this computer."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from moderation.domain import Role
from tests.platforms.discord_school import CARD, School
from tests.platforms.discord_school import a_school as a_school
from tests.platforms.discord_server import acts
from tests.platforms.discord_server import state as platform_state


async def test_a_message_is_delivered_with_its_author_role_and_address(school: School) -> None:
    async with school.running():
        sent = await school.server.post(school.general, school.teacher, "School trip on Friday")
        got = await school.heard(1)
    assert got.ref == school.ref(sent)
    assert got.group == school.group.id
    assert (got.author.user, got.author.name, got.author.role) == (str(school.teacher.id), "Mr Teach", Role.STAFF)
    assert (got.text, got.edit, got.quoted) == ("School trip on Friday", 0, "")
    assert abs(got.sent_at - datetime.now(UTC)) < timedelta(minutes=1)


async def test_staff_channels_private_chats_bots_and_other_servers_are_not_judged(school: School) -> None:
    server = school.server
    elsewhere = server.guild("Another")
    other = server.channel(elsewhere, "general")
    stranger = server.member(elsewhere, "Stranger")
    bot = server.member(school.guild, server.user("Helper", bot=True))
    async with school.running() as platform:
        await server.post(other, stranger, "elsewhere")
        await server.post(school.staff_channel, school.teacher, "among staff")
        await server.write_to_bot(school.parent, "in private")
        await server.post(school.general, bot, "a bot")
        await platform.post(str(school.general.id), CARD)
        thread = server.thread(school.staff_channel, "case 7", school.teacher)
        await server.post(thread, school.teacher, "below staff")
        await server.post(school.general, school.parent, "the last")
        await school.heard(1)
    assert school.inbound.texts == ["the last"]


async def test_an_edit_is_delivered_again_but_a_preview_is_not(school: School) -> None:
    old = await school.server.post(school.general, school.parent, "before the bot came")
    async with school.running():
        sent = await school.server.post(school.general, school.parent, "nice")
        await school.heard(1)
        await school.dispatch(sent, {"embeds": [{"type": "link", "url": "https://example.org"}]}, "MESSAGE_UPDATE")
        await school.server.edit(sent, "not nice")
        edited = await school.heard(2)
        await school.server.edit(old, "changed later")
        uncached = await school.heard(3)
    assert (edited.text, edited.ref, edited.edit > 0) == ("not nice", school.ref(sent), True)
    assert (uncached.text, uncached.ref) == ("changed later", school.ref(old))
    assert len(school.inbound.messages) == 3


async def test_replies_forwards_mentions_and_emoji_are_read_as_people_read_them(school: School) -> None:
    async with school.running():
        first = await school.server.post(school.general, school.teacher, f"Who saw <@{school.parent.id}>?")
        reply = await school.server.post(
            school.general, school.parent, "me <:wave:123456789012345678>", reference=first
        )
        await school.heard(2)
        await school.server.forward(school.general, school.parent, reply)
        forwarded = await school.heard(3)
    assert [message.text for message in school.inbound.messages[:2]] == ["Who saw @Ann Parent?", "me :wave:"]
    assert school.inbound.messages[1].quoted == "Who saw @Ann Parent?"
    assert forwarded.text == "me :wave:"


async def test_attachments_stickers_polls_and_link_previews_are_named(school: School) -> None:
    async with school.running() as platform:
        sent = school.unsent("look")
        sent.files = [platform_state.File(1, "IMG_1.png", b"png", "image/png", description="Two children at the gate")]
        school.server.world.files[1] = sent.files[0]
        poll = {
            "question": {"text": "Who is worst?"},
            "answers": [{"answer_id": n, "poll_media": {"text": t}} for n, t in ((1, "Mr A"), (2, "Mr B"))],
            "expiry": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
            "allow_multiselect": False,
            "layout_type": 1,
        }
        extra = {
            "poll": poll,
            "embeds": [{"type": "link", "title": "A page", "url": "https://example.org"}],
            "sticker_items": [{"id": "99", "name": "thumbs", "format_type": 1}],
        }
        await school.dispatch(sent, extra)
        got = await school.heard(1)
        photo, sticker, link, asked = got.attachments
        assert await platform.fetch(photo) == b"png"
    assert (photo.kind, photo.text, photo.size) == ("photo", "Two children at the gate\nIMG_1.png", 3)
    assert (sticker.kind, sticker.text) == ("sticker", "thumbs")
    assert (link.kind, link.text) == ("link", "A page\nhttps://example.org")
    assert (asked.kind, asked.text) == ("poll", "Who is worst?\nMr A\nMr B")


async def test_a_webhook_is_judged_under_its_own_id_but_an_apps_answer_is_not(school: School) -> None:
    async with school.running():
        answer = {
            "webhook_id": "55",
            "application_id": "55",
            "author": {"id": "55", "username": "App", "bot": True, "discriminator": "1", "avatar": None},
        }
        hook = {
            "webhook_id": "77",
            "author": {"id": "77", "username": "News", "bot": True, "discriminator": "0", "avatar": None},
        }
        await school.dispatch(school.unsent("an app answers"), answer)
        await school.dispatch(school.unsent("a webhook"), hook)
        got = await school.heard(1)
    assert school.inbound.texts == ["a webhook"]
    assert (got.author.user, got.author.name) == ("webhook:77", "News")


async def test_threads_and_forum_posts_are_joined_and_judged_with_their_title(school: School) -> None:
    server = school.server
    forum = server.channel(school.guild, "questions", kind=platform_state.FORUM)
    async with school.running() as platform:
        thread = server.thread(school.general, "trip", school.parent)
        await school.until(lambda: server.bot.id in thread.thread_members)
        await school.heard(2)  # its title and the announcement of it
        await server.post(thread, school.parent, "in the thread")
        got = await school.heard(3)
        post = server.thread(forum, "Why did he leave?", school.parent)
        first = platform_state.Message(post.id, post, school.parent.user, "everyone knows")
        acts.publish(server, first)
        opened = await school.heard(4)
        await platform.hide(opened.ref, ())
        assert await platform.is_hidden(opened.ref, ())
        assert (post.messages, post.name) == ({}, "…")
        await server.retitle(post, "He is a thief")
        retitled = await school.heard(5)
    assert (retitled.text, retitled.ref, retitled.member) == ("He is a thief", opened.ref, opened.member)
    assert retitled.edit > opened.edit
    assert got.ref.chat == str(thread.id)
    assert opened.text == "Why did he leave?\neveryone knows"


async def test_what_others_delete_is_told_but_not_what_the_bot_deletes(school: School) -> None:
    server = school.server
    async with school.running() as platform:
        mine, theirs, *many = [await server.post(school.general, school.parent, f"m{n}") for n in range(4)]
        await school.heard(4)
        await platform.hide(school.ref(mine), ())
        await server.delete(theirs, by=school.teacher)
        await server.bulk_delete(many)
        await school.until(lambda: len(school.inbound.gone) >= 3)
    assert school.inbound.gone == [school.ref(theirs), *map(school.ref, many)]


async def test_nothing_is_read_back_where_there_is_no_cursor(school: School) -> None:
    await school.server.post(school.general, school.parent, "long ago")
    async with school.running():
        await school.server.post(school.general, school.parent, "now")
        await school.heard(1)
    assert school.inbound.texts == ["now"]


async def test_what_was_posted_during_a_stop_is_read_back_oldest_first_also_in_new_threads(school: School) -> None:
    server = school.server
    ago = datetime.now(UTC) - timedelta(hours=2)
    for number in range(3):
        last = await server.post(
            school.general, school.parent, f"seen {number}", at=ago + timedelta(minutes=10 * number)
        )
    school.inbound.cursors[str(school.general.id)] = str(last.id)
    for number in range(120):
        await server.post(school.general, school.parent, f"missed {number}")
    thread = server.thread(school.general, "made meanwhile", school.parent)
    await server.post(thread, school.parent, "missed in a thread")
    closed = server.thread(school.general, "made and archived", school.parent)
    await server.post(closed, school.parent, "missed in an archived thread")
    closed.archived = True
    await server.post(school.staff_channel, school.teacher, "staff only")
    async with school.running():
        await school.heard(127)
    there = ["seen 2", *(f"missed {number}" for number in range(120)), "made meanwhile", "made and archived"]
    threads = ["made meanwhile", "missed in a thread", "made and archived", "missed in an archived thread"]
    assert school.inbound.texts == [*there, *threads]


async def test_what_is_posted_while_connecting_does_not_hide_what_was_missed(school: School) -> None:
    server, now = school.server, datetime.now(UTC)
    seen = await server.post(school.general, school.parent, "seen", at=now - timedelta(hours=2))
    await server.post(school.general, school.parent, "missed", at=now - timedelta(hours=1))
    school.inbound.cursors[str(school.general.id)] = str(seen.id)
    school.inbound.settles = True
    platform = school.platform(settle="0.5")
    running = asyncio.create_task(platform.run(school.inbound))
    await school.until(lambda: server.gateway.identified == 1)
    await server.post(school.general, school.parent, "live")
    await school.until(lambda: {"missed", "live"} <= set(school.inbound.texts))
    await platform.close()
    await running


async def test_a_lost_session_is_a_gap_and_is_read_back_but_a_resumed_one_is_not(school: School) -> None:
    server = school.server
    async with school.running():
        first = await server.post(school.general, school.parent, "first", at=datetime.now(UTC) - timedelta(hours=1))
        await school.heard(1)
        school.inbound.cursors[str(school.general.id)] = str(first.id)
        await server.drop_gateway()
        await server.post(school.general, school.parent, "replayed")
        await school.heard(2)
        assert (school.inbound.gaps, server.gateway.resumed) == ([], 1)
        server.refuse_resume()
        await server.drop_gateway()
        await server.post(school.general, school.parent, "read back")
        await school.until(lambda: "read back" in school.inbound.texts)
    (gap,) = school.inbound.gaps
    assert gap[0] == "discord"
    assert timedelta(0) < gap[2] - gap[1] < timedelta(seconds=20)
