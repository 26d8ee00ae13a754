"""Everything people can read of a Telegram post is delivered, whatever kind of post it is."""

import pytest

from tests.platforms.harness_telegram import PlatformHarness


@pytest.fixture
async def school():
    async with PlatformHarness() as harness:
        yield harness


@pytest.mark.parametrize(
    ("extra", "kind", "text"),
    [
        ({"game": {"title": "Hit him", "description": "Fun", "photo": []}}, "link", "Hit him\nFun"),
        (
            {
                "invoice": {
                    "title": "Cheap phones",
                    "description": "Pay me",
                    "start_parameter": "",
                    "currency": "GBP",
                    "total_amount": 1,
                }
            },
            "link",
            "Cheap phones\nPay me",
        ),
        ({"paid_media": {"star_count": 1, "paid_media": [{"type": "preview"}]}}, "video", "to be paid for"),
        ({"poll_option_added": {"option_persistent_id": "1", "option_text": "Mr A"}}, "poll", "Mr A"),
        (
            {
                "forward_origin": {
                    "type": "channel",
                    "date": 1700000000,
                    "chat": {"id": -1001, "type": "channel", "title": "School leaks"},
                    "message_id": 1,
                }
            },
            "forward",
            "School leaks",
        ),
    ],
    ids=["game", "invoice", "paid media", "poll option", "forwarded from a channel"],
)
async def test_what_can_be_read_is_delivered(school, extra, kind, text):
    await school.server.post(school.chat, school.person, extra=extra)
    (sent,) = (await school.recorder.got()).attachments
    assert (sent.kind, sent.text) == (kind, text)


# rich messages: https://core.telegram.org/bots/api#richmessage

NESTED = [
    "He is an ",
    {"type": "bold", "text": "id"},
    {"type": "italic", "text": {"type": "spoiler", "text": "iot"}},
    ".",
]
RICH = [
    {"type": "heading", "text": "About Mr A", "size": 1},
    {"type": "paragraph", "text": NESTED},
    {"type": "list", "items": [{"label": "1.", "blocks": [{"type": "paragraph", "text": "first"}], "type": "1"}]},
    {"type": "table", "cells": [[{"text": "left"}, {"text": "right"}]], "caption": "a table"},
    {"type": "details", "summary": "open me", "blocks": [{"type": "pullquote", "text": "said", "credit": "Mrs B"}]},
    {"type": "divider"},
    {"type": "map", "location": {"latitude": 51.5, "longitude": -0.1}, "caption": {"text": "his", "credit": "house"}},
    {"type": "mathematical_expression", "expression": "1+1"},
]


def rich(*blocks):
    return {"rich_message": {"blocks": list(blocks)}}


async def posted(school, **known):
    """What is delivered of a post."""
    await school.server.post(school.chat, school.person, **known)
    return await school.recorder.got()


async def test_every_word_of_a_rich_message_is_its_text(school):
    message = await posted(school, extra=rich(*RICH))
    said = "About Mr A|He is an idiot.|1.|first|left|right|a table|open me|said|Mrs B|his|house|1+1"
    assert message.text.split("\n") == said.split("|")
    assert [one.kind for one in message.attachments] == ["location"]


async def test_a_rich_message_is_judged_again_when_it_is_changed_and_is_context_when_it_is_answered(school):
    post = await school.server.post(school.chat, school.person, extra=rich({"type": "paragraph", "text": "one"}))
    await school.server.post(school.chat, school.person, "no!", reply_to=post)
    assert (await school.recorder.got(2)).quoted == "one"
    post.content = rich({"type": "paragraph", "text": "two"})
    post.edit_date = int(school.server.now())
    school.server.world.announce(post, edited=True)
    message = await school.recorder.got(3)
    assert (message.text, message.edit > 0) == ("two", True)


async def test_what_a_rich_message_shows_and_where_it_leads_is_attached(school):
    size = {"width": 1, "height": 1}
    small, large = (
        school.server.world.keep_file("p", b"small") | size,
        school.server.world.keep_file("p", b"large") | size,
    )
    voice = school.server.world.keep_file("v", b"voice") | {"duration": 1}
    link = {"type": "url", "text": "here", "url": "https://bad.example/x"}
    plain = {"type": "url", "text": "https://plain.example", "url": "https://plain.example"}
    blocks = [{"type": "collage", "blocks": [{"type": "photo", "photo": [small, large]}], "caption": {"text": "us"}}]
    blocks += [{"type": "voice_note", "voice_note": voice}, {"type": "paragraph", "text": [link, plain]}]
    message = await posted(school, extra=rich(*blocks))
    photo, *others = message.attachments
    assert await school.platform.fetch(photo) == b"large"
    assert photo.kind == "photo"
    assert [(one.kind, one.text) for one in others] == [("voice", ""), ("link", "https://bad.example/x")]
    assert message.text.split("\n") == ["us", "herehttps://plain.example"]


def deep(levels):
    return {"type": "bold", "text": deep(levels - 1) if levels else "too deep"}


@pytest.mark.parametrize(
    ("block", "begins"),
    [
        ({"type": "paragraph", "text": deep(200)}, ""),
        ({"type": "paragraph", "text": "x" * 100_000}, "xxx"),
        ({"type": "hologram", "words": "something new"}, ""),
        ({"type": ["new"], "text": {"text": 1}}, ""),
    ],
    ids=["too deep", "too long", "a block of a new kind", "malformed"],
)
async def test_what_cannot_be_read_of_a_rich_message_is_marked(school, block, begins):
    message = await posted(school, extra=rich({"type": "paragraph", "text": "hello"}, block))
    assert message.text.startswith(f"hello\n{begins}".strip())
    assert len(message.text) < 20_000
    assert [one.kind for one in message.attachments] == ["unknown"]


# what the library has no field for


@pytest.mark.parametrize("extra", [{"hologram": {"file_id": "1"}}, {"hologram": {}, "sender_boost_count": 3}])
@pytest.mark.parametrize("caption", ["", "look"])
async def test_content_of_a_new_kind_is_marked(school, extra, caption):
    message = await posted(school, extra=extra | ({"caption": caption} if caption else {}))
    assert (message.text, [one.kind for one in message.attachments]) == (caption, ["unknown"])
    school.server.lies.clear()


@pytest.mark.parametrize("known", [{"text": "words"}, {"document": b"x", "file_name": "a.pdf"}])
async def test_something_new_about_content_that_is_known_is_not_marked(school, known):
    message = await posted(school, extra={"hologram": {}}, **known)
    assert "unknown" not in [one.kind for one in message.attachments]
    school.server.lies.clear()


async def test_a_topics_name_is_the_text_of_the_message_about_it_and_no_context(school):
    school.chat.is_forum = True
    school.chat.permissions["can_manage_topics"] = True
    thread = school.server.topic(school.chat, "Mr A is a liar", by=school.person)
    opened = await school.recorder.got()
    assert (opened.text, opened.author.user) == ("Mr A is a liar", str(school.person.id))
    await school.server.post(school.chat, school.person, "hello", thread=thread)
    assert ((await school.recorder.got(2)).text, school.recorder.messages[1].quoted) == ("hello", "")
    renamed = school.server.rename_topic(school.chat, thread, "Mr A is a thief", by=school.person)
    assert (await school.recorder.got(3)).text == "Mr A is a thief"
    assert [message.names_topic for message in school.recorder.messages] == [True, False, True]
    await school.platform.hide(school.recorder.messages[2].ref, ())
    assert renamed.deleted
