"""The Telegram adapter on the unmodified client, against the loopback Bot API server: what arrives, what it does."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.ports import PlatformError, Trouble
from bot.staff.cards import Button, Card, Notice
from moderation.domain import Attachment, Message, Role
from tests.platforms.harness import seen
from tests.platforms.harness_telegram import PlatformHarness

NOTICE = Notice(
    text="Why it was hidden.", fallback="A message was hidden.", button=Button(id="why:7", label="Read why")
)

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=")


@pytest.fixture
async def school() -> AsyncIterator[PlatformHarness]:
    async with PlatformHarness() as ready:
        yield ready


async def delivered(school: PlatformHarness, **known: Any) -> Message:
    """What the adapter makes of a parent's message."""
    await school.server.post(school.chat, school.person, **known)
    return await school.recorder.got()


def kinds(message: Message) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in message.attachments]


# what arrives


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"contact": ("+447700900123", "Jo")}, ("contact", "Jo\n+447700900123")),
        ({"location": (51.5, -0.1)}, ("location", "")),
        ({"poll": ("Who is worst?", ["Mr A", "Mrs B"])}, ("poll", "Who is worst?\nMr A\nMrs B")),
        ({"document": b"x", "file_name": "list of names.pdf"}, ("document", "list of names.pdf")),
        ({"audio": b"x", "file_name": "song.mp3"}, ("audio", "song.mp3")),
        ({"voice": b"x"}, ("voice", "")),
        ({"video": b"x", "file_name": "fight.mp4"}, ("video", "fight.mp4")),
        ({"sticker": "🖕"}, ("sticker", "🖕")),
        (
            {"extra": {"location": {"latitude": 51.5, "longitude": -0.1, "live_period": 600}}},
            ("location", "live"),
        ),
    ],
)
async def test_what_is_attached_can_be_read(
    school: PlatformHarness, known: dict[str, Any], expected: tuple[str, str]
) -> None:
    message = await delivered(school, **known)
    assert kinds(message) == [expected]
    assert message.text == ""


async def test_a_venue_is_a_place_with_its_address(school: PlatformHarness) -> None:
    place = {"latitude": 51.5, "longitude": -0.1}
    venue = {"location": place, "title": "Home of the Smiths", "address": "3 Mill Lane"}
    message = await delivered(school, extra={"location": place, "venue": venue})
    assert kinds(message) == [("location", "Home of the Smiths\n3 Mill Lane")]


async def test_a_caption_is_the_text_of_a_picture(school: PlatformHarness) -> None:
    message = await delivered(school, text="look at him", photo=b"picture")
    assert (message.text, [kind for kind, _ in kinds(message)]) == ("look at him", ["photo"])


async def test_an_address_behind_words_is_seen(school: PlatformHarness) -> None:
    entity = {"type": "text_link", "offset": 0, "length": 4, "url": "https://bad.example/x"}
    message = await delivered(school, text="here", entities=[entity])
    assert kinds(message) == [("link", "https://bad.example/x")]


async def test_what_is_answered_is_context(school: PlatformHarness) -> None:
    first = await school.server.post(school.chat, school.head, "the question")
    await school.recorder.got()
    await school.server.post(school.chat, school.person, "the answer", reply_to=first)
    message = await school.recorder.got(2)
    assert (message.text, message.quoted) == ("the answer", "the question")


async def test_only_the_quoted_passage_is_context_when_there_is_one(school: PlatformHarness) -> None:
    quote = {"text": "a passage", "position": 0, "is_manual": True}
    assert (await delivered(school, text="no!", extra={"quote": quote})).quoted == "a passage"


async def test_a_forwarded_message_is_its_forwarders(school: PlatformHarness) -> None:
    message = await delivered(school, text="read this", forwarded="Somebody")
    assert (message.text, message.author.user) == ("read this", str(school.person.id))


async def test_a_topic_is_remembered_and_restoring_happens_there(school: PlatformHarness) -> None:
    school.chat.is_forum = True
    thread = school.server.topic(school.chat, "Trips")
    message = await delivered(school, text="in the topic", thread=thread)
    assert message.ref.thread == str(thread)
    new = await school.platform.restore(message.ref, "Ann", message.text)
    assert school.chat.posts[int(new)].thread == thread


async def test_channels_and_anonymous_administrators_are_senders_of_their_own(school: PlatformHarness) -> None:
    channel = school.server.channel("A parent's channel", bot=None)
    await school.server.post(school.chat, channel, "from a channel")
    await school.server.post(school.chat, school.chat, "from an administrator")
    await school.recorder.got(2)
    users = [message.author.user for message in school.recorder.messages]
    assert users == [f"chat:{channel.id}", f"chat:{school.chat.id}"]
    assert [message.author.role for message in school.recorder.messages] == [Role.PARENT, Role.PARENT]


async def test_members_of_the_staff_chat_are_staff_and_asked_for_once(school: PlatformHarness) -> None:
    school.server.world.set_member(school.chat, school.teacher, school.head, status="member")
    for text in ("one", "two"):
        await school.server.post(school.chat, school.teacher, text)
    await school.server.post(school.chat, school.person, "three")
    await school.recorder.got(3)
    assert [message.author.role for message in school.recorder.messages] == [Role.STAFF, Role.STAFF, Role.PARENT]
    asked = [call.given["user_id"] for call in school.server.calls("getChatMember")]
    assert sorted(map(int, asked)) == sorted([school.teacher.id, school.person.id])


async def test_other_chats_are_not_watched(school: PlatformHarness) -> None:
    other = school.server.supergroup("Another group", school.person)
    await school.server.post(other, school.person, "not ours")
    await school.server.post(school.staff_chat, school.teacher, "staff talk")
    await school.server.start(school.person)
    assert (await delivered(school, text="ours")).text == "ours"
    assert len(school.recorder.messages) == 1


async def test_an_album_is_one_message_with_all_its_parts(school: PlatformHarness) -> None:
    posts = await school.server.album(school.chat, school.person, [b"a", b"b", b"c"], "our trip")
    await school.server.post(school.chat, school.person, "after the album")
    assert (await school.recorder.got()).text == "after the album"  # words do not wait for files
    message = await school.recorder.got(2)
    ids = [str(post.message_id) for post in posts]
    assert (message.ref.message, message.parts) == (ids[0], tuple(ids[1:]))
    assert (message.text, len(message.attachments)) == ("our trip", 3)
    await school.platform.hide(message.ref, message.parts)
    assert school.shown() == ["after the album"]


async def test_a_late_part_and_an_edit_are_judged_with_the_rest_of_the_album(school: PlatformHarness) -> None:
    posts = await school.server.album(school.chat, school.person, [b"a", b"b"], "our trip")
    await school.recorder.got()
    group = {"media_group_id": posts[0].content["media_group_id"]}
    late = await school.server.post(school.chat, school.person, "his name", photo=b"c", extra=group)
    message = await school.recorder.got(2)
    assert (message.ref.message, message.text) == (str(late.message_id), "our trip\nhis name")
    assert set(message.parts) == {str(post.message_id) for post in posts}
    await school.server.edit(posts[1], "changed")
    message = await school.recorder.got(3)
    assert (message.ref.message, message.text) == (str(posts[0].message_id), "our trip\nchanged\nhis name")
    assert message.edit > 0


# what it does


async def test_a_short_restriction_is_not_for_ever_and_ends_on_time(school: PlatformHarness) -> None:
    await school.platform.restrict(school.parent, datetime.now(UTC) + timedelta(seconds=1))
    held = school.server.member(school.chat, school.person)
    assert held.until > 0
    assert school.is_stopped()
    await seen(lambda: not school.is_stopped())


async def test_a_restriction_over_366_days_is_kept_by_the_bot_itself(school: PlatformHarness) -> None:
    await school.platform.restrict(school.parent, datetime.now(UTC) + timedelta(days=400))
    assert school.is_stopped()
    assert school.server.member(school.chat, school.person).until == 0


async def test_an_administrator_is_protected_and_a_missing_right_is_not_mistaken_for_that(
    school: PlatformHarness,
) -> None:
    school.server.promote(school.chat, school.person)
    until = datetime.now(UTC) + timedelta(hours=1)
    with pytest.raises(PlatformError, match="protected"):
        await school.platform.restrict(school.parent, until)
    school.server.demote(school.chat, school.person)
    school.server.set_bot_rights(school.chat, can_restrict_members=False)
    with pytest.raises(PlatformError, match="forbidden"):
        await school.platform.restrict(school.parent, until)


async def test_lifting_does_not_undo_a_ban_that_a_person_made(school: PlatformHarness) -> None:
    school.server.world.set_member(school.chat, school.person, school.head, status="kicked")
    await school.platform.lift(school.parent)
    assert school.server.member(school.chat, school.person).status == "kicked"


async def test_a_channel_is_stopped_as_a_sender(school: PlatformHarness) -> None:
    channel = school.server.channel("A parent's channel", bot=None)
    member = school.member(f"chat:{channel.id}")
    await school.platform.restrict(member, None)
    assert await school.platform.is_restricted(member)
    assert channel.id in school.chat.banned_senders
    await school.platform.lift(member)
    assert channel.id not in school.chat.banned_senders
    with pytest.raises(PlatformError, match="protected"):
        await school.platform.restrict(school.member(f"chat:{school.chat.id}"), None)


async def test_in_a_basic_group_nobody_can_be_restricted(school: PlatformHarness) -> None:
    small = school.server.group("Small group", school.person)
    member = school.member(school.person.id).__class__(
        platform="telegram", group=str(small.id), user=str(school.person.id)
    )
    with pytest.raises(PlatformError, match="unsupported"):
        await school.platform.restrict(member, None)


async def test_a_group_that_becomes_a_supergroup_is_followed() -> None:
    async with PlatformHarness() as school:
        new = school.server.migrate(school.chat)
        await seen(lambda: school.recorder.moves)
        assert school.recorder.moves == [("telegram", str(school.chat.id), str(new.id))]
        await school.server.post(new, school.person, "in the new group")
        message = await school.recorder.got()
        assert message.group == str(new.id)
        await school.platform.restore(school.ref(school.server.visible(new)[0]), "Ann", "again")
        await school.platform.restrict(school.parent, None)  # under the old id
        assert school.server.member(new, school.person).status == "restricted"


async def test_a_group_that_moved_while_the_bot_was_away_is_found_at_the_start(school: PlatformHarness) -> None:
    await school.stop()
    new = school.server.migrate(school.chat)
    school.server.world.delivery.drop_pending()
    school.platform = school.build()
    await school.start()
    assert school.recorder.moves == [("telegram", str(school.chat.id), str(new.id))]


async def test_a_person_who_blocked_the_bot_gets_the_fallback_and_a_link_that_tells_only_them_why(
    school: PlatformHarness,
) -> None:
    await school.server.start(school.person)
    school.server.block_bot(school.person)
    assert await school.platform.tell(school.parent, await school.say("hidden"), NOTICE) == "fallback"
    [post] = school.server.from_bot(school.chat)
    [button] = post.buttons
    address, _, payload = button["url"].partition("?start=")
    assert address == f"https://t.me/{school.server.bot.username}"
    await school.server.start(school.person, payload)
    await seen(lambda: school.recorder.presses)
    [press] = school.recorder.presses
    assert (press.id, press.group, press.actor.user) == ("why:7", "", str(school.person.id))
    await seen(lambda: "Done." in school.private())


async def test_a_file_is_posted_with_its_card_behind_a_spoiler(school: PlatformHarness) -> None:
    place = school.group.staff_place
    for file in (("photo.png", PIXEL), ("list.pdf", b"%PDF")):
        await school.platform.post(place, Card(title="Case 7", evidence="words"), file)
    [photo] = [post for post in school.server.from_bot(school.staff_chat) if "photo" in post.content]
    assert photo.content["has_media_spoiler"]
    assert photo.reply_to is not None
    assert [post for post in school.server.from_bot(school.staff_chat) if "document" in post.content]


async def test_evidence_is_a_spoiler_and_nothing_of_it_is_markup(school: PlatformHarness) -> None:
    await school.platform.post(school.group.staff_place, Card(title="Case 7", evidence="<b>words</b>"), ("a.png", b"?"))
    post, broken_picture = school.server.from_bot(school.staff_chat)
    assert "document" in broken_picture.content
    assert [e["type"] for e in post.entities] == ["bold", "spoiler"]


@pytest.mark.parametrize("mention", ["", "700000001"])
@pytest.mark.parametrize("letter", ["x", "🦆"])
async def test_a_card_of_the_longest_message_fits_also_when_somebody_is_called(
    school: PlatformHarness, letter: str, mention: str
) -> None:
    fields = tuple((f"Field {number}", "x" * 300) for number in range(5))
    card = Card(title="Case 7", fields=fields, evidence=letter * 4096, mention=mention)
    sent = await school.platform.post(school.group.staff_place, card)
    await school.platform.update(school.group.staff_place, sent, replace(card, title="Case 8"))
    [post] = school.server.from_bot(school.staff_chat)
    assert "Case 8" in post.text
    assert len(post.text.encode("utf-16-le")) // 2 in (4095, 4096)  # a letter of two units may leave one over


async def test_a_card_that_is_gone_says_so(school: PlatformHarness) -> None:
    with pytest.raises(PlatformError) as caught:
        await school.platform.update(school.group.staff_place, "987654", Card(title="Case 7"))
    assert caught.value.trouble is Trouble.GONE


async def test_files_too_large_for_a_bot_are_refused(school: PlatformHarness) -> None:
    with pytest.raises(PlatformError, match="unsupported"):
        await school.platform.fetch(Attachment(kind="video", handle="BQACAgQAAx000001", size=21 * 1024 * 1024))


async def test_what_is_missing_is_named_with_what_to_do(school: PlatformHarness) -> None:
    school.server.set_bot_rights(school.chat, can_restrict_members=False, can_invite_users=False)
    school.server.kick_bot(school.staff_chat)
    lines = list(await school.platform.missing())
    assert any("can_restrict_members" in line for line in lines)
    assert any("can_invite_users" in line for line in lines)
    assert any("staff chat" in line and "add @schoolgate_bot" in line for line in lines)
    school.server.demote_bot(school.chat)
    lines = list(await school.platform.missing())
    assert any("privacy mode" in line for line in lines)
    assert any("not an administrator" in line for line in lines)
